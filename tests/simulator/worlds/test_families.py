"""What every world of every family must be: consistent, walkable, and fit to be drawn."""

import itertools
import math
from collections import Counter, defaultdict, deque
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embrace3k.schema.actions import OFFERED, Action
from embrace3k.simulator.worlds.axes import placement
from embrace3k.simulator.worlds.catalogue import build_world, families
from embrace3k.simulator.worlds.collision import separation, shape_of
from embrace3k.simulator.worlds.doors import leaf_shape
from embrace3k.simulator.worlds.materials import CUT_OUT
from embrace3k.simulator.worlds.model import Kind
from embrace3k.simulator.worlds.motion import Motion
from embrace3k.simulator.worlds.surfaces import face_vectors
from embrace3k.tests.simulator.worlds.shapes import faces_outward
from embrace3k.tests.simulator.worlds.toy import V2, overlap_cm

NAMES = [family.name for family in families()]
SEEDS = range(4)
GRID_CM = 35
"""Less than the 40 cm that an open door leaves for the middle of a walker."""
STEP_CM = 20.0
pytestmark = pytest.mark.xdist_group("families")
every_world = pytest.mark.parametrize(
    ("family", "seed"), [pytest.param(name, seed, id=f"{name} {seed}") for name in NAMES for seed in SEEDS]
)


def test_there_are_families_indoors_and_outdoors_with_steps_and_slopes():
    worlds = [build_world(name, 0) for name in NAMES]
    assert len(worlds) >= 8
    shares = [sum(region.indoor for region in world.regions) / len(world.regions) for world in worlds]
    assert sum(share > 0.6 for share in shares) >= 3 and sum(share < 0.4 for share in shares) >= 3
    assert sum(bool(world.slopes) for world in worlds) >= 4


@pytest.mark.parametrize("family", NAMES)
def test_no_two_seeds_look_alike(family):
    worlds = [build_world(family, seed) for seed in SEEDS]
    assert len({world.version for world in worlds}) == len(worlds)
    assert len({world.weather for world in worlds}) > 1
    assert len({tuple(sorted((thing.label, thing.colour) for thing in world.objects)) for world in worlds}) > 1


@every_world
def test_there_is_enough_to_speak_of(family, seed):
    world = build_world(family, seed)
    count = Counter(thing.category for thing in world.objects)
    assert 18 <= len(world.objects) <= 80 and len(count) >= 14
    assert sum(number >= 3 for number in count.values()) >= 3, count
    kinds = Counter(thing.kind for thing in world.objects)
    assert kinds[Kind.DOOR] >= 2 and kinds[Kind.CARRIED] >= 6
    assert sum(thing.surface_cm is not None for thing in world.objects) >= 3


@every_world
def test_names_are_single_words_and_unique_and_labels_are_words(family, seed):
    world = build_world(family, seed)
    names = [thing.name for thing in world.objects]
    assert len(set(names)) == len(names) and not any(" " in name for name in names)
    assert not any("_" in text for thing in world.objects for text in (thing.label, thing.category))
    regions = [region.name for region in world.regions]
    assert len(set(regions)) == len(regions)


@every_world
def test_every_object_is_in_the_region_it_names_and_regions_do_not_overlap(family, seed):
    world = build_world(family, seed)
    for thing in world.objects:
        assert world.region(thing.region).contains(thing.pose.x_cm, thing.pose.y_cm), thing.name
        inside = [region for region in world.regions_at(thing.pose.x_cm + 0.37, thing.pose.y_cm + 0.41)]
        assert len(inside) <= 1, (thing.name, [region.name for region in inside])


def same_height(first, second):
    return first.low_cm < second.high_cm - 0.5 and second.low_cm < first.high_cm - 0.5


def boxes_of(world):
    return {thing.name: thing.footprint(thing.pose) for thing in world.objects if thing.solid or carried(thing)}


def carried(thing):
    return thing.kind is Kind.CARRIED


@every_world
def test_no_two_things_fill_the_same_space(family, seed):
    world = build_world(family, seed)
    boxes = boxes_of(world)
    resting = {thing.name: world.surface_under(thing.pose) for thing in world.objects if carried(thing)}
    for (name, box), (other, second) in itertools.combinations(boxes.items(), 2):
        if same_height(box, second) and separation(shape_of(box), shape_of(second)) <= 0:
            on_top = [support.name for support in (resting.get(name), resting.get(other)) if support]
            assert set(on_top) & {name, other}, (name, other)


@every_world
def test_nothing_that_stands_cuts_into_a_wall(family, seed):
    world = build_world(family, seed)
    for thing in world.objects:
        box = thing.footprint(thing.pose)
        if thing.kind is not Kind.DOOR and (thing.solid or carried(thing)):
            cut = [
                wall.label
                for wall in world.solids
                if same_height(box, wall) and separation(shape_of(box), shape_of(wall)) <= 0
            ]
            assert not cut, (thing.name, cut)


@every_world
def test_nothing_floats(family, seed):
    world = build_world(family, seed)
    for thing in world.objects:
        if carried(thing) and world.surface_under(thing.pose) is None:
            ground_cm = world.ground_cm(thing.pose.x_cm, thing.pose.y_cm)
            assert abs(thing.pose.z_cm - ground_cm) < 2.0, thing.name


