"""Re-execution: the same actions from the same start must show the same poses, states and frames, or say where not.

How far they may differ is the simulator's to say: not at all in an embedded world.
"""

import math
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from embrace3k.collector.errors import ReplayDiffers
from embrace3k.collector.recorder import frame_of
from embrace3k.schema.poses import Pose, wrap_deg
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import Final, Step, WorldState
from embrace3k.simulator.interfaces import EXACT, Observation, Simulator, Tolerance

_HINT = "the simulator, its version or the world is not the one that recorded this"


def reexecute(simulator: Simulator, task: Task, steps: Iterable[Step], final: Final | None = None) -> Iterator[Step]:
    """Act out recorded steps on a fresh world, and yield each one that was found again. Raises ReplayDiffers."""
    observation = simulator.reset(task.scene, task.start_pose, task.pick_drop, task.exposure)
    index = -1
    for index, step in enumerate(steps):
        require_same(step, observation, index, tolerance=simulator.tolerance)
        yield step
        observation = simulator.act(step.action)
    if final is not None:
        require_same(final, observation, index + 1, tolerance=simulator.tolerance)


def require_same(
    recorded: Step | Final,
    seen: Observation,
    index: int,
    *,
    where: str | None = None,
    hint: str = _HINT,
    tolerance: Tolerance = EXACT,
) -> None:
    """Raises ReplayDiffers unless what is seen now equals what was recorded before step `index`, within the tolerance."""
    frame = frame_of(seen.jpeg)
    differing = [
        f"{name} was {was}, is {now}"
        for name, was, now, same in (
            ("pose", tuple(recorded.pose), tuple(seen.pose), _same_pose(recorded.pose, seen.pose, tolerance)),
            ("state", recorded.state, seen.state, _same_state(recorded.state, seen.state, tolerance)),
            (
                "frame",
                recorded.frame and recorded.frame.sha256[:12],
                frame.sha256[:12],
                recorded.frame == frame or not tolerance.frames,
            ),
        )
        if not same
    ]
    if differing:
        raise ReplayDiffers(f"step {index}: {'; '.join(differing)}", step_index=index, where=where, hint=hint)


def _same_pose(was: Pose, now: Pose, tolerance: Tolerance) -> bool:
    if was == now:
        return True
    turned = max(abs(wrap_deg(after - before)) for before, after in zip(was[3:], now[3:], strict=True))
    return math.dist(was[:3], now[:3]) <= tolerance.position_cm and turned <= tolerance.rotation_deg


def _same_state(was: WorldState | None, now: WorldState, tolerance: Tolerance) -> bool:
    """Poses of objects within the tolerance, all else the same."""
    if was is None or was.objects.keys() != now.objects.keys():
        return False
    near = all(_same_pose(pose, now.objects[name], tolerance) for name, pose in was.objects.items())
    return near and replace(was, objects={}) == replace(now, objects={})
