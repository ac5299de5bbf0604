// @ts-check
import { html, useEffect, useLayoutEffect, useRef } from "../lib/ui.js";

/** Over everything else until it is closed. @param {{ title: string, onClose: () => void, wide?: boolean, children?: any }} props */
export function Dialog({ title, onClose, wide = false, children }) {
  const element = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useLayoutEffect(() => {
    const dialog = /** @type {HTMLDialogElement} */ (element.current);
    dialog.showModal();
    // Not its first button, which Enter would press in place of what the dialog says that Enter does.
    (/** @type {HTMLElement | null} */ (dialog.querySelector("[data-first]")) ?? dialog).focus();
  }, []);
  /** @param {Event} event */
  const cancel = (event) => {
    event.preventDefault();
    onClose();
  };
  return html`<dialog ref=${element} tabindex="-1" class=${wide ? "wide" : ""} aria-label=${title} onCancel=${cancel}>
    <h2>${title}</h2>${children}</dialog>`;
}

/** While a dialog is open its keys are its own. @param {(key: string, target: Element) => unknown} act */
export function useKey(act) {
  useEffect(() => {
    /** @param {KeyboardEvent} event */
    const press = (event) => {
      const target = /** @type {Element} */ (event.target);
      if (event.ctrlKey || event.metaKey || event.altKey || (event.key === "Enter" && target.closest("button"))) return;
      act(event.key, target);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });
}
