"""What the objects of an embedded world cover on the floor."""

from collections.abc import Sequence

from embrace3k.collector.errors import UnknownObject
from embrace3k.schema.goals import Point
from embrace3k.schema.poses import Pose
from embrace3k.simulator.errors import SimulatorError
from embrace3k.simulator.worlds.model import World


class WorldFootprints:
    """The boxes that a world's objects collide with. A door's is its closed leaf."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __call__(self, name: str, pose: Pose | None) -> Sequence[Point]:
        try:
            thing = self._world.object(name)
        except SimulatorError as error:
            raise UnknownObject(error.what, hint=error.hint) from error
        return thing.footprint(pose or thing.pose).corners()
