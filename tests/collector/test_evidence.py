"""Evidence and outcomes, held against movements and pictures whose geometry is known."""

import numpy as np
import pytest

from embrace3k.collector.errors import GoalUndecidable
from embrace3k.collector.evidence import along_heading, done_by, shown_in, target_views, targets_of
from embrace3k.collector.ground_truth import footprints_of
from embrace3k.schema.actions import PROFILES, Action
from embrace3k.schema.goals import Near, Placed
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import Scene
from embrace3k.schema.trajectories import Simulator, StepOutcome, WorldState
from embrace3k.simulator.interfaces import Observation
from embrace3k.tests.collector.toy import START, Yard, yard_footprints, yard_task

V2 = PROFILES["v2"]


def at(x=0.0, y=0.0, *, z=88.0, yaw=0.0, mask=None, hit=None, **state):
    pose = Pose(x, y, z, 0.0, yaw, 0.0)
    return Observation(jpeg=b"", pose=pose, camera_pose=pose, state=WorldState(**state), blocked_by=hit, mask=mask)


def came_of(action, before, after):
    return done_by(action, before, after, views=[], profile=V2)


@pytest.mark.parametrize(
    "action, before, after, outcome",
    [
        (Action.MOVE_FORWARD, at(), at(125.859), StepOutcome.EFFECTIVE),
        (Action.MOVE_FORWARD, at(yaw=90.0), at(0.0, 125.859, yaw=90.0), StepOutcome.EFFECTIVE),
        (Action.MOVE_FORWARD, at(), at(105.0), StepOutcome.PARTIAL),
        (Action.MOVE_FORWARD, at(), at(0.0, 40.0), StepOutcome.PARTIAL),
        (Action.MOVE_FORWARD, at(), at(1.0), StepOutcome.BLOCKED),
        (Action.MOVE_BACKWARD, at(), at(-100.465), StepOutcome.EFFECTIVE),
        (Action.MOVE_BACKWARD, at(), at(), StepOutcome.BLOCKED),
        (Action.TURN_RIGHT, at(yaw=170.0), at(yaw=-165.0), StepOutcome.EFFECTIVE),
        (Action.TURN_LEFT, at(), at(yaw=-25.0), StepOutcome.EFFECTIVE),
        (Action.TURN_LEFT, at(), at(yaw=-10.0), StepOutcome.PARTIAL),
        (Action.TURN_LEFT, at(), at(), StepOutcome.BLOCKED),
        (Action.LOOK_UP, at(), at(head_pitch_deg=30.0), StepOutcome.EFFECTIVE),
        (Action.LOOK_UP, at(head_pitch_deg=30.0), at(head_pitch_deg=30.0), StepOutcome.NO_EFFECT),
        (Action.LOOK_DOWN, at(), at(), StepOutcome.FAILED),
        (Action.OPEN_DOOR, at(doors={"gate": False}), at(doors={"gate": True}), StepOutcome.EFFECTIVE),
        (Action.OPEN_DOOR, at(doors={"gate": True}), at(doors={"gate": True}), StepOutcome.FAILED),
        (Action.PICK, at(), at(holding="ball"), StepOutcome.EFFECTIVE),
        (Action.PICK, at(holding="ball"), at(holding="ball"), StepOutcome.FAILED),
        (Action.DROP, at(holding="ball"), at(-72.0), StepOutcome.EFFECTIVE),
        (Action.DROP, at(), at(-72.0), StepOutcome.FAILED),
        (Action.FINISH, at(), at(), StepOutcome.EFFECTIVE),
        (Action.MIDWAY_TARGET, at(), at(), StepOutcome.EFFECTIVE),
    ],
)
def test_an_outcome_is_the_change_held_against_the_action(action, before, after, outcome):
    done = came_of(action, before, after)
    assert done.outcome is outcome
    assert done.evidence.blocked is (outcome in (StepOutcome.BLOCKED, StepOutcome.PARTIAL))


@pytest.mark.parametrize("yaw_deg, parts", [(0.0, (30.0, 40.0)), (90.0, (40.0, -30.0)), (-90.0, (-40.0, 30.0))])
def test_movement_is_told_along_the_heading_it_began_with(yaw_deg, parts):
    moved = along_heading(Pose(0, 0, 0, 0, yaw_deg, 0), Pose(30, 40, 0, 0, 0, 0))
    assert moved == pytest.approx(parts)


