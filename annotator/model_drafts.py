"""Rationales by a vision-language model, one step at a time, for a person to verify or rewrite; never counted as human.

The model sees the view before the action, the task, the action and what was done and said until then. With hindsight it
sees the view after the action too, by a prompt of its own, so that the draft's author tells which it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from msgspec import Struct

from embrace3k.annotator.evidence import StepEvidence, evidence_of
from embrace3k.annotator.lints import LintCode, StepContext, lint_step, step_contexts
from embrace3k.schema.actions import Action
from embrace3k.schema.authors import Author, AuthorKind
from embrace3k.schema.problems import Severity
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import Trajectory
from embrace3k.vlm import VisionModel, load_prompt

PROMPT, HINDSIGHT_PROMPT, PROMPT_VERSION = "draft_rationale", "draft_rationale_hindsight", 1
MOST_CHARACTERS = 1000
"""Twice the longest published rationale."""
_REMEMBERED = 8
"""So many steps before this one are told with what was thought; of earlier ones only the action."""
_MOST_OF_A_THOUGHT = 240

_DEEDS = {
    Action.MOVE_FORWARD: "take a step forward",
    Action.MOVE_BACKWARD: "take a step backward",
    Action.TURN_LEFT: "turn left",
    Action.TURN_RIGHT: "turn right",
    Action.LOOK_UP: "look up",
    Action.LOOK_DOWN: "look down",
    Action.OPEN_DOOR: "open the door at hand",
    Action.PICK: "pick up what is in front of me",
    Action.DROP: "put down what I hold",
    Action.MIDWAY_TARGET: "declare that this part of the task is done, without moving",
    Action.FINISH: "declare that the task is done, without moving",
    Action.IDLE: "do nothing",
    Action.JUMP_FORWARD: "jump forward",
    Action.LOOK_BACK: "look back",
    Action.LOOK_HAND: "look at my hands",
}


class WrittenRationale(Struct, frozen=True, forbid_unknown_fields=True):
    """What a model is asked for."""

    rationale: str


@dataclass(frozen=True)
class DraftText:
    text: str
    author: Author


@dataclass(frozen=True)
class Objection:
    """Why a text cannot stand even as a draft, in sentences for whoever wrote it."""

    words: str


class ModelDrafter:
    """Asks one model; safe for several threads."""

    def __init__(self, model: VisionModel) -> None:
        self.model = model

    def write(
        self, story: "Story", index: int, said: Mapping[int, str], before: bytes, after: bytes | None = None
    ) -> DraftText | Objection:
        """`said` has the texts of steps before `index`; `before` is the view before the action, `after` the one after.

        A text that a lint holds to be an error or a contradiction is told so, and written once more. Raises VLMError.
        """
        draft = self._ask(story, index, said, before, after)
        if isinstance(draft, Objection):
            told = f"\nAn earlier attempt could not be used: {draft.words} Write another one."
            draft = self._ask(story, index, said, before, after, objection=told)
        return draft

    def _ask(
        self,
        story: "Story",
        index: int,
        said: Mapping[int, str],
        before: bytes,
        after: bytes | None,
        objection: str = "",
    ) -> DraftText | Objection:
        name, pictures = (PROMPT, [before]) if after is None else (HINDSIGHT_PROMPT, [before, after])
        prompt = load_prompt(
            name, PROMPT_VERSION, instruction=quoted(story.task.instruction), action=story.action(index),
            history=story.until(index, said), objection=objection,
        )  # fmt: skip
        reply = self.model.ask(prompt, pictures, WrittenRationale)
        text = " ".join(reply.value.rationale.split())
        author = Author(kind=AuthorKind.MODEL, name=reply.model, version=prompt.label)
        return objection_to(text, story.contexts[index]) or DraftText(text, author)


class Story:
    """A trajectory as it is told to a model; made once for all its steps."""

    def __init__(self, task: Task, trajectory: Trajectory) -> None:
        self.task, self.trajectory = task, trajectory
        self.contexts: list[StepContext] = step_contexts(task, trajectory)
        self._evidence: list[StepEvidence] = evidence_of(trajectory)

    def action(self, index: int) -> str:
        action = self.trajectory.steps[index].action
        return f"{action}: {_DEEDS[action]}"

    def until(self, index: int, said: Mapping[int, str]) -> str:
        """One line for each step before `index`."""
        lines = [self._line(earlier, said.get(earlier), index - earlier) for earlier in range(index)]
        return "\n".join(lines) or "Nothing: this is the first step."

    def _line(self, index: int, thought: str | None, ago: int) -> str:
        seen = self._evidence[index]
        came_of_it = "; ".join(filter(None, [seen.hindrance, seen.door]))
        line = f"- {self.action(index)}" + (f" ({came_of_it})" if came_of_it else "")
        if not thought or ago > _REMEMBERED:
            return line
        short = thought if len(thought) <= _MOST_OF_A_THOUGHT else f"{thought[:_MOST_OF_A_THOUGHT]} …"
        return f"{line}. They thought: {quoted(short)}"


def objection_to(text: str, context: StepContext) -> Objection | None:
    """Lints that are only worth a look are left to the person who will look."""
    if len(text) > MOST_CHARACTERS:
        return Objection(f"It had {len(text)} characters; {MOST_CHARACTERS} are the most.")
    if not text.isprintable():
        return Objection("It held characters that cannot be shown.")
    grave = [
        lint.message
        for lint in lint_step(text, context)
        if lint.severity is Severity.ERROR or lint.code is LintCode.CONTRADICTS_ACTION
    ]
    return Objection(" ".join(grave)) if grave else None


def quoted(words: str) -> str:
    """On one line, and with no way out of the quotes."""
    return msgspec.json.encode(words).decode()
