// @ts-check
// A table of keys, as it is looked up over the work and read on the help page.

import { html } from "../lib/ui.js";
import { Dialog, useKey } from "./dialog.js";

/** @typedef {import("../annotate/keys.js").Binding} Binding */

/** @param {{ keys: Binding[], close: () => void }} props */
export function KeySheet({ keys, close }) {
  useKey((key) => key === "?" && close());
  return html`<${Dialog} title="Keys" wide onClose=${close}>
    <${KeyTable} keys=${keys} />
    <div class="ends"><button class="button" onClick=${close}>Close <kbd>Esc</kbd></button></div></${Dialog}>`;
}

/** @param {{ keys: Binding[] }} props */
export function KeyTable({ keys }) {
  const groups = [...new Set(keys.map((each) => each.group))];
  return html`<div class="key-table">${groups.map((group) => html`<section>
    <h3 class="small dim">${group}</h3>
    <dl>${keys.filter((each) => each.group === group).map(({ keys: names, what, mode }) => html`<div class="row spread">
      <dt>${what}${mode === "text" && html` <span class="dim small">in the text</span>`}</dt>
      <dd class="row">${names.map((name) => html`<kbd>${shown(name)}</kbd>`)}</dd></div>`)}</dl></section>`)}</div>`;
}

/** @type {Record<string, string>} */
const SIGNS = { " ": "Space", ArrowRight: "→", ArrowLeft: "←", Escape: "Esc", Shift: "⇧" };

/** As it stands on the keys. @param {string} name */
const shown = (name) => name.split("+").map((each) => SIGNS[each] ?? each).join(" ");
