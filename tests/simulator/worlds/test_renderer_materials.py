import numpy as np
import pytest

from embrace3k.simulator.worlds.materials import (
    CUT_OUT,
    MATERIALS,
    PLAIN,
    PRELIT,
    mean_albedo,
    painted,
    prelit_texture,
    texture,
)


@pytest.mark.parametrize("material", [*MATERIALS, "hills", "sky", "env"])
def test_a_texture_is_an_image_whose_sides_are_powers_of_two(material):
    image = texture(material)
    assert image.dtype == np.uint8
    assert image.shape[2] == (4 if material in CUT_OUT else 3)
    assert all(side & (side - 1) == 0 for side in image.shape[:2])


def test_a_texture_is_painted_once_and_kept(tmp_path):
    first, again = painted(tmp_path, "brick"), painted(tmp_path, "brick")
    assert len(list(tmp_path.iterdir())) == 1
    assert (again == first).all()


def test_an_unknown_material_is_refused():
    with pytest.raises(KeyError):
        texture("velvet")


@pytest.mark.parametrize("material", MATERIALS)
def test_no_material_reflects_more_light_than_falls_on_it(material):
    assert all(0 < share < 0.95 for share in mean_albedo(material))


def test_plain_materials_have_no_texture_of_their_own():
    assert all(mean_albedo(material) == (1.0, 1.0, 1.0) for material in PLAIN)


def test_only_even_materials_are_folded_into_the_lightmap():
    assert {material for material in MATERIALS if prelit_texture(material) is not None} == PRELIT
