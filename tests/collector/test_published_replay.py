"""Replays of published data, which tell only some of a state: read from files that somebody wrote by hand."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from embrace3k.collector.replay import replay
from embrace3k.schema.layouts.v2 import Infos, TaskFile, records
from embrace3k.schema.replays import Replay
from embrace3k.schema.trajectories import Trajectory
from embrace3k.tests.collector.toy import BALL, Sliding, yard_task

START = [0.0, 0.0, 88.0, 0.0, 0.0, 0.0]
LOOKS = ["LookUp", "MoveForward", "MoveForward", "OpenDoor", "Finish"]
CARRIES = ["LookUp", "MoveForward", "Pick", "Finish"]
THERE, IN_HAND = list(BALL), [125.859, 0.0, 60.0, 0.0, 0.0, 0.0]


class Published(Sliding):
    """Names things as published data do."""

    def _look(self):
        seen = super()._look()
        ball, held = seen.state.objects["ball"], seen.state.holding
        state = replace(
            seen.state, doors={"door": seen.state.doors["gate"]}, objects={"pd_object_7": ball},
            holding=held and "pd_object_7",
        )  # fmt: skip
        return replace(seen, state=state)


def published(steps: list[str], kind: int, states: dict[str, Any], **head: Any) -> Trajectory:
    task = {"Instruction": "Go.", "Type": kind, "Start_Pose": START, **head}
    poses = [START]
    for name in steps:
        x_cm, *rest = poses[-1]
        poses.append([x_cm + 125.859 * (name == "MoveForward"), *rest])
    infos = {**task, "Action": steps, "Pose_Trajectory": poses, **states}
    files = msgspec.convert(task, TaskFile), msgspec.convert(infos, Infos)
    return records(*files, [], "yard/a", Path("a.json"), Path("infos.json"))[1]


def replayed(trajectory: Trajectory) -> Replay:
    return replay(Published({}), yard_task(), trajectory)


def test_poses_alone_are_replayed_on_unreal():
    found = replayed(published(LOOKS, 0, {}))
    assert (found.verdict, found.instants, found.frames_compared) == ("verified", len(LOOKS) + 1, 0)
    assert {name for each in found.errors for name in each.unequal} == {"state", "frame"}


@pytest.mark.parametrize(("opened", "words"), [(1, None), (0, "step 4: door is open; no frame was recorded")])
def test_a_door_episode_is_held_to_its_door_and_to_nothing_that_it_does_not_tell(opened, words):
    found = replayed(published(LOOKS, 4, {"Door_State_Trajectory": [0, 0, 0, 0, opened, opened]}))
    assert (found.words, found.verdict) == (words, "drifted" if words else "verified")
    assert {name for each in found.errors for name in each.unequal} == {"frame", *(["state"] if words else [])}


@pytest.mark.parametrize(
    ("item", "distance_cm", "words"),
    [
        (IN_HAND, 0.0, None),
        (THERE, 74.1, "step 3: pd_object_7 95.378 cm, 0.000 deg off; holds pd_object_7, not nothing; no frame was"),
        (None, 74.1, "step 3: holds pd_object_7, not nothing; no frame was"),
    ],
    ids=["carried", "not carried", "distance only"],
)
def test_an_object_episode_is_held_to_its_object_and_hands(item, distance_cm, words):
    head = {"PD_ID": 7, "PD_Size": 0.5, "PD_Type": "pd", "PD_Start_Pose": THERE}
    items, distances = [THERE] * 3 + [item] * 2, [200.0, 200.0, 74.1] + [distance_cm] * 2
    found = replayed(published(CARRIES, 5, {"PD_Pose_Trajectory": items, "PD_Dist_2D": distances}, **head))
    assert found.verdict == ("drifted" if words else "verified"), found.words
    assert words is None or (found.words or "").startswith(words)
