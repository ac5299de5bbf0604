// @ts-check
import { inWords } from "../lib/asking.js";
import { html } from "../lib/ui.js";
import { Notice } from "./notice.js";

/** In place of an answer: nothing at first, then a word; or why there is none. @param {{ error: unknown, again: () => void }} props */
export function Loading({ error, again }) {
  if (!error) return html`<p class="loading dim" role="status">Loading…</p>`;
  return html`<${Notice} kind="bad"><div class="row spread wrap"><span>${inWords(error)}</span>
    <button class="button small" onClick=${again}>Try again</button></div></${Notice}>`;
}
