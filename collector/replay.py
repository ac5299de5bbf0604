"""Re-execution: the same actions from the same start must show the same poses, states and frames, or say where not."""

from datetime import UTC, datetime
from importlib.metadata import version as package_version
from operator import le
from typing import NamedTuple

from embrace3k.collector.comparison import compare, in_words, is_within
from embrace3k.collector.errors import NotReplayable, ReplayDiffers
from embrace3k.collector.recorder import frame_of
from embrace3k.schema.actions import PROFILES, V1_ONLY
from embrace3k.schema.codec import digest
from embrace3k.schema.replays import InstantErrors, Obstacle, PoseError, Replay, ReplayTolerance, ReplayVerdict
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import Final, Step, Trajectory
from embrace3k.simulator.errors import SimulatorError, SimulatorLost, WorldNotFound
from embrace3k.simulator.interfaces import EXACT, Observation, Simulator, Tolerance

PROGRAM = f"embrace3k {package_version('embrace3k')}"
_HINT = "the simulator, its version or the world is not the one that recorded this"


def require_same(
    recorded: Step | Final,
    seen: Observation,
    index: int,
    *,
    tolerance: Tolerance = EXACT,
    where: str | None = None,
    hint: str = _HINT,
) -> None:
    """Raises ReplayDiffers unless what is seen now is near enough to what was recorded before step `index`."""
    errors = compare(recorded, seen, index)
    if errors is None or is_within(errors, tolerance):
        return
    differing = [
        f"{name} was {was}, is {now}"
        for name, was, now in (
            ("pose", tuple(recorded.pose), tuple(seen.pose)),
            ("camera", recorded.camera_pose and tuple(recorded.camera_pose), tuple(seen.camera_pose)),
            ("state", recorded.state, seen.state),
            ("frame", recorded.frame and recorded.frame.sha256[:12], frame_of(seen.jpeg).sha256[:12]),
        )
        if name in errors.unequal
    ]
    raise ReplayDiffers(f"step {index}: {'; '.join(differing)}", step_index=index, where=where, hint=hint)


class Leeway(NamedTuple):
    """A tolerance that somebody asks for in place of the simulator's own. Embedded worlds are held to theirs."""

    position_cm: float | None = None
    rotation_deg: float | None = None

    def around(self, own: Tolerance) -> Tolerance:
        asked = {name: value for name, value in self._asdict().items() if value is not None}
        return own if own.frames else own._replace(**asked)


OWN = Leeway()
"""The simulator's own tolerance."""


def replay(simulator: Simulator, task: Task, trajectory: Trajectory, leeway: Leeway = OWN) -> Replay:
    """Act out a trajectory to its end on a fresh world, and measure every instant, wherever it leads.

    Raises SimulatorLost; every other trouble is the verdict not_replayable.
    """
    attempt = _Attempt(simulator, task, trajectory, leeway)
    try:
        attempt.run()
    except NotReplayable as error:
        return attempt.record(error)
    return attempt.record()


def not_replayable(trajectory: Trajectory, error: NotReplayable) -> Replay:
    """The record of a trajectory for which no simulator was started."""
    return Replay(
        trajectory_id=trajectory.id, trajectory_sha256=digest(trajectory), verdict=ReplayVerdict.NOT_REPLAYABLE,
        reason=error.obstacle, words=str(error), program=PROGRAM, created_at=_now(),
    )  # fmt: skip


def require_replayable(trajectory: Trajectory) -> None:
    """What can be told without a simulator. Raises NotReplayable."""
    if trajectory.scene.name is None:
        raise NotReplayable(Obstacle.SCENE_UNKNOWN, "the recording does not name its scene")
    if trajectory.final is None:
        raise NotReplayable(Obstacle.FINAL_MISSING, "the recording does not say where its last action led")
    if trajectory.profile != PROFILES.get(trajectory.profile.name):
        what = f"it moved by the action profile {trajectory.profile.name!r} with other step sizes than ours"
        raise NotReplayable(Obstacle.PROFILE_DIFFERS, what)
    for step in trajectory.steps:
        if step.action in V1_ONLY:
            raise NotReplayable(Obstacle.ACTION_UNKNOWN, f"step {step.index}: {step.action} has no published recipe")


