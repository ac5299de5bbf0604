"""Baked light on disk: one file per content, named by a hash of everything that goes into the bake."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np

from embrace3k.simulator.worlds.keeping import Arrays, kept_arrays
from embrace3k.simulator.worlds.lighting.bake import BakedLight
from embrace3k.simulator.worlds.lighting.lamps import LampLight
from embrace3k.simulator.worlds.lighting.open_doors import DoorLight
from embrace3k.simulator.worlds.lighting.rays import ENGINE
from embrace3k.simulator.worlds.materials import recipe_hash
from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.simulator.worlds.weather import Weather

ALGORITHM = "bake-21"
"""Change it with every change to the bake that changes its result."""
LIGHT = f"{ALGORITHM} {ENGINE}"
"""How the light comes about, which frames depend on."""
_PLAIN = tuple(field.name for field in fields(BakedLight) if field.name != "doors")


def light_key(meshes: Iterable[Mesh], lamps: Sequence[LampLight], weather: Weather) -> str:
    """Names the light of a world: geometry, materials, lamps, weather and the algorithm."""
    digest = hashlib.sha256(LIGHT.encode())
    digest.update(repr((list(lamps), weather)).encode())
    for mesh in meshes:
        for material, parts in mesh.parts.items():
            digest.update(repr((material, recipe_hash(material), len(parts))).encode())
            for part in parts:
                for array in (*part.surface, part.colors):
                    digest.update(np.ascontiguousarray(array).data)
                if part.chart:
                    digest.update(repr(part.chart.luxel_m).encode())
    return digest.hexdigest()[:24]


def cached_light(folder: Path, key: str, bake_it: Callable[[], BakedLight]) -> BakedLight:
    """The light kept under `key`, else what `bake_it` makes, kept for the next time."""
    arrays = kept_arrays(folder / f"{key}.npz", lambda: _as_arrays(bake_it()))
    doors = tuple(
        DoorLight(*(arrays[f"door{number}_{field.name}"] for field in fields(DoorLight)))
        for number in range(int(arrays["door_count"]))
    )
    return BakedLight(**{name: arrays[name] for name in _PLAIN}, doors=doors)


def _as_arrays(light: BakedLight) -> Arrays:
    doors = {
        f"door{number}_{field.name}": getattr(door, field.name)
        for number, door in enumerate(light.doors)
        for field in fields(DoorLight)
    }
    return {
        **doors,
        "door_count": np.array(len(light.doors)),
        **{name: getattr(light, name) for name in _PLAIN},
    }
