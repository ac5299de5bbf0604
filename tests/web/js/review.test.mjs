import assert from "node:assert/strict";
import { test } from "node:test";
import { opened, reduce } from "../../../web/static/annotate/state.js";
import { ALL_WELL } from "../../../web/static/annotate/words.js";
import { hindrance, sameName } from "../../../web/static/review/decisions.js";
import { agreed, along, nextOpen, orderOf, reviewStatus } from "../../../web/static/review/order.js";
import { note, page } from "./pages.mjs";

const side = (lane, author) => ({ lane, annotation: note(2, "I go on.", author, { answers: ALL_WELL }) });
const compared = (step_index, differs = [], more = {}) => ({ step_index, differs, planted: null, similarity: 1, sides: [side(1), side(2)], ...more });
const fresh = (steps = 4) => opened(page(steps));
const settled = (state, at) => reduce(reduce(state, { do: "go", to: at }), { do: "say", words: { answers: ALL_WELL } });
const looked = (state, step) => reduce(state, { do: "looked", step, ms: 500 });

test("steps come as they were compared, then those of which nobody has said anything", () => {
  assert.deepEqual(orderOf(5, [compared(3, ["action_matches"]), compared(1)]), [3, 1, 0, 2, 4]);
});

test("one goes along the order and no further than its ends", () => {
  const order = [3, 1, 0, 2];
  assert.deepEqual([along(order, 1, 1), along(order, 3, -1), along(order, 2, 1)], [0, 3, 2]);
});

test("the next open step is one that is not settled, or that nobody has looked at", () => {
  const order = [3, 1, 0, 2];
  let state = settled(fresh(), 3);
  assert.equal(nextOpen(order, 2, state.steps), 3, "settled and not looked at");
  state = looked(state, 3);
  assert.equal(nextOpen(order, 2, state.steps), 1);
  for (const step of [0, 1, 2]) state = looked(settled(state, step), step);
  assert.equal(nextOpen(order, 2, state.steps), 2, "none is left");
});

test("only what all agree on, nobody was misled about and nobody settled is adopted in one go", () => {
  const state = settled(fresh(), 3);
  const drafted = compared(2, [], { sides: [side(0, { kind: "template", name: "drafts" }), side(0)] });
  const all = [compared(0, ["action_matches"]), compared(1), drafted, compared(3)];
  assert.deepEqual(agreed(all, state.steps).map((each) => each.step_index), [1]);
  assert.deepEqual(agreed([compared(1, [], { planted: "TurnLeft" })], state.steps), []);
});

test("a flag is shown before what was said, and a conflict before a flag", () => {
  const [step] = fresh(1).steps;
  assert.equal(reviewStatus(step, compared(0, ["reason_codes"]), false), "differs");
  assert.equal(reviewStatus(step, compared(0), false), "unsettled");
  assert.equal(reviewStatus(step, compared(0), true), "flagged");
  assert.equal(reviewStatus({ ...step, conflict: null }, compared(0), true), "conflict");
});

test("who may not decide is told why", () => {
  const reviewer = { state: "annotated", roles: ["reviewer"], wrote: false, holds: true };
  for (const event of ["accept", "review", "return", "refuse"]) assert.equal(hindrance(event, reviewer), "");
  assert.match(hindrance("reopen", reviewer), /nothing to reopen/);
  assert.match(hindrance("accept", { ...reviewer, roles: ["admin"] }), /role reviewer/);
  assert.match(hindrance("accept", { ...reviewer, wrote: true }), /end the review/);
  assert.equal(hindrance("review", { ...reviewer, wrote: true }), "");
  assert.match(hindrance("return", { ...reviewer, state: "reviewed", wrote: true }), /somebody else/);
  assert.match(hindrance("return", { ...reviewer, holds: false }), /take it first/);
  assert.equal(hindrance("reopen", { state: "accepted", roles: ["admin"], wrote: true, holds: false }), "");
});

test("names are the same as the server takes them to be", () => {
  assert.ok(sameName("Ann  Lee", "ann lee") && !sameName("Ann", "Anna"));
});
