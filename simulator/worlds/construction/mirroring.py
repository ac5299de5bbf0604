"""A plan that is drawn once and built either as drawn or with west and east exchanged. Metres."""

from dataclasses import dataclass, replace

from embrace3k.simulator.worlds.construction.grounds import Towards
from embrace3k.simulator.worlds.construction.site import Area
from embrace3k.simulator.worlds.construction.walls import Opening, Wall

_OPPOSITE: dict[Towards, Towards] = {"east": "west", "west": "east", "north": "north", "south": "south"}


@dataclass(frozen=True)
class Mirror:
    """Exchanges west and east about the middle of 0 to `width`, if it is on."""

    width: float
    on: bool

    def east(self, east: float) -> float:
        return self.width - east if self.on else east

    def yaw(self, yaw_deg: float) -> float:
        return -yaw_deg if self.on else yaw_deg

    def area(self, area: Area) -> Area:
        return Area(self.width - area.east, area.south, self.width - area.west, area.north) if self.on else area

    def towards(self, direction: Towards) -> Towards:
        return _OPPOSITE[direction] if self.on else direction

    def wall(self, wall: Wall) -> Wall:
        """With its openings, in the order in which a wall wants them."""
        if not self.on:
            return wall
        if wall.eastward:
            holes = tuple(self._turned(hole) for hole in reversed(wall.openings))
            return replace(wall, start=self.width - wall.end, end=self.width - wall.start, openings=holes)
        return replace(
            wall,
            at=self.width - wall.at,
            near=wall.far,
            far=wall.near,
            near_color=wall.far_color,
            far_color=wall.near_color,
        )

    def _turned(self, hole: Opening) -> Opening:
        return replace(hole, start=self.width - hole.end, end=self.width - hole.start)
