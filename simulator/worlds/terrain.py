"""The height of the ground: level 0, raised or sunk where rectangles say so.

There is one height above every point: nobody walks under a bridge. Where the ground jumps by more than a step, a solid
has to stand along the edge; nothing here stops a walker.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slope:
    """A rectangle of ground: `half_x_cm` along its heading `yaw_deg`, `half_y_cm` across it.

    Its height runs evenly from `start_cm` at its back end to `end_cm` at its front; equal heights make a platform or
    a stair.
    """

    x_cm: float
    y_cm: float
    half_x_cm: float
    half_y_cm: float
    yaw_deg: float
    start_cm: float
    end_cm: float


class Ground:
    """Answers for the height anywhere. The highest slope counts where several lie on each other."""

    def __init__(self, slopes: Sequence[Slope]) -> None:
        self._slopes = [(slope, *_unit(slope.yaw_deg)) for slope in slopes]

    def height_cm(self, x_cm: float, y_cm: float) -> float:
        heights = [
            slope.start_cm + (slope.end_cm - slope.start_cm) * (along + slope.half_x_cm) / (2 * slope.half_x_cm)
            for slope, cosine, sine in self._slopes
            if abs(along := (x_cm - slope.x_cm) * cosine + (y_cm - slope.y_cm) * sine) <= slope.half_x_cm
            and abs((y_cm - slope.y_cm) * cosine - (x_cm - slope.x_cm) * sine) <= slope.half_y_cm
        ]
        return max(heights) if heights else 0.0


def _unit(yaw_deg: float) -> tuple[float, float]:
    """Exact for the four headings along the axes, so that neighbouring slopes meet without a gap."""
    quarter, rest = divmod(yaw_deg, 90.0)
    if rest == 0.0:
        return ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[int(quarter) % 4]
    return math.cos(math.radians(yaw_deg)), math.sin(math.radians(yaw_deg))
