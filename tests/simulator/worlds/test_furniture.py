"""Every model: sizes a person would expect, and no surface that shows its inside."""

import numpy as np
import pytest

from embrace3k.simulator.worlds.lighting.rays import Tracer
from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.simulator.worlds.props import (
    bath_things,
    belongings,
    fittings,
    furniture,
    home_things,
    office_things,
    plants,
    small_things,
    street,
    vehicles,
)
from embrace3k.tests.simulator.worlds.shapes import even_directions, faces_outward

RED, BLUE = (0.7, 0.15, 0.15), (0.2, 0.35, 0.7)
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
    "potted_plant": (plants.potted_plant(np.random.default_rng(3)), (0.85, 0.85, 1.3)),
    "car": (vehicles.car((0.42, 0.07, 0.065)), (2.06, 4.4, 1.46)),
    "mug": (small_things.mug(), (0.15, 0.11, 0.122)),
    "apple": (small_things.apple(), (0.116, 0.116, 0.125)),
    "book": (small_things.book(), (0.18, 0.25, 0.0375)),
    "ball": (small_things.ball(), (0.24, 0.24, 0.24)),
    "cardboard_box": (small_things.cardboard_box(), (0.45, 0.356, 0.323)),
    "bottle": (small_things.bottle(), (0.08, 0.08, 0.275)),
    "teddy_bear": (small_things.teddy_bear(), (0.29, 0.25, 0.37)),
    "watering_can": (small_things.watering_can(), (0.21, 0.44, 0.25)),
    "aquarium": (home_things.aquarium(), (0.94, 0.42, 1.17)),
    "bathtub": (bath_things.bathtub(), (1.7, 0.75, 0.71)),
    "chest_of_drawers": (home_things.chest_of_drawers(), (0.9, 0.48, 0.9)),
    "coat_stand": (home_things.coat_stand((RED, BLUE, RED)), (0.52, 0.44, 1.74)),
    "flower_box": (home_things.flower_box((RED, BLUE)), (0.82, 0.22, 0.35)),
    "garden_chair": (home_things.garden_chair(), (0.42, 0.43, 0.91)),
    "guitar": (home_things.guitar(), (0.4, 0.28, 1.22)),
    "laundry_basket": (bath_things.laundry_basket(), (0.48, 0.48, 0.6)),
    "lift": (home_things.lift(), (1.28, 0.116, 2.2)),
    "microwave": (home_things.microwave(), (0.5, 0.38, 0.29)),
    "pedal_bin": (home_things.pedal_bin(), (0.31, 0.35, 0.66)),
    "piano": (home_things.piano(), (1.5, 0.62, 1.19)),
    "pouf": (home_things.pouf(), (0.58, 0.58, 0.38)),
    "radiator": (home_things.radiator(), (0.94, 0.07, 0.68)),
    "round_table": (home_things.round_table(), (1.04, 1.04, 0.75)),
    "shoe_rack": (home_things.shoe_rack(), (0.9, 0.34, 0.46)),
    "single_bed": (home_things.single_bed(), (0.99, 2.09, 0.82)),
    "stool": (home_things.stool(), (0.38, 0.38, 0.46)),
    "table_lamp": (home_things.table_lamp(), (0.3, 0.3, 0.43)),
    "towel_rail": (bath_things.towel_rail((RED, BLUE)), (0.84, 0.084, 0.71)),
    "upholstered_chair": (home_things.upholstered_chair(), (0.46, 0.47, 0.92)),
    "wall_shelf": (home_things.wall_shelf(), (0.9, 0.22, 0.27)),
    "washing_machine": (bath_things.washing_machine(), (0.6, 0.6, 0.85)),
    "coffee_machine": (office_things.coffee_machine(), (0.32, 0.39, 0.42)),
    "conference_table": (office_things.conference_table(), (2.6, 1.1, 0.76)),
    "copier": (office_things.copier(), (0.62, 0.65, 1.02)),
    "divider": (office_things.divider(BLUE), (1.4, 0.05, 1.15)),
    "filing_cabinet": (office_things.filing_cabinet(), (0.46, 0.61, 1.35)),
    "fire_extinguisher": (office_things.fire_extinguisher(), (0.2, 0.185, 0.56)),
    "flip_chart": (office_things.flip_chart(), (0.74, 0.65, 1.78)),
    "laptop": (office_things.laptop(), (0.36, 0.33, 0.25)),
    "lockers": (office_things.lockers((RED, BLUE, RED)), (1.2, 0.51, 1.8)),
    "monitor": (office_things.monitor("code"), (0.56, 0.18, 0.48)),
    "notice_board": (office_things.notice_board(), (1.2, 0.034, 0.9)),
    "office_chair": (office_things.office_chair(), (0.62, 0.61, 1.12)),
    "office_desk": (office_things.office_desk(), (1.4, 0.72, 0.77)),
    "recycling_station": (office_things.recycling_station(), (1.25, 0.41, 0.84)),
    "vending_machine": (office_things.vending_machine(), (0.9, 0.74, 1.84)),
    "wall_screen": (office_things.wall_screen(), (1.5, 0.085, 0.87)),
    "water_dispenser": (office_things.water_dispenser(), (0.34, 0.41, 1.38)),
    "whiteboard": (office_things.whiteboard(), (1.8, 0.1, 1.1)),
    "alarm_clock": (belongings.alarm_clock(), (0.154, 0.077, 0.2)),
    "backpack": (belongings.backpack(), (0.32, 0.28, 0.5)),
    "banana": (belongings.banana(), (0.184, 0.081, 0.047)),
    "binder": (belongings.binder(), (0.074, 0.28, 0.32)),
    "cactus": (belongings.cactus(), (0.22, 0.158, 0.32)),
    "handbag": (belongings.handbag(), (0.34, 0.15, 0.32)),
    "rubber_duck": (belongings.rubber_duck(), (0.197, 0.25, 0.2)),
    "teapot": (belongings.teapot(), (0.31, 0.195, 0.186)),
    "toy_car": (belongings.toy_car(), (0.158, 0.28, 0.124)),
    "vase": (belongings.vase(), (0.23, 0.21, 0.42)),
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
    assert low[2] == pytest.approx(0.0, abs=0.15 if name == "shrub" else 0.013)
    if name not in ("door_leaf", "wall_clock", "towel_rail"):
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
