import assert from "node:assert/strict";
import { test } from "node:test";
import { Refused, Unreachable } from "../../../web/static/lib/api.js";
import { Saver } from "../../../web/static/annotate/saver.js";
import { wordsOf } from "../../../web/static/annotate/words.js";
import { draft, note, saved } from "./pages.mjs";

/** A journal in memory that outlives savers, as the browser's outlives pages. */
class Memory {
  entries_ = new Map();
  async put(entry) {
    this.entries_.set(entry.step, structuredClone(entry));
  }
  async remove({ step }) {
    this.entries_.delete(step);
  }
  async entries() {
    return [...this.entries_.values()].map((entry) => structuredClone(entry));
  }
}

/** A server of one trajectory that keeps revisions as the real one does, and fails when it is told to. */
class Server {
  revisions = new Map();
  operations = new Map();
  calls = [];
  /** @type {("ok" | "drop_request" | "drop_answer" | (() => Error))[]} */
  ways = [];
  call = async (_method, path, body) => {
    this.calls.push([path, body]);
    const way = this.ways.shift() ?? "ok";
    await Promise.resolve();
    if (way === "drop_request") throw new Unreachable("gone");
    if (typeof way === "function") throw way();
    const answer = this.save(path, body);
    if (way === "drop_answer") throw new Unreachable("gone");
    return answer;
  };
  save(path, body) {
    const known = this.operations.get(body.client_op_id);
    if (known) return { ...known, repeated: true };
    const newest = this.revisions.get(path) ?? draft(0);
    if (newest.revision !== body.base_rev) {
      throw new Refused(409, { code: "step_conflict", message: "newer", current: newest });
    }
    const answer = saved(body, newest.revision + 1);
    this.revisions.set(path, answer.annotation);
    this.operations.set(body.client_op_id, answer);
    return answer;
  }
  text(step = 0) {
    return this.revisions.get(`works/a/steps/${step}`)?.rationale;
  }
}

function setUp({ server = new Server(), journal = new Memory() } = {}) {
  const told = [];
  let ids = 0;
  const owner = Object.fromEntries(["acknowledged", "conflicted", "refused", "stopped", "status"].map((name) => [name, (...facts) => told.push([name, ...facts])]));
  const saver = new Saver({ user: "Ann", trajectory: "a", owner, journal, call: server.call, newId: () => `op-${Math.random()}-${ids++}` });
  return { saver, server, journal, told, of: (name) => told.filter(([each]) => each === name) };
}

const words = (rationale) => ({ ...wordsOf(draft(0)), rationale });
const soon = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));

test("a change is in the journal before it is sent, and leaves it when it is acknowledged", async () => {
  const { saver, server, journal } = setUp();
  saver.changed(0, words("One."), draft(0), true);
  await soon();
  assert.equal((await journal.entries())[0].latest.rationale, "One.");
  assert.equal(server.calls.length, 0);
  await saver.flush();
  assert.equal(server.text(), "One.");
  assert.deepEqual(await journal.entries(), []);
  assert.ok(saver.idle);
});

test("typing is sent within half a second, a verdict at once", async () => {
  const { saver, server } = setUp();
  saver.changed(0, words("Typed."), draft(0), true);
  saver.changed(1, words("Judged."), draft(0), false);
  await soon(20);
  assert.deepEqual([server.text(0), server.text(1)], [undefined, "Judged."]);
  await soon(480);
  assert.equal(server.text(0), "Typed.");
});

test("what is typed while a save is under way follows it, over the revision that it became", async () => {
  const { saver, server } = setUp();
  saver.changed(0, words("One."), draft(0), false);
  saver.changed(0, words("One. Two."), draft(0), false);
  saver.changed(0, words("One. Two. Three."), draft(0), false);
  await saver.flush();
  await soon(10);
  assert.equal(server.text(), "One. Two. Three.");
  assert.ok(saver.idle);
});

test("a save whose answer is lost is sent again under the same id, and is not doubled", async () => {
  const { saver, server, of } = setUp();
  server.ways = ["drop_answer", "drop_request"];
  saver.changed(0, words("One."), draft(0), false);
  await soon(1000);
  assert.equal(new Set(server.calls.map(([, body]) => body.client_op_id)).size, 1);
  assert.equal(server.revisions.get("works/a/steps/0").revision, 2);
  assert.equal(of("acknowledged").length, 1);
});

test("a page that ends with a save under way and words after it loses neither", async () => {
  const { saver, server, journal } = setUp();
  server.ways = ["drop_answer"];
  saver.changed(0, words("One."), draft(0), false);
  await soon(5);
  saver.changed(0, words("One. Two."), draft(0), true);
  await soon();
  saver.close();
  const later = setUp({ server, journal });
  const found = await later.saver.recover();
  assert.equal(found.get(0).rationale, "One. Two.");
  await later.saver.flush();
  await soon(10);
  assert.equal(server.text(), "One. Two.");
  assert.equal(server.revisions.get("works/a/steps/0").revision, 3);
  assert.deepEqual(await journal.entries(), []);
});

