"""Tasks of all six types from a world's ground truth, each one proved before it is handed out."""

import random
from collections.abc import Callable, Iterable

from embrace3k.collector.errors import TooFewTasks
from embrace3k.collector.tasks.allocation import allocate, in_turn
from embrace3k.collector.tasks.proposals import Draft, Proposer
from embrace3k.collector.tasks.spaces import Spaces
from embrace3k.collector.tasks.templates import REASONS
from embrace3k.collector.tasks.validity import Proof, prove
from embrace3k.collector.tasks.vantage import Lookout
from embrace3k.schema.actions import ActionProfile
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import PickDrop, Scene, Task, TaskType
from embrace3k.simulator.interfaces import Simulator
from embrace3k.simulator.worlds.model import World
from embrace3k.simulator.worlds.motion import Motion


def generate_tasks(
    world: World,
    simulator: Simulator,
    *,
    seed: int,
    count: int,
    types: Iterable[TaskType] | None = None,
    profile: ActionProfile,
    on_task: Callable[[Task], None] = lambda _: None,
) -> list[Task]:
    """`count` tasks in the published proportions, or of some types only. Equal arguments give equal tasks.

    `simulator` shows the start views and has to draw masks; its picture size may be small. Raises TooFewTasks.
    """
    generator = Generator(world, simulator, seed=seed, profile=profile)
    return generator.tasks(in_turn(allocate(count, types)), on_task)


def scene_of(world: World) -> Scene:
    return Scene(name=world.family, seed=world.seed, version=world.version)


def task_id(scene: Scene, start: Pose, kind: TaskType, letter: str, pick_drop: PickDrop | None) -> str:
    """Named as the published v2 tasks are, below the map: `family-house_0000/x000269_y-000779_z000088_t0_a`."""
    x, y, z = (f"{axis}{_padded(value)}" for axis, value in zip("xyz", start[:3], strict=True))
    suffix = f"_{pick_drop.kind}" if pick_drop else ""
    return f"{scene.map_name}/{x}_{y}_{z}_t{list(TaskType).index(kind)}_{letter}{suffix}"


class Generator:
    """One run over one world."""

    def __init__(self, world: World, simulator: Simulator, *, seed: int, profile: ActionProfile) -> None:
        self._motion, self._profile, self._scene = Motion(world), profile, scene_of(world)
        rng = random.Random(f"{world.family}/{world.seed}/{world.version}/{seed}")
        self.lookout = Lookout(self._motion, simulator, self._scene, rng)
        self._proposer = Proposer(world, self.lookout, Spaces(world), rng)
        self._instructions: set[str] = set()
        self._ids: set[str] = set()

    def tasks(self, kinds: list[TaskType], on_task: Callable[[Task], None]) -> list[Task]:
        tasks = []
        for kind in kinds:
            tasks.append(self._next(kind))
            on_task(tasks[-1])
        return tasks

    def _next(self, kind: TaskType) -> Task:
        for draft in self._proposer.drafts(kind):
            instruction = next((text for text in draft.sentences if text not in self._instructions), None)
            if instruction is None:
                continue
            proof = prove(self._motion, draft.view.state, draft.goal, self._profile)
            if proof is not None and self._seen_at_the_end(draft, proof):
                return self._accept(draft, instruction, len(proof.actions))
        raise TooFewTasks(
            f"{self._scene.map_name} yields no further {kind} task after {len(self._ids)} tasks",
            hint="ask for fewer tasks of one world, and take more worlds",
        )

    def _seen_at_the_end(self, draft: Draft, proof: Proof) -> bool:
        """Who was sent to a thing has to see it on arrival: other things may stand before it."""
        if draft.type in (TaskType.OPEN_DOOR, TaskType.PICK_DROP):
            return True
        return self.lookout.shows_at_the_end(draft.view, proof.actions, proof.end, draft.targets[-1])

    def _accept(self, draft: Draft, instruction: str, shortest_actions: int) -> Task:
        self._instructions.add(instruction)
        self._proposer.used.update(draft.targets)
        if draft.pick_drop:
            self._proposer.used[draft.pick_drop.kind] += 1
        return Task(
            id=self._free_id(draft),
            instruction=instruction,
            type=draft.type,
            scene=self._scene,
            start_pose=draft.view.pose,
            goal=draft.goal,
            targets=draft.targets,
            door=draft.door,
            pick_drop=draft.pick_drop,
            reason=REASONS[draft.type],
            shortest_actions=shortest_actions,
        )

    def _free_id(self, draft: Draft) -> str:
        for letter in "abcdefghijklmnopqrstuvwxyz":
            name = task_id(self._scene, draft.view.pose, draft.type, letter, draft.pick_drop)
            if name not in self._ids:
                self._ids.add(name)
                return name
        raise TooFewTasks(f"26 {draft.type} tasks start at {draft.view.pose}")


def _padded(value: float) -> str:
    whole = round(value)
    return f"{whole:06d}" if whole >= 0 else f"{whole:07d}"
