// @ts-check
// Addresses and views. Each view is a module of its own, loaded when it is first wanted.

/** @typedef {{ path: RegExp, module: string, title: string, roles?: string[], nav?: string }} Route */

/** @type {Route[]} */
export const ROUTES = [
  { path: /^\/$/, module: "queue", title: "Queue", nav: "/" },
  { path: /^\/annotate\/([^/]+)$/, module: "annotate", title: "Annotate", roles: ["annotator", "reviewer", "admin"] },
  { path: /^\/review\/([^/]+)$/, module: "review", title: "Review", roles: ["reviewer", "admin"] },
  { path: /^\/tasks$/, module: "tasks", title: "Tasks", nav: "/tasks", roles: ["reviewer", "engineer", "admin"] },
  { path: /^\/trajectories$/, module: "trajectories", title: "Trajectories", nav: "/trajectories", roles: ["reviewer", "engineer", "admin"] },
  { path: /^\/trajectories\/([^/]+)$/, module: "trajectory", title: "Trajectory", roles: ["reviewer", "engineer", "admin"] },
  { path: /^\/quality$/, module: "quality", title: "Quality", nav: "/quality", roles: ["reviewer", "engineer", "admin"] },
  { path: /^\/people$/, module: "people", title: "People", nav: "/people", roles: ["admin"] },
  { path: /^\/account$/, module: "account", title: "Account" },
  { path: /^\/help$/, module: "help", title: "Help", nav: "/help" },
];

export const moves = new EventTarget();

/** @param {string} path @returns {{ route: Route, facts: string[] } | null} */
export function find(path) {
  for (const route of ROUTES) {
    const found = route.path.exec(path);
    if (found) return { route, facts: found.slice(1).map(decodeURIComponent) };
  }
  return null;
}

/** @param {string} path @param {{ replace?: boolean }} [options] */
export function go(path, { replace = false } = {}) {
  const before = location.pathname;
  history[replace ? "replaceState" : "pushState"](null, "", path);
  if (location.pathname !== before) scrollTo(0, 0);
  moves.dispatchEvent(new Event("move"));
}

addEventListener("popstate", () => moves.dispatchEvent(new Event("move")));
addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.target || link.origin !== location.origin || link.hasAttribute("download")) return;
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || !find(link.pathname)) return;
  event.preventDefault();
  go(link.pathname + link.search);
});
