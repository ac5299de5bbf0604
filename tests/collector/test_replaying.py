"""Many replays: each kept as evidence, on simulators that fit and are started again when they are lost."""

import os
import signal
from functools import partial

import pytest
from msgspec.structs import replace

from embrace3k.collector.collect import collect
from embrace3k.collector.drivers import ScriptDriver
from embrace3k.collector.errors import NotReplayable
from embrace3k.collector.replaying import STARTS_PER_TRAJECTORY, ReplayPlace, replay_all
from embrace3k.schema.actions import Action
from embrace3k.schema.replays import Obstacle, Replay
from embrace3k.simulator.errors import SimulatorError, SimulatorLost
from embrace3k.simulator.launch import start_embedded
from embrace3k.simulator.picture_format import PictureFormat
from embrace3k.storage.errors import RecordNotFound
from embrace3k.storage.replays import current_verdicts, replay_history
from embrace3k.storage.trajectories import commit_trajectory, get_trajectory, list_trajectories
from embrace3k.tests.collector.nursery import HEIGHT, WIDTH, Nursery, open_database, prepare, turning_tasks
from embrace3k.tests.collector.toy import Yard, yard_footprints, yard_stores, yard_task

TASKS = [yard_task("first"), yard_task("second"), yard_task("third")]


def task_of(trajectory):
    return trajectory.task_id


def start_or_die(task_id: str) -> Yard:
    if task_id == "second":
        os.kill(os.getpid(), signal.SIGKILL)
    return Yard()


class Bench:
    """Three trajectories in the yard, and `replay` over them."""

    def __init__(self, folder):
        self.database, store = yard_stores(folder, TASKS)
        self.started: list[Yard] = []
        collect(
            database=self.database, store=store, simulator_factory=Yard, tasks=TASKS, journal_dir=folder / "journals",
            make_driver=lambda _: ScriptDriver([Action.MOVE_FORWARD, Action.PICK, Action.FINISH]),
            footprints_of=lambda scene, simulator: yard_footprints,
        )  # fmt: skip
        with self.database.snapshot() as session:
            self.ids = [row.id for row in list_trajectories(session)]

    def replay(
        self, *, lose=None, fitting=lambda trajectory: "yard", start=None, ids=None, skip_others=False, **options
    ):
        def start_yard(wanted):
            self.started.append(Yard(lose=lose))
            return self.started[-1]

        place = ReplayPlace(self.database.url, fitting, start or start_yard, skip_others=skip_others)
        return replay_all(place, ids or self.ids, **options)

    def history(self, trajectory_id):
        with self.database.snapshot() as session:
            return replay_history(session, trajectory_id)


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    yield bench
    bench.database.close()


def test_every_replay_is_kept_and_a_second_one_added(bench):
    told: list[Replay] = []
    first = bench.replay(on_done=told.append)
    assert [one.trajectory_id for one in first] == bench.ids and told == first
    assert [one.verdict for one in first] == ["verified"] * 3
    second = bench.replay(ids=bench.ids[:1])
    assert bench.history(bench.ids[0]) == [first[0], second[0]]


def test_one_simulator_serves_all_that_it_fits_and_is_closed(bench):
    bench.replay()
    assert [yard.closed for yard in bench.started] == [True]


def test_each_simulator_that_is_wanted_is_started_once_whatever_the_order(bench):
    told: list[Replay] = []
    found = bench.replay(fitting=lambda trajectory: trajectory.task_id == "second", on_done=told.append)
    assert [yard.closed for yard in bench.started] == [True, True]
    assert [one.trajectory_id for one in found] == bench.ids
    assert [one.trajectory_id for one in told] == [bench.ids[place] for place in (0, 2, 1)]


@pytest.mark.parametrize("skips", [False, True])
def test_what_another_backend_recorded_is_kept_as_such_unless_it_is_to_be_skipped(bench, skips):
    with bench.database.session() as session:
        good = get_trajectory(session, bench.ids[0])
        commit_trajectory(session, replace(good, id="other", simulator=replace(good.simulator, backend="unreal")))
    found = bench.replay(ids=["other", bench.ids[0]], skip_others=skips)
    assert [one.reason for one in found] == ["backend_differs", None]
    assert len(bench.history("other")) == (not skips) and len(bench.history(bench.ids[0])) == 1


