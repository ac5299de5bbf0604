// @ts-check
// A list that the server gives page by page: each entry says by its `after` where the next page begins.

import { get } from "./api.js";

export class Pages extends EventTarget {
  /** @type {any[]} */
  rows = [];
  ended = false;
  /** @type {Error | null} */
  error = null;
  /** @type {AbortController | null} */
  #asking = null;

  /** @param {string} path  with or without a question @param {number} size */
  constructor(path, size) {
    super();
    this.path = path;
    this.size = size;
  }

  /** The next page, unless it is under way. */
  async more() {
    if (this.#asking || this.ended) return;
    const stop = this.#asking = new AbortController();
    const last = this.rows.at(-1);
    const query = `limit=${this.size}${last ? `&after=${last.after}` : ""}`;
    this.error = null;
    try {
      const rows = await get(`${this.path}${this.path.includes("?") ? "&" : "?"}${query}`, { signal: stop.signal });
      if (stop.signal.aborted) return;
      this.rows = [...this.rows, ...rows];
      this.ended = rows.length < this.size;
    } catch (error) {
      if (!stop.signal.aborted) this.error = /** @type {Error} */ (error);
    }
    if (this.#asking === stop) this.#asking = null;
    this.dispatchEvent(new Event("change"));
  }

  /** Asks for no more; what is there stays. */
  stop() {
    this.#asking?.abort();
    this.#asking = null;
  }
}
