"""From a proposal and its proof to the record of a task."""

from collections.abc import Collection

from embrace3k.collector.errors import TooFewTasks
from embrace3k.collector.tasks.difficulty import difficulty_of
from embrace3k.collector.tasks.success import success_of
from embrace3k.collector.tasks.validity import Proof, Proposal
from embrace3k.schema.actions import ActionProfile
from embrace3k.schema.authors import Author
from embrace3k.schema.poses import Pose, distance_xy_cm, wrap_deg
from embrace3k.schema.tasks import PickDrop, Scene, Task, TaskType
from embrace3k.simulator.worlds.model import World

ALIKE_CM, ALIKE_DEG = 100.0, 25.0
"""Two tasks about the same things from starts nearer than this are one task told twice."""
REASONS = {
    TaskType.BASIC: "The target is in view at the start; what is asked for is to walk to the right thing.",
    TaskType.EXPLORATION: "The target is not in view at the start, so it has to be searched for.",
    TaskType.DYNAMIC_SPATIAL_SEMANTIC: (
        "Several things of the kind are in view; which one is meant is told by where it is, as seen from the start."
    ),
    TaskType.MULTI_STAGE: "The second target has to be kept in mind while going to the first.",
    TaskType.OPEN_DOOR: "The door has to be approached to within reach and opened.",
    TaskType.PICK_DROP: "The object has to be found, taken hold of, and where it is said, put down in the right place.",
}


def scene_of(world: World) -> Scene:
    return Scene(name=world.family, seed=world.seed, version=world.version)


def make_task(
    world: World, proposal: Proposal, proof: Proof, profile: ActionProfile, *, maker: Author, taken: Collection[str]
) -> Task:
    """The task, with its success region and its difficulty, under an id that is not `taken`."""
    targets = [mention.object for mention in proposal.mentions]
    difficulty = difficulty_of(world, targets, proof)
    carried = proposal.pick_drop.object if proposal.pick_drop else None
    return Task(
        id=_free_id(scene_of(world), proposal, taken),
        instruction=proposal.instruction,
        type=proposal.type,
        scene=scene_of(world),
        start_pose=proposal.start,
        goal=proposal.goal,
        targets=targets,
        door=proposal.door,
        pick_drop=proposal.pick_drop,
        reason=REASONS[proposal.type],
        shortest_actions=len(proof.actions),
        success=success_of(
            world, proposal.goal, proposal.start, profile, carried, demonstrated_cm=difficulty.path_length_cm
        ),
        difficulty=difficulty,
        maker=maker,
    )


def told_before(task: Task, proposal: Proposal) -> bool:
    """Whether a proposal for the same world tells the task once more: in the same words, or of the same matter."""
    targets = [mention.object for mention in proposal.mentions]
    same_matter = task.type is proposal.type and task.targets == targets
    return task.instruction == proposal.instruction or (same_matter and alike(task.start_pose, proposal.start))


def alike(one: Pose, other: Pose) -> bool:
    """Whether one sees nearly the same from both."""
    return distance_xy_cm(one, other) < ALIKE_CM and abs(wrap_deg(one.yaw_deg - other.yaw_deg)) < ALIKE_DEG


def task_id(scene: Scene, start: Pose, kind: TaskType, letter: str, pick_drop: PickDrop | None) -> str:
    """Named as the published v2 tasks are, below the map: `family-house_0000/x000269_y-000779_z000088_t0_a`."""
    x, y, z = (f"{axis}{_padded(value)}" for axis, value in zip("xyz", start[:3], strict=True))
    suffix = f"_{pick_drop.kind}" if pick_drop else ""
    return f"{scene.map_name}/{x}_{y}_{z}_t{list(TaskType).index(kind)}_{letter}{suffix}"


def _free_id(scene: Scene, proposal: Proposal, taken: Collection[str]) -> str:
    for letter in "abcdefghijklmnopqrstuvwxyz":
        name = task_id(scene, proposal.start, proposal.type, letter, proposal.pick_drop)
        if name not in taken:
            return name
    raise TooFewTasks(f"26 {proposal.type} tasks start at {proposal.start}")


def _padded(value: float) -> str:
    whole = round(value)
    return f"{whole:06d}" if whole >= 0 else f"{whole:07d}"
