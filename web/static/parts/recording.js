// @ts-check
// What is said of a step, and how a whole trajectory came about: who drove, how it ended, whether it can be acted out again.

import { ago, DRIVERS, exactly, many, REASONS, TASK_TYPES, VERDICT_GLYPHS, VERDICT_WORDS } from "../lib/words.js";
import { html } from "../lib/ui.js";
import { ReplayTag } from "./tags.js";

const ENDS = {
  finish: "The driver said that it was done.", step_limit: "It ran into the limit of steps.", driver_stopped: "The driver stopped.",
  unknown: "How it ended was not recorded.",
};
const KINDS = { human: "", model: "model ", template: "template " };
const COLOURS = { grounded: "good", not_grounded: "bad", unsure: "warn" };

/** @param {{ annotation: any, number: number }} props */
export function Said({ annotation, number }) {
  if (!annotation) return html`<section class="column spoken"><h2>What is said of step ${number}</h2><p class="dim">Nothing yet. Drafts come from <code>embrace3k draft</code>, people's words from the queue.</p></section>`;
  const { author, verdict, reason_codes: codes = [], corrected_action: corrected, created_at: when, revision, provenance } = annotation;
  const origin = author.kind === "human" && provenance && provenance.origin !== "human"
    ? `, ${provenance.edited ? "changed from" : "as drafted by"} a ${provenance.origin}` : "";
  return html`<section class="column spoken"><h2>What is said of step ${number}</h2>
    <p class="spoken-words" dir="auto">${annotation.rationale}</p>
    <p class="small dim">${KINDS[/** @type {keyof typeof KINDS} */ (author.kind)]}<bdi>${author.name}</bdi>${origin} · revision ${revision}${when && html` · <span title=${exactly(when)}>${ago(when)}</span>`}</p>
    ${(verdict || corrected) && html`<div class="row wrap">
      ${verdict && html`<span class=${`tag ${COLOURS[/** @type {keyof typeof COLOURS} */ (verdict)]}`}>${VERDICT_GLYPHS[/** @type {keyof typeof VERDICT_GLYPHS} */ (verdict)]} ${VERDICT_WORDS[/** @type {keyof typeof VERDICT_WORDS} */ (verdict)]}</span>`}
      ${codes.map((/** @type {keyof typeof REASONS} */ code) => html`<span class="tag">${REASONS[code]}</span>`)}
      ${corrected && html`<span class="tag accent">right action: ${corrected}</span>`}</div>`}
  </section>`;
}

/** @param {{ shown: any, onGo: (to: number) => void }} props */
export function About({ shown, onGo }) {
  const { driver, result, simulator, replay } = shown;
  const reached = result.stages.filter(Boolean).length;
  const parts = result.stages.length > 1 ? ` ${reached} of ${result.stages.length} parts were reached.` : "";
  const size = simulator.width_px ? `, ${simulator.width_px} × ${simulator.height_px}` : "";
  return html`<section class="column"><h2>How it came about</h2>
    <dl class="facts">
      <dt>Ended</dt><dd>${ENDS[/** @type {keyof typeof ENDS} */ (result.ended_by)]}${parts}</dd>
      <dt>Driver</dt><dd>${DRIVERS[/** @type {keyof typeof DRIVERS} */ (driver.kind)]}${driver.name !== driver.kind && html`: <bdi>${driver.name}</bdi>`}${driver.version ? `, version ${driver.version}` : ""}</dd>
      <dt>World</dt><dd>${shown.scene} <span class="dim">(${simulator.backend}${size})</span></dd>
      <dt>Task</dt><dd><a href=${`/tasks?task=${encodeURIComponent(shown.task_id)}`}>${TASK_TYPES[/** @type {keyof typeof TASK_TYPES} */ (shown.task_type)]}</a></dd>
      <dt>Recorded</dt><dd><span title=${exactly(shown.created_at)}>${ago(shown.created_at)}</span></dd>
      <dt>Id</dt><dd class="mono">${shown.trajectory_id}</dd>
    </dl></section>
    <section class="column"><div class="row spread"><h2>Acting it out again</h2><${ReplayTag} verdict=${replay?.verdict ?? "unreplayed"} /></div>
    ${replay ? html`<${Replayed} replay=${replay} onGo=${onGo} />` : html`<p class="small dim">Not tried yet: <code>embrace3k replay</code> does so.</p>`}</section>`;
}

/** @param {{ replay: any, onGo: (to: number) => void }} props */
function Replayed({ replay, onGo }) {
  const [off, turned] = replay.agent;
  return html`${replay.words && html`<p class="small">${replay.words}</p>`}
    ${replay.instants > 0 && html`<p class="small dim">${many(replay.instants, "instant")} compared; ${replay.frames_equal} of ${many(replay.frames_compared, "picture")} equal; the agent ${off || turned
      ? `at most ${off.toFixed(1)} cm and ${turned.toFixed(1)}° off` : "exactly where it was"}.</p>`}
    ${replay.first_out !== null && html`<div><button class="button small" onClick=${() => onGo(replay.first_out)}>To where it is first out</button></div>`}
    <p class="small dim"><span title=${exactly(replay.created_at)}>${ago(replay.created_at)}</span>, by ${replay.program}</p>`;
}
