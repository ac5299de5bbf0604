// @ts-check
// What somebody says about a step, as values that are compared and never changed.

/**
 * @typedef {"grounded" | "not_grounded" | "unsure"} Verdict
 * @typedef {{ action_matches: Verdict | null, object_present: Verdict | null, rationale_supported: Verdict | null }} Answers
 * @typedef {{ rationale: string, answers: Answers, reason_codes: string[], corrected_action: string | null }} Words
 * @typedef {{ revision: number, author: { kind: string, name: string }, rationale: string, verdict?: Verdict | null,
 *   answers?: Answers | null, reason_codes?: string[], corrected_action?: string | null, created_at: string,
 *   provenance?: { origin: string, edited?: boolean, adopted?: [number, number] | null } | null }} Annotation
 */

/** @type {(keyof Answers)[]} */
export const QUESTIONS = ["action_matches", "object_present", "rationale_supported"];
/** @type {Verdict[]} */
export const VERDICTS = ["grounded", "not_grounded", "unsure"];

/** @type {Answers} */
const UNANSWERED = Object.freeze({ action_matches: null, object_present: null, rationale_supported: null });
/** @type {Answers} */
export const ALL_WELL = Object.freeze({
  action_matches: "grounded", object_present: "grounded", rationale_supported: "grounded",
});
/** @type {Words} */
export const NOTHING = Object.freeze({ rationale: "", answers: UNANSWERED, reason_codes: [], corrected_action: null });

/** What one key says about a step: which answer it gives, and why. The other answers are taken to be good. */
export const JUDGEMENTS = Object.freeze({
  wrong_action: { question: "action_matches", verdict: "not_grounded" },
  wrong_object: { question: "object_present", verdict: "not_grounded" },
  not_visible: { question: "rationale_supported", verdict: "not_grounded" },
  ambiguous: { question: "rationale_supported", verdict: "unsure" },
});

/** @param {Annotation | null} note @returns {Words} */
export function wordsOf(note) {
  if (!note) return NOTHING;
  return {
    rationale: note.rationale,
    answers: { ...UNANSWERED, ...note.answers },
    reason_codes: note.reason_codes ?? [],
    corrected_action: note.corrected_action ?? null,
  };
}

/** @param {Words} one @param {Words} other */
export function same(one, other) {
  return one.rationale === other.rationale && one.corrected_action === other.corrected_action
    && QUESTIONS.every((name) => one.answers[name] === other.answers[name])
    && one.reason_codes.length === other.reason_codes.length
    && one.reason_codes.every((code) => other.reason_codes.includes(code));
}

/** The worst of the three answers; null until all are given. @param {Words} words @returns {Verdict | null} */
export function verdictOf(words) {
  const given = QUESTIONS.map((name) => words.answers[name]);
  if (given.includes(null)) return null;
  return given.includes("not_grounded") ? "not_grounded" : given.includes("unsure") ? "unsure" : "grounded";
}

/** Whether a reason is still to be given. @param {Words} words */
export const lacksReason = (words) => verdictOf(words) === "not_grounded" && words.reason_codes.length === 0;

/**
 * Mine and theirs, both made from `base`, where at most one of them changed each part; null where both did.
 * @param {Words} base @param {Words} mine @param {Words} theirs @returns {Words | null}
 */
export function merged(base, mine, theirs) {
  const text = part(base.rationale, mine.rationale, theirs.rationale);
  const judged = part(judgement(base), judgement(mine), judgement(theirs));
  if (text === null || judged === null) return null;
  return { ...(judged === judgement(mine) ? mine : theirs), rationale: text };
}

/** @param {Words} words */
const judgement = (words) => JSON.stringify([words.answers, [...words.reason_codes].sort(), words.corrected_action]);

/** @param {string} base @param {string} mine @param {string} theirs */
function part(base, mine, theirs) {
  if (mine === theirs || theirs === base) return mine;
  return mine === base ? theirs : null;
}
