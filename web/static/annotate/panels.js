// @ts-check
// What opens over the editor, one at a time. Each can be worked by keys alone.

import { ACTIONS, REASONS, SKIP_REASONS, VERDICT_GLYPHS, VERDICT_WORDS } from "../lib/words.js";
import { html, useState } from "../lib/ui.js";
import { Dialog, useKey } from "../parts/dialog.js";
import { Diff } from "../parts/diff.js";
import { KeySheet } from "../parts/key_sheet.js";
import { KEYS } from "./keys.js";
import { isDone, statusOf } from "./state.js";
import { verdictOf, wordsOf } from "./words.js";
import { GLYPHS, STATUS_WORDS } from "../parts/step_strip.js";

/**
 * @typedef {Pick<import("./editor.js").Editor, "dispatch" | "skip">} Owner  of the state
 * @param {{ editor: Owner, state: import("./state.js").State, step: import("./state.js").Step,
 *   onHandIn: () => void, onSkipped: () => void }} props
 */
export function Panel({ editor, state, step, onHandIn, onSkipped }) {
  const close = () => editor.dispatch({ do: "close" });
  switch (state.panel) {
    case "keys": return html`<${KeySheet} keys=${KEYS} close=${close} />`;
    case "reasons": return html`<${Choice} title="Why it is not grounded" options=${REASONS} chosen=${step.words.reason_codes}
      choose=${(/** @type {string} */ code) => editor.dispatch({ do: "toggleReason", code })} close=${close} done="Done" />`;
    case "actions": return html`<${Choice} title="Which action would have been right?" options=${Object.fromEntries(ACTIONS.map((each) => [each, each]))}
      disabled=${step.action} chosen=${[]} choose=${(/** @type {string} */ action) => editor.dispatch({ do: "correct", action })} close=${() => editor.dispatch({ do: "correct", action: null })} done="I cannot tell" />`;
    case "skip": return html`<${Skip} editor=${editor} close=${close} onSkipped=${onSkipped} />`;
    case "submit": return html`<${HandIn} editor=${editor} state=${state} close=${close} onHandIn=${onHandIn} />`;
    case "conflict": return html`<${Conflict} editor=${editor} step=${step} />`;
    default: return null;
  }
}

/**
 * A closed list, a digit or letter for each.
 * @param {{ title: string, options: Record<string, string>, disabled?: string, chosen: string[], choose: (code: string) => void, close: () => void, done: string }} props
 */
function Choice({ title, options, disabled, chosen, choose, close, done }) {
  const codes = Object.keys(options);
  useKey((key) => {
    const place = "123456789abcdef".indexOf(key);
    if (key === "Enter") close();
    else if (key.length === 1 && place >= 0 && place < codes.length && codes[place] !== disabled) choose(codes[place]);
  });
  return html`<${Dialog} title=${title} onClose=${close}>
    <div class="choices">${codes.map((code, place) => html`<button class="button" disabled=${code === disabled} aria-pressed=${String(chosen.includes(code))} onClick=${() => choose(code)}><kbd>${"123456789abcdef"[place]}</kbd>${options[code]}</button>`)}</div>
    <div class="ends"><button class="button" autofocus onClick=${close}>${done} <kbd>Enter</kbd></button></div></${Dialog}>`;
}

/** @param {{ editor: Owner, close: () => void, onSkipped: () => void }} props */
function Skip({ editor, close, onSkipped }) {
  const [note, setNote] = useState("");
  const skip = async (/** @type {string} */ reason) => {
    if (await editor.skip(reason, note.trim())) onSkipped();
  };
  const codes = Object.keys(SKIP_REASONS);
  useKey((key, target) => {
    if (!target.closest("input") && codes[Number(key) - 1]) void skip(codes[Number(key) - 1]);
  });
  return html`<${Dialog} title="Skip this trajectory" onClose=${close}>
    <p class="dim small lead">What you have saved stays. You will not get it again; somebody else will.</p>
    <label class="field lead"><span>Note (may be left empty)</span><input maxlength="2000" dir="auto" value=${note} onInput=${(/** @type {any} */ event) => setNote(event.target.value)} /></label>
    <div class="choices">${Object.entries(SKIP_REASONS).map(([code, words], place) => html`<button class="button" onClick=${() => void skip(code)}><kbd>${place + 1}</kbd>${words}</button>`)}</div>
    <div class="ends"><button class="button" onClick=${close}>Keep working on it <kbd>Esc</kbd></button></div></${Dialog}>`;
}

