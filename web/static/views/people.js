// @ts-check
// Who may work here, with which roles, and the one-time links with which they set their passwords.

import { inWords, useAnswer } from "../lib/asking.js";
import { call } from "../lib/api.js";
import { me } from "../lib/session.js";
import { html, useState } from "../lib/ui.js";
import { ROLES, ago, exactly } from "../lib/words.js";
import { Bar } from "../parts/bar.js";
import { Dialog } from "../parts/dialog.js";
import { Loading } from "../parts/loading.js";
import { Notice } from "../parts/notice.js";
import { Secret } from "../parts/secret.js";

/**
 * @typedef {{ name: string, roles: string[], has_password: boolean, has_sso: boolean, disabled: boolean, created_at: string }} User
 * @typedef {{ url: string, expires_at: string }} Link
 * @typedef {{ kind: "roles" | "disable" | "link", user: User }} Asked
 */

export default function People() {
  const { answer: users, error, again } = useAnswer("users");
  const [asked, setAsked] = useState(/** @type {Asked | null} */ (null));
  const [link, setLink] = useState(/** @type {{ name: string, link: Link } | null} */ (null));
  const [problem, setProblem] = useState("");

  /** Whether it was done. @param {string} method @param {string} path @param {unknown} [body] @returns {Promise<any>} */
  const change = async (method, path, body) => {
    setProblem("");
    try {
      const done = await call(method, path, body);
      again();
      return done ?? {};
    } catch (failure) {
      setProblem(inWords(failure));
      return null;
    }
  };
  /** @param {User} user */
  const path = (user) => `users/${encodeURIComponent(user.name)}`;
  /** @param {User} user */
  const newLink = async (user) => {
    const made = await change("POST", `${path(user)}/link`);
    setAsked(null);
    if (made) setLink({ name: user.name, link: made });
  };

  return html`<${Bar} /><main class="page">
    <div class="page-head"><h1>People</h1></div>
    <${Add} change=${change} onAdded=${(/** @type {any} */ user) => setLink({ name: user.name, link: user.link })} />
    ${problem && html`<${Notice} kind="bad">${problem}</${Notice}>`}
    ${users ? html`<${Table} users=${users} ask=${(/** @type {Asked} */ what) => (setProblem(""), setAsked(what))}
        enable=${(/** @type {User} */ user) => void change("POST", `${path(user)}/enable`)} />`
      : html`<${Loading} error=${error} again=${again} />`}
    ${link && html`<${NewLink} ...${link} close=${() => setLink(null)} />`}
    ${asked?.kind === "link" && html`<${Sure} title=${`A new link for ${asked.user.name}`} words=${asked.user.has_password
        ? "Their password goes on to work until they set another one with the link. Earlier links end now." : "Earlier links end now."}
      does="Make a link" close=${() => setAsked(null)} act=${() => newLink(asked.user)} />`}
    ${asked?.kind === "disable" && html`<${Sure} title=${`Keep ${asked.user.name} out`} danger
      words="Every session of theirs ends at once, and their API tokens stop. What they wrote stays. You can let them in again."
      does="Keep out" close=${() => setAsked(null)} act=${async () => {
        await change("POST", `${path(asked.user)}/disable`);
        setAsked(null);
      }} />`}
    ${asked?.kind === "roles" && html`<${Roles} user=${asked.user} problem=${problem} close=${() => setAsked(null)}
      save=${async (/** @type {string[]} */ roles) => (await change("PUT", `${path(asked.user)}/roles`, { roles })) && setAsked(null)} />`}
  </main>`;
}

/** @param {{ change: (method: string, path: string, body: unknown) => Promise<any>, onAdded: (user: any) => void }} props */
function Add({ change, onAdded }) {
  const [name, setName] = useState(""), [roles, setRoles] = useState(["annotator"]);
  /** @param {Event} event */
  const submit = async (event) => {
    event.preventDefault();
    const added = await change("POST", "users", { name, roles });
    if (!added) return;
    setName("");
    onAdded(added);
  };
  return html`<form class="card column" aria-label="Add somebody" onSubmit=${submit}>
    <h2>Add somebody</h2>
    <div class="row wrap ends-aligned"><label class="field grow"><span>Name</span><input required maxlength="64" autocomplete="off" value=${name}
        onInput=${(/** @type {any} */ event) => setName(event.target.value)} /></label>
      <${RoleBoxes} chosen=${roles} choose=${setRoles} />
      <button class="button primary" disabled=${!roles.length}>Add and make a link</button></div>
  </form>`;
}

