// @ts-check
// Saying yes or no to what somebody else made: a task, a demonstration. Each decision is made over the newest one.

import { call, Refused, Unreachable } from "../lib/api.js";
import { recall } from "../lib/session.js";
import { ago, CHECKS, exactly } from "../lib/words.js";
import { html, useState } from "../lib/ui.js";
import { Dialog, useKey } from "./dialog.js";
import { sentence } from "./trouble.js";

/** @typedef {{ revision: number, state: keyof typeof CHECKS, by: string, reason: string | null, note: string | null, created_at: string }} Review */

/**
 * @param {string} path  below /api/v1/ @param {Record<string, unknown>} body
 * @returns {Promise<{ answer: any, problem: string | null }>}  `problem` says why nothing was decided
 */
export async function decide(path, body) {
  try {
    return { answer: await call("POST", path, body), problem: null };
  } catch (error) {
    if (error instanceof Unreachable) return { answer: null, problem: "The server does not answer. Nothing has changed; try again." };
    if (!(error instanceof Refused)) throw error;
    if (error.status === 401) await recall().catch(() => undefined);
    return { answer: null, problem: error.code === "revision_conflict" ? "Somebody decided meanwhile. Look at it again." : sentence(error.message) };
  }
}

/** Every decision, the newest first. @param {{ reviews: Review[], faults: Record<string, string> }} props */
export function Decisions({ reviews, faults }) {
  return html`<ul class="plain small">${[...reviews].reverse().map(({ state, by, reason, note, created_at: when, revision }) => html`<li key=${revision}>
    ${CHECKS[state].glyph} ${CHECKS[state].words} by ${by}, <span title=${exactly(when)}>${ago(when)}</span>${reason ? `: ${(faults[reason] ?? reason).toLowerCase()}` : ""}
    ${note && html`<q class="dim" dir="auto">${note}</q>`}</li>`)}</ul>`;
}

/**
 * Why not, by a digit or a button; that is the decision.
 * @param {{ title: string, words: string, faults: Record<string, string>, onRefuse: (reason: string, note: string) => void, onClose: () => void }} props
 */
export function RefuseDialog({ title, words, faults, onRefuse, onClose }) {
  const [note, setNote] = useState("");
  const codes = Object.keys(faults);
  useKey((key, target) => {
    const code = codes[Number(key) - 1];
    if (code && !target.closest("input")) onRefuse(code, note.trim());
  });
  return html`<${Dialog} title=${title} onClose=${onClose}><div class="column">
    <p class="dim small">${words}</p>
    <label class="field"><span>Note (may be left empty)</span><input maxlength="2000" dir="auto" value=${note} onInput=${(/** @type {any} */ event) => setNote(event.target.value)} /></label>
    <div class="choices" role="group" aria-label="Reasons">${codes.map((code, place) => html`<button class="button" onClick=${() => onRefuse(code, note.trim())}><kbd>${place + 1}</kbd>${faults[code]}</button>`)}</div></div>
    <div class="ends"><button class="button" onClick=${onClose}>Do not refuse <kbd>Esc</kbd></button></div></${Dialog}>`;
}
