// @ts-check
// The walked path from above: heading up the page at the start, the targets' ground, and where something was in the way.

import { html } from "../lib/ui.js";

/**
 * @typedef {{ x_cm: number, y_cm: number, yaw_deg: number }} Place
 * @param {{ places: Place[], at: number, blocked: number[], targets: { name: string, outline: [number, number][] }[] }} props
 *   n steps have n + 1 places; `blocked` are steps
 */
export function PathMap({ places, at, blocked, targets }) {
  const outlines = targets.flatMap((target) => target.outline);
  const xs = [...places.map((place) => place.x_cm), ...outlines.map(([x]) => x)];
  const ys = [...places.map((place) => place.y_cm), ...outlines.map(([, y]) => y)];
  const left = Math.min(...xs), top = Math.min(...ys);
  const size = Math.max(Math.max(...xs) - left, Math.max(...ys) - top, 300), room = size * 0.1, mark = size * 0.03;
  const width = Math.max(...xs) - left + 2 * room, height = Math.max(...ys) - top + 2 * room;
  const line = (/** @type {Place[]} */ some) => some.map((place) => `${place.x_cm},${place.y_cm}`).join(" ");
  const here = places[at];
  return html`<svg class="map" role="img" aria-label=${`The path from above, at step ${at + 1} of ${places.length - 1}`}
    viewBox=${`${left - room} ${top - room} ${width} ${height}`} preserveAspectRatio="xMidYMid meet">
    ${targets.map(({ name, outline }) => html`<polygon class="target" points=${outline.map((point) => point.join(",")).join(" ")}><title>${name}</title></polygon>`)}
    <polyline class="walked" points=${line(places)} />
    <polyline class="walked done" points=${line(places.slice(0, at + 1))} />
    ${blocked.map((step) => {
      const { x_cm: x, y_cm: y } = places[step];
      return html`<path class="blocked" d=${`M${x - mark} ${y - mark}l${2 * mark} ${2 * mark}m0 ${-2 * mark}l${-2 * mark} ${2 * mark}`}><title>Blocked at step ${step + 1}</title></path>`;
    })}
    <path class="agent" transform=${`translate(${here.x_cm} ${here.y_cm}) rotate(${here.yaw_deg})`}
      d=${`M${1.6 * mark} 0 L${-mark} ${mark} L${-0.5 * mark} 0 L${-mark} ${-mark}Z`} />
  </svg>`;
}
