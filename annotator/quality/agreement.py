"""How far annotators agree: by question and task type, between two of them, with all others, with what was decided.

The values come from the libraries `krippendorff` and scikit-learn; their intervals from tables per trajectory, on which
the same formulas work for all resamples at once (a library call per resample would take minutes).
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import numpy as np
from msgspec import Struct

from embrace3k.annotator.quality.judgements import Judgement, Question, decisions, in_order
from embrace3k.annotator.quality.pairs import TYPES, VERDICTS, Answers, Floats, N, Numbers, Pairs, pairs_of, pairs_with
from embrace3k.annotator.quality.resampling import Estimate, Gap, Sums, alphas, kappas, shares_alike, shares_alike_on
from embrace3k.schema.annotations import Verdict
from embrace3k.schema.errors import EmbraceError
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


class LibraryMissing(EmbraceError):
    """The extra `quality` is not installed."""


def agreement(judgements: Iterable[Judgement], adjudicated: Iterable[Judgement] = ()) -> Agreement:
    """Equal judgements in any order have equal agreement, intervals included. Raises LibraryMissing, JudgedTwice."""
    _require_libraries()
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
    for code, question in enumerate(Question):
        own = answers.take(answers.question == code)
        annotators = len(np.unique(own.annotator))
        none = (Gap.NOT_ANSWERED, Gap.ONE_ANNOTATOR, Gap.NO_OVERLAP)[min(annotators, 2)]
        yield GroupAgreement(
            question=question,
            task_type=task_type,
            answers=len(own.verdict),
            annotators=annotators,
            trajectories=int(sums.trajectories[code]),
            steps=len(np.unique(pairs.item[pairs.question == code])),
            alpha=sums.estimate(code, alphas, none, Gap.ONE_VERDICT, partial(_alpha, own)),
            alike=sums.estimate(code, shares_alike, none),
            alike_on={
                verdict: sums.estimate(code, shares_alike_on(place), none, Gap.NEVER_GIVEN)
                for place, verdict in enumerate(VERDICTS)
            },
        )


def _each_two(names: Sequence[str], pairs: Pairs) -> Iterator[PairAgreement]:
    for (first, second), of_two in pairs.by("first", "second"):
        yield from _pair(names[first], names[second], of_two, weighted=False)


def _each_one(names: Sequence[str], pairs: Pairs) -> Iterator[PairAgreement]:
    """Also of annotators who have no pairs."""
    for annotator, name in enumerate(names):
        yield from _pair(name, None, pairs.take(pairs.first == annotator), weighted=True)


def _pair(annotator: str, other: str | None, pairs: Pairs, *, weighted: bool) -> Iterator[PairAgreement]:
    sums = Sums.of(pairs.tables(weighted=weighted))
    for code, question in enumerate(Question):
        yield PairAgreement(
            question=question,
            annotator=annotator,
            other=other,
            trajectories=int(sums.trajectories[code]),
            steps=len(np.unique(pairs.item[pairs.question == code])),
            kappa=sums.estimate(code, kappas, Gap.NO_OVERLAP, Gap.ONE_VERDICT, _kappa),
            alike=sums.estimate(code, shares_alike, Gap.NO_OVERLAP),
        )


def _alpha(answers: Answers, _: Floats) -> float:
    import krippendorff

    return float(krippendorff.alpha(value_counts=answers.value_counts(), level_of_measurement="nominal"))


def _kappa(table: Floats) -> float:
    import sklearn
    from sklearn.metrics import cohen_kappa_score

    one, other = np.divmod(np.arange(N * N), N)
    # Their checks of nine numbers of ours take longer than all else that is done for a pair.
    with sklearn.config_context(skip_parameter_validation=True, assume_finite=True):
        return float(cohen_kappa_score(one, other, sample_weight=table.ravel()))


def _require_libraries() -> None:
    try:
        import krippendorff  # noqa: F401
        import sklearn  # noqa: F401
    except ModuleNotFoundError as error:
        package = {"sklearn": "scikit-learn"}.get(error.name or "", error.name)
        what = f"measures of agreement need the package {package}"
        raise LibraryMissing(what, hint="run: pip install 'embrace3k[quality]'") from error
