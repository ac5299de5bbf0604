"""Tasks of all six types from a world's ground truth, each one proved before it is handed out."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from embrace3k.collector.errors import TooFewTasks
from embrace3k.collector.tasks.allocation import allocate
from embrace3k.collector.tasks.eye import Eye
from embrace3k.collector.tasks.lengths import MEAN_ACTIONS, tolerance, wanted_lengths
from embrace3k.collector.tasks.making import alike, make_task, scene_of, told_before
from embrace3k.collector.tasks.pose_sampling import PosePool
from embrace3k.collector.tasks.proposals import Draft, Proposer
from embrace3k.collector.tasks.spaces import Spaces
from embrace3k.collector.tasks.speaking import Speaker
from embrace3k.collector.tasks.validity import Proof, Reason, Refusal, check_proposal
from embrace3k.collector.tasks.vantage import Lookout, View, worth_seeing
from embrace3k.collector.tasks.walks import Walks
from embrace3k.schema.actions import Action, ActionProfile
from embrace3k.schema.authors import Author, AuthorKind
from embrace3k.schema.tasks import Task, TaskType
from embrace3k.simulator.worlds.model import World
from embrace3k.simulator.worlds.motion import Motion
from embrace3k.simulator.worlds.renderer import Renderer

_VIEWS_PER_TASK, _FEWEST_VIEWS = 1.5, 24
_TRIES_PER_TASK, _SPARE_TRIES, _SPARES_PER_TASK = 8, 12, 1
_NEAR_ENOUGH = 3

MAKER = Author(kind=AuthorKind.TEMPLATE, name="embrace3k templates")

Slot = tuple[TaskType, int]
"""A task that is wanted: its type and its length in actions."""


class Made(NamedTuple):
    """A task, the template that its sentence was made from, and the shortest plan that proved it."""

    task: Task
    template: str
    plan: list[Action]


class Filled(NamedTuple):
    """What a world gave, and the slots that it could not fill."""

    made: list[Made]
    left: list[Slot]


class _Proved(NamedTuple):
    draft: Draft
    proof: Proof

    @property
    def length(self) -> int:
        return len(self.proof.actions)


def generate_tasks(
    world: World,
    renderer: Renderer,
    *,
    seed: int,
    count: int,
    types: Iterable[TaskType] | None = None,
    preset: str = "v2",
    profile: ActionProfile,
    on_task: Callable[[Task], None] = lambda _: None,
) -> list[Task]:
    """`count` tasks in the published proportions, or of some types only. Equal arguments give equal tasks.

    Raises TooFewTasks.
    """
    slots = wanted_lengths(allocate(count, types, preset), MEAN_ACTIONS[preset])
    generator = Generator(world, renderer, seed=seed, profile=profile)
    made, left = generator.fill(slots, any_length=True, on_task=on_task)
    if left:
        kind, number = Counter(kind for kind, _ in left).most_common(1)[0]
        raise TooFewTasks(
            f"{scene_of(world).map_name} yields no further {kind} task: {number} of {count} are missing",
            hint="ask for fewer tasks of one world, and take more worlds",
        )
    return [each.task for each in made]


class Generator:
    """One run over one world. `taken` are tasks of the world that there are already; none of them is made again."""

    def __init__(
        self, world: World, renderer: Renderer, *, seed: int, profile: ActionProfile, taken: Sequence[Task] = ()
    ) -> None:
        self._world, self._profile, self._scene = world, profile, scene_of(world)
        self._rng = random.Random(f"{world.family}/{world.seed}/{world.version}/{seed}/{len(taken)}")
        motion = Motion(world)
        self._renderer = renderer
        self.lookout = Lookout(motion, Eye(motion, renderer), self._rng)
        self._spaces, self._walks = Spaces(world), Walks(motion)
        self._told = list(taken)
        self._templates: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        """How many proposals were refused for which reason."""

    def fill(
        self, slots: Sequence[Slot], *, any_length: bool = False, on_task: Callable[[Task], None] = lambda _: None
    ) -> Filled:
        """Tasks for the slots, near the lengths wanted; with `any_length`, of other lengths rather than none."""
        views = self._views(max(_FEWEST_VIEWS, round(_VIEWS_PER_TASK * len(slots))))
        if not views:
            return Filled([], list(slots))
        speaker = Speaker(self._world, self._spaces, self._rng)
        proposer = Proposer(self._walks, self._spaces, speaker, views, self._rng)
        made: list[Made] = []
        left: list[Slot] = []
        for kind in TaskType:
            lengths = [length for wanted, length in slots if wanted is kind]
            self._rng.shuffle(lengths)
            for each in self._of_one_type(proposer, kind, lengths, any_length):
                made.append(each)
                on_task(each.task)
            left += [(kind, length) for length in lengths]
        return Filled(made, left)

    def _of_one_type(self, proposer: Proposer, kind: TaskType, lengths: list[int], any_length: bool) -> "list[Made]":
        """Takes out of `lengths` what it fills. Proved drafts of other lengths are kept for the end."""
        made: list[Made] = []
        spare: list[_Proved] = []
        wanted = len(lengths)
        for _ in range(_TRIES_PER_TASK * len(lengths) + _SPARE_TRIES if lengths else 0):
            if not lengths or len(spare) > _SPARES_PER_TASK * wanted + _SPARE_TRIES:
                break
            proved = self._proved(proposer, kind, lengths[-1], any_length)
            # The next try is for another length, so that one which cannot be had does not use up all tries.
            lengths.insert(0, lengths.pop())
            if proved is None:
                continue
            best = min(lengths, key=lambda length: abs(length - proved.length))
            if abs(best - proved.length) <= tolerance(best):
                made.append(self._accept(proposer, proved))
                lengths.remove(best)
            else:
                spare.append(proved)
        return made + self._from_spare(proposer, spare, lengths, any_length)

    def _from_spare(
        self, proposer: Proposer, spare: list[_Proved], lengths: list[int], any_length: bool
    ) -> "list[Made]":
        made: list[Made] = []
        pairs = [(abs(length - proved.length), index, length)
                 for index, proved in enumerate(spare) for length in dict.fromkeys(lengths)]  # fmt: skip
        used: set[int] = set()
        for off, index, length in sorted(pairs):
            near = any_length or off <= _NEAR_ENOUGH * tolerance(length)
            if near and index not in used and length in lengths and self._new(spare[index].draft):
                made.append(self._accept(proposer, spare[index]))
                used.add(index)
                lengths.remove(length)
        return made

    def _proved(self, proposer: Proposer, kind: TaskType, length: int, any_length: bool) -> _Proved | None:
        candidate = proposer.best(kind, length, any_length=any_length)
        draft = proposer.draft(kind, candidate) if candidate is not None else None
        if draft is None or not self._new(draft):
            self.refused["nothing to say" if draft is None else "not new"] += 1
            return None
        proof = check_proposal(self.lookout, draft.proposal, self._profile)
        if isinstance(proof, Refusal):
            self.refused[proof.reason] += 1
            if proof.reason is Reason.UNREACHABLE:
                proposer.failed(draft.candidate)
            return None
        return _Proved(draft, proof)

    def _new(self, draft: Draft) -> bool:
        """Neither the words nor the matter were there before."""
        return not any(told_before(task, draft.proposal) for task in self._told)

    def _accept(self, proposer: Proposer, proved: _Proved) -> Made:
        proposal = proved.draft.proposal
        proposer.took(proved.draft.candidate)
        taken = {task.id for task in self._told}
        task = make_task(self._world, proposal, proved.proof, self._profile, maker=MAKER, taken=taken)
        self._told.append(task)
        return Made(task, proved.draft.wording.template, proved.proof.actions)

    def _views(self, count: int) -> list[View]:
        """Half of them from anywhere, half with one of the things ahead, so that each is in view from somewhere."""
        pool = PosePool(self._world, self._renderer, seed=self._rng.randrange(1 << 30), size=count // 2)
        views = [self.lookout.look(start.pose) for start in pool]
        things = list(self._world.objects)
        self._rng.shuffle(things)
        for number in range(count):
            if len(views) == count:
                break
            pose = self.lookout.in_front_of(things[number % len(things)], 300.0, 1500.0)
            if pose is not None and not any(alike(view.pose, pose) for view in views):
                view = self.lookout.look(pose)
                views += [view] if worth_seeing(view) else []
        return views
