import itertools
from collections import Counter, deque

import pytest

from embrace3k.schema.actions import Action
from embrace3k.simulator.worlds.families import house
from embrace3k.simulator.worlds.model import Kind
from embrace3k.simulator.worlds.motion import Motion
from embrace3k.tests.simulator.worlds.toy import V2, overlap_cm

pytestmark = pytest.mark.xdist_group("houses")
SEEDS = range(12)
GRID_CM = 35
"""Less than the 40 cm that an open door leaves for the middle of a walker."""


@pytest.fixture(scope="module")
def houses():
    return [house.build(seed) for seed in SEEDS]


def test_a_seed_always_builds_the_same_house_and_no_two_seeds_do(houses):
    again = house.build(7)
    assert (again.version, again.objects, again.solids) == (houses[7].version, houses[7].objects, houses[7].solids)
    assert len({world.version for world in houses}) == len(SEEDS)


def test_every_house_has_what_its_tasks_speak_of(houses):
    for world in houses:
        count = Counter(thing.category for thing in world.objects)
        assert count["car"] == 2 and count["tree"] >= 3 and count["chair"] >= 4 and count["door"] == 6
        assert {"bench", "mailbox", "street light", "bin", "apple", "mug", "ball", "book", "box"} <= set(count)
        carried = [thing for thing in world.objects if thing.kind is Kind.CARRIED]
        assert {world.region(thing.region).indoor for thing in carried} == {True, False}
        assert world.object("red_car").kind is Kind.TOWED


def test_what_is_seen_differs_between_houses(houses):
    chairs = {tuple(thing.name for thing in world.objects if thing.category == "chair") for world in houses}
    apples = {world.surface_under(world.object("apple").pose).name for world in houses}
    others = {thing.name for world in houses for thing in world.objects if thing.category == "car"} - {"red_car"}
    front_doors = {world.object("front_door").colour for world in houses}
    assert len(chairs) > 7 and len(apples) >= 4 and len(others) >= 4 and len(front_doors) >= 4


def test_a_shut_door_lets_no_daylight_through_beside_it(houses):
    """The frame begins at the opening's edges: 3 cm beyond what of the leaf blocks."""
    for door in (houses[0].object(name) for name in ("front_door", "back_door", "study_door", "bedroom_door")):
        low, high = door.mesh.bounds()
        assert low[0] < -0.03 and high[0] > door.hinge.leaf_cm / 100 + 0.03, door.name
        assert low[2] < 0.015 and high[2] > 2.1, door.name


def test_a_bed_stands_clear_of_the_curtains_and_below_the_sill(houses):
    for world in houses:
        bed = world.object("bed")
        north_cm = bed.pose.x_cm + 100 * -bed.mesh.bounds()[0][1]
        wall_cm = max(
            box.x_cm - box.half_x_cm for box in world.solids if box.distance_cm(north_cm + 10, bed.pose.y_cm) < 10
        )
        assert wall_cm - north_cm > 7.5 and bed.mesh.bounds()[1][2] < 0.86


def reachable(motion, state):
    """Grid points that a walker gets to from the start."""
    origin, seen, waiting, places = state.pose, {(0, 0)}, deque([(0, 0)]), []
    while waiting:
        column, row = waiting.popleft()
        place = (origin.x_cm + column * GRID_CM, origin.y_cm + row * GRID_CM)
        if motion.free(*place, state):
            places.append(place)
            beside = {(column + 1, row), (column - 1, row), (column, row + 1), (column, row - 1)} - seen
            seen |= beside
            waiting.extend(beside)
    return places


def test_closed_doors_part_the_house_from_the_yard(houses):
    world = houses[0]
    motion = Motion(world)
    places = reachable(motion, motion.start())
    names = {region.name for place in places for region in world.regions_at(*place)}
    assert names == {"living_room", "kitchen"}


def test_the_start_is_free_and_faces_the_front_door(houses):
    for world in houses:
        motion = Motion(world)
        state = motion.start()
        assert motion.free(state.pose.x_cm, state.pose.y_cm, state)
        assert motion.apply(state, Action.OPEN_DOOR, V2).changed == "front_door"


def test_one_steps_up_to_the_deck_from_every_side(houses):
    for world in houses:
        table = world.object("garden_table").pose
        for away in ((300.0, 0.0), (-300.0, 0.0), (0.0, 300.0), (0.0, -300.0)):
            way = [(table.x_cm + away[0] * part / 60, table.y_cm + away[1] * part / 60) for part in range(60)]
            heights = [world.ground_cm(*place) for place in way]
            assert heights[0] == 32.0 and heights[-1] == 0.0
            assert max(abs(low - high) for low, high in itertools.pairwise(heights)) <= 16.0 + 1e-9


SCRIPT = "OFFFFFFLFLFFFF P LLLLFFFFFFFFFFFFLFFF D"
"""Out of the house, down to the red car, and in a wide bend up the drive; house 0, found by a search."""
KEYS = {
    "F": Action.MOVE_FORWARD,
    "L": Action.TURN_LEFT,
    "R": Action.TURN_RIGHT,
    "O": Action.OPEN_DOOR,
    "P": Action.PICK,
    "D": Action.DROP,
}


def test_the_red_car_is_brought_to_the_garage(houses):
    motion = Motion(houses[0])
    state = motion.start()
    effects = []
    for key in SCRIPT.replace(" ", ""):
        effects.append(motion.apply(state, KEYS[key], V2))
        state = effects[-1].state
        assert overlap_cm(motion, state) < 1e-5
    assert [effect.changed for effect in effects if effect.changed] == ["front_door", "red_car", "red_car"]
    assert not any(effect.blocked_by for effect in effects)
    garage = motion.world.region("garage")
    assert all(garage.contains(*corner) for corner in motion.footprint("red_car", state).corners())
