"""Procedural materials: noise turned into small RGB or RGBA images. Nothing is shipped or downloaded.

A material is a name. Those of `PLAIN` have no texture; `PRELIT` ones are so even that the bake folds them into the
lightmap; `CUT_OUT` ones have an alpha channel that is either there or not; `MIRRORING` ones reflect the sky.
"""

import hashlib
from functools import cache
from pathlib import Path
from types import ModuleType

import cv2
import numpy as np

from embrace3k.simulator.worlds import backdrops, noise
from embrace3k.simulator.worlds.keeping import kept_arrays
from embrace3k.simulator.worlds.lighting import encoding
from embrace3k.simulator.worlds.noise import Bytes
from embrace3k.simulator.worlds.textures import canvas, common, countryside, goods, halls, homes, offices, roadside
from embrace3k.simulator.worlds.textures.canvas import Canvas, Recipe

_MODULES: tuple[ModuleType, ...] = (common, countryside, goods, halls, homes, offices, roadside)
"""Modules of recipes. A material's name is in one of them only."""
_HOME = {name: module for module in _MODULES for name in module.RECIPES}
MATERIALS: dict[str, Recipe] = {name: module.RECIPES[name] for name, module in _HOME.items()}
BACKDROPS = {"hills": backdrops.far_trees, "sky": backdrops.clouds, "env": backdrops.mirrored_sky}
PLAIN = frozenset({"flat", "paint", "glass", "glow"})
PRELIT = frozenset(name for name, recipe in MATERIALS.items() if recipe.even)
CUT_OUT = frozenset(name for name, recipe in MATERIALS.items() if recipe.cut_out) | {"hills"}
MIRRORING = {"paint": 105, "glass": 150}
"""How bright the mirrored sky is drawn on top, 0 to 255."""

_LINEAR = (np.arange(256) / 255.0) ** 2.2


@cache
def texture(material: str) -> Bytes:
    """The material's image, first row at v = 0: (height, width, 3 or 4). KeyError for unknown and plain ones."""
    if material in BACKDROPS:
        return BACKDROPS[material]()
    recipe = MATERIALS[material]
    return np.clip(recipe.paint(Canvas(material, recipe.size)), 0, 255).astype(np.uint8)


@cache
def recipe_hash(material: str) -> str:
    """Changes with every change to how the material's texture is painted."""
    if material in PLAIN:
        return "plain"
    home = backdrops if material in BACKDROPS else _HOME[material]
    files = (home.__file__, canvas.__file__, noise.__file__, encoding.__file__)
    return hashlib.sha256(b"".join(Path(file or "").read_bytes() for file in files)).hexdigest()[:16]


def painted(folder: Path, material: str) -> Bytes:
    """The material's texture, kept in `folder`: painting one takes some hundredths of a second."""
    kept = kept_arrays(folder / f"{material}-{recipe_hash(material)}.npz", lambda: {material: texture(material)})
    return np.asarray(kept[material], np.uint8)


@cache
def mean_albedo(material: str) -> tuple[float, float, float]:
    """How much of each colour the material reflects on the average, linear."""
    if material in PLAIN:
        return (1.0, 1.0, 1.0)
    pixels = texture(material).reshape(-1, texture(material).shape[2])
    if material in CUT_OUT:
        pixels = pixels[pixels[:, 3] > 127]
    red, green, blue = _LINEAR[pixels[:, :3]].mean(0)
    return (float(red), float(green), float(blue))


@cache
def prelit_texture(material: str) -> Bytes | None:
    """A small copy of an even material's texture for the bake to fold in, or None."""
    if material not in PRELIT:
        return None
    return np.asarray(cv2.resize(texture(material), (64, 64), interpolation=cv2.INTER_AREA), np.uint8)