def test_a_trajectory_at_which_workers_die_is_not_replayable_and_the_others_are_replayed(bench):
    found = bench.replay(fitting=task_of, start=start_or_die, workers=2)
    assert [(one.verdict, one.reason) for one in found] == [
        ("verified", None), ("not_replayable", "simulator_lost"), ("verified", None),
    ]  # fmt: skip
    assert "by SIGKILL, the last of 3 that began this" in (found[1].words or "")
    assert [bench.history(each) for each in bench.ids] == [[one] for one in found]


@pytest.mark.parametrize("lost_at", [0, 2, 4])
def test_a_lost_simulator_is_started_again_and_the_replay_done_anew(bench, lost_at):
    found = bench.replay(lose=[lost_at])
    assert [(one.verdict, one.instants) for one in found] == [("verified", 4)] * 3
    assert len(bench.started) == 2 and all(len(bench.history(one)) == 1 for one in bench.ids)


def test_a_simulator_that_is_lost_every_time_is_the_verdict_and_the_others_go_on(bench):
    found = bench.replay(lose=[1] * STARTS_PER_TRAJECTORY)
    assert [(one.verdict, one.reason) for one in found] == [
        ("not_replayable", "simulator_lost"), ("verified", None), ("verified", None),
    ]  # fmt: skip
    assert bench.history(bench.ids[0])[0].words == "the toy was told to break"


def test_what_nothing_fits_is_the_verdict_and_starts_no_simulator(bench):
    def fitting(trajectory):
        raise NotReplayable(Obstacle.BACKEND_DIFFERS, "drawn elsewhere", hint="go there")

    found = bench.replay(fitting=fitting)
    assert {(one.verdict, one.reason, one.words) for one in found} == {
        ("not_replayable", "backend_differs", "drawn elsewhere. go there")
    }
    assert bench.started == [] and found[0].simulator is None


def test_a_simulator_that_refuses_to_serve_is_the_verdict_and_one_that_is_not_there_an_error(bench):
    def start(error, wanted):
        raise error

    found = bench.replay(start=partial(start, SimulatorError("moves by v1")))
    assert {(one.reason, one.words) for one in found} == {("simulator_refused", "moves by v1")}
    with pytest.raises(SimulatorLost, match="nobody answers"):
        bench.replay(start=partial(start, SimulatorLost("nobody answers")))
    assert [len(bench.history(one)) for one in bench.ids] == [1, 1, 1]


def test_a_recording_that_does_not_reproduce_is_the_verdict(bench):
    with bench.database.session() as session:
        good = get_trajectory(session, bench.ids[0])
        steps = [replace(step, pose=step.pose._replace(y_cm=0.5)) for step in good.steps]
        commit_trajectory(session, replace(good, id="spoilt", steps=steps))
    (found,) = bench.replay(ids=["spoilt"])
    assert (found.verdict, found.first_out, found.agent.position_cm) == ("drifted", 0, 0.5)
    with bench.database.snapshot() as session:
        assert current_verdicts(session) == {"spoilt": "drifted"}


def test_an_unknown_trajectory_is_an_error(bench):
    with pytest.raises(RecordNotFound, match="nope"):
        bench.replay(ids=["nope"])


def want_the_same(_: object) -> str:
    return "small"


def start_small(light_cache, _: str):
    return start_embedded(cache_dir=light_cache, picture=PictureFormat(WIDTH, HEIGHT), supersample=1.0)


@pytest.mark.parametrize("workers", [1, 2])
def test_what_one_process_recorded_others_replay_to_the_last_bit(tmp_path, light_cache, workers):
    script = ["MoveForward", "TurnRight", "OpenDoor", "LookDown", "Pick", "Drop", "Finish"]
    prepare(tmp_path / "run", turning_tasks(4), script)
    nursery = Nursery()
    assert nursery.record(tmp_path / "run", None, light_cache)
    nursery.close()
    with open_database(tmp_path / "run") as database:
        with database.snapshot() as session:
            ids = [row.id for row in list_trajectories(session)]
        place = ReplayPlace(database.url, want_the_same, partial(start_small, light_cache))
        found = replay_all(place, ids, workers=workers)
        assert [(one.trajectory_id, one.verdict, one.frames_equal) for one in found] == [
            (each, "verified", len(script) + 1) for each in ids
        ]
        with database.snapshot() as session:
            assert current_verdicts(session) == dict.fromkeys(ids, "verified")
