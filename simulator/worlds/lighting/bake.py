"""One world's light, from its fixed meshes and lamps to 8-bit arrays. Seconds of ray casting; see cache.py."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embrace3k.simulator.worlds.lighting.ambience import shining_triangles
from embrace3k.simulator.worlds.lighting.encoding import encode
from embrace3k.simulator.worlds.lighting.lamps import LampLight
from embrace3k.simulator.worlds.lighting.lightmap import Lightmap
from embrace3k.simulator.worlds.lighting.open_doors import DoorLight, door_light
from embrace3k.simulator.worlds.lighting.rays import ENGINE, own_occlusion, triangle_corners
from embrace3k.simulator.worlds.lighting.samples import LitScene
from embrace3k.simulator.worlds.lighting.solution import solve
from embrace3k.simulator.worlds.materials import mean_albedo
from embrace3k.simulator.worlds.mesh import Mesh, joined
from embrace3k.simulator.worlds.noise import Bytes
from embrace3k.simulator.worlds.weather import Weather

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class BakedLight:
    """Charts and vertices are in the order of the meshes' parts."""

    atlas: Bytes
    places: npt.NDArray[np.int32]
    """(charts, 4): x, y, width, height in the atlas."""
    vertex_light: Bytes
    shining: Bytes
    """Per triangle of all meshes; see `ambience.py`."""
    occlusion: Bytes
    """Per vertex of the moving meshes: what share of its surroundings it sees past its own mesh."""
    doors: tuple[DoorLight, ...] = ()
    """What changes while each door is open."""


def bake(
    fixed: Sequence[Mesh],
    doors: Sequence[Mesh],
    moving: Sequence[Mesh],
    lamps: Sequence[LampLight],
    weather: Weather,
) -> BakedLight:
    """`fixed` meshes and shut `doors` stand where they belong in the world."""
    if ENGINE != "embree":
        _log.warning("baking takes minutes without embree: pip install embreex")
    scene = LitScene([*fixed, *doors], mean_albedo)
    solution = solve(scene, lamps, weather)
    lightmap = Lightmap(solution)
    on_vertices = solution.light[solution.on_vertices]
    return BakedLight(
        atlas=lightmap.picture(),
        places=lightmap.places,
        vertex_light=np.clip(np.rint(encode(on_vertices) * 255), 0, 255).astype(np.uint8),
        shining=shining_triangles(solution),
        occlusion=occlusion_of(moving),
        doors=tuple(door_light(solution, lightmap, len(fixed) + number) for number in range(len(doors))),
    )


def occlusion_of(meshes: Sequence[Mesh]) -> Bytes:
    """See `BakedLight.occlusion`. It depends on the meshes alone: what is added to a lit world needs no bake."""
    shares = [np.zeros(0)]
    for mesh in meshes:
        whole = joined([part for parts in mesh.parts.values() for part in parts]).surface
        shares.append(own_occlusion(triangle_corners(whole.points, whole.triangles), whole.points, whole.normals))
    return np.rint(np.concatenate(shares) * 255).astype(np.uint8)
