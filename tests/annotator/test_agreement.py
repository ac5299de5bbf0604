"""Agreement: published values, what must not matter, what cannot be said, and how sure it is."""

import random
import subprocess
import sys
import time
from collections.abc import Iterable
from itertools import permutations

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sklearn.metrics import cohen_kappa_score

from embrace3k.annotator.errors import JudgedTwice
from embrace3k.annotator.quality.agreement import Agreement, GroupAgreement, PairAgreement, agreement
from embrace3k.annotator.quality.judgements import Judgement, Question
from embrace3k.annotator.quality.pairs import Numbers, Q, pairs_of
from embrace3k.annotator.quality.resampling import Estimate, Gap, Sums, alphas, interval, kappas
from embrace3k.schema.annotations import Verdict
from embrace3k.schema.tasks import TaskType
from embrace3k.tests.annotator.judged import clustered, judged

VERDICT = Question.VERDICT
BASIC, DOORS = TaskType.BASIC, TaskType.OPEN_DOOR
WORDS = st.text("gnu.", min_size=24, max_size=24)


def group(found: Agreement, task_type: TaskType | None = None, question: Question = VERDICT) -> GroupAgreement:
    return next(each for each in found.groups if (each.question, each.task_type) == (question, task_type))


def of(rows: Iterable[PairAgreement], annotator: str) -> PairAgreement:
    return next(each for each in rows if each.annotator == annotator and each.question is VERDICT)


def table(counts: dict[str, int]) -> list[Judgement]:
    """Two annotators, from a table of how often each two verdicts met."""
    one, other = ("".join(pair[side] * times for pair, times in counts.items()) for side in (0, 1))
    return judged("one", one) + judged("other", other)


def estimates(found: Agreement) -> list[Estimate]:
    rows = [*found.pairs, *found.with_others, *found.with_decided]
    chance = [row.kappa for row in rows] + [each.alpha for each in found.groups]
    alike = [row.alike for row in rows] + [each.alike for each in found.groups]
    return chance + alike + [each for row in found.groups for each in row.alike_on.values()]


def test_alpha_of_two_observers_is_the_published_one():
    """Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): Meg and Owen, 0.095."""
    found = agreement(judged("Meg", "gnggggggng") + judged("Owen", "nnnggngggg"))
    assert group(found).alpha.value == pytest.approx(0.095, abs=0.0005)
    assert group(found).alike.value == pytest.approx(0.6)


def test_the_formula_for_resamples_gives_the_published_alpha_of_four_observers_with_gaps():
    """The same, also in the docstring of `krippendorff.alpha`: 0.743."""
    said = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
    coincidences = np.zeros((5, 5))
    for column in zip(*said, strict=True):
        values = [int(value) - 1 for value in column if value != "."]
        for one, other in permutations(values, 2):
            coincidences[one, other] += 1 / (len(values) - 1)
    assert float(alphas(coincidences)) == pytest.approx(0.743, abs=0.0005)


def test_kappa_of_a_table_of_two_verdicts_is_the_published_one():
    """Viera and Garrett, Understanding Interobserver Agreement: The Kappa Statistic (2005): 0.57."""
    found = agreement(table({"gg": 15, "gn": 5, "ng": 10, "nn": 70}))
    assert of(found.pairs, "one").kappa.value == pytest.approx(0.57, abs=0.005)
    assert of(found.pairs, "one").alike.value == pytest.approx(0.85)


def test_kappa_of_a_table_of_three_verdicts_is_the_published_one():
    """Fleiss, Statistical Methods for Rates and Proportions (1981): 0.68."""
    found = agreement(table({"gg": 75, "gn": 1, "gu": 4, "ng": 5, "nn": 4, "nu": 1, "uu": 10}))
    assert of(found.pairs, "one").kappa.value == pytest.approx(0.68, abs=0.005)


