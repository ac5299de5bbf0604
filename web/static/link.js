// @ts-check
// Sets a password with the secret that follows the `#`, which the browser has sent to nobody.

const form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
const said = /** @type {HTMLElement} */ (document.getElementById("said"));

/** @param {string} id */
const typed = (id) => /** @type {HTMLInputElement} */ (document.getElementById(id)).value;

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const password = typed("password");
  if (password !== typed("again")) {
    said.textContent = "The two are not the same.";
    return;
  }
  said.textContent = "…";
  try {
    const answer = await fetch("/api/v1/session/link", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ secret: location.hash.slice(1), password }),
    });
    const body = await answer.json();
    if (answer.ok) {
      history.replaceState(null, "", "/link");
      form.remove();
      said.textContent = `You are signed in as ${body.name}.`;
      /** @type {HTMLElement} */ (document.getElementById("on")).hidden = false;
    } else {
      said.textContent = [body.error.message, body.error.hint].filter(Boolean).join(": ");
    }
  } catch {
    said.textContent = "The server does not answer. Nothing has changed; try again.";
  }
});
