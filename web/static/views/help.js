// @ts-check
// What a new annotator or reviewer has to know, on one page. The keys are drawn from the tables that the pages use.

import { KEYS } from "../annotate/keys.js";
import { html } from "../lib/ui.js";
import { QUESTION_WORDS, ROLES, VERDICT_GLYPHS, VERDICT_WORDS } from "../lib/words.js";
import { Bar } from "../parts/bar.js";
import { KeyTable } from "../parts/key_sheet.js";
import { GLYPHS, STATUS_WORDS } from "../parts/step_strip.js";
import { KEYS as REVIEW_KEYS } from "../review/keys.js";

const QUESTIONS = {
  action_matches: "Compare the two pictures and what was measured. Does what happened fit the action's name? A step forward that a wall cut short is still a step forward.",
  object_present: "Is the thing that the text names in the world where the text says it is? If the text names none, the answer is grounded.",
  rationale_supported: "Could somebody who sees only this picture, and knows the instruction, give this reason? What shows only later is hindsight.",
};
const WORDS = {
  grounded: "true of what can be seen", not_grounded: "not true: a reason is needed", unsure: "you cannot tell, and nobody could",
};
const STRIP = ["unseen", "seen", "verified", "edited", "not_grounded", "unsure", "conflict"];

export default function Help() {
  return html`<${Bar} /><main class="page help">
    <div class="page-head"><h1>Help</h1></div>
    <div class="columns">
    <section class="card column reading" aria-labelledby="begin"><h2 id="begin">Begin in five minutes</h2>
      <ol>
        <li>On the <a href="/">Queue</a>, get the next trajectory. It is yours for 15 minutes, and longer as long as you work on it.</li>
        <li>Read the instruction. Then look at the large picture: it is what the agent saw when it chose. Beside it is what it saw afterwards.</li>
        <li>Read the text. It says why the agent did this, as the agent would say it: in the present, about what is in view.</li>
        <li>If all of it is true, press <kbd>Enter</kbd>. If the text is bad, press <kbd>e</kbd>, make it true, and press <kbd>Ctrl Enter</kbd>. If something is wrong, press <kbd>2</kbd> to <kbd>5</kbd>.</li>
        <li>After the last step, press <kbd>Enter</kbd> to hand in. <kbd>n</kbd> finds what is still open.</li>
      </ol>
      <p>Everything is saved while you type, first on this computer and then on the server. You can close the page at any time.</p></section>
    <section class="card column reading" aria-labelledby="questions"><h2 id="questions">Three questions about each step</h2>
      <dl class="said-of">${Object.entries(QUESTION_WORDS).map(([name, words]) => html`<dt>${words}</dt>
        <dd>${QUESTIONS[/** @type {keyof typeof QUESTIONS} */ (name)]}</dd>`)}</dl>
      <ul class="plain">${Object.entries(VERDICT_WORDS).map(([name, words]) => html`<li><b class=${name}>${VERDICT_GLYPHS[/** @type {keyof typeof VERDICT_GLYPHS} */ (name)]} ${words}</b>: ${WORDS[/** @type {keyof typeof WORDS} */ (name)]}</li>`)}</ul>
      <p>The worst of the three answers is the step's verdict.</p></section>
      <section class="card column" aria-labelledby="good"><h2 id="good">A good text</h2><ul>
        <li>names what is in view and decides: “The door on my left is closed, so I turn to it.”</li>
        <li>speaks of now, not of what comes later or of the goal as reached;</li>
        <li>has no coordinates, no names like <code>SM_Chair_3</code>, no numbers that nobody could see;</li>
        <li>differs from the step before, as the view does.</li></ul></section>
      <section class="card column" aria-labelledby="strip"><h2 id="strip">The strip of steps</h2><ul class="plain">${STRIP.map((status) => html`<li><b aria-hidden="true" class="glyph">${GLYPHS[/** @type {keyof typeof GLYPHS} */ (status)]}</b>
        ${STATUS_WORDS[/** @type {keyof typeof STATUS_WORDS} */ (status)]}</li>`)}</ul></section>
      <section class="card column reading" aria-labelledby="review"><h2 id="review">Reviewing</h2><ol>
        <li>The strip begins with the steps on which annotators differ. For each, <kbd>1</kbd> or <kbd>2</kbd> adopts a text as it is; <kbd>r</kbd> takes it to be edited.</li>
        <li><kbd>⇧ A</kbd> adopts the rest, on which all agree. Look through them all the same: <kbd>n</kbd> goes to what you have not seen.</li>
        <li>Flag with <kbd>f</kbd> what somebody should do again, and send it back with <kbd>x</kbd> and a reason.</li>
        <li>Accept with <kbd>a</kbd>. If you wrote part of it, end the review with <kbd>v</kbd>; somebody else accepts.</li></ol></section>
    </div>
    <section class="card column" aria-labelledby="keys"><h2 id="keys">Keys while annotating</h2><${KeyTable} keys=${KEYS} /></section>
    <section class="card column" aria-labelledby="review-keys"><h2 id="review-keys">Keys while reviewing</h2><${KeyTable} keys=${REVIEW_KEYS} /></section>
    <section class="card column" aria-labelledby="roles"><h2 id="roles">Roles</h2>
      <dl class="said-of">${Object.entries(ROLES).map(([role, words]) => html`<dt>${role}</dt><dd>${words}</dd>`)}</dl>
      <p class="small dim">Who made something never is the one who checks it. An administrator gives roles.</p></section>
  </main>`;
}
