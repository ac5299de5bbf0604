"""The article's own example, in closed loop over the real wire: "Find the red car and bring it to the garage"."""

import pytest

from embrace3k.collector.collect import collect
from embrace3k.collector.drivers import driver_maker
from embrace3k.collector.replay import reexecute
from embrace3k.collector.tasks.red_car import red_car_task
from embrace3k.schema.actions import Action
from embrace3k.schema.codec import digest
from embrace3k.schema.trajectories import StepOutcome, Trajectory
from embrace3k.simulator.launch import start_embedded
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.folder_store import FolderStore
from embrace3k.storage.integrity import check
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import iter_trajectories

SEEDS = (0, 1, 2)
WORLDS = [build_world("family-house", seed) for seed in SEEDS]
TASKS = [red_car_task(world) for world in WORLDS]


def small_simulator(light_cache):
    return start_embedded(cache_dir=light_cache, width_px=160, height_px=120, supersample=1.0)


def record(folder, light_cache) -> list[Trajectory]:
    store = FolderStore(folder / "objects")
    with Database(sqlite_url(folder / "red_car.db")) as database:
        database.migrate()
        with database.session() as session:
            add_tasks(session, TASKS)
        summary = collect(
            database=database, store=store, simulator_factory=lambda: small_simulator(light_cache), tasks=TASKS,
            make_driver=driver_maker("oracle"), journal_dir=folder / "journals",
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


def test_the_car_stays_where_it_was_until_it_is_towed(trajectories):
    for trajectory in trajectories:
        pick = next(step for step in trajectory.steps if step.action is Action.PICK)
        places = {step.state.objects["red_car"] for step in trajectory.steps[: pick.index + 1]}
        assert len(places) == 1


def test_acted_out_again_in_another_process_it_is_the_same_to_the_last_bit(trajectories, light_cache):
    simulator = small_simulator(light_cache)
    try:
        again = list(reexecute(simulator, TASKS[0], trajectories[0].steps, trajectories[0].final))
    finally:
        simulator.close()
    assert digest(again) == digest(trajectories[0].steps)
