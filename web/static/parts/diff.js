// @ts-check
import { wordDiff } from "../lib/diff.js";
import { html, useMemo } from "../lib/ui.js";

/** Two texts in one, with the words that differ. @param {{ before: string, after: string }} props */
export function Diff({ before, after }) {
  const pieces = useMemo(() => wordDiff(before, after), [before, after]);
  return html`<span dir="auto">${pieces.map(({ op, text }) =>
    op === "insert" ? html`<ins>${text}</ins>` : op === "delete" ? html`<del>${text}</del>` : text)}</span>`;
}
