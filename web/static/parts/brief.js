// @ts-check
// One task as its checker sees it: the words, the first view, the ground from above, how hard it is, and the three decisions.

import { keyFor } from "../lib/shortcuts.js";
import { CHECKS, many, TASK_FAULTS, TASK_TYPES } from "../lib/words.js";
import { html } from "../lib/ui.js";
import { Decisions } from "./checking.js";
import { Frame } from "./frame.js";
import { PathMap } from "./path_map.js";

const MAKERS = { human: "", model: "the model ", template: "" };

/**
 * @param {{ page: any, own: boolean, checker: boolean, busy: boolean, keys: import("../annotate/keys.js").Binding[], onConfirm: () => void,
 *   onPanel: (panel: "keys" | "refuse" | "correct") => void, onNext?: () => void, onPrevious?: () => void }} props
 */
export function Brief({ page, own, checker, busy, keys, onConfirm, onPanel, onNext, onPrevious }) {
  const { task } = page, check = CHECKS[/** @type {keyof typeof CHECKS} */ (task.state)];
  return html`<section class="brief" aria-label="The task">
    <div class="brief-head"><h2 class="asked" dir="auto">${task.instruction}</h2>
      <div class="row wrap"><span class=${`tag ${check.kind}`}>${check.glyph} ${check.words}</span><span class="tag">${TASK_TYPES[/** @type {keyof typeof TASK_TYPES} */ (task.type)]}</span><span class="mono dim small one-line">${task.id}</span></div></div>
    <div class="brief-sight">
      ${page.start_frame ? html`<${Frame} src=${page.start_frame} title="The view from the start" note="" />`
        : html`<div class="frame"><div class="small dim">The view from the start</div><div class="canvas blank"><p><b>There is no picture of the start yet.</b><br />It comes with the first demonstration: the server itself draws none.</p></div></div>`}
      <figure class="frame"><figcaption class="legends"><span class="legend"><${Swatch} kind="agent" />start, and where it looks</span>${task.map.targets.length > 0 && html`<span class="legend"><${Swatch} kind="target" />target</span>`}
          ${task.map.areas.length > 0 && html`<span class="legend"><${Swatch} kind="area" />where to end up</span>`}</figcaption>
        <div class="canvas"><${PathMap} places=${task.map.places} at=${0} targets=${task.map.targets} areas=${task.map.areas} /></div></figure>
    </div>
    <div class="brief-facts"><${Facts} task=${task} own=${own} />
      ${task.reviews.length > 0 && html`<${Decisions} reviews=${task.reviews} faults=${TASK_FAULTS} />`}</div>
    <div class="brief-foot">
      <div class="row wrap">${checker && html`<button class="button primary" disabled=${busy || own} onClick=${onConfirm}>${task.state === "refused" ? "Confirm after all" : "Confirm"} <kbd>${keyFor(keys, "confirm")}</kbd></button>
        <button class="button danger" disabled=${busy} onClick=${() => onPanel("refuse")}>Refuse… <kbd>${keyFor(keys, "refuse")}</kbd></button>
        <button class="button" disabled=${busy || task.imported} title=${task.imported ? "An imported task keeps the words it was published with" : undefined} onClick=${() => onPanel("correct")}>Correct the instruction… <kbd>${keyFor(keys, "correct")}</kbd></button>`}</div>
      <p class="small dim grow">${!checker ? "People with the role reviewer or admin check it." : own && "You made it, so somebody else has to confirm it. You may refuse it, to take it back."}</p>
      <div class="row"><button class="button small" disabled=${!onPrevious} onClick=${onPrevious}>Before <kbd>${keyFor(keys, "previous")}</kbd></button>
        <button class="button small" disabled=${!onNext} onClick=${onNext}>Next <kbd>${keyFor(keys, "next")}</kbd></button>
        <button class="button small" onClick=${() => onPanel("keys")}>Keys <kbd>?</kbd></button></div>
    </div>
  </section>`;
}

/** @param {{ task: any, own: boolean }} props */
function Facts({ task, own }) {
  const { difficulty: hard, shortest_actions: actions, maker } = task;
  const things = [...task.targets, ...(task.door ? [task.door] : [])];
  const way = [
    actions && `${many(actions, "action")} at the least${hard ? `, ${many(hard.turns, "turn")} among them` : ""}`,
    hard && `${metres(hard.path_length_cm)} to walk until it counts, ${metres(hard.straight_distance_cm)} straight to what it names`,
    hard?.doors_on_the_way > 0 && many(hard.doors_on_the_way, "door"),
  ].filter(Boolean).join("; ");
  return html`<dl class="facts">
    <dt>World</dt><dd>${task.world}</dd>
    <dt>${things.length > 1 ? "Targets" : "Target"}</dt><dd>${things.length ? things.map(({ name, label }, place) => html`${place ? ", " : ""}${label} <span class="mono dim">${name}</span>`) : html`<span class="dim">not recorded</span>`}</dd>
    ${way && html`<dt>Way</dt><dd>${way}</dd>`}
    ${hard && html`<dt>At first</dt><dd>${inView(hard.targets_visible_at_start, task.targets.length)}; ${alike(hard)}</dd>`}
    ${task.seen_in && html`<dt>Acted out</dt><dd><a href=${`/trajectories/${encodeURIComponent(task.seen_in)}`}>in a demonstration</a></dd>`}
    ${task.reason && html`<dt>Tests</dt><dd dir="auto">${task.reason}</dd>`}
    <dt>Made by</dt><dd>${maker ? html`${MAKERS[/** @type {keyof typeof MAKERS} */ (maker.kind)]}<bdi>${maker.name}</bdi>` : "nobody that was recorded"}<span class="dim">, ${own ? "that is you" : "not by you"}</span></dd>
  </dl>`;
}

/** @param {{ kind: "agent" | "target" | "area" }} props */
const Swatch = ({ kind }) => html`<svg class="map swatch" viewBox="-8 -8 16 16" aria-hidden="true">${kind === "agent"
  ? html`<path class="agent" d="M7 0L-5 5L-2 0L-5 -5Z" />` : html`<rect class=${kind} x="-6" y="-5" width="12" height="10" />`}</svg>`;

/** @param {number} seen @param {number} all */
const inView = (seen, all) => (all < 2 ? `the target is ${seen ? "" : "not "}in view` : `${seen || "none"} of the ${all} targets in view`);

/** @param {{ distractors_in_view: number, distractors_in_world: number }} hard */
const alike = ({ distractors_in_view: seen, distractors_in_world: all }) => (all
  ? `${many(all, "other thing")} that the noun would fit, ${seen || "none"} in view` : "nothing else that the noun would fit");

/** @param {number} cm */
const metres = (cm) => `${(cm / 100).toFixed(1)} m`;
