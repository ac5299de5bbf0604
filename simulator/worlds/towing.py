"""Towing a car by a strap, the way a person would: it rolls after whoever pulls, and never sideways.

The strap is tied to the middle of the bumper at hand. It is `STRAP_CM` long, or as long as it was when it was taken
hold of from further away; what goes slack then is taken in. It pulls and does not push: walking towards the car or
turning on the spot leaves the car alone. The axle far from the strap has fixed wheels, so that it follows the bumper on
a tractrix; the near wheels steer. A pull backwards past the bumper is refused: the strap would rub along the side.
"""

import math
from typing import NamedTuple

from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.collision import Shape, ShapeGrid, point_gap, pushed_out, separation
from embrace3k.simulator.worlds.walking import Line, Walked

STRAP_CM = 100.0
_AXLE_SHARE = 0.31
"""From the middle of the car to the axle, in lengths of the car."""
_SWEEP = 2.0
"""No point of the car moves more than this many times as far as the bumper."""


class Car(NamedTuple):
    """A car on a strap. (`ahead_x`, `ahead_y`) is the unit vector from its middle to the bumper that is held."""

    x_cm: float
    y_cm: float
    ahead_x: float
    ahead_y: float
    half_length_cm: float
    half_width_cm: float
    label: str

    @property
    def bumper(self) -> tuple[float, float]:
        return self.x_cm + self.ahead_x * self.half_length_cm, self.y_cm + self.ahead_y * self.half_length_cm

    def shape(self) -> Shape:
        here = (self.x_cm, self.y_cm, self.ahead_x, self.ahead_y)
        return Shape(*here, self.half_length_cm, self.half_width_cm, self.label)


def bumpers(pose: Pose, length_cm: float) -> list[tuple[float, float]]:
    """Middle of the front bumper, then of the rear one."""
    yaw = math.radians(pose.yaw_deg)
    x_cm, y_cm = math.cos(yaw) * length_cm / 2, math.sin(yaw) * length_cm / 2
    return [(pose.x_cm + x_cm, pose.y_cm + y_cm), (pose.x_cm - x_cm, pose.y_cm - y_cm)]


def held_by_front(pose: Pose, length_cm: float, x_cm: float, y_cm: float) -> bool:
    """A strap reaches less than half the car, so the nearer bumper is always the one that is held."""
    front, rear = bumpers(pose, length_cm)
    return math.hypot(front[0] - x_cm, front[1] - y_cm) <= math.hypot(rear[0] - x_cm, rear[1] - y_cm)


def follow(car: Car, x_cm: float, y_cm: float, strap_cm: float) -> Car | None:
    """Where the car stands once the strap's other end is at (x, y): the same car if the strap is slack.

    None if it would be pulled backwards.
    """
    bumper_x, bumper_y = car.bumper
    gap = math.hypot(bumper_x - x_cm, bumper_y - y_cm)
    if gap <= strap_cm:
        return car
    if (x_cm - bumper_x) * car.ahead_x + (y_cm - bumper_y) * car.ahead_y < 0.0:
        return None
    share = strap_cm / gap
    bumper_x, bumper_y = x_cm + (bumper_x - x_cm) * share, y_cm + (bumper_y - y_cm) * share
    axle_cm = 2 * car.half_length_cm * _AXLE_SHARE
    ahead_x = bumper_x - car.x_cm + car.ahead_x * axle_cm
    ahead_y = bumper_y - car.y_cm + car.ahead_y * axle_cm
    length = math.hypot(ahead_x, ahead_y)
    ahead_x, ahead_y = ahead_x / length, ahead_y / length
    middle_x, middle_y = bumper_x - ahead_x * car.half_length_cm, bumper_y - ahead_y * car.half_length_cm
    return car._replace(x_cm=middle_x, y_cm=middle_y, ahead_x=ahead_x, ahead_y=ahead_y)


class Hauled(NamedTuple):
    walked: Walked
    car: Car


class Ground(NamedTuple):
    """Obstacles as the one who walks and the car see them."""

    feet: ShapeGrid
    wheels: ShapeGrid
    extra: tuple[Shape, ...]
    """Doors, boxes: what is not in the grids."""


def haul(ground: Ground, car: Car, x_cm: float, y_cm: float, line: Line, radius_cm: float) -> Hauled:
    """Walk the line with the car in tow. When the car runs into something, both stop; walkers alone slide."""
    blocked_by: str | None = None
    room_cm = 0.0
    for done in range(1, line.count + 1):
        aim_x, aim_y = line.at(done)
        shapes = (*ground.feet.near(x_cm, y_cm), *ground.extra, car.shape())
        pushed = pushed_out(shapes, aim_x, aim_y, radius_cm)
        if pushed is None:
            return Hauled(Walked(x_cm, y_cm, blocked_by or car.label), car)
        to_x, to_y, obstacle = pushed
        if obstacle is not None:
            blocked_by = blocked_by or obstacle.label
            line.resume(to_x, to_y, done)
        strap_cm = max(STRAP_CM, math.dist(car.bumper, (x_cm, y_cm)))
        pulled = follow(car, to_x, to_y, strap_cm)
        if pulled is None:
            return Hauled(Walked(x_cm, y_cm, blocked_by or car.label), car)
        if pulled is not car:
            room_cm -= _SWEEP * math.hypot(to_x - x_cm, to_y - y_cm)
            if room_cm <= 0.0:
                room_cm, hit = _room_around(ground, pulled)
                if hit is not None:
                    return Hauled(Walked(x_cm, y_cm, blocked_by or hit), car)
            if point_gap(pulled.shape(), to_x, to_y) < radius_cm:
                return Hauled(Walked(x_cm, y_cm, blocked_by or car.label), car)
        x_cm, y_cm, car = to_x, to_y, pulled
    return Hauled(Walked(x_cm, y_cm, blocked_by), car)


def _room_around(ground: Ground, car: Car) -> tuple[float, str | None]:
    """How far every point of the car is from all obstacles at least, and what it overlaps, if anything."""
    shape = car.shape()
    room_cm = ground.wheels.reach_cm - math.hypot(car.half_length_cm, car.half_width_cm)
    for other in (*ground.wheels.near(car.x_cm, car.y_cm), *ground.extra):
        gap_cm = separation(shape, other)
        if gap_cm <= 0.0:
            return 0.0, other.label
        room_cm = min(room_cm, gap_cm)
    return room_cm, None
