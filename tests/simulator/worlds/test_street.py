import pytest

from embrace3k.schema.actions import Action
from embrace3k.simulator.worlds.families import street
from embrace3k.simulator.worlds.model import Kind
from embrace3k.simulator.worlds.motion import Motion
from embrace3k.tests.simulator.worlds.toy import V2, overlap_cm

pytestmark = pytest.mark.xdist_group("streets")
SEEDS = range(8)


@pytest.fixture(scope="module")
def streets():
    return [street.build(seed) for seed in SEEDS]


def test_a_seed_always_builds_the_same_street_and_no_two_seeds_do(streets):
    assert street.build(3).version == streets[3].version
    assert len({world.version for world in streets}) == len(SEEDS)


def test_lots_stand_in_different_orders(streets):
    names = ("garage", "kiosk", "garden", "yard")
    orders = {tuple(sorted(names, key=lambda name: world.region(name).polygon.outer[0][1])) for world in streets}
    assert len(orders) >= 4


def test_two_cars_can_be_towed_and_others_stay(streets):
    for world in streets:
        cars = [thing for thing in world.objects if thing.category == "car"]
        kinds = [car.kind for car in cars]
        assert kinds.count(Kind.TOWED) == 2 and Kind.FIXED in kinds
        assert len({car.colour for car in cars}) == len(cars)


def test_house_doors_lie_higher_than_the_road_and_the_garage_does_not(streets):
    for world in streets:
        doors = [thing for thing in world.objects if thing.category == "front door"]
        assert [round(world.ground_cm(door.pose.x_cm - 20, door.pose.y_cm)) for door in doors] == [63, 63]
        garage = world.region("garage").polygon.outer
        middle = [sum(corner[axis] for corner in garage) / 4 for axis in (0, 1)]
        assert world.ground_cm(*middle) == 0.0
        assert world.ground_cm(130.0, world.start.y_cm) == 0.0


def test_a_kerb_is_a_step(streets):
    for world in streets:
        gate = world.object("garden_gate").pose
        assert world.ground_cm(-10.0, gate.y_cm) == 0.0
        assert world.ground_cm(10.0, gate.y_cm) == pytest.approx(12.0)


SCRIPT = "RRFFRFFFFFRFPRRRRRFFFFLFFFLFFFOFFD"
"""To the orange car, and with it in tow through the bend before the garages; street 2, found by a search."""
KEYS = {
    "F": Action.MOVE_FORWARD,
    "L": Action.TURN_LEFT,
    "R": Action.TURN_RIGHT,
    "O": Action.OPEN_DOOR,
    "P": Action.PICK,
    "D": Action.DROP,
}


def test_a_car_is_towed_into_the_open_garage(streets):
    motion = Motion(streets[2])
    state = motion.start()
    changed = []
    for key in SCRIPT:
        effect = motion.apply(state, KEYS[key], V2)
        changed.append(effect.changed)
        state = effect.state
        assert overlap_cm(motion, state) < 1e-5
    car = changed[SCRIPT.index("P")]
    assert car is not None and motion.world.object(car).kind is Kind.TOWED
    garage = motion.world.region("garage")
    assert all(garage.contains(*corner) for corner in motion.footprint(car, state).corners())
