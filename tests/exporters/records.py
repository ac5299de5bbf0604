"""Small true records and tiny pictures, put into a real database and store; no simulator."""

import math
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import simplejpeg

from embrace3k.schema.actions import PROFILES, Action
from embrace3k.schema.annotations import Annotation, Verdict
from embrace3k.schema.authors import Author, AuthorKind
from embrace3k.schema.goals import Near
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import Scene, Task, TaskType
from embrace3k.schema.trajectories import (
    Driver,
    DriverKind,
    Final,
    Frame,
    Result,
    Simulator,
    Step,
    StepOutcome,
    Trajectory,
    WorldState,
)
from embrace3k.storage.annotations import add_annotations, current_annotations
from embrace3k.storage.blobs import put_blob
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.folder_store import FolderStore
from embrace3k.storage.interfaces import ObjectStore
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import commit_trajectory

WIDTH_PX, HEIGHT_PX = 32, 24
TEMPLATE = Author(kind=AuthorKind.TEMPLATE, name="drafter", version="1")
PERSON = Author(kind=AuthorKind.HUMAN, name="ada")


@dataclass
class Home:
    """A database and a store with episodes in them, and a staging folder."""

    folder: Path
    database: Database
    store: ObjectStore
    trajectories: list[Trajectory] = field(default_factory=list)

    @property
    def staging(self) -> Path:
        return self.folder / "builds"


def make_home(folder: Path, *, worlds: int = 4, per_world: int = 2, store: ObjectStore | None = None) -> Home:
    """Every world is one group for the splits; episode lengths differ."""
    database = Database(sqlite_url(folder / "embrace.db"))
    database.migrate()
    home = Home(folder, database, store or FolderStore(folder / "store"))
    for number in range(worlds * per_world):
        home.trajectories.append(add_episode(home, number, seed=number % worlds))
    return home


def add_episode(
    home: Home,
    number: int,
    *,
    seed: int = 0,
    success: bool | None = True,
    pictures_of: int | None = None,
    driver: DriverKind = DriverKind.ORACLE,
) -> Trajectory:
    """One task, one trajectory of it with a template draft for every step."""
    steps = 3 + number % 3
    shown = number if pictures_of is None else pictures_of
    frames = [_put_picture(home.store, shown, index) for index in range(steps + 1)]
    task = _task(number, seed)
    trajectory = _trajectory(task, frames, success, driver)
    with home.database.session() as session:
        add_tasks(session, [task])
        commit_trajectory(session, trajectory)
        add_annotations(session, [_draft(trajectory, step) for step in trajectory.steps])
    return trajectory


def correct_rationale(home: Home, trajectory: Trajectory, text: str, step_index: int = 0) -> None:
    """A person writes over the newest revision of one step."""
    with home.database.session() as session:
        newest = {each.step_index: each for each in current_annotations(session, trajectory.id)}[step_index]
        revision = Annotation(
            trajectory_id=trajectory.id, step_index=step_index, revision=newest.revision + 1, parent=newest.revision,
            rationale=text, verdict=Verdict.GROUNDED, author=PERSON, created_at="2026-11-22T21:00:00Z",
        )  # fmt: skip
        add_annotations(session, [revision])


def picture(number: int, index: int) -> bytes:
    """A tiny JPEG that no other episode or step has."""
    noise = np.random.default_rng([number, index]).integers(0, 256, (HEIGHT_PX, WIDTH_PX, 3), dtype=np.uint8)
    return bytes(simplejpeg.encode_jpeg(noise, quality=90))


def _put_picture(store: ObjectStore, number: int, index: int) -> Frame:
    data = picture(number, index)
    return Frame(sha256=put_blob(store, data), size_bytes=len(data), width_px=WIDTH_PX, height_px=HEIGHT_PX)


def _task(number: int, seed: int) -> Task:
    return Task(
        id=f"task-{number:03d}",
        instruction="Go to the red car.",
        type=list(TaskType)[number % 3],
        scene=Scene(name="family-house", seed=seed, version="0" * 64),
        start_pose=_pose(0.0, 0.0),
        goal=Near(object="red_car", radius_cm=200.0),
        targets=["red_car"],
    )


def _trajectory(task: Task, frames: list[Frame], success: bool | None, driver: DriverKind) -> Trajectory:
    actions = [Action.MOVE_FORWARD] * (len(frames) - 3) + [Action.TURN_RIGHT, Action.FINISH]
    steps, x_cm, yaw_deg = [], 0.0, 0.0
    for index, action in enumerate(actions):
        steps.append(
            Step(
                index=index, action=action, pose=_pose(x_cm, yaw_deg), frame=frames[index], state=WorldState(),
                outcome=StepOutcome.EFFECTIVE,
            )
        )  # fmt: skip
        x_cm += 125.859 if action is Action.MOVE_FORWARD else 0.0
        yaw_deg += 25.0 if action is Action.TURN_RIGHT else 0.0
    return Trajectory(
        id=task.id.replace("task", "episode"),
        task_id=task.id,
        scene=task.scene,
        simulator=Simulator(backend="embedded", version="1", width_px=WIDTH_PX, height_px=HEIGHT_PX, fov_deg=90.0),
        profile=PROFILES["v2"],
        driver=Driver(kind=driver, name="test"),
        steps=steps,
        final=Final(pose=_pose(x_cm, yaw_deg), state=WorldState(), frame=frames[-1]),
        result=Result(success=success, stages=[bool(success)]),
    )


def _pose(x_cm: float, yaw_deg: float) -> Pose:
    return Pose(round(x_cm, 3), 0.0, 88.0, 0.0, math.remainder(yaw_deg, 360.0), 0.0)


def _draft(trajectory: Trajectory, step: Step) -> Annotation:
    return Annotation(
        trajectory_id=trajectory.id, step_index=step.index, revision=1, author=TEMPLATE,
        rationale=f"I see the red car, so I choose {step.action.value}.", created_at="2026-11-22T20:00:00Z",
    )  # fmt: skip
