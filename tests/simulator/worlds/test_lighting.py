import logging
import os
import subprocess
import sys

import numpy as np
import pytest

from embrace3k.simulator.worlds.lighting.bake import bake
from embrace3k.simulator.worlds.lighting.cache import cached_light, light_key
from embrace3k.simulator.worlds.lighting.encoding import decode, encode
from embrace3k.simulator.worlds.lighting.filling import filled
from embrace3k.simulator.worlds.lighting.lamps import LampLight, lamplight
from embrace3k.simulator.worlds.lighting.plain_tracer import PlainTracer
from embrace3k.simulator.worlds.lighting.rays import Tracer, hemisphere
from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.simulator.worlds.weather import FAIR, Weather
from embrace3k.tests.simulator.worlds.shapes import even_directions

LAMP = LampLight((0.0, 0.0, 2.0), (1.5, 1.3, 1.0))


def floor_with_roof():
    floor = Mesh().quad((-2, -2, 0), (4, 0, 0), (0, 4, 0), luxel_m=0.2)
    return floor.box((-1, -1, 1), (1, 1, 0.1), luxel_m=0.2)


def bake_floor():
    return bake([floor_with_roof()], [], [], [], FAIR)


def test_bakes_of_one_world_are_equal():
    one, other = bake_floor(), bake_floor()
    assert (one.atlas == other.atlas).all() and (one.shining == other.shining).all()


def test_the_ground_is_darker_where_a_roof_hides_the_sun():
    light = bake_floor()
    x, y, width, height = light.places[0]
    ground = light.atlas[y : y + height, x : x + width].mean(2)
    shift = FAIR.sun[:2] / FAIR.sun[2]
    column, row = ((np.array([-1.0, -1.0]) - shift + 2) / 4 * (width - 1, height - 1)).astype(int)
    assert ground[row, column] < 0.7 * ground[0, 0]


def test_fallen_leaves_darken_nothing_below_them():
    ground = Mesh().quad((-2, -2, 0), (4, 0, 0), (0, 4, 0), luxel_m=0.2)
    bare = bake([ground], [], [], [], FAIR).atlas
    strewn = ground.quad((-1, -1, 0.016), (2, 0, 0), (0, 2, 0), "litter", fit=True, luxel_m=0, step_m=2.0)
    assert (bake([strewn], [], [], [], FAIR).atlas == bare).all()


def test_a_lamp_adds_light_below_it():
    meshes = [floor_with_roof()]
    dark, lit = bake(meshes, [], [], [], FAIR), bake(meshes, [], [], [LAMP], FAIR)
    assert lit.atlas.astype(int).sum() > dark.atlas.astype(int).sum()


def lamplight_on_floor(*lamps, ray_count=200):
    floor = Mesh().quad((-3, -3, 0), (6, 0, 0), (0, 6, 0)).box((0, 0, 1), (1, 1, 0.05)).parts["flat"]
    tracer = Tracer(np.concatenate([part.surface.points[part.surface.triangles] for part in floor]))
    east = np.linspace(-2.5, 2.5, 101)
    points = np.stack([east, np.full(101, 0.3), np.zeros(101)], 1)
    return lamplight(tracer, points, np.tile((0.0, 0.0, 1.0), (101, 1)), lamps, ray_count).mean(1)


def test_the_light_of_several_lamps_adds_up():
    lamps = [LampLight((x, 1.0, 2.4), (1.5, 1.3, 1.0)) for x in (-2.0, 0.0, 1.0, 2.0)]
    alone = sum(lamplight_on_floor(lamp) for lamp in lamps)
    assert lamplight_on_floor(*lamps) == pytest.approx(alone, abs=0.06)


def test_a_large_lamp_throws_softer_shadows_than_a_bulb():
    bulb = lamplight_on_floor(LAMP)
    panel = lamplight_on_floor(LAMP._replace(along=(0.6, 0.0), across=(0.0, 0.6)))
    assert np.abs(np.diff(panel)).max() < 0.7 * np.abs(np.diff(bulb)).max()


def test_encoding_light_can_be_undone():
    light = np.array([0.0, 0.2, 1.0, 3.9])
    assert decode(encode(light)) == pytest.approx(light)


def test_rays_leave_on_the_side_of_the_normal():
    normals = even_directions(40)
    directions = hemisphere(np.zeros((40, 3)), normals, 16)
    assert ((directions * normals[:, None]).sum(2) >= -1e-6).all()
    assert np.linalg.norm(directions, axis=2) == pytest.approx(1.0, abs=1e-5)


def test_a_tracer_finds_the_distance_of_a_wall():
    wall = Mesh().quad((3, -1, -1), (0, 2, 0), (0, 0, 2)).parts["flat"][0].surface
    tracer = Tracer(wall.points[wall.triangles])
    assert tracer.distances(np.zeros((1, 3)), np.array([[1.0, 0, 0]])) == pytest.approx([3.0])
    assert tracer.distances(np.zeros((1, 3)), np.array([[-1.0, 0, 0]]))[0] > 1e6


def test_rays_hit_the_same_in_numpy_alone():
    rng = np.random.default_rng(5)
    corners = rng.uniform(-2, 2, (300, 1, 3)) + rng.uniform(-0.4, 0.4, (300, 3, 3))
    origins, directions = rng.uniform(-2, 2, (2000, 3)), rng.normal(size=(2000, 3))
    fast = Tracer(corners).first_hits(origins, directions)
    plain = PlainTracer(corners.astype(np.float32))
    triangles, distances, normals = plain.first_hits(origins.astype(np.float32), directions.astype(np.float32))
    assert (triangles == fast.triangles).mean() > 0.999
    met = (triangles >= 0) & (triangles == fast.triangles)
    assert distances[met] == pytest.approx(fast.distances[met], abs=1e-4) and distances[triangles < 0].min() > 1e6
    assert ((normals * directions).sum(1) * (fast.normals * directions).sum(1))[met].min() > 0


