"""Real recording processes, killed with SIGKILL at random moments, on the embedded simulator over its real wire."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from embrace3k.collector.collect import collect
from embrace3k.collector.drivers import driver_maker
from embrace3k.collector.journal import StepEntry, scan
from embrace3k.schema.codec import decode, digest
from embrace3k.schema.trajectories import Step, Trajectory
from embrace3k.simulator.launch import ChildServer
from embrace3k.storage.folder_store import FolderStore
from embrace3k.storage.integrity import check
from embrace3k.storage.trajectories import iter_trajectories, list_trajectories
from embrace3k.tests.collector.nursery import (
    HEIGHT,
    WIDTH,
    Nursery,
    killable_simulator,
    open_database,
    prepare,
    turning_tasks,
)

KILLS = 100
OWN_SIMULATOR_EVERY = 20
"""Of the killed processes, one in so many has its simulator as its own child."""
OWN_SIMULATOR_STARTS_S = 1.0
SEED = 20261122
SCRIPT = [
    "MoveForward", "TurnRight", "MoveForward", "LookDown", "OpenDoor", "MoveBackward", "TurnLeft", "Pick", "Drop",
    "LookUp", "Finish",
]  # fmt: skip
TASKS = turning_tasks(8)


@pytest.fixture(scope="module")
def small_server(light_cache):
    server = ChildServer([f"--cache-dir={light_cache}", f"--width={WIDTH}", f"--height={HEIGHT}", "--supersample=1"])
    yield server
    server.close()


@pytest.fixture(scope="module")
def nursery():
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture(scope="module")
def whole(tmp_path_factory, nursery, light_cache) -> list[Trajectory]:
    """What a run yields that nobody disturbs, by a process with its own simulator."""
    folder = tmp_path_factory.mktemp("whole") / "run"
    prepare(folder, TASKS, SCRIPT)
    assert nursery.record(folder, None, light_cache)
    return recorded(folder)


def recorded(folder: Path) -> list[Trajectory]:
    with open_database(folder) as database, database.snapshot() as session:
        return list(iter_trajectories(session))


def durable_steps(folder: Path) -> set[tuple[str, int, str]]:
    """Of every journal: trajectory, step, and a digest of all the step says."""
    found = set()
    for path in (folder / "journals").glob("*.journal"):
        for record in scan(path.read_bytes())[0]:
            if record.kind == b"S":
                found.add(key(path.stem, decode(record.text, StepEntry).step))
    return found


def key(trajectory_id: str, step: Step) -> tuple[str, int, str]:
    bare = (step.index, step.action, step.pose, step.camera_pose, step.state, step.frame)
    return trajectory_id, step.index, digest(bare)


def require_whole(folder: Path, whole: list[Trajectory], durable: set[tuple[str, int, str]]) -> None:
    found = recorded(folder)
    assert [one.task_id for one in found] == [task.id for task in TASKS]
    assert [digest(one) for one in found] == [digest(one) for one in whole]
    assert durable <= {key(one.id, step) for one in found for step in one.steps}
    assert list((folder / "journals").iterdir()) == []
    with open_database(folder) as database:
        assert check(database, FolderStore(folder / "objects")) == []


@pytest.mark.timeout(900)  # On a machine that is four times as slow as it should be.
def test_killed_at_a_hundred_random_moments_a_run_loses_no_step_and_repeats_none(
    tmp_path, whole, nursery, small_server, light_cache
):
    chance, url = random.Random(SEED), f"unrealcv://127.0.0.1:{small_server.port}"
    span_s = 0.6 * seconds_of_a_run(tmp_path / "calibration", nursery, url, light_cache)
    print(f"seed {SEED}, kills within {span_s:.2f} s")
    kills = rounds = with_steps = 0
    while kills < KILLS:
        before = kills
        folder, durable = tmp_path / f"round{rounds}", set[tuple[str, int, str]]()
        prepare(folder, TASKS, SCRIPT)
        while True:
            own = kills % OWN_SIMULATOR_EVERY == OWN_SIMULATOR_EVERY - 1
            delay_s = chance.uniform(0.0, span_s) + (OWN_SIMULATOR_STARTS_S if own else 0.0) if kills < KILLS else None
            if nursery.record(folder, None if own else url, light_cache, kill_after_s=delay_s):
                break
            kills += 1
            found = durable_steps(folder)
            with_steps += bool(found)
            # The machine may have become slower than it was when we measured, or faster.
            span_s *= 1.0 if found else 1.03
            durable |= found
        span_s *= 1.0 if kills > before else 0.8
        require_whole(folder, whole, durable)
        rounds += 1
    assert with_steps > KILLS / 4, "most kills came before the first step: the delays do not fit this machine"


def seconds_of_a_run(folder: Path, nursery: Nursery, url: str, light_cache: Path) -> float:
    """The second of two, when the server has its world."""
    for name in ("first", "second"):
        prepare(folder / name, TASKS, SCRIPT)
        started = time.perf_counter()
        assert nursery.record(folder / name, url, light_cache)
    return time.perf_counter() - started


def test_two_processes_record_the_same_bytes(tmp_path, whole, nursery, small_server, light_cache):
    prepare(tmp_path / "again", TASKS, SCRIPT)
    assert nursery.record(tmp_path / "again", f"unrealcv://127.0.0.1:{small_server.port}", light_cache)
    require_whole(tmp_path / "again", whole, set())


def test_a_killed_simulator_is_replaced_and_nothing_is_recorded_twice(tmp_path, whole, light_cache):
    prepare(tmp_path / "run", TASKS, SCRIPT)
    servers: list[ChildServer] = []

    def kill_in_the_second_task(task, index, action, done):
        if task.id == "turn-1" and index == 4 and len(servers) == 1:
            os.kill(servers[0].pid, signal.SIGKILL)

    with open_database(tmp_path / "run") as database:
        summary = collect(
            database=database, store=FolderStore(tmp_path / "run" / "objects"), tasks=TASKS,
            simulator_factory=lambda: killable_simulator(light_cache, servers),
            make_driver=driver_maker(f"script:{tmp_path / 'run' / 'script.json'}"), on_step=kill_in_the_second_task,
            journal_dir=tmp_path / "run" / "journals",
        )  # fmt: skip
        with database.snapshot() as session:
            assert len(list_trajectories(session)) == len(TASKS)
    assert [report.restarts for report in summary.reports] == [0, 1, 0, 0, 0, 0, 0, 0]
    require_whole(tmp_path / "run", whole, set())
