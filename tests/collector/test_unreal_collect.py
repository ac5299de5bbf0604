"""Whole episodes from an engine that makes trouble: what is recorded is what an undisturbed one gives."""

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from embrace3k.collector.collect import CollectSummary, collect
from embrace3k.collector.drivers import driver_maker
from embrace3k.schema.actions import Action
from embrace3k.schema.codec import digest
from embrace3k.schema.goals import Holding
from embrace3k.schema.poses import Pose
from embrace3k.schema.rules import check_trajectory
from embrace3k.schema.tasks import PickDrop, Scene, Task, TaskType
from embrace3k.schema.trajectories import StepOutcome, Trajectory
from embrace3k.simulator.errors import SimulatorLost
from embrace3k.simulator.launch import connect
from embrace3k.simulator.line import Patience
from embrace3k.simulator.scenes import Scenes
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.folder_store import FolderStore
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import iter_trajectories
from embrace3k.tests.simulator.fake_unreal import ALL, HURRY, SCENES, UNGREETED_S, FakeUnreal, Troubles
from embrace3k.tests.simulator.fake_world import LEVEL, NARROW_LEVEL

TASKS = 110
"""A level of the short task has about a hundred requests."""
START = Pose(0.0, 0.0, 88.0, 0.0, 10.0, 0.0)
SCRIPT = [
    "MoveForward", "TurnRight", "LookUp", "Pick", "MoveBackward", "Drop", "OpenDoor", "MidwayTarget", "TurnLeft",
    "MoveForward", "MoveForward", "MoveForward", "MoveForward", "Finish",
]  # fmt: skip
TASK = Task(
    id="yard",
    instruction="Carry the basket.",
    type=TaskType.PICK_DROP,
    scene=Scene(name=LEVEL),
    start_pose=START,
    pick_drop=PickDrop(
        object="basket", kind="pd", start_pose=Pose(230.0, 20.0, 0.0, 0.0, 0.0, 0.0), object_id=7, size=0.5
    ),
)
BEHIND_A_SOCKET = HURRY._replace(greeting_s=UNGREETED_S)
SHORT_TASK = Task(id="short", instruction="Look.", type=TaskType.BASIC, scene=Scene(name=LEVEL), start_pose=START)
SHORT_SCRIPT = ["MoveForward", "Finish"]


class Run(NamedTuple):
    summary: CollectSummary
    trajectories: list[Trajectory]
    engine: FakeUnreal

    @property
    def log(self) -> list[str]:
        """What the engine was sent."""
        return self.engine.log


Record = Callable[..., Run]


@pytest.fixture(scope="module")
def database_file(tmp_path_factory) -> Path:
    """Migrated once; every run gets a copy."""
    path: Path = tmp_path_factory.mktemp("tasks") / "run.db"
    with Database(sqlite_url(path)) as database:
        database.migrate()
    return path


@pytest.fixture(scope="module")
def record(tmp_path_factory, database_file) -> Record:
    """Collects tasks from an engine with some troubles."""

    def run(
        troubles: Troubles,
        tasks: Sequence[Task] = (TASK,),
        script: Sequence[str] = SCRIPT,
        tcp_only: bool = False,
        patience: Patience = HURRY,
        scenes: Scenes = SCENES,
    ) -> Run:
        folder = tmp_path_factory.mktemp("run")
        shutil.copy(database_file, folder / "run.db")
        (folder / "script.json").write_text(json.dumps(script))
        engine = FakeUnreal(folder, troubles)
        url = f"unrealcv://127.0.0.1:{engine.port}" if tcp_only else engine.url
        try:
            with Database(sqlite_url(folder / "run.db")) as database:
                with database.session() as session:
                    add_tasks(session, tasks)
                summary = collect(
                    database=database,
                    store=FolderStore(folder / "objects"),
                    simulator_factory=lambda: connect(url, scenes=scenes, patience=patience),
                    tasks=tasks,
                    make_driver=driver_maker(f"script:{folder / 'script.json'}"),
                    journal_dir=folder / "journals",
                )
                with database.snapshot() as session:
                    return Run(summary, list(iter_trajectories(session)), engine)
        finally:
            engine.close()

    return run


