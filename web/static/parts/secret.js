// @ts-check
import { html, useRef, useState } from "../lib/ui.js";

/** What is shown this once, to be copied. @param {{ label: string, value: string }} props */
export function Secret({ label, value }) {
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [said, setSaid] = useState("");
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(value);
      setSaid("Copied");
    } catch {
      // Browsers give the clipboard to pages over https alone, and to those of this computer.
      setSaid("Press Ctrl+C to copy it");
    }
  };
  return html`<div class="column"><div class="row ends-aligned"><label class="field grow"><span>${label}</span>
      <input class="mono" readonly ref=${field} value=${value} onFocus=${() => field.current?.select()} /></label>
      <button class="button primary" autofocus onClick=${() => void copy()}>Copy</button></div>
    <span class="small dim" role="status">${said}</span></div>`;
}
