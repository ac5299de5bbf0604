"""Cars, a van and a truck. Origin = centre between the ends on the road, front = north (+y), metres.

The materials `paint` and `glass` get a mirrored sky on top when they are drawn. Bicycles are in `two_wheelers.py`.
"""

import numpy as np

from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.props.car_bodies import TAIL_LIGHT, TRIM, Pillar, Shape, put_body, put_cabin
from embrace3k.simulator.worlds.surfaces import Surface

_TYRE: Color = (0.06, 0.06, 0.065)
_CHROME: Color = (0.7, 0.71, 0.73)
_WHEEL_SEGMENTS = 16
_TYRE_WIDTH = 0.2

_HATCHBACK = Shape(
    half_width=((2.17, 0.66), (2.11, 0.78), (1.95, 0.85), (1.2, 0.895), (-1.3, 0.9), (-1.9, 0.86),
                (-2.1, 0.8), (-2.17, 0.72)),
    top=((2.17, 0.74), (2.1, 0.83), (1.9, 0.9), (1.02, 1.0), (-1.7, 1.0), (-2.0, 0.97), (-2.12, 0.92), (-2.17, 0.86)),
    bottom=((2.17, 0.26), (1.95, 0.2), (-1.95, 0.21), (-2.17, 0.32)),
    axles=(1.36, -1.3),
    wheel=0.325,
    door_gaps=(0.84, -0.22, -0.98),
    pillars=(
        Pillar(1.16, 0.3), Pillar(0.98, 0.2, window=True), Pillar(-0.16, -0.2), Pillar(-0.26, -0.3, window=True),
        Pillar(-1.06, -1.02), Pillar(-1.14, -1.08, window=True), Pillar(-1.55, -1.36), Pillar(-2.0, -1.62),
    ),
    cabin_widths=(0.83, 0.62),
    cabin_levels=(0.92, 0.99, 1.34, 1.39),
)  # fmt: skip
_SALOON = Shape(
    half_width=((2.3, 0.64), (2.24, 0.78), (2.05, 0.86), (1.3, 0.9), (-1.5, 0.9), (-2.1, 0.86),
                (-2.24, 0.78), (-2.3, 0.66)),
    top=((2.3, 0.72), (2.22, 0.8), (2.0, 0.88), (1.02, 0.98), (-1.3, 1.0), (-1.6, 1.01), (-2.18, 0.99),
         (-2.27, 0.94), (-2.3, 0.86)),
    bottom=((2.3, 0.26), (2.0, 0.19), (-2.05, 0.21), (-2.3, 0.32)),
    axles=(1.45, -1.38),
    wheel=0.33,
    door_gaps=(0.86, -0.2, -1.0),
    pillars=(
        Pillar(1.16, 0.28), Pillar(0.98, 0.18, window=True), Pillar(-0.14, -0.2), Pillar(-0.24, -0.3, window=True),
        Pillar(-1.16, -0.96), Pillar(-1.9, -1.16),
    ),
    cabin_widths=(0.83, 0.6),
    cabin_levels=(0.91, 0.97, 1.31, 1.36),
)  # fmt: skip
_ESTATE = Shape(
    half_width=_SALOON.half_width,
    top=((2.3, 0.72), (2.22, 0.8), (2.0, 0.88), (1.02, 0.98), (-1.6, 1.0), (-2.18, 0.98), (-2.27, 0.94), (-2.3, 0.86)),
    bottom=_SALOON.bottom,
    axles=_SALOON.axles,
    wheel=0.33,
    door_gaps=_SALOON.door_gaps,
    pillars=(
        Pillar(1.16, 0.28), Pillar(0.98, 0.18, window=True), Pillar(-0.14, -0.2), Pillar(-0.24, -0.3, window=True),
        Pillar(-1.08, -1.04), Pillar(-1.18, -1.14, window=True), Pillar(-2.02, -1.72), Pillar(-2.24, -1.92),
    ),
    cabin_widths=(0.83, 0.64),
    cabin_levels=(0.91, 0.98, 1.36, 1.41),
)  # fmt: skip
_VAN = Shape(
    half_width=((2.42, 0.74), (2.36, 0.86), (2.15, 0.93), (1.4, 0.96), (-2.3, 0.96), (-2.42, 0.93)),
    top=((2.42, 0.82), (2.34, 0.92), (2.1, 1.0), (1.75, 1.1), (-2.42, 1.12)),
    bottom=((2.42, 0.28), (2.1, 0.22), (-2.2, 0.24), (-2.42, 0.32)),
    axles=(1.6, -1.45),
    wheel=0.34,
    door_gaps=(1.08, 0.06, -1.0),
    pillars=(
        Pillar(1.92, 1.02), Pillar(1.62, 0.86, window=True), Pillar(0.16, 0.1), Pillar(0.0, 0.0), Pillar(-2.2, -2.2),
        Pillar(-2.38, -2.32),
    ),
    cabin_widths=(0.93, 0.8),
    cabin_levels=(1.06, 1.14, 1.72, 2.0),
    dome=0.06,
    rear_window=False,
)  # fmt: skip
_TRUCK = Shape(
    half_width=((2.6, 0.8), (2.55, 0.9), (2.4, 0.96), (1.1, 0.98), (1.0, 0.98)),
    top=((2.6, 0.96), (2.54, 1.06), (2.44, 1.14), (2.3, 1.2), (1.0, 1.2)),
    bottom=((2.6, 0.34), (1.0, 0.34)),
    axles=(1.75, -1.7),
    wheel=0.4,
    door_gaps=(1.15,),
    pillars=(Pillar(2.42, 2.12), Pillar(2.3, 2.0, window=True), Pillar(1.3, 1.3),
             Pillar(1.16, 1.16), Pillar(1.02, 1.04)),
    cabin_widths=(0.96, 0.86),
    cabin_levels=(1.16, 1.24, 1.9, 2.04),
    dome=0.08,
    rear_window=False,
)  # fmt: skip


