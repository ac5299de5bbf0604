// @ts-check
// Brings words to the server: into the journal first, then out, one save at a time per step, the same one again until
// somebody answers. It never decides between two texts; whoever owns it is told and decides.

import { Refused, Unreachable } from "../lib/api.js";
import { same, wordsOf } from "./words.js";

/**
 * @typedef {import("./words.js").Words} Words
 * @typedef {import("./words.js").Annotation} Annotation
 * @typedef {import("../lib/journal.js").Entry} Entry
 * @typedef {import("../lib/journal.js").Base} Base
 *
 * @typedef {object} Owner  told of what becomes of saves
 * @property {(step: number, annotation: Annotation, sent: Words) => void} acknowledged
 * @property {(step: number, current: Annotation | null, base: Words) => void} conflicted
 * @property {(step: number, problem: string) => void} refused
 * @property {(why: "signed_out" | "lost", error: Refused) => void} stopped
 * @property {(status: Status) => void} status
 * @typedef {{ state: "saved" | "saving" | "held" | "offline" | "stopped", waiting: number }} Status
 *
 * @typedef {object} Line  one step's way to the server
 * @property {Base} base  what `latest` was written over
 * @property {Words | null} latest  not yet sent
 * @property {string} latestId  under which it will be: known before, so that a page that ends while it sends, and the
 *   next one that takes it up, send the same
 * @property {Entry["sent"]} sent
 * @property {Promise<void> | null} busy
 * @property {ReturnType<typeof setTimeout> | undefined} timer
 * @property {boolean} held  in conflict, or refused as it is
 */

export const TYPING_MS = 400;
const AGAIN_MS = [250, 500, 1000, 2000, 5000];

export class Saver {
  /** @type {Map<number, Line>} */
  #lines = new Map();
  #failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retry;
  #stopped = false;

  /**
   * @param {{ user: string, trajectory: string, owner: Owner,
   *   journal: Pick<import("../lib/journal.js").Journal, "put" | "remove" | "entries">,
   *   call: typeof import("../lib/api.js").call, newId?: () => string }} parts
   */
  constructor({ user, trajectory, owner, journal, call, newId = () => crypto.randomUUID() }) {
    this.user = user;
    this.trajectory = trajectory;
    this.owner = owner;
    this.journal = journal;
    this.call = call;
    this.newId = newId;
    /** @type {(step: number) => number} */
    this.dwellOf = () => 0;
  }