/** @param {{ chosen: string[], choose: (roles: string[]) => void, explained?: boolean }} props */
function RoleBoxes({ chosen, choose, explained = false }) {
  return html`<fieldset class=${explained ? "boxes column" : "boxes row wrap"}><legend>Roles</legend>${Object.entries(ROLES).map(([role, words]) => html`<label class="box-of">
    <input type="checkbox" checked=${chosen.includes(role)} onChange=${() => choose(chosen.includes(role) ? chosen.filter((each) => each !== role) : [...chosen, role])} />
    <span>${role}${explained && html`<span class="small dim">${words}</span>`}</span></label>`)}</fieldset>`;
}

/** @param {{ users: User[], ask: (what: Asked) => void, enable: (user: User) => void }} props */
function Table({ users, ask, enable }) {
  return html`<div class="card table" tabindex="0" role="region" aria-label="Everybody"><table>
    <thead><tr><th>Name</th><th>Roles</th><th>Signs in</th><th>Since</th><th><span class="unseen-label">What to do</span></th></tr></thead>
    <tbody>${users.map((user) => html`<tr class=${user.disabled ? "off" : ""}>
      <th scope="row" dir="auto">${user.name}${user.name === me()?.name && html` <span class="tag">you</span>`}</th>
      <td><span class="row wrap tight">${user.roles.map((role) => html`<span class="tag">${role}</span>`)}</span></td>
      <td>${signsIn(user)}</td>
      <td><time datetime=${user.created_at} title=${exactly(user.created_at)}>${ago(user.created_at)}</time></td>
      <td><span class="row tight end">
        <button class="button quiet small" aria-label=${`Roles of ${user.name}`} onClick=${() => ask({ kind: "roles", user })}>Roles</button>
        <button class="button quiet small" aria-label=${`New link for ${user.name}`} disabled=${user.disabled} onClick=${() => ask({ kind: "link", user })}>New link</button>
        ${user.disabled ? html`<button class="button quiet small" aria-label=${`Let ${user.name} in`} onClick=${() => enable(user)}>Let in</button>`
          : html`<button class="button quiet small" aria-label=${`Keep ${user.name} out`} onClick=${() => ask({ kind: "disable", user })}>Keep out</button>`}
      </span></td></tr>`)}</tbody></table></div>`;
}

/** @param {User} user */
function signsIn(user) {
  if (user.disabled) return html`<span class="tag bad">kept out</span>`;
  const ways = [user.has_password && "password", user.has_sso && "single sign-on"].filter(Boolean);
  return ways.length ? ways.join(", ") : html`<span class="tag warn">has not used the link yet</span>`;
}

/** @param {{ name: string, link: Link, close: () => void }} props */
function NewLink({ name, link, close }) {
  return html`<${Dialog} title=${`A link for ${name}`} wide onClose=${close}>
    <div class="column"><p>Send it to them: whoever opens it sets ${name}'s password. It works once, until ${exactly(link.expires_at)}.</p>
      <${Secret} label="One-time link" value=${link.url} />
      <p class="small dim">It is shown here and nowhere else. If it gets lost, make a new one.</p></div>
    <div class="ends"><button class="button" onClick=${close}>I have it</button></div></${Dialog}>`;
}

/** @param {{ title: string, words: string, does: string, danger?: boolean, close: () => void, act: () => Promise<void> }} props */
function Sure({ title, words, does, danger = false, close, act }) {
  return html`<${Dialog} title=${title} onClose=${close}><p>${words}</p>
    <div class="ends"><button class="button" onClick=${close}>Cancel</button>
      <button class=${`button ${danger ? "danger" : "primary"}`} onClick=${() => void act()}>${does}</button></div></${Dialog}>`;
}

/** @param {{ user: User, problem: string, close: () => void, save: (roles: string[]) => Promise<unknown> }} props */
function Roles({ user, problem, close, save }) {
  const [roles, setRoles] = useState(user.roles);
  return html`<${Dialog} title=${`Roles of ${user.name}`} onClose=${close}>
    <${RoleBoxes} chosen=${roles} choose=${setRoles} explained />
    ${problem && html`<${Notice} kind="bad">${problem}</${Notice}>`}
    <div class="ends"><button class="button" onClick=${close}>Cancel</button>
      <button class="button primary" disabled=${!roles.length} onClick=${() => void save(roles)}>Save</button></div></${Dialog}>`;
}
