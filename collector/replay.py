"""Re-execution: the same actions from the same start must show the same poses, states and frames, or say where not."""

from collections.abc import Iterable, Iterator

from embrace3k.collector.errors import ReplayDiffers
from embrace3k.collector.recorder import frame_of
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import Final, Step
from embrace3k.simulator.interfaces import Observation, Simulator

_HINT = "the simulator, its version or the world is not the one that recorded this"


def reexecute(simulator: Simulator, task: Task, steps: Iterable[Step], final: Final | None = None) -> Iterator[Step]:
    """Act out recorded steps on a fresh world, and yield each one that was found again. Raises ReplayDiffers."""
    observation = simulator.reset(task.scene, task.start_pose, task.pick_drop)
    index = -1
    for index, step in enumerate(steps):
        require_same(step, observation, index)
        yield step
        observation = simulator.act(step.action)
    if final is not None:
        require_same(final, observation, index + 1)


def require_same(
    recorded: Step | Final, seen: Observation, index: int, *, where: str | None = None, hint: str = _HINT
) -> None:
    """Raises ReplayDiffers unless what is seen now equals what was recorded before step `index`, to the last bit."""
    frame = frame_of(seen.jpeg)
    differing = [
        f"{name} was {was}, is {now}"
        for name, was, now in (
            ("pose", tuple(recorded.pose), tuple(seen.pose)),
            ("state", recorded.state, seen.state),
            ("frame", recorded.frame and recorded.frame.sha256[:12], frame.sha256[:12]),
        )
        if was != now
    ]
    if differing:
        raise ReplayDiffers(f"step {index}: {'; '.join(differing)}", step_index=index, where=where, hint=hint)
