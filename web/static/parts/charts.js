// @ts-check
// Charts as tables: each row has its name, a picture and the same in words, so that they are read by eye, ear and printer
// alike. Pictures are placed in per cent of their width and need no measuring.

import { html } from "../lib/ui.js";

const ROW_PX = 20, R = 5;

/**
 * @typedef {{ value: number | null, low: number | null, high: number | null, gap?: string | null }} Estimate
 * @typedef {{ name: string, note?: string, values: Estimate[] }} Measured  one estimate for each mark
 */

/**
 * A dot for each value, and a whisker for its interval.
 * @param {{ caption: string, marks: string[], rows: Measured[], from?: number, say: (estimate: Estimate) => any }} props
 *   from `from` to 1, and further down where a value is lower
 */
export function Intervals({ caption, marks, rows, from = 0, say }) {
  const lowest = Math.min(from, ...rows.flatMap((row) => row.values.flatMap((each) => [each.value ?? from, each.low ?? from])));
  const start = Math.max(Math.floor(lowest * 5) / 5, -1), at = place(start, 1);
  const ticks = [-1, -0.5, 0, 0.5, 1].filter((tick) => tick >= start);
  return html`<table class="chart"><caption>${caption}</caption>
    <thead><tr><td></td><td class="plot" aria-hidden="true"><svg height="16">${ticks.map((tick) => html`<text x=${at(tick)} y="12" text-anchor="middle">${String(tick).replace("-", "−")}</text>`)}</svg></td><td></td></tr></thead>
    <tbody>${rows.map((row) => html`<tr><${Name} ...${row} />
      <td class="plot" aria-hidden="true"><svg height=${ROW_PX * marks.length}>
        ${ticks.map((tick) => html`<line class=${tick === 0 ? "zero" : "grid"} x1=${at(tick)} x2=${at(tick)} y1="0" y2="100%" />`)}
        ${row.values.map((each, mark) => html`<${Dot} estimate=${each} mark=${mark} at=${at} />`)}</svg></td>
      <td class="values">${row.values.map((each, mark) => html`<div>${marks.length > 1 && html`<${Mark} mark=${mark} />`} ${say(each)}</div>`)}</td></tr>`)}</tbody>
    ${marks.length > 1 && html`<tfoot><tr><td colspan="3"><span class="row wrap small">${marks.map((name, mark) => html`<span class="row tight"><${Mark} mark=${mark} />${name}</span>`)}</span></td></tr></tfoot>`}
  </table>`;
}

/** @param {{ estimate: Estimate, mark: number, at: (value: number) => string }} props */
function Dot({ estimate: { value, low, high }, mark, at }) {
  if (value === null) return null;
  const y = ROW_PX * mark + ROW_PX / 2;
  return html`<g class=${`mark-${mark}`}>
    ${low !== null && high !== null && html`<line class="whisker" x1=${at(low)} x2=${at(high)} y1=${y} y2=${y} />`}
    <svg x=${at(value)} y=${y} overflow="visible"><${Shape} mark=${mark} /></svg></g>`;
}

/** Told apart by shape too. @param {{ mark: number }} props */
const Shape = ({ mark }) => (mark ? html`<path d=${`M0 ${-R - 1}L${R + 1} 0 0 ${R + 1} ${-R - 1} 0Z`} />` : html`<circle r=${R} />`);

/** @param {{ mark: number }} props */
const Mark = ({ mark }) => html`<svg class=${`mark-${mark}`} width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true"><${Shape} mark=${mark} /></svg>`;

/** @param {{ name: string, note?: string }} props */
const Name = ({ name, note = "" }) => html`<th scope="row"><bdi>${name}</bdi>${note && html`<span class="note">${note}</span>`}</th>`;

/** Lengths side by side. @param {{ caption: string, rows: { name: string, note?: string, value: number | null, words: any }[] }} props */
export function Bars({ caption, rows }) {
  const at = place(0, Math.max(...rows.map((row) => row.value ?? 0), 1e-9));
  return html`<table class="chart"><caption>${caption}</caption><tbody>${rows.map((row) => html`<tr><${Name} ...${row} />
    <td class="plot" aria-hidden="true"><svg height=${ROW_PX}><rect class="bar-0" y="3" height=${ROW_PX - 6} width=${at(row.value ?? 0)} /></svg></td>
    <td class="values">${row.words}</td></tr>`)}</tbody></table>`;
}

/** Parts of a whole. @param {{ caption: string, parts: string[], rows: { name: string, counts: number[] }[] }} props */
export function Shares({ caption, parts, rows }) {
  return html`<table class="chart"><caption>${caption}</caption><tbody>${rows.map(({ name, counts }) => {
    const all = counts.reduce((sum, count) => sum + count, 0), at = place(0, all || 1);
    let before = 0;
    return html`<tr><${Name} name=${name} /><td class="plot" aria-hidden="true"><svg height=${ROW_PX}>${counts.map((count, part) => {
      before += count;
      return html`<rect class=${`bar-${part}`} y="3" height=${ROW_PX - 6} x=${at(before - count)} width=${at(count)} />`;
    })}</svg></td>
    <td class="values"><span class="row">${counts.map((count, part) => html`<span><${Swatch} part=${part} /> ${percent(count / (all || 1))}<span class="unseen-label"> ${parts[part]}</span></span>`)}</span></td></tr>`;
  })}</tbody>
  <tfoot aria-hidden="true"><tr><td colspan="3"><span class="row wrap small">${parts.map((name, part) => html`<span class="row tight"><${Swatch} part=${part} />${name}</span>`)}</span></td></tr></tfoot></table>`;
}

/** @param {{ part: number }} props */
const Swatch = ({ part }) => html`<svg class="swatch" width="10" height="10" aria-hidden="true"><rect class=${`bar-${part}`} width="10" height="10" rx="2" /></svg>`;

/** With the sign that is as wide as a plus. @param {number} value */
export const decimal = (value) => value.toFixed(2).replace("-", "−");

/** @param {number} share */
export const percent = (share) => `${(100 * share).toFixed(0)} %`;

/** Where a value is, in per cent of the width. @param {number} from @param {number} to */
const place = (from, to) => (/** @type {number} */ value) => `${(100 * (value - from)) / (to - from)}%`;