@pytest.fixture(scope="module")
def calm(record: Record) -> Run:
    run = record(Troubles())
    assert run.summary.done == 1 and run.summary.reports[0].restarts == 0, run.summary.reports
    return run


@pytest.fixture(scope="module")
def calm_short(record: Record) -> Run:
    return record(Troubles(), [SHORT_TASK], SHORT_SCRIPT)


def require_same(run: Run, calm: Run) -> None:
    """Byte for byte, frames and all."""
    assert run.summary.done == 1, run.summary.reports
    assert [digest(each) for each in run.trajectories] == [digest(each) for each in calm.trajectories]


def test_an_episode_goes_where_its_actions_lead(calm):
    (trajectory,) = calm.trajectories
    outcomes = {step.action: step.outcome for step in trajectory.steps}
    assert set(outcomes.values()) == {StepOutcome.EFFECTIVE, StepOutcome.PARTIAL}
    assert outcomes[Action.MOVE_FORWARD] is StepOutcome.PARTIAL, "the last one slides along the wall"
    assert [step.state.holding for step in trajectory.steps[3:7]] == [None, "basket", "basket", None]
    assert [step.state.doors["door"] for step in trajectory.steps[6:8]] == [False, True]
    assert len({frame.sha256 for frame in trajectory.frames()}) == len(SCRIPT) - 1, "two actions change nothing"
    assert trajectory.simulator.backend == "unreal"


@pytest.mark.parametrize(
    "troubles",
    [
        Troubles(stale_frames=True),
        Troubles(level_errors=5),
        Troubles(drone=True),
        Troubles(camera_on_thing=True),
        Troubles(own_character=True),
        Troubles(png_only=True),
        Troubles(transparent_bmp=True),
        Troubles(no_mask=True),
        Troubles(no_list=True),
    ],
    ids=lambda troubles: next(name for name, value in vars(troubles).items() if value),
)
def test_a_trouble_that_needs_no_restart_leaves_no_trace(record, calm, troubles):
    run = record(troubles)
    require_same(run, calm)
    assert run.summary.reports[0].restarts == 0


def test_an_engine_that_is_never_at_rest_is_recorded_within_its_noise(record, calm):
    run = record(Troubles(noise_cm=0.2, drop=frozenset({len(calm.log) - 40})))
    (seen,), (still,) = run.trajectories, calm.trajectories
    assert run.summary.reports[0].restarts == 1, "the steps before were acted out again, a little aside"
    for a, b in zip(seen.poses(), still.poses(), strict=True):
        assert a == pytest.approx(b, abs=0.2)
    assert [step.outcome for step in seen.steps] == [step.outcome for step in still.steps]


@pytest.mark.parametrize("chance", range(4))
@pytest.mark.parametrize("before_the_end", [40, 100, 200])
def test_what_was_continued_on_an_engine_that_is_never_at_rest_breaks_no_rule(record, calm, before_the_end, chance):
    run = record(Troubles(noise_cm=0.2, chance=chance, drop=frozenset({len(calm.log) - before_the_end})))
    (trajectory,) = run.trajectories
    assert run.summary.reports[0].restarts == 1
    assert check_trajectory(trajectory, replace(TASK, goal=Holding(object="basket"))) == []


def test_an_engine_that_strays_beyond_the_tolerance_fails_the_task_and_keeps_its_journal(record, calm):
    run = record(Troubles(noise_cm=20.0, drop=frozenset({len(calm.log) - 40})))
    (report,) = run.summary.reports
    assert (report.status, report.reason) == ("failed", "ReplayDiffers") and "pose was" in (report.message or "")
    assert len(run.summary.left_over) == 1 and run.trajectories == []


def test_a_late_answer_to_a_question_is_asked_again_and_the_late_one_dropped(record, calm):
    place = numbers(calm.log, "vget /object/BP_GrabMoveDrop_C_1/location")[3]
    run = record(Troubles(late=frozenset({place})), patience=HURRY._replace(question_s=0.5))
    require_same(run, calm)
    assert run.summary.reports[0].restarts == 0 and len(run.log) > len(calm.log)


