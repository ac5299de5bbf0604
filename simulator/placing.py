"""Poses on the wire, as a client writes and reads them. `thing` is `/object/NAME` or `/camera/ID`."""

import math
from collections.abc import Callable, Mapping

from embrace3k.schema.poses import Pose
from embrace3k.simulator import replies
from embrace3k.simulator.connection import Reply
from embrace3k.simulator.errors import SimulatorError
from embrace3k.simulator.recipes import number


def put(thing: str, pose: Pose) -> list[str]:
    location = " ".join(number(value) for value in pose[:3])
    rotation = " ".join(number(value) for value in pose[3:])
    return [f"vset {thing}/location {location}", f"vset {thing}/rotation {rotation}"]


def ask(thing: str) -> list[str]:
    return [f"vget {thing}/location", f"vget {thing}/rotation"]


def told(seen: Mapping[str, Reply], thing: str) -> Pose:
    """From what was answered to each command of `ask`. Raises SimulatorError."""
    location, rotation = ask(thing)
    return Pose(*replies.numbers(seen[location], 3, location), *replies.numbers(seen[rotation], 3, rotation))


def pose_of(batch: Callable[[list[str]], list[Reply]], thing: str) -> Pose:
    commands = ask(thing)
    return told(dict(zip(commands, batch(commands), strict=True)), thing)


def camera_names(batch: Callable[[list[str]], list[Reply]]) -> list[str]:
    """In the order of their ids."""
    return replies.text(batch(["vget /cameras"])[0], "vget /cameras").split()


def nearest_camera(batch: Callable[[list[str]], list[Reply]], pose: Pose, count: int) -> int:
    """The camera on the character at `pose`: its id is nowhere told. The pawn's own, 0, never counts.

    Raises SimulatorError where there is no other.
    """
    commands = [f"vget /camera/{camera}/location" for camera in range(1, count)]
    if not commands:
        raise SimulatorError("the character has no camera", where="vget /cameras")
    answers = zip(batch(commands), commands, strict=True)
    distances = [math.dist(pose[:3], replies.numbers(reply, 3, command)) for reply, command in answers]
    return 1 + distances.index(min(distances))
