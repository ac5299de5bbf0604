// @ts-check
// Names of closed lists as people read them.

export const QUESTION_WORDS = {
  action_matches: "The action matches what happened",
  object_present: "The named object is really there",
  rationale_supported: "The rationale is supported by what is visible",
};
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
export const ACTIONS = [
  "MoveForward", "MoveBackward", "TurnLeft", "TurnRight", "LookUp", "LookDown", "OpenDoor", "Pick", "Drop", "MidwayTarget",
  "Finish", "Idle", "JumpForward", "LookBack", "LookHand",
];

const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** "5 minutes ago". @param {string} when @param {number} [now] */
export function ago(when, now = Date.now()) {
  const seconds = (Date.parse(when) - now) / 1000;
  /** @type {[Intl.RelativeTimeFormatUnit, number][]} */
  const units = [["day", 86400], ["hour", 3600], ["minute", 60]];
  for (const [unit, length] of units) if (Math.abs(seconds) >= length) return RELATIVE.format(Math.round(seconds / length), unit);
  return "just now";
}

/** @param {string} when */
export const clock = (when) => new Date(when).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
