import numpy as np
import pytest

from embrace3k.schema.poses import Pose
from embrace3k.simulator.errors import SimulatorError
from embrace3k.simulator.picture_format import SUPERSAMPLE
from embrace3k.simulator.worlds.renderer import Renderer
from embrace3k.tests.simulator.worlds.studio import build_studio, opened, views

WALL = Pose(0, 120, 150, 0, 0, 0)
"""4 m in front of the north wall, looking at it."""


def owner(world, name):
    return 1 + [thing.name for thing in world.objects].index(name)


def test_a_view_has_the_asked_size_and_types(renderer):
    view = renderer.render(WALL, mask=True, depth=True)
    assert (view.rgb.shape, view.rgb.dtype) == ((120, 160, 3), np.uint8)
    assert (view.mask.shape, view.mask.dtype) == ((120, 160), np.uint16)
    assert (view.depth_cm.shape, view.depth_cm.dtype) == ((120, 160), np.float32)


def test_what_is_not_asked_for_is_not_drawn(renderer):
    view = renderer.render(WALL)
    assert view.mask is None and view.depth_cm is None


def test_depth_of_a_wall_straight_ahead_is_its_distance(renderer):
    view = renderer.render(WALL, depth=True)
    assert view.depth_cm[45:62, 60:100] == pytest.approx(400.0, abs=0.1)


def test_depth_is_planar_and_grows_with_a_turned_wall(renderer):
    """400 cm = depth x (cos 30 - sin 30 x slope of the pixel's ray)."""
    view = renderer.render(WALL._replace(yaw_deg=30.0), depth=True)
    lean = ((np.arange(160) + 0.5) / 160 * 2 - 1)[20:60]
    expected = 400 / (np.cos(np.radians(30)) - np.sin(np.radians(30)) * lean)
    assert view.depth_cm[58, 20:60] == pytest.approx(expected, rel=1e-3)


def test_sky_has_no_owner_and_no_depth(renderer):
    view = renderer.render(Pose(-700, 700, 158, 40, 90, 0), mask=True, depth=True)
    assert (view.mask[:40] == 0).all() and np.isinf(view.depth_cm[:40]).all()


def test_ground_and_walls_share_the_last_number(renderer, studio):
    view = renderer.render(WALL, mask=True)
    assert (view.mask[45:62, 60:100] == len(studio.objects) + 1).all()


def test_yaw_grows_to_the_right_and_pitch_upwards(renderer, studio):
    """The door lies behind a viewer in the room who looks north: half a turn shows it, a look at the sky does not."""
    inside = Pose(250, 95, 158, 0, 180, 0)
    assert (renderer.render(inside, mask=True).mask == owner(studio, "door")).sum() > 300
    east = renderer.render(inside._replace(yaw_deg=90.0), mask=True).mask
    assert (east == owner(studio, "table")).any() and not (east == owner(studio, "door")).any()
    assert not (renderer.render(inside._replace(pitch_deg=75.0), mask=True).mask == owner(studio, "door")).any()


@pytest.mark.parametrize(
    "name, camera", [("red_car", 2), ("tree", 3), ("plant", 1), ("sofa", 0), ("mug", 4), ("table", 0)]
)
def test_the_mask_is_where_hiding_the_object_changes_the_picture(renderer, studio, name, camera):
    """Compared before exposure, which a hidden object changes everywhere."""
    view = [*views()[:2], Pose(-150, 150, 158, -15, 180, 0), Pose(-600, 420, 158, 10, -20, 0), views()[4]][camera]
    mask = renderer.render(view, mask=True).mask == owner(studio, name)
    with_it = renderer._picture.pixels()[::-1].copy()
    node = renderer.scene.node(name)
    node.hide()
    renderer.render(view)
    node.show()
    changed = (renderer._picture.pixels()[::-1] != with_it).any(-1)
    assert mask.sum() > 40
    assert (mask & changed).sum() / (mask | changed).sum() > 0.99


