// @ts-check
// Why something cannot be shown, and what to do about it.

import { Refused } from "../lib/api.js";
import { recall } from "../lib/session.js";
import { html, useEffect } from "../lib/ui.js";
import { Notice } from "./notice.js";

/** @param {{ error: Error, again?: () => void }} props */
export function Trouble({ error, again }) {
  const ended = error instanceof Refused && error.status === 401;
  // The application shows the sign-in page as soon as it knows, and this page again afterwards.
  useEffect(() => {
    if (ended) recall().catch(() => undefined);
  }, [ended]);
  const words = ended ? "Your session has ended." : error instanceof Refused ? sentence(error.message) : "The server does not answer.";
  return html`<${Notice} kind="warn"><div class="row spread wrap"><span>${words}</span>
    ${again && !ended && html`<button class="button small" onClick=${again}>Try again</button>`}</div></${Notice}>`;
}

/** @param {string} text */
export const sentence = (text) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
