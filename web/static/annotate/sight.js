// @ts-check
// What was seen and what happened: the frame, the one after, the path from above, and the evidence in words.

import { Frame } from "../parts/frame.js";
import { PathMap } from "../parts/path_map.js";
import { html } from "../lib/ui.js";

/** @param {{ state: import("./state.js").State, step: import("./state.js").Step, path: any }} props */
export function Sight({ state, step, path }) {
  const { evidence } = step, number = step.index + 1, all = state.steps.length;
  const last = step.index === all - 1;
  return html`<section class="sight" aria-label="What was seen">
    <div class="pictures">
      <${Frame} src=${state.frames[step.index]} title=${`Step ${number} of ${all}: before the action`}
        targets=${state.overlay ? evidence.targets : []} note="" />
      <div class="beside">
        <${Frame} src=${state.frames[step.index + 1]} title=${last ? "At the end" : `After ${step.action}`}
          note=${evidence.view_changed === false ? "the same picture" : ""} />
        <div class="frame"><div class="small dim">From above</div><div class="canvas">${path && html`<${PathMap} places=${path.places} at=${step.index}
          blocked=${path.blocked} targets=${path.targets} areas=${path.areas} />`}</div></div>
      </div>
    </div>
    <${Facts} step=${step} />
  </section>`;
}

/** @param {{ step: import("./state.js").Step }} props */
function Facts({ step }) {
  const { evidence } = step;
  const happened = [evidence.movement?.words, evidence.hindrance, evidence.door].filter(Boolean).join("; ");
  const carried = evidence.holds_after && evidence.holds_after !== evidence.holds ? `holds the ${evidence.holds_after} now` : evidence.holds ? `holds the ${evidence.holds}` : "";
  return html`<dl class="facts">
    <dt>Action</dt>
    <dd><span class="action">${step.action}</span> <span class="dim">${evidence.expected}</span></dd>
    <dt>Happened</dt>
    <dd>${evidence.hindrance ? html`<span class="tag warn">${evidence.hindrance}</span> ` : ""}${[happened || "nothing that was measured", carried].filter(Boolean).join("; ")}
      ${evidence.replay && html` <span class=${`tag ${evidence.replay.verdict === "verified" ? "good" : "warn"}`} title=${evidence.replay.words ?? ""}>replay ${evidence.replay.verdict}</span>`}</dd>
    <dt>In view</dt>
    <dd>${evidence.targets.length ? evidence.targets.map((/** @type {any} */ target, /** @type {number} */ index) => html`${index ? ", " : ""}<span
      class=${target.visible ? "" : "dim"}>${target.label}: ${target.visible ? "visible" : "not visible"}, ${target.where}, ${target.distance} (${target.distance_m} m)</span>`) : html`<span class="dim">nothing that the task names</span>`}</dd>
  </dl>`;
}