  /** Take up what an earlier page left. Step -> the words that it had, for the editor. */
  async recover() {
    const entries = await this.journal.entries(this.user, this.trajectory);
    for (const { step, sent, latest, latestId, base } of entries) {
      Object.assign(this.#line(step, base), { sent, latest, latestId });
    }
    for (const { step } of entries) void this.#send(step);
    return new Map(entries.map(({ step, sent, latest }) => [step, /** @type {Words} */ (latest ?? sent?.words)]));
  }

  /** Somebody has changed a step's words. @param {number} step @param {Words} words @param {Annotation | null} over @param {boolean} typing */
  changed(step, words, over, typing) {
    const line = this.#line(step, baseOf(over));
    line.latest = line.sent && same(words, line.sent.words) ? null : words;
    line.latestId = this.newId();
    line.held = false;
    if (!line.sent) {
      // While the journal takes note of an answer the editor has not heard of it, and `over` is older than what it made.
      if ((over?.revision ?? 0) >= line.base.revision) line.base = baseOf(over);
      if (same(words, line.base.words)) line.latest = null;
    }
    clearTimeout(line.timer);
    void this.#keep(step);
    if (typing) line.timer = setTimeout(() => void this.#send(step), TYPING_MS);
    else void this.#send(step);
    this.#say();
  }

  /** Send all that waits, now. Ends when all has been answered or nobody answers. @param {{ keepalive?: boolean }} [options] */
  async flush(options) {
    clearTimeout(this.#retry);
    await Promise.all([...this.#lines.keys()].map((step) => this.#send(step, options)));
  }

  /** Whether everything has been acknowledged. */
  get idle() {
    return ![...this.#lines.values()].some((line) => line.latest || line.sent);
  }

  /** After signing in, or taking the work again. */
  resume() {
    this.#stopped = false;
    void this.flush();
  }

  close() {
    clearTimeout(this.#retry);
    for (const line of this.#lines.values()) clearTimeout(line.timer);
    this.#stopped = true;
  }

  /** @param {number} step @param {{ keepalive?: boolean }} [options] */
  async #send(step, options) {
    const line = this.#lines.get(step);
    if (!line) return;
    clearTimeout(line.timer);
    line.busy ??= this.#sendAll(step, line, options).finally(() => {
      line.busy = null;
      this.#say();
    });
    await line.busy;
  }

  /** @param {number} step @param {Line} line @param {{ keepalive?: boolean }} [options] */
  async #sendAll(step, line, options) {
    let answered = true;
    while (answered && !line.held && !this.#stopped && (line.sent || line.latest)) {
      if (!line.sent && line.latest) {
        line.sent = { client_op_id: line.latestId, base_rev: line.base.revision, words: line.latest };
        line.latest = null;
        // With keepalive the page is about to end, and nothing that takes time would happen after this.
        const kept = this.#keep(step);
        if (!options?.keepalive) await kept;
      }
      this.#say();
      answered = await this.#deliver(step, line, options);
    }
  }

  /** Whether somebody answered. @param {number} step @param {Line} line @param {{ keepalive?: boolean }} [options] */
  async #deliver(step, line, options) {
    const sent = /** @type {NonNullable<Entry["sent"]>} */ (line.sent);
    const { words, ...over } = sent;
    const body = { ...over, ...words, dwell_ms: Math.round(this.dwellOf(step)) };
    try {
      const saved = await this.call("PUT", `works/${this.trajectory}/steps/${step}`, body, options);
      this.#failures = 0;
      line.sent = null;
      line.base = baseOf(saved.annotation);
      await this.#keep(step);
      this.owner.acknowledged(step, saved.annotation, words);
      return true;
    } catch (error) {
      if (error instanceof Refused) {
        this.#failures = 0;
        await this.#refused(step, line, error);
        return true;
      }
      if (!(error instanceof Unreachable)) throw error;
      this.#tryAgain();
      return false;
    }
  }

  #tryAgain() {
    const wait = AGAIN_MS[Math.min(this.#failures, AGAIN_MS.length - 1)];
    this.#failures += 1;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.flush(), wait);
  }

  /** @param {number} step @param {Line} line @param {Refused} error */
  async #refused(step, line, error) {
    if (error.status === 401 || error.code === "csrf_refused") return this.#stop("signed_out", error);
    if (error.status === 404 || error.code === "lane_not_held") return this.#stop("lost", error);
    // It was not kept, so these words are no longer under way: they are what the editor has, unless it has newer ones.
    if (!line.latest && line.sent) {
      line.latest = line.sent.words;
      line.latestId = this.newId();
    }
    line.sent = null;
    line.held = true;
    await this.#keep(step);
    if (error.code === "step_conflict") {
      /** @type {Annotation | null} */
      const current = error.facts.current ?? null;
      this.owner.conflicted(step, current, line.base.words);
    } else {
      this.owner.refused(step, problemsOf(error));
    }
  }

  /** @param {"signed_out" | "lost"} why @param {Refused} error */
  #stop(why, error) {
    if (this.#stopped) return;
    this.#stopped = true;
    this.owner.stopped(why, error);
  }

  /** @param {number} step @param {Base} base @returns {Line} */
  #line(step, base) {
    let line = this.#lines.get(step);
    if (!line) {
      line = { base, latest: null, latestId: "", sent: null, busy: null, timer: undefined, held: false };
      this.#lines.set(step, line);
    }
    return line;
  }

  /** @param {number} step */
  #place(step) {
    return { user: this.user, trajectory: this.trajectory, step };
  }

  /** The journal has what the line has. @param {number} step */
  async #keep(step) {
    const line = this.#lines.get(step);
    if (!line?.sent && !line?.latest) return this.journal.remove(this.#place(step));
    const { sent, latest, latestId, base } = line;
    return this.journal.put({ ...this.#place(step), sent, latest, latestId, base, at: Date.now() });
  }

  #say() {
    const lines = [...this.#lines.values()].filter((line) => line.latest || line.sent), waiting = lines.length;
    const state = !waiting ? "saved" : this.#stopped ? "stopped" : lines.every((line) => line.held) ? "held"
      : this.#failures ? "offline" : "saving";
    this.owner.status({ state, waiting });
  }
}

/** @param {Annotation | null} note @returns {Base} */
const baseOf = (note) => ({ revision: note?.revision ?? 0, words: wordsOf(note) });

/** @param {Refused} error */
function problemsOf(error) {
  const found = error.facts.problems?.map((/** @type {{ message: string }} */ each) => each.message);
  return found?.length ? found.join("; ") : error.message;
}