def test_without_embree_the_light_is_the_same_to_the_eye(tmp_path):
    module = "embrace3k.tests.simulator.worlds.bake_without_embree"
    subprocess.run([sys.executable, "-m", module, str(tmp_path / "light.npy")], check=True, timeout=240)
    slow, fast = np.load(tmp_path / "light.npy").astype(float), bake_floor().atlas.astype(float)
    assert slow.shape == fast.shape
    assert np.abs(slow - fast).mean() < 1 and (np.abs(slow - fast) > 16).mean() < 0.01


def test_holes_in_a_grid_take_the_light_around_them():
    grid = np.ones((4, 5, 3))
    grid[:, 2:] = 7.0
    is_open = np.ones((4, 5, 1), bool)
    is_open[:, 2:] = False
    assert (filled(grid, is_open) == 1.0).all()


def test_a_grid_without_open_samples_stays_as_it_is():
    grid = np.full((2, 2, 3), 0.5)
    assert (filled(grid, np.zeros((2, 2, 1), bool)) == 0.5).all()


def test_the_second_time_light_comes_from_the_cache(tmp_path):
    baked = cached_light(tmp_path, "key", bake_floor)
    read = cached_light(tmp_path, "key", pytest.fail)
    assert (read.atlas == baked.atlas).all() and (read.shining == baked.shining).all()


@pytest.mark.parametrize("damage", ["cut", "scrambled", "empty", "no archive"])
def test_a_damaged_file_is_baked_again(tmp_path, caplog, damage):
    baked = cached_light(tmp_path, "key", bake_floor)
    path = tmp_path / "key.npz"
    whole = path.read_bytes()
    middle = len(whole) // 2
    broken = {"cut": whole[:middle], "empty": b"", "no archive": b"light" * 99}
    broken["scrambled"] = whole[:middle] + bytes(b ^ 0x5A for b in whole[middle : middle + 64]) + whole[middle + 64 :]
    path.write_bytes(broken[damage])
    with caplog.at_level(logging.WARNING):
        again = cached_light(tmp_path, "key", bake_floor)
    assert "damaged" in caplog.text
    assert (again.atlas == baked.atlas).all()
    assert path.read_bytes() == whole or (cached_light(tmp_path, "key", pytest.fail).atlas == baked.atlas).all()


def test_a_failed_bake_leaves_no_file_behind(tmp_path):
    with pytest.raises(ValueError):
        cached_light(tmp_path, "key", lambda: bake([], [], [], [], FAIR))
    assert os.listdir(tmp_path) == []


def test_the_key_changes_with_geometry_colour_material_lamps_and_weather():
    def key(mesh, lamps=(), weather=FAIR):
        return light_key([mesh], list(lamps), weather)

    base = Mesh().box((0, 0, 0), (1, 1, 1))
    variants = [
        key(base),
        key(Mesh().box((0, 0, 0), (1, 1, 1.01))),
        key(Mesh().box((0, 0, 0), (1, 1, 1), color=(0.5, 1, 1))),
        key(Mesh().box((0, 0, 0), (1, 1, 1), "wood")),
        key(Mesh().box((0, 0, 0), (1, 1, 1), luxel_m=0.1)),
        key(base, [LAMP]),
        key(base, weather=Weather(sun_azimuth_deg=100.0)),
    ]
    assert len(set(variants)) == len(variants)
    assert key(base) == key(Mesh().box((0, 0, 0), (1, 1, 1)))


def shed():
    """Three metres square, two high, without a window; its doorway, one metre wide, looks south."""
    mesh = Mesh().quad((-1.5, -1.5, 0), (3, 0, 0), (0, 3, 0), luxel_m=0.2)
    for x in (-1.6, 1.6):
        mesh.box((x, 0, 0), (0.2, 3.4, 2), luxel_m=0.2)
    mesh.box((0, 1.6, 0), (3, 0.2, 2), luxel_m=0.2).box((0, 0, 2), (3.4, 3.4, 0.1), luxel_m=0.2)
    for x in (-1.0, 1.0):
        mesh.box((x, -1.6, 0), (1, 0.2, 2), luxel_m=0.2)
    return mesh


LEAF = Mesh().box((0, -1.6, 0), (1, 0.1, 2), luxel_m=0)


def test_an_open_door_lets_light_fall_on_the_floor():
    light = bake([shed()], [LEAF], [], [], FAIR)
    (door,) = light.doors
    x, y, width, height = light.places[0]
    dark = light.atlas[y : y + height, x : x + width]
    lit = door.pixels[: width * height].reshape(height, width, 3)
    assert door.charts[0] == 0
    assert lit[:10].mean() > dark[:10].mean() + 40 and lit.mean() > dark.mean() + 15


def test_light_of_open_doors_is_kept(tmp_path):
    baked = cached_light(tmp_path, "key", lambda: bake([shed()], [LEAF], [], [], FAIR)).doors[0]
    read = cached_light(tmp_path, "key", pytest.fail).doors[0]
    assert (read.charts == baked.charts).all() and (read.pixels == baked.pixels).all()
