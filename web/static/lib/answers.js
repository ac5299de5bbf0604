// @ts-check
// What the server answers, for views that only show it: one answer, or a list that grows.

import { get } from "./api.js";
import { useEffect, useRef, useState } from "./ui.js";

/**
 * @param {string | null} path  null asks nothing
 * @returns {{ value: any, error: Error | null, again: () => void }}  `value` is null until it is there
 */
export function useAnswer(path) {
  const [answered, setAnswered] = useState({ path: /** @type {string | null} */ (null), value: null, error: /** @type {Error | null} */ (null) });
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (path === null) return undefined;
    const stop = new AbortController();
    get(path, { signal: stop.signal }).then(
      (value) => setAnswered({ path, value, error: null }),
      (error) => stop.signal.aborted || setAnswered({ path, value: null, error }),
    );
    return () => stop.abort();
  }, [path, round]);
  const again = () => setRound((count) => count + 1);
  return answered.path === path ? { value: answered.value, error: answered.error, again } : { value: null, error: null, again };
}

/** Draws again as it grows, and begins it. @param {import("./pages.js").Pages} pages */
export function usePages(pages) {
  const [, draw] = useState(0);
  useEffect(() => {
    const change = () => draw((count) => count + 1);
    pages.addEventListener("change", change);
    if (!pages.rows.length) void pages.more();
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
