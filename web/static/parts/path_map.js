// @ts-check
// From above, as the world lies: x to the right, y down. The walked path with its headings, the targets' ground, where
// something was in the way, and where the agent has to end up.

import { html, useLayoutEffect, useRef, useState } from "../lib/ui.js";

const LENGTHS_CM = [5000, 2000, 1000, 500, 200, 100, 50];
const LEAST_CM = 300;
const WORDS_PX = 12, MARK_PX = 7;

/**
 * @typedef {{ x_cm: number, y_cm: number, yaw_deg: number }} Place
 * @typedef {[number, number][]} Ring
 * @param {{ places: Place[], at: number, blocked?: number[], targets: { name: string, outline: Ring }[],
 *   areas?: { name: string, outer: Ring, holes: Ring[] }[] }} props
 *   n steps have n + 1 places, a task has one; `blocked` are steps
 */
export function PathMap({ places, at, blocked = [], targets, areas = [] }) {
  const points = [
    ...places.map((place) => [place.x_cm, place.y_cm]), ...targets.flatMap((target) => target.outline), ...areas.flatMap((area) => area.outer),
  ];
  const xs = points.map(([x]) => x), ys = points.map(([, y]) => y);
  const left = Math.min(...xs), top = Math.min(...ys), wide = Math.max(...xs) - left, high = Math.max(...ys) - top;
  const size = Math.max(wide, high, LEAST_CM), room = size * 0.08;
  const box = { left: left - room, top: top - room, width: wide + 2 * room, height: high + 3 * room };
  const [ground, cmPerPx] = useRatio(box.width, box.height), mark = MARK_PX * cmPerPx;
  const line = (/** @type {Place[]} */ some) => some.map((place) => `${place.x_cm},${place.y_cm}`).join(" ");
  const here = places[Math.min(at, places.length - 1)], steps = places.length - 1;
  const words = steps ? `The path from above, at step ${at + 1} of ${steps}` : "The start and the target from above";
  return html`<svg class="map" ref=${ground} role="img" aria-label=${words} viewBox=${`${box.left} ${box.top} ${box.width} ${box.height}`} preserveAspectRatio="xMidYMid meet">
    ${areas.map(({ name, outer, holes }) => html`<path class=${name === "agent" ? "area" : "area thing"} fill-rule="evenodd" d=${[outer, ...holes].map(closed).join("")}>
      <title>${name === "agent" ? "Where the agent has to end up" : `Where the ${name} has to be`}</title></path>`)}
    ${targets.map(({ name, outline }) => html`<path class="target" d=${closed(outline)}><title>${name}</title></path>`)}
    <polyline class="walked" points=${line(places)} />
    <path class="headings" d=${places.map((place) => tick(place, mark)).join("")} />
    <polyline class="walked done" points=${line(places.slice(0, at + 1))} />
    ${steps > 0 && html`<circle class="start" cx=${places[0].x_cm} cy=${places[0].y_cm} r=${0.4 * mark}><title>The start</title></circle>`}
    ${blocked.map((step) => {
      const { x_cm: x, y_cm: y } = places[step];
      return html`<path class="blocked" d=${`M${x - mark} ${y - mark}l${2 * mark} ${2 * mark}m0 ${-2 * mark}l${-2 * mark} ${2 * mark}`}><title>Blocked at step ${step + 1}</title></path>`;
    })}
    <path class="agent" transform=${`translate(${here.x_cm} ${here.y_cm}) rotate(${here.yaw_deg})`}
      d=${`M${1.6 * mark} 0 L${-mark} ${mark} L${-0.5 * mark} 0 L${-mark} ${-mark}Z`} />
    <${Scale} box=${box} room=${room} size=${Math.min(WORDS_PX * cmPerPx, 1.2 * room)} />
  </svg>`;
}

/**
 * How many centimetres a pixel stands for, however large the map is drawn; 0 until it is there.
 * @param {number} wide @param {number} high  @returns {[{ current: SVGSVGElement | null }, number]}
 */
function useRatio(wide, high) {
  const element = useRef(/** @type {SVGSVGElement | null} */ (null));
  const [ratio, setRatio] = useState(0);
  useLayoutEffect(() => {
    const map = /** @type {SVGSVGElement} */ (element.current);
    const measure = () => setRatio(Math.max(wide / map.clientWidth, high / map.clientHeight));
    const watch = new ResizeObserver(measure);
    watch.observe(map);
    measure();
    return () => watch.disconnect();
  }, [wide, high]);
  return [element, ratio];
}

/** @param {{ box: { left: number, top: number, width: number, height: number }, room: number, size: number }} props */
function Scale({ box, room, size }) {
  const length = LENGTHS_CM.find((each) => each < box.width / 2.5) ?? 50;
  const x = box.left + room / 2, y = box.top + box.height - room / 2;
  return html`<path class="scale" d=${`M${x} ${y - room / 4}v${room / 4}h${length}v${-room / 4}`} />
    <text class="scale-words" x=${x + length + room / 3} y=${y} font-size=${size}>${length < 100 ? `${length} cm` : `${length / 100} m`}</text>`;
}

/** @param {Ring} ring */
const closed = (ring) => `M${ring.map((point) => point.join(" ")).join("L")}Z`;

/** Where it looked. @param {Place} place @param {number} mark */
function tick({ x_cm, y_cm, yaw_deg }, mark) {
  const turn = (yaw_deg * Math.PI) / 180;
  return `M${x_cm} ${y_cm}l${1.4 * mark * Math.cos(turn)} ${1.4 * mark * Math.sin(turn)}`;
}
