"""Generated tasks, each claim about them proved again from the simulator's own masks and states."""

import os
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from embrace3k.collector.errors import TooFewTasks
from embrace3k.collector.footprints import WorldFootprints
from embrace3k.collector.goals import Instant, judge
from embrace3k.collector.oracle import plan
from embrace3k.collector.tasks import allocate, generate_tasks, red_car_task
from embrace3k.collector.tasks.eye import make_renderer
from embrace3k.schema.actions import PROFILES, Action
from embrace3k.schema.codec import encode
from embrace3k.schema.goals import objects_of
from embrace3k.schema.tasks import TaskType
from embrace3k.simulator.interfaces import Simulator
from embrace3k.simulator.launch import start_embedded
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.simulator.worlds.model import Kind
from embrace3k.simulator.worlds.motion import Motion

V2 = PROFILES["v2"]
COUNT = 7
SEEDS = (0, 1, 2)


@pytest.fixture(scope="module")
def simulator(light_cache):
    made = start_embedded(cache_dir=light_cache, supersample=1.0)
    yield made
    made.close()


@pytest.fixture(scope="module")
def renderer(light_cache):
    made = make_renderer(light_cache)
    yield made
    made.close()


@pytest.fixture(scope="module")
def made(renderer):
    """World seed -> its tasks."""
    return {seed: generate_tasks(house(seed), renderer, seed=0, count=COUNT, profile=V2) for seed in SEEDS}


@pytest.fixture(scope="module")
def episodes(simulator, made):
    """Every task with the plan that was acted out over the wire, and what was observed."""
    return [(task, *acted_out(simulator, task)) for seed in SEEDS for task in made[seed]]


def house(seed):
    return build_world("family-house", seed)


def acted_out(simulator: Simulator, task):
    motion = Motion(house(task.scene.seed))
    actions = plan(motion, motion.start(task.start_pose), task.goal, V2).actions
    first = simulator.reset(task.scene, task.start_pose, task.pick_drop)
    return actions, [first, *(simulator.act(action) for action in actions)], simulator.objects()


def share(observation, names, name) -> float:
    return float((observation.mask == names.index(name) + 1).mean())


def verdict(task, observations, actions):
    instants = [Instant(observation.pose, observation.state) for observation in observations]
    return judge(task.goal, instants, actions, WorldFootprints(house(task.scene.seed)))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_type_is_made_in_every_house(made, seed):
    assert {task.type for task in made[seed]} == set(TaskType)
    assert len(made[seed]) == COUNT


def test_every_task_is_solved_in_closed_loop_without_a_bump(episodes):
    for task, actions, observations, _ in episodes:
        assert verdict(task, observations, actions).success, task.instruction
        steps = zip(actions, observations, observations[1:], strict=False)
        walks = [(a.pose, b.pose) for action, a, b in steps if action is Action.MOVE_FORWARD]
        assert all(abs(((b.x_cm - a.x_cm) ** 2 + (b.y_cm - a.y_cm) ** 2) ** 0.5 - 125.859) < 0.01 for a, b in walks)


def test_shortest_actions_is_the_length_of_the_plan(episodes):
    for task, actions, _, _ in episodes:
        assert task.shortest_actions == len(actions)
        assert 4 <= len(actions) <= 60


def test_nobody_turns_round_and_round(episodes):
    for task, actions, _, _ in episodes:
        assert not re.search("(R{9}|L{9})", "".join(action.value[4:5] for action in actions)), task.instruction


def test_no_task_is_solved_by_finishing_at_once(episodes):
    for task, _, observations, _ in episodes:
        assert not verdict(task, [observations[0]] * 2, [Action.FINISH]).success, task.instruction


def test_targets_of_basic_and_spatial_tasks_and_doors_are_in_view_at_the_start(episodes):
    seen = {TaskType.BASIC, TaskType.DYNAMIC_SPATIAL_SEMANTIC, TaskType.OPEN_DOOR, TaskType.MULTI_STAGE}
    for task, _, observations, names in episodes:
        if task.type in seen:
            assert share(observations[0], names, task.targets[0]) >= 0.001, task.instruction


def test_what_is_to_be_found_is_not_in_view_at_the_start(episodes):
    for task, _, observations, names in episodes:
        if task.type is TaskType.EXPLORATION:
            assert share(observations[0], names, task.targets[0]) == 0.0, task.instruction


def test_whoever_walked_up_to_something_sees_it_at_the_end(episodes):
    walked = {TaskType.BASIC, TaskType.EXPLORATION, TaskType.DYNAMIC_SPATIAL_SEMANTIC, TaskType.MULTI_STAGE}
    for task, _, observations, names in episodes:
        if task.type in walked:
            assert share(observations[-1], names, task.targets[-1]) >= 0.001, task.instruction


