// @ts-check
// A few of Lucide's icons (ISC licence, vendor/lucide-LICENSE), drawn at 1.5 px.

import { html } from "../lib/ui.js";

/** @type {Record<string, string>} */
const PATHS = {
  sun: "M12 3v2M12 19v2M5.6 5.6l1.4 1.4M17 17l1.4 1.4M3 12h2M19 12h2M5.6 18.4 7 17M17 7l1.4-1.4M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z",
  moon: "M20 14.5A8 8 0 1 1 9.5 4a6.5 6.5 0 0 0 10.5 10.5Z",
  check: "m5 12 5 5L20 7",
  cloud: "M17.5 19H9a6 6 0 1 1 5.7-7.9h2.8a4 4 0 0 1 0 7.9Z",
  offline: "m3 3 18 18M5.8 7.8A6 6 0 0 0 9 19h8.5a4 4 0 0 0 1.6-.3M9.5 6.1A6 6 0 0 1 14.7 11h2.8a4 4 0 0 1 3.6 5.6",
  arrow: "M5 12h14M13 6l6 6-6 6",
  back: "M19 12H5M11 6l-6 6 6 6",
  play: "M7 4v16l13-8Z",
};

/** @param {{ name: keyof typeof PATHS }} props */
export const Icon = ({ name }) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
