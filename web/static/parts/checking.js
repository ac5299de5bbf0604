// @ts-check
// Saying yes or no to what somebody else made: a task, a demonstration. Each decision is made over the newest one.

import { call, get, Refused } from "../lib/api.js";
import { inWords } from "../lib/asking.js";
import { me } from "../lib/session.js";
import { ago, CHECKS, exactly, nameKey } from "../lib/words.js";
import { html, useState } from "../lib/ui.js";
import { Dialog, useKey } from "./dialog.js";
import { Notice } from "./notice.js";

const AT_ONCE = 100;

/** @typedef {{ revision: number, state: keyof typeof CHECKS, by: string, reason: string | null, note: string | null, created_at: string }} Review */

/**
 * @param {string} path  below /api/v1/ @param {Record<string, unknown>} body
 * @returns {Promise<{ answer: any, problem: string | null }>}  `problem` says why nothing was decided
 */
export async function decide(path, body) {
  try {
    return { answer: await call("POST", path, body), problem: null };
  } catch (error) {
    const late = error instanceof Refused && error.code === "revision_conflict";
    return { answer: null, problem: late ? "Somebody decided meanwhile. Look at it again." : inWords(error) };
  }
}

/**
 * The address of the next demonstration that nobody has checked and this person may, from one on and around; neither that nor
 * a problem where there is no other.
 * @param {{ number: number, trajectory_id: string }} [from]
 * @returns {Promise<{ next?: string, problem?: string }>}
 */
export async function nextToCheck(from = { number: 0, trajectory_id: "" }) {
  try {
    for (const after of new Set([from.number, 0])) {
      const next = await firstToCheck(after, from.trajectory_id);
      if (next) return { next: `/trajectories/${encodeURIComponent(next)}` };
    }
    return {};
  } catch (error) {
    return { problem: inWords(error) };
  }
}

/** @param {number} after @param {string} but @returns {Promise<string | undefined>} */
async function firstToCheck(after, but) {
  const rows = await get(`demonstrations?state=unchecked&limit=${AT_ONCE}&after=${after}`);
  const found = rows.find((/** @type {any} */ row) => row.trajectory_id !== but && !row.hidden && !isOwn(row.driver_kind, row.driver_name));
  return found?.trajectory_id ?? (rows.length < AT_ONCE ? undefined : firstToCheck(rows.at(-1).after, but));
}

/** Whether who is signed in drove it. @param {string} kind @param {string} name */
export const isOwn = (kind, name) => kind === "person" && nameKey(name) === nameKey(me()?.name ?? "");

/** Every decision, the newest first. @param {{ reviews: Review[], faults: Record<string, string> }} props */
export function Decisions({ reviews, faults }) {
  return html`<ul class="plain small">${[...reviews].reverse().map(({ state, by, reason, note, created_at: when, revision }) => html`<li key=${revision}>
    ${CHECKS[state].glyph} ${CHECKS[state].words} by <bdi>${by}</bdi>, <span title=${exactly(when)}>${ago(when)}</span>${reason ? `: ${(faults[reason] ?? reason).toLowerCase()}` : ""}
    ${note && html`<q class="dim" dir="auto">${note}</q>`}</li>`)}</ul>`;
}

/**
 * Why not, by a digit or a button; that is the decision.
 * @param {{ title: string, words: string, problem: string | null, faults: Record<string, string>,
 *   onRefuse: (reason: string, note: string) => void, onClose: () => void }} props  `problem` says why it was not refused just now
 */
export function RefuseDialog({ title, words, problem, faults, onRefuse, onClose }) {
  const [note, setNote] = useState("");
  const codes = Object.keys(faults);
  useKey((key, target) => {
    const code = codes[Number(key) - 1];
    if (code && !target.closest("input")) onRefuse(code, note.trim());
  });
  return html`<${Dialog} title=${title} onClose=${onClose}><div class="column">
    <p class="dim small">${words}</p>
    ${problem && html`<${Notice} kind="bad">${problem}</${Notice}>`}
    <label class="field"><span>Note (may be left empty)</span><input maxlength="2000" dir="auto" value=${note} onInput=${(/** @type {any} */ event) => setNote(event.target.value)} /></label>
    <div class="choices" role="group" aria-label="Reasons">${codes.map((code, place) => html`<button class="button" onClick=${() => onRefuse(code, note.trim())}><kbd>${place + 1}</kbd>${faults[code]}</button>`)}</div></div>
    <div class="ends"><button class="button" onClick=${onClose}>Do not refuse <kbd>Esc</kbd></button></div></${Dialog}>`;
}
