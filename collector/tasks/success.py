"""Where a task is done: a target's footprint grown by 220 cm, on the target's side of walls.

Goals hold these polygons themselves, and a task's success region is read off its goal: so judge and scorer look at the
same borders. Arcs are polylines inside the true arc, so that who is in a region is never farther off than its radius.
"""

from collections.abc import Sequence
from itertools import pairwise

import shapely
from msgspec import Struct
from shapely.geometry.base import BaseGeometry

from embrace3k.collector.errors import GoalUndecidable
from embrace3k.collector.footprints import WorldFootprints
from embrace3k.collector.goals import stages_of
from embrace3k.collector.shortest_paths import SOURCE, walkways_of
from embrace3k.schema.actions import ActionProfile
from embrace3k.schema.goals import AGENT, AllOf, Goal, Holding, InRegion, Near, Placed, Point, Polygon, Ring
from embrace3k.schema.poses import Pose
from embrace3k.schema.regions import StageRegion, SuccessRegion
from embrace3k.simulator.worlds.hands import held_pose
from embrace3k.simulator.worlds.model import Kind, World
from embrace3k.simulator.worlds.towing import bumpers

STANDS_IN = "length of a demonstration: the start lies in the region"
ARC_SEGMENTS = 8
"""Per quarter circle: a corner of a region is at most 1.1 cm less than round."""
_GRID_CM = 0.01
_HAIR_CM = 1.0
_DOORWAY_CM = 30.0
"""How far a doorway, which no room holds, reaches to both sides of the leaf."""
_GAP_CM = 48.0
"""No body passes a gap between walls that is narrower."""
_PIECE_CM2 = 50.0 * 50.0
"""Less than this is a gap behind furniture: nobody stands there."""
_HELD_AT_MOST_CM = 30.0


class Surroundings(Struct, frozen=True):
    """What bounds a region: rooms to stay in (none: no bound) and walls not to reach across."""

    rooms: Sequence[Polygon]
    walls: Sequence[Ring]
    doorway: bool = False
    """Whether the target is a door, which is reached from both its sides."""


def region_about(footprint: Ring, radius_cm: float, within: Surroundings) -> list[Polygon]:
    """The points at most `radius_cm` from the footprint, on its side of walls; coordinates are whole tenths of mm."""
    target = shapely.Polygon(footprint)
    area: BaseGeometry = target.buffer(radius_cm - _GRID_CM, quad_segs=ARC_SEGMENTS)
    if within.rooms:
        rooms = [shape_of_polygon(room) for room in within.rooms]
        rooms += [_doorway(footprint)] if within.doorway else []
        area = area.intersection(shapely.union_all(rooms))
    return polygons_of(_this_side(area, _doorway(footprint) if within.doorway else target, within.walls))


def success_of(
    world: World, goal: Goal, start: Pose, profile: ActionProfile, carried: str | None = None,
    *, demonstrated_cm: float | None = None,
) -> SuccessRegion:  # fmt: skip
    """The region of a goal whose every stage says where the agent has to be. Raises GoalUndecidable for another.

    `carried` is the object of a pick_drop task. Where the start lies in the region already, the shortest way has no
    length and SPL no meaning; as in the published files `demonstrated_cm`, the length of a demonstration, stands in.
    """
    stages = [_parts(stage) for stage in stages_of(goal)]
    if len(stages) > 2:
        raise GoalUndecidable(f"a success region has one or two stages, not {len(stages)}")
    regions = [_stage_region(world, parts, carried) for parts in stages]
    length_cm, source = _shortest_path_cm(world, regions, start, profile, carried), SOURCE
    if length_cm == 0.0 and demonstrated_cm is not None:
        length_cm, source = demonstrated_cm, STANDS_IN
    return SuccessRegion(
        final=regions[-1],
        midway=regions[0] if len(regions) == 2 else None,
        shortest_path_cm=length_cm,
        shortest_path_source=source,
    )


def shape_of_polygon(polygon: Polygon) -> BaseGeometry:
    return shapely.Polygon(polygon.outer, polygon.holes)


def polygons_of(area: BaseGeometry) -> list[Polygon]:
    """Every part with an area, in an order that follows from where they lie."""
    parts = shapely.get_parts(shapely.normalize(shapely.set_precision(area, _GRID_CM)))
    solid = [part for part in parts if isinstance(part, shapely.Polygon) and part.area > _HAIR_CM]
    return [Polygon(outer=_ring(part.exterior), holes=[_ring(hole) for hole in part.interiors]) for part in solid]


