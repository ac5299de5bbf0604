// @ts-check
// How many works are in each state, as it changes.

import { html, useEffect, useState } from "../lib/ui.js";

const STATES = [
  ["recorded", "to annotate", "#767b85"], ["returned", "sent back", "#d55e00"], ["annotated", "to review", "#e69f00"],
  ["reviewed", "to accept", "#56b4e9"], ["accepted", "accepted", "#009e73"], ["refused", "refused", "#cc79a7"],
];

export function Progress() {
  const [counts, setCounts] = useState(/** @type {Record<string, number> | null} */ (null));
  useEffect(() => {
    const stream = new EventSource("/api/v1/events");
    stream.addEventListener("progress", (event) => setCounts(JSON.parse(event.data)));
    return () => stream.close();
  }, []);
  if (!counts) return html`<section class="card progress" aria-busy="true"></section>`;
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (!all) return html`<div class="empty"><h2>Nothing is in the queue</h2><p>An engineer opens trajectories with <code>embrace3k works open</code>.</p></div>`;
  const shown = STATES.filter(([state]) => counts[state]);
  return html`<section class="card column progress" aria-label="Progress">
    <div class="row spread"><h2>${counts.accepted ?? 0} of ${all} trajectories accepted</h2><span class="dim small">live</span></div>
    <svg class="bars" viewBox="0 0 1000 16" preserveAspectRatio="none" aria-hidden="true">
      ${bars(shown, counts, all)}</svg>
    <div class="row wrap">${shown.map(([state, words, colour]) => html`<span class="row small"><svg width="10" height="10" aria-hidden="true"><rect width="10" height="10" rx="2" fill=${colour} /></svg>${counts[state]} ${words}</span>`)}</div>
  </section>`;
}

/** @param {string[][]} shown @param {Record<string, number>} counts @param {number} all */
function bars(shown, counts, all) {
  let left = 0;
  return shown.map(([state, , colour]) => {
    const width = (1000 * counts[state]) / all;
    left += width;
    return html`<rect x=${left - width} y="0" width=${width} height="16" fill=${colour} />`;
  });
}
