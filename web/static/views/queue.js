// @ts-check
// Where everybody arrives: what one holds, what comes next, and how far the whole is.

import { call, get, Refused, Unreachable } from "../lib/api.js";
import { Journal } from "../lib/journal.js";
import { go } from "../lib/router.js";
import { isOne, me } from "../lib/session.js";
import { TASK_TYPES, clock, many } from "../lib/words.js";
import { html, useEffect, useState } from "../lib/ui.js";
import { isDone, opened } from "../annotate/state.js";
import { Bar } from "../parts/bar.js";
import { Notice } from "../parts/notice.js";
import { Progress } from "../parts/progress.js";

const ABOUT = {
  annotate: "You get one trajectory, yours alone for a quarter of an hour, longer while you work on it.",
  review: "You get one that annotators have handed in; those on which they differ come first.",
};
const PLACES = { annotate: "annotate", review: "review" };

/** @typedef {{ trajectory_id: string, purpose: "annotate" | "review", expires_at: string }} Held */

export default function Queue() {
  const [holding, setHolding] = useState(/** @type {Held[] | null} */ (null));
  const [unsaved, setUnsaved] = useState(/** @type {import("../lib/journal.js").Entry[]} */ ([]));
  const [problem, setProblem] = useState("");
  const worker = isOne("annotator", "reviewer", "admin");

  useEffect(() => {
    if (worker) get("queue/holding").then(setHolding, (error) => setProblem(error.message));
    else setHolding([]);
    new Journal().entries(/** @type {{ name: string }} */ (me()).name).then(setUnsaved, () => undefined);
  }, []);

  return html`<${Bar} /><main class="page">
    <div class="page-head"><h1>Queue</h1></div>
    ${problem && html`<${Notice} kind="bad">${problem}</${Notice}>`}
    <${Unsaved} entries=${unsaved} holding=${holding} />
    <div class="columns">
      ${isOne("annotator") && html`<${Next} purpose="annotate" title="Annotate" held=${held(holding, "annotate")} setProblem=${setProblem} />`}
      ${isOne("reviewer", "admin") && html`<${Next} purpose="review" title="Review" held=${held(holding, "review")} setProblem=${setProblem} />`}
    </div>
    <${Progress} />
    ${!worker && html`<div class="empty"><h2>There is nothing for you to annotate</h2><p>An administrator can give you the role annotator or reviewer.</p></div>`}
  </main>`;
}

/** Enter is enough to begin. @param {HTMLElement | null} element */
const focusFirst = (element) => {
  if (element && document.activeElement === document.body) element.focus();
};

/** @param {Held[] | null} holding @param {string} purpose */
const held = (holding, purpose) => holding?.find((each) => each.purpose === purpose) ?? null;

/** @param {{ purpose: "annotate" | "review", title: string, held: Held | null, setProblem: (problem: string) => void }} props */
function Next({ purpose, title, held: mine, setProblem }) {
  const [type, setType] = useState(""), [none, setNone] = useState(false), [busy, setBusy] = useState(false);
  const next = async () => {
    setBusy(true);
    setNone(false);
    try {
      const got = await call("POST", "queue/next", { purpose, ...(type ? { task_type: type } : {}) });
      if (got) go(`/${PLACES[purpose]}/${encodeURIComponent(got.trajectory_id)}`);
      else setNone(true);
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
      setProblem(error.message);
    } finally {
      setBusy(false);
    }
  };
  return html`<section class="card column" aria-label=${title}><h2>${title}</h2>
    ${mine ? html`<${Begun} held=${mine} />`
      : html`<p class="dim">${ABOUT[purpose]}</p><div class="row wrap ends-aligned"><button class="button primary" ref=${focusFirst} disabled=${busy}
          onClick=${() => void next()}>Get the next trajectory <kbd>Enter</kbd></button>
        <label class="row"><span class="dim">of type</span><select value=${type} onChange=${(/** @type {any} */ event) => setType(event.target.value)}>
          <option value="">Any</option>${Object.entries(TASK_TYPES).map(([value, words]) => html`<option value=${value}>${words}</option>`)}</select></label></div>`}
    ${none && html`<${Notice}>Nothing to ${purpose} ${type ? "of this type " : ""}right now.</${Notice}>`}
  </section>`;
}

/** What one holds, and how far one has come with it. @param {{ held: Held }} props */
function Begun({ held: { trajectory_id, purpose, expires_at } }) {
  const [state, setState] = useState(/** @type {import("../annotate/state.js").State | null} */ (null));
  const path = encodeURIComponent(trajectory_id);
  useEffect(() => {
    get(`works/${path}`).then((page) => setState(opened(page)), () => undefined);
  }, [trajectory_id]);
  return html`<div class="begun">
    <span class="thumb">${state?.frames[state.at] && html`<img src=${`${state.frames[state.at]}?small=true`} alt="" width="320" height="240" />`}</span>
    <div class="column"><p class="two-lines" dir="auto">${state?.work.instruction ?? trajectory_id}</p>
      <p class="dim small">${state && purpose === "annotate" && `${state.steps.filter(isDone).length} of ${many(state.steps.length, "step")} judged · `}yours until ${clock(expires_at)}</p>
      <div><a class="button primary" ref=${focusFirst} href=${`/${PLACES[purpose]}/${path}`}>Go on <kbd>Enter</kbd></a></div></div></div>`;
}

/** @param {{ entries: import("../lib/journal.js").Entry[], holding: Held[] | null }} props */
function Unsaved({ entries, holding }) {
  const [shown, setShown] = useState(false);
  if (!entries.length) return null;
  const open = holding?.filter((each) => entries.some((entry) => entry.trajectory === each.trajectory_id)) ?? [];
  return html`<${Notice} kind="warn"><div class="column">
    <div class="row spread wrap"><span>${entries.length === 1 ? "One change is" : `${entries.length} changes are`} kept on this computer and not yet saved.</span>
      <span class="row">${open.map((each) => html`<a class="button small" href=${`/${PLACES[each.purpose]}/${encodeURIComponent(each.trajectory_id)}`}>Open ${each.trajectory_id} and save</a>`)}
        <button class="button small" aria-expanded=${String(shown)} onClick=${() => setShown(!shown)}>${shown ? "Hide them" : "Show them"}</button></span></div>
    ${shown && html`<ul>${entries.map((entry) => html`<li><span class="mono">${entry.trajectory}</span>, step ${entry.step + 1}: <q dir="auto">${(entry.latest ?? entry.sent?.words)?.rationale}</q></li>`)}</ul>`}
  </div></${Notice}>`;
}
