"""The report on a whole set in docs/tasks.md counts what it says it counts."""

from dataclasses import replace

import pytest
from msgspec.structs import replace as with_other

from embrace3k.docs.task_checks import Take, checks, template_of, twice_told
from embrace3k.schema.poses import Pose
from embrace3k.schema.regions import StageRegion, SuccessRegion
from embrace3k.schema.tasks import Scene, Task, TaskType
from embrace3k.schema.trajectories import TargetView

TASK = Task(
    id="yard_0000/one",
    instruction="Find the ball.",
    type=TaskType.EXPLORATION,
    scene=Scene(name="yard", seed=0),
    start_pose=Pose(0, 0, 88, 0, 0, 0),
    targets=["ball"],
    shortest_actions=5,
    success=SuccessRegion(final=StageRegion(character_regions=[], target_footprints=[]), shortest_path_cm=300.0),
)
UNSEEN = TargetView(object="ball", visible=False, bearing_deg=90.0, distance_cm=400.0)
TAKE = Take(
    task=TASK, first_frame=None, actions=5, path_cm=400.0, solved=True, solved_as_published=True, done_at_start=False,
    at_start=UNSEEN,
)  # fmt: skip


def found(take: Take, asked: str) -> str:
    [answer] = [answer for question, answer, _ in checks([take.task], [take]) if question.startswith(asked)]
    return answer


@pytest.mark.parametrize(
    ("instruction", "kind", "template"),
    [
        ("Pick up the red mug on the desk.", TaskType.PICK_DROP, "Pick up {}."),
        ("Pick up the drinks crates.", TaskType.PICK_DROP, "Pick up {}."),
        ("There is a TV on your left. Go up to it.", TaskType.BASIC, "There {}. Go up to {}."),
        ("Nobody says this!", TaskType.BASIC, "Nobody says this!"),
    ],
)
def test_the_template_of_a_sentence_can_be_read_back(instruction: str, kind: TaskType, template: str) -> None:
    assert template_of(instruction, kind) == template


def test_a_pixel_of_what_is_to_be_explored_is_too_much_and_so_is_not_knowing() -> None:
    glimpsed = replace(TAKE, at_start=with_other(UNSEEN, pixels=1, box_px=(0, 0, 1, 1)))
    unknown = replace(TAKE, at_start=None)
    assert [found(each, "Exploration") for each in (TAKE, glimpsed, unknown)] == ["1 of 1", "0 of 1", "0 of 1"]


def test_others_are_to_be_clearly_in_view() -> None:
    hidden = replace(TAKE, task=with_other(TASK, type=TaskType.BASIC))
    plain = replace(hidden, at_start=with_other(UNSEEN, pixels=400, visible=True))
    assert [found(each, "Others but pick and drop") for each in (hidden, plain)] == ["0 of 1", "1 of 1"]


def test_the_same_matter_from_nearly_the_same_start_is_told_twice() -> None:
    again = with_other(TASK, id="two", instruction="Look for the ball.", start_pose=Pose(50, 0, 88, 0, 10, 0))
    elsewhere = with_other(again, start_pose=Pose(500, 0, 88, 0, 10, 0))
    other_world = with_other(TASK, scene=Scene(name="yard", seed=1))
    assert [twice_told([TASK, each]) for each in (again, elsewhere, other_world)] == [1, 0, 0]
