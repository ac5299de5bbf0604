"""Cars and two-wheelers: people's measures, few triangles, and no face that shows its inside."""

import numpy as np
import pytest

from embrace3k.simulator.worlds.lighting.rays import Tracer
from embrace3k.simulator.worlds.materials import CUT_OUT
from embrace3k.simulator.worlds.props import street_goods, street_things, two_wheelers, vehicles
from embrace3k.tests.simulator.worlds.shapes import even_directions, faces_outward

PAINT = (0.2, 0.3, 0.4)
# name: (mesh, width with mirrors or handlebars, length, height), metres
VEHICLES = {
    "hatchback": (vehicles.car(PAINT), (2.06, 4.4, 1.46)),
    "saloon": (vehicles.saloon(PAINT), (2.06, 4.65, 1.43)),
    "estate": (vehicles.estate(PAINT), (2.06, 4.65, 1.48)),
    "van": (vehicles.van(PAINT), (2.26, 4.9, 2.06)),
    "truck": (vehicles.truck(PAINT), (2.32, 5.2, 2.87)),
    "bicycle": (two_wheelers.bicycle(PAINT), (0.6, 1.8, 1.06)),
    "scooter": (two_wheelers.scooter(PAINT), (0.72, 1.9, 1.3)),
}
SOLID = {name: mesh for name, (mesh, _) in VEHICLES.items() if name != "bicycle"} | {
    "hydrant": street_things.hydrant(),
    "letter_box": street_things.letter_box(PAINT),
    "wheelie_bin": street_things.wheelie_bin(PAINT),
    "workbench": street_things.workbench(),
    "toolbox": street_goods.toolbox(),
    "bag": street_goods.bag(PAINT),
    "bucket": street_goods.bucket(PAINT),
    "traffic_cone": street_goods.traffic_cone(),
}


def triangles(mesh):
    return sum(len(part.surface.triangles) for parts in mesh.parts.values() for part in parts)


@pytest.mark.parametrize("name", VEHICLES)
def test_a_vehicle_has_the_size_of_the_real_thing_and_few_triangles(name):
    mesh, size = VEHICLES[name]
    low, high = mesh.bounds()
    assert high - low == pytest.approx(size, rel=0.05, abs=0.02)
    assert low[2] == pytest.approx(0.0, abs=0.01)
    assert triangles(mesh) <= 1600


@pytest.mark.parametrize("name", VEHICLES)
def test_triangles_face_the_way_their_normals_point(name):
    mesh, _ = VEHICLES[name]
    assert all(faces_outward(part) for kind, parts in mesh.parts.items() if kind not in CUT_OUT for part in parts)


@pytest.mark.parametrize("name", SOLID)
def test_no_ray_from_outside_meets_an_inside_first(name):
    mesh = SOLID[name]
    corners = [part.surface.points[part.surface.triangles] for parts in mesh.parts.values() for part in parts]
    low, high = mesh.bounds()
    directions = even_directions(300)
    directions = directions[directions[:, 2] < -0.05].repeat(40, 0)
    targets = low + (high - low) * np.random.default_rng(0).random((len(directions), 3))
    hit = Tracer(np.concatenate(corners)).first_hits(targets - 20 * directions, directions)
    seen_from_behind = (hit.triangles >= 0) & ((hit.normals * directions).sum(1) > 1e-6)
    assert seen_from_behind.mean() < 0.003
