// @ts-check
import { html, useEffect, useState } from "../lib/ui.js";

const SHOWN_MS = 4000;

/** What is said for a moment, and the way to say it. @returns {[any, (words: string) => void]} */
export function useToast() {
  const [said, setSaid] = useState({ words: "" });
  useEffect(() => {
    if (!said.words) return undefined;
    const timer = setTimeout(() => setSaid({ words: "" }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return [html`<div class=${said.words ? "toast" : ""} role="status">${said.words}</div>`, (words) => setSaid({ words })];
}
