"""Contact sheets: what the worlds of a family look like, a row of views for each seed."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.model import Region, World
from embrace3k.simulator.worlds.motion import EYE_CM, Motion
from embrace3k.simulator.worlds.renderer import Renderer

Picture = npt.NDArray[np.uint8]
Shares = npt.NDArray[np.float64]

_PLACES = 72
_HEADINGS = 8
_PITCH_DEG = -10.0
_WELL_SEEN_SHARE = 0.01
_CLOSE_CM, _CLOSE_SHARE = 130.0, 0.1
_WORTH_OF_A_REGION = 3.0
"""In things seen well."""
_MARGIN_PX, _GAP_PX, _TITLE_PX, _CAPTION_PX = 16, 8, 50, 28
_PAPER, _INK, _QUIET = "#ffffff", "#1b1f24", "#667080"


@dataclass(frozen=True)
class Look:
    """A pose that may be chosen, from where, and how well each object of the world is seen from it."""

    pose: Pose
    region: str
    shown: Shares


class Photographer:
    """Takes the pictures: a small renderer looks for views, a large one draws them."""

    def __init__(self, width_px: int, height_px: int, *, cache_dir: Path) -> None:
        self._scout = Renderer(160, 120, supersample=1.0, cache_dir=cache_dir)
        self._camera = Renderer(width_px, height_px, supersample=2.0, cache_dir=cache_dir)

    def sheet(self, title: str, worlds: Sequence[World], views: int, on_world: Callable[[], None]) -> Image.Image:
        """A row of views for each world."""
        rows: list[tuple[str, list[Picture]]] = []
        for world in worlds:
            self._scout.load(world)
            self._camera.load(world)
            poses = telling_views(world, self._scout, views)
            rows.append((f"seed {world.seed}, {world.weather.name}", [self._picture(pose) for pose in poses]))
            on_world()
        return contact_sheet(title, rows)

    def _picture(self, pose: Pose) -> Picture:
        picture = self._camera.render(pose).rgb
        assert picture is not None
        return picture


def telling_views(world: World, renderer: Renderer, count: int) -> list[Pose]:
    """`count` camera poses at eye height that together show the world: its regions, and the most of what is there.

    Drawn from free places in all regions, with nothing right before the camera. Each is the one that shows most that
    none before it showed as large, where a region nobody stood in yet counts as much as some things.
    """
    rng = random.Random(f"{world.family}/{world.seed}")
    motion = Motion(world)
    regions = [world.regions[index % len(world.regions)] for index in range(_PLACES)]
    places = [(region, place) for region in regions if (place := _free_place(motion, region, rng)) is not None]
    looks = [
        Look(pose, region.name, shown)
        for region, (x_cm, y_cm) in places
        for pose in _around(world, x_cm, y_cm, rng)
        if (shown := _shown(world, renderer, pose)) is not None
    ]
    chosen: list[Look] = []
    known: Shares = np.zeros(len(world.objects))
    while looks and len(chosen) < count:
        visited = {look.region for look in chosen}
        best = max(looks, key=lambda look: _gain(look, known, visited))
        known = np.maximum(known, best.shown)
        chosen.append(best)
        looks = [look for look in looks if look.pose.x_cm != best.pose.x_cm]
    return [look.pose for look in chosen]


def contact_sheet(title: str, rows: Sequence[tuple[str, Sequence[Picture]]]) -> Image.Image:
    """Rows of equally large RGB pictures under their captions, below a title."""
    height, width = rows[0][1][0].shape[:2]
    columns = max(len(pictures) for _, pictures in rows)
    row_px = _CAPTION_PX + height + _GAP_PX
    size = (2 * _MARGIN_PX + columns * (width + _GAP_PX) - _GAP_PX, _TITLE_PX + len(rows) * row_px + _MARGIN_PX)
    sheet = Image.new("RGB", size, _PAPER)
    draw = ImageDraw.Draw(sheet)
    draw.text((_MARGIN_PX, 14), title, font=ImageFont.load_default(24), fill=_INK)
    for number, (caption, pictures) in enumerate(rows):
        top = _TITLE_PX + number * row_px
        draw.text((_MARGIN_PX, top + 4), caption, font=ImageFont.load_default(15), fill=_QUIET)
        for column, picture in enumerate(pictures):
            left = _MARGIN_PX + column * (width + _GAP_PX)
            sheet.paste(Image.fromarray(picture), (left, top + _CAPTION_PX))
    return sheet


def _free_place(motion: Motion, region: Region, rng: random.Random) -> tuple[float, float] | None:
    state = motion.start()
    xs, ys = zip(*region.polygon.outer, strict=True)
    for _ in range(60):
        x_cm, y_cm = rng.uniform(min(xs), max(xs)), rng.uniform(min(ys), max(ys))
        if region.contains(x_cm, y_cm) and motion.free(x_cm, y_cm, state):
            return x_cm, y_cm
    return None


def _around(world: World, x_cm: float, y_cm: float, rng: random.Random) -> list[Pose]:
    first = rng.uniform(0.0, 360.0)
    z_cm = world.ground_cm(x_cm, y_cm) + EYE_CM
    yaws = [math.remainder(first + 360.0 * turn / _HEADINGS, 360.0) for turn in range(_HEADINGS)]
    return [Pose(x_cm, y_cm, z_cm, _PITCH_DEG, yaw_deg, 0.0) for yaw_deg in yaws]


def _shown(world: World, renderer: Renderer, pose: Pose) -> Shares | None:
    """How well each object is seen, 0 to 1: in full when it fills a hundredth of the view. None for a view that
    something close by blocks."""
    view = renderer.render(pose, rgb=False, mask=True, depth=True)
    assert view.mask is not None and view.depth_cm is not None
    if (view.depth_cm < _CLOSE_CM).mean() > _CLOSE_SHARE:
        return None
    counts = np.bincount(view.mask.ravel(), minlength=len(world.objects) + 1)[1 : len(world.objects) + 1]
    return np.minimum(counts / (_WELL_SEEN_SHARE * view.mask.size), 1.0)


def _gain(look: Look, known: Shares, visited: set[str]) -> float:
    more = float(np.maximum(look.shown - known, 0.0).sum())
    return more + 0.5 * float(look.shown.sum()) + (0.0 if look.region in visited else _WORTH_OF_A_REGION)
