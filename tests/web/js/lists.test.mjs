import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Pages } from "../../../web/static/lib/pages.js";

/** @type {string[]} */
let asked = [];
let rows = 5, broken = false;

beforeEach(() => {
  asked = [];
  rows = 5;
  broken = false;
  globalThis.fetch = async (path, { signal }) => {
    asked.push(path);
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (signal.aborted) throw new DOMException("stopped", "AbortError");
    if (broken) throw new TypeError("nobody answers");
    const query = new URL(path, "http://server").searchParams, from = Number(query.get("after") ?? 0);
    return new Response(JSON.stringify(Array.from({ length: Math.min(Number(query.get("limit")), rows - from) }, (_, index) => ({ after: from + index + 1 }))));
  };
});

test("pages follow each other until one is not full", async () => {
  const pages = new Pages("things?kind=red", 2);
  for (let round = 0; round < 5; round += 1) await pages.more();
  assert.deepEqual(pages.rows.map((row) => row.after), [1, 2, 3, 4, 5]);
  assert.deepEqual(asked, ["", "&after=2", "&after=4"].map((after) => `/api/v1/things?kind=red&limit=2${after}`));
});

test("asking for more while a page is under way asks once", async () => {
  const pages = new Pages("things", 2);
  await Promise.all([pages.more(), pages.more(), pages.more()]);
  assert.deepEqual([pages.rows.length, asked.length], [2, 1]);
});

test("a list that is left in the midst goes on where it was, with nothing twice", async () => {
  const pages = new Pages("things", 2);
  await pages.more();
  const left = pages.more();
  pages.stop();
  await Promise.all([left, pages.more()]);
  assert.deepEqual(pages.rows.map((row) => row.after), [1, 2, 3, 4]);
  assert.equal(pages.error, null);
});

test("what failed keeps what is there, and may be asked for again", async () => {
  const pages = new Pages("things", 2);
  await pages.more();
  broken = true;
  await pages.more();
  assert.match(String(pages.error), /does not answer/);
  broken = false;
  await pages.more();
  assert.deepEqual([pages.rows.length, pages.error], [4, null]);
});
