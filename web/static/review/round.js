// @ts-check
// One review: the editor of the text that stands (lane 0), what annotators said beside it, and the decision at its end.

import { Refused, Unreachable } from "../lib/api.js";
import { here, isDone } from "../annotate/state.js";
import { ALL_WELL, wordsOf } from "../annotate/words.js";
import { hindrance, sameName } from "./decisions.js";
import { Kept } from "./kept.js";
import { agreed, along, nextOpen, orderOf } from "./order.js";

/**
 * @typedef {import("../annotate/editor.js").Editor} Editor
 * @typedef {import("./order.js").Compared} Compared
 * @typedef {import("./decisions.js").Event} Decided
 * @typedef {{ do: string, [fact: string]: any }} Command
 */

export class Round extends EventTarget {
  /** What is being decided, in a dialog. @type {Decided | null} */
  deciding = null;
  /** Why the last attempt at that failed. */
  problem = "";
  /** Somebody else has moved the work on since it was looked at. */
  changed = false;
  differences = true;
  busy = false;

  /** @param {{ editor: Editor, comparison: Compared[], user: string, roles: string[] }} parts */
  constructor({ editor, comparison, user, roles }) {
    super();
    this.editor = editor;
    this.user = user;
    this.roles = roles;
    this.comparison = comparison;
    this.order = orderOf(editor.state.steps.length, comparison);
    this.kept = new Kept(user, editor.state.trajectory);
    editor.addEventListener("change", () => this.#changed());
    editor.dispatch({ do: "go", to: this.order[0] });
  }

  /** @param {number} index */
  comparedAt(index) {
    return this.comparison.find((each) => each.step_index === index);
  }

  /** Whether the reviewer has become one of those who made it. */
  get wrote() {
    return this.editor.state.steps.some(({ newest }) => newest?.author.kind === "human" && sameName(newest.author.name, this.user));
  }

  get holds() {
    return this.editor.state.locked === null;
  }

  /** Why the reviewer cannot decide so; "" where they can. @param {Decided} event */
  hindrance(event) {
    const { roles, wrote, holds } = this;
    return hindrance(event, { state: this.editor.state.work.state, roles, wrote, holds });
  }

  /** From keys and buttons alike. @param {Command} command */
  dispatch(command) {
    switch (command.do) {
      case "round:adopt": return void this.#adoptHere(command.side);
      case "round:adoptAgreed": return void this.#adoptAgreed();
      case "round:right": return this.#right();
      case "round:flag": return this.#flag();
      case "round:begin": return this.#begin(command.side);
      case "round:grounded": return this.#grounded();
      case "round:open": return this.#go(nextOpen(this.order, this.editor.state.at, this.editor.state.steps));
      case "round:go": return this.#go(along(this.order, this.editor.state.at, command.by));
      case "round:words": this.differences = !this.differences; return this.#changed();
      case "round:decide": return this.open(command.event);
      case "round:take": return void this.take(false);
      // In the editor it goes one step on the way, which is another order than this one.
      case "correct":
        this.editor.dispatch({ do: "say", words: { corrected_action: command.action } });
        return this.editor.dispatch({ do: "close" });
      default: return this.editor.dispatch(command);
    }
  }

  /** @param {string} reason @param {string} note */
  skip(reason, note) {
    return this.editor.skip(reason, note);
  }

  /** @param {Decided} event */
  open(event) {
    const why = this.hindrance(event);
    const { steps } = this.editor.state;
    if (why) this.editor.tell(why);
    else if ((event === "accept" || event === "review") && !steps.every(isDone)) this.editor.dispatch({ do: "open", panel: "submit" });
    else {
      this.deciding = event;
      this.problem = "";
    }
    this.#changed();
  }

  close() {
    this.deciding = null;
    this.#changed();
  }

  /** @param {Partial<import("./kept.js").Said>} part */
  say(part) {
    this.kept.say(part);
    this.#changed();
  }

  /** Make the decision that is open. True when it is made. */
  async decide() {
    const event = this.deciding, { editor } = this;
    if (!event || this.busy) return false;
    this.busy = true;
    this.#changed();
    try {
      if (!(await this.#saved())) return false;
      const { reason, note, steps, lanes } = this.kept.said;
      const why = event === "accept" || event === "review" ? {} : { reason, steps, ...(note.trim() && { note: note.trim() }), ...(event !== "refuse" && { lanes }) };
      await editor.call("POST", `${editor.path}/decision`, { event, version: editor.state.work.version, ...why });
      this.kept.forget();
      return true;
    } catch (error) {
      this.#undecided(error);
      return false;
    } finally {
      this.busy = false;
      this.#changed();
    }
  }

  /** Hold it, from whoever does. Whoever shows it then asks for it anew. @param {boolean} fromHolder */
  async take(fromHolder) {
    const taken = await this.editor.ask("POST", `${this.editor.path}/${fromHolder ? "steal" : "take"}`, { lane: 0 });
    if (taken) this.dispatchEvent(new Event("reload"));
  }

  /** @param {number} side */
  async #adoptHere(side) {
    const { at } = this.editor.state;
    if (await this.#adopt(at, side)) this.#go(nextOpen(this.order, at, this.editor.state.steps), at);
  }

  async #adoptAgreed() {
    const found = agreed(this.comparison, this.editor.state.steps);
    if (!found.length) return this.editor.tell("There is no step left on which all agree and nothing stands yet");
    let adopted = 0;
    for (const { step_index } of found) {
      if (!(await this.#adopt(step_index, 0))) break;
      adopted += 1;
    }
    if (adopted) this.editor.tell(`Adopted the first text of ${adopted} ${adopted === 1 ? "step" : "steps"}`);
    this.#go(nextOpen(this.order, this.editor.state.at, this.editor.state.steps));
  }

  /** Take a text over as it is, its author stays its maker. @param {number} index @param {number} place */
  async #adopt(index, place) {
    const compared = this.comparedAt(index), side = compared?.sides[place], { editor } = this;
    const why = this.#notToAdopt(compared, side);
    if (why) {
      editor.tell(why);
      return false;
    }
    if (!(await this.#saved())) return false;
    const { lane, annotation } = /** @type {import("./order.js").Side} */ (side), step = editor.state.steps[index];
    const body = { base_rev: step.newest?.revision ?? 0, client_op_id: crypto.randomUUID(), lane, revision: annotation.revision };
    try {
      const saved = await editor.call("POST", `${editor.path}/steps/${index}/adopt`, body);
      editor.dispatch({ do: "restored", step: index, annotation: saved.annotation });
      return true;
    } catch (error) {
      if (!(error instanceof Refused && error.code === "step_conflict")) editor.failed(error);
      else {
        editor.dispatch({ do: "conflicted", step: index, current: error.facts.current ?? null, base: wordsOf(step.newest) });
        editor.tell("Something else stands here by now. Look at it, then adopt or write");
      }
      return false;
    }
  }

  /** @param {Compared | undefined} compared @param {import("./order.js").Side | undefined} side */
  #notToAdopt(compared, side) {
    if (!this.holds) return "You do not hold it: take it first";
    if (!compared || !side) return "There is no such text at this step";
    if (side.lane === 0) return side.annotation.author.kind === "human" ? "It stands already" : "A draft cannot be adopted: edit it, and judge it";
    return compared.planted === null ? "" : "Annotators were shown a wrong action here, on purpose: write what is true of the recorded one";
  }

  /** Go on from what stands. */
  #right() {
    const { state } = this.editor;
    if (!isDone(here(state))) return this.editor.tell("Nothing stands here yet: adopt a text, or write one");
    this.#go(nextOpen(this.order, state.at, state.steps), state.at);
  }

  #flag() {
    const { at } = this.editor.state, { steps } = this.kept.said;
    this.say({ steps: steps.includes(at) ? steps.filter((each) => each !== at) : [...steps, at].sort((one, other) => one - other) });
  }

  /** A text of an annotator, to be edited. @param {number} place */
  #begin(place) {
    const compared = this.comparedAt(this.editor.state.at), side = compared?.sides[place];
    if (!compared || !side) return this.editor.tell("There is no such text at this step");
    const words = wordsOf(side.annotation);
    // What was said of a planted action is not true of the recorded one.
    this.editor.dispatch({ do: "say", words: compared.planted === null ? words : { rationale: words.rationale } });
    this.editor.dispatch({ do: "edit" });
  }

  #grounded() {
    const { at } = this.editor.state;
    this.editor.dispatch({ do: "leave" });
    this.editor.dispatch({ do: "say", words: { answers: ALL_WELL, reason_codes: [], corrected_action: null } });
    this.#go(nextOpen(this.order, at, this.editor.state.steps), at);
  }

  /** @param {number} to @param {number} [from]  where nothing is left, say so */
  #go(to, from) {
    this.editor.dispatch({ do: "go", to });
    if (to === from) this.editor.tell("Every step is settled: decide");
  }

  /** Everything that was typed is with the server; else it is told why not. */
  async #saved() {
    const { editor } = this;
    await editor.saver.flush();
    if (editor.saver.idle) return true;
    editor.tell(editor.status.state === "offline" ? "Offline: go on when everything is saved" : "Something is not saved yet");
    return false;
  }

  /** @param {unknown} error */
  #undecided(error) {
    if (error instanceof Unreachable) this.problem = "The server does not answer. Nothing was decided; try again.";
    else if (error instanceof Refused && error.code === "work_changed") {
      this.deciding = null;
      this.changed = true;
    } else if (error instanceof Refused && ["not_allowed", "decision_refused", "transition_refused", "invalid_request"].includes(error.code)) {
      this.problem = error.message;
    } else {
      this.deciding = null;
      this.editor.failed(error);
    }
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
