"""Short trajectories, and the drafts that they get."""

from collections.abc import Sequence
from typing import Any

from embrace3k.annotator.drafts import draft_trajectory
from embrace3k.schema.actions import PROFILES, Action
from embrace3k.schema.authors import AuthorKind
from embrace3k.schema.goals import Near
from embrace3k.schema.poses import Pose
from embrace3k.schema.rules.texts import check_annotations
from embrace3k.schema.tasks import Scene, Task, TaskType
from embrace3k.schema.trajectories import (
    Driver,
    DriverKind,
    Evidence,
    Result,
    Simulator,
    Step,
    TargetView,
    Trajectory,
    WorldState,
)

HERE = Pose(0, 0, 88, 0, 0, 0)
NOW = "2026-11-22T00:00:00Z"


def task(type: TaskType = TaskType.BASIC, **more: Any) -> Task:
    goal = more.pop("goal", Near(object="red_car", radius_cm=200))
    return Task(id="t", instruction="Go.", type=type, scene=Scene(name="w"), start_pose=HERE, goal=goal, **more)


def view(
    name: str = "red_car", bearing_deg: float = 0.0, visible: bool = True, distance_cm: float = 500, pixels: int = 0
) -> TargetView:
    return TargetView(object=name, visible=visible, pixels=pixels, bearing_deg=bearing_deg, distance_cm=distance_cm)


def step(action: Action, *views: TargetView, state: WorldState | None = None, **more: Any) -> dict[str, Any]:
    evidence = Evidence(
        forward_cm=0,
        right_cm=0,
        up_cm=0,
        turn_deg=0,
        blocked=False,
        blocked_by=more.pop("by", None),
        door_changed=more.pop("door", None),
        carried=more.pop("carried", None),
        targets=list(views),
    )
    return {"action": action, "pose": HERE, "evidence": evidence, "state": state, **more}


def drafts(of: Task, steps: Sequence[dict[str, Any]], reached: Sequence[bool] = ()) -> list[str]:
    """The rationales, after what holds for all drafts has been checked. `reached` is the result's verdict per stage."""
    trajectory = Trajectory(
        id="trajectory",
        task_id=of.id,
        scene=of.scene,
        simulator=Simulator(backend="embedded"),
        profile=PROFILES["v2"],
        driver=Driver(kind=DriverKind.ORACLE, name="oracle"),
        steps=[Step(index=index, **fields) for index, fields in enumerate(steps)],
        result=Result(success=all(reached), stages=list(reached)),
    )
    annotations = draft_trajectory(of, trajectory, created_at=NOW)
    assert [a.author.kind for a in annotations] == [AuthorKind.TEMPLATE] * len(steps)
    assert [(a.step_index, a.revision, a.verdict) for a in annotations] == [(i, 1, None) for i in range(len(steps))]
    assert not list(check_annotations(trajectory, annotations))
    return [a.rationale for a in annotations]