def car(color: Color) -> Mesh:
    """A family hatchback, 4.4 m long and 1.8 m wide between its mirrors."""
    return _with_everything(_HATCHBACK, color)


def saloon(color: Color) -> Mesh:
    """Has a boot lid behind the rear window; 4.6 m long."""
    return _with_everything(_SALOON, color)


def estate(color: Color) -> Mesh:
    """Its roof goes on to the tail; 4.6 m long."""
    return _with_everything(_ESTATE, color)


def van(color: Color) -> Mesh:
    """A delivery van without windows in the back, 4.9 m long and 2.1 m high."""
    mesh = _with_everything(_VAN, color)
    rear = _VAN.rear
    mesh.box((0, rear + 0.02, 0.5), (0.014, 0.05, 0.62), color=TRIM, faces="sew", luxel_m=0)
    return mesh.box((-0.1, rear - 0.01, 1.02), (0.1, 0.03, 0.05), color=TRIM, faces="sewtb", luxel_m=0)


def truck(color: Color, load: Color = (0.72, 0.72, 0.7)) -> Mesh:
    """A small lorry: a cab in `color` and a box body behind it, 5.2 m long and 2.9 m high."""
    mesh = Mesh()
    put_body(mesh, _TRUCK, color)
    put_cabin(mesh, _TRUCK, color)
    _put_wheels(mesh, _TRUCK)
    _put_front(mesh, _TRUCK)
    for side in (-1, 1):
        _put_mirror(mesh, _TRUCK, side, color)
        _put_handle(mesh, _TRUCK, side, 1.22)
        mesh.box((side * 0.8, -2.585, 0.6), (0.3, 0.05, 0.12), "glass", TAIL_LIGHT, faces="sewtb", luxel_m=0)
    mesh.box((0, -0.75, 0.45), (1.1, 3.5, 0.4), color=TRIM, luxel_m=0, faces="nsewb")
    for low, high, band, faces in ((0.85, 1.4, load, "nsewb"), (1.4, 1.9, color, "nsew"), (1.9, 2.87, load, "nsewt")):
        mesh.box((0, -0.82, low), (2.0, 3.5, high - low), "paint", band, faces=faces, luxel_m=0, step_m=1.2)
    for x in (-0.3, 0.0, 0.3):
        mesh.box((x, -2.57, 0.95), (0.025, 0.03, 1.8), color=(0.35, 0.36, 0.37), faces="sew", luxel_m=0, step_m=2.0)
    return mesh.quad((-0.26, -2.605, 0.68), (0.52, 0, 0), (0, 0, 0.11), "numberplate", fit=True, luxel_m=0)


