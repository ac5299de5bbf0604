// @ts-check
// Whether what was typed is safe, always in sight of who types.

import { here } from "../annotate/state.js";
import { html } from "../lib/ui.js";
import { Icon } from "./icon.js";

/** @param {{ editor: import("../annotate/editor.js").Editor }} props */
export function SaveState({ editor }) {
  const { status, state } = editor, revision = here(state).newest?.revision;
  const words = {
    saved: revision ? `Saved, revision ${revision}` : "Nothing to save",
    saving: "Saving…",
    held: `${count(status.waiting, "change")} not saved: see ⇄ and ! below`,
    offline: `Offline – ${count(status.waiting, "change")} kept on this computer`,
    stopped: `${count(status.waiting, "change")} kept on this computer`,
  }[status.state];
  const icon = status.state === "saved" ? "check" : status.state === "saving" ? "cloud" : "offline";
  return html`<span class=${`save-state ${status.state}`} role="status"><${Icon} name=${icon} />${words}</span>`;
}

/** @param {number} number @param {string} what */
const count = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;
