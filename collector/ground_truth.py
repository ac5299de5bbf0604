"""What is known of a scene besides its frames: all of it for embedded worlds; an Unreal map its engine alone knows."""

from collections.abc import Sequence
from functools import lru_cache

from embrace3k.collector.errors import GoalUndecidable
from embrace3k.collector.footprints import WorldFootprints
from embrace3k.collector.goals import Footprints
from embrace3k.schema.goals import Point
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import Scene
from embrace3k.schema.trajectories import Simulator
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.simulator.worlds.motion import Motion


def footprints_of(scene: Scene, simulator: Simulator) -> Footprints:
    """What the scene's objects cover on the floor. Raises WorldNotFound for an embedded scene that cannot be built."""
    if simulator.backend != "embedded" or scene.name is None or scene.seed is None:
        return _nobody_knows
    return WorldFootprints(motion_in(scene.name, scene.seed).world)


@lru_cache(maxsize=2)
def motion_in(family: str, seed: int) -> Motion:
    """The model on which an embedded world moves; recent ones are kept. Raises WorldNotFound."""
    return Motion(build_world(family, seed))


def _nobody_knows(name: str, pose: Pose | None) -> Sequence[Point]:
    raise GoalUndecidable(f"nobody told what {name!r} covers on the floor of this scene")
