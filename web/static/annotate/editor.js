// @ts-check
// One trajectory being worked on: its state, what keeps it saved, and whose it is. Views draw the state and dispatch.

import { Refused, Unreachable } from "../lib/api.js";
import { Saver } from "./saver.js";
import { here, opened, reduce } from "./state.js";
import { same } from "./words.js";

const HEARTBEAT_MS = 60_000;
const LINT_MS = 300;
const COUNT_MS = 1000;
/** What the server said, or the journal: not for saving again. */
const TOLD = new Set(["acknowledged", "restored", "recovered"]);

/** @typedef {import("./state.js").State} State @typedef {import("./saver.js").Status} Status */

export class Editor extends EventTarget {
  /** @type {Status} */
  status = { state: "saved", waiting: 0 };
  /** What is said for a moment, as of an undo. @type {string | null} */
  said = null;
  /** @type {(() => void)[]} */
  #ends = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #linting;
  #since = performance.now();
  #looking = document.visibilityState === "visible";

  /**
   * @param {{ user: string, page: any, journal: import("../lib/journal.js").Journal,
   *   call: typeof import("../lib/api.js").call, onSignedOut: () => void }} parts
   */
  constructor({ user, page, journal, call, onSignedOut }) {
    super();
    /** @type {State} */
    this.state = opened(page);
    this.call = call;
    this.path = `works/${this.state.trajectory}`;
    this.saver = new Saver({
      user, journal, call, trajectory: this.state.trajectory,
      owner: {
        acknowledged: (step, annotation, sent) => this.dispatch({ do: "acknowledged", step, annotation, sent }),
        conflicted: (step, current, base) => this.dispatch({ do: "conflicted", step, current, base }),
        refused: (step, problem) => this.dispatch({ do: "refused", step, problem }),
        stopped: (why, error) => {
          if (why === "signed_out") onSignedOut();
          else this.dispatch({ do: "lock", why: "lost", holder: error.facts.holder });
        },
        status: (status) => {
          this.status = status;
          this.#changed();
        },
      },
    });
    this.saver.dwellOf = (step) => {
      this.#count();
      return this.state.steps[step].dwellMs;
    };
  }

