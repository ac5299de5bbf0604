"""Poses on the wire, as a client writes and reads them. `thing` is `/object/NAME` or `/camera/ID`."""

from collections.abc import Mapping

from embrace3k.schema.poses import Pose
from embrace3k.simulator import replies
from embrace3k.simulator.connection import Reply
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
