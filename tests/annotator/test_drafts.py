"""Drafts say what the step's own view and the past hold, and nothing else."""

import re
from itertools import product

import pytest

from embrace3k.annotator.views import label, place
from embrace3k.schema.actions import Action
from embrace3k.schema.goals import Near
from embrace3k.schema.goals import Sequence as Stages
from embrace3k.schema.tasks import TaskType
from embrace3k.schema.trajectories import StepOutcome
from embrace3k.tests.annotator.records import drafts, step, task, view


@pytest.mark.parametrize(
    ("bearing_deg", "action", "hand"), [(40, Action.TURN_RIGHT, "right"), (-40, Action.TURN_LEFT, "left")]
)
def test_a_turn_towards_the_target_names_its_side(bearing_deg: float, action: Action, hand: str) -> None:
    (text,) = drafts(task(), [step(action, view(bearing_deg=bearing_deg))])
    assert "red car" in text and f"on my {hand}" in text and f"turn {hand}" in text


def test_a_turn_away_from_the_target_gives_no_reason_that_nobody_measured() -> None:
    (text,) = drafts(task(), [step(Action.TURN_LEFT, view(bearing_deg=30))])
    assert "turn left" in text and "on my right" in text
    assert not re.search("face it|not clear|not work|around|stopped", text)


def test_an_unseen_target_is_never_said_to_be_seen() -> None:
    unseen = view(bearing_deg=170, visible=False)
    for text in drafts(
        task(), [step(Action.TURN_LEFT, unseen), step(Action.TURN_LEFT, unseen), step(Action.MOVE_FORWARD, unseen)]
    ):
        assert not re.search(r"\bI see\b|on my|straight ahead", text), text


def test_a_few_pixels_of_the_target_are_neither_a_clear_sight_nor_none() -> None:
    texts = drafts(task(), [step(Action.MOVE_FORWARD, view(visible=False, pixels=100))] * 4)
    assert not any(re.search(r"\bI see the|not see|no sign|not in", text) for text in texts), texts


def test_what_nobody_measured_is_neither_seen_nor_missed() -> None:
    texts = drafts(task(), [step(Action.MOVE_FORWARD), step(Action.TURN_LEFT)] * 2)
    assert not any(re.search(r"see|view|look", text) for text in texts), texts


def test_nothing_is_kept_in_view_that_was_elsewhere_or_unseen_just_before() -> None:
    (first, *_) = drafts(task(), [step(Action.MOVE_FORWARD, view())])
    ahead, aside = step(Action.MOVE_FORWARD, view()), step(Action.MOVE_FORWARD, view(bearing_deg=20))
    hidden = step(Action.MOVE_FORWARD, view(visible=False))
    for texts in (drafts(task(), [ahead, aside] * 4), drafts(task(), [hidden, ahead] * 4), [first]):
        assert not any("I keep the" in text for text in texts), texts
    assert any("I keep the red car straight ahead" in text for text in drafts(task(), [ahead] * 6))


def test_far_to_the_side_the_target_is_no_reason_to_walk_straight_on() -> None:
    texts = drafts(task(), [step(Action.MOVE_FORWARD, view(bearing_deg=40))] * 3)
    assert all(re.search("closer|shorten", text) and "so I walk" not in text for text in texts), texts


def test_only_what_was_in_view_just_before_has_left_it() -> None:
    gone = step(Action.TURN_LEFT, view(bearing_deg=-100, visible=False))
    first, second, third = drafts(task(), [step(Action.TURN_LEFT, view(bearing_deg=-60)), gone, gone])
    assert "has left my view" in second and "left my view" not in third
    assert "saw" in third or "again" in third


def test_neighbouring_steps_do_not_repeat_each_other_word_for_word() -> None:
    views = (view(), view(visible=False), view(visible=False, pixels=100), view(bearing_deg=60), view(bearing_deg=-20))
    for action, seen in product(set(Action) - {Action.FINISH}, views):
        texts = drafts(task(), [step(action, seen, outcome=StepOutcome.FAILED)] * 6)
        assert all(before != after for before, after in zip(texts, texts[1:], strict=False)), texts


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (StepOutcome.BLOCKED, "The bench stopped my last step."),
        (StepOutcome.PARTIAL, "The bench cut my last step short."),
    ],
)
def test_a_hindered_step_is_spoken_of_by_the_next_one_only(outcome: StepOutcome, words: str) -> None:
    hindered = step(Action.MOVE_FORWARD, view(), outcome=outcome, by="bench")
    first, second, third = drafts(task(), [hindered, step(Action.TURN_RIGHT, view()), step(Action.FINISH)])
    assert "bench" not in first + third and second.startswith(words) and "around" in second


def test_stages_are_pursued_in_their_order_and_counted() -> None:
    goal = Stages(goals=[Near(object=name, radius_cm=200) for name in ("tree_1", "bench", "sofa")])
    steps = [
        step(action, *(view(name, distance_cm=120) for name in ("tree_1", "bench", "sofa")))
        for action in (Action.MOVE_FORWARD, Action.MIDWAY_TARGET, Action.MIDWAY_TARGET, Action.FINISH)
    ]
    texts = drafts(task(TaskType.MULTI_STAGE, goal=goal), steps)
    assert ["tree" in texts[0], "the tree, the first of three" in texts[1] or "tree. " in texts[1]] == [True, True]
    assert "first of three" in texts[1] and "second of three" in texts[2] and "bench" in texts[2]
    assert "next to the sofa" in texts[3]


@pytest.mark.parametrize("action", list(Action))
def test_every_action_gets_a_sentence_without_numbers_or_placeholders(action: Action) -> None:
    for measured in ([], [view()], [view(visible=False)]):
        (text,) = drafts(task(), [step(action, *measured)])
        assert text.endswith(".") and not re.search(r"\d|[<>_]", text)


def test_names_become_words() -> None:
    names = ("red_car", "chair_2", "tv", "SM_WoodBox_58")
    assert [label(name) for name in names] == ["red car", "chair", "TV", "wood box"]
    assert [place(view(bearing_deg=b)) for b in (0, -20, 60, 150)] == [
        "straight ahead",
        "slightly to my left",
        "on my right",
        "behind me",
    ]