def test_an_action_that_is_not_answered_in_time_is_never_sent_again_in_the_same_world(record, calm):
    turn = next(number for number in numbers(calm.log, "vbp ") if " set_move 25 0" in calm.log[number - 1])
    run = record(Troubles(late=frozenset({turn})), patience=HURRY._replace(act_s=1.5))
    require_same(run, calm)
    assert run.summary.reports[0].restarts == 1
    for level in "\n".join(run.log).split("vset /action/game/level")[1:]:
        assert level.count(" set_move 25 0") <= 1


@pytest.mark.parametrize("errors", [5, 9, 14])
def test_a_connection_lost_while_a_level_loads_is_made_anew_to_the_same_engine(record, calm, errors):
    level = numbers(calm.log, "vset /action/game/level")[0]
    run = record(Troubles(level_errors=errors, drop=frozenset({level + 1})))
    require_same(run, calm)
    assert run.summary.reports[0].restarts == 1


def test_what_is_said_of_an_engine_is_said_of_the_level_at_hand(record):
    alley = replace(SHORT_TASK, id="alley", scene=Scene(name=NARROW_LEVEL))
    one_way, other_way = (
        record(Troubles(), tasks, SHORT_SCRIPT) for tasks in ([SHORT_TASK, alley], [alley, SHORT_TASK])
    )
    fields = {each.task_id: each.simulator.fov_deg for each in one_way.trajectories}
    assert fields == {"short": 90.0, "alley": 60.0}
    assert {each.id for each in one_way.trajectories} == {each.id for each in other_way.trajectories}


def test_a_take_under_other_settings_is_another_recording(record, calm_short):
    darker = Scenes(scenes={LEVEL: replace(SCENES.of(LEVEL), exposure_offset=-1.0)})
    run = record(Troubles(), [SHORT_TASK], SHORT_SCRIPT, scenes=darker)
    assert run.trajectories[0].id != calm_short.trajectories[0].id


def test_a_level_is_loaded_once_for_each_task(record):
    again = [replace(SHORT_TASK, id=f"short-{number}") for number in range(3)]
    assert len(numbers(record(Troubles(), again, SHORT_SCRIPT).log, "vset /action/game/level")) == 3


@pytest.mark.parametrize("after", [False, True], ids=["before it is done", "after it is done"])
def test_a_connection_lost_at_any_request_loses_no_step_and_doubles_none(record, calm_short, after):
    again = [replace(SHORT_TASK, id=f"short-{number}") for number in range(TASKS)]
    run = record(Troubles(sweep=True, drop_after_acting=after), again, SHORT_SCRIPT)
    last_level = len(run.log) - max(numbers(run.log, "vset /action/game/level")) + 1
    assert run.engine.swept == last_level > 80, "every request of a level had its turn"
    assert run.summary.done == len(again), run.summary.failed
    assert max(report.restarts for report in run.summary.reports) == 1
    (wanted,) = calm_short.trajectories
    assert {digest(replace(each, id="", task_id="")) for each in run.trajectories} == {
        digest(replace(wanted, id="", task_id=""))
    }


def test_an_engine_with_one_tcp_client_in_its_life_goes_on_over_its_unix_socket(record, calm):
    run = record(Troubles(one_tcp_client=True, drop=frozenset({len(calm.log) // 2})), patience=BEHIND_A_SOCKET)
    require_same(run, calm)


def test_with_a_plain_address_no_unix_socket_is_touched(record, calm):
    with pytest.raises(SimulatorLost, match="127.0.0.1"):
        troubles = Troubles(one_tcp_client=True, drop=frozenset({len(calm.log) // 2}))
        record(troubles, tcp_only=True, patience=BEHIND_A_SOCKET)


def test_all_troubles_together(record, calm):
    run = record(ALL, patience=BEHIND_A_SOCKET._replace(question_s=0.5, act_s=1.5))
    (seen,), (still,) = run.trajectories, calm.trajectories
    assert run.summary.reports[0].restarts >= 1
    assert [(step.action, step.outcome) for step in seen.steps] == [(step.action, step.outcome) for step in still.steps]
    for a, b in zip(seen.poses(), still.poses(), strict=True):
        assert a == pytest.approx(b, abs=ALL.noise_cm)


def numbers(log: list[str], beginning: str) -> list[int]:
    """Of the requests that begin so, from 1."""
    return [number for number, command in enumerate(log, start=1) if command.startswith(beginning)]
