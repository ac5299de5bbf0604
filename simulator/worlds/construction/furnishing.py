"""Puts furniture into rooms and small things onto it, and gives them names when all are there. Metres."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from embrace3k.simulator.worlds.choosing import shuffled
from embrace3k.simulator.worlds.construction.placing import Floor, Stand
from embrace3k.simulator.worlds.construction.site import Area, Site, extent
from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.simulator.worlds.model import Kind, WorldObject
from embrace3k.simulator.worlds.surfaces import rotation_z

_ABOVE = 0.001
_ARM = 0.72
"""How far from where somebody can stand a small thing may lie."""
_EDGE = 0.04


@dataclass(frozen=True)
class _Piece:
    label: str
    mesh: Mesh
    east: float
    north: float
    options: dict[str, Any] = field(repr=False)


class Furnisher:
    """Collects things for `site` and puts them all there in `finish`: only then is it known which need a number."""

    def __init__(self, site: Site, floor: Floor) -> None:
        self.site, self.floor = site, floor
        self._pieces: list[_Piece] = []

    def put(self, label: str, mesh: Mesh, east: float, north: float, **options: Any) -> None:
        """`options` as in `Site.put`, but `up` counts from the ground; `category` is the label without its colour if
        nothing else is said."""
        colour = options.get("colour")
        noun = label.removeprefix(f"{colour} ") if colour else label
        up = options.get("up", 0.0) + self.site.ground(east, north)
        self._pieces.append(_Piece(label, mesh, east, north, {"category": noun, **options, "up": up}))

    def back_to_wall(
        self, label: str, mesh: Mesh, room: Area, *, front: float = 0.6, where: str = "anywhere", off: float = 0.02,
        sides: Any = ("north", "east", "south", "west"), **options: Any,
    ) -> Stand | None:  # fmt: skip
        depth, width, height = options.get("size") or extent(mesh)
        stand = self.floor.against_wall(room, width, depth, height, front=front, sides=sides, where=where, off=off)
        if stand:
            self.put(label, mesh, stand.east, stand.north, yaw_deg=stand.yaw_deg, **options)
        return stand

    def hang(
        self, label: str, mesh: Mesh, room: Area, low: float, *, off: float = 0.025,
        sides: Any = ("north", "east", "south", "west"), **options: Any,
    ) -> Stand | None:  # fmt: skip
        """On a wall, `low` above the floor; `off` is how far the mesh's middle is from the wall."""
        deep, wide, _ = extent(mesh)
        deep = max(0.1, deep / 2 + off)
        stand = self.floor.on_wall(room, wide, low, depth=deep, sides=sides)
        if stand:
            east, north = stand.beside(0.0, off - deep / 2)
            self.put(label, mesh, east, north, yaw_deg=stand.yaw_deg, up=low, solid=False, **options)
        return stand

    def fixture(self, mesh: Mesh, east: float, north: float, *, up: float = 0.0, yaw_deg: float = 0.0) -> None:
        """What nobody would name: it becomes a part of the building."""
        self.site.static.merge(mesh.transform(rotation_z(-yaw_deg), (east, north, up + self.site.ground(east, north))))

    def finish(self) -> None:
        labels = [piece.label for piece in self._pieces]
        counts: dict[str, int] = {}
        for piece in self._pieces:
            name = piece.label.replace(" ", "_").replace("'", "")
            if labels.count(piece.label) > 1:
                counts[name] = counts.get(name, 0) + 1
                name = f"{name}_{counts[name]}"
            options = dict(piece.options)
            category = options.pop("category")
            self.site.put(name, category, piece.mesh, piece.east, piece.north, label=piece.label, **options)
        self._pieces.clear()


@dataclass(frozen=True)
class Portable:
    """What can be carried. `likes`: categories of what it would rather lie on, in no order."""

    label: str
    mesh: Mesh
    colour: str | None = None
    likes: frozenset[str] = frozenset()
    blocks: bool = False


