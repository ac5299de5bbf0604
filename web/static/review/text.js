// @ts-check
// The text that stands and is released, which the reviewer may correct, and the decision over the whole.

import { Questions } from "../annotate/writing.js";
import { isDone } from "../annotate/state.js";
import { Advice, TextField } from "../annotate/text.js";
import { clock } from "../lib/words.js";
import { isOne } from "../lib/session.js";
import { html } from "../lib/ui.js";
import { Notice } from "../parts/notice.js";
import { STATE_WORDS, inState } from "./decisions.js";
import { keyOf } from "./keys.js";
import { isOpen } from "./order.js";

/**
 * @typedef {import("./round.js").Round} Round
 * @typedef {import("../annotate/state.js").Step} Step
 */

/** @param {{ round: Round, step: Step }} props */
export function Standing({ round, step }) {
  const { editor } = round, { state } = editor, locked = !round.holds;
  const dispatch = round.dispatch.bind(round);
  return html`<section class="standing" aria-label="What stands">
    <div class="row spread"><h2 id="rationale">What stands</h2><${Author} step=${step} /></div>
    <${TextField} editor=${editor} state=${state} step=${step} dispatch=${dispatch} locked=${locked} />
    ${isDone(step) && html`<${Advice} step=${step} />`}
    <${Questions} state=${state} step=${step} dispatch=${dispatch} short />
    <div class="row wrap tight">
      <button class="button small" disabled=${locked} onClick=${() => dispatch({ do: "edit" })}>Edit <kbd>e</kbd></button>
      <button class="button small" disabled=${locked} onClick=${() => dispatch({ do: "round:grounded" })}>Grounded, next <kbd>Ctrl Enter</kbd></button>
      <button class="button quiet small" disabled=${locked} onClick=${() => dispatch({ do: "open", panel: "actions" })}>Right action <kbd>C</kbd></button>
      <button class="button quiet small" disabled=${locked} onClick=${() => dispatch({ do: "page:undo" })}>Undo <kbd>u</kbd></button>
      <button class="button quiet small" disabled=${locked} onClick=${() => dispatch({ do: "page:redo" })}>Redo <kbd>U</kbd></button>
    </div>
  </section>`;
}

/** @param {{ step: Step }} props */
function Author({ step }) {
  const { newest } = step;
  if (!newest) return html`<span class="tag">nothing yet</span>`;
  if (newest.author.kind !== "human") return html`<span class="tag warn" title="Nobody has settled this step yet">draft by ${newest.author.name}</span>`;
  return html`<span class="tag accent" dir="auto">${newest.provenance?.adopted ? `adopted from ${newest.author.name}` : newest.author.name}</span>`;
}

/** @param {{ round: Round }} props */
export function Decide({ round }) {
  const { steps, work } = round.editor.state, settled = steps.filter(isDone).length;
  const left = steps.filter(isOpen).length, flags = round.kept.said.steps;
  const flagged = flags.includes(round.editor.state.at);
  return html`<footer class="decide">
    <div class="row wrap spread">
      <span class="small"><b>${settled}</b> of ${steps.length} settled${left > 0 && settled === steps.length ? `, ${left} not looked at` : ""}</span>
      <span class="row wrap">
        <button class="button quiet small" aria-pressed=${String(flagged)} onClick=${() => round.dispatch({ do: "round:flag" })}>Flag <kbd>f</kbd></button>
        <button class="button quiet small" onClick=${() => round.dispatch({ do: "round:adoptAgreed" })} disabled=${!round.holds}>Adopt all agreed <kbd>A</kbd></button>
        <button class="button small" onClick=${() => round.dispatch({ do: "round:right" })}>Right, next <kbd>Enter</kbd></button></span>
    </div>
    <div class="row wrap">${inState(work.state).map(({ event, words }) => {
      const why = round.hindrance(event);
      const kind = event === "accept" ? "primary" : event === "refuse" ? "danger" : "";
      return html`<button class=${`button ${kind}`} disabled=${Boolean(why)} title=${why} onClick=${() => round.open(event)}>${words}${event === "return" && flags.length ? ` ⚑ ${flags.length}` : ""} <kbd>${keyOf("round:decide", event).replace("Shift+", "")}</kbd></button>`;
    })}</div>
    <${Hindered} round=${round} />
  </footer>`;
}

/** Why the foremost decision is not to be had, where the lock does not say so already. @param {{ round: Round }} props */
function Hindered({ round }) {
  const [first] = inState(round.editor.state.work.state), why = first && round.hindrance(first.event);
  return why && round.holds ? html`<p class="small dim">${why}</p>` : null;
}

/** Who may write here, where it is not the reviewer who looks at it. @param {{ round: Round, onReload: () => void }} props */
export function Lock({ round, onReload }) {
  const { editor } = round, { locked, work } = editor.state;
  if (!locked) return null;
  if (locked.why === "other_tab") {
    return html`<${Notice} kind="warn"><div class="row spread"><span>You work on this in another tab.</span>
      <button class="button small" onClick=${() => void editor.takeHere()}>Work here</button></div></${Notice}>`;
  }
  if (!["annotated", "reviewed"].includes(work.state)) {
    return html`<${Notice}>It is ${STATE_WORDS[/** @type {keyof typeof STATE_WORDS} */ (work.state)]}. ${work.state === "recorded" || work.state === "returned"
      ? "There is nothing to review until they hand it in." : "What was decided can be read below; an administrator can open it again."}</${Notice}>`;
  }
  // Whoever took it since this page was asked for holds it for a time that the page does not know.
  const until = locked.holder === work.holder && work.expires_at ? ` until ${clock(work.expires_at)}` : "";
  return html`<${Notice} kind="warn"><div class="row spread wrap">
    <span>${locked.holder ? `Taken by ${locked.holder}${until}.` : "You look at it, and do not hold it."} What you wrote is kept on this computer.</span>
    <span class="row">${locked.holder && isOne("reviewer") && html`<button class="button small" onClick=${() => void round.take(true)}>Take it over</button>`}
      <button class="button small" onClick=${() => void round.take(false)}>Take it <kbd>t</kbd></button>
      <button class="button quiet small" onClick=${onReload}>Look again</button></span></div></${Notice}>`;
}

/** What was decided before, newest first. @param {{ decisions: any[] }} props */
export function Decisions({ decisions }) {
  if (!decisions.length) return null;
  return html`<details class="small"><summary>Decided before (${decisions.length})</summary>
    <ul>${decisions.toReversed().map((each) => html`<li><b>${each.event}</b> by <span dir="auto">${each.by}</span>${each.reason ? `: ${each.reason.replaceAll("_", " ")}` : ""}
      ${each.steps?.length ? html`, ${each.steps.length === 1 ? "step" : "steps"} ${each.steps.map((/** @type {number} */ step) => step + 1).join(", ")}` : ""}
      ${each.note && html` – <q dir="auto">${each.note}</q>`}</li>`)}</ul></details>`;
}
