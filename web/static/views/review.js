// @ts-check
// Checking one trajectory: where annotators differ first, then the decision over the whole.

import { call, get, Refused } from "../lib/api.js";
import { Journal } from "../lib/journal.js";
import { go } from "../lib/router.js";
import { isStill, me } from "../lib/session.js";
import { html, useEffect, useLayoutEffect, useState } from "../lib/ui.js";
import { Editor } from "../annotate/editor.js";
import { Panel } from "../annotate/panels.js";
import { usePresses } from "../annotate/presses.js";
import { Sight } from "../annotate/sight.js";
import { here } from "../annotate/state.js";
import { Bar, ThemeButton } from "../parts/bar.js";
import { prefetch } from "../parts/frame.js";
import { Icon } from "../parts/icon.js";
import { KeySheet } from "../parts/key_sheet.js";
import { Notice } from "../parts/notice.js";
import { SaveState } from "../parts/save_state.js";
import { SignedOut } from "../parts/signed_out.js";
import { StepStrip } from "../parts/step_strip.js";
import { STATE_WORDS } from "../review/decisions.js";
import { KEYS } from "../review/keys.js";
import { along, reviewStatus } from "../review/order.js";
import { DecisionPanel } from "../review/panels.js";
import { Round } from "../review/round.js";
import { Sides } from "../review/sides.js";
import { Decide, Decisions, Lock, Standing } from "../review/text.js";

const DECIDED = { accept: "Accepted", review: "Review ended", return: "Sent back", refuse: "Refused", reopen: "Opened again" };
const AHEAD = 3;
const journal = new Journal();
/** What to say on the next page that is opened, of the decision that led there. */
let parting = "";

/** @param {{ facts: string[] }} props */
export default function Review({ facts: [trajectory] }) {
  const [round, setRound] = useState(/** @type {Round | null} */ (null));
  const [path, setPath] = useState(/** @type {any} */ (null));
  const [problem, setProblem] = useState("");
  const [signedOut, setSignedOut] = useState(false);
  const [look, setLook] = useState(0);

  useEffect(() => {
    /** @type {Editor | undefined} */
    let editor;
    let wanted = true;
    const { name: user, roles } = /** @type {import("../lib/session.js").Me} */ (me());
    const ask = async () => {
      if (await isStill(user)) editor?.saver.resume();
      else setSignedOut(true);
    };
    get(`works/${trajectory}/path`).then((found) => wanted && setPath(found), () => undefined);
    Promise.all([get(`works/${trajectory}?lane=0`), get(`works/${trajectory}/comparison`)]).then(([page, comparison]) => {
      if (!wanted) return;
      // To a reviewer who holds it a lane that was handed in is open.
      const shown = { ...page, work: { ...page.work, submitted: false } };
      editor = new Editor({ user, page: shown, journal, call, onSignedOut: () => void ask() });
      if (page.work.holder !== user) editor.dispatch({ do: "lock", why: "lost", holder: page.work.holder });
      const made = new Round({ editor, comparison, user, roles });
      made.addEventListener("reload", () => setLook((count) => count + 1));
      setRound(made);
      void editor.start();
      if (parting) editor.tell(parting);
      parting = "";
    }, (error) => setProblem(error instanceof Refused ? error.message : "The server does not answer."));
    return () => {
      wanted = false;
      editor?.close();
    };
  }, [look]);

  if (problem) {
    return html`<${Bar} /><main class="page"><h1>This trajectory is not open to you now</h1>
      <${Notice} kind="warn">${problem}</${Notice}><div><a class="button" href="/">To the queue</a></div></main>`;
  }
  if (!round) return html`<main class="editor" aria-busy="true"></main>`;
  return html`<${Desk} key=${look} round=${round} path=${path} onReload=${() => setLook(look + 1)} />
    ${signedOut && html`<${SignedOut} name=${round.user} done=${() => {
      setSignedOut(false);
      round.editor.saver.resume();
    }} />`}`;
}

/** @param {{ round: Round, path: any, onReload: () => void }} props */
function Desk({ round, path, onReload }) {
  const [, draw] = useState(0);
  const { editor } = round, { state } = editor, step = here(state);
  // Before it is painted, as keys are listened to: what the first one changes has to be drawn.
  useLayoutEffect(() => {
    const change = () => draw((count) => count + 1);
    round.addEventListener("change", change);
    return () => round.removeEventListener("change", change);
  }, [round]);
  usePresses(editor, KEYS, (command) => round.dispatch(command), () => round.deciding !== null || round.changed);
  useEffect(() => prefetch([0, 1, 2, AHEAD].flatMap((by) => {
    const index = along(round.order, state.at, by);
    return [state.frames[index], state.frames[index + 1]];
  })), [state.at]);

  const decided = () => {
    parting = `${DECIDED[/** @type {keyof typeof DECIDED} */ (round.deciding)]}: ${state.trajectory}`;
    void nextOne();
  };
  const close = () => editor.dispatch({ do: "close" });
  return html`<main class="editor">
    <header class="editor-head">
      <a class="button quiet small" href="/" aria-label="To the queue"><${Icon} name="back" />Queue</a>
      <h1 class="instruction" title=${state.work.instruction} dir="auto">${state.work.instruction}</h1>
      <div class="row"><span class="tag">${STATE_WORDS[/** @type {keyof typeof STATE_WORDS} */ (state.work.state)]}</span>
        <${SaveState} editor=${editor} /><${ThemeButton} />
        <button class="button small" onClick=${() => round.dispatch({ do: "open", panel: "skip" })}>Skip <kbd>s</kbd></button>
        <button class="button small" onClick=${() => round.dispatch({ do: "open", panel: "keys" })} aria-label="Keys">Keys <kbd>?</kbd></button></div>
    </header>
    <div class="desk review">
      <${Sight} state=${state} step=${step} path=${path} />
      <div class="writing">
        <${Lock} round=${round} onReload=${onReload} />
        <${Sides} round=${round} compared=${round.comparedAt(step.index)} step=${step} />
        <${Standing} round=${round} step=${step} />
        <${Decisions} decisions=${state.work.decisions} />
        <${Decide} round=${round} />
      </div>
    </div>
    <${StepStrip} order=${round.order} at=${state.at} onGo=${(/** @type {number} */ to) => round.dispatch({ do: "go", to })}
      statuses=${state.steps.map((each) => reviewStatus(each, round.comparedAt(each.index), round.kept.said.steps.includes(each.index)))} />
    ${state.panel === "keys" ? html`<${KeySheet} keys=${KEYS} close=${close} />`
      : html`<${Panel} editor=${round} state=${state} step=${step} onHandIn=${close} onSkipped=${() => void nextOne()} />`}
    <${DecisionPanel} round=${round} onDecided=${decided} onReload=${onReload} />
    ${editor.said && html`<div class="toast" role="status">${editor.said}</div>`}
  </main>`;
}

async function nextOne() {
  try {
    const held = await call("POST", "queue/next", { purpose: "review" });
    go(held ? `/review/${encodeURIComponent(held.trajectory_id)}` : "/");
  } catch {
    go("/");
  }
}
