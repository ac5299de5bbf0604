// @ts-check
// Every key of the editor, once. The help sheet is drawn from this table, and so are the key caps on buttons.

/**
 * @typedef {object} Binding
 * @property {string[]} keys  as KeyboardEvent.key says them, with Ctrl+ and Shift+ before
 * @property {"step" | "text" | "both"} mode
 * @property {string} what  for the help sheet
 * @property {string} group
 * @property {{ do: string, [fact: string]: any }} command  for the reducer, or for the page where it begins with "page:"
 */

/** @type {Binding[]} */
export const KEYS = [
  { keys: ["Enter", " "], mode: "step", group: "Judge", what: "All is grounded; next step", command: { do: "accept" } },
  { keys: ["1"], mode: "step", group: "Judge", what: "The same", command: { do: "accept" } },
  { keys: ["2"], mode: "step", group: "Judge", what: "Wrong action: choose the right one", command: { do: "judge", kind: "wrong_action" } },
  { keys: ["3"], mode: "step", group: "Judge", what: "Wrong object", command: { do: "judge", kind: "wrong_object" } },
  { keys: ["4"], mode: "step", group: "Judge", what: "Not visible", command: { do: "judge", kind: "not_visible" } },
  { keys: ["5"], mode: "step", group: "Judge", what: "Unsure: ambiguous", command: { do: "judge", kind: "ambiguous" } },
  { keys: ["7"], mode: "step", group: "Judge", what: "Change the answer: action matches", command: { do: "cycle", question: "action_matches" } },
  { keys: ["8"], mode: "step", group: "Judge", what: "Change the answer: object is there", command: { do: "cycle", question: "object_present" } },
  { keys: ["9"], mode: "step", group: "Judge", what: "Change the answer: rationale is supported", command: { do: "cycle", question: "rationale_supported" } },
  { keys: ["c"], mode: "step", group: "Judge", what: "Reasons", command: { do: "open", panel: "reasons" } },

  { keys: ["e", "i"], mode: "step", group: "Write", what: "Edit the rationale", command: { do: "edit" } },
  { keys: ["Escape"], mode: "text", group: "Write", what: "Leave the text; it is saved", command: { do: "leave" } },
  { keys: ["Ctrl+Enter"], mode: "text", group: "Write", what: "All is grounded; next step", command: { do: "leaveAndAccept" } },
  { keys: ["d"], mode: "step", group: "Write", what: "Back to the draft", command: { do: "restoreDraft" } },
  { keys: ["r"], mode: "step", group: "Write", what: "Use the rationale of the step before", command: { do: "reusePrevious" } },
  { keys: ["u"], mode: "step", group: "Write", what: "Undo", command: { do: "page:undo" } },
  { keys: ["Ctrl+r", "Shift+U"], mode: "step", group: "Write", what: "Redo", command: { do: "page:redo" } },
  { keys: ["Ctrl+s"], mode: "both", group: "Write", what: "Save now", command: { do: "page:flush" } },

  { keys: ["j", "ArrowRight"], mode: "step", group: "Move", what: "Next step", command: { do: "next" } },
  { keys: ["k", "ArrowLeft"], mode: "step", group: "Move", what: "Step before", command: { do: "previous" } },
  { keys: ["n"], mode: "step", group: "Move", what: "Next step that is not verified", command: { do: "nextOpen" } },
  { keys: ["g", "Home"], mode: "step", group: "Move", what: "First step", command: { do: "first" } },
  { keys: ["Shift+G", "End"], mode: "step", group: "Move", what: "Last step", command: { do: "last" } },
  { keys: ["p"], mode: "step", group: "Move", what: "Play the pictures", command: { do: "page:play" } },
  { keys: ["b"], mode: "step", group: "Move", what: "Boxes on the picture", command: { do: "overlay" } },

  { keys: ["Shift+Enter"], mode: "step", group: "Work", what: "Hand in", command: { do: "page:submit" } },
  { keys: ["s"], mode: "step", group: "Work", what: "Skip this trajectory", command: { do: "open", panel: "skip" } },
  { keys: ["?"], mode: "step", group: "Work", what: "This sheet", command: { do: "open", panel: "keys" } },
  { keys: ["Escape"], mode: "step", group: "Work", what: "Close what is open", command: { do: "close" } },
];

/** How a key is written in the table. @param {KeyboardEvent} event */
export function nameOf(event) {
  const ctrl = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  // "?" needs Shift on most keyboards, and says so by itself.
  const shift = event.shiftKey && (event.key.length > 1 || /^[A-Z]$/.test(event.key)) ? "Shift+" : "";
  return `${ctrl}${shift}${event.key}`;
}

/** What a key means; undefined for one that is none of ours. @param {KeyboardEvent} event @param {"step" | "text"} mode @param {Binding[]} [keys] */
export function commandFor(event, mode, keys = KEYS) {
  if (event.isComposing || event.altKey) return undefined;
  const name = nameOf(event);
  return keys.find((each) => (each.mode === mode || each.mode === "both") && each.keys.includes(name))?.command;
}

/** The first key of a command, for its button. @param {string} what @param {string} [fact] */
export function keyOf(what, fact) {
  const found = KEYS.find(({ command: { do: name, ...facts } }) => name === what && (!fact || Object.values(facts).includes(fact)));
  return found ? found.keys[0] : undefined;
}
