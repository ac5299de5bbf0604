"""One world as it is drawn: fixed pieces, what moves, shadows and sky below one root."""

from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from panda3d.core import GeomNode, NodePath

from embrace3k.schema.poses import Pose, wrap_deg
from embrace3k.simulator.errors import SimulatorError
from embrace3k.simulator.rasterizers import Rasterizer
from embrace3k.simulator.worlds.axes import half_sides, mesh_bounds, mesh_point, placement
from embrace3k.simulator.worlds.backdrops import SKY_BEND
from embrace3k.simulator.worlds.changes import UNCHANGED, Added, Changes
from embrace3k.simulator.worlds.draw_order import DrawOrder
from embrace3k.simulator.worlds.drawing import NUMBERS, Materials, front_faces_only
from embrace3k.simulator.worlds.fixed_scene import FixedPiece, FixedScene, split_into_cells
from embrace3k.simulator.worlds.in_view import Frustum, Walls, walls_of
from embrace3k.simulator.worlds.lighting.bake import BakedLight, bake, occlusion_of
from embrace3k.simulator.worlds.lighting.cache import cached_light, light_key
from embrace3k.simulator.worlds.lighting.lamps import LampLight
from embrace3k.simulator.worlds.lighting.samples import light_stopping_corners
from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.simulator.worlds.model import Kind, World, WorldObject
from embrace3k.simulator.worlds.movables import Movable
from embrace3k.simulator.worlds.noise import Bytes
from embrace3k.simulator.worlds.panda import hide_from, make_geometry
from embrace3k.simulator.worlds.shadows import shadow_root
from embrace3k.simulator.worlds.surfaces import revolved
from embrace3k.simulator.worlds.surroundings import Surroundings
from embrace3k.simulator.worlds.triangles import Runs, TriangleTable

_SKY_RADIUS_M = 150.0
_EVERYWHERE_M = (np.full(3, -1e5), np.full(3, 1e5))
_AJAR_DEG = 10.0
"""A door that is open as far as this lets in light."""
_FIXED_SORT, _MOVABLE_SORT, _SHADOW_SORT, _SKY_SORT = 0, 10_000, 20_000, 30_000
"""Shadows hide what is drawn after them: before things that move, those would be seen through where they stand."""


