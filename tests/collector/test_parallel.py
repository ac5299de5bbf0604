"""Two recording processes with a simulator each yield what one yields."""

import os
from functools import partial

import pytest

from embrace3k.collector.errors import ScriptRefused
from embrace3k.collector.parallel import Workplace, collect_in_processes
from embrace3k.schema.codec import digest
from embrace3k.simulator.launch import start_embedded
from embrace3k.simulator.picture_format import PictureFormat
from embrace3k.storage.trajectories import iter_trajectories
from embrace3k.tests.collector.nursery import HEIGHT, WIDTH, open_database, prepare, simulators_of, turning_tasks

SCRIPT = ["MoveForward", "TurnRight", "Pick", "Finish"]


def workplace(folder, light_cache, policy=None) -> Workplace:
    start = partial(start_embedded, cache_dir=light_cache, picture=PictureFormat(WIDTH, HEIGHT), supersample=1.0)
    url = f"sqlite:///{folder / 'run.db'}"
    script = policy or f"script:{folder / 'script.json'}"
    return Workplace(url, str(folder / "objects"), folder / "journals", script, light_cache, start)


def digests(folder):
    with open_database(folder) as database, database.snapshot() as session:
        return sorted(digest(trajectory) for trajectory in iter_trajectories(session))


def recorded_by(workers, folder, light_cache):
    tasks, told = turning_tasks(6), list[str]()
    prepare(folder, tasks, SCRIPT)
    place = workplace(folder, light_cache)
    summary = collect_in_processes(place, tasks, workers=workers, on_done=lambda report: told.append(report.task_id))
    assert (summary.done, summary.steps, summary.left_over) == (6, 24, [])
    assert sorted(told) == [task.id for task in tasks]
    return digests(folder)


def test_two_processes_yield_what_one_yields(tmp_path, light_cache):
    assert recorded_by(1, tmp_path / "alone", light_cache) == recorded_by(2, tmp_path / "together", light_cache)


def test_workers_close_the_database_and_their_simulators(tmp_path, marked_light):
    tasks, seen = turning_tasks(4), []
    prepare(tmp_path / "run", tasks, SCRIPT)
    place = workplace(tmp_path / "run", marked_light)
    collect_in_processes(place, tasks, workers=2, on_done=lambda _: seen.append(len(simulators_of(marked_light))))
    assert max(seen) == 2
    assert simulators_of(marked_light) == []
    assert [name for name in os.listdir(tmp_path / "run") if name.startswith("run.db")] == ["run.db"]


def test_one_task_leaves_no_simulator_in_this_process(tmp_path, marked_light):
    tasks = turning_tasks(1)
    prepare(tmp_path / "run", tasks, SCRIPT)
    collect_in_processes(workplace(tmp_path / "run", marked_light), tasks, workers=4)
    assert simulators_of(marked_light) == []


def test_a_bad_policy_is_refused_before_any_process_starts(tmp_path, light_cache):
    with pytest.raises(ScriptRefused):
        collect_in_processes(workplace(tmp_path, light_cache, "random"), turning_tasks(2), workers=2)
