"""Success as the published scorer computes it: from a task's region and type alone, without its goal and its world.

Finish is the last action, and in the state it leaves:
    basic, exploration, spatial   the agent is in the final region
    multi_stage                   and was in the midway region at the last MidwayTarget
    open_door                     and the door is open
    pick_drop "p"                 and the object is held; its own pose is in the object region
    pick_drop "pd"                as "p", but held earlier and not any more
Where the agent looks never counts. A pose is in a region where its XY is (borders count, holes with theirs do not) and
its height is at most 100 cm off the region's reference.
"""

from collections.abc import Sequence

from embrace3k.collector.errors import GoalUndecidable
from embrace3k.collector.goals import Instant
from embrace3k.schema.actions import Action
from embrace3k.schema.goals import Polygon
from embrace3k.schema.polygons import contains
from embrace3k.schema.poses import Pose
from embrace3k.schema.regions import Z_TOLERANCE_CM, StageRegion
from embrace3k.schema.tasks import PickDrop, Task, TaskType


def succeeds(task: Task, instants: Sequence[Instant], actions: Sequence[Action]) -> bool:
    """Of n actions with their n+1 instants. Raises GoalUndecidable for a task without a region, door or object."""
    success = task.success
    if success is None:
        raise GoalUndecidable("the task has no success region", where=task.id)
    if len(instants) != len(actions) + 1:
        raise GoalUndecidable(f"{len(actions)} actions need {len(actions) + 1} states, not {len(instants)}")
    if not actions or actions[-1] is not Action.FINISH or not at(instants[-1], success.final, task.pick_drop):
        return False
    match task.type:
        case TaskType.MULTI_STAGE:
            marks = [index + 1 for index, action in enumerate(actions) if action is Action.MIDWAY_TARGET]
            return bool(marks) and success.midway is not None and at(instants[marks[-1]], success.midway, None)
        case TaskType.OPEN_DOOR:
            return _is_open(task, instants[-1])
        case TaskType.PICK_DROP:
            return _carried(task, instants)
    return True


def at(instant: Instant, stage: StageRegion, pick_drop: PickDrop | None) -> bool:
    """Whether the agent, and the object where the stage has a region for it, are where the stage wants them."""
    if not _within(instant.pose, stage.character_regions, stage.character_reference_z_cm):
        return False
    if not stage.object_regions or pick_drop is None:
        return True
    pose = instant.state.objects.get(pick_drop.object)
    return pose is not None and _within(pose, stage.object_regions, stage.object_reference_z_cm)


def _within(pose: Pose, polygons: Sequence[Polygon], reference_z_cm: float | None) -> bool:
    if reference_z_cm is not None and abs(pose.z_cm - reference_z_cm) > Z_TOLERANCE_CM:
        return False
    return any(contains(polygon, (pose.x_cm, pose.y_cm)) for polygon in polygons)


def _is_open(task: Task, instant: Instant) -> bool:
    if task.door is None:
        raise GoalUndecidable("the task does not name its door", where=task.id)
    return instant.state.doors.get(task.door, False)


def _carried(task: Task, instants: Sequence[Instant]) -> bool:
    if task.pick_drop is None:
        raise GoalUndecidable("the task does not name its object", where=task.id)
    held = [instant.state.holding == task.pick_drop.object for instant in instants]
    return held[-1] if task.pick_drop.kind == "p" else any(held) and not held[-1]
