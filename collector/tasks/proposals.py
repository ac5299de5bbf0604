"""Task drafts of each type: a start view and what could be asked for from there. Nothing here is proved yet."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from embrace3k.collector.tasks import templates
from embrace3k.collector.tasks.naming import own_name, own_names, place_of, source_of, with_article
from embrace3k.collector.tasks.referring import spatial_references
from embrace3k.collector.tasks.spaces import Spaces
from embrace3k.collector.tasks.templates import filled
from embrace3k.collector.tasks.vantage import Lookout, View, middle, named, side_of
from embrace3k.schema.goals import Goal
from embrace3k.schema.goals import Sequence as StagedGoal
from embrace3k.schema.poses import Pose, distance_xy_cm
from embrace3k.schema.tasks import PickDrop, TaskType
from embrace3k.simulator.worlds.model import Kind, World, WorldObject

_FLAT_CM = 5.0
_APART_CM = 450.0
_MOST_VIEWS = 12


@dataclass(frozen=True)
class Draft:
    """A task that is still to be proved. `sentences` all say the same; the first one not used yet is taken."""

    type: TaskType
    sentences: list[str]
    view: View
    goal: Goal
    targets: list[str]
    door: str | None = None
    pick_drop: PickDrop | None = None


@dataclass
class Proposer:
    """Proposes drafts for one world. Targets that were used less often come first."""

    world: World
    lookout: Lookout
    spaces: Spaces
    rng: random.Random
    used: Counter[str] = field(default_factory=Counter)

    def drafts(self, kind: TaskType) -> Iterator[Draft]:
        """An endless stream of attempts is cut off after looking at each target a few times."""
        makers: dict[TaskType, Callable[[WorldObject], Iterator[Draft]]] = {
            TaskType.BASIC: self._basic,
            TaskType.EXPLORATION: self._exploration,
            TaskType.DYNAMIC_SPATIAL_SEMANTIC: self._spatial,
            TaskType.MULTI_STAGE: self._stages,
            TaskType.OPEN_DOOR: self._door,
            TaskType.PICK_DROP: self._pick_drop,
        }
        for _ in range(_MOST_VIEWS):
            for thing in self._by_use(self._candidates(kind)):
                yield from makers[kind](thing)

    def _candidates(self, kind: TaskType) -> list[WorldObject]:
        things = self.world.objects
        match kind:
            case TaskType.OPEN_DOOR:
                return [thing for thing in things if thing.kind is Kind.DOOR]
            case TaskType.PICK_DROP:
                return [thing for thing in things if thing.kind is Kind.CARRIED]
            case TaskType.DYNAMIC_SPATIAL_SEMANTIC:
                return [thing for thing in things if len(own_names(thing, things)) < 2 or thing.category == "chair"]
        return [thing for thing in things if thing.kind is not Kind.DOOR and thing.size_cm[2] > _FLAT_CM]

    def _by_use(self, things: Sequence[WorldObject]) -> list[WorldObject]:
        shuffled = self.rng.sample(list(things), len(things))
        return sorted(shuffled, key=lambda thing: self.used[thing.name])

    def _basic(self, thing: WorldObject) -> Iterator[Draft]:
        view = self._look_at(thing, 350.0, 1600.0)
        name = self._name_in(view, thing) if view else None
        if view is None or name is None:
            return
        words = {"target": f"the {name}", "a_target": with_article(name), "side": side_of(view.pose, thing)}
        sentences = filled(templates.GO_SIDE, **words)
        if own_name(thing, self.world.objects):
            sentences += filled(templates.GO, **words)
            place = place_of(self.world, thing)
            if place and not self._in_same_room(view, thing):
                sentences += filled(templates.GO_PLACE, **words, place=place)
        yield self._draft(TaskType.BASIC, sentences, view, self.spaces.near(thing), [thing])

    def _exploration(self, thing: WorldObject) -> Iterator[Draft]:
        name = own_name(thing, self.world.objects)
        pose = self.lookout.anywhere(self.world.regions)
        if name is None or pose is None or not self.lookout.hides(pose, thing):
            return
        view = self.lookout.look(pose)
        if thing.name in view.shares or not _worth_seeing(view):
            return
        words = {"target": f"the {name}", "a_target": with_article(name)}
        sentences = filled(templates.FIND, **words)
        indoors = self._indoors(thing)
        around, around_for = ("in the house", "the house for") if indoors else ("outside", "outdoors for")
        if indoors is not None:
            sentences += filled(templates.FIND_AROUND, **words, around=around, around_for=around_for)
        place = place_of(self.world, thing)
        if place and not self._in_same_room(view, thing):
            sentences += filled(templates.FIND_PLACE, **words, place=place)
        yield self._draft(TaskType.EXPLORATION, sentences, view, self.spaces.near(thing), [thing])

    def _spatial(self, thing: WorldObject) -> Iterator[Draft]:
        view = self._look_at(thing, 300.0, 1300.0)
        if view is None:
            return
        references = spatial_references(self.world, view)
        self.rng.shuffle(references)
        references.sort(key=lambda reference: self.used[reference.target])
        for reference in references[:3]:
            target = self.world.object(reference.target)
            sentences = filled(templates.GO, target=reference.words)
            goal = self.spaces.near(target)
            yield self._draft(TaskType.DYNAMIC_SPATIAL_SEMANTIC, sentences, view, goal, [target])

    def _stages(self, thing: WorldObject) -> Iterator[Draft]:
        view = self._look_at(thing, 350.0, 1300.0)
        first = self._told_from(view, thing) if view else None
        if view is None or first is None:
            return
        others = [other for other in self._candidates(TaskType.MULTI_STAGE) if self._far_apart(thing, other)]
        in_view = [other for other in others if view.shows(other.name)]
        for other in [*self._by_use(in_view), *self._by_use(others)[:2]]:
            second = self._told_from(view, other)
            if second is None or second == first:
                continue
            sentences = filled(templates.STAGES, first=first, second=second)
            goal = StagedGoal(goals=[self.spaces.near(thing), self.spaces.near(other)])
            yield self._draft(TaskType.MULTI_STAGE, sentences, view, goal, [thing, other])

    def _door(self, door: WorldObject) -> Iterator[Draft]:
        view = self._look_at(door, 300.0, 1100.0)
        name = self._name_in(view, door) if view else None
        if view is None or name is None:
            return
        words = {"target": f"the {name}", "side": side_of(view.pose, door)}
        sentences = filled(templates.DOOR, **words)
        shut = [other for other in named(self.world, list(view.shares)) if other.kind is Kind.DOOR]
        if len(shut) == 1:
            sentences += filled(templates.DOOR_SIDE, **words)
        goal = self.spaces.at_open_door(door)
        yield self._draft(TaskType.OPEN_DOOR, sentences, view, goal, [door], door=door.name)

    def _pick_drop(self, thing: WorldObject) -> Iterator[Draft]:
        name, place = own_name(thing, self.world.objects), place_of(self.world, thing)
        view = self._look_at(thing, 250.0, 900.0, seen=False)
        if view is None or name is None or place is None:
            return
        words = {"target": f"the {name}", "a_target": with_article(name), "place": place, "source": source_of(place)}
        if self.used["p"] <= self.used["pd"] // 2:
            pick = PickDrop(object=thing.name, kind="p", start_pose=thing.pose)
            sentences = filled(templates.PICK, **words)
            goal = self.spaces.holding(thing)
            yield self._draft(TaskType.PICK_DROP, sentences, view, goal, [thing], pick_drop=pick)
            return
        pick = PickDrop(object=thing.name, kind="pd", start_pose=thing.pose)
        for near in self._by_use([other for other in self.world.objects if self._can_stand_beside(thing, other)])[:4]:
            near_name = own_name(near, self.world.objects)
            if near_name is not None:
                sentences = filled(templates.PUT, **words, near=f"the {near_name}")
                goal = self.spaces.beside(thing.name, near)
                yield self._draft(TaskType.PICK_DROP, sentences, view, goal, [thing, near], pick_drop=pick)

    def _draft(
        self, kind: TaskType, sentences: list[str], view: View, goal: Goal, targets: list[WorldObject],
        *, door: str | None = None, pick_drop: PickDrop | None = None,
    ) -> Draft:  # fmt: skip
        """In an order that differs from draft to draft, so that no one wording is everywhere."""
        mixed = self.rng.sample(sentences, len(sentences))
        return Draft(kind, mixed, view, goal, [thing.name for thing in targets], door, pick_drop)

    def _look_at(self, thing: WorldObject, nearest_cm: float, farthest_cm: float, *, seen: bool = True) -> View | None:
        pose = self.lookout.in_front_of(thing, nearest_cm, farthest_cm)
        if pose is None:
            return None
        spaces = self.spaces.on_both_sides(thing) if thing.kind is Kind.DOOR else [self.spaces.of(thing)]
        if not any(self.spaces.at((pose.x_cm, pose.y_cm)) is space for space in spaces):
            return None
        view = self.lookout.look(pose)
        return view if _worth_seeing(view) and (view.shows(thing.name) or not seen) else None

    def _name_in(self, view: View, thing: WorldObject) -> str | None:
        """A name that fits nothing else of which the view shows as much as a pixel."""
        names = own_names(thing, named(self.world, list(view.shares)))
        return names[0] if names else None

    def _told_from(self, view: View, thing: WorldObject) -> str | None:
        """ "the sofa"; where there are several in the world but one in view, "the tree on your left"."""
        name = own_name(thing, self.world.objects)
        if name is not None:
            return f"the {name}"
        name = self._name_in(view, thing) if view.shows(thing.name) else None
        return f"the {name} {side_of(view.pose, thing)}" if name else None

    def _in_same_room(self, view: View, thing: WorldObject) -> bool:
        here = self.spaces.at((view.pose.x_cm, view.pose.y_cm))
        return bool(here) and here[0].indoor and here is self.spaces.of(thing)

    def _indoors(self, thing: WorldObject) -> bool | None:
        """Whether it is in the house; None where neither word fits, as in an open garage."""
        space = self.spaces.of(thing)
        region = next((region for region in space if region.name == thing.region), None)
        if region is None or (region.indoor and not all(other.indoor for other in space)):
            return None
        return region.indoor

    def _far_apart(self, thing: WorldObject, other: WorldObject) -> bool:
        return thing is not other and distance_xy_cm(_at(thing), _at(other)) > _APART_CM

    def _can_stand_beside(self, thing: WorldObject, other: WorldObject) -> bool:
        standing = other.kind is Kind.FIXED and other.solid
        return standing and distance_xy_cm(_at(thing), _at(other)) > _APART_CM


def _worth_seeing(view: View) -> bool:
    """Shows at least two things properly, and is not filled by one of them."""
    shown = [share for share in view.shares.values() if share >= 0.003]
    return len(shown) >= 2 and max(shown) < 0.6


def _at(thing: WorldObject) -> Pose:
    return Pose(*middle(thing), 0.0, 0.0, 0.0, 0.0)
