// @ts-check
// Every key of the review page, once. Commands that begin with "round:" are the review's own, all others the editor's.

/** @typedef {import("../annotate/keys.js").Binding} Binding */

/** @type {Binding[]} */
export const KEYS = [
  { keys: ["1"], mode: "step", group: "Settle", what: "Adopt the first text; next step", command: { do: "round:adopt", side: 0 } },
  { keys: ["2"], mode: "step", group: "Settle", what: "Adopt the second text; next step", command: { do: "round:adopt", side: 1 } },
  { keys: ["3"], mode: "step", group: "Settle", what: "Adopt the third text; next step", command: { do: "round:adopt", side: 2 } },
  { keys: ["Shift+A"], mode: "step", group: "Settle", what: "Adopt the first text wherever all agree", command: { do: "round:adoptAgreed" } },
  { keys: ["Enter", " "], mode: "step", group: "Settle", what: "It is right as it stands; next step", command: { do: "round:right" } },
  { keys: ["f"], mode: "step", group: "Settle", what: "Flag this step for sending back", command: { do: "round:flag" } },

  { keys: ["e", "i"], mode: "step", group: "Write", what: "Edit what stands", command: { do: "edit" } },
  { keys: ["r"], mode: "step", group: "Write", what: "Take the first text and edit it", command: { do: "round:begin", side: 0 } },
  { keys: ["Shift+R"], mode: "step", group: "Write", what: "Take the second text and edit it", command: { do: "round:begin", side: 1 } },
  { keys: ["Escape"], mode: "text", group: "Write", what: "Leave the text; it is saved", command: { do: "leave" } },
  { keys: ["Ctrl+Enter"], mode: "text", group: "Write", what: "All is grounded; next step", command: { do: "round:grounded" } },
  { keys: ["7"], mode: "step", group: "Write", what: "Change the answer: action matches", command: { do: "cycle", question: "action_matches" } },
  { keys: ["8"], mode: "step", group: "Write", what: "Change the answer: object is there", command: { do: "cycle", question: "object_present" } },
  { keys: ["9"], mode: "step", group: "Write", what: "Change the answer: rationale is supported", command: { do: "cycle", question: "rationale_supported" } },
  { keys: ["c"], mode: "step", group: "Write", what: "Reasons", command: { do: "open", panel: "reasons" } },
  { keys: ["Shift+C"], mode: "step", group: "Write", what: "The action that would have been right", command: { do: "open", panel: "actions" } },
  { keys: ["u"], mode: "step", group: "Write", what: "Undo", command: { do: "page:undo" } },
  { keys: ["Shift+U", "Ctrl+r"], mode: "step", group: "Write", what: "Redo", command: { do: "page:redo" } },
  { keys: ["Ctrl+s"], mode: "both", group: "Write", what: "Save now", command: { do: "page:flush" } },

  { keys: ["n"], mode: "step", group: "Move", what: "Next step that is not settled or not looked at", command: { do: "round:open" } },
  { keys: ["j"], mode: "step", group: "Move", what: "Next step, those that differ most first", command: { do: "round:go", by: 1 } },
  { keys: ["k"], mode: "step", group: "Move", what: "The one before", command: { do: "round:go", by: -1 } },
  { keys: ["ArrowRight"], mode: "step", group: "Move", what: "The step after this one on the way", command: { do: "next" } },
  { keys: ["ArrowLeft"], mode: "step", group: "Move", what: "The step before this one on the way", command: { do: "previous" } },
  { keys: ["b"], mode: "step", group: "Move", what: "Boxes on the picture", command: { do: "overlay" } },
  { keys: ["w"], mode: "step", group: "Move", what: "Words that differ, or plain texts", command: { do: "round:words" } },

  { keys: ["a"], mode: "step", group: "Decide", what: "Accept", command: { do: "round:decide", event: "accept" } },
  { keys: ["v"], mode: "step", group: "Decide", what: "End the review; somebody else accepts", command: { do: "round:decide", event: "review" } },
  { keys: ["x"], mode: "step", group: "Decide", what: "Send it back, with a reason", command: { do: "round:decide", event: "return" } },
  { keys: ["Shift+X"], mode: "step", group: "Decide", what: "Refuse it for good, with a reason", command: { do: "round:decide", event: "refuse" } },
  { keys: ["o"], mode: "step", group: "Decide", what: "Open again what was accepted or refused", command: { do: "round:decide", event: "reopen" } },
  { keys: ["t"], mode: "step", group: "Decide", what: "Take it, to work on it", command: { do: "round:take" } },
  { keys: ["s"], mode: "step", group: "Decide", what: "Skip this trajectory", command: { do: "open", panel: "skip" } },
  { keys: ["?"], mode: "step", group: "Decide", what: "This sheet", command: { do: "open", panel: "keys" } },
  { keys: ["Escape"], mode: "step", group: "Decide", what: "Close what is open", command: { do: "close" } },
];

/** The key of a button. @param {string} what @param {string | number} [fact] */
export function keyOf(what, fact) {
  const found = KEYS.find(({ command: { do: name, ...facts } }) => name === what && (fact === undefined || Object.values(facts).includes(fact)));
  return found?.keys[0] ?? "";
}
