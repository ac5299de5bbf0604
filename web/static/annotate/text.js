// @ts-check
// The field in which a rationale is written, why it was not saved, and what to mind about it. Needs a heading with the id `rationale`.

import { html, useLayoutEffect, useRef } from "../lib/ui.js";
import { Notice } from "../parts/notice.js";

/**
 * @param {{ editor: import("./editor.js").Editor, state: import("./state.js").State, step: import("./state.js").Step,
 *   dispatch: (command: any) => void, locked: boolean }} props
 */
export function TextField({ editor, state, step, dispatch, locked }) {
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  useLayoutEffect(() => {
    const input = field.current;
    if (!input) return;
    if (state.mode === "text") {
      input.focus();
      input.setSelectionRange(input.value.length, input.value.length);
    } else if (document.activeElement === input) {
      input.blur();
    }
  }, [state.mode, step.index]);
  return html`<textarea ref=${field} class="text" dir="auto" aria-labelledby="rationale" maxlength="20000" readonly=${locked}
      value=${step.words.rationale} onFocus=${() => state.mode === "step" && dispatch({ do: "edit" })}
      onBlur=${() => editor.state.mode === "text" && dispatch({ do: "leave" })}
      onInput=${(/** @type {any} */ event) => dispatch({ do: "type", text: event.target.value })}></textarea>
    ${step.problem && html`<${Notice} kind="bad">Not saved: ${step.problem}</${Notice}>`}`;
}

/** @param {{ step: import("./state.js").Step }} props */
export function Advice({ step: { lints } }) {
  if (!lints.length) return null;
  return html`<ul class="lints" tabindex="0" aria-label="Advice">${lints.map((lint) => html`<li><span
    class=${`tag ${lint.severity === "warning" ? "warn" : ""}`}>${lint.code.replaceAll("_", " ")}</span> ${lint.message}</li>`)}</ul>`;
}
