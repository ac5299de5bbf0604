"""What can be said of things by where they are. Questions are answered yes (True), no (False) or not clearly (None).

"Left", "right", "behind" and "in front of" are as the start view shows it; "next to" and "near" are on the ground. An
answer is yes or no only with a margin that nobody would dispute, so what lies between is never relied upon.
"""

import math
from collections.abc import Sequence
from functools import cached_property, lru_cache

from embrace3k.collector.tasks.naming import spoken, support_of
from embrace3k.collector.tasks.vantage import View, middle
from embrace3k.schema.goals import Point
from embrace3k.schema.polygons import ring_distance_cm, segment_distance_cm
from embrace3k.schema.poses import Pose, bearing_deg
from embrace3k.simulator.worlds.model import Box, Kind, Region, World, WorldObject

APART = 0.05
"""Of the view's width: what is closer together is not clearly left or right of each other."""
NEXT_TO_CM, NOT_NEXT_TO_CM = 110.0, 190.0
NEAR_CM, NOT_NEAR_CM = 260.0, 420.0
_NOTICED_SHARE = 0.003
_AHEAD_DEG, _ASIDE_DEG = 12.0, 18.0
_BEHIND_CM, _NOT_FAR_BEHIND_CM = 80.0, 600.0
_LARGER, _TALLER = 1.6, 1.25
_LEGIBLE_DEG = 75.0


class Sight:
    """Things that words may be about: those of which a view shows as much as a pixel, or all of a world's."""

    def __init__(self, world: World, view: View | None = None) -> None:
        self.world, self.view = world, view
        self.things = [thing for thing in world.objects if view is None or thing.name in view.shares]

    @cached_property
    def here(self) -> Point | None:
        return (self.view.pose.x_cm, self.view.pose.y_cm) if self.view else None

    def clear(self, thing: WorldObject) -> bool:
        """Enough of it is in view that nobody overlooks it."""
        return self.view is not None and self.view.shows(thing.name)

    def noticed(self, thing: WorldObject) -> bool:
        """Large enough in the view to tell others by it."""
        return self.view is None or self.view.shares[thing.name] >= _NOTICED_SHARE

    def across(self, thing: WorldObject) -> float:
        return self.view.across[thing.name] if self.view else 0.5

    def away_cm(self, thing: WorldObject) -> float:
        """From the viewer to the nearest point of what it covers on the floor."""
        return ring_distance_cm(corners(thing), self.here) if self.here else 0.0

    def aside_deg(self, thing: WorldObject) -> float:
        assert self.view is not None
        return bearing_deg(self.view.pose, Pose(*middle(thing), 0.0, 0.0, 0.0, 0.0))

    def at_side(self, thing: WorldObject, side: str) -> bool | None:
        """`side` is left, right or ahead, as the viewer has it."""
        aside = self.aside_deg(thing)
        if side == "ahead":
            return True if abs(aside) <= _AHEAD_DEG else None if abs(aside) <= _ASIDE_DEG else False
        aside = -aside if side == "left" else aside
        return True if aside >= _AHEAD_DEG else None if aside > 0.0 else False

    def beside(self, thing: WorldObject, landmark: WorldObject, side: str) -> bool | None:
        """To the left or right of the landmark in the view, and not at the other end of the world."""
        offset = self.across(thing) - self.across(landmark)
        offset = -offset if side == "left" else offset
        if offset < APART:
            return None if offset > -APART else False
        return True if gap_cm(thing, landmark) <= NOT_NEAR_CM else None

    def next_to(self, thing: WorldObject, landmark: WorldObject) -> bool | None:
        return _within(gap_cm(thing, landmark), NEXT_TO_CM, NOT_NEXT_TO_CM)

    def near(self, thing: WorldObject, landmark: WorldObject) -> bool | None:
        return _within(gap_cm(thing, landmark), NEAR_CM, NOT_NEAR_CM)

    def behind(self, thing: WorldObject, landmark: WorldObject) -> bool | None:
        """Farther from the viewer than the landmark and about in line with it. In front is the other way round.

        What hangs on a wall, lies flat or is a door is behind nothing.
        """
        if not all(each.solid and each.kind is not Kind.DOOR for each in (thing, landmark)):
            return None
        aside = abs(self.across(thing) - self.across(landmark))
        beyond_cm = self.away_cm(thing) - self.away_cm(landmark)
        if aside > 4 * APART or beyond_cm < 0.0:
            return False
        sure = aside <= 1.6 * APART and _BEHIND_CM <= beyond_cm <= _NOT_FAR_BEHIND_CM
        return True if sure else None

    def between(self, thing: WorldObject, one: WorldObject, other: WorldObject) -> bool | None:
        """In between on the ground as well as in the view."""
        low, high = sorted((self.across(one), self.across(other)))
        if not low - APART < self.across(thing) < high + APART:
            return False
        inside = low + APART < self.across(thing) < high - APART
        return True if inside and _lies_between(middle(thing), middle(one), middle(other)) else None

    def on(self, thing: WorldObject, landmark: WorldObject) -> bool:
        return support_of(self.world, thing) is landmark

    def within(self, thing: WorldObject, label: str) -> bool | None:
        """In a region of that name. Doors stand between two, and what is on a border is in either."""
        regions = [region for region in self.world.regions if spoken(region.label) == label]
        if thing.kind is Kind.DOOR:
            return None if any(_touches(thing, region) for region in regions) else False
        return any(region.name == thing.region for region in regions)

    def in_a_row(self, group: Sequence[WorldObject]) -> list[WorldObject] | None:
        """From left to right, where nobody would dispute the order."""
        row = sorted(group, key=self.across)
        places = [self.across(thing) for thing in row]
        apart = all(right - left >= APART for left, right in zip(places, places[1:], strict=False))
        return row if apart and all(self.clear(thing) for thing in group) else None

    def extreme(self, group: Sequence[WorldObject], quality: str) -> WorldObject | None:
        """The "nearest", "farthest", "tallest", "shortest", "largest" or "smallest" one, where it is plain to see."""
        if len(group) < 2 or not all(self.clear(thing) for thing in group):
            return None
        by = {"nearest": self.away_cm, "farthest": self.away_cm, "tallest": height_cm, "shortest": height_cm}
        measure = by.get(quality, volume)
        ranked = sorted(group, key=measure, reverse=quality in ("farthest", "tallest", "largest"))
        first, second = ranked[0], ranked[1]
        if quality in ("nearest", "farthest"):
            near_cm, far_cm = sorted((measure(first), measure(second)))
            return first if far_cm > 1.25 * near_cm + 60.0 else None
        factor = _TALLER if quality in ("tallest", "shortest") else _LARGER
        small, large = sorted((measure(first), measure(second)))
        return first if large > factor * small and self._looks_it(group, first, quality) else None

    def _looks_it(self, group: Sequence[WorldObject], thing: WorldObject, quality: str) -> bool:
        """What is small because it is far away is not called small: it has to look as it is."""
        assert self.view is not None
        shares = {other.name: self.view.shares[other.name] for other in group}
        found = max if quality in ("tallest", "largest") else min
        return found(shares, key=lambda name: shares[name]) == thing.name