def test_evidence_tells_slide_step_height_and_turn():
    evidence = came_of(Action.MOVE_FORWARD, at(yaw=90.0), at(-20.0, 60.0, z=98.0, yaw=95.0, hit="sofa")).evidence
    assert (evidence.forward_cm, evidence.right_cm, evidence.up_cm, evidence.turn_deg) == (60.0, 20.0, 10.0, 5.0)
    assert evidence.blocked_by == "sofa"


def test_what_was_touched_is_not_told_of_a_step_that_was_not_blocked():
    assert came_of(Action.MOVE_FORWARD, at(), at(125.859, hit="sofa")).evidence.blocked_by is None


def test_evidence_tells_what_is_carried_and_which_door_changed():
    before = at(doors={"gate": False, "door": True})
    evidence = came_of(Action.OPEN_DOOR, before, at(doors={"gate": True, "door": True}, holding="ball")).evidence
    assert (evidence.carried, evidence.door_changed) == ("ball", "gate")


def test_no_rounding_leaves_a_negative_zero():
    assert str(came_of(Action.MOVE_FORWARD, at(yaw=180.0), at(yaw=180.0)).evidence.right_cm) == "0.0"


def picture(*, pixels: int) -> np.ndarray:
    """100 x 100 pixels, `pixels` of them in row 20 from column 30 on show the ball."""
    mask = np.zeros((100, 100), np.uint16)
    mask[20, 30 : 30 + pixels] = 1
    return mask


def views_of(observation, names=("ball", "gate")):
    return {view.object: view for view in target_views(observation, names, ("ball", "gate"), yard_footprints)}


def test_a_target_has_its_box_pixels_bearing_and_distance():
    seen = views_of(at(yaw=45.0, mask=picture(pixels=12), objects={"ball": Pose(0.0, 300.0, 0, 0, 0, 0)}))
    ball, gate = seen["ball"], seen["gate"]
    assert (ball.visible, ball.pixels, ball.box_px) == (True, 12, (30, 20, 42, 21))
    assert (ball.bearing_deg, ball.distance_cm) == (45.0, 300.0)
    assert (gate.visible, gate.box_px, gate.bearing_deg, gate.distance_cm) == (False, None, -45.0, 400.0)


@pytest.mark.parametrize("pixels, visible", [(9, False), (10, True)])
def test_one_pixel_in_a_thousand_makes_a_target_visible(pixels, visible):
    seen = at(mask=picture(pixels=pixels))
    assert shown_in(seen, ["ball"], ("ball", "gate")) == (frozenset({"ball"}) if visible else frozenset())
    assert views_of(seen)["ball"].visible is visible


def test_without_a_mask_nothing_is_claimed_of_the_picture():
    assert views_of(at()) == {}
    assert shown_in(at(), ["ball"], ("ball", "gate")) is None


def test_a_target_that_the_world_does_not_have_is_left_out():
    assert list(views_of(at(mask=picture(pixels=1)), names=("unicorn", "ball"))) == ["ball"]


def test_targets_are_the_goals_objects_then_the_instructions_then_the_door():
    task = yard_task(goal=Placed(object="car", near="garage", radius_cm=100.0))
    assert targets_of(task) == ["car", "garage", "ball", "gate"]


def test_the_toy_draws_the_ball_where_its_bearing_says():
    view = views_of(Yard().reset(Scene(name="yard"), START._replace(yaw_deg=-25.0)))["ball"]
    assert view.bearing_deg == 25.0
    assert view.box_px is not None and view.box_px[0] > 32


def test_nobody_knows_what_things_cover_in_an_unreal_map():
    footprints = footprints_of(Scene(name="SuburbNeighborhood_Day"), Simulator(backend="unreal"))
    with pytest.raises(GoalUndecidable):
        footprints("sofa_1", None)
    near = Near(object="sofa_1", radius_cm=100.0)
    seen = at(mask=picture(pixels=10))
    assert target_views(seen, [near.object], ("sofa_1",), footprints) == []
    assert shown_in(seen, [near.object], ("sofa_1",)) == frozenset({"sofa_1"}), "it is in the picture, wherever it is"
