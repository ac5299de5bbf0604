// @ts-check
// Everything that was recorded, to look through: which ones is in the address, so that a reload and going back keep it.

import { Refused } from "../lib/api.js";
import { inWords, useAnswer } from "../lib/asking.js";
import { useNear, usePages } from "../lib/lists.js";
import { Pages } from "../lib/pages.js";
import { go } from "../lib/router.js";
import { isOne } from "../lib/session.js";
import { rememberList } from "../lib/way_back.js";
import { ago, DRIVERS, exactly, many, OUTCOMES, REPLAYS, STATES, TASK_TYPES } from "../lib/words.js";
import { html, useEffect, useLayoutEffect, useState } from "../lib/ui.js";
import { Bar } from "../parts/bar.js";
import { nextToCheck } from "../parts/checking.js";
import { Loading } from "../parts/loading.js";
import { OutcomeTag, ReplayTag, StateTag } from "../parts/tags.js";
import { useToast } from "../parts/toast.js";

const AT_ONCE = 60;
/** What the back button finds as it was left, by the entry of the browser's history. @type {Map<string, { pages: Pages, scroll: number }>} */
const left = new Map();

/** @param {Record<string, { words: string }>} names */
const words = (names) => Object.entries(names).map(([value, each]) => [value, each.words]);
/** Each filter: its name in the address, its label, and its choices. @type {{ name: string, label: string, choices: (there: any) => string[][] }[]} */
const FILTERS = [
  { name: "type", label: "Type", choices: () => Object.entries(TASK_TYPES) },
  { name: "world", label: "World", choices: (there) => there.scenes.map((/** @type {any} */ each) => [each.name, `${each.name} (${each.trajectories})`]) },
  { name: "state", label: "State", choices: () => words(STATES) },
  { name: "outcome", label: "Outcome", choices: () => words(OUTCOMES) },
  { name: "driver", label: "Driver", choices: (there) => there.drivers.map((/** @type {any} */ each) =>
    [`${each.kind}:${each.name}`, `${driverWords(each.kind, each.name)} (${each.trajectories})`]) },
  { name: "replay", label: "Replay", choices: () => words(REPLAYS) },
];

export default function Trajectories() {
  const asked = new URLSearchParams(location.search);
  const query = queryOf(asked);
  const there = useAnswer(`trajectories/summary${query}`);
  const [known, setKnown] = useState(/** @type {any} */ (null));
  useEffect(() => {
    if (there.answer) setKnown(there.answer);
    rememberList();
  }, [there.answer, location.search]);
  const [toast, say] = useToast();
  const check = async () => {
    const { next, problem } = await nextToCheck();
    if (next) go(next);
    else say(problem ?? "No demonstration awaits your check");
  };
  const filtered = FILTERS.some(({ name }) => asked.has(name));

  return html`<${Bar} /><main class="page wide">
    <div class="page-head">
      <div class="row"><h1>Trajectories</h1>${known && !there.error && html`<span class="dim" role="status">${filtered
        ? `${known.found.toLocaleString()} of ${known.trajectories.toLocaleString()}` : known.trajectories.toLocaleString()}</span>`}</div>
      <div class="row wrap">
        ${isOne("reviewer", "admin") && html`<button class="button" onClick=${() => void check()}>Check demonstrations</button>`}
        <${Toggle} name="frame" asked=${asked} label="Which frame" choices=${[["", "First frame"], ["last", "Last frame"]]} />
        <${Toggle} name="look" asked=${asked} label="Look" choices=${[["", "Grid"], ["table", "Table"]]} />
      </div>
    </div>
    <form class="sieve" aria-label="Which trajectories" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
      ${FILTERS.map((filter) => html`<${Filter} filter=${filter} asked=${asked} there=${known ?? { scenes: [], drivers: [] }} />`)}
      <button class="button" type="button" disabled=${!filtered} onClick=${() => clear(asked)}>Clear</button>
    </form>
    <${List} key=${`${entry()} ${query}`} query=${query} asked=${asked} filtered=${filtered} again=${there.again} />
    ${toast}
  </main>`;
}

