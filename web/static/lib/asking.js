// @ts-check
// What a page asks the server for, and what it says where there is no answer.

import { get, Refused, Unreachable } from "./api.js";
import { recall } from "./session.js";
import { useEffect, useState } from "./ui.js";

/** A failed request as a sentence. Who is not signed in any more gets the sign-in page in its place. @param {unknown} error */
export function inWords(error) {
  if (error instanceof Unreachable) return "The server does not answer. Nothing has changed; try again.";
  if (!(error instanceof Refused)) throw error;
  if (error.code === "not_signed_in") void recall();
  return `${error.message.slice(0, 1).toUpperCase()}${error.message.slice(1)}.`;
}

/**
 * The answer to GET `path`, null until it is there, and asked for anew when the path is another or by `again`.
 * A failure leaves the answer before it in place.
 * @param {string} path
 * @returns {{ answer: any, error: Refused | Unreachable | null, again: () => void }}
 */
export function useAnswer(path) {
  const [got, setGot] = useState(/** @type {{ path: string, answer: any, error: any }} */ ({ path, answer: null, error: null }));
  const [times, setTimes] = useState(0);
  useEffect(() => {
    const leaving = new AbortController();
    get(path, { signal: leaving.signal }).then(
      (answer) => setGot({ path, answer, error: null }),
      (error) => !leaving.signal.aborted && setGot((before) => ({ path, answer: before.path === path ? before.answer : null, error })),
    );
    return () => leaving.abort();
  }, [path, times]);
  const current = got.path === path;
  return { answer: current ? got.answer : null, error: current ? got.error : null, again: () => setTimes((count) => count + 1) };
}
