// @ts-check
// Signing in, as a page and, when a session has ended, over the work that goes on afterwards.

import { Refused, Unreachable } from "../lib/api.js";
import { signIn } from "../lib/session.js";
import { html, useState } from "../lib/ui.js";
import { Notice } from "./notice.js";

export function SignIn() {
  return html`<main class="page door">
    <h1>Sign in to embrace3k</h1>
    <div class="card"><${SignInForm} /></div>
  </main>`;
}

/** @param {{ name?: string, done?: () => void }} props  with a name, only that person may sign in here */
export function SignInForm({ name: known = "", done }) {
  const [name, setName] = useState(known), [password, setPassword] = useState("");
  const [problem, setProblem] = useState(""), [busy, setBusy] = useState(false);
  const sso = document.documentElement.dataset.sso === "yes";

  /** @param {Event} event */
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    setProblem("");
    try {
      await signIn(name, password);
      done?.();
    } catch (error) {
      if (error instanceof Refused) setProblem(error.message);
      else if (error instanceof Unreachable) setProblem("The server does not answer. Try again.");
      else throw error;
    } finally {
      setBusy(false);
    }
  };

  return html`<form class="column" onSubmit=${submit}>
    <label class="field"><span>Name</span><input autocomplete="username" required readonly=${Boolean(known)} value=${name}
      onInput=${(/** @type {any} */ event) => setName(event.target.value)} /></label>
    <label class="field"><span>Password</span><input type="password" autocomplete="current-password" required value=${password}
      ref=${(/** @type {HTMLElement | null} */ input) => known && input?.focus()}
      onInput=${(/** @type {any} */ event) => setPassword(event.target.value)} /></label>
    ${problem && html`<${Notice} kind="bad">${problem}</${Notice}>`}
    <button class="button primary" disabled=${busy}>Sign in</button>
    ${sso && html`<a class="button" href="/api/v1/sso">Sign in with your organisation</a>`}
    <p class="small dim">No password yet? An administrator can send you a one-time link.</p>
  </form>`;
}