/** @param {{ query: string, asked: URLSearchParams, filtered: boolean, again: () => void }} props  `again` asks for what is not in the list */
function List({ query, asked, filtered, again }) {
  const [kept] = useState(() => {
    const path = `trajectories${query}`, found = left.get(entry());
    const now = found?.pages.path === path ? found : { pages: new Pages(path, AT_ONCE), scroll: 0 };
    left.set(entry(), now);
    return now;
  });
  const { pages } = kept;
  usePages(pages);
  const near = useNear(() => void pages.more());
  useLayoutEffect(() => {
    const of = entry();
    if (kept.scroll) scrollTo(0, kept.scroll);
    const scrolled = () => {
      // The window is scrolled up on the way to another page, while this one is still there.
      if (history.state?.entry === of) kept.scroll = scrollY;
    };
    addEventListener("scroll", scrolled, { passive: true });
    return () => removeEventListener("scroll", scrolled);
  }, []);

  const retry = () => {
    void pages.more();
    again();
  };
  if (!pages.rows.length) {
    if (pages.error instanceof Refused && pages.error.code === "invalid_request") {
      return html`<${Nothing} asked=${asked} words="The address asks for what there is not" hint="It may be mistyped, or come from another version." />`;
    }
    if (!pages.ended) return html`<${Loading} error=${pages.error} again=${retry} />`;
    return filtered ? html`<${Nothing} asked=${asked} words="No trajectory is like that" hint="Ask for less: take some of the filters away." />`
      : html`<div class="empty"><h2>Nothing was recorded yet</h2><p>An engineer records tasks with <code>embrace3k collect</code>, and brings in published data with <code>embrace3k import</code>.</p></div>`;
  }
  const last = asked.get("frame") === "last";
  return html`${asked.get("look") === "table" ? html`<${Table} rows=${pages.rows} last=${last} />` : html`<${Grid} rows=${pages.rows} last=${last} />`}
    ${pages.error ? html`<${Loading} error=${pages.error} again=${retry} />`
      : !pages.ended && html`<div class="row" ref=${near}><button class="button" onClick=${() => void pages.more()}>Show more</button></div>`}`;
}

/** @param {{ asked: URLSearchParams, words: string, hint: string }} props */
const Nothing = ({ asked, words: said, hint }) => html`<div class="empty"><h2>${said}</h2><p>${hint}</p>
  <button class="button" onClick=${() => clear(asked)}>Clear the filters</button></div>`;

/** @param {{ rows: any[], last: boolean }} props */
function Grid({ rows, last }) {
  return html`<ul class="tiles">${rows.map((row) => html`<li key=${row.trajectory_id}><a class="tile" href=${addressOf(row)}>
    <${Thumb} row=${row} last=${last} badge=${many(row.n_steps, "step")} />
    <span class="two-lines" dir="auto" title=${row.instruction}>${row.instruction}</span>
    <span class="row wrap"><${OutcomeTag} success=${row.success} /><${StateTag} state=${row.state} />${row.verdict !== "verified" && html`<${ReplayTag} verdict=${row.verdict} />`}</span>
    <span class="dim small one-line">${TASK_TYPES[/** @type {keyof typeof TASK_TYPES} */ (row.task_type)]} · ${row.scene}</span>
  </a></li>`)}</ul>`;
}

/** @param {{ rows: any[], last: boolean }} props */
function Table({ rows, last }) {
  return html`<div class="card table browsed"><table>
    <thead><tr><th class="thumb-cell"><span class="unseen-label">Picture</span></th><th>Instruction</th><th class="as-type">Type</th><th class="as-world">World</th><th class="number as-count">Steps</th><th class="as-driver">Driver</th><th class="as-tag">Outcome</th><th class="as-tag">State</th><th class="as-replay">Replay</th><th class="as-time">Recorded</th></tr></thead>
    <tbody>${rows.map((row) => html`<tr key=${row.trajectory_id}>
      <td class="thumb-cell"><${Thumb} row=${row} last=${last} /></td>
      <td><a class="two-lines plain-link" href=${addressOf(row)} dir="auto">${row.instruction}</a></td>
      <td>${TASK_TYPES[/** @type {keyof typeof TASK_TYPES} */ (row.task_type)]}</td><td class="one-line" title=${row.scene}>${row.scene}</td><td class="number">${row.n_steps}</td>
      <td>${DRIVERS[/** @type {keyof typeof DRIVERS} */ (row.driver_kind)]}${row.driver_name !== row.driver_kind && html`<div class="dim one-line" title=${row.driver_name}><bdi>${row.driver_name}</bdi></div>`}</td>
      <td><${OutcomeTag} success=${row.success} /></td><td><${StateTag} state=${row.state ?? "unopened"} /></td><td><${ReplayTag} verdict=${row.verdict ?? "unreplayed"} /></td>
      <td class="nowrap dim" title=${exactly(row.created_at)}>${ago(row.created_at)}</td></tr>`)}</tbody></table></div>`;
}

