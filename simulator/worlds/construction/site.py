"""A building site: collects what a family's builders put up and hands it over as a World.

Builders measure in metres east and north of the site's origin, like the meshes; only `Site` turns that into centimetres
and Unreal axes. Yaws are Unreal's already: 0 looks north, 90 east.
"""

from dataclasses import dataclass

import numpy as np

from embrace3k.schema.goals import Polygon, Ring
from embrace3k.schema.poses import Pose, wrap_deg
from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.simulator.worlds.model import Box, Hinge, Kind, Lamp, Region, World, WorldObject
from embrace3k.simulator.worlds.terrain import Ground, Slope
from embrace3k.simulator.worlds.weather import FAIR, Weather


@dataclass(frozen=True)
class Area:
    """A rectangle on the ground, metres."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        return self.east - self.west

    @property
    def depth(self) -> float:
        return self.north - self.south

    @property
    def middle(self) -> tuple[float, float]:
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    def grown(self, by: float) -> "Area":
        return Area(self.west - by, self.south - by, self.east + by, self.north + by)

    def distance(self, east: float, north: float) -> float:
        return float(
            np.hypot(max(self.west - east, 0, east - self.east), max(self.south - north, 0, north - self.north))
        )

    def ring(self) -> Ring:
        corners = ((self.west, self.south), (self.west, self.north), (self.east, self.north), (self.east, self.south))
        return [(_cm(north), _cm(east)) for east, north in corners]


class Site:
    def __init__(self) -> None:
        self.static = Mesh()
        self.solids: list[Box] = []
        self.objects: list[WorldObject] = []
        self.regions: list[Region] = []
        self.lamps: list[Lamp] = []
        self.slopes: list[Slope] = []
        self.weather: Weather = FAIR

    def region(
        self, name: str, label: str, area: Area, *, indoor: bool, without: tuple[Area, ...] = (), floor: float = 0.0
    ) -> None:
        """A room or a piece of ground; `without` cuts other areas out of it."""
        polygon = Polygon(outer=area.ring(), holes=[hole.ring() for hole in without])
        self.regions.append(Region(name, label, polygon, _cm(floor), indoor))

    def block(self, area: Area, low: float, high: float, label: str) -> None:
        """Something that is in the way and no object of its own."""
        east, north = area.middle
        half = (_cm(area.depth / 2), _cm(area.width / 2))
        self.solids.append(Box(_cm(north), _cm(east), *half, 0.0, _cm(low), _cm(high), label))

    def slope(self, area: Area, start: float, end: float, yaw_deg: float = 0.0) -> None:
        """Ground from height `start` to `end`, climbing along `yaw_deg`: 0 north, 90 east, 180 south, -90 west."""
        east, north = area.middle
        along, across = (area.depth, area.width) if yaw_deg in (0.0, 180.0) else (area.width, area.depth)
        half = (_cm(along / 2), _cm(across / 2))
        self.slopes.append(Slope(_cm(north), _cm(east), *half, yaw_deg, _cm(start), _cm(end)))

    def ground(self, east: float, north: float) -> float:
        """Height of the ground, as far as it is laid."""
        return Ground(self.slopes).height_cm(_cm(north), _cm(east)) / 100.0

    def lamp(
        self,
        east: float,
        north: float,
        up: float,
        *,
        light: tuple[float, float, float] = (1.5, 1.3, 1.02),
        size: tuple[float, float] = (0.34, 0.34),
        yaw_deg: float = 0.0,
    ) -> None:
        """`up` is a little below the lamp's model. `size`: length along `yaw_deg` and width; see `model.Lamp`."""
        face = (_cm(size[0]), _cm(size[1]))
        self.lamps.append(Lamp(_cm(north), _cm(east), _cm(up), light, face, yaw_deg))

    def put(
        self,
        name: str,
        category: str,
        mesh: Mesh,
        east: float,
        north: float,
        *,
        up: float = 0.0,
        yaw_deg: float = 0.0,
        kind: Kind = Kind.FIXED,
        solid: bool = True,
        colour: str | None = None,
        size: tuple[float, float, float] | None = None,
        surface: float | None = None,
        hinge: Hinge | None = None,
        label: str | None = None,
    ) -> WorldObject:
        """`size` (depth, width, height) replaces the mesh's own; `surface` is the height at which things stand on it.
        The label is made of the name where none is given.

        Regions have to be there first. A thing on a border belongs to the region that was named first.
        """
        pose = Pose(_cm(north), _cm(east), _cm(up), 0.0, round(wrap_deg(yaw_deg), 3), 0.0)
        size_cm = tuple(_cm(length) for length in size or extent(mesh))
        region = next((area.name for area in self.regions if area.contains(pose.x_cm, pose.y_cm)), "")
        thing = WorldObject(
            name=name,
            category=category,
            label=label or name.replace("_", " "),
            colour=colour,
            kind=kind,
            pose=pose,
            size_cm=(size_cm[0], size_cm[1], size_cm[2]),
            solid=solid,
            mesh=mesh,
            region=region,
            hinge=hinge,
            surface_cm=None if surface is None else _cm(surface),
        )
        self.objects.append(thing)
        return thing

    def world(self, family: str, seed: int, bounds: Area, start: Pose) -> World:
        return World(
            family=family,
            seed=seed,
            objects=tuple(self.objects),
            static=self.static,
            solids=tuple(self.solids),
            regions=tuple(self.regions),
            bounds_cm=(_cm(bounds.south), _cm(bounds.west), _cm(bounds.north), _cm(bounds.east)),
            lamps=tuple(self.lamps),
            start=start,
            slopes=tuple(self.slopes),
            weather=self.weather,
        )


def extent(mesh: Mesh) -> tuple[float, float, float]:
    """Depth, width and height of the smallest box about the mesh's origin that holds it."""
    low, high = mesh.bounds()
    width, depth = (2 * max(abs(float(low[axis])), abs(float(high[axis]))) for axis in (0, 1))
    return depth, width, float(high[2])


def _cm(metres: float) -> float:
    """Rounded as on the wire, so that a pose read back is the pose that was built."""
    return round(float(metres) * 100.0, 3)
