// @ts-check
// Sets a password with the secret that follows the `#`, which the browser has sent to nobody.

import "./lib/theme.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
const said = /** @type {HTMLElement} */ (document.getElementById("said"));

/** @param {string} id */
const typed = (id) => /** @type {HTMLInputElement} */ (document.getElementById(id)).value;

/** @param {string} words @param {"" | "bad"} [kind] */
function say(words, kind = "bad") {
  said.hidden = false;
  said.className = `notice ${kind}`;
  said.textContent = words;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const password = typed("password");
  if (password !== typed("again")) return say("The two are not the same.");
  said.hidden = true;
  try {
    const answer = await fetch("/api/v1/session/link", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ secret: location.hash.slice(1), password }),
    });
    const body = await answer.json();
    if (!answer.ok) return say([body.error.message, body.error.hint].filter(Boolean).join(": "));
    history.replaceState(null, "", "/link");
    form.remove();
    say(`You are signed in as ${body.name}.`, "");
    /** @type {HTMLElement} */ (document.getElementById("on")).hidden = false;
  } catch {
    say("The server does not answer. Nothing has changed; try again.");
  }
});
