"""A simulator small enough to read: a yard with a wall, a gate and a ball, drawn as one colour per state."""

import hashlib
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import simplejpeg
from msgspec.structs import replace

from embrace3k.collector.errors import UnknownObject
from embrace3k.collector.journal import Header
from embrace3k.collector.recorder import header_for
from embrace3k.schema.actions import PROFILES, Action
from embrace3k.schema.goals import Goal, Holding, Point
from embrace3k.schema.poses import Pose, bearing_deg, distance_xy_cm
from embrace3k.schema.tasks import PickDrop, Scene, Task, TaskType
from embrace3k.schema.trajectories import Simulator as SimulatorFacts
from embrace3k.schema.trajectories import WorldState
from embrace3k.simulator.errors import SimulatorLost
from embrace3k.simulator.interfaces import EXACT, Observation, Tolerance
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.folder_store import FolderStore
from embrace3k.storage.tasks import add_tasks

WIDTH, HEIGHT = 64, 48
WALL_X_CM = 400.0
START = Pose(0.0, 0.0, 88.0, 0.0, 0.0, 0.0)
BALL = Pose(200.0, 0.0, 0.0, 0.0, 0.0, 0.0)
SCENE = Scene(name="yard", seed=0)
HANDS = (Action.PICK, Action.DROP)


class Yard:
    """Implements simulator.interfaces.Simulator. `lose` counts down acts; at 0 the connection is lost, once."""

    profile = PROFILES["v2"]
    tolerance = EXACT

    def __init__(self, *, lose: list[int] | None = None, tint: int = 0) -> None:
        self._lose = lose if lose is not None else []
        self._tint = tint
        self.closed = False

    def facts(self) -> SimulatorFacts:
        return SimulatorFacts(backend="embedded", version="toy", width_px=WIDTH, height_px=HEIGHT, fov_deg=90.0)

    def objects(self) -> tuple[str, ...]:
        return "ball", "gate"

    def reset(
        self, scene: Scene, start_pose: Pose, pick_drop: PickDrop | None = None, exposure: float | None = None
    ) -> Observation:
        self._pose, self._ball, self._gate, self._held, self._head = start_pose, BALL, False, False, 0.0
        return self._look()

    def act(self, action: Action) -> Observation:
        if self._lose:
            self._lose[0] -= 1
            if self._lose[0] < 0:
                self._lose.pop(0)
                raise SimulatorLost("the toy was told to break")
        self._head = {Action.LOOK_UP: 30.0, Action.LOOK_DOWN: -30.0}.get(action, 0.0)
        if action is Action.OPEN_DOOR:
            self._gate = self._gate or self._pose.x_cm > 200.0
        elif action in (Action.MOVE_FORWARD, Action.MOVE_BACKWARD):
            sign = 1 if action is Action.MOVE_FORWARD else -1
            self._walk(sign * (self.profile.forward_cm if sign > 0 else self.profile.backward_cm))
        elif action in (Action.TURN_LEFT, Action.TURN_RIGHT):
            turn = self.profile.turn_deg * (1 if action is Action.TURN_RIGHT else -1)
            self._pose = self._pose._replace(yaw_deg=self._pose.yaw_deg + turn)
        elif action in HANDS:
            self._held = action is Action.PICK and distance_xy_cm(self._pose, self._ball) < 210.0
        if self._held:
            self._ball = self._pose._replace(z_cm=60.0)
        return self._look()

    def seconds(self) -> dict[str, float]:
        return {}

    def close(self) -> None:
        self.closed = True

    def _walk(self, distance_cm: float) -> None:
        yaw = math.radians(self._pose.yaw_deg)
        x_cm = min(self._pose.x_cm + distance_cm * math.cos(yaw), WALL_X_CM)
        y_cm = self._pose.y_cm + distance_cm * math.sin(yaw)
        self._pose = self._pose._replace(x_cm=round(x_cm, 3), y_cm=round(y_cm, 3))

    def _look(self) -> Observation:
        state = WorldState(
            doors={"gate": self._gate},
            objects={"ball": self._ball},
            holding="ball" if self._held else None,
            head_pitch_deg=self._head,
        )
        camera = self._pose._replace(z_cm=158.0, pitch_deg=self._head)
        seed = hashlib.sha256(repr((self._pose, state)).encode()).digest()
        picture = np.full((HEIGHT, WIDTH, 3), tuple(seed[:3]), np.uint8)
        picture[:, :, 0] ^= self._tint
        jpeg = simplejpeg.encode_jpeg(picture, quality=90)
        hit = "wall" if self._pose.x_cm >= WALL_X_CM else None
        return Observation(
            jpeg=jpeg, pose=self._pose, camera_pose=camera, state=state, blocked_by=hit, mask=self._mask()
        )

    def _mask(self) -> np.ndarray:
        """The ball is a square of 4 x 4 pixels where a camera of 90 degrees shows its direction."""
        mask = np.zeros((HEIGHT, WIDTH), np.uint16)
        bearing = bearing_deg(self._pose, self._ball)
        if abs(bearing) < 45.0 and not self._held:
            column = round(WIDTH / 2 * (1 + math.tan(math.radians(bearing))))
            mask[30:34, max(0, column - 2) : column + 2] = 1
        return mask


class Sliding(Yard):
    """A real engine of a kind: poses come out a little beside where they were at some instants, and right at others."""

    tolerance = Tolerance(1.0, 0.5, False)

    def __init__(self, slides: dict[int, dict[str, float]], tint: int = 0) -> None:
        super().__init__(tint=tint)
        self._slides, self._instant = slides, -1

    def facts(self):
        return replace(super().facts(), backend="unreal", version="5.6")

    def _look(self):
        self._instant += 1
        seen = super()._look()
        return replace(seen, pose=moved(seen.pose, **self._slides.get(self._instant, {})))


def moved(pose: Pose, **by: float) -> Pose:
    return pose._replace(**{name: getattr(pose, name) + value for name, value in by.items()})


def yard_footprints(name: str, pose: Pose | None) -> Sequence[Point]:
    """Implements collector.goals.Footprints: all is 20 cm wide, and the gate is in the wall."""
    if name not in ("ball", "gate"):
        raise UnknownObject(f"no {name!r} in the yard")
    x_cm, y_cm = (pose.x_cm, pose.y_cm) if pose else (WALL_X_CM, 0.0)
    return [(x_cm + dx, y_cm + dy) for dx, dy in ((10, 10), (-10, 10), (-10, -10), (10, -10))]


def yard_task(name: str = "fetch", goal: Goal | None = None) -> Task:
    return Task(
        id=name,
        instruction="Pick up the ball.",
        type=TaskType.PICK_DROP,
        scene=SCENE,
        start_pose=START,
        goal=goal or Holding(object="ball"),
        targets=["ball"],
        door="gate",
    )


def yard_header(task: Task, driver) -> Header:
    return header_for(task, driver, Yard())


def yard_stores(folder: Path, tasks: Sequence[Task]) -> tuple[Database, FolderStore]:
    """A fresh database that holds the tasks, and a store beside it."""
    database = Database(sqlite_url(folder / "toy.db"))
    database.migrate()
    with database.session() as session:
        add_tasks(session, tasks)
    return database, FolderStore(folder / "objects")
