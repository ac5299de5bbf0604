"""What never moves: walls, ground and furniture, lit by the lightmap, drawn from near to far."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from embrace3k.simulator.worlds.drawing import Materials, TwoLayers, needs_light_only
from embrace3k.simulator.worlds.lighting.bake import BakedLight
from embrace3k.simulator.worlds.lighting.open_doors import DoorLight
from embrace3k.simulator.worlds.mesh import Mesh, Part, joined
from embrace3k.simulator.worlds.noise import Bytes
from embrace3k.simulator.worlds.panda import fill_texture, make_geometry, patch_texture, recolor
from embrace3k.simulator.worlds.surfaces import Floats
from embrace3k.simulator.worlds.triangles import TriangleTable

_CELL_M = 6.0
_HUGE_M = 40.0
_FLOOR_BELOW_M = 0.03
_AFTER_THE_REST, _LAST = 1e4, 1e5
"""Added to the squared distance: floors come after what stands on them, backgrounds at the end."""
_LIGHT_ONLY = "flat"
"""As which all materials are drawn that need nothing but their light."""


@dataclass(frozen=True)
class FixedPiece:
    """A mesh in the world's axes that is culled and ordered as a whole."""

    name: str
    mesh: Mesh
    owner: int
    lateness: float = 0.0


def split_into_cells(mesh: Mesh, owner: int) -> list[FixedPiece]:
    """The static mesh in pieces of some metres, so that what is behind the camera is not drawn."""
    cells: dict[tuple[float, int, int], Mesh] = {}
    for material, parts in mesh.parts.items():
        for part in parts:
            cells.setdefault(_cell_of(part), Mesh()).parts.setdefault(material, []).append(part)
    return [FixedPiece("ground and walls", cells[key], owner, key[0]) for key in sorted(cells)]


@dataclass(frozen=True)
class _Shaded:
    """Drawn vertices in a row that are lit one by one; `colors` are 0 to 255 and without light."""

    node: TwoLayers
    geometry: int
    first: int
    colors: Floats


class FixedScene:
    """Draws pieces with their baked light. The order of the pieces is that of the bake."""

    def __init__(
        self,
        pieces: Sequence[FixedPiece],
        light: BakedLight,
        materials: Materials,
        table: TriangleTable,
    ) -> None:
        """The atlas of `light` is used up: a copy would be as large again."""
        self._materials, self._lightmap = materials, materials.lightmap()
        self._places, self._vertex_light = light.places, light.vertex_light
        self._tints = np.full((len(light.places), 3), 255, np.uint8)
        """What the drawn light of each chart is multiplied by, of 255. The atlas has it in it."""
        self._next_chart = self._next_vertex = 0
        self._shaded: list[_Shaded] = []
        atlas = light.atlas
        self.nodes = [self._draw(piece, table, atlas).top for piece in pieces]
        fill_texture(self._lightmap, atlas)
        self._doors = [_OpenDoor.of(door, light.places) for door in light.doors]
        self._open_doors: frozenset[int] = frozenset()
        lit_by_doors = {chart for door in self._doors for chart in door.charts}
        self._all_shut = {chart: _part_of(atlas, light.places[chart]).copy() for chart in lit_by_doors}
        """The drawn light of charts on which any door's light falls, while all doors are shut."""

    def show_doors(self, are_open: Sequence[bool]) -> None:
        """What open doors let in, on charts and vertices. Where several doors reach, the brightest light shows."""
        doors = frozenset(number for number, is_open in enumerate(are_open) if is_open)
        turned = [self._doors[number] for number in sorted(doors ^ self._open_doors)]
        if not turned:
            return
        self._open_doors = doors
        shining = [self._doors[number] for number in sorted(doors)]
        charts = {chart for door in turned for chart in door.charts}
        patch_texture(self._lightmap, ((*self._places[chart, :2], self._lit(chart, shining)) for chart in charts))
        vertex_light = self._vertex_light.copy()
        for door in shining:
            vertex_light[door.vertices] = np.maximum(vertex_light[door.vertices], door.vertex_light)
        self._recolor(np.unique(np.concatenate([door.vertices for door in turned])), vertex_light)

    def _lit(self, chart: int, shining: Sequence["_OpenDoor"]) -> Bytes:
        light = self._all_shut[chart]
        for door in shining:
            if chart in door.charts:
                light = np.maximum(light, _tinted(door.charts[chart], self._tints[chart]))
        return light

    def _recolor(self, changed: npt.NDArray[np.int32], vertex_light: Bytes) -> None:
        for shaded in self._shaded:
            last = shaded.first + len(shaded.colors)
            if np.searchsorted(changed, shaded.first) < np.searchsorted(changed, last):
                light = vertex_light[shaded.first : last] / 255.0
                recolor(shaded.node.picture, shaded.geometry, np.rint(shaded.colors * light).astype(np.uint8))

    def _draw(self, piece: FixedPiece, table: TriangleTable, atlas: Bytes) -> TwoLayers:
        node = TwoLayers(piece.name)
        charted: dict[str, list[tuple[Part, Floats]]] = {}
        for material, parts in piece.mesh.parts.items():
            drawn_as = _LIGHT_ONLY if needs_light_only(material) else material
            in_charts = [self._charted(part, material, atlas) for part in parts if part.chart is not None]
            if in_charts:
                charted.setdefault(drawn_as, []).extend(in_charts)
            shaded = [part for part in parts if part.chart is None]
            if shaded:
                self._add_shaded(node, material, joined(shaded))
        for drawn_as, in_charts in charted.items():
            self._add_charted(node, drawn_as, in_charts)
        node.add_mirror(piece.mesh, self._materials)
        node.add_numbers(piece.mesh, piece.owner, table, self._materials)
        return node

    def _add_charted(self, node: TwoLayers, material: str, charted: Sequence[tuple[Part, Floats]]) -> None:
        whole = joined([part for part, _ in charted])
        colors = np.rint(np.clip(whole.colors, 0, 1) * 255)
        points, normals, uvs, triangles = whole.surface
        lightmap_uvs = np.concatenate([places for _, places in charted])
        geometry = make_geometry(points, normals, uvs, colors, triangles, lightmap_uvs)
        node.picture.add_geom(geometry, self._materials.state(material, self._lightmap))

    def _charted(self, part: Part, material: str, atlas: Bytes) -> tuple[Part, Floats]:
        """The next chart's part, and its places in the lightmap, of which `atlas` becomes the drawn picture.

        What shows nothing but its light gets its one colour from there: white triangles are drawn in half the time.
        """
        chart, self._next_chart = self._next_chart, self._next_chart + 1
        place = self._places[chart]
        if needs_light_only(material) and not np.ptp(part.colors, axis=0).any():
            tint = self._tints[chart] = np.rint(np.clip(part.colors[0], 0, 1) * 255).astype(np.uint8)
            light = _part_of(atlas, place)
            light[:] = _tinted(light, tint)
            part = replace(part, colors=np.ones_like(part.colors))
        return part, _lightmap_uvs(part, place, atlas)

    def _add_shaded(self, node: TwoLayers, material: str, part: Part) -> None:
        points, normals, uvs, triangles = part.surface
        colors = np.clip(part.colors, 0, 1) * 255
        first, self._next_vertex = self._next_vertex, self._next_vertex + len(points)
        light = self._vertex_light[first : self._next_vertex] / 255.0
        geometry = make_geometry(points, normals, uvs, np.rint(colors * light), triangles)
        self._shaded.append(_Shaded(node, node.picture.get_num_geoms(), first, colors))
        node.picture.add_geom(geometry, self._materials.state(material))


