// @ts-check
// One trajectory, to look at from beginning to end, and to check where it is a demonstration.

import { Refused } from "../lib/api.js";
import { inWords, useAnswer } from "../lib/asking.js";
import { go } from "../lib/router.js";
import { isOne } from "../lib/session.js";
import { keyFor, useShortcuts } from "../lib/shortcuts.js";
import { listAddress } from "../lib/way_back.js";
import { CHECKS, DEMONSTRATION_FAULTS } from "../lib/words.js";
import { html, useEffect, useState } from "../lib/ui.js";
import { Sight } from "../annotate/sight.js";
import { Bar, ThemeButton } from "../parts/bar.js";
import { decide, Decisions, isOwn, nextToCheck, RefuseDialog } from "../parts/checking.js";
import { FilmStrip } from "../parts/film_strip.js";
import { prefetch } from "../parts/frame.js";
import { Icon } from "../parts/icon.js";
import { KeySheet } from "../parts/key_sheet.js";
import { Loading } from "../parts/loading.js";
import { Notice } from "../parts/notice.js";
import { About, Said } from "../parts/recording.js";
import { OutcomeTag, StateTag } from "../parts/tags.js";
import { useToast } from "../parts/toast.js";

const AHEAD = 3;
const PLAY_MS = 250;

/** @type {import("../annotate/keys.js").Binding[]} */
const KEYS = [
  { keys: ["j", "ArrowRight"], mode: "step", group: "Move", what: "Next step", command: { do: "next" } },
  { keys: ["k", "ArrowLeft"], mode: "step", group: "Move", what: "Step before", command: { do: "previous" } },
  { keys: ["g", "Home"], mode: "step", group: "Move", what: "First step", command: { do: "first" } },
  { keys: ["Shift+G", "End"], mode: "step", group: "Move", what: "Last step", command: { do: "last" } },
  { keys: ["p", " "], mode: "step", group: "Move", what: "Play the pictures, or stop", command: { do: "play" } },
  { keys: ["b"], mode: "step", group: "Move", what: "Boxes on the picture", command: { do: "boxes" } },
  { keys: ["c"], mode: "step", group: "Check", what: "Confirm the demonstration", command: { do: "confirm" } },
  { keys: ["x"], mode: "step", group: "Check", what: "Refuse the demonstration", command: { do: "refuse" } },
  { keys: ["n"], mode: "step", group: "Check", what: "Next demonstration that awaits a check", command: { do: "further" } },
  { keys: ["?"], mode: "step", group: "Help", what: "This sheet", command: { do: "keys" } },
];

/** @param {{ facts: string[] }} props */
export default function Trajectory({ facts: [id] }) {
  const name = encodeURIComponent(id);
  const page = useAnswer(`trajectories/${name}`), path = useAnswer(`works/${name}/path`);
  if (page.error && !page.answer) return html`<${Unseen} error=${page.error} again=${page.again} />`;
  if (!page.answer) return html`<main class="editor" aria-busy="true"><${Loading} error=${null} again=${page.again} /></main>`;
  return html`<${Viewer} shown=${page.answer.trajectory} frames=${page.answer.frames} path=${path} again=${page.again} />`;
}

/** @param {{ error: unknown, again: () => void }} props */
function Unseen({ error, again }) {
  const status = error instanceof Refused ? error.status : 0;
  return html`<${Bar} /><main class="page">${status === 403
    ? html`<h1>You may not look at this trajectory now</h1><${Notice} kind="warn">${inWords(error)}</${Notice}>
      <p class="dim">Whoever annotates a trajectory judges it by its pictures, and does not see what others know of it.</p>`
    : status === 404 ? html`<h1>There is no such trajectory</h1><p class="dim">The address may be mistyped, or belong to another collection.</p>`
      : html`<h1>This trajectory cannot be shown</h1><${Loading} error=${error} again=${again} />`}
    <div><a class="button" href=${listAddress()}>To the trajectories</a></div></main>`;
}

