// @ts-check
// What annotators said of a step, next to each other, with the words and answers in which they differ.

import { QUESTIONS, lacksReason, verdictOf, wordsOf } from "../annotate/words.js";
import { QUESTION_SHORT, REASONS, VERDICT_GLYPHS, VERDICT_WORDS } from "../lib/words.js";
import { html } from "../lib/ui.js";
import { Diff } from "../parts/diff.js";
import { keyOf } from "./keys.js";

/**
 * @typedef {import("./order.js").Side} Side
 * @typedef {import("./order.js").Compared} Compared
 * @typedef {import("./round.js").Round} Round
 */

/** @param {{ round: Round, compared: Compared | undefined, step: import("../annotate/state.js").Step }} props */
export function Sides({ round, compared, step }) {
  if (!compared?.sides.length) return html`<div class="sides"><p class="dim">Nobody has said anything of this step yet.</p></div>`;
  const drafted = compared.sides[0].annotation.author.kind !== "human";
  // A draft has no opinion of its own: it is shown in what became of it.
  const shown = drafted && compared.sides.length > 1 ? compared.sides.slice(1) : compared.sides;
  return html`<section class="sides" aria-label="What annotators said">
    <div class="row spread"><h2>${drafted ? "What became of the draft" : difference(compared)}</h2>
      <button class="button quiet small" aria-pressed=${String(round.differences)} onClick=${() => round.dispatch({ do: "round:words" })}>
        ${drafted ? "Words changed" : "Words that differ"} <kbd>w</kbd></button></div>
    ${compared.planted !== null && html`<p class="row small"><span class="tag warn">planted</span>
      <span>Annotators were shown <b class="mono">${compared.planted}</b> on purpose. It ought to be called wrong; nothing here can be adopted.</span></p>`}
    <div class="side-by-side">${shown.map((side) => html`<${One} round=${round} compared=${compared} side=${side} step=${step} />`)}</div>
  </section>`;
}

/** @param {{ round: Round, compared: Compared, side: Side, step: import("../annotate/state.js").Step }} props */
function One({ round, compared, side, step }) {
  const place = compared.sides.indexOf(side), first = compared.sides[0], { annotation, lane } = side;
  const words = wordsOf(annotation), blind = lane > 0;
  const against = place > 0 && round.differences ? first.annotation.rationale : null;
  return html`<article class="side" aria-label=${annotation.author.name}>
    <header class="row spread"><h3 class="one-line" dir="auto">${annotation.author.name}</h3>
      ${stands(step, side) && html`<span class="tag good">stands</span>`}</header>
    <p class="said" tabindex="0" dir="auto">${against === null ? annotation.rationale : html`<${Diff} before=${against} after=${annotation.rationale} />`}</p>
    <${Answers} words=${words} differs=${compared.differs} planted=${compared.planted !== null} />
    ${blind && html`<div class="row wrap">
      <button class="button small" disabled=${!round.holds || compared.planted !== null} onClick=${() => round.dispatch({ do: "round:adopt", side: place })}>
        Adopt <kbd>${keyOf("round:adopt", place)}</kbd></button>
      <button class="button quiet small" disabled=${!round.holds} onClick=${() => round.dispatch({ do: "round:begin", side: place })}>
        Edit a copy <kbd>${{ r: "r", "Shift+R": "R" }[keyOf("round:begin", place)] ?? ""}</kbd></button></div>`}
  </article>`;
}

/** Each answer as a glyph with its word, those that differ with a frame. @param {{ words: import("../annotate/words.js").Words, differs: string[], planted: boolean }} props */
function Answers({ words, differs, planted }) {
  const missed = planted && words.answers.action_matches !== "not_grounded";
  return html`<ul class="answers" aria-label="Answers">${QUESTIONS.map((question) => {
    const verdict = words.answers[question];
    return html`<li class=${differs.includes(question) ? "differs" : ""}><span>${QUESTION_SHORT[question]}</span>
      <b class=${verdict ?? ""}>${verdict ? `${VERDICT_GLYPHS[verdict]} ${VERDICT_WORDS[verdict]}` : "not answered"}</b></li>`;
  })}
    ${(words.reason_codes.length > 0 || lacksReason(words)) && html`<li class=${differs.includes("reason_codes") ? "differs" : ""}><span>Reasons</span>
      <b>${words.reason_codes.map((code) => REASONS[/** @type {keyof typeof REASONS} */ (code)]).join(", ")}</b></li>`}
    ${words.corrected_action && html`<li class=${differs.includes("corrected_action") ? "differs" : ""}><span>Right action</span><b class="mono">${words.corrected_action}</b></li>`}
    ${planted && verdictOf(words) && html`<li><span>Planted</span><b class=${missed ? "not_grounded" : "grounded"}>${missed ? "missed" : "noticed"}</b></li>`}
  </ul>`;
}

/** @param {Compared} compared */
function difference({ differs, sides }) {
  if (sides.length < 2) return "One annotator";
  const names = differs.map((each) => DIFFERENCES[/** @type {keyof typeof DIFFERENCES} */ (each)]);
  return names.length ? `They differ in ${names.join(", ")}` : "All agree";
}

const DIFFERENCES = {
  action_matches: "action", object_present: "object", rationale_supported: "rationale", reason_codes: "reasons",
  corrected_action: "right action", rationale: "text",
};

/** Whether it is what stands in the text that is released. @param {import("../annotate/state.js").Step} step @param {Side} side */
function stands(step, side) {
  const { newest } = step, adopted = newest?.provenance?.adopted;
  if (side.lane === 0) return newest?.revision === side.annotation.revision;
  return adopted?.[0] === side.lane && adopted[1] === side.annotation.revision;
}
