"""Things that move: lit per vertex by what is around where they stand, with a soft shadow below."""

import itertools
from typing import Any

import numpy as np

from embrace3k.simulator.worlds.axes import Placement
from embrace3k.simulator.worlds.drawing import Materials, TwoLayers
from embrace3k.simulator.worlds.lighting.ambience import Ambient
from embrace3k.simulator.worlds.lighting.encoding import encode
from embrace3k.simulator.worlds.lighting.flat_faces import FlatFaces
from embrace3k.simulator.worlds.lighting.rays import Tracer, lifted
from embrace3k.simulator.worlds.lighting.samples import light_stopping_corners
from embrace3k.simulator.worlds.mesh import Mesh, joined
from embrace3k.simulator.worlds.noise import Bytes
from embrace3k.simulator.worlds.panda import make_geometry, recolor
from embrace3k.simulator.worlds.shadows import Falling, Shadow
from embrace3k.simulator.worlds.surfaces import Floats, unit
from embrace3k.simulator.worlds.surroundings import Surroundings
from embrace3k.simulator.worlds.triangles import TriangleTable
from embrace3k.simulator.worlds.weather import Weather

_WIDE_M = 0.8
"""Wider things are not lit alike from end to end: the two sides of a door, the ends of a car."""
_ASIDE_M = 0.5
"""So far beside a wide thing is the light that its sides get."""
_RAYS, _RAYS_WHEN_WIDE = 4, 16
"""To the sun and to lamps, per vertex: between the few vertices of a door, noise would be seen."""
_OUTSIDE_M = 100.0
_MOST_OPEN = 1.15
"""Times what a vertex sees past its own mesh: what it does not see is not black."""
_CORNERS = np.array(list(itertools.product((0, 1), repeat=3)))
"""Of a box: 0 at its low side and 1 at its high one, along each axis."""


