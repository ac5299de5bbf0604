"""What is measured: somebody's answers about one step."""

from collections.abc import Iterable
from enum import StrEnum
from itertools import pairwise

from msgspec import Struct

from embrace3k.annotator.errors import JudgedTwice
from embrace3k.schema.annotations import Verdict
from embrace3k.schema.tasks import TaskType


class Question(StrEnum):
    VERDICT = "verdict"
    """The overall verdict."""
    ACTION_MATCHES = "action_matches"
    OBJECT_PRESENT = "object_present"
    RATIONALE_SUPPORTED = "rationale_supported"


class Judgement(Struct, frozen=True, kw_only=True):
    """The newest word of one annotator on one step. Questions that were not answered are left out of `answers`."""

    trajectory_id: str
    step_index: int
    task_type: TaskType
    annotator: str
    answers: dict[Question, Verdict]


def in_order(judgements: Iterable[Judgement]) -> list[Judgement]:
    """By trajectory, step and annotator, so that no measure depends on the order of rows. Raises JudgedTwice."""
    ordered = sorted(judgements, key=lambda each: (each.trajectory_id, each.step_index, each.annotator))
    for one, other in pairwise(ordered):
        if _step(one) == _step(other) and one.annotator == other.annotator:
            raise JudgedTwice(f"{one.annotator} judged it twice", where=_where(one), hint=_HINT)
    return ordered


def decisions(adjudicated: Iterable[Judgement]) -> list[Judgement]:
    """In order, whoever decided; a step has one adjudicated judgement. Raises JudgedTwice."""
    ordered = sorted(adjudicated, key=_step)
    for one, other in pairwise(ordered):
        if _step(one) == _step(other):
            by = f"{one.annotator} and {other.annotator}"
            raise JudgedTwice(f"it was adjudicated twice, by {by}", where=_where(one), hint=_HINT)
    return ordered


def _step(judgement: Judgement) -> tuple[str, int]:
    return judgement.trajectory_id, judgement.step_index


def _where(judgement: Judgement) -> str:
    return f"trajectory {judgement.trajectory_id}, step {judgement.step_index}"


_HINT = "give the newest revision alone"
