"""Tasks that a vision-language model proposes: it sees a start view, and a list of what the world holds.

It answers with instructions and goal trees. Whatever it says is checked exactly as the templates' proposals are, and
what fails keeps its reason: see `validity.py`.
"""

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from msgspec import Struct

from embrace3k.collector.tasks.eye import Eye
from embrace3k.collector.tasks.making import make_task, scene_of, told_before
from embrace3k.collector.tasks.pose_sampling import PosePool
from embrace3k.collector.tasks.spaces import Spaces
from embrace3k.collector.tasks.validity import Mention, Proposal, Reason, Refusal, check_proposal
from embrace3k.collector.tasks.vantage import Lookout, View
from embrace3k.schema.actions import ActionProfile
from embrace3k.schema.authors import Author, AuthorKind
from embrace3k.schema.goals import Goal
from embrace3k.schema.goals import Sequence as StagedGoal
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import PickDrop, Scene, Task, TaskType
from embrace3k.simulator.errors import SimulatorError
from embrace3k.simulator.images import encode_jpeg
from embrace3k.simulator.worlds.model import Kind, World, WorldObject
from embrace3k.simulator.worlds.motion import Motion
from embrace3k.simulator.worlds.renderer import Renderer
from embrace3k.vlm import Prompt, Reply, VisionModel, load_prompt

PROMPT, PROMPT_VERSION = "propose_tasks", 1
_PER_VIEW = 4
_THIRDS = ("on the left", "in the middle", "on the right")


class _Goal(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    pass


class NearGoal(_Goal, frozen=True, tag="near"):
    object: str


class OpenedGoal(_Goal, frozen=True, tag="opened"):
    door: str


class HoldingGoal(_Goal, frozen=True, tag="holding"):
    object: str


class PlacedGoal(_Goal, frozen=True, tag="placed"):
    object: str
    beside: str


class InOrderGoal(_Goal, frozen=True, tag="in_order"):
    first: NearGoal
    second: NearGoal


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    object: str
    words: str


class ProposedTask(Struct, frozen=True, forbid_unknown_fields=True):
    """What a model is asked for. Radii and rooms are ours to add: a model that guesses them guesses wrong."""

    type: TaskType
    instruction: str
    goal: NearGoal | OpenedGoal | HoldingGoal | PlacedGoal | InOrderGoal
    mentions: list[Words]


class ProposedTasks(Struct, frozen=True, forbid_unknown_fields=True):
    tasks: list[ProposedTask]


class Judged(NamedTuple):
    """A proposed task and what came of it: the task, or the reason why it is none."""

    scene: Scene
    start: Pose
    proposed: ProposedTask
    maker: Author
    reply: Reply[ProposedTasks]
    outcome: Task | Refusal


class ModelProposer:
    """Asks one model about one world. `types` are what is wanted; `taken` tasks of the world are not made again."""

    def __init__(
        self,
        world: World,
        renderer: Renderer,
        model: VisionModel,
        *,
        types: Sequence[TaskType],
        profile: ActionProfile,
        taken: Sequence[Task] = (),
    ) -> None:
        self._world, self._renderer, self._model = world, renderer, model
        self._types, self._profile, self._told = types, profile, list(taken)
        motion = Motion(world)
        self._lookout = Lookout(motion, Eye(motion, renderer), random.Random(world.version))
        self._spaces = Spaces(world)

    def judged(self, seed: int) -> Iterator[Judged]:
        """One by one, view after view, until the world has no further start pose. Raises VLMError."""
        for start in PosePool(self._world, self._renderer, seed=seed):
            view = self._lookout.look(start.pose)
            reply = self._model.ask(self._prompt(view), [self._picture(view)], ProposedTasks)
            maker = Author(kind=AuthorKind.MODEL, name=self._model.endpoint.model, version=reply.model)
            for proposed in reply.value.tasks:
                outcome = self._outcome(start.pose, proposed, maker)
                yield Judged(scene_of(self._world), start.pose, proposed, maker, reply, outcome)

    def _outcome(self, start: Pose, proposed: ProposedTask, maker: Author) -> Task | Refusal:
        try:
            proposal = proposal_of(self._world, self._spaces, start, proposed)
        except SimulatorError as error:
            return Refusal(Reason.UNKNOWN_OBJECT, error.what)
        if proposed.type not in self._types:
            return Refusal(Reason.WRONG_GOAL, f"{proposed.type} was not asked for")
        proof = check_proposal(self._lookout, proposal, self._profile)
        if isinstance(proof, Refusal):
            return proof
        if any(told_before(task, proposal) for task in self._told):
            return Refusal(Reason.DUPLICATE, "there is such a task already")
        taken = {task.id for task in self._told}
        task = make_task(self._world, proposal, proof, self._profile, maker=maker, taken=taken)
        self._told.append(task)
        return task

    def _prompt(self, view: View) -> Prompt:
        things = "\n".join(_told(thing, view, self._world) for thing in self._world.objects)
        types = ", ".join(self._types)
        return load_prompt(PROMPT, PROMPT_VERSION, things=things, count=str(_PER_VIEW), types=types)

    def _picture(self, view: View) -> bytes:
        self._renderer.load(self._world)
        rgb = self._renderer.render(self._lookout.motion.camera_pose(view.state)).rgb
        assert rgb is not None
        return encode_jpeg(np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGRA), np.uint8))


def proposal_of(world: World, spaces: Spaces, start: Pose, proposed: ProposedTask) -> Proposal:
    """With goals as our own tasks have them. Raises SimulatorError for a thing that the world does not have."""
    goal = proposed.goal
    door: str | None = None
    pick_drop: PickDrop | None = None
    tree: Goal
    match goal:
        case NearGoal():
            tree = spaces.near(world.object(goal.object))
        case OpenedGoal():
            door, tree = goal.door, spaces.at_open_door(world.object(goal.door))
        case HoldingGoal():
            thing = world.object(goal.object)
            pick_drop, tree = PickDrop(object=thing.name, kind="p", start_pose=thing.pose), spaces.holding(thing)
        case PlacedGoal():
            thing = world.object(goal.object)
            pick_drop = PickDrop(object=thing.name, kind="pd", start_pose=thing.pose)
            tree = spaces.beside(thing.name, world.object(goal.beside))
        case InOrderGoal():
            tree = StagedGoal(goals=[spaces.near(world.object(part.object)) for part in (goal.first, goal.second)])
    mentions = tuple(Mention(object=each.object, words=each.words) for each in proposed.mentions)
    return Proposal(
        type=proposed.type, instruction=proposed.instruction, start=start, goal=tree, mentions=mentions,
        door=door, pick_drop=pick_drop,
    )  # fmt: skip


def _told(thing: WorldObject, view: View, world: World) -> str:
    """One line of the list that a model is given."""
    colour = f"{thing.colour} " if thing.colour and not thing.label.startswith(thing.colour) else ""
    across = view.across.get(thing.name)
    seen = _THIRDS[min(int(across * 3), 2)] if across is not None and view.shows(thing.name) else "no"
    marks = {Kind.DOOR: ", door", Kind.CARRIED: ", can be carried"}.get(thing.kind, "")
    where = next((region.label for region in world.regions if region.name == thing.region), "")
    return f"{thing.name} | {colour}{thing.label}{marks} | {seen} | {where}"
