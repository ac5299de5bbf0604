"""Every model: sizes a person would expect, and no surface that shows its inside."""

import numpy as np
import pytest

from embrace3k.simulator.worlds import fittings, furniture, plants, small_things, street, vehicles
from embrace3k.simulator.worlds.lighting.rays import Tracer
from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.tests.simulator.worlds.shapes import even_directions, faces_outward

# name: (mesh, width east-west, depth north-south, height), metres
MODELS: dict[str, tuple[Mesh, tuple[float, float, float]]] = {
    "table": (furniture.table(), (1.6, 0.9, 0.75)),
    "coffee_table": (furniture.coffee_table(), (1.0, 0.6, 0.42)),
    "chair": (furniture.chair(), (0.45, 0.45, 0.98)),
    "sofa": (furniture.sofa(), (2.02, 0.88, 0.86)),
    "armchair": (furniture.armchair(), (0.92, 0.86, 0.88)),
    "bed": (furniture.bed(), (1.66, 2.13, 0.85)),
    "nightstand": (furniture.nightstand(), (0.44, 0.41, 0.52)),
    "wardrobe": (furniture.wardrobe(), (1.2, 0.61, 2.0)),
    "desk": (furniture.desk(), (1.3, 0.66, 0.75)),
    "sideboard": (furniture.sideboard(), (1.1, 0.43, 0.95)),
    "bookshelf": (furniture.bookshelf(), (1.0, 0.3, 1.9)),
    "tv_stand": (furniture.tv_stand(), (1.6, 0.43, 1.27)),
    "floor_lamp": (furniture.floor_lamp(), (0.48, 0.48, 1.65)),
    "fridge": (furniture.fridge(), (0.7, 0.72, 1.82)),
    "kitchen_counter": (furniture.kitchen_counter(), (2.04, 0.64, 1.22)),
    "stove": (furniture.stove(), (0.6, 0.64, 0.91)),
    "toilet": (furniture.toilet(), (0.42, 0.67, 0.83)),
    "washbasin": (furniture.washbasin(), (0.74, 0.48, 1.02)),
    "door_leaf": (fittings.door_leaf(0.9, 2.05), (0.894, 0.19, 2.034)),
    "rug": (fittings.rug(2.2, 1.5), (2.2, 1.5, 0.012)),
    "doormat": (fittings.doormat(), (0.8, 0.5, 0.015)),
    "painting": (fittings.painting(0.9, 0.6), (0.9, 0.035, 0.6)),
    "mirror": (fittings.mirror(0.6, 0.8), (0.6, 0.035, 0.8)),
    "wall_clock": (fittings.wall_clock(), (0.32, 0.04, 0.32)),
    "ceiling_lamp": (fittings.ceiling_lamp(), (0.4, 0.4, 0.11)),
    "bench": (street.bench(), (1.5, 0.52, 0.86)),
    "mailbox": (street.mailbox(), (0.22, 0.42, 1.26)),
    "street_light": (street.street_light(), (0.2, 0.95, 4.2)),
    "trash_bin": (street.trash_bin(), (0.54, 0.54, 0.74)),
    "picnic_table": (street.picnic_table(), (1.6, 1.56, 0.76)),
    "tree": (plants.tree(np.random.default_rng(3)), (3.2, 3.2, 4.5)),
    "shrub": (plants.shrub(np.random.default_rng(3)), (1.42, 1.35, 0.94)),
    "potted_plant": (plants.potted_plant(np.random.default_rng(3)), (0.93, 0.88, 1.27)),
    "car": (vehicles.car((0.42, 0.07, 0.065)), (2.06, 4.4, 1.46)),
    "mug": (small_things.mug(), (0.15, 0.11, 0.122)),
    "apple": (small_things.apple(), (0.116, 0.116, 0.125)),
    "book": (small_things.book(), (0.18, 0.25, 0.0375)),
    "ball": (small_things.ball(), (0.24, 0.24, 0.24)),
    "cardboard_box": (small_things.cardboard_box(), (0.45, 0.356, 0.323)),
    "bottle": (small_things.bottle(), (0.08, 0.08, 0.275)),
    "teddy_bear": (small_things.teddy_bear(), (0.29, 0.25, 0.37)),
    "watering_can": (small_things.watering_can(), (0.21, 0.44, 0.25)),
}
names = pytest.mark.parametrize("name", MODELS)


@names
def test_a_model_has_the_size_of_the_real_thing(name):
    mesh, size = MODELS[name]
    low, high = mesh.bounds()
    assert high - low == pytest.approx(size, rel=0.12, abs=0.02)


@names
def test_a_model_stands_on_its_origin(name):
    low, high = MODELS[name][0].bounds()
    assert low[2] == pytest.approx(0.0, abs=0.13 if name == "shrub" else 0.013)
    if name not in ("door_leaf", "wall_clock"):
        assert (low[:2] < 0).all() and (high[:2] > 0).all()


@names
def test_triangles_face_the_way_their_normals_point(name):
    parts = [p for kind, ps in MODELS[name][0].parts.items() if kind != "foliage" for p in ps]
    assert all(faces_outward(part) for part in parts)


@names
def test_no_ray_from_outside_meets_an_inside_first(name):
    """A face seen from behind is not drawn: the object would have a hole there."""
    mesh, _ = MODELS[name]
    corners = [
        p.surface.points[p.surface.triangles] for kind, ps in mesh.parts.items() if kind != "foliage" for p in ps
    ]
    if not corners:
        return
    low, high = mesh.bounds()
    rng = np.random.default_rng(0)
    directions = even_directions(300)
    directions = directions[directions[:, 2] < -0.05].repeat(40, 0)
    targets = low + (high - low) * rng.random((len(directions), 3))
    hit = Tracer(np.concatenate(corners)).first_hits(targets - 20 * directions, directions)
    seen_from_behind = (hit.triangles >= 0) & ((hit.normals * directions).sum(1) > 1e-6)
    assert seen_from_behind.mean() < 0.003


def test_a_closed_door_leaf_reaches_east_from_its_hinge():
    low, high = fittings.door_leaf(0.9, 2.05).bounds()
    assert 0 < low[0] < 0.01 and 0.89 < high[0] < 0.9


def test_the_same_generator_state_grows_the_same_tree():
    one, other = (plants.tree(np.random.default_rng(7)) for _ in range(2))
    assert np.array_equal(one.parts["foliage"][0].surface.points, other.parts["foliage"][0].surface.points)
