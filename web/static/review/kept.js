// @ts-check
// What a reviewer means to say with a decision, kept on this computer until it is made: a note takes minutes to write.

/** @typedef {{ reason: string | null, note: string, steps: number[], lanes: number[] }} Said */

/** @type {Said} */
const NOTHING = Object.freeze({ reason: null, note: "", steps: [], lanes: [] });

export class Kept {
  /** @param {string} user @param {string} trajectory */
  constructor(user, trajectory) {
    this.key = `embrace3k decision ${user} ${trajectory}`;
    /** @type {Said} */
    this.said = { ...NOTHING, ...JSON.parse(localStorage.getItem(this.key) ?? "{}") };
  }

  /** @param {Partial<Said>} part */
  say(part) {
    this.said = { ...this.said, ...part };
    localStorage.setItem(this.key, JSON.stringify(this.said));
  }

  forget() {
    this.said = NOTHING;
    localStorage.removeItem(this.key);
  }
}
