"""Errors of poses, and what a tolerance lets pass."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from embrace3k.collector.comparison import in_words, is_within, pose_error, rotation_between_deg
from embrace3k.schema.poses import Pose
from embrace3k.schema.replays import InstantErrors, PoseError
from embrace3k.simulator.interfaces import EXACT, Tolerance

HERE = Pose(100.0, 200.0, 88.0, 0.0, 0.0, 0.0)
ANGLES = st.floats(-180.0, 180.0, allow_nan=False)
NEAR = InstantErrors(
    index=3, unequal=["pose", "state", "frame"], agent=PoseError(0.4, 0.1), objects={"mug": PoseError(0.5, 0.0)},
    frame_equal=False,
)  # fmt: skip
ONE = Tolerance(1.0, 1.0, False)


def turned(pitch: float, yaw: float, roll: float) -> Pose:
    return HERE._replace(pitch_deg=pitch, yaw_deg=yaw, roll_deg=roll)


def axes(pose: Pose) -> np.ndarray:
    """Forward, right and up as Unreal's FRotationMatrix has them: another way to the same orientation."""
    (sp, cp), (sy, cy), (sr, cr) = ((math.sin(a), math.cos(a)) for a in map(math.radians, pose[3:]))
    return np.array(
        [
            [cp * cy, cp * sy, sp],
            [sr * sp * cy - cr * sy, sr * sp * sy + cr * cy, -sr * cp],
            [-(cr * sp * cy + sr * sy), cy * sr - cr * sp * sy, cr * cp],
        ]
    )


@given(ANGLES, ANGLES, ANGLES, ANGLES, ANGLES, ANGLES)
def test_the_angle_is_that_of_the_rotation_matrix_between_them(a, b, c, d, e, f):
    was, now = turned(a, b, c), turned(d, e, f)
    cosine = (np.trace(axes(was).T @ axes(now)) - 1.0) / 2.0
    assert math.cos(math.radians(rotation_between_deg(was, now))) == pytest.approx(cosine, abs=1e-9)


@pytest.mark.parametrize(
    ("was", "now", "degrees"),
    [
        ((0, 90, 0), (0, 115, 0), 25.0),
        ((0, 179, 0), (0, -179, 0), 2.0),
        ((0, 180, 0), (0, -180, 0), 0.0),
        ((30, 0, 0), (-30, 0, 0), 60.0),
        ((0, 0, 90), (0, 0, -90), 180.0),
        ((89, 0, 0), (89, 180, 180), 2.0),
        ((-2.003, 147.998, 176.79), (-2.003, 147.999, 176.79), 0.001),
    ],
)
def test_angles_that_can_be_seen_without_a_formula(was, now, degrees):
    assert rotation_between_deg(turned(*was), turned(*now)) == pytest.approx(degrees, abs=1e-9)


def test_a_pose_error_is_the_straight_way_in_all_three_directions():
    assert pose_error(HERE, HERE._replace(x_cm=102.0, y_cm=203.0, z_cm=94.0)) == PoseError(7.0, 0.0)
    assert pose_error(HERE, HERE) == PoseError(0.0, 0.0)


@pytest.mark.parametrize(
    "changes",
    [
        {"agent": PoseError(1.001, 0.0)},
        {"agent": PoseError(0.0, 1.001)},
        {"objects": {"mug": PoseError(1.001, 0.0)}},
        {"objects": {"mug": PoseError(0.0, 1.001)}},
        {"objects": {"mug": None}},
        {"camera": PoseError(1.001, 0.0)},
        {"camera": PoseError(0.0, 1.001)},
        {"new_objects": ["cup"]},
        {"doors": {"gate": True}},
        {"held": ("mug", None)},
        {"head_pitch_deg": 30.0},
    ],
    ids=str,
)
def test_each_thing_alone_can_be_beyond_a_tolerance(changes):
    assert is_within(NEAR, ONE)
    assert not is_within(replace(NEAR, **changes), ONE)


def test_frames_count_only_where_the_tolerance_says_so():
    assert not is_within(NEAR, ONE._replace(frames=True))
    assert is_within(replace(NEAR, frame_equal=True), ONE._replace(frames=True))


def test_nothing_that_is_unequal_is_within_an_exact_tolerance():
    least = InstantErrors(index=0, unequal=["pose"], agent=PoseError(0.0, 0.0), frame_equal=True)
    assert not is_within(least, EXACT)
    assert is_within(least, EXACT._replace(frames=False))


def test_all_that_is_wrong_is_said():
    spoilt = replace(NEAR, doors={"gate": False, "door": None}, held=("mug", None), head_pitch_deg=30.0)
    spoilt = replace(spoilt, objects={"mug": PoseError(0.5, 0.0), "cup": None}, new_objects=["hat"])
    spoilt = replace(spoilt, unequal=["pose", "camera", "state", "frame"], camera=PoseError(0.0, 2.0))
    assert in_words(spoilt) == (
        "step 3: agent 0.400 cm, 0.100 deg off; camera 0.000 cm, 2.000 deg off; mug 0.500 cm, 0.000 deg off; "
        "cup is not there; hat was not there; gate is closed; door is not told; holds nothing, not mug; "
        "head 30.000 deg off; frame differs"
    )
