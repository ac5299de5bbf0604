// @ts-check
// Tasks that await somebody's check, one after the other: what is asked for, from where, and which ground counts as there.

import { get } from "../lib/api.js";
import { useNear, usePages } from "../lib/lists.js";
import { Pages } from "../lib/pages.js";
import { go } from "../lib/router.js";
import { isOne, me } from "../lib/session.js";
import { useShortcuts } from "../lib/shortcuts.js";
import { CHECKS, nameKey, TASK_FAULTS, TASK_TYPES } from "../lib/words.js";
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../lib/ui.js";
import { Bar } from "../parts/bar.js";
import { Brief } from "../parts/brief.js";
import { decide, RefuseDialog } from "../parts/checking.js";
import { CorrectDialog, forgetWords } from "../parts/correcting.js";
import { prefetch } from "../parts/frame.js";
import { KeySheet } from "../parts/key_sheet.js";
import { Loading } from "../parts/loading.js";
import { useToast } from "../parts/toast.js";

const AT_ONCE = 50;
/** One that came up just now has not been looked at: quick keys decide about nothing unseen. */
const LOOK_MS = 400;
const STATES = { proposed: "To check", confirmed: "Confirmed", refused: "Refused" };

/** @type {import("../annotate/keys.js").Binding[]} */
const KEYS = [
  { keys: ["c"], mode: "step", group: "Check", what: "Confirm, and on to the next", command: { do: "confirm" } },
  { keys: ["x"], mode: "step", group: "Check", what: "Refuse, with a reason", command: { do: "refuse" } },
  { keys: ["e"], mode: "step", group: "Check", what: "Correct the instruction", command: { do: "correct" } },
  { keys: ["j", "ArrowDown"], mode: "step", group: "Move", what: "Next task", command: { do: "next" } },
  { keys: ["k", "ArrowUp"], mode: "step", group: "Move", what: "Task before", command: { do: "previous" } },
  { keys: ["?"], mode: "step", group: "Help", what: "This sheet", command: { do: "keys" } },
];

export default function Tasks() {
  const asked = new URLSearchParams(location.search), named = asked.get("task");
  const state = Object.keys(STATES).find((each) => each === asked.get("state")) ?? "proposed";
  const pages = useMemo(() => new Pages(`tasks?state=${state}`, AT_ONCE), [state]);
  usePages(pages);
  // A task that the address names is shown also where the list does not hold it.
  const current = named ?? pages.rows[0]?.id ?? null;
  const place = pages.rows.findIndex((row) => row.id === current);
  const [details, ask] = useTasks();
  const [decided, setDecided] = useState(/** @type {Record<string, keyof typeof CHECKS>} */ ({}));
  const [panel, setPanel] = useState(/** @type {"keys" | "refuse" | "correct" | null} */ (null));
  const [busy, setBusy] = useState(false), since = useRef(0), [problem, setProblem] = useState(/** @type {string | null} */ (null));
  const [toast, say] = useToast();
  const shown = current === null ? undefined : details.get(current);
  const page = shown instanceof Error ? null : shown;
  const checker = isOne("reviewer", "admin");
  const own = page?.task.maker?.kind === "human" && nameKey(page.task.maker.name) === nameKey(me()?.name ?? "");

  useLayoutEffect(() => {
    since.current = performance.now();
  }, [page?.task.id]);
  useEffect(() => {
    for (const id of [current, pages.rows[place + 1]?.id]) if (id) ask(id);
    if (place >= pages.rows.length - 5) void pages.more();
  }, [current, pages.rows.length]);

  /** @param {number} to */
  const move = (to) => {
    const row = pages.rows[to];
    if (row) go(addressOf(state, row.id), { replace: true });
  };
  /** @param {"keys" | "refuse" | "correct"} which */
  const open = (which) => {
    setProblem(null);
    setPanel(which);
  };
  /** @param {string} what @param {Record<string, unknown>} body @param {keyof typeof CHECKS} becomes @param {string} words */
  const settle = async (what, body, becomes, words) => {
    if (current === null || busy) return;
    if (performance.now() - since.current < LOOK_MS) {
      say("This one came up just now: look at it first");
      return;
    }
    setBusy(true);
    const { problem: found } = await decide(`tasks/${pathOf(current)}/${what}`, { ...body, over: page.task.revision });
    setBusy(false);
    ask(current, true);
    // What was written in a dialog stays there until it is sent.
    setProblem(found);
    if (!found) setPanel(null);
    const last = place === pages.rows.length - 1 && pages.ended;
    if (!found || !panel) say(found ?? `${words}${last ? ". That was the last one." : ""}`);
    if (found) return;
    forgetWords(current);
    setDecided((all) => ({ ...all, [current]: becomes }));
    move(place + 1);
  };
  const confirm = () => !own && settle("review", { event: "confirm" }, "confirmed", "Confirmed");
  /** @param {string} reason @param {string} note */
  const refuse = (reason, note) => settle("review", { event: "refuse", reason, ...(note ? { note } : {}) }, "refused", "Refused");
  /** @param {string} instruction */
  const correct = (instruction) => settle("correction", { instruction }, "refused", "Corrected: somebody else checks the new task");
  const deeds = page && checker && !busy ? {
    confirm: (/** @type {KeyboardEvent} */ event) => event.repeat || confirm(), refuse: () => open("refuse"), ...(page.task.imported ? {} : { correct: () => open("correct") }),
  } : {};
  useShortcuts(KEYS, { next: () => move(place + 1), previous: () => move(place - 1), keys: () => open("keys"), ...deeds });

  return html`<${Bar} /><main class="triage">
    <section class="inbox" aria-label="Tasks">
      <div class="inbox-head"><h1>Tasks</h1><div class="choice switch" role="group" aria-label="Which tasks">${Object.entries(STATES).map(([each, words]) => html`<button
        aria-pressed=${String(each === state)} onClick=${() => go(addressOf(each, null))}>${words}</button>`)}</div></div>
      <${Inbox} pages=${pages} state=${state} current=${current} decided=${decided} />
    </section>
    ${shown instanceof Error ? html`<section class="brief"><${Loading} error=${shown} again=${() => current && ask(current, true)} /></section>`
      : page ? html`<${Brief} page=${page} own=${own} checker=${checker} busy=${busy} keys=${KEYS} onConfirm=${() => void confirm()} onPanel=${open}
          onNext=${place < pages.rows.length - 1 ? () => move(place + 1) : undefined} onPrevious=${place > 0 ? () => move(place - 1) : undefined} />`
        : html`<section class="brief" aria-busy=${String(current !== null)}>${pages.ended && !pages.rows.length && current === null && html`<${Nothing} state=${state} />`}</section>`}
    ${panel === "keys" && html`<${KeySheet} keys=${KEYS.filter((each) => checker || each.group !== "Check")} close=${() => setPanel(null)} />`}
    ${panel === "refuse" && page && html`<${RefuseDialog} title="Refuse this task" words="A refused task is not recorded with “collect --reviewed-only”. It is kept, and can be confirmed later." problem=${problem}
      faults=${TASK_FAULTS} onRefuse=${refuse} onClose=${() => setPanel(null)} />`}
    ${panel === "correct" && page && html`<${CorrectDialog} task=${page.task.id} instruction=${page.task.instruction} problem=${problem} onCorrect=${correct} onClose=${() => setPanel(null)} />`}
    ${toast}
  </main>`;
}

