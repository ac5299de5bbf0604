"""A goal is a small tree that a machine can check against a trajectory's states."""

from typing import Annotated

from msgspec import Meta, Struct

AGENT = "agent"
"""The subject name that means the agent itself."""

Point = tuple[float, float]
Ring = Annotated[list[Point], Meta(min_length=3)]


class Polygon(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """World XY in centimetres; the border counts as inside, holes (with their border) as outside."""

    outer: Ring
    holes: list[Ring] = []


class Near(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="near"):
    """The agent's body is within `radius_cm` (XY) of the object's footprint."""

    object: str
    radius_cm: float


class Visible(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="visible"):
    """At least one pixel in a thousand of the view shows the object."""

    object: str


class Opened(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="opened"):
    door: str


class Holding(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="holding"):
    object: str


class Placed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="placed"):
    """The object is not held and lies within `radius_cm` (XY) of `near`'s footprint."""

    object: str
    near: str
    radius_cm: float


class InRegion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="in_region"):
    """`subject` (`agent`, or an object not held) is inside a polygon, at most `z_tolerance_cm` off `reference_z_cm`."""

    subject: str
    region: list[Polygon]
    reference_z_cm: float | None = None
    z_tolerance_cm: float = 100.0


class AllOf(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="all_of"):
    """Every goal holds in one and the same state."""

    goals: list["Goal"]


class Sequence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="sequence"):
    """Each goal is reached after the one before it; the last one holds at Finish, the others at their MidwayTarget."""

    goals: list["Goal"]


Goal = Near | Visible | Opened | Holding | Placed | InRegion | AllOf | Sequence


def objects_of(goal: Goal) -> list[str]:
    """Names of the objects and doors that a goal speaks of, in reading order, each once; the agent is left out."""
    match goal:
        case AllOf(goals=goals) | Sequence(goals=goals):
            names = [name for part in goals for name in objects_of(part)]
        case Placed(object=name, near=near):
            names = [name, near]
        case (
            Opened(door=name) | Near(object=name) | Visible(object=name) | Holding(object=name) | InRegion(subject=name)
        ):
            names = [name]
    return [name for name in dict.fromkeys(names) if name != AGENT]
