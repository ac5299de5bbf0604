// @ts-check
// Which decision is possible in which state, and for whom, as docs/workflow.md has it. The server has the last word.

/**
 * @typedef {"accept" | "review" | "return" | "refuse" | "reopen"} Event
 * @typedef {{ event: Event, words: string, states: string[], roles: string[] }} Decision
 */

/** @type {Decision[]} */
export const DECISIONS = [
  // Accepting what is only annotated ends its review as well, and takes who may do both.
  { event: "accept", words: "Accept", states: ["annotated"], roles: ["reviewer"] },
  { event: "accept", words: "Accept", states: ["reviewed"], roles: ["reviewer", "admin"] },
  { event: "review", words: "End the review", states: ["annotated"], roles: ["reviewer"] },
  { event: "return", words: "Send back", states: ["annotated"], roles: ["reviewer"] },
  { event: "return", words: "Send back", states: ["reviewed"], roles: ["reviewer", "admin"] },
  { event: "refuse", words: "Refuse", states: ["annotated"], roles: ["reviewer"] },
  { event: "refuse", words: "Refuse", states: ["reviewed"], roles: ["reviewer", "admin"] },
  { event: "reopen", words: "Open again", states: ["accepted", "refused"], roles: ["admin"] },
];

export const STATE_WORDS = {
  recorded: "with the annotators", returned: "sent back to the annotators", annotated: "to review", reviewed: "reviewed, to accept",
  accepted: "accepted", refused: "refused",
};

/** Those that there are in a state, whoever may make them. @param {string} state */
export const inState = (state) => DECISIONS.filter((each) => each.states.includes(state));

/**
 * Why a person cannot make a decision, in words; "" where they can.
 * @param {Event} event
 * @param {{ state: string, roles: string[], wrote: boolean, holds: boolean }} facts  `wrote` part of it
 */
export function hindrance(event, { state, roles, wrote, holds }) {
  const found = inState(state).find((each) => each.event === event);
  if (!found) return `It is ${STATE_WORDS[/** @type {keyof typeof STATE_WORDS} */ (state)]}: there is nothing to ${event === "review" ? "end" : event}.`;
  if (!found.roles.some((role) => roles.includes(role))) return `That takes the role ${found.roles.join(" or ")}.`;
  if (wrote && state === "reviewed") return "You wrote part of it, so somebody else has to decide.";
  if (wrote && event === "accept") return "You wrote part of it, so somebody else has to accept it: end the review.";
  if (!holds && event !== "reopen") return "You do not hold it: take it first.";
  return "";
}

/** @param {string} one @param {string} other */
export const sameName = (one, other) => key(one) === key(other);

/** As the server compares names. @param {string} name */
const key = (name) => name.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean).join(" ");
