// @ts-check
// Every picture of a trajectory in a row, each before its action, and the one at the end.

import { html, useLayoutEffect, useRef } from "../lib/ui.js";

/**
 * @param {{ frames: (string | null)[], steps: { action: string, hindrance: string | null }[], at: number, onGo: (to: number) => void }} props
 *   n steps have n + 1 frames
 */
export function FilmStrip({ frames, steps, at, onGo }) {
  const current = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => current.current?.scrollIntoView({ block: "nearest", inline: "nearest" }), [at]);
  return html`<nav class="film" aria-label="Film strip">
    ${steps.map(({ action, hindrance }, index) => html`<button key=${index} class="still" ref=${index === at ? current : undefined}
      aria-current=${index === at ? "step" : undefined} aria-label=${`Step ${index + 1}: ${action}${hindrance ? `, ${hindrance}` : ""}`}
      title=${hindrance ?? undefined} onClick=${() => onGo(index)}>
      <${Still} src=${frames[index]} /><span class=${hindrance ? "hindered" : ""}><b>${index + 1}</b> ${hindrance ? "⊘ " : ""}${action}</span></button>`)}
    <div class="still end"><${Still} src=${frames[steps.length]} /><span>end</span></div>
  </nav>`;
}

/** @param {{ src: string | null }} props */
const Still = ({ src }) => (src ? html`<img src=${`${src}?small=true`} alt="" loading="lazy" decoding="async" width="320" height="240" />` : html`<span class="blank">no picture</span>`);
