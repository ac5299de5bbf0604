"""What is known of a scene besides its frames: all of it for embedded worlds; an Unreal map its engine alone knows."""

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from embrace3k.collector.errors import GoalUndecidable
from embrace3k.collector.footprints import WorldFootprints
from embrace3k.collector.goals import Footprints
from embrace3k.schema.actions import Action, ActionProfile
from embrace3k.schema.goals import Point
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import Scene
from embrace3k.schema.trajectories import Simulator
from embrace3k.simulator.interfaces import Observation
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.simulator.worlds.motion import AgentState, Motion

_SAME_CM = 0.01
"""Replies are rounded to a thousandth."""

BlockedBy = Callable[[Observation, Action, Observation, ActionProfile], str | None]
"""What stopped an action, given what was seen before and after it: an object, "wall", or None if nobody knows."""


class GroundTruth(NamedTuple):
    footprints: Footprints
    blocked_by: BlockedBy


def truth_of(scene: Scene, simulator: Simulator) -> GroundTruth:
    """Raises WorldNotFound for an embedded scene that this program cannot build."""
    if simulator.backend != "embedded" or scene.name is None or scene.seed is None:
        return GroundTruth(_nobody_knows, lambda before, action, after, profile: None)
    motion = motion_in(scene.name, scene.seed)
    return GroundTruth(WorldFootprints(motion.world), _contacts(motion))


@lru_cache(maxsize=8)
def motion_in(family: str, seed: int) -> Motion:
    """The model on which an embedded world moves; recent ones are kept. Raises WorldNotFound."""
    return Motion(build_world(family, seed))


def _contacts(motion: Motion) -> BlockedBy:
    """Asks the model of motion again. What it names counts only where it ends in the very place that was observed."""

    def blocked_by(before: Observation, action: Action, after: Observation, profile: ActionProfile) -> str | None:
        state = AgentState(
            pose=before.pose,
            head_pitch_deg=before.state.head_pitch_deg,
            holding=before.state.holding,
            doors=before.state.doors,
            objects=before.state.objects,
        )
        effect = motion.apply(state, action, profile)
        return effect.blocked_by if math.dist(effect.state.pose[:3], after.pose[:3]) <= _SAME_CM else None

    return blocked_by


def _nobody_knows(name: str, pose: Pose | None) -> Sequence[Point]:
    raise GoalUndecidable(f"nobody told what {name!r} covers on the floor of this scene")
