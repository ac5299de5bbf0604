// @ts-check
// The application's frame: who is signed in, which view, and what is shown while neither is known.

import { Unreachable } from "./lib/api.js";
import { find, go, moves } from "./lib/router.js";
import * as session from "./lib/session.js";
import { html, render, useEffect, useState } from "./lib/ui.js";
import { Bar } from "./parts/bar.js";
import { Notice } from "./parts/notice.js";
import { SignIn } from "./parts/sign_in.js";

function App() {
  const [, draw] = useState(0);
  const [state, setState] = useState(/** @type {"asking" | "known" | "unreachable"} */ ("asking"));
  const [view, setView] = useState(/** @type {{ name: string, View: any, facts: string[] } | null} */ (null));

  const ask = () => {
    setState("asking");
    session.recall().then(() => setState("known"), (error) => {
      if (!(error instanceof Unreachable)) throw error;
      setState("unreachable");
    });
  };
  useEffect(ask, []);
  useEffect(() => {
    const again = () => draw((count) => count + 1);
    session.changes.addEventListener("session", again);
    moves.addEventListener("move", again);
    return () => {
      session.changes.removeEventListener("session", again);
      moves.removeEventListener("move", again);
    };
  }, []);

  const found = find(location.pathname);
  const name = found?.route.module;
  const key = location.pathname;
  useEffect(() => {
    if (!found || !name) return;
    document.title = `${found.route.title} – embrace3k`;
    let wanted = true;
    import(`./views/${name}.js`).then((module) => {
      if (wanted) setView({ name, View: module.default, facts: found.facts });
    });
    return () => {
      wanted = false;
    };
  }, [key]);

  if (state === "unreachable") {
    return html`<main class="page"><${Notice} kind="warn">The server does not answer.</${Notice}>
      <div><button class="button" onClick=${ask}>Try again</button></div></main>`;
  }
  if (state === "asking") return html`<main class="page" aria-busy="true"></main>`;
  if (!session.me()) return html`<${SignIn} />`;
  if (!found) return html`<${Bar} /><main class="page"><h1>There is no such page</h1><a href="/">To the queue</a></main>`;
  const { roles } = found.route;
  if (roles && !session.isOne(...roles)) {
    return html`<${Bar} /><main class="page"><h1>${found.route.title}</h1>
      <${Notice} kind="warn">This page is for people with the role ${roles.join(" or ")}. An administrator can give it to you.</${Notice}></main>`;
  }
  if (!view || view.name !== name) return html`<main class="page" aria-busy="true"></main>`;
  return html`<${view.View} key=${key} facts=${found.facts} />`;
}

const root = document.getElementById("app");
if (root) render(html`<${App} />`, root);

export { go };