class _Attempt:
    def __init__(self, simulator: Simulator, task: Task, trajectory: Trajectory, leeway: Leeway) -> None:
        self._simulator, self._task, self._trajectory, self._leeway = simulator, task, trajectory, leeway
        self._tolerance: Tolerance | None = None
        """Known once the scene is loaded, since scenes differ in it."""
        self._is_own = True
        self._errors: list[InstantErrors] = []
        self._instants = self._frames_compared = self._frames_equal = 0

    def run(self) -> None:
        """Raises NotReplayable, SimulatorLost."""
        self._require_backend()
        require_replayable(self._trajectory)
        self._require_profile()
        observation = self._reset()
        own = self._simulator.tolerance
        self._tolerance = self._leeway.around(own)
        self._is_own = all(map(le, self._tolerance, own))
        self._require_picture()
        for step in self._trajectory.steps:
            self._look(step, observation)
            observation = self._act(step)
        assert self._trajectory.final is not None
        self._look(self._trajectory.final, observation)

    def record(self, error: NotReplayable | None = None) -> Replay:
        tolerance = self._tolerance
        first = next((each for each in self._errors if tolerance and not is_within(each, tolerance)), None)
        verdict = ReplayVerdict.DRIFTED if first else ReplayVerdict.VERIFIED
        return Replay(
            trajectory_id=self._trajectory.id,
            trajectory_sha256=digest(self._trajectory),
            verdict=ReplayVerdict.NOT_REPLAYABLE if error else verdict,
            reason=error.obstacle if error else None,
            words=str(error) if error else self._in_words(first) if first else None,
            program=PROGRAM,
            simulator=self._simulator.facts(),
            tolerance=ReplayTolerance(**tolerance._asdict(), own=self._is_own) if tolerance else None,
            instants=self._instants,
            frames_compared=self._frames_compared,
            frames_equal=self._frames_equal,
            agent=PoseError.largest(each.agent for each in self._errors),
            objects=PoseError.largest(error for each in self._errors for error in each.objects.values() if error),
            camera=PoseError.largest(each.camera for each in self._errors),
            first_out=first.index if first else None,
            errors=self._errors,
            created_at=_now(),
        )

    def _in_words(self, errors: InstantErrors) -> str:
        """Another renderer is the first thing to think of where frames differ."""
        recorded, found = self._trajectory.simulator.renderer, self._simulator.facts().renderer
        if "frame" not in errors.unequal or recorded == found:
            return in_words(errors)
        return f"{in_words(errors)} (recorded with {recorded}, replayed with {found})"

    def _look(self, recorded: Step | Final, seen: Observation) -> None:
        # Published data tell some of a state only: the head never, a door or an object where the task is about it.
        partly = self._trajectory.simulator.backend == "unknown"
        errors = compare(recorded, seen, self._instants, partly=partly)
        self._instants += 1
        if recorded.frame is not None:
            self._frames_compared += 1
            self._frames_equal += errors is None or errors.frame_equal is True
        if errors is not None:
            self._errors.append(errors)

    def _reset(self) -> Observation:
        task = self._task
        try:
            return self._simulator.reset(self._trajectory.scene, task.start_pose, task.pick_drop, task.exposure)
        except SimulatorLost:
            raise
        except WorldNotFound as error:
            raise NotReplayable(Obstacle.WORLD_MISSING, str(error)) from error
        except SimulatorError as error:
            raise NotReplayable(Obstacle.SIMULATOR_REFUSED, str(error)) from error

    def _act(self, step: Step) -> Observation:
        try:
            return self._simulator.act(step.action)
        except SimulatorLost:
            raise
        except SimulatorError as error:
            raise NotReplayable(Obstacle.SIMULATOR_REFUSED, f"step {step.index}, {step.action}: {error}") from error

    def _require_backend(self) -> None:
        """Published data do not say who drew them; they were recorded on Unreal."""
        recorded, found = self._trajectory.simulator.backend, self._simulator.facts().backend
        if ("unreal" if recorded == "unknown" else recorded) != found:
            hint = "choose the simulator that recorded it with --simulator"
            raise NotReplayable(
                Obstacle.BACKEND_DIFFERS, f"recorded by the backend {recorded}, this is {found}", hint=hint
            )

    def _require_profile(self) -> None:
        if self._trajectory.profile != self._simulator.profile:
            what = f"it moved by the action profile {self._trajectory.profile.name}, this simulator moves by"
            raise NotReplayable(Obstacle.PROFILE_DIFFERS, f"{what} {self._simulator.profile.name}")

    def _require_picture(self) -> None:
        """A real engine tells the size of its pictures only once it has loaded a level."""
        recorded, found = self._trajectory.simulator, self._simulator.facts()
        for name in ("width_px", "height_px", "fov_deg"):
            was, now = getattr(recorded, name), getattr(found, name)
            if None not in (was, now) and was != now:
                what = f"its pictures have {name} {was:g}, this simulator's {now:g}"
                hint = "start the simulator with the picture format that recorded it"
                raise NotReplayable(Obstacle.PICTURE_DIFFERS, what, hint=hint)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
