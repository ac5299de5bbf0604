"""Things that move: lit per vertex from the probe grid each time they are placed, with a soft shadow below."""

from typing import Any

import numpy as np

from embrace3k.simulator.worlds.axes import Placement
from embrace3k.simulator.worlds.drawing import Materials, TwoLayers
from embrace3k.simulator.worlds.lighting.encoding import encode
from embrace3k.simulator.worlds.lighting.probes import ProbeGrid
from embrace3k.simulator.worlds.lighting.rays import Tracer
from embrace3k.simulator.worlds.lighting.sources import SUN, SUN_LIGHT
from embrace3k.simulator.worlds.mesh import Mesh, joined
from embrace3k.simulator.worlds.noise import Bytes
from embrace3k.simulator.worlds.panda import make_geometry, recolor
from embrace3k.simulator.worlds.shadows import Shadow
from embrace3k.simulator.worlds.surfaces import Floats
from embrace3k.simulator.worlds.triangles import TriangleTable

_WIDE_M = 0.8
"""Wider things take their light from several probes: the two sides of a door, the ends of a car."""
_TO_PROBE_M = 0.5
_DOWNWARD = np.array([[0.0, 0.0, -1.0]])


class Surroundings:
    """What a moving thing must know of the fixed world: the light, and what is below."""

    def __init__(self, probes: ProbeGrid, solid_corners: Floats) -> None:
        self.probes = probes
        self._tracer = Tracer(solid_corners)

    def ground_below(self, where: Placement) -> float:
        """Height of the first fixed surface below, metres; its own height where there is none."""
        x, y, z = where.position
        distance = float(self._tracer.distances(np.array([[x, y, z + 0.05]]), _DOWNWARD)[0])
        return z + 0.05 - distance if distance < 10 else z


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
        root: Any,
        sort: int,
    ) -> None:
        self.owner = owner
        self._table = table
        self.node = TwoLayers(name, root, sort)
        self._normals: list[Floats] = []
        self._points: list[Floats] = []
        self._colors: list[Floats] = []
        for material, parts in mesh.parts.items():
            whole = joined(parts)
            points, normals, uvs, triangles = whole.surface
            self._points.append(points)
            self._normals.append(normals)
            self._colors.append(np.clip(whole.colors, 0, 1))
            geometry = make_geometry(points, normals, uvs, np.full((len(points), 3), 255), triangles)
            self.node.picture.add_geom(geometry, materials.state(material))
        self._open = np.split(occlusion / 255.0, np.cumsum([len(points) for points in self._points])[:-1])
        self.node.add_mirror(mesh, materials)
        self.node.add_numbers(mesh, owner, table, materials)
        low, high = mesh.bounds()
        self._is_wide = float((high - low)[:2].max()) > _WIDE_M
        self._shadow: Shadow | None = None
        self._where: Placement | None = None

    def cast_shadow(self, mesh: Mesh, shadows: Any) -> None:
        self._shadow = Shadow(*mesh.bounds(), shadows)

    def place(self, where: Placement, around: Surroundings) -> None:
        """Nothing happens when it is there already."""
        if where == self._where:
            return
        self._where = where
        self.node.top.set_pos(*where.position)
        self.node.top.set_h(where.heading_deg)
        self._table.place(self.owner, where)
        here = around.probes.nearest_open(*where.position[:2])
        for number, normals in enumerate(self._normals):
            turned = normals @ where.rotation().T
            probe = self._probes_at(number, turned, where, around.probes) if self._is_wide else here
            light = _arriving(turned, probe, self._open[number])
            shade = np.rint(self._colors[number] * encode(light) * 255).astype(np.uint8)
            recolor(self.node.picture, number, shade)
        if self._shadow is not None:
            self._shadow.place(where, around.ground_below(where), float(here[0, 3]))

    def _probes_at(self, number: int, turned: Floats, where: Placement, probes: ProbeGrid) -> Floats:
        points = self._points[number] @ where.rotation().T + where.offset()
        return probes.at(points + _TO_PROBE_M * turned * (1, 1, 0))


def _arriving(normals: Floats, probe: Floats, openness: Floats) -> Floats:
    """Soft light, more from above, and the sun, both less where the thing shades itself."""
    soft = probe[:, :3] * ((0.62 + 0.38 * normals[:, 2]) * openness * 1.15)[:, None]
    sun = np.clip(normals @ SUN, 0, 1) * probe[:, 3] * np.clip(openness * 1.6, 0, 1)
    return np.asarray(soft + sun[:, None] * SUN_LIGHT, np.float64)
