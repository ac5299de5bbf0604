// @ts-check
// One cell per step: its number, and its status as a glyph, a colour and a word.

import { html, useLayoutEffect, useRef } from "../lib/ui.js";

export const GLYPHS = {
  unseen: "○", seen: "◔", verified: "✓", edited: "✎", not_grounded: "✕", unsure: "?", conflict: "⇄", refused: "!",
  unsettled: "○", differs: "≠", flagged: "⚑",
};
export const STATUS_WORDS = {
  unseen: "not seen", seen: "seen, not judged", verified: "verified", edited: "edited and verified",
  not_grounded: "not grounded", unsure: "unsure", conflict: "in conflict", refused: "not saved: it breaks a rule",
  unsettled: "not settled, all agree", differs: "not settled, annotators differ", flagged: "flagged for sending back",
};

/** @typedef {keyof typeof GLYPHS} Status */

/** @param {{ statuses: Status[], at: number, onGo: (to: number) => void, order?: number[] }} props  `order` of the steps, where it is another */
export function StepStrip({ statuses, at, onGo, order = [...statuses.keys()] }) {
  const current = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => current.current?.scrollIntoView({ block: "nearest", inline: "nearest" }), [at]);
  return html`<nav class="strip" aria-label="Steps">${order.map((index) => {
    const status = statuses[index], words = `Step ${index + 1}: ${STATUS_WORDS[status]}`;
    return html`<button class=${`cell ${status}`} aria-current=${index === at ? "step" : undefined} ref=${index === at ? current : undefined}
      aria-label=${words} title=${words} onClick=${() => onGo(index)}><b aria-hidden="true">${GLYPHS[status]}</b>${index + 1}</button>`;
  })}</nav>`;
}
