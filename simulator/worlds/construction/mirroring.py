"""A plan that is drawn once and built either as drawn or with west and east exchanged. Metres."""

from dataclasses import dataclass, replace

from embrace3k.simulator.worlds.construction.grounds import Towards
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.walls import Opening, Wall
from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.simulator.worlds.model import Kind, WorldObject

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


class Stage:
    """A site on which a plan's things are put where its mirror shows them, on a floor of one height."""

    def __init__(self, site: Site, mirror: Mirror, floor: float = 0.0) -> None:
        self.site, self.mirror, self.floor = site, mirror, floor

    def put(
        self,
        name: str,
        category: str,
        mesh: Mesh,
        east: float,
        north: float,
        yaw_deg: float = 0.0,
        *,
        up: float = 0.0,
        colour: str | None = None,
        surface: float | None = None,
        solid: bool = True,
        kind: Kind = Kind.FIXED,
        size: tuple[float, float, float] | None = None,
    ) -> WorldObject:
        """As `Site.put`, `up` above the floor."""
        return self.site.put(
            name,
            category,
            mesh,
            self.mirror.east(east),
            north,
            up=self.floor + up,
            yaw_deg=self.mirror.yaw(yaw_deg),
            kind=kind,
            solid=solid,
            colour=colour,
            size=size,
            surface=surface,
        )
