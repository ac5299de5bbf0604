"""Baked light on disk: one `.npz` per content, named by a hash of everything that goes into the bake.

Two processes may bake the same world at once: each writes a file of its own and renames it into place. A file that
cannot be read back whole counts as absent, is baked again and replaced.
"""

import hashlib
import logging
import os
import secrets
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from embrace3k.simulator.worlds.lighting.bake import BakedLight
from embrace3k.simulator.worlds.lighting.probes import ProbeGrid
from embrace3k.simulator.worlds.lighting.sources import SUN, SUN_LIGHT, LampLight
from embrace3k.simulator.worlds.materials import mean_albedo
from embrace3k.simulator.worlds.mesh import Mesh

ALGORITHM = "bake-7"
"""Change it with every change to the bake that changes its result."""

_log = logging.getLogger(__name__)


def light_key(meshes: Iterable[Mesh], lamps: Sequence[LampLight], bounds_m: tuple[float, float, float, float]) -> str:
    """Names the light of a world: geometry, materials, lamps and the algorithm."""
    digest = hashlib.sha256(ALGORITHM.encode())
    digest.update(repr((list(lamps), bounds_m, SUN.tolist(), SUN_LIGHT.tolist())).encode())
    for mesh in meshes:
        for material, parts in mesh.parts.items():
            digest.update(repr((material, mean_albedo(material), len(parts))).encode())
            for part in parts:
                for array in (*part.surface, part.colors):
                    digest.update(np.ascontiguousarray(array).tobytes())
                if part.chart:
                    digest.update(repr(part.chart.luxel_m).encode())
    return digest.hexdigest()[:24]


def cached_light(folder: Path, key: str, bake_it: Callable[[], BakedLight]) -> BakedLight:
    """The light kept under `key`, else what `bake_it` makes, kept for the next time."""
    path = folder / f"{key}.npz"
    light = _read(path)
    if light is None:
        light = bake_it()
        _write(path, light)
    return light


def _read(path: Path) -> BakedLight | None:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            west, south = arrays["probe_corner"]
            probes = ProbeGrid(float(west), float(south), arrays["probes"])
            return BakedLight(arrays["atlas"], arrays["places"], arrays["vertex_light"], probes, arrays["occlusion"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as problem:
        _log.warning("baking again: %s is damaged (%s)", path, problem)
        return None


def _write(path: Path, light: BakedLight) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.stem}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as file:
            np.savez_compressed(
                file,
                atlas=light.atlas,
                places=light.places,
                vertex_light=light.vertex_light,
                occlusion=light.occlusion,
                probes=light.probes.values,
                probe_corner=np.array([light.probes.west_m, light.probes.south_m]),
            )
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
