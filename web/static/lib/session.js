// @ts-check
// Who is signed in. Views ask `me()`, and those that wait for a change listen for "session" on `changes`.

import { call, get, Refused, useCsrfToken } from "./api.js";

/** @typedef {{ name: string, roles: string[], csrf_token: string }} Me */

export const changes = new EventTarget();
/** @type {Me | null} */
let current = null;

export const me = () => current;

/** @param {...string} roles */
export const isOne = (...roles) => roles.some((role) => current?.roles.includes(role));

/** Who the browser's cookie says it is; null for nobody. Throws Unreachable. */
export async function recall() {
  try {
    take(await get("session"));
  } catch (error) {
    if (!(error instanceof Refused && error.status === 401)) throw error;
    take(null);
  }
  return current;
}

/** Whether that person is signed in still, perhaps by another tab: then this page goes on with their session. @param {string} name */
export async function isStill(name) {
  try {
    const who = await get("session");
    if (who.name === name) take(who);
    return who.name === name;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

/** @param {string} name @param {string} password */
export async function signIn(name, password) {
  take(await call("POST", "session", { name, password }));
}

export async function signOut() {
  await call("DELETE", "session");
  take(null);
}

/** @param {Me | null} who */
function take(who) {
  current = who;
  useCsrfToken(who?.csrf_token ?? null);
  changes.dispatchEvent(new Event("session"));
}
