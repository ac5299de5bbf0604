// @ts-check
// Lists that grow as somebody comes near their end.

import { useEffect, useRef, useState } from "./ui.js";

/** Draws again as it grows, and begins it, or goes on where it had failed. @param {import("./pages.js").Pages} pages */
export function usePages(pages) {
  const [, draw] = useState(0);
  useEffect(() => {
    const change = () => draw((count) => count + 1);
    pages.addEventListener("change", change);
    if (!pages.rows.length || pages.error) void pages.more();
    return () => {
      pages.removeEventListener("change", change);
      pages.stop();
    };
  }, [pages]);
}

/** Calls `act` whenever the element with this ref comes near the window. @param {() => void} act */
export function useNear(act) {
  const element = useRef(/** @type {HTMLElement | null} */ (null));
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (!element.current) return undefined;
    const watch = new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && latest.current(), { rootMargin: "800px" });
    watch.observe(element.current);
    return () => watch.disconnect();
  });
  return element;
}