class Scene:
    """Owners in the mask: 1 + index in `world.objects`, one more than the last for ground and walls, 0 for the sky.

    What was added comes after ground and walls, one by one.
    """

    def __init__(self, world: World, cache_dir: Path, materials: Materials, rasterizer: Rasterizer) -> None:
        self.world = world
        self._materials = materials
        self.root = NodePath("world")
        self.root.set_attrib(front_faces_only())
        self.table = TriangleTable(rounds_down=rasterizer is Rasterizer.SOFTWARE)
        # Before anything of the world is in memory: painting a sky takes 40 MB for a moment.
        materials.show_weather(world.weather)
        moving = [thing for thing in world.objects if thing.kind is not Kind.FIXED]
        pieces = _fixed_pieces(world)
        light = _light(world, pieces, moving, cache_dir)
        self.fixed = FixedScene(pieces, light, materials, self.table)
        self._fixed_nodes = {piece.name: node for piece, node in zip(pieces, self.fixed.nodes, strict=True)}
        self._around, self._around_doors = _surroundings(world, pieces, light.shining)
        self._doors = [thing.name for thing in world.objects if thing.kind is Kind.DOOR]
        self._is_open = [False] * len(self._doors)
        self._shadows = shadow_root(self.root, _SHADOW_SORT)
        self._movables = self._draw_moving(moving, light, materials)
        self.table.close()
        self._added_marks = [self.table.mark()]
        """Before the first thing that was added, and after each."""
        self._sky_node = self._sky(materials)
        self._fixed_bounds = [piece.mesh.bounds() for piece in pieces]
        self._fixed_lateness = [piece.lateness for piece in pieces]
        self._walls = walls_of(piece.mesh for piece in pieces)
        self._changes = UNCHANGED
        self._occlusions: WeakKeyDictionary[Mesh, Bytes] = WeakKeyDictionary()
        self._order, self._places_in_order = self._draw_order(self._walls)
        self.restore()

    def restore(self) -> None:
        """Everything back to where the world has it, doors shut, nothing added and nothing hidden."""
        self.change(UNCHANGED)
        for thing in self.world.objects:
            if thing.name in self._movables:
                self.place(thing.name, thing.pose)

    def change(self, changes: Changes) -> None:
        """Draws what was added, which `place` has to put somewhere each time that changes, and hides what is hidden."""
        if changes == self._changes:
            return
        self._order.take_down()
        for name in self._changes.hidden:
            self._show(name, True)
        if changes.added != self._changes.added:
            self._draw_added(changes.added)
        for name in changes.hidden:
            self._show(name, False)
        # A hidden thing may have been a wall that hides others; which walls are its own is not worth knowing.
        walls = Walls.none() if changes.hidden & self._fixed_nodes.keys() else self._walls
        self._order, self._places_in_order = self._draw_order(walls)
        self._changes = changes

    def place(self, name: str, pose: Pose) -> None:
        if name not in self._movables:
            raise SimulatorError(
                f"{self.world.object(name).name} stands where it is", hint="only what moves can be placed"
            )
        self._movables[name].place(placement(pose))
        self._order.move(self._places_in_order[name], *self._movables[name].bounds())
        if name in self._doors:
            swing_deg = wrap_deg(pose.yaw_deg - self.world.object(name).pose.yaw_deg)
            self._is_open[self._doors.index(name)] = abs(swing_deg) > _AJAR_DEG

    def light(self) -> None:
        """Lights what was placed since, and shows what open doors let in. Only pictures need it."""
        for name, movable in self._movables.items():
            movable.light(self._around_doors if name in self._doors else self._around)
        self.fixed.show_doors(self._is_open)

    def look(self, frustum: Frustum) -> None:
        """Makes ready to be drawn what that camera may see."""
        self._order.look(frustum)

    def keep(self, runs: Runs) -> None:
        """Makes ready to be drawn what these show of what was looked at."""
        self._order.keep(self.table.nodes_in(runs))

    def node(self, name: str) -> Any:
        """The Panda3D node of an object: hide it, and it is neither drawn nor numbered."""
        if name in self._movables:
            return self._movables[name].node.top
        return self._fixed_nodes[name]

    def close(self) -> None:
        self.root.remove_node()
        self._materials.clear_lightmap()

    def _draw_order(self, walls: Walls) -> tuple[DrawOrder, dict[str, int]]:
        """Of fixed pieces, what moves (before the shadows) and the sky; and which place has which name.

        The sky comes last: then most of it is covered, and costs little.
        """
        fixed, movables = len(self._fixed_bounds), list(self._movables.values())
        bounds = [*self._fixed_bounds, *(movable.bounds() for movable in movables), _EVERYWHERE_M]
        low, high = (np.array(corners) for corners in zip(*bounds, strict=True))
        nodes = [*self.fixed.nodes, *(movable.node.top for movable in movables), self._sky_node]
        lateness = np.array([*self._fixed_lateness, *(0.0 for _ in movables), 0.0])
        first_sorts = [_FIXED_SORT] * fixed + [_MOVABLE_SORT] * len(movables) + [_SKY_SORT]
        order = DrawOrder(self.root, nodes, low, high, lateness, first_sorts, walls)
        return order, {name: fixed + number for number, name in enumerate(self._movables)}

    def _draw_moving(self, moving: list[WorldObject], light: BakedLight, materials: Materials) -> dict[str, Movable]:
        movables: dict[str, Movable] = {}
        first = 0
        for thing in moving:
            owner = _owner(self.world, thing)
            count = sum(len(part.surface.points) for parts in thing.mesh.parts.values() for part in parts)
            occlusion = light.occlusion[first : first + count]
            first += count
            movable = Movable(thing.name, thing.mesh, owner, occlusion, self.table, materials)
            if thing.kind is not Kind.DOOR:
                movable.cast_shadow(thing.mesh, self._shadows)
            movables[thing.name] = movable
        return movables

    def _draw_added(self, added: tuple[Added, ...]) -> None:
        """In the place of what was added before. The first ones stay where they are the same."""
        before = self._changes.added
        pairs = enumerate(zip(before, added, strict=False))
        kept = next((place for place, (old, new) in pairs if old != new), min(len(before), len(added)))
        for gone in before[kept:]:
            self._movables.pop(gone.name).remove()
        self.table.return_to(self._added_marks[kept])
        del self._added_marks[kept + 1 :]
        for owner, thing in enumerate(added[kept:], len(self.world.objects) + 2 + kept):
            occlusion = self._occlusion_of(thing.mesh)
            movable = Movable(thing.name, thing.mesh, owner, occlusion, self.table, self._materials)
            movable.cast_shadow(thing.mesh, self._shadows)
            self._movables[thing.name] = movable
            self._added_marks.append(self.table.mark())
        self.table.close()

    def _occlusion_of(self, mesh: Mesh) -> Bytes:
        """Traced once: what was added is drawn anew whenever something else comes or goes."""
        if mesh not in self._occlusions:
            self._occlusions[mesh] = occlusion_of([mesh])
        return self._occlusions[mesh]

    def _show(self, name: str, shown: bool) -> None:
        """What was added may be gone again."""
        if name in self._movables:
            self._movables[name].show(shown)
        elif name in self._fixed_nodes:
            node = self._fixed_nodes[name]
            (node.show if shown else node.hide)()

    def _sky(self, materials: Materials) -> Any:
        """A dome around the whole world."""
        rise = np.linspace(-0.12, np.pi / 2, 14)
        profile = list(_SKY_RADIUS_M * np.stack([np.cos(rise), np.sin(rise)], 1))
        points, normals, uvs, triangles = revolved(profile, 32, "z")
        around = np.rint(uvs[:, 0] / 3 * 32) / 32
        upward = np.clip(points[:, 2] / _SKY_RADIUS_M, 0.01, 0.99) ** SKY_BEND
        white = np.full((len(points), 3), 255)
        geometry = make_geometry(points, normals, np.stack([around, upward], 1), white, triangles[:, ::-1])
        node = GeomNode("sky")
        node.add_geom(geometry, materials.backdrop_state("sky"))
        path = NodePath(node)
        hide_from(path, NUMBERS)
        west, south, east, north = mesh_bounds(self.world.bounds_cm)
        path.set_pos((west + east) / 2, (south + north) / 2, 0)
        return path


