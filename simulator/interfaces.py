"""What the closed loop needs of a simulator. One implementation drives every world over the UnrealCV protocol."""

from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from embrace3k.schema.actions import Action, ActionProfile
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import PickDrop, Scene
from embrace3k.schema.trajectories import Simulator as SimulatorFacts
from embrace3k.schema.trajectories import WorldState


class Observation(Struct, frozen=True, kw_only=True):
    """One instant as the agent sees it."""

    jpeg: bytes
    """The stored frame: RGB, encoded once, at the size given by the simulator's facts."""
    pose: Pose
    """Of the body."""
    camera_pose: Pose
    state: WorldState
    blocked_by: str | None = None
    """What the last action ran into: an object's name, "wall" or "fence". None also where the simulator cannot tell."""
    mask: npt.NDArray[np.uint16] | None = None
    """(H, W), top row first: index into `Simulator.objects()` plus 1; 0 is what has no object (sky)."""


class Tolerance(NamedTuple):
    """How far the same actions may lead from where they led before. Doors and hands never differ."""

    position_cm: float
    rotation_deg: float
    frames: bool
    """Whether the frames must be the same bytes."""


EXACT = Tolerance(0.0, 0.0, True)
"""Of an embedded world. A real engine cannot give it: its physics and its pictures differ a little every time."""


class Simulator(Protocol):
    """A world one can act in. Not safe for several threads; one instance per process and connection."""

    profile: ActionProfile

    @property
    def tolerance(self) -> Tolerance:
        """Of the scene that was loaded last."""

    def facts(self) -> SimulatorFacts:
        """Who draws the frames: recorded with every trajectory."""

    def objects(self) -> tuple[str, ...]:
        """Names of the world's objects, in an order that stays the same until the next reset."""

    def reset(
        self, scene: Scene, start_pose: Pose, pick_drop: PickDrop | None = None, exposure: float | None = None
    ) -> Observation:
        """Load the world afresh and put the agent at `start_pose`. Same arguments, same bytes, whatever came before.

        `exposure` is the task's own, in place of the scene's; embedded worlds have none. Raises WorldNotFound,
        SimulatorLost.
        """

    def act(self, action: Action) -> Observation:
        """Carry out one action by its recipe, wait until the world is at rest, and look. Raises SimulatorLost."""

    def seconds(self) -> dict[str, float]:
        """By the clock on the wall, since it was started: `load` of worlds, `draw`, and `encode` of frames.

        A real engine tells of the first two nothing. Raises SimulatorLost.
        """

    def close(self) -> None:
        """Let go of the connection and of whatever process this instance started. A second call does nothing."""
