// @ts-check
// Talking to the server: JSON in, JSON out, and two kinds of failure. Whoever calls decides what a failure means.

/** The server answered, and it was no. `facts` is all that the error said, such as `current` or `gaps`. */
export class Refused extends Error {
  /** @param {number} status @param {Record<string, any>} facts */
  constructor(status, facts) {
    super([facts.message, facts.hint].filter(Boolean).join(": "));
    this.status = status;
    this.code = String(facts.code);
    this.facts = facts;
  }
}

/** Nobody answered, or something in between did. The same again may succeed. */
export class Unreachable extends Error {}

/** What the server was not installed for: a refusal, with what to do about it. */
const NOT_INSTALLED = 501;

let csrf = "";

/** @param {string | null} token */
export function useCsrfToken(token) {
  csrf = token ?? "";
}

/**
 * @param {string} method
 * @param {string} path  below /api/v1/
 * @param {unknown} [body]
 * @param {{ keepalive?: boolean, signal?: AbortSignal }} [options]  `keepalive` outlives the page
 * @returns {Promise<any>}  throws Refused and Unreachable
 */
export async function call(method, path, body, options = {}) {
  /** @type {Record<string, string>} */
  const headers = { "X-CSRF-Token": csrf };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer, said;
  try {
    answer = await fetch(`/api/v1/${path}`, {
      method, headers, body: body === undefined ? undefined : JSON.stringify(body), ...options,
    });
    const text = await answer.text();
    said = text ? JSON.parse(text) : null;
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Unreachable("the server does not answer");
  }
  if (answer.ok) return said;
  if ((answer.status >= 500 && answer.status !== NOT_INSTALLED) || !said?.error) throw new Unreachable(said?.error?.message ?? `the server said ${answer.status}`);
  throw new Refused(answer.status, said.error);
}

/** @param {string} path @param {{ signal?: AbortSignal }} [options] */
export const get = (path, options) => call("GET", path, undefined, options);
