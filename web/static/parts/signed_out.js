// @ts-check
// A session that ended while somebody was writing: signing in again, over the work.

import { html } from "../lib/ui.js";
import { Dialog } from "./dialog.js";
import { SignInForm } from "./sign_in.js";

/** @param {{ name: string, done: () => void }} props  only that person may go on here */
export const SignedOut = ({ name, done }) => html`<${Dialog} title="Your session has ended" onClose=${() => undefined}>
  <p class="dim lead">What you wrote is kept on this computer, and is saved when you have signed in.</p>
  <${SignInForm} name=${name} done=${done} /></${Dialog}>`;
