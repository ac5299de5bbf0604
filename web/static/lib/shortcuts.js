// @ts-check
// Keys of views without an editor: one table for each view, as the editor's, and what it does with each command.

import { commandFor } from "../annotate/keys.js";
import { useLayoutEffect, useRef } from "./ui.js";

/** @typedef {import("../annotate/keys.js").Binding} Binding */

/**
 * Keys rest in fields, in dialogs and, where they press it, on a button that has the focus.
 * @param {Binding[]} keys @param {Record<string, (event: KeyboardEvent) => unknown>} deeds  by what a command is to `do`
 */
export function useShortcuts(keys, deeds) {
  const latest = useRef(deeds);
  latest.current = deeds;
  // As soon as it is drawn: effects would come after painting, and lose what is pressed before.
  useLayoutEffect(() => {
    /** @param {KeyboardEvent} event */
    const press = (event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      if (target.closest("input, select, textarea") || document.querySelector("dialog[open]")) return;
      if (target.closest("button, a") && (event.key === "Enter" || event.key === " ")) return;
      const deed = latest.current[commandFor(event, "step", keys)?.do ?? ""];
      if (!deed) return;
      event.preventDefault();
      deed(event);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [keys]);
}

/** The first key of a command, for its button. @param {Binding[]} keys @param {string} what */
export const keyFor = (keys, what) => keys.find(({ command }) => command.do === what)?.keys[0];
