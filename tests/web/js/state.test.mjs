import assert from "node:assert/strict";
import { test } from "node:test";
import { isDone, opened, reduce, statusOf } from "../../../web/static/annotate/state.js";
import { ALL_WELL, verdictOf, wordsOf } from "../../../web/static/annotate/words.js";
import { note, page } from "./pages.mjs";

const play = (state, ...commands) => commands.reduce((now, command) => reduce(now, typeof command === "string" ? { do: command } : command), state);
const fresh = (steps = 3) => opened(page(steps));

test("one key accepts a step and goes on to the next", () => {
  const state = play(fresh(), "accept");
  assert.equal(state.at, 1);
  assert.deepEqual(state.steps[0].words.answers, ALL_WELL);
  assert.ok(isDone(state.steps[0]) && !isDone(state.steps[1]));
});

test("accepting the last step of all asks to hand in, and else goes to what is open", () => {
  assert.equal(play(fresh(2), "accept", "accept").panel, "submit");
  const skipped = play(fresh(3), "accept", "next", "accept");
  assert.deepEqual([skipped.at, skipped.panel], [1, null]);
});

test("sixty quick keys mark the sixty steps in their order", () => {
  const kinds = ["wrong_object", "not_visible", "ambiguous"];
  const state = play(fresh(60), ...Array.from({ length: 60 }, (_, index) => ({ do: "judge", kind: kinds[index % 3] })));
  state.steps.forEach((step, index) => assert.deepEqual(step.words.reason_codes, [kinds[index % 3]]));
});

test("a wrong action asks which would have been right before it goes on", () => {
  const asked = play(fresh(), { do: "judge", kind: "wrong_action" });
  assert.deepEqual([asked.at, asked.panel], [0, "actions"]);
  const told = play(asked, { do: "correct", action: "TurnLeft" });
  assert.deepEqual([told.at, told.panel, told.steps[0].words.corrected_action], [1, null, "TurnLeft"]);
  assert.equal(statusOf(told.steps[0]), "not_grounded");
});

test("not grounded without a reason is not done", () => {
  const state = play(fresh(), { do: "answer", question: "object_present", verdict: "not_grounded" });
  const rest = play(state, { do: "answer", question: "action_matches", verdict: "grounded" }, { do: "answer", question: "rationale_supported", verdict: "grounded" });
  assert.equal(verdictOf(rest.steps[0].words), "not_grounded");
  assert.ok(!isDone(rest.steps[0]));
  assert.ok(isDone(play(rest, { do: "toggleReason", code: "other" }).steps[0]));
});

test("a draft that the server has is not done, however good it is", () => {
  const shown = page(1);
  shown.work.steps[0].annotation = note(1, "I see it.", { kind: "vlm", name: "model" }, { answers: ALL_WELL });
  assert.ok(!isDone(opened(shown).steps[0]));
});

test("the editor opens at the first step that is not done", () => {
  const shown = page(3);
  shown.work.steps[0].annotation = note(2, "I see it.", undefined, { answers: ALL_WELL });
  assert.equal(opened(shown).at, 1);
});

test("an acknowledgement keeps what was typed after the save was sent", () => {
  const typed = play(fresh(), "edit", { do: "type", text: "One." });
  const sent = typed.steps[0].words;
  const more = play(typed, { do: "type", text: "One. Two." });
  const told = play(more, { do: "acknowledged", step: 0, annotation: note(2, "One."), sent });
  assert.equal(told.steps[0].words.rationale, "One. Two.");
  assert.equal(told.steps[0].newest.revision, 2);
});

test("a text of mine and a verdict of somebody else are put together without asking", () => {
  const mine = play(fresh(), { do: "type", text: "My text." });
  const theirs = note(2, "Draft 0.", { kind: "human", name: "Ben" }, { answers: ALL_WELL });
  const told = play(mine, { do: "conflicted", step: 0, current: theirs, base: wordsOf(fresh().steps[0].newest) });
  assert.equal(told.panel, null);
  assert.equal(told.steps[0].words.rationale, "My text.");
  assert.deepEqual(told.steps[0].words.answers, ALL_WELL);
});

test("two texts are a choice of three, and nothing is saved over theirs before it is made", () => {
  const theirs = note(2, "Their text.", { kind: "human", name: "Ben" });
  const asked = play(fresh(), { do: "type", text: "My text." }, { do: "conflicted", step: 0, current: theirs, base: wordsOf(fresh().steps[0].newest) });
  assert.deepEqual([asked.panel, statusOf(asked.steps[0])], ["conflict", "conflict"]);
  const choose = (choice) => play(asked, { do: "resolve", step: 0, choice }).steps[0];
  assert.equal(choose("mine").words.rationale, "My text.");
  assert.equal(choose("theirs").words.rationale, "Their text.");
  assert.equal(choose("both").words.rationale, "My text.\nTheir text.");
  for (const choice of ["mine", "theirs", "both"]) assert.equal(choose(choice).newest.revision, 2);
});

test("what is locked takes no words", () => {
  const locked = play(fresh(), { do: "lock", why: "lost", holder: "Ben" });
  assert.deepEqual(play(locked, "accept", { do: "type", text: "No." }).steps, locked.steps);
  assert.equal(play(locked, "next").at, 1);
});

test("steps are counted from the first to the last and no further", () => {
  assert.equal(play(fresh(), "previous").at, 0);
  assert.equal(play(fresh(), "last", "next").at, 2);
  assert.equal(play(fresh(), "accept", "first", "nextOpen").at, 1);
});
