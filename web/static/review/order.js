// @ts-check
// In which order a reviewer goes through the steps, and what each of them still needs. Nothing here touches a page.

import { isDone, statusOf } from "../annotate/state.js";

/**
 * @typedef {import("../annotate/state.js").Step} Step
 * @typedef {import("../annotate/words.js").Annotation} Annotation
 * @typedef {{ lane: number, annotation: Annotation }} Side
 * @typedef {{ step_index: number, sides: Side[], differs: string[], similarity: number, planted: string | null }} Compared
 */

/** Shorter than this nobody has looked at a step. */
export const LOOKED_MS = 400;

/** As the server compares them, those that differ most first; at the end those of which nobody has said anything. @param {number} nSteps @param {Compared[]} compared */
export function orderOf(nSteps, compared) {
  const first = compared.map((each) => each.step_index), known = new Set(first);
  return [...first, ...Array.from({ length: nSteps }, (_, index) => index).filter((index) => !known.has(index))];
}

/** What the strip shows. @param {Step} step @param {Compared | undefined} compared @param {boolean} flagged */
export function reviewStatus(step, compared, flagged) {
  const status = statusOf(step);
  if (status === "conflict" || status === "refused") return status;
  if (flagged) return "flagged";
  if (isDone(step)) return status;
  return compared?.differs.length ? "differs" : "unsettled";
}

/** Not settled, or not looked at. @param {Step} step */
export const isOpen = (step) => !isDone(step) || step.dwellMs < LOOKED_MS;

/** The place `by` further on in the order, and no further than its ends. @param {number[]} order @param {number} at @param {number} by */
export const along = (order, at, by) => order[Math.min(Math.max(order.indexOf(at) + by, 0), order.length - 1)];

/** The next open step in the order, from here on and then from the start; here where there is none. @param {number[]} order @param {number} at @param {Step[]} steps */
export function nextOpen(order, at, steps) {
  const place = order.indexOf(at);
  return [...order.slice(place + 1), ...order.slice(0, place)].find((index) => isOpen(steps[index])) ?? at;
}

/** Those that all annotators agree on, that are not settled and that nobody was misled about. @param {Compared[]} compared @param {Step[]} steps */
export function agreed(compared, steps) {
  return compared.filter((each) => !isDone(steps[each.step_index]) && each.planted === null && !each.differs.length
    && each.sides.length > 0 && each.sides.every((side) => side.lane > 0));
}
