"""Contact sheets: what the worlds of a family look like, a row of views for each seed."""

import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.model import Region, World
from embrace3k.simulator.worlds.motion import EYE_CM, Motion
from embrace3k.simulator.worlds.renderer import Renderer

Picture = npt.NDArray[np.uint8]

_CANDIDATES = 24
_HEADINGS = 6
_SEEN_SHARE = 0.004
_MARGIN_PX, _GAP_PX, _TITLE_PX, _CAPTION_PX = 16, 8, 50, 28
_PAPER, _INK, _QUIET = "#ffffff", "#1b1f24", "#667080"


class Photographer:
    """Takes the pictures: a small renderer looks for views, a large one draws them."""

    def __init__(self, width_px: int, height_px: int, *, cache_dir: Path) -> None:
        self._scout = Renderer(160, 120, supersample=1.0, cache_dir=cache_dir)
        self._camera = Renderer(width_px, height_px, cache_dir=cache_dir)

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
    """`count` camera poses at eye height from which, together, as much as possible of what there is can be seen.

    Drawn from free places in all regions; each view is the one that shows most things that none before it showed.
    """
    rng = random.Random(f"{world.family}/{world.seed}")
    motion = Motion(world)
    regions = [world.regions[index % len(world.regions)] for index in range(_CANDIDATES)]
    places = [place for region in regions if (place := _free_place(motion, region, rng)) is not None]
    seen = {pose: _things_in(world, renderer, pose) for x, y in places for pose in _around(world, x, y, rng)}
    chosen: list[Pose] = []
    known: set[int] = set()
    while seen and len(chosen) < count:
        best = max(seen, key=lambda pose: (len(seen[pose] - known), len(seen[pose])))
        chosen.append(best)
        known |= seen.pop(best)
    return chosen


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
    return [Pose(x_cm, y_cm, z_cm, -6.0, yaw_deg, 0.0) for yaw_deg in yaws]


def _things_in(world: World, renderer: Renderer, pose: Pose) -> set[int]:
    """Numbers of the objects that take up a share of the view worth seeing."""
    mask = renderer.render(pose, rgb=False, mask=True).mask
    assert mask is not None
    counts = np.bincount(mask.ravel(), minlength=len(world.objects) + 1)[1 : len(world.objects) + 1]
    return set(np.flatnonzero(counts > _SEEN_SHARE * mask.size).tolist())
