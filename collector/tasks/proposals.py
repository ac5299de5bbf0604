"""Proposals of each type: a start view, something to be asked for from there, and the words. Nothing is proved yet."""

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from embrace3k.collector.tasks.language.grammar import Wording
from embrace3k.collector.tasks.referring import Reference
from embrace3k.collector.tasks.sight import Sight, legible
from embrace3k.collector.tasks.spaces import Spaces
from embrace3k.collector.tasks.speaking import Speaker, Told
from embrace3k.collector.tasks.validity import Proposal
from embrace3k.collector.tasks.vantage import View, middle
from embrace3k.collector.tasks.walks import Walks
from embrace3k.schema.goals import Goal
from embrace3k.schema.goals import Sequence as StagedGoal
from embrace3k.schema.poses import Pose, bearing_deg, distance_xy_cm, wrap_deg
from embrace3k.schema.regions import DILATION_CM
from embrace3k.schema.tasks import PickDrop, TaskType
from embrace3k.simulator.worlds.model import Kind, World, WorldObject

_FLAT_CM, _OVERHEAD_CM = 5.0, 200.0
_APART_CM = 300.0
_STEP_CM, _TURN_DEG = 125.859, 25.0
_TURNS_NEEDED, _TURNS_OF_A_DETOUR, _ARRIVING = 0.5, 3.0, 4.0
"""Fitted to 254 proofs in five families: nobody has to face a thing exactly, but to line up with it takes a while."""
_CANDIDATES = 60
_REUSE, _VIEW_REUSE, _KIND_REUSE = 1.0, 1.0, 0.15
"""Actions off the wanted length that one earlier use of the target, the view or the kind of expression counts for."""


class Candidate(NamedTuple):
    """Something that could be asked for, with a guess at its length in actions."""

    view: View
    things: tuple[WorldObject, ...]
    guess: int
    reference: Reference | None = None

    @property
    def matter(self) -> tuple[str, ...]:
        """The same for two candidates that would be the same task in other words."""
        return _key(self.view), *(thing.name for thing in self.things)


@dataclass(frozen=True)
class Draft:
    proposal: Proposal
    wording: Wording
    candidate: Candidate


