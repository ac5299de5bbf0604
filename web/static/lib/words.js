// @ts-check
// Names of closed lists as people read them.

export const QUESTION_WORDS = {
  action_matches: "The action matches what happened",
  object_present: "The named object is really there",
  rationale_supported: "The view supports the rationale",
};
export const QUESTION_SHORT = { action_matches: "Action", object_present: "Object", rationale_supported: "Rationale" };
export const VERDICT_WORDS = { grounded: "grounded", not_grounded: "not grounded", unsure: "unsure" };
export const VERDICT_GLYPHS = { grounded: "✓", not_grounded: "✕", unsure: "?" };
export const REASONS = {
  wrong_action: "Wrong action", wrong_object: "Wrong object", not_visible: "Not visible", unsupported: "Not supported",
  hindsight: "Hindsight", contradiction: "Contradiction", ambiguous: "Ambiguous", bad_frame: "Bad picture", other: "Other",
};
export const SKIP_REASONS = {
  too_hard: "Too hard to judge", bad_frames: "Bad pictures", broken: "Something is broken", wrong_language: "Wrong language",
  known_to_me: "I know this one already", other: "Other",
};
export const RETURN_REASONS = {
  wrong_verdict: "Wrong verdict", weak_rationale: "Weak rationale", hindsight: "Hindsight", language: "Language", incomplete: "Incomplete",
  bad_demonstration: "Bad demonstration", mistake: "Mistake", other: "Other",
};
export const ROLES = {
  annotator: "Says of each step why it was done, and whether that is true of what can be seen",
  reviewer: "Checks what others wrote, settles where they differ, sends back, accepts",
  engineer: "Puts trajectories into the queue, runs imports, exports and releases, reads the quality figures",
  admin: "Adds people, gives roles, keeps people out, opens again what was decided",
};
/** Why a measure, or only its interval, does not exist. */
export const GAPS = {
  not_answered: "nobody answered", one_annotator: "one annotator", no_overlap: "no common step", one_verdict: "one verdict only",
  never_given: "never given", one_trajectory: "one trajectory", rare: "too few tell",
};
export const TASK_TYPES = {
  basic: "Basic", exploration: "Exploration", dynamic_spatial_semantic: "Dynamic spatial semantic", multi_stage: "Multi-stage",
  open_door: "Open a door", pick_drop: "Pick and drop",
};
export const ACTIONS = [
  "MoveForward", "MoveBackward", "TurnLeft", "TurnRight", "LookUp", "LookDown", "OpenDoor", "Pick", "Drop", "MidwayTarget",
  "Finish", "Idle", "JumpForward", "LookBack", "LookHand",
];
/** Of a work, and of what nobody was asked to annotate. */
export const STATES = {
  unopened: { words: "not opened", glyph: "○", kind: "" },
  recorded: { words: "to annotate", glyph: "◔", kind: "" },
  returned: { words: "sent back", glyph: "↩", kind: "warn" },
  annotated: { words: "to review", glyph: "◑", kind: "accent" },
  reviewed: { words: "to accept", glyph: "◕", kind: "accent" },
  accepted: { words: "accepted", glyph: "✓", kind: "good" },
  refused: { words: "refused", glyph: "✕", kind: "bad" },
};
export const OUTCOMES = {
  success: { words: "success", glyph: "✓", kind: "good" },
  failure: { words: "failure", glyph: "✕", kind: "bad" },
  unknown: { words: "not judged", glyph: "?", kind: "" },
};
export const REPLAYS = {
  verified: { words: "replay verified", glyph: "✓", kind: "good" },
  drifted: { words: "replay drifted", glyph: "⇄", kind: "warn" },
  not_replayable: { words: "not replayable", glyph: "?", kind: "" },
  unreplayed: { words: "not replayed", glyph: "○", kind: "" },
};
export const DRIVERS = { oracle: "Oracle", script: "Script", person: "Person", agent: "Agent", unknown: "Not known" };
/** Of a task or a demonstration that somebody checks. */
export const CHECKS = {
  proposed: { words: "awaits a check", glyph: "○", kind: "" },
  unchecked: { words: "awaits a check", glyph: "○", kind: "" },
  confirmed: { words: "confirmed", glyph: "✓", kind: "good" },
  refused: { words: "refused", glyph: "✕", kind: "bad" },
};
export const TASK_FAULTS = {
  target_missing: "The target is not there", unreachable: "It cannot be reached", wrong_type: "It is of another type",
  not_unique: "The words fit several things", already_done: "It is done at the start", badly_worded: "Badly worded", other: "Other",
};
export const DEMONSTRATION_FAULTS = {
  goal_not_reached: "The goal is not reached", other_than_asked: "It shows something else", detour: "A detour",
  collides: "It collides", bad_picture: "Bad pictures", other: "Other",
};

const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** "5 minutes ago". @param {string} when @param {number} [now] */
export function ago(when, now = Date.now()) {
  const seconds = (Date.parse(when) - now) / 1000;
  /** @type {[Intl.RelativeTimeFormatUnit, number][]} */
  const units = [["day", 86400], ["hour", 3600], ["minute", 60]];
  for (const [unit, length] of units) if (Math.abs(seconds) >= length) return RELATIVE.format(Math.round(seconds / length), unit);
  return "just now";
}

/** To be read on hover, where a date is relative. @param {string} when */
export const exactly = (when) => new Date(when).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });

/** @param {string} when */
export const clock = (when) => new Date(when).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

/** "1 step", "2 steps". @param {number} number @param {string} what */
export const many = (number, what) => `${number.toLocaleString()} ${what}${number === 1 ? "" : "s"}`;

/** The same for everything that people may take for the same name, as the server does. @param {string} name */
export const nameKey = (name) => name.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
