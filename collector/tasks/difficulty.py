"""How hard a task is, as facts counted from its proof: nothing here is an estimate."""

from collections.abc import Sequence
from itertools import pairwise

import shapely
from shapely.geometry.base import BaseGeometry

from embrace3k.collector.tasks.naming import fits, nouns_of
from embrace3k.collector.tasks.validity import Proof
from embrace3k.schema.actions import Action
from embrace3k.schema.poses import Pose, distance_xy_cm
from embrace3k.schema.tasks import Difficulty
from embrace3k.simulator.worlds.model import World, WorldObject


def difficulty_of(world: World, targets: Sequence[str], proof: Proof) -> Difficulty:
    """Of a task with these targets, in the order of its instruction. A shortest plan need not be the only one."""
    things = [world.object(name) for name in targets]
    others = [other for thing in things for other in distractors(world, thing)]
    return Difficulty(
        turns=sum(action in (Action.TURN_LEFT, Action.TURN_RIGHT) for action in proof.actions),
        path_length_cm=_rounded(path_length_cm([state.pose for state in proof.states])),
        straight_distance_cm=_rounded(straight_distance_cm(proof.view.pose, things)),
        doors_on_the_way=proof.actions.count(Action.OPEN_DOOR),
        targets_visible_at_start=sum(proof.view.shows(name) for name in targets),
        distractors_in_view=sum(other.name in proof.view.shares for other in others),
        distractors_in_world=len(others),
    )


def distractors(world: World, thing: WorldObject) -> list[WorldObject]:
    """What else there is that the plainest noun for the thing fits: all other chairs for an office chair."""
    noun = nouns_of(thing)[-1]
    return [other for other in world.objects if other is not thing and fits(noun, other)]


def path_length_cm(poses: Sequence[Pose]) -> float:
    """XY, as the published scorer adds it up."""
    return sum(distance_xy_cm(one, other) for one, other in pairwise(poses))


def straight_distance_cm(start: Pose, things: Sequence[WorldObject]) -> float:
    """From edge to edge of the footprints, through whatever is between."""
    stops: list[BaseGeometry] = [shapely.Point(start.x_cm, start.y_cm)]
    stops += [shapely.Polygon(thing.footprint(thing.pose).corners()) for thing in things]
    return sum(float(one.distance(other)) for one, other in pairwise(stops))


def _rounded(length_cm: float) -> float:
    return round(length_cm, 2)
