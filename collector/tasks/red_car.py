"""The fixed task of the article: the agent takes hold of the red car's bumper and tows it into the garage."""

import math

from embrace3k.collector.tasks.making import scene_of, task_id
from embrace3k.collector.tasks.success import Surroundings, region_about, success_of
from embrace3k.schema.actions import PROFILES
from embrace3k.schema.goals import AGENT, AllOf, InRegion, Polygon
from embrace3k.schema.regions import DILATION_CM
from embrace3k.schema.tasks import PickDrop, Task, TaskType
from embrace3k.simulator.worlds.model import Region, World, WorldObject
from embrace3k.simulator.worlds.motion import BODY_CM, Motion

CAR, GARAGE = "red_car", "garage"


def red_car_task(world: World) -> Task:
    """Starts where the world does; done when the whole car stands in the garage, let go of.

    Raises SimulatorError for a world without a red car or a garage.
    """
    car, garage, scene = world.object(CAR), world.region(GARAGE), scene_of(world)
    start = Motion(world).start().pose
    pick_drop = PickDrop(object=car.name, kind="pd", start_pose=car.pose)
    parked = InRegion(subject=car.name, region=[parking_space(garage, car)], reference_z_cm=garage.floor_cm)
    goal = AllOf(goals=[parked, InRegion(subject=AGENT, region=by(garage), reference_z_cm=garage.floor_cm + BODY_CM)])
    return Task(
        id=task_id(scene, start, TaskType.PICK_DROP, "a", pick_drop),
        instruction="Find the red car and bring it to the garage.",
        type=TaskType.PICK_DROP,
        scene=scene,
        start_pose=start,
        goal=goal,
        targets=[car.name],
        pick_drop=pick_drop,
        success=success_of(world, goal, start, PROFILES["v2"], car.name),
        reason="The car has to be found, and then towed to a place that is out of view from where it stands.",
    )


def by(garage: Region) -> list[Polygon]:
    """Where who let go of the car stands: in the garage, or a few steps from it."""
    return region_about(garage.polygon.outer, DILATION_CM, Surroundings([], []))


def parking_space(garage: Region, car: WorldObject) -> Polygon:
    """Where the car's middle is when no part of it sticks out, however it stands, of a garage along x or along y."""
    xs, ys = zip(*garage.polygon.outer, strict=True)
    wide = car.size_cm[1] / 2
    deep = math.hypot(car.size_cm[0] / 2, wide)
    along_x = max(xs) - min(xs) >= max(ys) - min(ys)
    inset_x, inset_y = (deep, wide) if along_x else (wide, deep)
    x0, x1 = min(xs) + inset_x, max(xs) - inset_x
    y0, y1 = min(ys) + inset_y, max(ys) - inset_y
    return Polygon(outer=[(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
