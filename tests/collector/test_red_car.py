"""The article's own example, in closed loop over the real wire: "Find the red car and bring it to the garage"."""

import os
import signal

import pytest

from embrace3k.collector.collect import collect
from embrace3k.collector.drivers import driver_maker
from embrace3k.collector.replay import replay
from embrace3k.collector.tasks.red_car import red_car_task
from embrace3k.schema.actions import Action
from embrace3k.schema.codec import digest
from embrace3k.schema.poses import Pose, bearing_deg, distance_xy_cm
from embrace3k.schema.trajectories import StepOutcome, Trajectory
from embrace3k.simulator.launch import ChildServer
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.simulator.worlds.towing import bumpers
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.folder_store import FolderStore
from embrace3k.storage.integrity import check
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import iter_trajectories
from embrace3k.tests.collector.nursery import killable_simulator

SEEDS = (0, 1, 2)
WORLDS = [build_world("family-house", seed) for seed in SEEDS]
TASKS = [red_car_task(world) for world in WORLDS]


def record(folder, light_cache, *, tasks=TASKS, kill_at=None) -> list[Trajectory]:
    """At 160 x 120 pixels; with `kill_at`, the simulator is killed once after that step."""
    servers = list[ChildServer]()

    def on_step(task, index, action, done):
        if index == kill_at and len(servers) == 1:
            os.kill(servers[0].pid, signal.SIGKILL)

    store = FolderStore(folder / "objects")
    with Database(sqlite_url(folder / "red_car.db")) as database:
        database.migrate()
        with database.session() as session:
            add_tasks(session, tasks)
        summary = collect(
            database=database, store=store, tasks=tasks, journal_dir=folder / "journals", on_step=on_step,
            simulator_factory=lambda: killable_simulator(light_cache, servers, width_px=160, height_px=120),
            make_driver=driver_maker("oracle"),
        )  # fmt: skip
        assert summary.failed == {}, [report.message for report in summary.reports]
        assert check(database, store) == []
        with database.snapshot() as session:
            return list(iter_trajectories(session))


@pytest.fixture(scope="module")
def trajectories(tmp_path_factory, light_cache) -> list[Trajectory]:
    return record(tmp_path_factory.mktemp("red_car"), light_cache)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_red_car_is_brought_to_the_garage(trajectories, seed):
    trajectory, garage = trajectories[seed], WORLDS[seed].region("garage")
    car = trajectory.final.state.objects["red_car"]
    assert trajectory.result.success is True
    assert garage.contains(car.x_cm, car.y_cm)
    assert all(garage.contains(x, y) for x, y in WORLDS[seed].object("red_car").footprint(car).corners())


@pytest.mark.parametrize("seed", SEEDS)
def test_taking_hold_and_letting_go_are_recorded(trajectories, seed):
    steps = trajectories[seed].steps
    pick = next(step for step in steps if step.action is Action.PICK)
    drop = next(step for step in steps if step.action is Action.DROP)
    assert (pick.outcome, pick.evidence.carried) == (StepOutcome.EFFECTIVE, "red_car")
    assert (drop.outcome, drop.evidence.carried) == (StepOutcome.EFFECTIVE, None)
    towed = steps[pick.index + 1 : drop.index + 1]
    assert towed and all(step.state.holding == "red_car" for step in towed)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_car_is_seen_before_the_agent_takes_hold_of_it(trajectories, seed):
    steps = trajectories[seed].steps
    pick = next(step for step in steps if step.action is Action.PICK)
    seen = [view for step in steps[: pick.index] for view in step.evidence.targets if view.visible]
    assert seen and all(abs(view.bearing_deg) < 90.0 for view in seen)
    left, top, right, bottom = seen[0].box_px
    assert 0 <= left < right <= 160 and 0 <= top < bottom <= 120


@pytest.mark.parametrize("seed", SEEDS)
def test_the_bumper_that_is_taken_hold_of_is_in_view(trajectories, seed):
    pick = next(step for step in trajectories[seed].steps if step.action is Action.PICK)
    car = pick.state.objects["red_car"]
    ends = [Pose(*end, 0, 0, 0, 0) for end in bumpers(car, WORLDS[seed].object("red_car").size_cm[0])]
    bumper = min(ends, key=lambda end: distance_xy_cm(pick.pose, end))
    assert abs(bearing_deg(pick.pose, bumper)) < trajectories[seed].simulator.fov_deg / 2
    assert [view.visible for view in pick.evidence.targets] == [True]


def test_the_car_stays_where_it_was_until_it_is_towed(trajectories):
    for trajectory in trajectories:
        pick = next(step for step in trajectory.steps if step.action is Action.PICK)
        places = {step.state.objects["red_car"] for step in trajectory.steps[: pick.index + 1]}
        assert len(places) == 1


def test_acted_out_again_in_another_process_it_is_the_same_to_the_last_bit(trajectories, light_cache):
    simulator = killable_simulator(light_cache, [], width_px=160, height_px=120)
    try:
        found = replay(simulator, TASKS[0], trajectories[0])
    finally:
        simulator.close()
    assert (found.verdict, found.errors, found.instants) == ("verified", [], len(trajectories[0].steps) + 1)


def test_the_oracle_goes_on_after_its_simulator_was_killed_while_towing(trajectories, tmp_path, light_cache):
    again = record(tmp_path, light_cache, tasks=TASKS[:1], kill_at=25)
    assert trajectories[0].steps[25].state.holding == "red_car"
    assert digest(again[0]) == digest(trajectories[0])
