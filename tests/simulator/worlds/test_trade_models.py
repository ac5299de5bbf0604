"""The models of shops and warehouses: none shows its inside, each stands on its origin."""

import numpy as np
import pytest

from embrace3k.simulator.worlds.lighting.rays import Tracer
from embrace3k.simulator.worlds.materials import CUT_OUT
from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.simulator.worlds.props import (
    chillers,
    groceries,
    hauling,
    shop_things,
    signs,
    storage_things,
    work_things,
)
from embrace3k.tests.simulator.worlds.shapes import even_directions, faces_outward

RED = (0.8, 0.2, 0.1)


def rng():
    return np.random.default_rng(1)


MODELS: dict[str, Mesh] = {
    "shelf_row": shop_things.shelf_row(rng(), 2.4, 1.9, ["tins"], RED),
    "aisle_shelf": shop_things.aisle_shelf(rng(), 3.0, 1.5, ["bottles", "bags"], RED),
    "produce_stand": shop_things.produce_stand(rng(), [RED] * 6),
    "display_table": shop_things.display_table(),
    "glass_fridge": chillers.glass_fridge(rng(), ["bottles"], "DRINKS", doors=3),
    "chest_freezer": chillers.chest_freezer(),
    "checkout": shop_things.checkout(RED),
    "till": shop_things.till(),
    "magazine_rack": shop_things.magazine_rack(),
    "bread_shelf": shop_things.bread_shelf(),
    "trolley": shop_things.trolley(RED),
    "basket_stack": shop_things.basket_stack(RED),
    "flower_buckets": shop_things.flower_buckets(rng()),
    "drinks_crates": shop_things.drinks_crates([RED, RED]),
    "pavement_board": signs.pavement_board("OPEN"),
    "hanging_board": signs.hanging_board("DRINKS", 1.2),
    "milk_carton": groceries.milk_carton(),
    "cereal_box": groceries.cereal_box(),
    "loaf": groceries.loaf(),
    "banana_bunch": groceries.banana_bunch(),
    "melon": groceries.melon(),
    "grocery_tin": groceries.tin(),
    "pineapple": groceries.pineapple(),
    "egg_box": groceries.egg_box(),
    "shopping_basket": groceries.shopping_basket(),
    "juice_bottle": groceries.juice_bottle(),
    "crisp_bag": groceries.crisp_bag(),
    "pallet_stack": storage_things.pallet_stack(5),
    "pallet_of_boxes": storage_things.loaded_pallet(rng(), "boxes"),
    "wrapped_pallet": storage_things.loaded_pallet(rng(), "film", 1.0, RED),
    "pallet_of_sacks": storage_things.loaded_pallet(rng(), "sacks", 0.8, RED),
    "pallet_of_drums": storage_things.loaded_pallet(rng(), "drums", 0.9, RED),
    "pallet_rack": storage_things.pallet_rack(rng(), 2, 3, RED, RED, "A"),
    "store_rack": storage_things.store_rack(rng()),
    "wooden_crate": storage_things.wooden_crate(),
    "stacked_boxes": storage_things.stacked_boxes(rng()),
    "barrel": storage_things.barrel(RED),
    "hand_truck": storage_things.hand_truck(),
    "step_ladder": storage_things.step_ladder(),
    "mop_bucket": storage_things.mop_bucket(),
    "forklift": hauling.forklift(RED),
    "pallet_jack": hauling.pallet_jack(RED),
    "lorry": hauling.lorry(RED, "EXPRESS"),
    "container": hauling.container(RED, "BLUE LINE"),
    "roller_gate": hauling.roller_gate(2.6, 2.7),
    "tool_bench": work_things.tool_bench(),
    "packing_table": work_things.packing_table(),
    "hard_hat": work_things.hard_hat(),
    "drill": work_things.drill(),
    "tape_roll": work_things.tape_roll(),
    "spray_can": work_things.spray_can(),
    "torch": work_things.torch(),
    "thermos": work_things.thermos(),
    "parcel": work_things.parcel(RED),
}
names = pytest.mark.parametrize("name", MODELS)


@names
def test_a_model_stands_on_its_origin(name):
    low, high = MODELS[name].bounds()
    assert low[2] == pytest.approx(0.0, abs=0.013)
    assert (low[:2] < 0).all() and (high[:2] > 0).all()


@names
def test_no_ray_from_outside_meets_an_inside_first(name):
    """A face seen from behind is not drawn: the object would have a hole there."""
    mesh = MODELS[name]
    parts = [part for material, some in mesh.parts.items() if material not in CUT_OUT for part in some]
    assert all(faces_outward(part) for part in parts)
    low, high = mesh.bounds()
    directions = even_directions(300)
    directions = directions[directions[:, 2] < -0.05].repeat(20, 0)
    targets = low + (high - low) * np.random.default_rng(0).random((len(directions), 3))
    corners = np.concatenate([part.surface.points[part.surface.triangles] for part in parts])
    hit = Tracer(corners).first_hits(targets - 20 * directions, directions)
    seen_from_behind = (hit.triangles >= 0) & ((hit.normals * directions).sum(1) > 1e-6)
    assert seen_from_behind.mean() < 0.003


def test_a_board_shows_one_text_and_an_unknown_one_is_refused():
    shown = signs.board("DRINKS", 1.2).parts["shopsigns"][0].surface.uvs
    assert np.ptp(shown[:, 0]) < 0.5 and np.ptp(shown[:, 1]) < 0.125
    with pytest.raises(KeyError):
        signs.board("SOMETHING ELSE", 1.0)
