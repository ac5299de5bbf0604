// @ts-check
// What became of a trajectory, each as a glyph, a word and a colour.

import { OUTCOMES, REPLAYS, STATES } from "../lib/words.js";
import { html } from "../lib/ui.js";

/** @param {{ glyph: string, words: string, kind: string, title?: string }} props */
function Tag({ glyph, words, kind, title }) {
  return html`<span class=${`tag ${kind}`} title=${title}><span aria-hidden="true">${glyph}</span>${words}</span>`;
}

/** @param {{ success: boolean | null }} props */
export function OutcomeTag({ success }) {
  return html`<${Tag} ...${OUTCOMES[success === null ? "unknown" : success ? "success" : "failure"]} />`;
}

/** Nothing for what nobody was asked to annotate. @param {{ state: keyof typeof STATES | null }} props */
export const StateTag = ({ state }) => state && html`<${Tag} ...${STATES[state]} />`;

/** Nothing for what was not replayed. @param {{ verdict: keyof typeof REPLAYS | null, title?: string }} props */
export const ReplayTag = ({ verdict, title }) => verdict && html`<${Tag} ...${REPLAYS[verdict]} title=${title} />`;