def _this_side(area: BaseGeometry, target: BaseGeometry, walls: Sequence[Ring]) -> BaseGeometry:
    """The area; or where walls cut it into pieces, those that the target lies in."""
    cutting = [wall for wall in map(shapely.Polygon, walls) if wall.intersects(area)]
    closed = shapely.union_all(cutting).buffer(_GAP_CM / 2, join_style="mitre").buffer(-_GAP_CM / 2, join_style="mitre")
    parts = shapely.get_parts(area.difference(closed))
    pieces = [part for part in parts if part.area >= _PIECE_CM2]
    if len(pieces) <= 1:
        return area
    touching = [piece for piece in pieces if piece.distance(target) <= _HAIR_CM]
    nearest = min(pieces, key=lambda piece: (piece.distance(target), piece.centroid.x, piece.centroid.y))
    together: BaseGeometry = shapely.union_all(touching or [nearest])
    return together


def _doorway(leaf: Ring) -> BaseGeometry:
    """From room to room, as wide as the leaf."""
    sides = [shapely.LineString(ends) for ends in pairwise([*leaf, leaf[0]])]
    short = sides[0::2] if sides[0].length < sides[1].length else sides[1::2]
    along = shapely.LineString([side.centroid for side in short])
    doorway: BaseGeometry = along.buffer(_DOORWAY_CM, cap_style="flat")
    return doorway


def _stage_region(world: World, parts: list[Goal], carried: str | None) -> StageRegion:
    agent = [part for part in parts if isinstance(part, InRegion) and part.subject == AGENT]
    if len(agent) != 1:
        raise GoalUndecidable("the goal does not say where the agent has to be, or says it twice")
    region, reference_z_cm = agent[0].region, agent[0].reference_z_cm
    objects = [part for part in parts if isinstance(part, InRegion) and part.subject == carried]
    held = any(isinstance(part, Holding) for part in parts)
    object_region, object_z_cm = (objects[0].region, objects[0].reference_z_cm) if objects else ([], None)
    if held and reference_z_cm is not None:
        object_region, object_z_cm = _beside(region), held_pose(Pose(0.0, 0.0, reference_z_cm, 0.0, 0.0, 0.0)).z_cm
    return StageRegion(
        character_regions=region,
        target_footprints=_footprints(world, parts),
        character_reference_z_cm=reference_z_cm,
        object_regions=object_region,
        object_reference_z_cm=object_z_cm,
    )


def _beside(region: list[Polygon]) -> list[Polygon]:
    """Where a held thing is when its holder is in the region."""
    return polygons_of(shapely.union_all([shape_of_polygon(part) for part in region]).buffer(_HELD_AT_MOST_CM))


def _footprints(world: World, parts: list[Goal]) -> list[Ring]:
    """Of the things to be near to; where there is none, the place itself."""
    names = [part.object for part in parts if isinstance(part, Near | Holding)]
    names += [part.near for part in parts if isinstance(part, Placed)]
    rings = [list(WorldFootprints(world)(name, None)) for name in dict.fromkeys(names)]
    return rings or [polygon.outer for part in parts if isinstance(part, InRegion) for polygon in part.region]


def _shortest_path_cm(
    world: World, regions: list[StageRegion], start: Pose, profile: ActionProfile, carried: str | None
) -> float | None:
    """Into each region in turn; to a thing that is to be carried first, and then to where it can be put down."""
    areas = [_union(region.character_regions) for region in regions]
    if carried is not None:
        areas = [_in_reach(world, carried, profile), *areas]
        drop = regions[-1].object_regions
        close = areas[-1].intersection(_union(drop).buffer(profile.drop_ahead_cm))
        areas[-1] = areas[-1] if close.is_empty else close
    towed = carried is not None and world.object(carried).kind is Kind.TOWED
    walkways = walkways_of(world, frozenset([carried]) if towed and carried else frozenset())
    length_cm = walkways.length_cm((start.x_cm, start.y_cm), areas)
    return None if length_cm is None else round(length_cm, 2)


def _in_reach(world: World, name: str, profile: ActionProfile) -> BaseGeometry:
    """Where hands may reach a thing, walls left aside."""
    thing = world.object(name)
    grips: Sequence[Point] = [(thing.pose.x_cm, thing.pose.y_cm)]
    if thing.kind is Kind.TOWED:
        grips = bumpers(thing.pose, thing.size_cm[0])
    return shapely.union_all([shapely.Point(grip).buffer(profile.pick_farthest_cm) for grip in grips])


def _union(polygons: Sequence[Polygon]) -> BaseGeometry:
    return shapely.union_all([shape_of_polygon(polygon) for polygon in polygons])


def _parts(goal: Goal) -> list[Goal]:
    return [leaf for part in goal.goals for leaf in _parts(part)] if isinstance(goal, AllOf) else [goal]


def _ring(ring: BaseGeometry) -> Ring:
    """Without the first corner again at its end."""
    return [(round(x, 2), round(y, 2)) for x, y in ring.coords[:-1]]
