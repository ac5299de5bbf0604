"""How large the pictures of an embedded world are, and how wide they look. Part of what a simulator says of itself."""

import re
from typing import NamedTuple

from embrace3k.simulator.errors import SimulatorError

SMALLEST_PICTURE_PX, LARGEST_PICTURE_PX = 16, 2048
NARROWEST_FOV_DEG, WIDEST_FOV_DEG = 10.0, 150.0
SUPERSAMPLE = 1.5
"""Pixels drawn for each stored one, along each side. Twice as many cost 8 ms more per frame, and look hardly better."""


class PictureFormat(NamedTuple):
    width_px: int
    height_px: int
    fov_deg: float = 90.0
    """Horizontal field of view."""


PUBLISHED = PictureFormat(640, 480)
"""That of the published v2 data, and ours where nothing else is said; v1's pictures are 1024x1024."""


def picture_format(size: str, fov_deg: str) -> PictureFormat:
    """From words such as `640x480` and `90`. Raises SimulatorError."""
    sides = re.fullmatch(r"([0-9]{1,5})x([0-9]{1,5})", size)
    if not sides or not all(SMALLEST_PICTURE_PX <= int(side) <= LARGEST_PICTURE_PX for side in sides.groups()):
        limits = f"each side from {SMALLEST_PICTURE_PX} to {LARGEST_PICTURE_PX} pixels"
        raise SimulatorError(f"no picture size: {size!r}", hint=f"it looks like 640x480, {limits}")
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]+)?", fov_deg) or not NARROWEST_FOV_DEG <= float(fov_deg) <= WIDEST_FOV_DEG:
        limits = f"{NARROWEST_FOV_DEG:g} to {WIDEST_FOV_DEG:g}"
        raise SimulatorError(f"no field of view: {fov_deg!r}", hint=f"it is a number of degrees, {limits}")
    return PictureFormat(int(sides[1]), int(sides[2]), float(fov_deg))