class Proposer:
    """Proposes for one world. What was used less often comes first."""

    def __init__(
        self, walks: Walks, spaces: Spaces, speaker: Speaker, views: Sequence[View], rng: random.Random
    ) -> None:
        world = walks.world
        self._world, self._walks, self._spaces, self._speaker = world, walks, spaces, speaker
        self._views, self._rng = views, rng
        self._used: Counter[str] = Counter()
        self._tried: set[tuple[TaskType, tuple[str, ...]]] = set()
        self._small = [thing for thing in world.objects if thing.kind is Kind.CARRIED]
        self._standing = [thing for thing in world.objects if thing.kind is Kind.FIXED and thing.solid]
        self._doors = [thing for thing in world.objects if thing.kind is Kind.DOOR]
        others = (thing for thing in world.objects if thing.kind is not Kind.DOOR)
        self._goals = [thing for thing in others if worth_going_to(world, thing)]

    def best(self, kind: TaskType, length: int, *, any_length: bool = False) -> Candidate | None:
        """Of a handful of random candidates the one nearest to the length, with an eye on variety; each once."""
        found = [made for _ in range(_CANDIDATES) if (made := self._candidate(kind)) is not None]
        likely = [made for made in found if any_length or 0.35 * length - 3 <= made.guess <= 1.3 * length + 2]
        fresh = [made for made in likely if (kind, made.matter) not in self._tried]
        best = min(fresh, key=lambda made: abs(made.guess - length) + self._worn(made), default=None)
        if best is not None:
            self._tried.add((kind, best.matter))
        return best

    def draft(self, kind: TaskType, candidate: Candidate) -> Draft | None:
        """A proposal in words of its own; None where nothing clear can be said."""
        view, things = candidate.view, candidate.things
        match kind:
            case TaskType.BASIC:
                told, goal = self._speaker.go(view, things[0]), self._spaces.near(things[0])
            case TaskType.EXPLORATION:
                told, goal = self._speaker.find(view, things[0]), self._spaces.near(things[0])
            case TaskType.DYNAMIC_SPATIAL_SEMANTIC:
                assert candidate.reference is not None
                told, goal = self._speaker.go_to_one(view, candidate.reference), self._spaces.near(things[0])
            case TaskType.MULTI_STAGE:
                told = self._speaker.stages(view, things[0], things[1])
                goal = StagedGoal(goals=[self._spaces.near(things[0]), self._spaces.near(things[1])])
            case TaskType.OPEN_DOOR:
                told, goal = self._speaker.open(view, things[0]), self._spaces.at_open_door(things[0])
            case TaskType.PICK_DROP:
                return self._handed(candidate)
        door = things[0].name if kind is TaskType.OPEN_DOOR else None
        return self._drafted(kind, candidate, told, goal, door=door)

    def took(self, candidate: Candidate) -> None:
        """A task was made of it."""
        self._used.update([*(thing.name for thing in candidate.things), _key(candidate.view)])
        self._used.update([candidate.reference.kind] if candidate.reference else [])

    def failed(self, candidate: Candidate) -> None:
        """No plan was found: what stands where nobody gets to is not tried for ever."""
        self._used.update(thing.name for thing in candidate.things)

    def _handed(self, candidate: Candidate) -> Draft | None:
        goal: Goal
        thing, *others = candidate.things
        if others:
            goal, told = self._spaces.beside(thing.name, others[0]), self._speaker.put(candidate.view, thing, others[0])
        else:
            goal, told = self._spaces.holding(thing), self._speaker.pick(candidate.view, thing)
        pick_drop = PickDrop(object=thing.name, kind="pd" if others else "p", start_pose=thing.pose)
        return self._drafted(TaskType.PICK_DROP, candidate, told, goal, pick_drop=pick_drop)

    def _drafted(
        self, kind: TaskType, candidate: Candidate, told: Told | None, goal: Goal,
        *, door: str | None = None, pick_drop: PickDrop | None = None,
    ) -> Draft | None:  # fmt: skip
        if told is None:
            return None
        proposal = Proposal(
            type=kind, instruction=told.wording.text, start=candidate.view.pose, goal=goal, mentions=told.mentions,
            door=door, pick_drop=pick_drop,
        )  # fmt: skip
        return Draft(proposal, told.wording, candidate)

    def _candidate(self, kind: TaskType) -> Candidate | None:
        """A random one, or None where this throw of the dice makes no sense."""
        view = self._rng.choice(self._views)
        match kind:
            case TaskType.BASIC:
                return self._walk(view, self._one(self._at_sight(view)))
            case TaskType.EXPLORATION:
                return self._walk(view, self._one(thing for thing in self._goals if thing.name not in view.shares))
            case TaskType.DYNAMIC_SPATIAL_SEMANTIC:
                return self._among_several(view)
            case TaskType.MULTI_STAGE:
                first = self._one(self._at_sight(view))
                return self._walk(view, first, self._one(self._goals))
            case TaskType.OPEN_DOOR:
                return self._made(view, self._one(door for door in self._doors if view.shows_well(door.name)))
            case TaskType.PICK_DROP:
                thing = self._one(self._small)
                if self._rng.random() < 1 / 3:
                    return self._made(view, thing)
                return self._made(view, thing, self._one(self._standing))

    def _among_several(self, view: View) -> Candidate | None:
        goals = {thing.name for thing in self._at_sight(view)}
        references = [each for each in self._speaker.references(view) if each.target in goals]
        if not references:
            return None
        # A kind of expression first: landmarks alone would drown out the ordinals.
        kind = self._rng.choice(sorted({each.kind for each in references}))
        reference = self._rng.choice([each for each in references if each.kind == kind])
        made = self._walk(view, self._world.object(reference.target))
        return made and made._replace(reference=reference)

    def _at_sight(self, view: View) -> Iterator[WorldObject]:
        """What somebody can be sent to who has just been shown the view."""
        return (thing for thing in self._goals if view.shows_well(thing.name) and legible(thing, view.pose))

    def _walk(self, view: View, *things: WorldObject | None) -> Candidate | None:
        """None where one of the things is so near that nobody has to go there."""
        sight = Sight(self._world, view)
        near = any(thing is not None and sight.away_cm(thing) <= DILATION_CM for thing in things)
        return None if near else self._made(view, *things)

    def _made(self, view: View, *things: WorldObject | None) -> Candidate | None:
        found = tuple(thing for thing in things if thing is not None)
        if len(found) < len(things) or (len(found) == 2 and gap(found[0], found[1]) < _APART_CM):
            return None
        guess = guess_actions(self._walks, view.pose, found)
        return None if guess is None else Candidate(view, found, guess)

    def _one(self, things: Iterator[WorldObject] | Sequence[WorldObject]) -> WorldObject | None:
        """Any of those that were used least."""
        all_things = list(things)
        if not all_things:
            return None
        least = min(self._used[thing.name] for thing in all_things)
        return self._rng.choice([thing for thing in all_things if self._used[thing.name] <= least + 1])

    def _worn(self, candidate: Candidate) -> float:
        worn = _REUSE * sum(self._used[thing.name] for thing in candidate.things)
        worn += _VIEW_REUSE * self._used[_key(candidate.view)]
        return worn + (_KIND_REUSE * self._used[candidate.reference.kind] if candidate.reference else 0.0)


def worth_going_to(world: World, thing: WorldObject) -> bool:
    """Nobody is sent to a rug, or to what hangs overhead."""
    above_ground_cm = thing.pose.z_cm - world.ground_cm(thing.pose.x_cm, thing.pose.y_cm)
    return thing.size_cm[2] > _FLAT_CM and above_ground_cm < _OVERHEAD_CM


def guess_actions(walks: Walks, start: Pose, things: Sequence[WorldObject]) -> int | None:
    """By the ways on foot and the turns towards each thing, an action at each, and Finish; None where no way is."""
    pose, actions = start, 1.0
    for index, thing in enumerate(things):
        walk_cm = walks.between_cm(things[index - 1], thing) if index else walks.to_cm(start, thing)
        if walk_cm == math.inf:
            return None
        target = Pose(*middle(thing), 0.0, 0.0, 0.0, 0.0)
        aside_deg = bearing_deg(pose, target)
        detour = walk_cm > 1.3 * distance_xy_cm(pose, target)
        actions += _TURNS_NEEDED * abs(aside_deg) / _TURN_DEG + walk_cm / _STEP_CM + _TURNS_OF_A_DETOUR * detour
        actions += _ARRIVING
        pose = target._replace(yaw_deg=wrap_deg(pose.yaw_deg + aside_deg))
    return round(actions)


def gap(one: WorldObject, other: WorldObject) -> float:
    return math.dist(middle(one), middle(other))


def _key(view: View) -> str:
    return repr(view.pose)
