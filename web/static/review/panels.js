// @ts-check
// The dialogs in which a reviewer decides. Each can be worked by keys alone.

import { RETURN_REASONS } from "../lib/words.js";
import { isOpen } from "./order.js";
import { html } from "../lib/ui.js";
import { Dialog, useKey } from "../parts/dialog.js";
import { Notice } from "../parts/notice.js";

/** @typedef {import("./round.js").Round} Round */

const TITLES = { return: "Send it back to its annotators", refuse: "Refuse it for good", reopen: "Open it again" };
const ENDS = { return: "Send back", refuse: "Refuse", reopen: "Open again" };

/** @param {{ round: Round, onDecided: () => void, onReload: () => void }} props */
export function DecisionPanel({ round, onDecided, onReload }) {
  if (round.changed) return html`<${Changed} onReload=${onReload} />`;
  if (!round.deciding) return null;
  const decide = async () => {
    if (await round.decide()) onDecided();
  };
  return round.deciding === "accept" || round.deciding === "review" ? html`<${Well} round=${round} decide=${decide} />`
    : html`<${WithReason} round=${round} event=${round.deciding} decide=${decide} />`;
}

/** @param {{ round: Round, decide: () => Promise<void> }} props */
function Well({ round, decide }) {
  const { steps, work } = round.editor.state, unlooked = steps.filter(isOpen);
  const accept = round.deciding === "accept";
  useKey((key) => {
    if (key === "Enter") void decide();
    if (key === "v" && accept && round.problem && work.state === "annotated") round.open("review");
  });
  return html`<${Dialog} title=${accept ? "Accept it" : "End the review"} onClose=${() => round.close()}>
    <p>${accept ? `All ${steps.length} steps are settled. Once accepted, the texts can go into a release.`
      : `All ${steps.length} steps are settled. Somebody who wrote none of it accepts it then.`}</p>
    ${unlooked.length > 0 && html`<p class="small dim">You have not looked at ${unlooked.length === 1 ? "step" : "steps"} ${shorten(unlooked.map((step) => step.index + 1))}.</p>`}
    ${round.problem && html`<${Notice} kind="bad">${round.problem}</${Notice}>`}
    <div class="ends"><button class="button" onClick=${() => round.close()}>Look again <kbd>Esc</kbd></button>
      ${accept && round.problem && work.state === "annotated" && html`<button class="button" onClick=${() => round.open("review")}>End the review <kbd>v</kbd></button>`}
      <button class="button primary" autofocus onClick=${() => void decide()}>${accept ? "Accept" : "End the review"} <kbd>Enter</kbd></button></div></${Dialog}>`;
}

/** @param {{ round: Round, event: keyof typeof TITLES, decide: () => Promise<void> }} props */
function WithReason({ round, event, decide }) {
  const { reason, note, steps, lanes } = round.kept.said, { at, work } = round.editor.state;
  const codes = Object.keys(RETURN_REASONS), annotators = laneNames(round);
  useKey((key, target) => {
    // What has just been chosen may not be drawn yet.
    const chosen = round.kept.said.reason;
    if (key === "Ctrl+Enter") {
      if (chosen) void decide();
      return true;
    }
    if (target.closest("textarea")) return false;
    if (codes[Number(key) - 1]) round.say({ reason: codes[Number(key) - 1] });
    else if (key === "f") round.dispatch({ do: "round:flag" });
    else if (key === "Enter" && chosen) void decide();
    return false;
  });
  return html`<${Dialog} title=${TITLES[event]} onClose=${() => round.close()}><div class="column">
    ${event === "reopen" && html`<p class="small dim">It is ${work.state}. Its annotators get it again.</p>`}
    <div role="group" aria-label="Why" class="choices">${codes.map((code, place) => html`<button class="button small" aria-pressed=${String(reason === code)}
      onClick=${() => round.say({ reason: code })}><kbd>${place + 1}</kbd>${RETURN_REASONS[/** @type {keyof typeof RETURN_REASONS} */ (code)]}</button>`)}</div>
    <label class="field"><span>Note to ${event === "refuse" ? "whoever looks at it later" : "the annotators"} (may be left empty)</span>
      <textarea rows="3" maxlength="2000" dir="auto" value=${note} onInput=${(/** @type {any} */ input) => round.say({ note: input.target.value })}></textarea></label>
    <div class="row wrap small" role="group" aria-label="Steps"><span>About ${steps.length ? (steps.length === 1 ? "step" : "steps") : "the whole."}</span>
      ${steps.map((step) => html`<button class="button small" title="Take it off the list" onClick=${() => round.say({ steps: steps.filter((each) => each !== step) })}>⚑ ${step + 1}</button>`)}
      ${!steps.includes(at) && html`<button class="button quiet small" onClick=${() => round.dispatch({ do: "round:flag" })}>Add step ${at + 1} <kbd>f</kbd></button>`}</div>
    ${event !== "refuse" && annotators.length > 1 && html`<div class="row wrap small" role="group" aria-label="Annotators"><span>For</span>
      ${annotators.map(([lane, name]) => html`<button class="button small" dir="auto" aria-pressed=${String(!lanes.length || lanes.includes(lane))}
        onClick=${() => round.say({ lanes: toggled(lanes, lane, annotators.map(([each]) => each)) })}>${name}</button>`)}</div>`}
    ${round.problem && html`<${Notice} kind="bad">${round.problem}</${Notice}>`}
    <div class="ends"><button class="button" onClick=${() => round.close()}>Not now <kbd>Esc</kbd></button>
      <button class=${`button ${event === "refuse" ? "danger" : "primary"}`} disabled=${!reason || round.busy} onClick=${() => void decide()}>${ENDS[event]} <kbd>Ctrl Enter</kbd></button></div>
  </div></${Dialog}>`;
}

/** @param {{ onReload: () => void }} props */
function Changed({ onReload }) {
  useKey((key) => key === "Enter" && onReload());
  return html`<${Dialog} title="Somebody else has decided meanwhile" onClose=${onReload}>
    <p>It is not any more what you looked at, so nothing was decided. What you wrote is kept.</p>
    <div class="ends"><button class="button primary" autofocus onClick=${onReload}>Look at it again <kbd>Enter</kbd></button></div></${Dialog}>`;
}

/** Blind lanes and who wrote in them. @param {Round} round @returns {[number, string][]} */
function laneNames(round) {
  const sides = round.comparison.flatMap((each) => each.sides).filter((side) => side.lane > 0);
  return [...new Map(sides.map((side) => [side.lane, side.annotation.author.name]))].sort(([one], [other]) => one - other);
}

/** None chosen means all. @param {number[]} chosen @param {number} lane @param {number[]} all */
function toggled(chosen, lane, all) {
  const now = chosen.length ? chosen : all;
  const next = now.includes(lane) ? now.filter((each) => each !== lane) : [...now, lane].sort((one, other) => one - other);
  return next.length === all.length ? [] : next;
}

/** @param {number[]} numbers */
const shorten = (numbers) => (numbers.length > 8 ? `${numbers.slice(0, 8).join(", ")} and ${numbers.length - 8} more` : numbers.join(", "));