/** @param {{ pages: Pages, state: string, current: string | null, decided: Record<string, keyof typeof CHECKS> }} props */
function Inbox({ pages, state, current, decided }) {
  const near = useNear(() => void pages.more()), mark = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => mark.current?.scrollIntoView({ block: "nearest" }), [current]);
  if (!pages.rows.length && !pages.ended) return html`<div class="inbox-words"><${Loading} error=${pages.error} again=${() => void pages.more()} /></div>`;
  if (!pages.rows.length) return html`<p class="inbox-words dim">None.</p>`;
  return html`<ul class="letters">${pages.rows.map((row) => {
    const fate = decided[row.id] === state ? undefined : decided[row.id];
    return html`<li key=${row.id}><a class=${fate ? "letter decided" : "letter"} href=${addressOf(state, row.id)} aria-current=${row.id === current ? "true" : undefined} ref=${row.id === current ? mark : undefined}>
      <span class="two-lines" dir="auto">${row.instruction}</span>
      <span class="row small dim">${fate && html`<span class=${`tag ${CHECKS[fate].kind}`}>${CHECKS[fate].glyph} ${CHECKS[fate].words}</span>`}<span class="one-line">${TASK_TYPES[/** @type {keyof typeof TASK_TYPES} */ (row.type)]} · ${worldOf(row.scene)}</span></span></a></li>`;
  })}
    ${pages.error ? html`<li class="inbox-words"><${Loading} error=${pages.error} again=${() => void pages.more()} /></li>` : !pages.ended && html`<li class="inbox-words" ref=${near}><button class="button small" onClick=${() => void pages.more()}>Show more</button></li>`}</ul>`;
}

/** @param {{ state: string }} props */
function Nothing({ state }) {
  if (state !== "proposed") return html`<div class="empty"><h2>No task was ${state} yet</h2><p>Decisions are kept here for good.</p></div>`;
  return html`<div class="empty"><h2>No task awaits a check</h2><p>An engineer makes new ones with <code>embrace3k tasks generate</code> or <code>tasks propose</code>.</p></div>`;
}

/**
 * What is known of each task, by its id, and the way to ask. A task that is there at once is not asked for again, and stays
 * where asking again fails.
 * @returns {[Map<string, any>, (id: string, again?: boolean) => void]}
 */
function useTasks() {
  const [, draw] = useState(0);
  const known = useRef(new Map()), asked = useRef(new Set());
  return [known.current, (id, again = false) => {
    if (asked.current.has(id) && !again) return;
    asked.current.add(id);
    get(`tasks/${pathOf(id)}`).then((page) => {
      if (page.start_frame) prefetch([page.start_frame]);
      known.current.set(id, page);
    }, (error) => known.current.get(id)?.task || known.current.set(id, error)).finally(() => draw((count) => count + 1));
  }];
}

/** @param {{ name: string | null, seed: number | null }} scene */
const worldOf = ({ name, seed }) => `${name ?? "unknown"}${seed === null ? "" : `_${String(seed).padStart(4, "0")}`}`;

/** Task ids hold slashes, as `family-house_0007/x000269_t0_a`. @param {string} id */
const pathOf = (id) => id.split("/").map(encodeURIComponent).join("/");

/** @param {string} state @param {string | null} task */
function addressOf(state, task) {
  const query = new URLSearchParams({ ...(state === "proposed" ? {} : { state }), ...(task ? { task } : {}) });
  return `/tasks${query.size ? `?${query}` : ""}`;
}
