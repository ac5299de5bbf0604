// @ts-check
// One trajectory in the editor, as one value. `reduce` is the only place where it changes; it touches nothing else.

import { ALL_WELL, JUDGEMENTS, VERDICTS, lacksReason, merged, same, verdictOf, wordsOf } from "./words.js";

/**
 * @typedef {import("./words.js").Words} Words
 * @typedef {import("./words.js").Annotation} Annotation
 *
 * @typedef {object} Step
 * @property {number} index
 * @property {string} action
 * @property {any} evidence
 * @property {Annotation | null} draft
 * @property {Annotation | null} newest  the newest revision that the server is known to have
 * @property {Words} words  what stands in the editor
 * @property {any[]} lints  of the words
 * @property {number} dwellMs
 * @property {Annotation | null | undefined} conflict  the server's newest, where both sides have changed
 * @property {Words | null} base  what both sides began with, while there is a conflict
 * @property {string | null} problem  why the server does not take the words
 *
 * @typedef {object} State
 * @property {string} trajectory
 * @property {any} work  what else the server said about it
 * @property {string[]} frames
 * @property {Step[]} steps
 * @property {number} at
 * @property {"step" | "text"} mode
 * @property {null | "keys" | "reasons" | "actions" | "skip" | "submit" | "conflict"} panel
 * @property {boolean} overlay
 * @property {null | { why: "other_tab" | "lost" | "submitted", holder: string | null }} locked
 * @property {{ step_index: number, unseen: boolean, unjudged: boolean, problems: string[] }[]} gaps
 */

/** @param {{ work: any, frames: string[] }} page @returns {State} */
export function opened(page) {
  const steps = page.work.steps.map((/** @type {any} */ step) => ({
    index: step.step_index, action: step.action, evidence: step.evidence, draft: step.draft, newest: step.annotation,
    words: wordsOf(step.annotation), lints: step.lints, dwellMs: step.dwell_ms, conflict: undefined, base: null, problem: null,
  }));
  const { trajectory_id: trajectory, steps: _, ...work } = page.work;
  const at = Math.max(steps.findIndex((/** @type {Step} */ step) => !isDone(step)), 0);
  return {
    trajectory, work, frames: page.frames, steps, at, mode: "step", panel: null, overlay: true, gaps: [],
    locked: work.submitted ? { why: "submitted", holder: null } : null,
  };
}

/** Whether a person has said all that there is to say. @param {Step} step */
export function isDone(step) {
  return verdictOf(step.words) !== null && !lacksReason(step.words) && (isHuman(step) || isChanged(step));
}

/** @param {Step} step */
const isHuman = (step) => step.newest?.author.kind === "human";

/** Whether the server has yet to hear of it. @param {Step} step */
export const isChanged = (step) => !same(step.words, wordsOf(step.newest));

/** What the step strip shows. @param {Step} step */
export function statusOf(step) {
  if (step.conflict !== undefined) return "conflict";
  if (step.problem !== null) return "refused";
  const verdict = isDone(step) ? verdictOf(step.words) : null;
  if (verdict === "not_grounded" || verdict === "unsure") return verdict;
  const edited = step.draft !== null && step.words.rationale !== step.draft.rationale;
  if (verdict) return edited ? "edited" : "verified";
  return step.dwellMs > 0 ? "seen" : "unseen";
}

/**
 * @param {State} state
 * @param {{ do: string, [fact: string]: any }} command
 * @returns {State}
 */
export function reduce(state, command) {
  const handler = HANDLERS[command.do];
  if (!handler) throw new Error(`no such command: ${command.do}`);
  return handler(state, command);
}

/** @type {Record<string, (state: State, command: any) => State>} */
const HANDLERS = {
  go: (state, { to }) => goTo(state, to),
  next: (state) => goTo(state, state.at + 1),
  previous: (state) => goTo(state, state.at - 1),
  first: (state) => goTo(state, 0),
  last: (state) => goTo(state, state.steps.length - 1),
  nextOpen: (state) => goTo(state, openAfter(state)),

  accept: (state) => advance(say(state, { answers: ALL_WELL, reason_codes: [], corrected_action: null })),
  judge: (state, { kind }) => judge(state, /** @type {keyof JUDGEMENTS} */ (kind)),
  cycle: (state, /** @type {{ question: keyof import("./words.js").Answers }} */ { question }) => {
    const answers = here(state).words.answers;
    const given = answers[question];
    const next = VERDICTS[((given ? VERDICTS.indexOf(given) : -1) + 1) % VERDICTS.length];
    return say(state, { answers: { ...answers, [question]: next } });
  },
  answer: (state, { question, verdict }) => say(state, { answers: { ...here(state).words.answers, [question]: verdict } }),
  toggleReason: (state, { code }) => {
    const given = here(state).words.reason_codes;
    return say(state, { reason_codes: given.includes(code) ? given.filter((each) => each !== code) : [...given, code] });
  },
  say: (state, { words }) => say(state, words),
  correct: (state, { action }) => advance({ ...say(state, { corrected_action: action }), panel: null }),

  edit: (state) => (state.locked ? state : { ...state, mode: "text", panel: null }),
  type: (state, { text }) => say(state, { rationale: text }),
  leave: (state) => ({ ...state, mode: "step" }),
  leaveAndAccept: (state) => HANDLERS.accept({ ...state, mode: "step" }, {}),
  restoreDraft: (state) => say(state, { rationale: here(state).draft?.rationale ?? "" }),
  reusePrevious: (state) => (state.at ? say(state, { rationale: state.steps[state.at - 1].words.rationale }) : state),

  open: (state, { panel }) => ({ ...state, panel: state.panel === panel ? null : panel, mode: "step" }),
  close: (state) => ({ ...state, panel: null }),
  overlay: (state) => ({ ...state, overlay: !state.overlay }),
  lock: (state, { why, holder }) => ({ ...state, locked: { why, holder: holder ?? null }, mode: "step" }),
  unlock: (state) => ({ ...state, locked: null }),
  looked: (state, { step, ms }) => change(state, step, (each) => ({ ...each, dwellMs: each.dwellMs + ms })),
  gaps: (state, { gaps }) => ({ ...goTo(state, gaps[0]?.step_index ?? state.at), gaps, panel: "submit" }),
  linted: (state, { step, text, lints }) =>
    change(state, step, (each) => (each.words.rationale === text ? { ...each, lints } : each)),

  recovered: (state, { step, words }) => change(state, step, (each) => ({ ...each, words })),
  acknowledged: (state, { step, annotation, sent }) => change(state, step, (each) => known(each, annotation, sent)),
  restored: (state, { step, annotation }) =>
    change(state, step, (each) => ({ ...each, newest: annotation, words: wordsOf(annotation), problem: null })),
  refused: (state, { step, problem }) => change(state, step, (each) => ({ ...each, problem })),
  conflicted: (state, { step, current, base }) => conflicted(state, step, current, base),
  resolve: (state, { step, choice, text }) => resolve(state, step, choice, text),
};

