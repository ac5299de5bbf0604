"""Sets of tasks over many worlds."""

import random
from collections import Counter
from statistics import mean

import pytest

from embrace3k.collector.tasks.allocation import PRESETS, allocate
from embrace3k.collector.tasks.generator import Filled, Made
from embrace3k.collector.tasks.lengths import LONGEST, MEAN_ACTIONS, SHORTEST, wanted_lengths
from embrace3k.collector.tasks.sets import Survey, deal, fill_in_rounds, generate_set, survey
from embrace3k.schema.actions import PROFILES
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import Scene, Task, TaskType

HOUSES = [("family-house", 0), ("family-house", 1)]
ROOMY = Survey({kind: 100 for kind in TaskType}, 60)
DOORLESS = Survey({kind: 0 if kind is TaskType.OPEN_DOOR else 100 for kind in TaskType}, 60)
SMALL = Survey({kind: 100 for kind in TaskType}, 15)


def dealt(slots, **surveys):
    worlds = {(name, 0): facts for name, facts in surveys.items()}
    found, left = deal(slots, worlds, {world: [] for world in worlds}, set(), random.Random(0))
    return {world[0]: part for world, part in found.items()}, left


def filled(slots, able):
    """Ten worlds, of which one alone has anything to give; also which world was asked, and whether for any length."""
    task = Task(
        id="t", instruction="Go.", type=TaskType.BASIC, scene=Scene(name="x"), start_pose=Pose(0, 0, 0, 0, 0, 0)
    )
    asked: list[tuple[str, bool]] = []

    def fill_all(parts):
        asked.extend((part.world[0], part.any_length) for part in parts)
        return [
            Filled([Made(task, "Go.", []) for _ in part.slots], [])
            if part.world[0] == able
            else Filled([], [*part.slots])
            for part in parts
        ]

    worlds = {(f"world-{number}", 0): ROOMY for number in range(10)}
    return *fill_in_rounds(slots, worlds, fill_all, seed=0), asked


def test_the_lengths_wanted_have_the_published_mean():
    lengths = [length for _, length in wanted_lengths(allocate(3421), MEAN_ACTIONS["v2"])]
    assert mean(lengths) == pytest.approx(14.1, abs=0.3)
    assert min(lengths) >= SHORTEST and max(lengths) == LONGEST


def test_the_first_release_has_shorter_tasks_in_its_own_proportions():
    wanted = wanted_lengths(allocate(200, preset="v1"), MEAN_ACTIONS["v1"])
    assert Counter(kind for kind, _ in wanted) == {kind: 2 * share for kind, share in PRESETS["v1"].items()}
    assert mean(length for _, length in wanted) == pytest.approx(8.4, abs=0.4)


def test_doors_are_asked_of_worlds_that_have_some_and_all_worlds_get_as_many_tasks():
    slots = [(TaskType.OPEN_DOOR, 10)] * 10 + [(TaskType.BASIC, 10)] * 20
    found, left = dealt(slots, house=ROOMY, meadow=DOORLESS, flat=ROOMY)
    assert left == [] and {len(part) for part in found.values()} == {10}
    assert all(kind is TaskType.BASIC for kind, _ in found["meadow"])


def test_long_tasks_go_to_worlds_with_room_for_them():
    found, _ = dealt([(TaskType.BASIC, 40), (TaskType.BASIC, 5)], flat=SMALL, park=ROOMY)
    assert found["park"] == [(TaskType.BASIC, 40)]


def test_what_no_world_can_give_is_left():
    found, left = dealt([(TaskType.OPEN_DOOR, 9)], meadow=DOORLESS)
    assert left == [(TaskType.OPEN_DOOR, 9)] and found["meadow"] == []


def test_a_world_that_gave_up_on_a_type_is_not_asked_again():
    worlds = {("a", 0): ROOMY, ("b", 0): ROOMY}
    spent = {(("a", 0), TaskType.BASIC)}
    found, _ = deal([(TaskType.BASIC, 9)] * 4, worlds, {world: [] for world in worlds}, spent, random.Random(0))
    assert found["a", 0] == [] and len(found["b", 0]) == 4


def test_a_slot_goes_from_world_to_world_until_one_can_fill_it():
    made, left, asked = filled([(TaskType.BASIC, 9)], able="world-9")
    assert left == [] and [len(made["world-9", 0]), len(made["world-0", 0])] == [1, 0]
    assert max(Counter(asked).values()) <= 2  # Once for that length, once for any.


def test_slots_that_no_world_can_fill_end_the_rounds():
    made, left, asked = filled([(TaskType.BASIC, 9)] * 2, able="nowhere")
    assert left == [(TaskType.BASIC, 9)] * 2 and not any(made.values())
    assert {name for name, any_length in asked if any_length} == {f"world-{number}" for number in range(10)}


def test_a_survey_counts_what_the_world_has():
    found = survey(("family-house", 0))
    assert found.most[TaskType.OPEN_DOOR] > 0 and found.most[TaskType.PICK_DROP] > 0
    assert found.longest > 20


def test_the_same_world_twice_is_refused(tmp_path):
    with pytest.raises(ValueError, match="named twice"):
        generate_set(HOUSES[:1] * 2, count=1, cache_dir=tmp_path, profile=PROFILES["v2"])


def test_a_set_is_the_same_whatever_the_number_of_workers(light_cache):
    heard: list[int] = []
    types = [TaskType.BASIC, TaskType.DYNAMIC_SPATIAL_SEMANTIC]
    sets = [
        generate_set(
            HOUSES, count=4, types=types, on_made=heard.append, cache_dir=light_cache, profile=PROFILES["v2"], workers=n
        )
        for n in (1, 2)
    ]
    assert sets[0] == sets[1]
    assert Counter(made.task.type for made in sets[0]) == allocate(4, types)
    assert {made.task.scene.seed for made in sets[0]} == {0, 1} and sum(heard) == 8
    assert len({(made.task.scene, made.task.instruction) for made in sets[0]}) == 4