@dataclass(frozen=True)
class _OpenDoor:
    """What changes while one door is open; `charts` are (height, width, 3), not tinted, by their numbers."""

    charts: dict[int, Bytes]
    vertices: npt.NDArray[np.int32]
    vertex_light: Bytes

    @classmethod
    def of(cls, door: DoorLight, places: npt.NDArray[np.int32]) -> Self:
        charts, start = {}, 0
        for chart, (_, _, width, height) in zip(door.charts.tolist(), places[door.charts].tolist(), strict=True):
            charts[chart] = door.pixels[start : start + width * height].reshape(height, width, 3)
            start += width * height
        return cls(charts, door.vertices, door.vertex_light)


def _part_of(atlas: Bytes, place: npt.NDArray[np.int32]) -> Bytes:
    x, y, width, height = place
    return atlas[y : y + height, x : x + width]


def _lightmap_uvs(part: Part, place: npt.NDArray[np.int32], atlas: Bytes) -> Floats:
    """From the middle of the chart's first luxel to the middle of its last."""
    assert part.chart is not None
    x, y, width, height = place
    atlas_height, atlas_width = atlas.shape[:2]
    column = x + 0.5 + part.chart.at[:, 0] * (width - 1)
    row = y + 0.5 + part.chart.at[:, 1] * (height - 1)
    return np.stack([column / atlas_width, row / atlas_height], 1)


def _tinted(light: Bytes, tint: Bytes) -> Bytes:
    return np.rint(light * (tint / np.float32(255))).astype(np.uint8)


def _cell_of(part: Part) -> tuple[float, int, int]:
    points, normals, _, _ = part.surface
    low, high = points.min(0), points.max(0)
    if (high - low).max() > _HUGE_M:
        return (_LAST, 0, 0)
    middle = (low + high) / 2
    is_floor = part.chart is not None and normals[0][2] > 0.99 and high[2] < _FLOOR_BELOW_M
    lateness = _AFTER_THE_REST if is_floor else 0.0
    return (lateness, int(middle[0] // _CELL_M), int(middle[1] // _CELL_M))
