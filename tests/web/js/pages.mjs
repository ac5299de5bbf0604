// What the server would say of a trajectory, for tests.

/** @param {number} steps */
export function page(steps) {
  const all = Array.from({ length: steps }, (_, index) => ({
    step_index: index, action: "MoveForward", evidence: { targets: [] }, annotation: draft(index), draft: draft(index), lints: [],
    dwell_ms: 0,
  }));
  return {
    work: { trajectory_id: "a", instruction: "Find the red car.", submitted: false, steps: all },
    frames: Array.from({ length: steps + 1 }, (_, index) => `/frames/${index}`),
  };
}

/** @param {number} index */
export const draft = (index) => note(1, `Draft ${index}.`, { kind: "template", name: "drafts" });

/** @param {number} revision @param {string} rationale */
export function note(revision, rationale, author = { kind: "human", name: "Ann" }, more = {}) {
  return { revision, rationale, author, created_at: "2026-11-30T09:00:00Z", ...more };
}

/** What the server answers to a save. @param {any} body @param {number} revision */
export function saved(body, revision) {
  const { base_rev: _, client_op_id: __, dwell_ms: ___, ...words } = body;
  return { annotation: note(revision, "", undefined, words), repeated: false };
}