def test_an_opened_door_gives_way_to_what_is_behind_it(renderer, studio):
    camera = Pose(250, 95, 158, 0, 180, 0)
    shut = (renderer.render(camera, mask=True).mask == owner(studio, "door")).sum()
    renderer.place("door", opened(studio.object("door").pose))
    ajar = renderer.render(camera, mask=True)
    renderer.place("door", studio.object("door").pose)
    assert (ajar.mask == owner(studio, "door")).sum() < shut / 3
    assert (ajar.mask == 0).any()


def test_what_an_open_door_lets_in_goes_when_it_is_shut(renderer, studio):
    camera, pose = Pose(300, 95, 158, -40, 180, 0), studio.object("door").pose
    dark = renderer.render(camera)
    renderer.place("door", opened(pose))
    lit = renderer.render(camera, mask=True)
    renderer.place("door", pose)
    again = renderer.render(camera)
    floor = lit.mask == len(studio.objects) + 1
    assert lit.rgb[floor].mean() > dark.rgb[floor].mean() + 2
    assert (again.rgb == dark.rgb).all()


def test_a_carried_thing_is_drawn_where_it_is_placed(renderer, studio):
    """One metre ahead and at eye level: in the middle of the picture, at that depth."""
    renderer.place("ball", Pose(200, 120, 188, 0, 0, 0))
    view = renderer.render(Pose(100, 120, 200, 0, 0, 0), mask=True, depth=True)
    renderer.place("ball", studio.object("ball").pose)
    rows, columns = np.nonzero(view.mask == owner(studio, "ball"))
    assert (rows.mean(), columns.mean()) == (pytest.approx(59.5, abs=1.0), pytest.approx(79.5, abs=1.0))
    assert view.depth_cm[60, 80] == pytest.approx(88.0, abs=1.0)


def test_a_lit_door_leaf_is_not_black(renderer, studio):
    for camera in (Pose(250, 95, 158, 0, 180, 0), Pose(-250, 95, 158, 0, 0, 0)):
        view = renderer.render(camera, mask=True)
        assert view.rgb[view.mask == owner(studio, "door")].mean() > 40


def test_what_stands_on_the_ground_darkens_it_and_what_is_held_up_does_not(renderer, studio):
    """Seen from above; the ring around the ball is floor in all three views."""
    camera = Pose(120, 180, 240, -90, 0, 0)
    ring = np.zeros((120, 160), bool)
    ring[52:68, 72:88] = True

    def floor_around(height_cm):
        renderer.place("ball", Pose(120, 180, height_cm, 0, 0, 0))
        view = renderer.render(camera, mask=True)
        return float(view.rgb[ring & (view.mask == len(studio.objects) + 1)].mean())

    standing, hovering, away = floor_around(0.0), floor_around(75.0), floor_around(-500.0)
    renderer.place("ball", studio.object("ball").pose)
    assert standing < away - 3
    assert hovering > standing + 3


@pytest.mark.parametrize("supersample", [SUPERSAMPLE, 2.0])
def test_supersampling_keeps_the_size_and_nearly_the_colours(supersample, renderer, studio, light_folder):
    finer = Renderer(160, 120, supersample=supersample, cache_dir=light_folder)
    finer.load(studio)
    smooth, plain = finer.render(views()[0]).rgb, renderer.render(views()[0]).rgb
    finer.close()
    assert smooth is not None and plain is not None
    assert smooth.shape == plain.shape
    assert np.abs(smooth.astype(int) - plain).mean() < 6


def test_a_fixed_object_cannot_be_placed(renderer, studio):
    with pytest.raises(SimulatorError, match="sofa"):
        renderer.place("sofa", studio.object("sofa").pose)


def test_a_renderer_without_a_world_says_so(light_folder):
    empty = Renderer(16, 12, cache_dir=light_folder)
    with pytest.raises(SimulatorError, match="no world"):
        empty.render(WALL)
    empty.close()
    empty.close()


def test_loading_worlds_one_after_another_does_not_pile_up_memory(light_folder):
    worlds = [build_studio(seed) for seed in (0, 3)]
    made = Renderer(64, 48, supersample=1.0, cache_dir=light_folder)
    sizes = []
    for turn in range(8):
        made.load(worlds[turn % 2])
        made.render(views()[0], mask=True)
        sizes.append(resident_mb())
    made.close()
    assert sizes[-1] - sizes[3] < 6


def resident_mb():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096 / 1e6