def _owner(world: World, thing: WorldObject) -> int:
    return 1 + world.objects.index(thing)


def _fixed_pieces(world: World) -> list[FixedPiece]:
    pieces = split_into_cells(world.static, len(world.objects) + 1)
    for thing in world.objects:
        if thing.kind is Kind.FIXED:
            pieces.append(FixedPiece(thing.name, _standing(thing), _owner(world, thing)))
    return pieces


def _light(world: World, pieces: list[FixedPiece], moving: list[WorldObject], cache_dir: Path) -> BakedLight:
    fixed_meshes, doors = [piece.mesh for piece in pieces], _shut_doors(world)
    moving_meshes = [thing.mesh for thing in moving]
    lamps = _lamps(world)
    key = light_key([*fixed_meshes, *doors, *moving_meshes], lamps, world.weather)
    return cached_light(cache_dir, key, lambda: bake(fixed_meshes, doors, moving_meshes, lamps, world.weather))


def _surroundings(world: World, pieces: list[FixedPiece], shining: Bytes) -> tuple[Surroundings, Surroundings]:
    """Of everything but doors, for which doors are shut; and of doors, for which there are none."""
    fixed = light_stopping_corners([piece.mesh for piece in pieces])
    doors = [light_stopping_corners([door]) for door in _shut_doors(world)]
    lamps, weather = _lamps(world), world.weather
    everything = np.concatenate([fixed, *doors])
    return Surroundings(everything, shining, lamps, weather), Surroundings(fixed, shining, lamps, weather)


def _shut_doors(world: World) -> list[Mesh]:
    return [_standing(thing) for thing in world.objects if thing.kind is Kind.DOOR]


def _lamps(world: World) -> list[LampLight]:
    """As bright as the weather makes people want them."""
    lamps = []
    for lamp in world.lamps:
        red, green, blue = (share * world.weather.lamps for share in lamp.light)
        place = mesh_point(lamp.x_cm, lamp.y_cm, lamp.z_cm)
        along, across = half_sides(lamp.yaw_deg, *lamp.size_cm)
        lamps.append(LampLight(place, (red, green, blue), along, across))
    return lamps


def _standing(thing: WorldObject) -> Mesh:
    """The object's mesh in the world's axes, where it is at the start."""
    where = placement(thing.pose)
    return thing.mesh.transform(where.rotation(), where.offset())
