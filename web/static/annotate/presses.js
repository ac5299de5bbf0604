// @ts-check
// From keys to commands. A handler knows no step and no state: it asks for the mode, and passes the command on.

import { useLayoutEffect } from "../lib/ui.js";
import { commandFor } from "./keys.js";

/**
 * @param {import("./editor.js").Editor} editor
 * @param {import("./keys.js").Binding[]} keys
 * @param {(command: { do: string, [fact: string]: any }) => void} act
 * @param {() => boolean} [asking]  whether something else is open, which has not drawn itself yet
 */
export function usePresses(editor, keys, act, asking = () => false) {
  // Before it is painted: whoever sees the page may press a key.
  useLayoutEffect(() => {
    /** @param {KeyboardEvent} event */
    const press = (event) => {
      // A dialog, a field or a button that has the focus keeps its own keys.
      const { mode, panel } = editor.state;
      const target = /** @type {HTMLElement} */ (event.target);
      if (target.closest("dialog, input, select") || (mode === "step" && target.closest("textarea"))) return;
      if (target.closest("button, a") && (event.key === "Enter" || event.key === " ")) return;
      const command = commandFor(event, mode, keys);
      if (!command || asking() || (panel && command.do !== "close")) return;
      event.preventDefault();
      act(command);
    };
    // A button that was clicked keeps no focus: the next Enter is for the step.
    const click = (/** @type {MouseEvent} */ event) => {
      if (event.detail && document.activeElement instanceof HTMLButtonElement) document.activeElement.blur();
    };
    addEventListener("keydown", press);
    addEventListener("click", click);
    return () => {
      removeEventListener("keydown", press);
      removeEventListener("click", click);
    };
  }, [editor]);
}