/** @param {State} state */
export const here = (state) => state.steps[state.at];

/** @param {State} state @param {number} to @returns {State} */
function goTo(state, to) {
  const at = Math.min(Math.max(to, 0), state.steps.length - 1);
  const conflict = state.steps[at].conflict !== undefined;
  return { ...state, at, mode: "step", panel: conflict ? "conflict" : null };
}

/** The next step that is not done, from here on and then from the start; the last one where all are. @param {State} state */
function openAfter(state) {
  const after = state.steps.findIndex((step) => step.index > state.at && !isDone(step));
  if (after >= 0) return after;
  const before = state.steps.findIndex((step) => !isDone(step));
  return before >= 0 ? before : state.steps.length - 1;
}

/** One step on; behind the last one comes handing in, or what is still open. @param {State} state @returns {State} */
function advance(state) {
  if (state.locked || here(state).conflict !== undefined) return state;
  if (state.at + 1 < state.steps.length) return goTo(state, state.at + 1);
  return state.steps.every(isDone) ? { ...state, panel: "submit", mode: "step" } : goTo(state, openAfter(state));
}

/** @param {State} state @param {Partial<Words>} part @returns {State} */
function say(state, part) {
  if (state.locked) return state;
  return change(state, state.at, (step) => {
    const words = { ...step.words, ...part };
    return same(words, step.words) ? step : { ...step, words, problem: null };
  });
}

/** @param {State} state @param {keyof typeof JUDGEMENTS} kind @returns {State} */
function judge(state, kind) {
  const { question, verdict } = JUDGEMENTS[kind];
  const said = say(state, { answers: { ...ALL_WELL, [question]: verdict }, reason_codes: [kind], corrected_action: null });
  return kind === "wrong_action" && !state.locked ? { ...said, panel: "actions", mode: "step" } : advance(said);
}

/** @param {State} state @param {number} index @param {(step: Step) => Step} how @returns {State} */
function change(state, index, how) {
  const changed = how(state.steps[index]);
  if (changed === state.steps[index]) return state;
  return { ...state, steps: state.steps.map((step) => (step.index === index ? changed : step)) };
}

/** The server keeps `sent` as `annotation`. Its words may have been changed since. @param {Step} step @param {Annotation} annotation @param {Words} sent */
function known(step, annotation, sent) {
  const words = same(step.words, sent) ? wordsOf(annotation) : step.words;
  return { ...step, newest: annotation, words, problem: null };
}

/** @param {State} state @param {number} index @param {Annotation | null} current @param {Words} base  what both began with @returns {State} */
function conflicted(state, index, current, base) {
  const step = state.steps[index];
  const together = merged(base, step.words, wordsOf(current));
  if (together) return change(state, index, (each) => ({ ...each, newest: current, words: together, conflict: undefined }));
  const found = change(state, index, (each) => ({ ...each, conflict: current, base }));
  return index === state.at ? { ...found, panel: "conflict", mode: "step" } : found;
}

/** @param {State} state @param {number} index @param {"mine" | "theirs" | "both"} choice @param {string} [text] @returns {State} */
function resolve(state, index, choice, text) {
  const step = state.steps[index];
  if (step.conflict === undefined) return state;
  const theirs = wordsOf(step.conflict);
  const words = choice === "theirs" ? theirs
    : choice === "mine" ? step.words
    : { ...step.words, rationale: text ?? `${step.words.rationale}\n${theirs.rationale}` };
  const settled = change(state, index, (each) => ({ ...each, newest: each.conflict ?? null, words, conflict: undefined }));
  return { ...settled, panel: null, mode: choice === "both" ? "text" : "step" };
}
