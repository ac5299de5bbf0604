"""A draft claims a success, a reach or an obstacle only where the step's own records bear it out."""

import re

import pytest

from embrace3k.schema.actions import Action
from embrace3k.schema.goals import Holding, InRegion, Opened, Placed, Polygon
from embrace3k.schema.tasks import PickDrop, Task, TaskType
from embrace3k.schema.trajectories import StepOutcome, WorldState
from embrace3k.tests.annotator.records import HERE, drafts, step, task, view

DOOR = {"front_door": False}
OPEN = {"front_door": True}
APPLE_AT_BENCH = Placed(object="apple", near="bench", radius_cm=150)
GARAGE = InRegion(subject="red_car", region=[Polygon(outer=[(-500, -100), (-300, -100), (-300, 100), (-500, 100)])])


def pick_task(kind: str = "p") -> Task:
    goal = Holding(object="apple") if kind == "p" else APPLE_AT_BENCH
    pick_drop = PickDrop(object="apple", kind=kind, start_pose=HERE)  # type: ignore[arg-type]
    return task(TaskType.PICK_DROP, goal=goal, pick_drop=pick_drop, targets=["apple", "bench"])


def door_task() -> Task:
    return task(TaskType.OPEN_DOOR, goal=Opened(door="front_door"), door="front_door")


def towing_task() -> Task:
    pick_drop = PickDrop(object="red_car", kind="pd", start_pose=HERE)
    return task(TaskType.PICK_DROP, goal=GARAGE, pick_drop=pick_drop, targets=["red_car"])


def with_apple(x_cm: float, held: bool) -> WorldState:
    return WorldState(holding="apple" if held else None, objects={"apple": HERE._replace(x_cm=x_cm)})


def towing(x_cm: float) -> WorldState:
    return WorldState(holding="red_car", objects={"red_car": HERE._replace(x_cm=x_cm)})


FINISH, PICK, DROP, OPEN_DOOR = Action.FINISH, Action.PICK, Action.DROP, Action.OPEN_DOOR
CARRIED = step(Action.MOVE_FORWARD, view("bench"), state=with_apple(0, held=True))
DONE = "done|as I was asked|reached|come close|stand next|am near|open now|I have"
PREMISES = {
    "near": (task(), [step(FINISH, view(distance_cm=120))], [step(FINISH, view(distance_cm=548))], DONE),
    "near a long thing": (task(), [step(FINISH, view(distance_cm=340))], [step(FINISH, view(distance_cm=576))], DONE),
    "near, never seen": (
        task(),
        [step(FINISH, view(distance_cm=120))],
        [step(FINISH, view(visible=False, distance_cm=120))],
        DONE,
    ),
    "opened": (
        door_task(),
        [step(FINISH, view("front_door"), state=WorldState(doors=OPEN))],
        [step(FINISH, view("front_door"), state=WorldState(doors=DOOR))],
        DONE,
    ),
    "holding": (
        pick_task(),
        [step(FINISH, state=with_apple(0, held=True))],
        [step(FINISH, state=with_apple(0, held=False))],
        DONE,
    ),
    "placed": (
        pick_task("pd"),
        [CARRIED, step(FINISH, view("bench", distance_cm=200), state=with_apple(100, held=False))],
        [CARRIED, step(FINISH, view("bench", distance_cm=200), state=with_apple(100, held=True))],
        DONE,
    ),
    "placed far off": (
        pick_task("pd"),
        [CARRIED, step(FINISH, view("bench", distance_cm=200), state=with_apple(100, held=False))],
        [CARRIED, step(FINISH, view("bench", distance_cm=700), state=with_apple(100, held=False))],
        DONE,
    ),
    "in a region": (
        towing_task(),
        [step(DROP, state=towing(-400)), step(FINISH, state=WorldState(objects=towing(-400).objects))],
        [step(DROP, state=towing(-900)), step(FINISH, state=WorldState(objects=towing(-900).objects))],
        f"{DONE}|where I was asked|in its place",
    ),
    "a door of the task": (
        door_task(),
        [step(OPEN_DOOR, view("front_door", distance_cm=170), state=WorldState(doors=DOOR))],
        [step(OPEN_DOOR, view("front_door", distance_cm=548), state=WorldState(doors=DOOR))],
        "closed|shut|reach|close to",
    ),
    "a door on the way": (
        task(),
        [step(OPEN_DOOR, view(), state=WorldState(doors=DOOR), door="front_door")],
        [step(OPEN_DOOR, view(), state=WorldState(doors=DOOR))],
        "closed",
    ),
    "a pick in reach": (
        pick_task(),
        [step(PICK, view("apple", distance_cm=100))],
        [step(PICK, view("apple", distance_cm=300))],
        "reach|I pick",
    ),
    "a pick in view": (
        pick_task(),
        [step(PICK, view("apple", distance_cm=100))],
        [step(PICK, view("apple", distance_cm=100, visible=False))],
        "reach|I pick",
    ),
    "a pick from memory": (
        pick_task(),
        [step(FINISH, view("apple", distance_cm=200)), step(PICK, view("apple", distance_cm=80, visible=False))],
        [step(FINISH, view("apple", distance_cm=800)), step(PICK, view("apple", distance_cm=80, visible=False))],
        "reach|I pick",
    ),
    "a drop at the place": (
        pick_task("pd"),
        [step(DROP, view("bench", distance_cm=120), state=with_apple(0, held=True))],
        [step(DROP, view("bench", distance_cm=500), state=with_apple(0, held=True))],
        "where I was asked|close to|belongs",
    ),
    "a drop of something": (
        pick_task("pd"),
        [step(DROP, view("bench"), state=with_apple(0, held=True))],
        [step(DROP, view("bench"), state=with_apple(100, held=False))],
        "I put|I let go|the apple",
    ),
}


@pytest.mark.parametrize("premise", PREMISES)
def test_a_success_or_a_reach_is_claimed_where_it_is_true_and_nowhere_else(premise: str) -> None:
    of, true, false, claim = PREMISES[premise]
    assert re.search(claim, drafts(of, true, [True])[-1])
    assert not re.search(claim, drafts(of, false, [True])[-1])


def test_something_on_a_tow_bar_is_held_and_let_go_of_not_carried() -> None:
    bumper = step(PICK, view(distance_cm=320), carried="red_car")
    texts = drafts(
        towing_task(), [bumper, step(Action.MOVE_FORWARD, state=towing(-900)), step(DROP, state=towing(-900))]
    )
    assert "take hold" in texts[0] and "in tow" in texts[1] and "let go of the red car here" in texts[2]


def test_a_missed_attempt_is_named_and_tried_again_without_a_claim() -> None:
    missed = step(OPEN_DOOR, view("front_door"), state=WorldState(doors=DOOR), outcome=StepOutcome.FAILED)
    texts = drafts(door_task(), [missed] * 3)
    assert texts[0] == "I try to open a door here."
    assert all(text.startswith("No door opened. I") and "closed" not in text for text in texts[1:])


def test_an_imported_task_without_a_goal_ends_without_a_claim() -> None:
    assert drafts(task(goal=None, targets=["red_car"]), [step(FINISH, view(distance_cm=100))]) == ["I stop here."]
