// @ts-check
// How good the annotations are: how far people agree, what they notice, how fast they work, what became of drafts.

import { inWords, useAnswer } from "../lib/asking.js";
import { Refused } from "../lib/api.js";
import { html, useState } from "../lib/ui.js";
import { GAPS, QUESTION_WORDS, TASK_TYPES } from "../lib/words.js";
import { Bar } from "../parts/bar.js";
import { Bars, Intervals, Shares, decimal, percent } from "../parts/charts.js";
import { Loading } from "../parts/loading.js";
import { Notice } from "../parts/notice.js";
import { Progress } from "../parts/progress.js";

const QUESTIONS = { verdict: "The verdict over all", ...QUESTION_WORDS };
const MOST_PAIRS = 30;

/** @typedef {keyof typeof QUESTIONS} Question */

export default function Quality() {
  const [campaign, setCampaign] = useState(""), [question, setQuestion] = useState(/** @type {Question} */ ("verdict"));
  const [lints, setLints] = useState(false);
  const filters = new URLSearchParams({ ...(campaign && { campaign }), ...(lints && { lints: "true" }) });
  const { answer: report, error, again } = useAnswer(`quality?${filters}`);
  return html`<${Bar} /><main class="page quality">
    <div class="page-head"><h1>Quality</h1><${Filters} campaign=${campaign} setCampaign=${setCampaign} question=${question} setQuestion=${setQuestion} /></div>
    <${Progress} />
    ${report ? html`<${Report} report=${report} question=${question} lints=${lints} onLints=${() => setLints(true)} />`
      : error instanceof Refused && error.code === "library_missing" ? html`<${Missing} error=${error} />`
      : html`<${Loading} error=${error} again=${again} />`}
  </main>`;
}

/** @param {{ campaign: string, setCampaign: (to: string) => void, question: Question, setQuestion: (to: Question) => void }} props */
function Filters({ campaign, setCampaign, question, setQuestion }) {
  const { answer: works } = useAnswer("works?limit=1000");
  const campaigns = [...new Set((works ?? []).map((/** @type {any} */ work) => work.campaign).filter(Boolean))].sort();
  return html`<div class="row wrap filters">
    <label class="field"><span>Campaign</span><input list="campaigns" placeholder="all of them" value=${campaign}
      onChange=${(/** @type {any} */ event) => setCampaign(event.target.value.trim())} /></label>
    <datalist id="campaigns">${campaigns.map((name) => html`<option value=${name} />`)}</datalist>
    <label class="field"><span>Question</span><select value=${question} onChange=${(/** @type {any} */ event) => setQuestion(event.target.value)}>
      ${Object.entries(QUESTIONS).map(([name, words]) => html`<option value=${name}>${words}</option>`)}</select></label></div>`;
}

/** @param {{ error: Refused }} props */
const Missing = ({ error }) => html`<div class="empty"><h2>Quality is not measured here</h2><p>${inWords(error)}</p>
  <p>Whoever runs the server can do that; the figures are there after its next start.</p></div>`;

