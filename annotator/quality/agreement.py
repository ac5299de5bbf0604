"""How far annotators agree: by question and task type, between two of them, with all others, with what was decided.

The values come from the libraries `krippendorff` and scikit-learn. What would take a library minutes comes from tables,
one per trajectory, on which the same formulas work for many at once: the intervals, and the kappas between two
annotators, of which there are thousands where fifty annotate. Tests hold the formulas to the libraries.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from msgspec import Struct

from embrace3k.annotator.errors import LibraryMissing
from embrace3k.annotator.quality.judgements import Judgement, Question, decisions, in_order
from embrace3k.annotator.quality.pairs import (
    TYPES,
    VERDICTS,
    Answers,
    Floats,
    N,
    Numbers,
    Pairs,
    Q,
    pairs_of,
    pairs_with,
)
from embrace3k.annotator.quality.resampling import Estimate, Gap, Sums, alphas, kappas, shares_alike, shares_alike_on
from embrace3k.schema.annotations import Verdict
from embrace3k.schema.tasks import TaskType


class GroupAgreement(Struct, frozen=True, kw_only=True):
    """All annotators on one question, in one task type or (None) in all."""

    question: Question
    task_type: TaskType | None
    answers: int
    annotators: int
    trajectories: int
    """With a step that two or more judged; so also of `steps`. Intervals are drawn from these."""
    steps: int
    alpha: Estimate
    """Krippendorff's, nominal: 1 is full agreement, 0 what chance would give."""
    alike: Estimate
    """Raw agreement: the share of pairs of answers that are equal."""
    alike_on: dict[Verdict, Estimate]
    """Where one gave this verdict, the share of the others who gave it too."""


class PairAgreement(Struct, frozen=True, kw_only=True):
    """One annotator and another side on one question."""

    question: Question
    annotator: str
    other: str | None
    """Another annotator; None where the list says what the other side is."""
    trajectories: int
    steps: int
    kappa: Estimate
    """Cohen's, unweighted."""
    alike: Estimate


class Agreement(Struct, frozen=True, kw_only=True):
    groups: list[GroupAgreement]
    pairs: list[PairAgreement]
    """Each two annotators who judged a step in common."""
    with_others: list[PairAgreement]
    """Each annotator with all others; a step weighs the same however many others judged it."""
    with_decided: list[PairAgreement]
    """Each annotator with the adjudicated values."""


def agreement(judgements: Iterable[Judgement], adjudicated: Iterable[Judgement] = ()) -> Agreement:
    """Equal judgements in any order have equal agreement, intervals included. Raises LibraryMissing, JudgedTwice."""
    require_libraries()
    ordered = in_order(judgements)
    numbers = Numbers(ordered)
    answers, decided = numbers.answers(ordered), numbers.answers(decisions(adjudicated))
    pairs, names = pairs_of(answers), numbers.annotators
    return Agreement(
        groups=list(_groups(answers, pairs)),
        pairs=list(_each_two(names, pairs.take(pairs.first < pairs.second))),
        with_others=list(_each_one(names, pairs)),
        with_decided=list(_each_one(names, pairs_with(decided, answers))),
    )


def _groups(answers: Answers, pairs: Pairs) -> Iterator[GroupAgreement]:
    yield from _group(None, answers, pairs)
    for (code,), of_type in answers.by("task_type"):
        yield from _group(TYPES[code], of_type, pairs.take(pairs.task_type == code))


def _group(task_type: TaskType | None, answers: Answers, pairs: Pairs) -> Iterator[GroupAgreement]:
    sums = Sums.of(pairs.tables(weighted=True))
    by_question = [answers.take(answers.question == code) for code in range(Q)]
    annotators = [len(np.unique(own.annotator)) for own in by_question]
    none = [(Gap.NOT_ANSWERED, Gap.ONE_ANNOTATOR, Gap.NO_OVERLAP)[min(count, 2)] for count in annotators]
    alpha = sums.estimates(alphas, none, Gap.ONE_VERDICT, lambda code, _: _alpha(by_question[code]))
    alike = sums.estimates(shares_alike, none)
    alike_on = [sums.estimates(shares_alike_on(place), none, Gap.NEVER_GIVEN) for place in range(N)]
    for code, question in enumerate(Question):
        yield GroupAgreement(
            question=question,
            task_type=task_type,
            answers=len(by_question[code].verdict),
            annotators=annotators[code],
            trajectories=int(sums.trajectories[code]),
            steps=len(np.unique(pairs.item[pairs.question == code])),
            alpha=alpha[code],
            alike=alike[code],
            alike_on={verdict: alike_on[place][code] for place, verdict in enumerate(VERDICTS)},
        )


def _each_two(names: Sequence[str], pairs: Pairs) -> Iterator[PairAgreement]:
    for (first, second), of_two in pairs.by("first", "second"):
        yield from _pair(names[first], names[second], of_two)


def _each_one(names: Sequence[str], pairs: Pairs) -> Iterator[PairAgreement]:
    """Also of annotators who have no pairs."""
    for annotator, name in enumerate(names):
        yield from _pair(name, None, pairs.take(pairs.first == annotator))


def _pair(annotator: str, other: str | None, pairs: Pairs) -> Iterator[PairAgreement]:
    """Without another annotator the other side is several, or what was decided."""
    sums = Sums.of(pairs.tables(weighted=other is None))
    none = [Gap.NO_OVERLAP] * Q
    kappa = sums.estimates(kappas, none, Gap.ONE_VERDICT, _kappa if other is None else None)
    alike = sums.estimates(shares_alike, none)
    for code, question in enumerate(Question):
        yield PairAgreement(
            question=question,
            annotator=annotator,
            other=other,
            trajectories=int(sums.trajectories[code]),
            steps=len(np.unique(pairs.item[pairs.question == code])),
            kappa=kappa[code],
            alike=alike[code],
        )


def _alpha(answers: Answers) -> float:
    import krippendorff

    return float(krippendorff.alpha(value_counts=answers.value_counts(), level_of_measurement="nominal"))


def _kappa(_: int, table: Floats) -> float:
    import sklearn
    from sklearn.metrics import cohen_kappa_score

    one, other = np.divmod(np.arange(N * N), N)
    # Their checks of nine numbers of ours take longer than all else that is done for a pair.
    with sklearn.config_context(skip_parameter_validation=True, assume_finite=True):
        return float(cohen_kappa_score(one, other, sample_weight=table.ravel()))


def require_libraries() -> None:
    """Raises LibraryMissing. For who would else work for seconds before `agreement` does."""
    try:
        import krippendorff  # noqa: F401
        import sklearn  # noqa: F401
    except ModuleNotFoundError as error:
        package = {"sklearn": "scikit-learn"}.get(error.name or "", error.name)
        what = f"measures of agreement need the package {package}"
        raise LibraryMissing(what, hint="run: pip install 'embrace3k[quality]'") from error
