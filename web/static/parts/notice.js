// @ts-check
import { html } from "../lib/ui.js";

/** @param {{ kind?: "" | "warn" | "bad", children?: any }} props */
export function Notice({ kind = "", children }) {
  return html`<div class=${`notice ${kind}`} role=${kind === "bad" ? "alert" : "status"}>${children}</div>`;
}