def test_task_types_and_questions_are_told_apart():
    types = (BASIC, DOORS)
    rows = judged("a", "gngngngn", types=types) + judged("b", "gngnngng", types=types)
    found = agreement(rows + judged("c", "gggn", Question.OBJECT_PRESENT))
    assert [group(found, each).alike.value for each in (None, BASIC, DOORS)] == [0.5, 1.0, 0.0]
    assert group(found, BASIC).alpha.value == 1.0
    assert group(found, question=Question.OBJECT_PRESENT).alpha.gap is Gap.ONE_ANNOTATOR
    assert group(found, question=Question.ACTION_MATCHES).alpha.gap is Gap.NOT_ANSWERED


def test_agreement_on_a_verdict_is_that_of_those_who_gave_it():
    found = group(agreement(judged("a", "gggggnnu") + judged("b", "gggggngg")))
    assert [found.alike_on[each].value for each in Verdict] == pytest.approx([10 / 12, 2 / 3, 0.0])
    assert group(agreement(table({"gg": 4, "nn": 4}))).alike_on[Verdict.UNSURE].gap is Gap.NEVER_GIVEN


def test_with_the_others_a_step_weighs_the_same_however_many_judged_it():
    found = agreement(judged("a", "gn") + judged("b", "gg") + judged("c", "g.") + judged("d", "g."))
    assert of(found.with_others, "a").alike.value == pytest.approx(0.5)
    assert of(found.with_others, "a").steps == 2


def test_annotators_are_held_against_what_was_decided():
    found = agreement(judged("good", "gngngngn") + judged("poor", "ngngngng"), judged("judge", "gngngn"))
    good, poor = (of(found.with_decided, name) for name in ("good", "poor"))
    assert (good.kappa.value, poor.kappa.value, good.steps, good.trajectories) == (1.0, -1.0, 6, 2)


@pytest.mark.parametrize(
    ("rows", "gap"),
    [
        ([], Gap.NOT_ANSWERED),
        (judged("a", "gngn"), Gap.ONE_ANNOTATOR),
        (judged("a", "gn..") + judged("b", "..gn"), Gap.NO_OVERLAP),
        (judged("a", "ggggg") + judged("b", "ggggg"), Gap.ONE_VERDICT),
    ],
    ids=["nothing", "one annotator", "no overlap", "one verdict"],
)
def test_what_cannot_be_measured_says_why(rows: list[Judgement], gap: Gap):
    assert group(agreement(rows)).alpha == Estimate(gap=gap)


def test_one_trajectory_has_a_value_and_no_interval():
    assert group(agreement(judged("a", "gnng") + judged("b", "gnnn"))).alpha.gap is Gap.ONE_TRAJECTORY


def test_a_verdict_in_one_trajectory_of_many_gives_no_interval():
    found = group(agreement(judged("a", "g" * 40 + "nn") + judged("b", "g" * 40 + "nn")))
    assert (found.alpha.value, found.alpha.low, found.alpha.gap) == (1.0, None, Gap.RARE)
    assert found.alike == Estimate(value=1.0, low=1.0, high=1.0)


def test_two_judgements_of_one_step_by_one_person_are_refused():
    with pytest.raises(JudgedTwice, match="trajectory t0000, step 0: a judged it twice"):
        agreement(judged("a", "g") + judged("a", "n"))
    with pytest.raises(JudgedTwice, match="adjudicated twice, by a and b"):
        agreement([], judged("a", "g") + judged("b", "n"))


@settings(max_examples=25, deadline=None)
@given(WORDS, WORDS, WORDS, WORDS)
def test_every_value_lies_in_its_range_and_its_interval_too(a: str, b: str, c: str, decided: str):
    rows = judged("a", a) + judged("b", b) + judged("c", c)
    for each in estimates(agreement(rows, judged("d", decided))):
        numbers = [number for number in (each.value, each.low, each.high) if number is not None]
        assert all(-1 <= number <= 1 + 1e-12 for number in numbers)
        assert (each.low is None) == (each.high is None) == (each.gap is not None)
        assert each.low is None or each.high is None or each.low <= each.high


