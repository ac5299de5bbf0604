// @ts-check
// Which words differ, by the longest common subsequence.

const MOST_CELLS = 4_000_000;

/** @typedef {{ op: "equal" | "insert" | "delete", text: string }} Piece */

/** @param {string} before @param {string} after @returns {Piece[]} */
export function wordDiff(before, after) {
  const old = before.match(/\S+\s*/g) ?? [], now = after.match(/\S+\s*/g) ?? [];
  let start = 0, end = 0;
  while (start < old.length && start < now.length && same(old[start], now[start])) start += 1;
  while (end < old.length - start && end < now.length - start && same(old[old.length - 1 - end], now[now.length - 1 - end])) end += 1;
  const a = old.slice(start, old.length - end), b = now.slice(start, now.length - end);
  /** @type {Piece[]} */
  const pieces = [];
  push(pieces, "equal", now.slice(0, start));
  if (a.length * b.length > MOST_CELLS) {
    push(pieces, "delete", a);
    push(pieces, "insert", b);
  } else {
    between(a, b, pieces);
  }
  push(pieces, "equal", now.slice(now.length - end));
  return pieces;
}

/** @param {string[]} a @param {string[]} b @param {Piece[]} pieces */
function between(a, b, pieces) {
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] = same(a[i], b[j])
        ? longest[(i + 1) * width + j + 1] + 1
        : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    }
  }
  let i = 0, j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && same(a[i], b[j])) {
      push(pieces, "equal", [b[j]]);
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && longest[(i + 1) * width + j] >= longest[i * width + j + 1])) {
      push(pieces, "delete", [a[i]]);
      i += 1;
    } else {
      push(pieces, "insert", [b[j]]);
      j += 1;
    }
  }
}

/** @param {string} one @param {string} other */
const same = (one, other) => one.trimEnd() === other.trimEnd();

/** @param {Piece[]} pieces @param {Piece["op"]} op @param {string[]} words */
function push(pieces, op, words) {
  if (!words.length) return;
  const last = pieces.at(-1);
  if (last?.op === op) last.text += words.join("");
  else pieces.push({ op, text: words.join("") });
}
