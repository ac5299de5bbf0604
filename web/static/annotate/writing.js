// @ts-check
// What is said of the step: the text, what to mind about it, and the verdict.

import { QUESTION_SHORT, QUESTION_WORDS, REASONS, VERDICT_GLYPHS, VERDICT_WORDS, clock } from "../lib/words.js";
import { html } from "../lib/ui.js";
import { Diff } from "../parts/diff.js";
import { Notice } from "../parts/notice.js";
import { keyOf } from "./keys.js";
import { Advice, TextField } from "./text.js";
import { QUESTIONS, VERDICTS, lacksReason } from "./words.js";

const JUDGED = [
  ["wrong_action", "Wrong action"], ["wrong_object", "Wrong object"], ["not_visible", "Not visible"], ["ambiguous", "Unsure"],
];

/** @param {{ editor: import("./editor.js").Editor, state: import("./state.js").State, step: import("./state.js").Step }} props */
export function Writing({ editor, state, step }) {
  const dispatch = editor.dispatch.bind(editor);
  return html`<section class="writing" aria-label="What is said">
    <${Locked} editor=${editor} state=${state} />
    <div class="row spread"><h2 id="rationale">Why this action</h2><${Origin} step=${step} /></div>
    <${TextField} editor=${editor} state=${state} step=${step} dispatch=${dispatch} locked=${Boolean(state.locked)} />
    ${step.draft && step.draft.rationale !== step.words.rationale && html`<div class="draft" tabindex="0" aria-label="Changes to the draft"><${Diff}
      before=${step.draft.rationale} after=${step.words.rationale} /></div>`}
    <${Advice} step=${step} />
    <${Questions} state=${state} step=${step} dispatch=${dispatch} />
    <div class="judge">
      <button class="button primary" disabled=${Boolean(state.locked)} onClick=${() => dispatch({ do: "accept" })}>All grounded, next <kbd>Enter</kbd></button>
      ${JUDGED.map(([kind, words]) => html`<button class="button small" disabled=${Boolean(state.locked)}
        onClick=${() => dispatch({ do: "judge", kind })}>${words} <kbd>${keyOf("judge", kind)}</kbd></button>`)}
    </div>
    <div class="row wrap">
      <button class="button quiet small" onClick=${() => dispatch({ do: "edit" })}>Edit <kbd>e</kbd></button>
      <button class="button quiet small" disabled=${!step.draft} onClick=${() => dispatch({ do: "restoreDraft" })}>Draft <kbd>d</kbd></button>
      <button class="button quiet small" onClick=${() => dispatch({ do: "page:undo" })}>Undo <kbd>u</kbd></button>
      <button class="button quiet small" onClick=${() => dispatch({ do: "page:redo" })}>Redo <kbd>U</kbd></button>
      <button class="button quiet small" onClick=${() => dispatch({ do: "nextOpen" })}>Next open <kbd>n</kbd></button>
      <span class="grow"></span>
      <button class="button small" disabled=${Boolean(state.locked)} onClick=${() => dispatch({ do: "page:submit" })}>Hand in <kbd>⇧ Enter</kbd></button>
    </div>
  </section>`;
}

/** @param {{ step: import("./state.js").Step }} props */
function Origin({ step }) {
  const note = step.newest;
  if (!note) return html`<span class="tag">no draft</span>`;
  if (note.author.kind === "human") return html`<span class="tag accent">${note.author.name}</span>`;
  return html`<span class="tag warn" title="Nobody has checked it yet">draft by ${note.author.name}</span>`;
}

/** @param {{ state: import("./state.js").State, step: import("./state.js").Step, dispatch: (command: any) => void, short?: boolean }} props */
export function Questions({ state, step, dispatch, short = false }) {
  const { words } = step;
  return html`<div class=${short ? "questions short" : "questions"}>
    ${QUESTIONS.map((question) => html`<div class="question" role="group" aria-label=${QUESTION_WORDS[question]}>
      <kbd>${keyOf("cycle", question)}</kbd><span title=${QUESTION_WORDS[question]}>${(short ? QUESTION_SHORT : QUESTION_WORDS)[question]}</span>
      <span class="choice">${VERDICTS.map((verdict) => html`<button class=${verdict} disabled=${Boolean(state.locked)}
        aria-pressed=${String(words.answers[question] === verdict)} aria-label=${VERDICT_WORDS[verdict]} title=${VERDICT_WORDS[verdict]}
        onClick=${() => dispatch({ do: "answer", question, verdict })}>${VERDICT_GLYPHS[verdict]}</button>`)}</span></div>`)}
    <div class="row wrap small">
      <button class="button quiet small" disabled=${Boolean(state.locked)} onClick=${() => dispatch({ do: "open", panel: "reasons" })}>Reasons <kbd>c</kbd></button>
      ${words.reason_codes.map((code) => html`<span class="tag bad">${REASONS[/** @type {keyof typeof REASONS} */ (code)]}</span>`)}
      ${words.corrected_action && html`<span class="tag accent">right action: ${words.corrected_action}</span>`}
      ${lacksReason(words) && html`<span class="tag warn">say why it is not grounded</span>`}
    </div></div>`;
}

/** @param {{ editor: import("./editor.js").Editor, state: import("./state.js").State }} props */
function Locked({ editor, state }) {
  if (!state.locked) return null;
  const { why, holder } = state.locked;
  if (why === "other_tab") {
    return html`<${Notice} kind="warn"><div class="row spread"><span>You work on this in another tab.</span>
      <button class="button small" onClick=${() => void editor.takeHere()}>Work here</button></div></${Notice}>`;
  }
  if (why === "submitted") return html`<${Notice}>Handed in. It can be changed when a reviewer sends it back.</${Notice}>`;
  const until = state.work.expires_at ? ` until ${clock(state.work.expires_at)}` : "";
  return html`<${Notice} kind="warn">${holder ? `Taken by ${holder}${until}.` : "You do not hold this trajectory any more."}
    What you wrote is kept on this computer. <a href="/">To the queue</a></${Notice}>`;
}