def _with_everything(shape: Shape, color: Color) -> Mesh:
    mesh = Mesh()
    put_body(mesh, shape, color)
    put_cabin(mesh, shape, color)
    _put_wheels(mesh, shape)
    _put_front(mesh, shape)
    _put_rear(mesh, shape)
    for side in (-1, 1):
        _put_mirror(mesh, shape, side, color)
        for gap in shape.door_gaps[1:]:
            _put_handle(mesh, shape, side, gap + 0.16)
    return mesh


def _put_wheels(mesh: Mesh, shape: Shape) -> None:
    for side in (-1, 1):
        for axle in shape.axles:
            _wheel(mesh, side, shape.width_at(axle) - 0.03, axle, shape.wheel)


def _wheel(mesh: Mesh, side: int, outside: float, y: float, radius: float) -> None:
    """Tread and shoulder are turned, the face is a painted disc."""
    shoulder = radius - 0.03
    tread = [(radius, 0.0), (radius, _TYRE_WIDTH - 0.03), (shoulder, _TYRE_WIDTH)]
    if side < 0:
        tread = [(r, _TYRE_WIDTH - z) for r, z in tread[::-1]]
    west = outside - _TYRE_WIDTH if side > 0 else -outside
    mesh.lathe((west, y, radius), tread, color=_TYRE, segments=_WHEEL_SEGMENTS, axis="x")
    angles = np.linspace(0, 2 * np.pi, _WHEEL_SEGMENTS, endpoint=False)
    circle = np.stack([np.cos(angles), np.sin(angles)], 1)
    rim = np.stack(
        [np.full(len(angles), side * outside), y + side * shoulder * circle[:, 0], radius + shoulder * circle[:, 1]], 1
    )
    triangles = np.array([(0, i, i + 1) for i in range(1, len(angles) - 1)])
    normals = np.tile((float(side), 0.0, 0.0), (len(angles), 1))
    mesh.add(Surface(rim, normals, 0.5 + 0.49 * circle, triangles), "wheel")


def _put_front(mesh: Mesh, shape: Shape) -> None:
    front, top, low = shape.front, shape.top[0][1], shape.bottom[0][1]
    mesh.box((0, front + 0.01, top - 0.15), (0.13, 0.02, 0.05), "glass", _CHROME, faces="newtb", luxel_m=0)
    mesh.quad((0.26, front + 0.012, low + 0.02), (-0.52, 0, 0), (0, 0, 0.11), "numberplate", fit=True, luxel_m=0)


def _put_rear(mesh: Mesh, shape: Shape) -> None:
    rear, top = shape.rear, shape.top[-1][1]
    mesh.quad((-0.26, rear - 0.012, top - 0.24), (0.52, 0, 0), (0, 0, 0.11), "numberplate", fit=True, luxel_m=0)


def _put_mirror(mesh: Mesh, shape: Shape, side: int, color: Color) -> None:
    half, y = shape.cabin_widths[0], shape.pillars[1].foot - 0.12
    level = shape.cabin_levels[1]
    mesh.rounded_box((side * (half + 0.1), y, level - 0.02), (0.2, 0.1, 0.14), 0.04, "paint", color, rings=2)


def _put_handle(mesh: Mesh, shape: Shape, side: int, y: float) -> None:
    face = "e" if side > 0 else "w"
    place = (side * (shape.width_at(y) - 0.012), y, 0.78)
    mesh.box(place, (0.03, 0.18, 0.03), color=TRIM, faces=face + "nstb", luxel_m=0)
