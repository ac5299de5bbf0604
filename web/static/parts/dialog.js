// @ts-check
import { nameOf } from "../annotate/keys.js";
import { html, useLayoutEffect, useRef } from "../lib/ui.js";

/** Over everything else until it is closed. @param {{ title: string, onClose: () => void, wide?: boolean, children?: any }} props */
export function Dialog({ title, onClose, wide = false, children }) {
  const element = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useLayoutEffect(() => {
    const dialog = /** @type {HTMLDialogElement} */ (element.current);
    dialog.showModal();
    // Browsers would choose the first button, and Enter would press that in place of what the dialog says.
    (/** @type {HTMLElement | null} */ (dialog.querySelector("[autofocus]")) ?? dialog).focus();
  }, []);
  /** @param {Event} event */
  const cancel = (event) => {
    event.preventDefault();
    onClose();
  };
  return html`<dialog ref=${element} tabindex="-1" class=${wide ? "wide" : ""} aria-label=${title} onCancel=${cancel}>
    <h2>${title}</h2>${children}</dialog>`;
}

/** While a dialog is open its keys are its own. @param {(key: string, target: Element) => unknown} act  true: nobody else is to act on it */
export function useKey(act) {
  useLayoutEffect(() => {
    /** @param {KeyboardEvent} event */
    const press = (event) => {
      const target = /** @type {Element} */ (event.target);
      const key = nameOf(event);
      if (event.altKey || (key === "Enter" && target.closest("button"))) return;
      // What a key opens, such as the text, is not to get it as a letter.
      const letter = key.length === 1 && key !== " " && !target.closest("input, textarea");
      if (act(key, target) === true || letter) event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });
}