/** @param {{ editor: Owner, state: import("./state.js").State, close: () => void, onHandIn: () => void }} props */
function HandIn({ editor, state, close, onHandIn }) {
  const open = state.steps.filter((step) => !isDone(step) || state.gaps.some((gap) => gap.step_index === step.index));
  const goOn = () => editor.dispatch({ do: "go", to: open[0].index });
  useKey((key) => key === "Enter" && (open.length ? goOn() : onHandIn()));
  if (!open.length) {
    return html`<${Dialog} title="Every step is judged" onClose=${close}>
      <p>Hand in all ${state.steps.length} steps, and get the next trajectory?</p>
      <div class="ends"><button class="button" onClick=${close}>Look again <kbd>Esc</kbd></button>
        <button class="button primary" autofocus onClick=${onHandIn}>Hand in <kbd>Enter</kbd></button></div></${Dialog}>`;
  }
  return html`<${Dialog} title="Not everything is done" onClose=${close}>
    <ul class="plain open-steps">${open.map((step) => {
      const gap = state.gaps.find((each) => each.step_index === step.index);
      const status = statusOf(step);
      const words = gap?.problems.join("; ") || (gap?.unseen ? "was on screen for less than 0.4 s" : STATUS_WORDS[status]);
      return html`<li><button class="button quiet small" onClick=${() => editor.dispatch({ do: "go", to: step.index })}>${GLYPHS[status]} Step ${step.index + 1}: ${words}</button></li>`;
    })}</ul>
    <div class="ends"><button class="button primary" autofocus onClick=${goOn}>To step ${open[0].index + 1} <kbd>Enter</kbd></button></div></${Dialog}>`;
}

/** @param {{ editor: Owner, step: import("./state.js").Step }} props */
function Conflict({ editor, step }) {
  const theirs = wordsOf(step.conflict ?? null);
  const choose = (/** @type {"mine" | "theirs" | "both"} */ choice) => editor.dispatch({ do: "resolve", step: step.index, choice });
  const [since] = useState(() => performance.now());
  useKey((key) => {
    // It may open in the midst of a word, whose letters are no choice.
    if (performance.now() - since < READ_MS) return;
    if (key === "m") choose("mine");
    else if (key === "t") choose("theirs");
    else if (key === "b") choose("both");
  });
  return html`<${Dialog} title=${`Step ${step.index + 1} was changed by ${step.conflict?.author.name ?? "somebody"} meanwhile`} wide onClose=${() => undefined}>
    <p class="dim small lead">Both texts are kept, whatever you choose: the history of the step has them all.</p>
    <div class="versions">
      <section><div class="row spread"><h3>Yours</h3><${Judged} words=${step.words} /></div><p dir="auto">${step.words.rationale}</p></section>
      <section><div class="row spread"><h3>Theirs, with what differs from yours</h3><${Judged} words=${theirs} /></div>
        <p dir="auto"><${Diff} before=${step.words.rationale} after=${theirs.rationale} /></p></section>
      ${step.base && html`<section class="dim"><h3>What both began with</h3><p dir="auto">${step.base.rationale}</p></section>`}</div>
    <div class="ends"><button class="button" onClick=${() => choose("both")}>Both, and edit <kbd>b</kbd></button>
      <button class="button" onClick=${() => choose("theirs")}>Take theirs <kbd>t</kbd></button>
      <button class="button primary" onClick=${() => choose("mine")}>Keep mine <kbd>m</kbd></button></div></${Dialog}>`;
}

/** @param {{ words: import("./words.js").Words }} props */
function Judged({ words }) {
  const verdict = verdictOf(words);
  return html`<span class="tag">${verdict ? `${VERDICT_GLYPHS[verdict]} ${VERDICT_WORDS[verdict]}` : "not judged"}</span>`;
}

const READ_MS = 800;