@settings(max_examples=25, deadline=None)
@given(WORDS, WORDS, WORDS, st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_the_names_of_people_matter(a: str, b: str, c: str, shuffler: random.Random):
    rows = judged("a", a) + judged("b", b) + judged("c", c)
    found = agreement(rows)
    shuffled = shuffler.sample(rows, len(rows))
    assert agreement(shuffled) == found
    renamed = agreement(replace(each, annotator={"a": "z", "b": "y", "c": "x"}[each.annotator]) for each in rows)
    for before, after in zip(found.groups, renamed.groups, strict=True):
        assert [after.alpha.value, after.alpha.low] == pytest.approx([before.alpha.value, before.alpha.low])


@settings(max_examples=25, deadline=None)
@given(WORDS, WORDS, WORDS)
def test_the_formula_for_resamples_is_the_librarys(a: str, b: str, c: str):
    counts = np.array([[column.count(letter) for letter in "gnu"] for column in zip(a, b, c, strict=True)])
    coincidences = np.zeros((3, 3))
    for row in counts[counts.sum(axis=1) > 1]:
        coincidences += (np.outer(row, row) - np.diag(row)) / (row.sum() - 1)
    ours = float(alphas(coincidences))
    if np.count_nonzero(coincidences.sum(axis=0)) > 1:
        theirs = krippendorff.alpha(value_counts=counts, level_of_measurement="nominal")
        assert ours == pytest.approx(theirs)
    else:
        assert np.isnan(ours)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=9, max_size=9))
def test_the_formula_for_two_annotators_is_the_librarys(counts: list[int]):
    ours = float(kappas(np.array(counts, dtype=float).reshape(3, 3)))
    if np.isnan(ours):
        assert np.count_nonzero(counts) <= 1
    else:
        one, other = np.repeat(np.divmod(np.arange(9), 3), counts, axis=1)
        assert ours == pytest.approx(cohen_kappa_score(one, other))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(-1, 1), min_size=2, max_size=50), st.integers(0, 2))
def test_intervals_are_the_quantiles_of_what_exists(values: list[float], missing: int):
    found = interval(np.array(values + [np.nan] * missing))
    if missing > 0.05 * (len(values) + missing):
        assert found is None
    else:
        assert found == pytest.approx(np.quantile(values, [0.025, 0.975]).tolist())


def alpha_of(rows: list[Judgement]) -> Estimate:
    """As `agreement` has it, without all the rest."""
    pairs = pairs_of(Numbers(rows).answers(rows))
    return Sums.of(pairs.tables(weighted=True)).estimates(alphas, [Gap.NO_OVERLAP] * Q)[0]


def test_intervals_over_trajectories_hold_the_truth_about_as_often_as_they_say():
    """And such over steps, which are not independent, do not: the reason why trajectories are drawn."""
    random, runs = np.random.default_rng(11), 150
    truth = alpha_of(clustered(random, 3000)).value or 0.0
    held = {1: 0, 10: 0}
    for rows in (clustered(random, 40) for _ in range(runs)):
        for steps in held:
            found = alpha_of(
                [replace(each, trajectory_id=f"{each.trajectory_id}/{each.step_index // steps}") for each in rows]
            )
            held[steps] += found.low is not None and found.high is not None and found.low <= truth <= found.high
    assert held[10] >= 0.88 * runs
    assert held[1] <= 0.80 * runs


def test_fifty_thousand_judgements_take_seconds():
    rows = clustered(np.random.default_rng(5), 1000, steps=10, people=5)
    began = time.process_time()
    assert group(agreement(rows)).answers == 50_000
    assert time.process_time() - began < 20


@pytest.mark.parametrize(("missing", "package"), [("krippendorff", "krippendorff"), ("sklearn", "scikit-learn")])
def test_a_missing_library_is_named_with_the_line_that_installs_it(missing: str, package: str):
    code = f"import sys; sys.modules[{missing!r}] = None\n"
    code += "from embrace3k.annotator.quality.agreement import agreement; agreement([])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    line = f"measures of agreement need the package {package}. run: pip install 'embrace3k[quality]'"
    assert found.stderr.strip().endswith(line)
