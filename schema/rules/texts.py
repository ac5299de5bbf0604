"""Rules A: what somebody wrote about a step. Word rules are narrow on purpose: a false alarm costs a person's time."""

import re
from collections.abc import Iterator, Sequence

from embrace3k.schema.actions import Action
from embrace3k.schema.annotations import Annotation, Answers, Verdict
from embrace3k.schema.authors import AuthorKind
from embrace3k.schema.catalogue import found
from embrace3k.schema.problems import Problem, pointer_to
from embrace3k.schema.trajectories import Trajectory

# A training framework replaces these inside any text: LLaMA-Factory dies on <image> in a rationale.
PLACEHOLDER = re.compile(
    r"<\|[^<>|]{1,40}\|>"
    r"|</?(?:image|img|video|audio|think|thinking|action|reasoning|answer|observation|tool_call|im_start|im_end|s|pad)"
    r"\s*/?>|\[/?INST\]",
    re.IGNORECASE,
)
# "I will turn slightly to the left" announces; "after I turned left" and "the door on the left" do not.
_ANNOUNCED_TURN = re.compile(
    r"\b(?:I|I'll|me|to|and)\s+(?:(?:now|then|will|must|should|shall|can|need|have|want|going|am|keep|to)\s+)*turn(?:ing)?\s+"
    r"(?:(?:slightly|further|more|again|back|sharply|a|little|bit|once|to|toward|towards|the|my)\s+)*(left|right)\b",
    re.IGNORECASE,
)
HINDSIGHT = re.compile(
    r"\b(?:in hindsight|in retrospect|(?:as it |will )turns? out|as (?:we|I) (?:will|shall) see"
    r"|the (?:full|whole|entire|complete|recorded) trajectory|ground truth|the (?:demonstrator|annotator|expert)"
    r"|the (?:next|following|later|final|last) (?:frame|image|picture)s?|future (?:frame|image|step|view|observation)s?"
    r"|(?:recorded|executed|given|provided) action|I (?:will|'ll) later (?:see|find|learn|discover))\b",
    re.IGNORECASE,
)
_UTC_SECONDS = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ", re.ASCII)
_SIDES = {Action.TURN_LEFT: "left", Action.TURN_RIGHT: "right"}


def placeholder_in(text: str) -> str | None:
    """The first model placeholder token in `text`, for example `<image>`."""
    match = PLACEHOLDER.search(text)
    return match.group() if match else None


def hindsight_in(text: str) -> str | None:
    """The first words that can only be written by who has seen how it went on."""
    match = HINDSIGHT.search(text)
    return match.group() if match else None


def contradicted_side(text: str, action: Action) -> str | None:
    """The side that `text` announces to turn to, where `action` turns to the other one."""
    announced = {side.lower() for side in _ANNOUNCED_TURN.findall(text)}
    side = _SIDES.get(action)
    return announced.pop() if side and len(announced) == 1 and side not in announced else None


def check_annotations(trajectory: Trajectory, annotations: Sequence[Annotation]) -> Iterator[Problem]:
    seen: set[int] = set()
    for place, note in enumerate(annotations):
        pointer = pointer_to("annotations", place)
        if note.trajectory_id != trajectory.id:
            message = f"speaks of trajectory {note.trajectory_id!r}; this one is {trajectory.id!r}"
            yield found("A001", f"{pointer}/trajectory_id", message)
        elif note.step_index >= len(trajectory.steps):
            message = f"speaks of step {note.step_index}; the last one is {len(trajectory.steps) - 1}"
            yield found("A001", f"{pointer}/step_index", message)
        else:
            yield from _check_against(note, trajectory.steps[note.step_index].action, pointer)
        if note.step_index in seen:
            yield found("A002", f"{pointer}/step_index", f"step {note.step_index} has a current annotation already")
        seen.add(note.step_index)
        yield from check_annotation(note, pointer)


def check_annotation(note: Annotation, pointer: str = "") -> Iterator[Problem]:
    """The rules that need nothing but the annotation."""
    at = f"{pointer}/rationale"
    token = placeholder_in(note.rationale)
    if token:
        yield found("A003", at, f"holds the placeholder token {token}; a training job would break on it", "reword it")
    words = hindsight_in(note.rationale)
    if words:
        yield found("A005", at, f"{words!r} is hindsight; only what is known at this step would be right")
    if not note.rationale.strip():
        yield found("A006", at, "the rationale is empty; say why the action was chosen")
    if note.created_at is not None and not _UTC_SECONDS.fullmatch(note.created_at):
        yield found(
            "A007", f"{pointer}/created_at", f"is {note.created_at!r}; like 2026-01-31T09:30:00Z would be right"
        )
    if (note.parent is None) != (note.revision == 1) or (note.parent is not None and note.parent >= note.revision):
        right = "none" if note.revision == 1 else f"1 to {note.revision - 1}"
        message = f"revision {note.revision} was written over {note.parent}; {right} would be right"
        yield found("A008", f"{pointer}/parent", message)
    yield from _check_answers(note, pointer)
    yield from _check_provenance(note, pointer)


def _check_answers(note: Annotation, pointer: str) -> Iterator[Problem]:
    answers = note.answers or Answers()
    if note.answers and note.verdict != answers.verdict:
        message = f"the verdict is {note.verdict}; {answers.verdict} would follow from the answers"
        yield found("A009", f"{pointer}/verdict", message)
    at = f"{pointer}/reason_codes"
    if Verdict.NOT_GROUNDED in answers.each() and not note.reason_codes:
        yield found("A010", at, "something was found not grounded; a reason code has to say why")
    elif answers.verdict is Verdict.GROUNDED and note.reason_codes:
        yield found("A010", at, f"gives {', '.join(note.reason_codes)}, but everything was found grounded")
    if note.corrected_action and answers.action_matches not in (Verdict.NOT_GROUNDED, Verdict.UNSURE):
        message = f"corrects the action to {note.corrected_action}, but the answer is {answers.action_matches}"
        yield found("A011", f"{pointer}/corrected_action", message)


def _check_provenance(note: Annotation, pointer: str) -> Iterator[Problem]:
    origin, at = note.provenance, f"{pointer}/provenance"
    if origin and not note.is_human:
        yield found("A013", at, f"was written by a {note.author.kind}; only a person's revision has a provenance")
    elif origin and (origin.origin is AuthorKind.HUMAN) != (origin.draft_revision is None):
        message = f"the origin is {origin.origin}, the draft is revision {origin.draft_revision}"
        yield found("A013", at, message)


def _check_against(note: Annotation, action: Action, pointer: str) -> Iterator[Problem]:
    side = contradicted_side(note.rationale, action)
    if side:
        yield found("A004", f"{pointer}/rationale", f"announces a turn to the {side}, but the action is {action}")
    if note.corrected_action and note.corrected_action is action:
        yield found("A012", f"{pointer}/corrected_action", f"{action} is what was recorded; another one would be right")
