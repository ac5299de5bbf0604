// @ts-check
// What a person wrote and the server has not yet acknowledged, in the browser's own database: it outlives the page.

const NAME = "embrace3k", STORE = "unsaved";

/**
 * @typedef {import("../annotate/words.js").Words} Words
 * @typedef {{ client_op_id: string, base_rev: number, words: Words }} Sent
 * @typedef {{ revision: number, words: Words }} Base
 * @typedef {{ user: string, trajectory: string, step: number, sent: Sent | null, latest: Words | null,
 *   latestId: string, base: Base, at: number }} Entry  `sent` is under way to the server; `latest` came after it, and was written over `base`
 */

export class Journal {
  /** @type {Promise<IDBDatabase> | null} */
  #opened = null;

  /** @param {Entry} entry */
  async put(entry) {
    await this.#do("readwrite", (store) => store.put(entry, keyOf(entry)));
  }

  /** @param {{ user: string, trajectory: string, step: number }} entry */
  async remove(entry) {
    await this.#do("readwrite", (store) => store.delete(keyOf(entry)));
  }

  /** All of one person, of one trajectory or of all. @param {string} user @param {string} [trajectory] @returns {Promise<Entry[]>} */
  async entries(user, trajectory) {
    const from = trajectory === undefined ? [user] : [user, trajectory];
    return this.#do("readonly", (store) => store.getAll(IDBKeyRange.bound(from, [...from, []])));
  }

  /** @template T @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest<T>} what @returns {Promise<T>} */
  async #do(mode, what) {
    this.#opened ??= open();
    const database = await this.#opened;
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: "strict" });
      const request = what(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }
}

/** @param {{ user: string, trajectory: string, step: number }} entry */
const keyOf = (entry) => [entry.user, entry.trajectory, entry.step];

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