class Movable:
    """One object's drawing. `occlusion`: per vertex, 0 to 255, in the order of the mesh's parts."""

    def __init__(
        self,
        name: str,
        mesh: Mesh,
        owner: int,
        occlusion: Bytes,
        table: TriangleTable,
        materials: Materials,
    ) -> None:
        self.owner = owner
        self._table = table
        self.node = TwoLayers(name)
        self._normals: list[Floats] = []
        self._points: list[Floats] = []
        self._colors: list[Floats] = []
        self._faces: list[FlatFaces] = []
        for material, parts in mesh.parts.items():
            whole = joined(parts)
            points, normals, uvs, triangles = whole.surface
            self._points.append(points)
            self._normals.append(unit(normals))
            self._colors.append(np.clip(whole.colors, 0, 1))
            self._faces.append(FlatFaces(parts))
            geometry = make_geometry(points, normals, uvs, np.full((len(points), 3), 255), triangles)
            self.node.picture.add_geom(geometry, materials.state(material))
        self._own_shape = Tracer(light_stopping_corners([mesh]))
        self._open = np.split(occlusion / 255.0, np.cumsum([len(points) for points in self._points])[:-1])
        self.node.add_mirror(mesh, materials)
        self.node.add_numbers(mesh, owner, table, materials)
        low, high = mesh.bounds()
        self._corners = np.where(_CORNERS > 0, high, low)
        self._is_wide = float((high - low)[:2].max()) > _WIDE_M
        self._light_places = _beside(low, high) if self._is_wide else np.array([(low + high) / 2])
        self._shadow: Shadow | None = None
        self._shadow_root: Any = None
        self._where: Placement | None = None
        self._lit_where: Placement | None = None

    def cast_shadow(self, mesh: Mesh, shadows: Any) -> None:
        points = [part.surface.points for parts in mesh.parts.values() for part in parts]
        self._shadow_root = shadows.attach_new_node(self.node.top.get_name())
        self._shadow = Shadow(np.concatenate(points), self._own_shape, self._shadow_root)

    def show(self, shown: bool) -> None:
        """Or hide it, with its shadow."""
        for node in (self.node.top, self._shadow_root):
            if node is not None:
                (node.show if shown else node.hide)()

    def remove(self) -> None:
        """It can not be used again."""
        for node in (self.node.top, self._shadow_root):
            if node is not None:
                node.remove_node()

    def bounds(self) -> tuple[Floats, Floats]:
        """Lowest and highest corner of a box around it, in the world's axes; before it is placed, in its own."""
        where = self._where or Placement((0.0, 0.0, 0.0), 0.0)
        corners = self._corners @ where.rotation().T + where.offset()
        return corners.min(0), corners.max(0)

    def place(self, where: Placement) -> None:
        """Before the next picture it has to be lit."""
        self._where = where
        self.node.top.set_pos(*where.position)
        self.node.top.set_h(where.heading_deg)
        self._table.place(self.owner, where)

    def light(self, around: Surroundings) -> None:
        """Where it is now. Nothing happens when it was lit there last."""
        where = self._where
        if where is None or where == self._lit_where:
            return
        self._lit_where = where
        ambient = around.soft_light(self._light_places @ where.rotation().T + where.offset())
        for number in range(len(self._points)):
            light = self._faces[number].evened(encode(self._arriving(number, where, around, ambient)))
            shade = np.rint(self._colors[number] * light * 255)
            recolor(self.node.picture, number, shade.astype(np.uint8))
        if self._shadow is not None:
            self._shadow.place(where, around, self._falling(where, around, ambient))

    def _arriving(self, number: int, where: Placement, around: Surroundings, ambient: Ambient) -> Floats:
        """Light per vertex: soft light, and what comes straight from sun and lamps.

        All are less where the thing shades itself.
        """
        points = self._points[number] @ where.rotation().T + where.offset()
        normals, openness = self._normals[number] @ where.rotation().T, self._open[number]
        soft = ambient.on(normals, self._shares(number)) * np.minimum(openness * _MOST_OPEN, 1)[:, None]
        rays = _RAYS_WHEN_WIDE if self._is_wide else _RAYS
        lamps = around.lamplight(points, normals, rays) * np.clip(openness * 1.6, 0, 1)[:, None]
        sun = around.sunlight(points, normals, rays) * self._unshaded(number, where, around.weather)[:, None]
        return np.asarray(soft + lamps + sun, np.float64)

    def _shares(self, number: int) -> Floats:
        """(points, places): how much of its soft light each vertex takes from each of the places."""
        points, normals = self._points[number], self._normals[number]
        if not self._is_wide:
            return np.ones((len(points), 1))
        low, high = self._light_places[0], self._light_places[-1]
        at = np.clip((points + _ASIDE_M * normals * (1, 1, 0) - low) / (high - low), 0, 1)
        return np.asarray(np.prod(np.where(_CORNERS > 0, at[:, None], 1 - at[:, None]), axis=2), np.float64)

    def _falling(self, where: Placement, around: Surroundings, ambient: Ambient) -> Falling:
        """On what is below: soft light from above, and the sun as far as it shines on the thing's middle and ends."""
        low, high = self._corners.min(0), self._corners.max(0)
        middle = (low + high) / 2
        places = np.concatenate([middle[None], (self._corners + middle) / 2]) @ where.rotation().T + where.offset()
        upwards = np.array([(0.0, 0.0, 1.0)])
        soft = ambient.on(upwards, np.ones((1, len(self._light_places)))) + around.lamplight(places[:1], upwards, _RAYS)
        weather = around.weather
        sun = around.sun_share(places) * float(np.mean(weather.sun_light)) * float(weather.sun[2])
        return Falling(float(soft.mean()), sun)

    def _unshaded(self, number: int, where: Placement, weather: Weather) -> Floats:
        """1 where the thing itself lets the sun through to a vertex, else 0."""
        towards_sun = np.tile(weather.sun @ where.rotation(), (len(self._points[number]), 1))
        origins = lifted(self._points[number], self._normals[number])
        return (self._own_shape.distances(origins, towards_sun) > _OUTSIDE_M).astype(np.float64)


def _beside(low: Floats, high: Floats) -> Floats:
    """The corners of a box that is wider than a thing, and not quite as high."""
    aside, height = np.array((_ASIDE_M, _ASIDE_M, 0.0)), high[2] - low[2]
    inner_low, inner_high = low - aside + (0, 0, 0.25 * height), high + aside - (0, 0, 0.25 * height)
    return np.asarray(np.where(_CORNERS > 0, inner_high, inner_low), np.float64)