@every_world
def test_every_door_has_room_to_swing_both_ways(family, seed):
    world = build_world(family, seed)
    fixed = [thing for thing in world.objects if thing.solid and thing.kind is not Kind.DOOR]
    for door in (thing for thing in world.objects if thing.kind is Kind.DOOR):
        assert door.hinge is not None
        widest = round(door.hinge.opens_deg)
        arc = [leaf_shape(door, swing) for swing in range(-widest, widest + 1, 5)]
        for thing in fixed:
            box = thing.footprint(thing.pose)
            if same_height(door.footprint(door.pose), box):
                assert all(separation(leaf, shape_of(box)) > 0 for leaf in arc), (door.name, thing.name)


@cache
def places_in(family, seed):
    """Grid points that a walker gets to from the start when all doors are open."""
    motion = Motion(build_world(family, seed))
    start = motion.start()
    state = replace(start, doors=dict.fromkeys(start.doors, True))
    seen, waiting, places = {(0, 0)}, deque([(0, 0)]), {}
    while waiting:
        column, row = waiting.popleft()
        place = (start.pose.x_cm + column * GRID_CM, start.pose.y_cm + row * GRID_CM)
        if motion.free(*place, state):
            places[column, row] = place
            beside = {(column + 1, row), (column - 1, row), (column, row + 1), (column, row - 1)} - seen
            seen |= beside
            waiting.extend(beside)
    return places


@every_world
def test_every_region_and_everything_that_can_be_carried_can_be_reached(family, seed):
    world = build_world(family, seed)
    places = list(places_in(family, seed).values())
    for region in world.regions:
        assert sum(region.contains(*place) for place in places) >= 6, region.name
    for thing in world.objects:
        box = thing.footprint(thing.pose)
        gap = min(box.distance_cm(*place) for place in places)
        assert gap < (150 if thing.kind is not Kind.FIXED else 250), thing.name


@every_world
def test_every_place_one_gets_to_is_in_a_region(family, seed):
    world = build_world(family, seed)
    places = list(places_in(family, seed).values())
    nowhere = [place for place in places if not world.regions_at(*place)]
    assert len(nowhere) <= len(places) / 50, nowhere[:5]


@every_world
def test_the_ground_never_jumps_by_more_than_a_step(family, seed):
    world, places = build_world(family, seed), places_in(family, seed)
    for (column, row), (x, y) in places.items():
        for beside, step in (((column + 1, row), (5.0, 0.0)), ((column, row + 1), (0.0, 5.0))):
            if world.slopes and beside in places:
                heights = [world.ground_cm(x + step[0] * part, y + step[1] * part) for part in range(8)]
                assert max(map(abs, np.diff(heights))) <= STEP_CM, (x, y)


@pytest.mark.parametrize("family", NAMES)
@settings(deadline=None, max_examples=8)
@given(seed=st.sampled_from(SEEDS), actions=st.lists(st.sampled_from(OFFERED), max_size=60), more=st.integers(0, 30))
def test_whatever_an_agent_does_it_enters_nothing_solid(family, seed, actions, more):
    motion = Motion(build_world(family, seed))
    state = motion.start()
    assert motion.free(state.pose.x_cm, state.pose.y_cm, state)
    for action in [*actions, *[Action.MOVE_FORWARD] * more]:
        state = motion.apply(state, action, V2).state
        assert overlap_cm(motion, state) < 1e-5


@pytest.mark.parametrize("family", NAMES)
def test_surfaces_show_their_faces_and_not_their_backs(family):
    world = build_world(family, 0)
    for mesh in (world.static, *(thing.mesh for thing in world.objects)):
        for material, parts in mesh.parts.items():
            assert material in CUT_OUT or all(faces_outward(part) for part in parts), material


def is_rectangle(surface):
    """Does it fill the box that it lies in?"""
    filled = np.linalg.norm(face_vectors(surface.points, surface.triangles), axis=1).sum() / 2
    sides = np.sort(np.ptp(surface.points, axis=0))
    return filled > 0.999 * sides[1] * sides[2]


def flat_pieces(world):
    """Charts in the world's axes, by the plane they lie in: (low, high) corners."""
    pieces = defaultdict(list)
    standing = [("ground and walls", world.static)]
    for thing in world.objects:
        if thing.kind is Kind.FIXED:
            where = placement(thing.pose)
            standing.append((thing.name, thing.mesh.transform(where.rotation(), where.offset())))
    for name, mesh in standing:
        for parts in mesh.parts.values():
            for part in parts:
                normal = part.surface.normals[0]
                if part.chart is not None and np.abs(normal).max() > 0.9999 and is_rectangle(part.surface):
                    axis = int(np.abs(normal).argmax())
                    points = part.surface.points
                    plane = (axis, int(np.sign(normal[axis])), round(float(points[0][axis]) * 1000))
                    pieces[plane].append((name, np.delete(points.min(0), axis), np.delete(points.max(0), axis)))
    return pieces


@pytest.mark.parametrize("family", NAMES)
def test_no_two_surfaces_that_face_alike_lie_in_one_plane(family):
    world = build_world(family, 1)
    fights = []
    for plane, pieces in flat_pieces(world).items():
        for (name, low, high), (other, second_low, second_high) in itertools.combinations(pieces, 2):
            overlap = np.minimum(high, second_high) - np.maximum(low, second_low)
            if overlap.min() > 0.01 and math.prod(overlap) > 0.005:
                fights.append((plane, name, other, low.round(2).tolist()))
    assert not fights, fights[:6]
