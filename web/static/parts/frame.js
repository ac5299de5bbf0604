// @ts-check
// A picture with its name, and boxes over it.

import { html, useEffect, useState } from "../lib/ui.js";

/** @typedef {{ label: string, box_px: [number, number, number, number] | null }} Target */

/** @param {{ src: string | null, title: string, note?: string, targets?: Target[] }} props */
export function Frame({ src, title, note = "", targets = [] }) {
  const [size, setSize] = useState([640, 480]);
  const [broken, setBroken] = useState(false);
  useEffect(() => setBroken(false), [src]);
  /** @param {any} event */
  const loaded = ({ target }) => setSize([target.naturalWidth, target.naturalHeight]);
  const boxes = targets.filter((each) => each.box_px);
  return html`<figure class="frame">
    <figcaption><span>${title}</span><span>${note}</span></figcaption>
    <div class="canvas">
      ${broken || !src ? html`<p class="notice warn">There is no picture here.</p>`
        : html`<img src=${src} alt=${title} decoding="sync" onLoad=${loaded} onError=${() => setBroken(true)} />`}
      ${boxes.length > 0 && src && !broken && html`<svg viewBox=${`0 0 ${size[0]} ${size[1]}`} preserveAspectRatio="xMinYMin meet" aria-hidden="true">
        ${boxes.map(({ label, box_px }) => {
          const [left, top, right, bottom] = /** @type {number[]} */ (box_px);
          return html`<rect class="box" x=${left} y=${top} width=${right - left} height=${bottom - top} />
            <text class="box-label" x=${Math.min(left, size[0] - 80)} y=${top > 20 ? top - 5 : bottom + 16}>${label}</text>`;
        })}</svg>`}
    </div>
  </figure>`;
}

/** Have pictures at hand before they are wanted. @param {string[]} sources */
export function prefetch(sources) {
  for (const source of sources) {
    if (kept.has(source)) continue;
    const image = new Image();
    image.src = source;
    image.decode().catch(() => undefined);
    kept.set(source, image);
    if (kept.size > 24) kept.delete(/** @type {string} */ (kept.keys().next().value));
  }
}
/** @type {Map<string, HTMLImageElement>} */
const kept = new Map();
