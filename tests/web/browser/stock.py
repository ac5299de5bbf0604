"""Walks of any length to a red car, with a picture and a draft for each step, opened for work."""

from math import atan2, degrees, hypot
from typing import Any

import msgspec

from embrace3k.annotator.queue import Plan, open_works
from embrace3k.schema.actions import PROFILES, Action
from embrace3k.schema.goals import Near, Polygon
from embrace3k.schema.poses import Pose
from embrace3k.schema.regions import StageRegion, SuccessRegion
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import Evidence, Final, Step, StepOutcome, TargetView
from embrace3k.storage.annotations import add_annotations
from embrace3k.storage.blobs import put_blob
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import commit_trajectory, get_trajectory
from embrace3k.tests.storage.samples import annotation, frame, task, trajectory
from embrace3k.tests.web.browser.yard import EYES_CM, box, picture
from embrace3k.tests.web.service import Service

INSTRUCTION = "Go to the red car at the end of the yard and stop before it."
DRAFTS = {
    Action.MOVE_FORWARD: "The red car is ahead of me and still far away, so I walk towards it.",
    Action.TURN_LEFT: "I want to see what is on my left, so I turn left.",
    Action.TURN_RIGHT: "The red car is on my right, so I turn right to face it.",
    Action.FINISH: "I stand before the red car, so I stop here.",
}
_PROFILE = PROFILES["v2"]
_TURNS = {Action.TURN_LEFT: -_PROFILE.turn_deg, Action.TURN_RIGHT: _PROFILE.turn_deg}
_STRIDES = {Action.MOVE_FORWARD: _PROFILE.forward_cm}


def fill(service: Service, *names: str, n_steps: int = 4, instruction: str = INSTRUCTION, **plan: Any) -> None:
    """Trajectories `names` of `n_steps` each. `plan` is for `open_works`: campaign, overlap, annotators …"""
    actions = _actions(n_steps)
    poses = _poses(actions)
    car_cm = poses[-1].x_cm + 260.0
    blobs = [picture(*_sight(pose, car_cm)) for pose in poses]
    frames = [frame(put_blob(service.context.store, blob), len(blob)) for blob in blobs]
    steps = [
        Step(
            index=index, action=action, pose=poses[index], frame=frames[index], outcome=StepOutcome.EFFECTIVE,
            evidence=_evidence(action, poses[index], car_cm),
        )
        for index, action in enumerate(actions)
    ]  # fmt: skip
    final = Final(pose=poses[-1], frame=frames[-1])
    goal = _task(f"to the car of {names[0]}", instruction, car_cm)
    with service.context.database.session() as session:
        add_tasks(session, [goal])
        for name in names:
            commit_trajectory(session, trajectory(name, goal.id, steps=steps, final=final))
            drafts = enumerate(DRAFTS[action] for action in actions)
            add_annotations(session, [annotation(at, trajectory_id=name, rationale=words) for at, words in drafts])
        open_works(session, names, Plan(**plan), service.clock())


def record_again(service: Service, name: str, of: str, **changes: Any) -> None:
    """Another trajectory like one of those, which nobody was asked to annotate."""
    with service.context.database.session() as session:
        commit_trajectory(session, msgspec.structs.replace(get_trajectory(session, of), id=name, **changes))


def _task(id: str, instruction: str, car_cm: float) -> Task:
    region = StageRegion(
        character_regions=[Polygon(outer=_square(car_cm, 320))], target_footprints=[_square(car_cm, 90)]
    )  # fmt: skip
    near = Near(object="red_car", radius_cm=320)
    return task(id, instruction=instruction, targets=["red_car"], goal=near, success=SuccessRegion(final=region))


def _actions(n_steps: int) -> list[Action]:
    """Forward, with a look to the left on the way where there is room for one."""
    actions = [Action.MOVE_FORWARD] * (n_steps - 1) + [Action.FINISH]
    if n_steps > 3:
        actions[1:3] = [Action.TURN_LEFT, Action.TURN_RIGHT]
    return actions


def _poses(actions: list[Action]) -> list[Pose]:
    """Before each step, and after the last. The look to the left is undone before the next stride."""
    x_cm, yaw_deg = 0.0, 0.0
    poses = [Pose(x_cm, 0.0, EYES_CM, 0.0, yaw_deg, 0.0)]
    for action in actions:
        x_cm += _STRIDES.get(action, 0.0)
        yaw_deg += _TURNS.get(action, 0.0)
        poses.append(Pose(x_cm, 0.0, EYES_CM, 0.0, yaw_deg, 0.0))
    return poses


def _sight(pose: Pose, car_cm: float) -> tuple[float, float]:
    """Distance of the car, and its bearing from the heading."""
    return hypot(car_cm - pose.x_cm, pose.y_cm), degrees(atan2(-pose.y_cm, car_cm - pose.x_cm)) - pose.yaw_deg


def _evidence(action: Action, pose: Pose, car_cm: float) -> Evidence:
    distance_cm, bearing_deg = _sight(pose, car_cm)
    left, top, right, bottom = box(distance_cm, bearing_deg)
    view = TargetView(
        object="red_car", visible=True, pixels=(right - left) * (bottom - top), box_px=(left, top, right, bottom),
        bearing_deg=bearing_deg, distance_cm=distance_cm,
    )  # fmt: skip
    return Evidence(
        forward_cm=_STRIDES.get(action, 0.0), right_cm=0, up_cm=0, turn_deg=_TURNS.get(action, 0.0), blocked=False,
        targets=[view],
    )  # fmt: skip


def _square(x_cm: float, half_cm: float) -> list[tuple[float, float]]:
    return [
        (x_cm - half_cm, -half_cm), (x_cm + half_cm, -half_cm), (x_cm + half_cm, half_cm), (x_cm - half_cm, half_cm)
    ]  # fmt: skip
