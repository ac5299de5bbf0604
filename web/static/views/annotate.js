// @ts-check
// Working on one trajectory, step by step, by keys.

import { call, get, Refused } from "../lib/api.js";
import { Journal } from "../lib/journal.js";
import { go } from "../lib/router.js";
import { isStill, me } from "../lib/session.js";
import { html, useEffect, useLayoutEffect, useState } from "../lib/ui.js";
import { Editor } from "../annotate/editor.js";
import { KEYS } from "../annotate/keys.js";
import { here, statusOf } from "../annotate/state.js";
import { Panel } from "../annotate/panels.js";
import { usePresses } from "../annotate/presses.js";
import { Sight } from "../annotate/sight.js";
import { Writing } from "../annotate/writing.js";
import { Bar, ThemeButton } from "../parts/bar.js";
import { Icon } from "../parts/icon.js";
import { prefetch } from "../parts/frame.js";
import { Notice } from "../parts/notice.js";
import { SaveState } from "../parts/save_state.js";
import { SignedOut } from "../parts/signed_out.js";
import { StepStrip } from "../parts/step_strip.js";

const AHEAD = 3;
const PLAY_MS = 250;
const journal = new Journal();

/** @param {{ facts: string[] }} props */
export default function Annotate({ facts: [trajectory] }) {
  const [editor, setEditor] = useState(/** @type {Editor | null} */ (null));
  const [path, setPath] = useState(/** @type {any} */ (null));
  const [problem, setProblem] = useState("");
  const [signedOut, setSignedOut] = useState(false);

  useEffect(() => {
    /** @type {Editor | undefined} */
    let made;
    let wanted = true;
    const user = /** @type {{ name: string }} */ (me()).name;
    const ask = async () => {
      if (await isStill(user)) made?.saver.resume();
      else setSignedOut(true);
    };
    get(`works/${trajectory}/path`).then((found) => wanted && setPath(found), () => undefined);
    get(`works/${trajectory}`).then((page) => {
      if (!wanted) return;
      made = new Editor({ user, page, journal, call, onSignedOut: () => void ask() });
      setEditor(made);
      void made.start();
    }, (error) => setProblem(error instanceof Refused ? error.message : "The server does not answer."));
    return () => {
      wanted = false;
      made?.close();
    };
  }, []);

  if (problem) {
    return html`<${Bar} /><main class="page"><h1>This trajectory is not open to you now</h1>
      <${Notice} kind="warn">${problem}</${Notice}><div><a class="button" href="/">To the queue</a></div></main>`;
  }
  if (!editor) return html`<main class="editor" aria-busy="true"></main>`;
  return html`<${Desk} editor=${editor} path=${path} />
    ${signedOut && html`<${SignedOut} name=${editor.saver.user} done=${() => {
      setSignedOut(false);
      editor.saver.resume();
    }} />`}`;
}

/** @param {{ editor: Editor, path: any }} props */
function Desk({ editor, path }) {
  const [, draw] = useState(0);
  // Before it is painted, as keys are listened to: what the first one changes has to be drawn.
  useLayoutEffect(() => {
    const change = () => draw((count) => count + 1);
    const submit = () => void handIn(editor);
    const play = () => playOn(editor);
    editor.addEventListener("change", change);
    editor.addEventListener("submit", submit);
    editor.addEventListener("play", play);
    return () => {
      editor.removeEventListener("change", change);
      editor.removeEventListener("submit", submit);
      editor.removeEventListener("play", play);
    };
  }, [editor]);
  usePresses(editor, KEYS, (command) => editor.dispatch(command));

  const { state } = editor, step = here(state);
  useEffect(() => prefetch(state.frames.slice(state.at, state.at + AHEAD + 2)), [state.at]);
  return html`<main class="editor">
    <header class="editor-head">
      <a class="button quiet small" href="/" aria-label="To the queue"><${Icon} name="back" />Queue</a>
      <h1 class="instruction" title=${state.work.instruction} dir="auto">${state.work.instruction}</h1>
      <div class="row"><${SaveState} editor=${editor} /><${ThemeButton} />
        <button class="button small" onClick=${() => editor.dispatch({ do: "open", panel: "skip" })}>Skip <kbd>s</kbd></button>
        <button class="button small" onClick=${() => editor.dispatch({ do: "open", panel: "keys" })} aria-label="Keys">Keys <kbd>?</kbd></button></div>
    </header>
    <div class="desk">
      <${Sight} state=${state} step=${step} path=${path} />
      <${Writing} editor=${editor} state=${state} step=${step} />
    </div>
    <${StepStrip} statuses=${state.steps.map(statusOf)} at=${state.at} onGo=${(/** @type {number} */ to) => editor.dispatch({ do: "go", to })} />
    <${Panel} editor=${editor} state=${state} step=${step} onHandIn=${() => void handIn(editor)} onSkipped=${() => void nextOne()} />
    ${editor.said && html`<div class="toast" role="status">${editor.said}</div>`}
  </main>`;
}

/** @param {Editor} editor */
async function handIn(editor) {
  if (editor.state.locked) return;
  if (await editor.submit()) await nextOne();
}

async function nextOne() {
  try {
    const held = await call("POST", "queue/next", { purpose: "annotate" });
    go(held ? `/annotate/${encodeURIComponent(held.trajectory_id)}` : "/");
  } catch {
    go("/");
  }
}

/** Through the pictures to the end, or to the next key. @param {Editor} editor */
function playOn(editor) {
  const started = editor.state.at === editor.state.steps.length - 1 ? 0 : editor.state.at;
  editor.dispatch({ do: "go", to: started });
  let shown = started;
  const timer = setInterval(() => {
    if (editor.state.at !== shown || shown === editor.state.steps.length - 1) return clearInterval(timer);
    shown += 1;
    editor.dispatch({ do: "go", to: shown });
  }, PLAY_MS);
}
