"""Railings of steel tube. Metres."""

from embrace3k.simulator.worlds.construction.site import Area
from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.props.rods import rod

_TUBE = 0.022


def put_railing(
    mesh: Mesh, line: Area, foot: float, top: float, color: Color = (0.32, 0.34, 0.36), *, end: float | None = None
) -> None:
    """Posts and two rails along the middle of `line`, from height `foot` to `top`. Nothing blocks: see `guard`.

    `end` lifts the far (east or north) end's foot to another height, for stairs and ramps.
    """
    east, north = line.middle
    eastward = line.width > line.depth
    length = max(line.width, line.depth)
    count = max(2, round(length / 1.1) + 1)
    rise = 0.0 if end is None else end - foot
    first = (line.west + 0.04, north) if eastward else (east, line.south + 0.04)
    step = (length - 0.08) / (count - 1)
    for post in range(count):
        place = (first[0] + step * post, north) if eastward else (east, first[1] + step * post)
        up = foot + rise * post / (count - 1)
        rod(mesh, (*place, up), (*place, up + top - foot), _TUBE, color=color)
    for height in (top - foot, (top - foot) * 0.5):
        low, high = foot + height, foot + rise + height
        last = (first[0] + length - 0.08, north) if eastward else (east, first[1] + length - 0.08)
        rod(mesh, (*first, low), (*last, high), _TUBE, color=color)
