"""Expressions that pick one thing out of several by where it is, as the start view shows it.

Only things that are clearly in view take part: where a second chair peeps out from behind a table by a few pixels,
nothing is said about chairs at all.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from embrace3k.collector.tasks.naming import fits, names_of, own_name
from embrace3k.collector.tasks.vantage import View, middle, named
from embrace3k.schema.goals import Point
from embrace3k.schema.polygons import ring_distance_cm, segment_distance_cm
from embrace3k.simulator.worlds.model import World, WorldObject

APART = 0.05
"""Of the view's width: what is closer together is not clearly left or right of each other."""
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_NEXT_TO_CM, _CLOSE_CM = 120.0, 350.0
_LANDMARK_SHARE = 0.003


class Reference(NamedTuple):
    """`words` fit the target and nothing else in view."""

    target: str
    words: str


def spatial_references(world: World, view: View) -> list[Reference]:
    """Every expression by position that this view allows, grouped by kind of thing."""
    seen = named(world, list(view.shares))
    nouns = list(dict.fromkeys(name for thing in seen for name in names_of(thing)))
    references: list[Reference] = []
    for noun in nouns:
        group = [thing for thing in seen if fits(noun, thing)]
        clear = all(noun in names_of(thing) and view.shows(thing.name) for thing in group)
        if len(group) >= 2 and clear:
            group.sort(key=lambda thing: view.across[thing.name])
            landmarks = _landmarks(view, [thing for thing in seen if thing not in group], seen)
            references += _in_a_row(noun, group, view)
            references += _by_distance(noun, group, view)
            references += _by_landmark(noun, group, landmarks, view)
            references += _between(noun, group, landmarks, view)
    return references


def _landmarks(view: View, things: Sequence[WorldObject], seen: Sequence[WorldObject]) -> list[tuple[str, WorldObject]]:
    """Large enough to be noticed, and called by a name of their own."""
    noticed = [thing for thing in things if view.shares[thing.name] >= _LANDMARK_SHARE]
    return [(name, thing) for thing in noticed if (name := own_name(thing, seen)) is not None]


def _in_a_row(noun: str, group: Sequence[WorldObject], view: View) -> Iterator[Reference]:
    places = [view.across[thing.name] for thing in group]
    if any(right - left < APART for left, right in zip(places, places[1:], strict=False)):
        return
    first, last = group[0].name, group[-1].name
    if len(group) == 2:
        for name, side in ((first, "left"), (last, "right")):
            yield Reference(name, f"the {noun} on the {side}")
            yield Reference(name, f"the {side}-hand {noun}")
        return
    yield Reference(first, f"the leftmost {noun}")
    yield Reference(first, f"the {noun} furthest to the left")
    yield Reference(last, f"the rightmost {noun}")
    yield Reference(last, f"the {noun} furthest to the right")
    for number, thing in enumerate(group[1:-1], 1):
        yield Reference(thing.name, f"the {_ORDINALS[number]} {noun} from the left")
        yield Reference(thing.name, f"the {_ORDINALS[len(group) - 1 - number]} {noun} from the right")
        if len(group) == 3:
            yield Reference(thing.name, f"the {noun} in the middle")


def _by_distance(noun: str, group: Sequence[WorldObject], view: View) -> Iterator[Reference]:
    here = view.pose.x_cm, view.pose.y_cm
    away = sorted((math.dist(here, middle(thing)), thing.name) for thing in group)
    if _clearly_less(away[0][0], away[1][0]):
        yield Reference(away[0][1], f"the {noun} closest to you")
        yield Reference(away[0][1], f"the nearest {noun}" if len(group) > 2 else f"the nearer {noun}")
    if _clearly_less(away[-2][0], away[-1][0]):
        yield Reference(away[-1][1], f"the {noun} farthest from you")
        yield Reference(away[-1][1], f"the farthest {noun}" if len(group) > 2 else f"the farther {noun}")


def _by_landmark(
    noun: str, group: Sequence[WorldObject], landmarks: Sequence[tuple[str, WorldObject]], view: View
) -> Iterator[Reference]:
    for name, landmark in landmarks:
        ring = landmark.footprint(landmark.pose).corners()
        away = sorted((ring_distance_cm(ring, middle(thing)), thing.name) for thing in group)
        if away[0][0] <= _CLOSE_CM and _clearly_less(away[0][0], away[1][0]):
            words = f"next to the {name}" if away[0][0] <= _NEXT_TO_CM else f"closest to the {name}"
            yield Reference(away[0][1], f"the {noun} {words}")
        at = view.across[landmark.name]
        left = [thing.name for thing in group if view.across[thing.name] <= at - APART]
        right = [thing.name for thing in group if view.across[thing.name] >= at + APART]
        if len(left) + len(right) == len(group):
            for side, names in (("left", left), ("right", right)):
                if len(names) == 1:
                    yield Reference(names[0], f"the {noun} to the {side} of the {name}")


def _between(
    noun: str, group: Sequence[WorldObject], landmarks: Sequence[tuple[str, WorldObject]], view: View
) -> Iterator[Reference]:
    """In between on the ground as well as in the view."""
    for (one_name, one), (other_name, other) in combinations(landmarks, 2):
        low, high = sorted((view.across[one.name], view.across[other.name]))
        inside = [thing for thing in group if low - APART < view.across[thing.name] < high + APART]
        if len(inside) != 1 or not low + APART < view.across[inside[0].name] < high - APART:
            continue
        if _lies_between(middle(inside[0]), middle(one), middle(other)):
            yield Reference(inside[0].name, f"the {noun} between the {one_name} and the {other_name}")


def _lies_between(point: Point, one: Point, other: Point) -> bool:
    length = math.dist(one, other)
    aside = segment_distance_cm(one, other, point)
    return aside < 0.3 * length and max(math.dist(point, one), math.dist(point, other)) < 0.9 * length


def _clearly_less(near_cm: float, far_cm: float) -> bool:
    return far_cm > 1.3 * near_cm + 60.0