def corners(thing: WorldObject) -> tuple[Point, ...]:
    return _corners(thing.footprint(thing.pose))


def gap_cm(thing: WorldObject, landmark: WorldObject) -> float:
    """Between what the two cover on the floor."""
    return _gap_cm(thing.footprint(thing.pose), landmark.footprint(landmark.pose))


# Boxes are remembered, not things: these would keep their meshes, of worlds that are long done with.
@lru_cache(maxsize=4096)
def _corners(box: Box) -> tuple[Point, ...]:
    return tuple(box.corners())


@lru_cache(maxsize=65536)
def _gap_cm(box: Box, landmark: Box) -> float:
    rings = _corners(box), _corners(landmark)
    return min(
        min(ring_distance_cm(other, corner) for corner in ring)
        for ring, other in ((rings[0], rings[1]), (rings[1], rings[0]))
    )


def legible(thing: WorldObject, viewer: Pose) -> bool:
    """From behind, nobody can tell which sign it is."""
    return not thing.label.endswith("sign") or abs(bearing_deg(thing.pose, viewer)) <= _LEGIBLE_DEG


def height_cm(thing: WorldObject) -> float:
    low, high = thing.mesh.bounds()
    return 100.0 * float(high[2] - low[2])


def volume(thing: WorldObject) -> float:
    low, high = thing.mesh.bounds()
    return math.prod(float(size) for size in high - low)


def _within(distance_cm: float, sure_cm: float, not_cm: float) -> bool | None:
    if distance_cm <= sure_cm:
        return True
    return None if distance_cm < not_cm else False


def _touches(thing: WorldObject, region: Region) -> bool:
    return any(ring_distance_cm(region.polygon.outer, corner) < 60.0 for corner in corners(thing))


def _lies_between(point: Point, one: Point, other: Point) -> bool:
    length = math.dist(one, other)
    aside = segment_distance_cm(one, other, point)
    return aside < 0.3 * length and max(math.dist(point, one), math.dist(point, other)) < 0.9 * length