/** @param {{ report: any, question: Question, lints: boolean, onLints: () => void }} props */
function Report({ report, question, lints, onLints }) {
  const { agreement, attention, progress, level, resamples } = report;
  if (!progress.steps) {
    return html`${report.hidden > 0 && html`<${Hidden} hidden=${report.hidden} />`}
      <div class="empty"><h2>Nothing has been handed in yet</h2><p>Figures come with the first trajectory that an annotator hands in.
      For agreement, several have to annotate the same: <code>embrace3k works open --overlap 0.2</code>.</p></div>`;
  }
  const of = (/** @type {any[]} */ rows) => rows.filter((each) => each.question === question);
  const groups = agreement.groups.filter((/** @type {any} */ each) => each.steps > 0);
  return html`
    <${Figures} report=${report} />
    ${report.hidden > 0 && html`<${Hidden} hidden=${report.hidden} />`}
    <div class="charts">
      <${Card} title="Agreement of all annotators" words=${`Of steps that two or more judged, planted ones left out. Alpha is Krippendorff's: 1 is full agreement, 0 what chance gives. Intervals of ${percent(level)} from ${resamples.toLocaleString("en")} resamples of trajectories.`}
        none=${!groups.length && "Nobody has judged the same step as somebody else yet."}>
        <${Intervals} caption="By question" marks=${["alpha", "same answer"]} say=${inNumbers}
          rows=${groups.filter((/** @type {any} */ each) => !each.task_type).map((/** @type {any} */ each) => ({
            name: QUESTIONS[/** @type {Question} */ (each.question)], note: counted(each), values: [each.alpha, each.alike] }))} />
        <${Intervals} caption=${`By task type: ${lower(QUESTIONS[question])}`} marks=${["alpha", "same answer"]} say=${inNumbers}
          rows=${of(groups).filter((each) => each.task_type).map((each) => ({
            name: TASK_TYPES[/** @type {keyof typeof TASK_TYPES} */ (each.task_type)], note: counted(each), values: [each.alpha, each.alike] }))} /></${Card}>
      <${People} agreement=${agreement} question=${question} />
      <${Card} title="Planted steps" words="A wrong action is shown on purpose. Whoever says that it does not match has noticed it. Ten planted steps say little: look at the interval."
        none=${!attention.length && "Nobody has met a planted step yet. An engineer plants them with POST /api/v1/honeypots."}>
        <${Intervals} caption="Share noticed" marks=${["noticed"]} say=${(/** @type {any} */ each) => html`<b>${each.caught} of ${each.of}</b> <span class="dim">${interval(each)}</span>`}
          rows=${attention.map((/** @type {any} */ each) => ({ name: each.annotator,
            values: [{ value: each.rate, low: each.low, high: each.high, caught: each.caught, of: each.caught + each.missed }] }))} />
        <${Missed} attention=${attention} /></${Card}>
      <${Pace} progress=${progress} by=${report.progress_by_annotator} />
      <${Drafts} progress=${progress} by=${report.progress_by_annotator} />
      <${Lints} progress=${progress} asked=${lints} onLints=${onLints} />
      <${Pairs} pairs=${of(agreement.pairs)} question=${question} />
    </div>`;
}

/** @param {{ hidden: number }} props */
const Hidden = ({ hidden }) => html`<${Notice}>${hidden === 1 ? "One trajectory is" : `${hidden} trajectories are`} left out: you annotate as well, and may still be asked to annotate ${hidden === 1 ? "it" : "them"}.</${Notice}>`;

/** @param {{ title: string, words?: string, none?: string | false, children?: any }} props */
const Card = ({ title, words = "", none = false, children }) => html`<section class="card column" aria-label=${title}><h2>${title}</h2>
  ${none ? html`<p class="dim">${none}</p>` : html`${words && html`<p class="small dim">${words}</p>`}${children}`}</section>`;

/** @param {{ report: any }} props */
function Figures({ report }) {
  const verdict = report.agreement.groups.find((/** @type {any} */ each) => each.question === "verdict" && !each.task_type);
  const caught = report.attention.reduce((/** @type {number} */ sum, /** @type {any} */ each) => sum + each.caught, 0);
  const planted = report.attention.reduce((/** @type {number} */ sum, /** @type {any} */ each) => sum + each.caught + each.missed, 0);
  const { progress } = report;
  const figures = [
    ["Steps handed in", progress.steps.toLocaleString("en"), `by ${many(Object.keys(report.progress_by_annotator).length, "annotator")}, ${many(report.works ?? 0, "trajectory", "trajectories")}`],
    ["Alpha of the verdict", number(verdict?.alpha.value), verdict ? interval(verdict.alpha) : ""],
    ["Planted steps noticed", planted ? percent(caught / planted) : "–", planted ? `${caught} of ${planted}` : "none met"],
    ["Drafts kept as they were", progress.share_unchanged === null ? "–" : percent(progress.share_unchanged), `of ${many(progress.drafted, "draft")}`],
    ["Steps an hour", progress.steps_per_hour?.toFixed(0) ?? "–", progress.median_dwell_s === null ? "" : `${progress.median_dwell_s.toFixed(1)} s on screen`],
  ];
  return html`<dl class="figures">${figures.map(([name, value, note]) => html`<div class="card"><dt>${name}</dt><dd><b>${value}</b><span class="small dim">${note}</span></dd></div>`)}</dl>`;
}

/** @param {{ agreement: any, question: Question }} props */
function People({ agreement, question }) {
  /** @param {any[]} rows */
  const shown = (rows) => rows.filter((each) => each.question === question && each.steps > 0)
    .map((each) => ({ name: each.annotator, note: counted(each), values: [each.kappa, each.alike] }));
  const others = shown(agreement.with_others), decided = shown(agreement.with_decided);
  return html`<${Card} title=${`Each annotator: ${lower(QUESTIONS[question])}`} words="Kappa is Cohen's. Whoever decides has seen what was said before, so agreement with what was decided flatters."
    none=${!others.length && !decided.length && "Nobody has judged the same step as somebody else yet."}>
    ${others.length > 0 && html`<${Intervals} caption="With all others" marks=${["kappa", "same answer"]} rows=${others} say=${inNumbers} />`}
    ${decided.length > 0 && html`<${Intervals} caption="With what was decided" marks=${["kappa", "same answer"]} rows=${decided} say=${inNumbers} />`}</${Card}>`;
}

/** @param {{ attention: any[] }} props */
function Missed({ attention }) {
  const missed = attention.filter((each) => each.missed_steps.length);
  if (!missed.length) return null;
  return html`<details class="small"><summary>Steps that were missed</summary><ul>${missed.map((each) => html`<li><span dir="auto">${each.annotator}</span>: ${each.missed_steps.map((/** @type {any} */ step, /** @type {number} */ index) => html`${index ? ", " : ""}<a
    href=${`/trajectories/${encodeURIComponent(step.trajectory_id)}`}>${step.trajectory_id}</a>, step ${step.step_index + 1}`)}</li>`)}</ul></details>`;
}

/** @param {{ progress: any, by: Record<string, any> }} props */
function Pace({ progress, by }) {
  const rows = Object.entries(by).map(([name, each]) => ({ name, value: each.steps_per_hour,
    note: `${many(each.steps, "step")} in ${hours(each.active_hours)}, ${seconds(each.median_dwell_s)} on screen`,
    words: html`<b>${each.steps_per_hour?.toFixed(0) ?? "–"}</b> <span class="dim">an hour</span>` }));
  return html`<${Card} title="Pace" words=${`From save to save; five minutes without one are a pause. All together: ${many(progress.steps, "step")} in ${hours(progress.active_hours)}.`}>
    <${Bars} caption="Steps an hour" rows=${rows.sort((one, other) => (other.value ?? 0) - (one.value ?? 0))} /></${Card}>`;
}

/** @param {{ progress: any, by: Record<string, any> }} props */
function Drafts({ progress, by }) {
  const rows = Object.entries(by).map(([name, each]) => {
    const kept = Math.round(each.drafted * (each.share_unchanged ?? 0));
    return { name, counts: [kept, each.drafted - kept, each.steps - each.drafted] };
  });
  const quick = progress.median_dwell_unchanged_s;
  return html`<${Card} title="What became of drafts" words=${`Many kept may mean good drafts, or nobody reading: hold it against planted steps.${quick === null ? "" : ` Those kept were on screen for ${seconds(quick)} (median).`}`}>
    <${Shares} caption="Of the steps handed in" parts=${["kept as drafted", "edited", "without a draft"]} rows=${rows} /></${Card}>`;
}

/** @param {{ progress: any, asked: boolean, onLints: () => void }} props */
function Lints({ progress, asked, onLints }) {
  if (progress.lints === null) {
    return html`<section class="card column" aria-label="Advice not taken"><h2>Advice not taken</h2>
      <p class="small dim">Looks through every text that was handed in, which takes longer than all else here.</p>
      <div><button class="button small" disabled=${asked} onClick=${onLints}>${asked ? "Looking…" : "Look for it"}</button></div></section>`;
  }
  const rows = Object.entries(progress.lints).map(([code, count]) => ({ name: code.replaceAll("_", " "), value: count,
    words: html`<b>${count}</b> <span class="dim">${percent(count / progress.steps)} of steps</span>` }));
  return html`<${Card} title="Advice not taken" words="Steps handed in whose text still trips a lint." none=${!rows.length && "No text trips any lint."}>
    <${Bars} caption="Steps with it" rows=${rows} /></${Card}>`;
}

/** @param {{ pairs: any[], question: Question }} props */
function Pairs({ pairs, question }) {
  const found = pairs.filter((each) => each.steps > 0).sort((one, other) => other.trajectories - one.trajectories), shown = found.slice(0, MOST_PAIRS);
  if (found.length < 2) return null;
  return html`<${Card} title=${`Each two annotators: ${lower(QUESTIONS[question])}`} words="Of twenty intervals one misses by design: the worst of many pairs proves nothing.">
    <${Intervals} caption="With each other" marks=${["kappa", "same answer"]} say=${inNumbers} rows=${shown.map((each) => ({
      name: `${each.annotator} and ${each.other}`, note: counted(each), values: [each.kappa, each.alike] }))} />
    ${found.length > shown.length && html`<p class="small dim">${found.length - shown.length} more pairs have no more trajectories in common.</p>`}</${Card}>`;
}

/** @param {import("../parts/charts.js").Estimate} estimate */
function inNumbers(estimate) {
  if (estimate.value === null) return html`<span class="dim">${gapOf(estimate)}</span>`;
  return html`<b>${decimal(estimate.value)}</b> <span class="dim">${interval(estimate)}</span>`;
}

/** @param {import("../parts/charts.js").Estimate} estimate */
const interval = (estimate) => (estimate.low === null || estimate.high === null ? gapOf(estimate) : `${decimal(estimate.low)} to ${decimal(estimate.high)}`);
/** @param {number | null | undefined} value */
const number = (value) => (value === null || value === undefined ? "–" : decimal(value));
/** @param {import("../parts/charts.js").Estimate} estimate */
const gapOf = ({ gap }) => (gap ? GAPS[/** @type {keyof typeof GAPS} */ (gap)] : "");
/** @param {{ steps: number, trajectories: number }} of */
const counted = ({ steps, trajectories }) => `${many(steps, "step")}, ${many(trajectories, "trajectory", "trajectories")}`;
/** @param {number} count @param {string} one @param {string} [several] */
const many = (count, one, several = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : several}`;
/** @param {number} many */
const hours = (many) => (many < 1 ? `${(60 * many).toFixed(0)} min` : `${many.toFixed(1)} h`);
/** @param {number | null} many */
const seconds = (many) => (many === null ? "–" : `${many.toFixed(1)} s`);
/** @param {string} words */
const lower = (words) => words.slice(0, 1).toLowerCase() + words.slice(1);
