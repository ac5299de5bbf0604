// @ts-check
// The application's frame: who is signed in, which view, and what is shown while neither is known.

import { Unreachable } from "./lib/api.js";
import { find, moves } from "./lib/router.js";
import * as session from "./lib/session.js";
import { html, render, useEffect, useState } from "./lib/ui.js";
import { Bar } from "./parts/bar.js";
import { Notice } from "./parts/notice.js";
import { SignIn } from "./parts/sign_in.js";

const AGAIN_MS = 5000;

function App() {
  const [, draw] = useState(0);
  const [state, setState] = useState(/** @type {"asking" | "known" | "unreachable"} */ ("asking"));
  const [view, setView] = useState(/** @type {{ name: string, View: any } | null} */ (null));

  const ask = () => {
    session.recall().then(() => setState("known"), (error) => {
      if (!(error instanceof Unreachable)) throw error;
      setState("unreachable");
    });
  };
  useEffect(ask, []);
  useEffect(() => {
    if (state !== "unreachable") return undefined;
    const timer = setInterval(ask, AGAIN_MS);
    return () => clearInterval(timer);
  }, [state]);
  useEffect(() => {
    const again = () => draw((count) => count + 1);
    session.changes.addEventListener("session", again);
    moves.addEventListener("move", again);
    return () => {
      session.changes.removeEventListener("session", again);
      moves.removeEventListener("move", again);
    };
  }, []);

  const found = find(location.pathname);
  const name = found?.route.module;
  const key = location.pathname;
  useEffect(() => {
    if (!found || !name) return;
    document.title = `${found.route.title} – embrace3k`;
    let wanted = true;
    import(`./views/${name}.js`).then((module) => {
      if (wanted) setView({ name, View: module.default });
    });
    return () => {
      wanted = false;
    };
  }, [key]);

  if (state === "unreachable") {
    return html`<main class="page door"><h1>The server does not answer</h1>
      <div class="card column"><p>What you wrote is kept on this computer. This page goes on by itself when the server is back.</p>
        <div><button class="button" onClick=${ask}>Try again</button></div></div></main>`;
  }
  if (state === "asking") return html`<main class="page" aria-busy="true"></main>`;
  if (!session.me()) return html`<${SignIn} />`;
  if (!found) return html`<${Bar} /><main class="page"><h1>There is no such page</h1>
    <p>Nothing is at <span class="mono">${location.pathname}</span>. Perhaps a letter of the address is missing.</p><div><a class="button" href="/">To the queue</a></div></main>`;
  const { roles } = found.route;
  if (roles && !session.isOne(...roles)) {
    return html`<${Bar} /><main class="page"><h1>${found.route.title}</h1>
      <${Notice} kind="warn">This page is for people with the role ${roles.join(" or ")}. An administrator can give it to you.</${Notice}></main>`;
  }
  if (!view || view.name !== name) return html`<main class="page" aria-busy="true"></main>`;
  return html`<${view.View} key=${key} facts=${found.facts} />`;
}

const root = document.getElementById("app");
if (root) render(html`<${App} />`, root);
