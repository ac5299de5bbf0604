"""What is drawn from above."""

from embrace3k.annotator.paths import Place, drawn
from embrace3k.schema.goals import Polygon
from embrace3k.schema.regions import StageRegion, SuccessRegion
from embrace3k.schema.tasks import PickDrop, TaskType
from embrace3k.tests.storage.samples import START, task, trajectory

SQUARE = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0)]
WIDE = Polygon(outer=[(-200.0, -200.0), (300.0, -200.0), (300.0, 300.0)], holes=[SQUARE])
CARRY = PickDrop(object="wood_box_2", kind="pd", start_pose=START)


def test_a_task_has_its_start_its_targets_ground_and_where_to_end_up():
    near = StageRegion(character_regions=[WIDE], target_footprints=[SQUARE])
    path = drawn(task(targets=["red_car"], success=SuccessRegion(final=near)))
    assert path.places == [Place(x_cm=0.0, y_cm=0.0, yaw_deg=90.0)]
    assert [(each.name, each.outline) for each in path.targets] == [("red car", SQUARE)]
    assert [(each.name, each.outer, each.holes) for each in path.areas] == [("agent", WIDE.outer, [SQUARE])]


def test_an_area_says_what_has_to_be_there():
    final = StageRegion(character_regions=[WIDE], target_footprints=[SQUARE], object_regions=[WIDE])
    carry = task(type=TaskType.PICK_DROP, pick_drop=CARRY, success=SuccessRegion(final=final))
    assert [each.name for each in drawn(carry).areas] == ["agent", "wood box"]


def test_a_trajectory_has_a_place_before_each_step_and_one_at_the_end():
    assert len(drawn(task(), trajectory()).places) == 3
    assert drawn(task(), trajectory()).areas == []