/** @param {{ shown: any, frames: (string | null)[], path: ReturnType<typeof useAnswer>, again: () => void }} props */
function Viewer({ shown, frames, path, again }) {
  const last = shown.steps.length - 1;
  const [at, setAt] = useState(() => clamp(Number(new URLSearchParams(location.search).get("step") ?? 1) - 1, last));
  const [boxes, setBoxes] = useState(true), [panel, setPanel] = useState(/** @type {"keys" | "refuse" | null} */ (null));
  const [playing, setPlaying] = useState(false), [busy, setBusy] = useState(false), [problem, setProblem] = useState(/** @type {string | null} */ (null));
  const [toast, say] = useToast();
  const { check } = shown, own = isOwn(shown.driver.kind, shown.driver.name);
  const checker = check && isOne("reviewer", "admin");

  useEffect(() => {
    prefetch(frames.slice(at, at + AHEAD + 2).filter((each) => each !== null));
    history.replaceState(history.state, "", `${location.pathname}${at ? `?step=${at + 1}` : ""}`);
  }, [at]);
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setInterval(() => setAt((now) => Math.min(now + 1, last)), PLAY_MS);
    return () => clearInterval(timer);
  }, [playing]);
  useEffect(() => {
    if (at === last) setPlaying(false);
  }, [at, playing]);

  /** @param {number} to */
  const move = (to) => {
    setPlaying(false);
    setAt(clamp(to, last));
  };
  const play = () => {
    if (!playing && at === last) setAt(0);
    setPlaying(!playing);
  };
  /** @param {"confirm" | "refuse"} event @param {string} [reason] @param {string} [note] */
  const send = async (event, reason, note) => {
    if (!checker || own || busy) return;
    setBusy(true);
    const body = { event, over: check.revision, ...(reason ? { reason } : {}), ...(note ? { note } : {}) };
    const { problem: found } = await decide(`demonstrations/${encodeURIComponent(shown.trajectory_id)}/review`, body);
    setBusy(false);
    again();
    // What was written in the dialog stays there until it is sent.
    setProblem(found);
    if (!found) setPanel(null);
    if (!found || event === "confirm") say(found ?? (event === "confirm" ? "Confirmed" : "Refused: it is not annotated and not released"));
  };
  const refuse = () => {
    setProblem(null);
    setPanel("refuse");
  };
  const further = async () => {
    if (!checker) return;
    const found = await nextToCheck(shown);
    if (found.next) go(found.next);
    else say(found.problem ?? "No other demonstration awaits your check");
  };
  useShortcuts(KEYS, {
    next: () => move(at + 1), previous: () => move(at - 1), first: () => move(0), last: () => move(last), play,
    boxes: () => setBoxes(!boxes), keys: () => setPanel("keys"),
    ...(checker ? { further, ...(own ? {} : { confirm: (/** @type {KeyboardEvent} */ event) => event.repeat || send("confirm"), refuse }) } : {}),
  });

  const steps = shown.steps.map((/** @type {any} */ each) => each.evidence);
  return html`<main class="editor viewer">
    <header class="editor-head">
      <a class="button quiet small" href=${listAddress()}><${Icon} name="back" />Trajectories</a>
      <h1 class="instruction" title=${shown.instruction} dir="auto">${shown.instruction}</h1>
      <div class="row"><${OutcomeTag} success=${shown.result.success} /><${StateTag} state=${shown.state} />
        <button class="button small" aria-pressed=${String(playing)} onClick=${play}><${Icon} name="play" />Play <kbd>p</kbd></button>
        <button class="button small" aria-pressed=${String(boxes)} onClick=${() => setBoxes(!boxes)}>Boxes <kbd>b</kbd></button>
        <${ThemeButton} /><button class="button small" onClick=${() => setPanel("keys")}>Keys <kbd>?</kbd></button></div>
    </header>
    <div class="desk">
      <${Sight} state=${{ frames, steps, overlay: boxes }} step=${{ ...steps[at], evidence: steps[at] }} path=${path.answer} />
      <aside class="about" aria-label="About this trajectory">
        ${path.error && html`<section><p class="small">There is no map.</p><${Loading} error=${path.error} again=${path.again} /></section>`}
        <${Said} annotation=${shown.steps[at].annotation} number=${at + 1} />
        ${check && html`<section class="column" aria-label="Check"><div class="row spread"><h2>Check of the demonstration</h2>
          <span class=${`tag ${CHECKS[/** @type {keyof typeof CHECKS} */ (check.state)].kind}`}>${CHECKS[/** @type {keyof typeof CHECKS} */ (check.state)].glyph} ${CHECKS[/** @type {keyof typeof CHECKS} */ (check.state)].words}</span></div>
          ${check.reviews.length > 0 && html`<${Decisions} reviews=${check.reviews} faults=${DEMONSTRATION_FAULTS} />`}
          ${checker && own && html`<p class="small dim">You drove it, so somebody else has to check it.</p>`}
          ${checker && html`<div class="row wrap"><button class="button small" disabled=${busy || own} onClick=${() => void send("confirm")}>Confirm <kbd>${keyFor(KEYS, "confirm")}</kbd></button>
            <button class="button small danger" disabled=${busy || own} onClick=${refuse}>Refuse… <kbd>${keyFor(KEYS, "refuse")}</kbd></button>
            <button class="button small quiet" onClick=${() => void further()}>Next to check <kbd>${keyFor(KEYS, "further")}</kbd></button></div>`}
        </section>`}
        ${["annotated", "reviewed"].includes(shown.state) && isOne("reviewer", "admin") && html`<div><a class="button" href=${`/review/${encodeURIComponent(shown.trajectory_id)}`}>Review its rationales</a></div>`}
        <${About} shown=${shown} onGo=${move} />
      </aside>
    </div>
    <${FilmStrip} frames=${frames} steps=${steps} at=${at} onGo=${move} />
    ${panel === "keys" && html`<${KeySheet} keys=${KEYS.filter((each) => checker || each.group !== "Check")} close=${() => setPanel(null)} />`}
    ${panel === "refuse" && html`<${RefuseDialog} title="Refuse this demonstration" words="What is refused is not annotated, also where somebody is at it, and not released." problem=${problem}
      faults=${DEMONSTRATION_FAULTS} onRefuse=${(/** @type {string} */ reason, /** @type {string} */ note) => void send("refuse", reason, note)} onClose=${() => setPanel(null)} />`}
    ${toast}
  </main>`;
}

/** @param {number} place @param {number} last */
const clamp = (place, last) => Math.max(0, Math.min(Math.trunc(place) || 0, last));