  /** Takes up what is in the journal, and keeps the work until `close`. */
  async start() {
    for (const [step, words] of await this.saver.recover()) this.dispatch({ do: "recovered", step, words });
    this.#every(HEARTBEAT_MS, () => void this.#beat());
    this.#every(COUNT_MS, () => this.#count());
    this.#on(document, "visibilitychange", () => {
      this.#count();
      this.#looking = document.visibilityState === "visible";
      if (!this.#looking) void this.saver.flush({ keepalive: true });
    });
    this.#on(window, "pagehide", () => void this.saver.flush({ keepalive: true }));
    this.#on(window, "online", () => void this.saver.flush());
    await this.#alone();
  }

  close() {
    for (const end of this.#ends) end();
    clearTimeout(this.#linting);
    void this.saver.flush({ keepalive: true });
    this.saver.close();
  }

  /** @param {{ do: string, [fact: string]: any }} command */
  dispatch(command) {
    if (command.do.startsWith("page:")) {
      void this.#act(command.do.slice(5));
      return;
    }
    const before = this.state;
    this.#count();
    this.state = reduce(this.state, command);
    if (!TOLD.has(command.do)) this.#save(before, command);
    this.#changed();
  }

  /** Hand it in. True when that is done. */
  async submit() {
    await this.saver.flush();
    if (!this.saver.idle) {
      this.tell(this.status.state === "offline" ? "Offline: hand in when everything is saved" : "Something is not saved yet");
      return false;
    }
    this.#count();
    const dwell_ms = Object.fromEntries(this.state.steps.map((step) => [step.index, Math.round(step.dwellMs)]));
    try {
      await this.call("POST", `${this.path}/viewings`, { dwell_ms });
      await this.call("POST", `${this.path}/submit`);
    } catch (error) {
      this.failed(error);
      return false;
    }
    this.dispatch({ do: "lock", why: "submitted" });
    return true;
  }

  /** @param {string} reason @param {string} note */
  async skip(reason, note) {
    await this.saver.flush();
    return this.ask("POST", `${this.path}/skip`, note ? { reason, note } : { reason });
  }

  /** Work here, whichever other tab does so now. */
  async takeHere() {
    this.#hold({ steal: true });
    const page = await this.ask("GET", this.path);
    if (page) this.state = { ...opened(page), at: this.state.at, locked: null };
    this.#changed();
  }

  /** @param {State} before @param {{ do: string, step?: number }} command */
  #save(before, command) {
    const settled = command.do === "conflicted" || command.do === "resolve" ? command.step : undefined;
    this.state.steps.forEach((step, index) => {
      const was = before.steps[index];
      if (step === was || step.conflict !== undefined) return;
      if (index !== settled && same(step.words, was.words)) return;
      this.saver.changed(index, step.words, step.newest, command.do === "type");
      if (step.words.rationale !== was.words.rationale) this.#lint(index, step.words.rationale);
    });
  }

  /** @param {number} step @param {string} text */
  #lint(step, text) {
    clearTimeout(this.#linting);
    this.#linting = setTimeout(async () => {
      try {
        const lints = await this.call("POST", `${this.path}/steps/${step}/lints`, { text });
        this.dispatch({ do: "linted", step, text, lints });
      } catch {
        // Advice that does not come is missed by nobody.
      }
    }, LINT_MS);
  }

  /** @param {string} what */
  async #act(what) {
    if (what === "flush") await this.saver.flush();
    else if (what === "undo" || what === "redo") await this.#undo(what);
    else this.dispatchEvent(new Event(what));
  }

  /** @param {"undo" | "redo"} what */
  async #undo(what) {
    if (this.state.locked) return;
    const { index } = here(this.state);
    await this.saver.flush();
    const step = this.state.steps[index];
    if (!this.saver.idle || !step.newest) return this.tell("Nothing to undo");
    const body = { base_rev: step.newest.revision, client_op_id: crypto.randomUUID() };
    const restored = await this.ask("POST", `${this.path}/steps/${index}/${what}`, body);
    if (!restored) return;
    this.dispatch({ do: "restored", step: index, annotation: restored.annotation });
    this.tell(`${what === "undo" ? "Undone" : "Redone"}: revision ${restored.annotation.revision}`);
  }

  /** The answer, or undefined where there was none; then it has been told why. @param {string} method @param {string} path @param {unknown} [body] */
  async ask(method, path, body) {
    try {
      return (await this.call(method, path, body)) ?? {};
    } catch (error) {
      this.failed(error);
      return undefined;
    }
  }

  /** @param {unknown} error */
  failed(error) {
    if (error instanceof Unreachable) this.tell("The server does not answer. Nothing has changed; try again.");
    else if (!(error instanceof Refused)) throw error;
    else if (error.status === 401) this.saver.owner.stopped("signed_out", error);
    else if (error.code === "gate_closed") this.dispatch({ do: "gaps", gaps: error.facts.gaps });
    else if (error.code === "lane_not_held") this.saver.owner.stopped("lost", error);
    else this.tell(error.message);
  }

  async #beat() {
    if (!this.state.locked) await this.ask("POST", `${this.path}/heartbeat`);
  }

  /** One tab writes at a time. */
  async #alone() {
    const free = await navigator.locks.query();
    const taken = free.held?.some((each) => each.name === this.#lockName);
    if (taken) this.dispatch({ do: "lock", why: "other_tab" });
    else this.#hold({});
  }

  get #lockName() {
    return `embrace3k ${this.saver.user} ${this.state.trajectory}`;
  }

  /** Until the page or the editor ends, or another tab takes over. @param {LockOptions} options */
  #hold(options) {
    navigator.locks.request(this.#lockName, options, () => new Promise((end) => this.#ends.push(() => end(null)))).catch(() => {
      this.dispatch({ do: "lock", why: "other_tab" });
      this.saver.close();
    });
  }

  /** Time on screen goes to the step that is shown. */
  #count() {
    const now = performance.now(), ms = now - this.#since;
    this.#since = now;
    if (this.#looking && ms > 0) this.state = reduce(this.state, { do: "looked", step: this.state.at, ms });
  }

  /** @param {string} words */
  tell(words) {
    this.said = words;
    this.#changed();
    setTimeout(() => {
      if (this.said === words) this.said = null;
      this.#changed();
    }, 4000);
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }

  /** @param {number} ms @param {() => void} what */
  #every(ms, what) {
    const timer = setInterval(what, ms);
    this.#ends.push(() => clearInterval(timer));
  }

  /** @param {EventTarget} target @param {string} event @param {() => void} what */
  #on(target, event, what) {
    target.addEventListener(event, what);
    this.#ends.push(() => target.removeEventListener(event, what));
  }
}
