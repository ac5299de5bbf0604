"""Things that move: lit per vertex from the probe grid each time they are placed, with a soft shadow below."""

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

from embrace3k.simulator.worlds.axes import Placement
from embrace3k.simulator.worlds.drawing import Materials, TwoLayers
from embrace3k.simulator.worlds.lighting.encoding import encode
from embrace3k.simulator.worlds.lighting.lamps import LampLight, lamplight
from embrace3k.simulator.worlds.lighting.probes import ProbeGrid
from embrace3k.simulator.worlds.lighting.rays import Tracer, lifted
from embrace3k.simulator.worlds.lighting.samples import light_stopping_corners
from embrace3k.simulator.worlds.lighting.sources import sees_sun, sunlight
from embrace3k.simulator.worlds.mesh import Mesh, joined
from embrace3k.simulator.worlds.noise import Bytes
from embrace3k.simulator.worlds.panda import make_geometry, recolor
from embrace3k.simulator.worlds.shadows import Shadow
from embrace3k.simulator.worlds.surfaces import Floats, unit
from embrace3k.simulator.worlds.triangles import TriangleTable
from embrace3k.simulator.worlds.weather import Weather

_WIDE_M = 0.8
"""Wider things take their light from several probes: the two sides of a door, the ends of a car."""
_TO_PROBE_M = 0.5
_RAYS, _RAYS_WHEN_WIDE = 4, 16
"""To the sun and to lamps, per vertex: between the few vertices of a door, noise would be seen."""
_KNEE_M = 0.4
_OUTSIDE_M = 100.0
_PAST_GAPS = np.array([(0, 0, 0), (0.03, 0, 0), (-0.03, 0, 0), (0, 0.03, 0), (0, -0.03, 0)])
_DOWNWARD = np.tile((0.0, 0.0, -1.0), (5, 1))


class Surroundings:
    """What a moving thing must know of the world around it: the light, and what is below."""

    def __init__(self, probes: ProbeGrid, lamps: Sequence[LampLight], weather: Weather, corners: Floats) -> None:
        self.probes = probes
        self.weather = weather
        self._lamps = lamps
        self._tracer = Tracer(corners)

    def ground_below(self, where: Placement) -> float:
        """Height of the first surface below, metres; its own height where there is none. Looks past narrow gaps."""
        x, y, z = where.position
        distance = float(self._tracer.distances((x, y, z + 0.05) + _PAST_GAPS, _DOWNWARD).min())
        return z + 0.05 - distance if distance < 10 else z

    def sunlight(self, points: Floats, normals: Floats, ray_count: int) -> Floats:
        return sunlight(self._tracer, self.weather, points, normals, ray_count)

    def lamplight(self, points: Floats, normals: Floats, ray_count: int) -> Floats:
        return lamplight(self._tracer, points, normals, self._lamps, ray_count)

    def is_in_sun(self, where: Placement) -> float:
        return float(sees_sun(self._tracer, self.weather, np.array([where.position]) + (0, 0, _KNEE_M))[0])


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
        for material, parts in mesh.parts.items():
            whole = joined(parts)
            points, normals, uvs, triangles = whole.surface
            self._points.append(points)
            self._normals.append(unit(normals))
            self._colors.append(np.clip(whole.colors, 0, 1))
            geometry = make_geometry(points, normals, uvs, np.full((len(points), 3), 255), triangles)
            self.node.picture.add_geom(geometry, materials.state(material))
        self._own_shape = Tracer(light_stopping_corners([mesh]))
        self._open = np.split(occlusion / 255.0, np.cumsum([len(points) for points in self._points])[:-1])
        self.node.add_mirror(mesh, materials)
        self.node.add_numbers(mesh, owner, table, materials)
        low, high = mesh.bounds()
        self._corners = np.array(list(itertools.product(*zip(low, high, strict=True))))
        self._is_wide = float((high - low)[:2].max()) > _WIDE_M
        self._shadow: Shadow | None = None
        self._where: Placement | None = None

    def cast_shadow(self, mesh: Mesh, shadows: Any, *, is_leaf: bool) -> None:
        points = [part.surface.points for parts in mesh.parts.values() for part in parts]
        self._shadow = Shadow(np.concatenate(points), shadows, is_leaf)

    def bounds(self) -> tuple[Floats, Floats]:
        """Lowest and highest corner of a box around it, in the world's axes; before it is placed, in its own."""
        where = self._where or Placement((0.0, 0.0, 0.0), 0.0)
        corners = self._corners @ where.rotation().T + where.offset()
        return corners.min(0), corners.max(0)

    def place(self, where: Placement, around: Surroundings) -> None:
        """Nothing happens when it is there already."""
        if where == self._where:
            return
        self._where = where
        self.node.top.set_pos(*where.position)
        self.node.top.set_h(where.heading_deg)
        self._table.place(self.owner, where)
        for number in range(len(self._points)):
            shade = np.rint(self._colors[number] * encode(self._arriving(number, where, around)) * 255)
            recolor(self.node.picture, number, shade.astype(np.uint8))
        if self._shadow is not None:
            self._shadow.place(where, around.ground_below(where), around.weather, around.is_in_sun(where))

    def _arriving(self, number: int, where: Placement, around: Surroundings) -> Floats:
        """Light per vertex: soft light, more from above, and what comes straight from sun and lamps.

        Both are less where the thing shades itself.
        """
        points = self._points[number] @ where.rotation().T + where.offset()
        normals, openness = self._normals[number] @ where.rotation().T, self._open[number]
        if self._is_wide:
            soft = around.probes.at(points + _TO_PROBE_M * normals * (1, 1, 0))
        else:
            soft = around.probes.nearest_open(*where.position[:2])
        soft = soft * ((0.62 + 0.38 * normals[:, 2]) * openness * 1.15)[:, None]
        rays = _RAYS_WHEN_WIDE if self._is_wide else _RAYS
        lamps = around.lamplight(points, normals, rays) * np.clip(openness * 1.6, 0, 1)[:, None]
        sun = around.sunlight(points, normals, rays) * self._unshaded(number, where, around.weather)[:, None]
        return np.asarray(soft + lamps + sun, np.float64)

    def _unshaded(self, number: int, where: Placement, weather: Weather) -> Floats:
        """1 where the thing itself lets the sun through to a vertex, else 0."""
        towards_sun = np.tile(weather.sun @ where.rotation(), (len(self._points[number]), 1))
        origins = lifted(self._points[number], self._normals[number])
        return (self._own_shape.distances(origins, towards_sun) > _OUTSIDE_M).astype(np.float64)