def leave_on_floor(furnisher: Furnisher, thing: Portable, room: Area) -> None:
    """At a wall of the room, if there is a place."""
    furnisher.back_to_wall(
        thing.label, thing.mesh, room, front=0.3, off=0.06, kind=Kind.CARRIED, colour=thing.colour,
        category=thing.label.split()[-1], solid=thing.blocks,
    )  # fmt: skip


class Tops:
    """The tops of tables, shelves and counters of a site, and what still fits on them."""

    def __init__(self, site: Site, floor: Floor, rng: np.random.Generator) -> None:
        self._floor, self._rng = floor, rng
        self._tops = [thing for thing in site.objects if _is_top(thing)]
        self._laden = {
            top.name: [_ground_plan(thing) for thing in site.objects if _stands_on(thing, top)] for top in self._tops
        }
        self._count = {top.name: 0 for top in self._tops}

    def lay(self, furnisher: Furnisher, thing: Portable) -> bool:
        """On a top that it likes, else on any that has room. A quarter of each top, and 30 cm, stay free."""
        order = shuffled(self._rng, self._tops)
        order.sort(key=lambda top: (self._count[top.name], top.category not in thing.likes))
        order.sort(key=lambda top: top.category not in thing.likes or self._count[top.name] > 1)
        for top in order:
            spot = self._spot(top, thing)
            if spot:
                east, north, yaw_deg = spot
                up = (top.pose.z_cm + (top.surface_cm or 0.0)) / 100 + _ABOVE - furnisher.site.ground(east, north)
                furnisher.put(
                    thing.label, thing.mesh, east, north, up=up, yaw_deg=yaw_deg, kind=Kind.CARRIED, solid=False,
                    colour=thing.colour,
                )  # fmt: skip
                self._count[top.name] += 1
                return True
        return False

    def lay_some(self, furnisher: Furnisher, things: Sequence[Portable], count: int) -> None:
        """As many of them as find a place, in a drawn order."""
        laid = 0
        for thing in shuffled(self._rng, things):
            if laid < count and self.lay(furnisher, thing):
                laid += 1

    def _spot(self, top: WorldObject, thing: Portable) -> tuple[float, float, float] | None:
        depth, width, _ = extent(thing.mesh)
        radius = float(np.hypot(depth, width)) / 2
        plan = _ground_plan(top)
        inner = plan.grown(-radius - _EDGE)
        if inner.width < 0 or inner.depth < 0 or self._count[top.name] >= max(1, int(plan.width * plan.depth / 0.3)):
            return None
        for _ in range(30):
            east = inner.west + self._rng.random() * inner.width
            north = inner.south + self._rng.random() * inner.depth
            yaw_deg = float(self._rng.random() * 360 - 180)
            spot = Area(east - radius, north - radius, east + radius, north + radius)
            if any(_meet(spot, other) for other in self._laden[top.name]):
                continue
            if self._floor.standing_room(east, north) > _ARM:
                continue
            self._laden[top.name].append(spot)
            return east, north, yaw_deg
        return None


def _is_top(thing: WorldObject) -> bool:
    return thing.surface_cm is not None and 35.0 <= thing.surface_cm <= 105.0


def _ground_plan(thing: WorldObject) -> Area:
    corners = thing.footprint(thing.pose).corners()
    north, east = ([corner[axis] / 100 for corner in corners] for axis in (0, 1))
    return Area(min(east), min(north), max(east), max(north))


def _stands_on(thing: WorldObject, top: WorldObject) -> bool:
    height = top.pose.z_cm + (top.surface_cm or 0.0)
    return (
        abs(thing.pose.z_cm - height) < 1.0
        and top.footprint(top.pose).distance_cm(thing.pose.x_cm, thing.pose.y_cm) == 0
    )


def _meet(first: Area, second: Area) -> bool:
    across = first.west < second.east and second.west < first.east
    return across and first.south < second.north and second.south < first.north
