"""Drafts say what the step's own view and the past hold, and nothing else."""

import re
from collections.abc import Sequence
from typing import Any

import pytest

from embrace3k.annotator.drafts import draft_trajectory
from embrace3k.annotator.views import label, place
from embrace3k.schema.actions import PROFILES, Action
from embrace3k.schema.annotations import AuthorKind
from embrace3k.schema.goals import Near, Opened, Placed
from embrace3k.schema.goals import Sequence as Stages
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import PickDrop, Scene, Task, TaskType
from embrace3k.schema.trajectories import (
    Driver,
    DriverKind,
    Evidence,
    Result,
    Simulator,
    Step,
    StepOutcome,
    TargetView,
    Trajectory,
    WorldState,
)

HERE = Pose(0, 0, 88, 0, 0, 0)
NOW = "2026-11-22T00:00:00Z"


def task(type: TaskType = TaskType.BASIC, **more: Any) -> Task:
    goal = more.pop("goal", Near(object="red_car", radius_cm=200))
    return Task(id="t", instruction="Go.", type=type, scene=Scene(name="w"), start_pose=HERE, goal=goal, **more)


def view(name: str = "red_car", bearing_deg: float = 0.0, visible: bool = True) -> TargetView:
    return TargetView(object=name, visible=visible, bearing_deg=bearing_deg, distance_cm=500)


def step(action: Action, *views: TargetView, state: WorldState | None = None, **more: Any) -> dict[str, Any]:
    evidence = Evidence(
        forward_cm=0,
        right_cm=0,
        up_cm=0,
        turn_deg=0,
        blocked=False,
        blocked_by=more.pop("by", None),
        targets=list(views),
    )
    return {"action": action, "pose": HERE, "evidence": evidence, "state": state, **more}


def drafts(of: Task, steps: Sequence[dict[str, Any]]) -> list[str]:
    trajectory = Trajectory(
        id="trajectory",
        task_id=of.id,
        scene=of.scene,
        simulator=Simulator(backend="embedded"),
        profile=PROFILES["v2"],
        driver=Driver(kind=DriverKind.ORACLE, name="oracle"),
        steps=[Step(index=index, **fields) for index, fields in enumerate(steps)],
        result=Result(success=True),
    )
    annotations = draft_trajectory(of, trajectory, created_at=NOW)
    assert [a.author.kind for a in annotations] == [AuthorKind.TEMPLATE] * len(steps)
    assert [(a.step_index, a.revision, a.verdict) for a in annotations] == [(i, 1, None) for i in range(len(steps))]
    return [a.rationale for a in annotations]


@pytest.mark.parametrize(
    ("bearing_deg", "action", "hand"), [(40, Action.TURN_RIGHT, "right"), (-40, Action.TURN_LEFT, "left")]
)
def test_a_turn_towards_the_target_names_its_side(bearing_deg: float, action: Action, hand: str) -> None:
    (text,) = drafts(task(), [step(action, view(bearing_deg=bearing_deg))])
    assert "red car" in text and f"on my {hand}" in text and f"turn {hand}" in text


def test_a_turn_away_from_the_target_does_not_claim_to_face_it() -> None:
    (text,) = drafts(task(), [step(Action.TURN_LEFT, view(bearing_deg=30))])
    assert "turn left" in text and "on my right" in text and "face it" not in text


def test_an_unseen_target_is_never_said_to_be_seen() -> None:
    unseen = view(bearing_deg=170, visible=False)
    for text in drafts(
        task(), [step(Action.TURN_LEFT, unseen), step(Action.TURN_LEFT, unseen), step(Action.MOVE_FORWARD, unseen)]
    ):
        assert not re.search(r"\bI see\b|on my|straight ahead", text), text


def test_neighbouring_steps_do_not_repeat_each_other_word_for_word() -> None:
    texts = drafts(task(), [step(Action.MOVE_FORWARD, view()) for _ in range(6)])
    assert all(before != after for before, after in zip(texts, texts[1:], strict=False))


def test_a_blocked_step_is_spoken_of_by_the_next_one_only() -> None:
    blocked = step(Action.MOVE_FORWARD, view(), outcome=StepOutcome.BLOCKED, by="bench")
    first, second = drafts(task(), [blocked, step(Action.TURN_RIGHT, view())])
    assert "stopped" not in first and second.startswith("The bench stopped my last step.")


def test_stages_are_pursued_in_their_order() -> None:
    goal = Stages(goals=[Near(object="tree_1", radius_cm=200), Near(object="bench", radius_cm=200)])
    both = (view("tree_1"), view("bench"))
    of = task(TaskType.MULTI_STAGE, goal=goal)
    texts = drafts(of, [step(a, *both) for a in (Action.MOVE_FORWARD, Action.MIDWAY_TARGET, Action.MOVE_FORWARD)])
    assert ["tree" in t for t in texts] == [True, True, False]
    assert "bench" in texts[2]


def test_pick_and_drop_name_the_object_and_then_the_place() -> None:
    goal = Placed(object="apple", near="bench", radius_cm=150)
    pick_drop = PickDrop(object="apple", kind="pd", start_pose=HERE)
    of = task(TaskType.PICK_DROP, goal=goal, pick_drop=pick_drop, targets=["apple", "bench"])
    held = WorldState(holding="apple", objects={"apple": Pose(-0.61, 21.35, 58, 0, 0, 0)})
    texts = drafts(of, [step(Action.PICK, view("apple")), step(Action.DROP, view("bench"), state=held)])
    assert "pick it up" in texts[0] and "apple" in texts[0]
    assert "put it down next to the bench" in texts[1]


def test_something_on_a_tow_bar_is_held_and_let_go_of_not_carried() -> None:
    pick_drop = PickDrop(object="red_car", kind="pd", start_pose=HERE)
    of = task(TaskType.PICK_DROP, goal=None, pick_drop=pick_drop, targets=["red_car", "garage"])
    towed = WorldState(holding="red_car", objects={"red_car": Pose(-400, 0, 0, 0, 0, 0)})
    texts = drafts(of, [step(Action.PICK, view()), step(Action.DROP, state=towed), step(Action.FINISH)])
    assert "take hold" in texts[0] and "let go of it next to the garage" in texts[1]


def test_opening_a_door_that_is_not_the_task_is_explained_by_the_way() -> None:
    (own,) = drafts(
        task(TaskType.OPEN_DOOR, goal=Opened(door="front_door")), [step(Action.OPEN_DOOR, view("front_door"))]
    )
    (other,) = drafts(task(), [step(Action.OPEN_DOOR, view())])
    assert "front door" in own.lower() and "in my way" in other


@pytest.mark.parametrize("action", list(Action))
def test_every_action_gets_a_sentence_without_numbers_or_placeholders(action: Action) -> None:
    (text,) = drafts(task(), [step(action, view())])
    assert text.endswith(".") and not re.search(r"\d|[<>_]", text)


def test_names_become_words() -> None:
    assert [label(name) for name in ("red_car", "chair_2", "bench")] == ["red car", "chair", "bench"]
    assert [place(view(bearing_deg=b)) for b in (0, -20, 60, 150)] == [
        "straight ahead",
        "slightly to my left",
        "on my right",
        "behind me",
    ]