test("a conflict is told with what both began with, stays in the journal, and is not sent again by itself", async () => {
  const { saver, server, journal, of } = setUp();
  server.revisions.set("works/a/steps/0", note(2, "Theirs.", { kind: "human", name: "Ben" }));
  saver.changed(0, words("Mine."), draft(0), false);
  await soon(10);
  const [[, step, current, base]] = of("conflicted");
  assert.deepEqual([step, current.rationale, base.rationale], [0, "Theirs.", "Draft 0."]);
  await saver.flush();
  assert.equal(server.calls.length, 1);
  saver.close();
  const later = setUp({ server, journal });
  await later.saver.recover();
  await soon(10);
  assert.equal(later.of("conflicted").length, 1, "after a reload it is a conflict still");
  later.saver.changed(0, words("Mine."), current, false);
  await soon(10);
  assert.equal(server.text(), "Mine.");
});

test("taking theirs leaves nothing to save", async () => {
  const { saver, server, journal, of } = setUp();
  server.revisions.set("works/a/steps/0", note(2, "Theirs.", { kind: "human", name: "Ben" }));
  saver.changed(0, words("Mine."), draft(0), false);
  await soon(10);
  const current = of("conflicted")[0][2];
  saver.changed(0, wordsOf(current), current, false);
  await soon(10);
  assert.deepEqual([server.text(), saver.idle, await journal.entries()], ["Theirs.", true, []]);
});

test("when nobody is signed in it waits, and goes on afterwards", async () => {
  const { saver, server, of } = setUp();
  server.ways = [() => new Refused(401, { code: "not_signed_in", message: "the session has ended" })];
  saver.changed(0, words("One."), draft(0), false);
  await soon(10);
  assert.equal(of("stopped")[0][1], "signed_out");
  saver.changed(0, words("One. Two."), draft(0), false);
  await soon(10);
  assert.equal(server.calls.length, 1);
  saver.resume();
  await soon(20);
  assert.equal(server.text(), "One. Two.");
});

test("what breaks a rule is told once and kept, and the next change is sent", async () => {
  const { saver, server, journal, of } = setUp();
  server.ways = [() => new Refused(422, { code: "save_refused", message: "no", problems: [{ message: "a model's token" }] })];
  saver.changed(0, words("<image>"), draft(0), false);
  await soon(10);
  assert.equal(of("refused")[0][2], "a model's token");
  assert.equal((await journal.entries())[0].latest.rationale, "<image>");
  saver.changed(0, words("A car."), draft(0), false);
  await soon(10);
  assert.equal(server.text(), "A car.");
});

test("words that are typed and taken back leave nothing to save", async () => {
  const { saver, server, journal } = setUp();
  saver.changed(0, words("One."), draft(0), true);
  saver.changed(0, wordsOf(draft(0)), draft(0), true);
  await saver.flush();
  assert.deepEqual([server.calls.length, saver.idle], [0, true]);
  await soon();
  assert.deepEqual(await journal.entries(), []);
});

test("what is said while the journal takes note of an answer goes over that answer", async () => {
  const { saver, server, journal, of } = setUp();
  const remove = journal.remove.bind(journal);
  journal.remove = async (place) => {
    journal.remove = remove;
    // The editor has not heard of the answer: to it the draft is still the newest.
    saver.changed(0, words("One. Two."), draft(0), false);
    await soon(5);
    await remove(place);
  };
  saver.changed(0, words("One."), draft(0), false);
  await soon(50);
  assert.equal(server.text(), "One. Two.");
  assert.equal(of("conflicted").length, 0);
  assert.ok(saver.idle);
});

test("what two sides were merged to is sent without another change", async () => {
  const { saver, server, told } = setUp();
  server.revisions.set("works/a/steps/0", note(2, "Theirs."));
  saver.owner.conflicted = (step, current) => {
    told.push(["conflicted"]);
    saver.changed(step, words("Theirs. Mine."), current, false);
  };
  saver.changed(0, words("Mine."), draft(0), false);
  await soon(50);
  assert.equal(server.text(), "Theirs. Mine.");
  assert.ok(saver.idle);
});

test("what waits for a choice is not said to be under way", async () => {
  const { saver, server, of } = setUp();
  server.revisions.set("works/a/steps/0", note(2, "Theirs."));
  saver.changed(0, words("Mine."), draft(0), false);
  await soon(50);
  assert.deepEqual(of("status").at(-1)[1], { state: "held", waiting: 1 });
});

test("three hundred random pages lose no word", async () => {
  for (let seed = 1; seed <= 300; seed += 1) await chaos(seed);
});

/** Typing, lost requests and answers, and pages that end at any moment; at the end the server has what was typed last. */
async function chaos(seed) {
  let random = seed;
  const chance = () => (random = (random * 48271) % 2147483647) / 2147483647;
  const server = new Server(), journal = new Memory();
  let last = "", newest = draft(0);
  for (let round = 0; round < 4; round += 1) {
    const { saver, told } = setUp({ server, journal });
    await saver.recover();
    for (let count = 0; count < 5; count += 1) {
      server.ways.push(chance() < 0.3 ? "drop_request" : chance() < 0.5 ? "drop_answer" : "ok");
      last = `Text ${seed} ${round} ${count}.`;
      newest = told.filter(([name]) => name === "acknowledged").at(-1)?.[2] ?? server.revisions.get("works/a/steps/0") ?? newest;
      saver.changed(0, words(last), newest, chance() < 0.5);
      if (chance() < 0.5) await soon();
    }
    await soon();
    saver.close();
  }
  server.ways = [];
  const { saver } = setUp({ server, journal });
  await saver.recover();
  await saver.flush();
  await soon();
  await saver.flush();
  assert.equal(server.text(), last, `seed ${seed}`);
}