def test_start_poses_are_taken_as_they_are_and_show_more_than_walls(episodes):
    for task, _, observations, names in episodes:
        assert observations[0].pose == task.start_pose
        assert sum(share(observations[0], names, name) >= 0.003 for name in names) >= 2


def test_records_hold_what_their_type_needs(made):
    for task in made[0]:
        assert (task.door is not None) == (task.type is TaskType.OPEN_DOOR)
        assert (task.pick_drop is not None) == (task.type is TaskType.PICK_DROP)
        assert set(objects_of(task.goal)) == set(task.targets)
        assert task.scene.map_name == "family-house_0000"
        assert task.scene.version == house(0).version


def test_ids_are_named_as_in_v2_and_safe_in_a_path(made):
    tasks = [task for seed in SEEDS for task in made[seed]]
    pattern = r"family-house_000\d/x-?\d{6}_y-?\d{6}_z-?\d{6}_t[0-5]_[a-z](_pd?)?"
    assert all(re.fullmatch(pattern, task.id) for task in tasks)
    assert len({task.id for task in tasks}) == len(tasks)
    first = made[0][0]
    assert first.id.split("/")[1].startswith(f"x{first.start_pose.x_cm:0{6 + (first.start_pose.x_cm < 0)}.0f}_")


def test_no_instruction_comes_twice_and_each_is_a_sentence(made):
    for seed in SEEDS:
        told = [task.instruction for task in made[seed]]
        assert len(set(told)) == len(told)
        assert all(text[0].isupper() and text[-1] in ".?" and "  " not in text and "_" not in text for text in told)


def test_another_process_makes_the_same_bytes(made, light_cache):
    program = (
        "import sys; from pathlib import Path; from embrace3k.tests.collector.test_tasks import *\n"
        "renderer = make_renderer(Path(sys.argv[1]))\n"
        "tasks = generate_tasks(house(1), renderer, seed=0, count=COUNT, profile=V2)\n"
        "renderer.close(); sys.stdout.buffer.write(encode(tasks))"
    )
    words = [sys.executable, "-c", program, str(light_cache)]
    environment = {**os.environ, "PYTHONHASHSEED": "12345"}
    other = subprocess.run(words, capture_output=True, env=environment, timeout=600, check=True)
    assert other.stdout == encode(made[1])


def test_other_seeds_make_other_tasks(made, renderer):
    [task] = generate_tasks(house(0), renderer, seed=1, count=1, types=[TaskType.BASIC], profile=V2)
    assert task.type is TaskType.BASIC
    assert task.id not in {other.id for other in made[0]}


def test_a_world_that_has_told_all_it_has_says_so(renderer):
    doorless = replace(house(0), objects=tuple(each for each in house(0).objects if each.kind is not Kind.DOOR))
    with pytest.raises(TooFewTasks, match="no further open_door task"):
        generate_tasks(doorless, renderer, seed=0, count=2, types=[TaskType.OPEN_DOOR], profile=V2)


@pytest.mark.parametrize(
    "count, numbers",
    [(3421, [646, 591, 686, 644, 226, 628]), (24, [5, 4, 5, 4, 2, 4]), (6, [1] * 6), (7, [1, 1, 2, 1, 1, 1])],
)
def test_the_published_proportions_are_kept(count, numbers):
    assert list(allocate(count).values()) == numbers


@pytest.mark.parametrize("count", [0, 1, 5, 6, 11, 23, 100])
def test_the_numbers_of_tasks_add_up_and_no_type_goes_without(count):
    numbers = allocate(count).values()
    assert sum(numbers) == count
    assert min(numbers) >= (1 if count >= 6 else 0)


def test_some_types_only_share_all_tasks_between_them():
    assert allocate(10, [TaskType.OPEN_DOOR, TaskType.BASIC]) == {TaskType.BASIC: 7, TaskType.OPEN_DOOR: 3}


@pytest.mark.parametrize("seed", range(5))
def test_the_red_car_is_towed_wholly_into_the_garage(seed):
    made = house(seed)
    task, motion = red_car_task(made), Motion(made)
    assert task.goal is not None
    assert task.instruction == "Find the red car and bring it to the garage."
    states = [motion.start(task.start_pose)]
    actions = plan(motion, states[0], task.goal, V2).actions
    for action in actions:
        effect = motion.apply(states[-1], action, V2)
        assert effect.blocked_by is None
        states.append(effect.state)
    instants = [Instant(state.pose, state.world_state()) for state in states]
    assert judge(task.goal, instants, actions, WorldFootprints(made)).success
    assert actions[-2:] == [Action.DROP, Action.FINISH] and actions.count(Action.PICK) == 1
    corners = motion.footprint("red_car", states[-1]).corners()
    assert all(made.region("garage").contains(*corner) for corner in corners)