/** @param {{ row: any, last: boolean, badge?: string }} props */
function Thumb({ row, last, badge }) {
  const frame = last ? row.last_frame : row.first_frame;
  return html`<span class="thumb">${frame ? html`<img src=${`${frame}?small=true`} alt="" loading="lazy" decoding="async" width="320" height="240" />` : html`<span class="dim small">no picture</span>`}${badge && html`<span class="badge">${badge}</span>`}</span>`;
}

/** @param {{ filter: typeof FILTERS[number], asked: URLSearchParams, there: any }} props */
function Filter({ filter: { name, label, choices }, asked, there }) {
  const value = asked.get(name) ?? "", known = choices(there);
  // What the address asks for is shown, also while nobody knows yet whether there is any.
  const all = value && !known.some(([each]) => each === value) ? [...known, [value, value]] : known;
  return html`<label class="field"><span>${label}</span><select class=${value ? "chosen" : ""} value=${value}
    onChange=${(/** @type {any} */ event) => change(asked, { [name]: event.target.value })}>
    <option value="">Any</option>${all.map(([each, said]) => html`<option value=${each} selected=${each === value}>${said}</option>`)}</select></label>`;
}

/** @param {{ name: string, label: string, asked: URLSearchParams, choices: string[][] }} props */
function Toggle({ name, label, asked, choices }) {
  const now = asked.get(name) ?? "";
  return html`<div class="choice switch" role="group" aria-label=${label}>${choices.map(([value, said]) => html`<button type="button"
    aria-pressed=${String(now === value)} onClick=${() => change(asked, { [name]: value }, true)}>${said}</button>`)}</div>`;
}

/** @param {URLSearchParams} asked @param {Record<string, string>} what @param {boolean} [replace]  how it looks is no place to go back to */
function change(asked, what, replace = false) {
  const next = new URLSearchParams(asked);
  for (const [name, value] of Object.entries(what)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  const state = history.state;
  go(`/trajectories${next.size ? `?${next}` : ""}`, { replace });
  if (replace) history.replaceState(state, "");
}

/** @param {URLSearchParams} asked */
const clear = (asked) => change(asked, Object.fromEntries(FILTERS.map(({ name }) => [name, ""])));

/** The filters as the server names them. @param {URLSearchParams} asked */
function queryOf(asked) {
  const [kind, ...name] = (asked.get("driver") ?? "").split(":");
  const wanted = {
    task_type: asked.get("type"), scene: asked.get("world"), state: asked.get("state"), outcome: asked.get("outcome"),
    verdict: asked.get("replay"), driver_kind: kind, driver_name: name.join(":"),
  };
  const query = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value).map(([key, value]) => [key, String(value)]));
  return query.size ? `?${query}` : "";
}

/** The name of this entry of the browser's history; a new one each time somebody comes here by a link. */
function entry() {
  if (!history.state?.entry) history.replaceState({ entry: `${performance.timeOrigin} ${left.size}` }, "");
  return history.state.entry;
}

/** @param {any} row */
const addressOf = (row) => `/trajectories/${encodeURIComponent(row.trajectory_id)}`;

/** @param {keyof typeof DRIVERS} kind @param {string} name */
const driverWords = (kind, name) => (kind === name ? DRIVERS[kind] : `${DRIVERS[kind]}: ${name}`);
