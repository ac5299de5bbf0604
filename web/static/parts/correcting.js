// @ts-check
import { html, useState } from "../lib/ui.js";
import { Dialog } from "./dialog.js";
import { Diff } from "./diff.js";
import { Notice } from "./notice.js";

/** What was typed and not sent, by task: whoever has to sign in again finds it. @type {Map<string, string>} */
const kept = new Map();

/** @param {string} task */
export const forgetWords = (task) => kept.delete(task);

/**
 * Other words for a task.
 * @param {{ task: string, instruction: string, problem: string | null, onCorrect: (instruction: string) => void, onClose: () => void }} props
 *   `problem` says why nothing was made just now
 */
export function CorrectDialog({ task, instruction, problem, onCorrect, onClose }) {
  const [text, setText] = useState(kept.get(task) ?? instruction);
  const ready = text.trim() !== "" && text.trim() !== instruction;
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    if (ready) onCorrect(text.trim());
  };
  /** @param {string} words */
  const type = (words) => {
    kept.set(task, words);
    setText(words);
  };
  const close = () => {
    forgetWords(task);
    onClose();
  };
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
  };
  return html`<${Dialog} title="Correct the instruction" onClose=${close}><form class="column" onSubmit=${submit}>
    <p class="dim small">A task is never changed. This one is refused as badly worded, and another one is made that asks for the same in your words. You are its maker, so somebody else checks it.</p>
    <label class="field"><span>Instruction</span><textarea class="asked-anew" dir="auto" rows="4" maxlength="2000" autofocus value=${text} onKeyDown=${press}
      onInput=${(/** @type {any} */ event) => type(event.target.value)} /></label>
    ${problem && html`<${Notice} kind="bad">${problem}</${Notice}>`}
    <p class="small" aria-live="polite">${ready ? html`<${Diff} before=${instruction} after=${text.trim()} />` : html`<span class="dim">What differs is shown here.</span>`}</p>
    <div class="ends"><button class="button" type="button" onClick=${close}>Keep the words <kbd>Esc</kbd></button>
      <button class="button primary" disabled=${!ready}>Make the corrected task <kbd>Ctrl+Enter</kbd></button></div></form></${Dialog}>`;
}
