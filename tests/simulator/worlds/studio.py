"""A world small enough to bake in a second: one room with a door and a window, a yard, and one thing of every kind."""

import numpy as np

from embrace3k.schema.goals import Polygon
from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.simulator.worlds.model import Box, Hinge, Kind, Lamp, Region, World, WorldObject
from embrace3k.simulator.worlds.props import fittings, furniture, plants, small_things, vehicles

RED = (0.42, 0.07, 0.065)


def build_studio(seed: int = 0) -> World:
    """The room spans 4 m north and 5 m east of the origin; its door is in the south wall, the yard beyond."""
    rng = np.random.default_rng(seed)
    return World(
        family="studio",
        seed=seed,
        objects=_objects(rng, shift_cm=10.0 * seed),
        static=_shell(),
        solids=(Box(400, 250, 10, 250, 0, 0, 250),),
        regions=(Region("room", "room", Polygon(outer=[(0, 0), (0, 500), (400, 500), (400, 0)]), 0.0, True),),
        bounds_cm=(-800.0, -300.0, 500.0, 800.0),
        lamps=(Lamp(200.0, 250.0, 240.0),),
        start=Pose(200, 250, 88, 0, 0, 0),
    )


def views() -> list[Pose]:
    """The room, the door from both sides, the yard, straight down at the mug."""
    return [
        Pose(40, 60, 158, -15, 35, 0),
        Pose(300, 420, 158, -10, 215, 0),
        Pose(-350, 80, 158, -5, 20, 0),
        Pose(-250, 500, 158, -8, 150, 0),
        Pose(180, 250, 160, -60, 90, 0),
    ]


def _shell() -> Mesh:
    mesh = Mesh().quad((0, 0, 0), (5, 0, 0), (0, 4, 0), "woodfloor", tile_m=1.6, luxel_m=0.08)
    mesh.quad((0, 4, 2.5), (5, 0, 0), (0, -4, 0), "white", luxel_m=0.1)
    mesh.box((2.5, 4.08, 0), (5.0, 0.16, 2.5), "plaster", luxel_m=0.1)
    for x in (-0.08, 5.08):
        mesh.box((x, 2, 0), (0.16, 4, 2.5), "plaster2", luxel_m=0.1)
    mesh.box((0.25, -0.08, 0), (0.5, 0.16, 2.5), "brick", luxel_m=0.1)
    for low, height in ((0.0, 0.9), (2.0, 0.5)):
        mesh.box((3.2, -0.08, low), (3.6, 0.16, height), "brick", luxel_m=0.1)
    mesh.box((0.95, -0.08, 2.1), (0.9, 0.16, 0.4), "white", luxel_m=0.1)
    mesh.box((2.5, 2, 2.5), (5.4, 4.4, 0.1), "roof", luxel_m=0.3, faces="nsewt")
    return mesh.quad((-12, -20, -0.01), (32, 0, 0), (0, 40, 0), "grass", tile_m=2.4, luxel_m=0.25)


def opened(door: Pose) -> Pose:
    """Of a door that is shut there."""
    return door._replace(yaw_deg=door.yaw_deg + 95.0)


def _objects(rng: np.random.Generator, shift_cm: float) -> tuple[WorldObject, ...]:
    return (
        _thing("table", Kind.FIXED, furniture.table(), Pose(180, 330, 0, 0, 0, 0)),
        _thing("sofa", Kind.FIXED, furniture.sofa(), Pose(350, 200 + shift_cm, 0, 0, 180, 0)),
        _thing("tree", Kind.FIXED, plants.tree(rng), Pose(-300, 300, 0, 0, 0, 0)),
        _thing("plant", Kind.FIXED, plants.potted_plant(rng), Pose(60, 440, 0, 0, 0, 0)),
        _thing("painting", Kind.FIXED, fittings.painting(0.9, 0.6), Pose(398, 380, 145, 0, 180, 0)),
        _thing("red_car", Kind.TOWED, vehicles.car(RED), Pose(-450, 150, 0, 0, 90, 0)),
        _thing("mug", Kind.CARRIED, small_things.mug(), Pose(180, 300, 75, 0, 30, 0)),
        _thing("ball", Kind.CARRIED, small_things.ball(), Pose(120, 180, 0, 0, 0, 0)),
        _door(),
    )


def _door() -> WorldObject:
    hinge = Hinge(leaf_cm=90.0, thickness_cm=6.0)
    return _thing("door", Kind.DOOR, fittings.door_leaf(0.9, 2.1), Pose(-8, 50, 0, 0, 0, 0), hinge)


def _thing(name: str, kind: Kind, mesh: Mesh, pose: Pose, hinge: Hinge | None = None) -> WorldObject:
    low, high = mesh.bounds()
    width, length, height = ((high - low) * 100).tolist()
    return WorldObject(name, name, name, None, kind, pose, (length, width, height), True, mesh, "room", hinge)
