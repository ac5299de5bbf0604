"""What things cover on the floor of a scene: known of embedded worlds; of an Unreal map its engine alone knows."""

from collections.abc import Sequence

from embrace3k.collector.errors import GoalUndecidable
from embrace3k.collector.footprints import WorldFootprints
from embrace3k.collector.goals import Footprints
from embrace3k.schema.goals import Point
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import Scene
from embrace3k.schema.trajectories import Simulator
from embrace3k.simulator.worlds.catalogue import build_world


def footprints_of(scene: Scene, simulator: Simulator) -> Footprints:
    """Raises WorldNotFound for an embedded scene that this program cannot build."""
    if simulator.backend == "embedded" and scene.name is not None and scene.seed is not None:
        return WorldFootprints(build_world(scene.name, scene.seed))
    return _nobody_knows


def _nobody_knows(name: str, pose: Pose | None) -> Sequence[Point]:
    raise GoalUndecidable(f"nobody told what {name!r} covers on the floor of this scene")
