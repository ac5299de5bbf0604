"""Judgements side by side: every two that answer the same question about the same step.

All measures of agreement are made of such pairs, counted in one table of verdicts against verdicts per trajectory. A
resample of trajectories is then a weighted sum of small tables, and costs no second look at the judgements.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from embrace3k.annotator.quality.judgements import Judgement, Question
from embrace3k.schema.annotations import Verdict
from embrace3k.schema.tasks import TaskType

VERDICTS, QUESTIONS, TYPES = tuple(Verdict), tuple(Question), tuple(TaskType)
N, Q = len(VERDICTS), len(QUESTIONS)
_VERDICTS, _QUESTIONS, _TYPES = (
    {name: code for code, name in enumerate(each)} for each in (Verdict, Question, TaskType)
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class _Columns:
    """Arrays of one length, a row per thing. Whatever has a name is a number here."""

    trajectory: Ints
    task_type: Ints
    question: Ints
    item: Ints
    """A question about a step: what several people may answer."""

    def take(self, rows: NDArray[Any]) -> Self:
        return type(self)(*(getattr(self, field.name)[rows] for field in fields(self)))

    def by(self, *names: str) -> Iterator[tuple[tuple[int, ...], Self]]:
        """The rows in parts that are equal in these columns, each with its values there; values rise."""
        keys = np.stack([getattr(self, name) for name in names])
        order = np.lexsort(keys[::-1])
        keys = keys[:, order]
        bounds = np.flatnonzero(np.any(keys[:, 1:] != keys[:, :-1], axis=0)) + 1
        for rows in np.split(order, bounds) if order.size else []:
            yield tuple(int(getattr(self, name)[rows[0]]) for name in names), self.take(rows)


@dataclass(frozen=True)
class Answers(_Columns):
    annotator: Ints
    verdict: Ints

    def value_counts(self) -> Ints:
        """How often each item was given each verdict, a row per item."""
        items, row = np.unique(self.item, return_inverse=True)
        return np.bincount(row * N + self.verdict, minlength=len(items) * N).reshape(-1, N)


@dataclass(frozen=True)
class Pairs(_Columns):
    first: Ints
    second: Ints
    one: Ints
    """What the first said; `other` is what the second said."""
    other: Ints
    weight: Floats
    """All pairs with the same first answer weigh 1 together, however many others there are."""

    def tables(self, *, weighted: bool) -> Floats:
        """First's verdict against second's: (trajectories, Q, N, N)."""
        trajectories, row = np.unique(self.trajectory, return_inverse=True)
        cells = np.ravel_multi_index((row, self.question, self.one, self.other), (len(trajectories) or 1, Q, N, N))
        weights = self.weight if weighted else None
        counts = np.bincount(cells, weights=weights, minlength=len(trajectories) * Q * N * N)
        return counts.astype(np.float64).reshape(-1, Q, N, N)


class Numbers:
    """One numbering of names, trajectories and steps for several lists of judgements."""

    def __init__(self, ordered: Sequence[Judgement]) -> None:
        self.annotators = sorted({each.annotator for each in ordered})
        self._annotators = {name: number for number, name in enumerate(self.annotators)}
        self._trajectories: dict[str, int] = {}
        self._steps: dict[tuple[str, int], int] = {}

    def answers(self, judgements: Iterable[Judgement]) -> Answers:
        rows = []
        for each in judgements:
            trajectory = self._trajectories.setdefault(each.trajectory_id, len(self._trajectories))
            step = self._steps.setdefault((each.trajectory_id, each.step_index), len(self._steps))
            annotator = self._annotators.setdefault(each.annotator, len(self._annotators))
            task_type = _TYPES[each.task_type]
            for name, verdict in each.answers.items():
                question = _QUESTIONS[name]
                rows.append((trajectory, task_type, question, step * Q + question, annotator, _VERDICTS[verdict]))
        return Answers(*np.array(rows, dtype=np.int64).reshape(-1, 6).T)


def pairs_of(answers: Answers) -> Pairs:
    """Every two answers about one item, both ways round."""
    answers = answers.take(np.lexsort((answers.annotator, answers.item)))
    per_item = np.bincount(answers.item)
    parts = [np.zeros((2, 0), dtype=np.int64)]
    for apart in range(1, int(per_item.max(initial=0))):
        earlier = np.flatnonzero(answers.item[apart:] == answers.item[:-apart])
        parts += [np.stack([earlier, earlier + apart]), np.stack([earlier + apart, earlier])]
    first, second = np.concatenate(parts, axis=1)
    weight = 1.0 / (per_item[answers.item[first]] - 1)
    return _side_by_side(answers.take(first), answers.annotator[second], answers.verdict[second], weight)


def pairs_with(decided: Answers, answers: Answers) -> Pairs:
    """Every answer with the decided one about the same item, of which there is one at most."""
    place = np.full(max(answers.item.max(initial=0), decided.item.max(initial=0)) + 1, -1)
    place[decided.item] = np.arange(len(decided.item))
    answers = answers.take(place[answers.item] >= 0)
    second = decided.take(place[answers.item])
    return _side_by_side(answers, second.annotator, second.verdict, np.ones(len(second.item)))


def _side_by_side(first: Answers, second: Ints, other: Ints, weight: Floats) -> Pairs:
    return Pairs(
        trajectory=first.trajectory,
        task_type=first.task_type,
        question=first.question,
        item=first.item,
        first=first.annotator,
        second=second,
        one=first.verdict,
        other=other,
        weight=weight,
    )
