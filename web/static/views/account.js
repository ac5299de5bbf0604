// @ts-check
// One's own password, and tokens for one's programs.

import { inWords, useAnswer } from "../lib/asking.js";
import { call, Refused } from "../lib/api.js";
import { me, signIn } from "../lib/session.js";
import { html, useState } from "../lib/ui.js";
import { ROLES, ago, exactly } from "../lib/words.js";
import { Bar } from "../parts/bar.js";
import { Dialog } from "../parts/dialog.js";
import { Loading } from "../parts/loading.js";
import { Notice } from "../parts/notice.js";
import { Secret } from "../parts/secret.js";

/** @typedef {{ number: number, name: string, created_at: string, used_at: string | null, revoked_at: string | null }} Token */

export default function Account() {
  const { name, roles } = /** @type {import("../lib/session.js").Me} */ (me());
  return html`<${Bar} /><main class="page">
    <div class="page-head"><h1 dir="auto">${name}</h1></div>
    <div class="columns">
      <section class="card column" aria-label="Roles"><h2>Your roles</h2>
        <dl class="said-of">${roles.map((role) => html`<dt>${role}</dt><dd class="dim">${ROLES[/** @type {keyof typeof ROLES} */ (role)]}</dd>`)}</dl>
        <p class="small dim">An administrator gives and takes roles.</p></section>
      <${Password} name=${name} />
    </div>
    <${Tokens} />
  </main>`;
}

/** @param {{ name: string }} props */
function Password({ name }) {
  const [old, setOld] = useState(""), [fresh, setFresh] = useState(""), [again, setAgain] = useState("");
  const [said, setSaid] = useState(/** @type {{ kind: "" | "bad", words: string } | null} */ (null)), [busy, setBusy] = useState(false);
  /** @param {Event} event */
  const submit = async (event) => {
    event.preventDefault();
    if (fresh !== again) return setSaid({ kind: "bad", words: "The two new ones are not the same." });
    setBusy(true);
    try {
      await call("PUT", "session/password", { old, new: fresh });
      // Every session has ended with it, this one too.
      await signIn(name, fresh);
      for (const clear of [setOld, setFresh, setAgain]) clear("");
      setSaid({ kind: "", words: "Changed. Everywhere else you have to sign in again." });
    } catch (error) {
      const wrong = error instanceof Refused && error.code === "login_refused";
      setSaid({ kind: "bad", words: wrong ? "The present password is another one. If you have none, an administrator can send you a link." : inWords(error) });
    } finally {
      setBusy(false);
    }
  };
  return html`<form class="card column" aria-label="Password" onSubmit=${submit}><h2>Change your password</h2>
    <input type="text" autocomplete="username" value=${name} hidden readonly />
    ${field("Present password", "current-password", old, setOld)}
    ${field("New password, 12 characters or more", "new-password", fresh, setFresh)}
    ${field("New password once more", "new-password", again, setAgain)}
    ${said && html`<${Notice} kind=${said.kind}>${said.words}</${Notice}>`}
    <div><button class="button primary" disabled=${busy}>Change it</button></div></form>`;
}

/** @param {string} label @param {string} autocomplete @param {string} value @param {(value: string) => void} set */
function field(label, autocomplete, value, set) {
  return html`<label class="field"><span>${label}</span><input type="password" required autocomplete=${autocomplete} value=${value}
    minlength=${autocomplete === "new-password" ? 12 : undefined} maxlength="256" onInput=${(/** @type {any} */ event) => set(event.target.value)} /></label>`;
}

function Tokens() {
  const { answer: tokens, error, again } = useAnswer("tokens");
  const [name, setName] = useState(""), [problem, setProblem] = useState("");
  const [made, setMade] = useState(/** @type {(Token & { secret: string }) | null} */ (null));
  const [revoking, setRevoking] = useState(/** @type {Token | null} */ (null));

  /** @param {() => Promise<void>} what */
  const attempt = async (what) => {
    setProblem("");
    try {
      await what();
    } catch (failure) {
      setProblem(inWords(failure));
    }
    again();
  };
  /** @param {Event} event */
  const make = (event) => {
    event.preventDefault();
    void attempt(async () => {
      setMade(await call("POST", "tokens", { name }));
      setName("");
    });
  };
  const inUse = tokens?.filter((/** @type {Token} */ token) => !token.revoked_at) ?? [];

  return html`<section class="card column" aria-label="API tokens"><h2>API tokens</h2>
    <p class="small dim">For your programs: a token may do what you may. Send it as <code>Authorization: Bearer TOKEN</code>.</p>
    <form class="row wrap ends-aligned" onSubmit=${make}><label class="field grow"><span>What it is for</span><input required maxlength="64" autocomplete="off" value=${name}
        onInput=${(/** @type {any} */ event) => setName(event.target.value)} /></label>
      <button class="button">Make a token</button></form>
    ${problem && html`<${Notice} kind="bad">${problem}</${Notice}>`}
    ${!tokens ? html`<${Loading} error=${error} again=${again} />`
      : !inUse.length ? html`<p class="dim">You have no tokens. Make one when a program is to work in your name.</p>`
      : html`<div class="table" tabindex="0" role="region" aria-label="Tokens in use"><table><thead><tr><th>For</th><th>Made</th><th>Last used</th><th><span class="unseen-label">What to do</span></th></tr></thead>
        <tbody>${inUse.map((/** @type {Token} */ token) => html`<tr><th scope="row" dir="auto">${token.name}</th><td>${when(token.created_at)}</td>
          <td>${token.used_at ? when(token.used_at) : html`<span class="dim">never</span>`}</td>
          <td><span class="row end"><button class="button quiet small" aria-label=${`Revoke ${token.name}`} onClick=${() => setRevoking(token)}>Revoke</button></span></td></tr>`)}</tbody></table></div>`}
    ${made && html`<${Dialog} title=${`The token for ${made.name}`} wide onClose=${() => setMade(null)}>
      <div class="column"><p>Put it where your program keeps its secrets.</p><${Secret} label="API token" value=${made.secret} />
        <p class="small dim">It is shown here and nowhere else. If it gets lost, revoke it and make a new one.</p></div>
      <div class="ends"><button class="button" onClick=${() => setMade(null)}>I have it</button></div></${Dialog}>`}
    ${revoking && html`<${Dialog} title=${`Revoke ${revoking.name}`} onClose=${() => setRevoking(null)}>
      <p>Programs that use it are refused from now on. This cannot be undone.</p>
      <div class="ends"><button class="button" onClick=${() => setRevoking(null)}>Keep it</button>
        <button class="button danger" onClick=${() => void attempt(async () => {
          setRevoking(null);
          await call("DELETE", `tokens/${revoking.number}`);
        })}>Revoke</button></div></${Dialog}>`}
  </section>`;
}

/** @param {string} moment */
const when = (moment) => html`<time datetime=${moment} title=${exactly(moment)}>${ago(moment)}</time>`;
