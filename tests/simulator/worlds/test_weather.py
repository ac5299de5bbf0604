import numpy as np
import pytest

from embrace3k.simulator.worlds.backdrops import clouds, far_trees, sky, trees_in_haze
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.weather import FAIR, Weather, draw_weather
from embrace3k.tests.simulator.worlds.toy import at

DRAWN = [draw_weather(np.random.default_rng(seed)) for seed in range(60)]


def world_in(weather):
    site = Site()
    site.static.quad((0, 0, 0), (1, 0, 0), (0, 1, 0))
    site.weather = weather
    return site.world("toy", 0, Area(0, 0, 1, 1), at(50, 50))


def test_a_seed_draws_the_same_weather_again():
    assert [draw_weather(np.random.default_rng(seed)) for seed in range(60)] == DRAWN


def test_every_kind_of_weather_comes_up():
    assert len({weather.name for weather in DRAWN}) == 6
    assert len({weather.sun_azimuth_deg for weather in DRAWN}) == len(DRAWN)


def test_there_is_always_light_to_see_by():
    for weather in DRAWN:
        level = np.mean(weather.sun_light) * weather.sun[2] + np.mean([weather.horizon, weather.zenith])
        assert level > 0.8 and weather.sun_elevation_deg > 15


def test_the_sun_is_a_unit_vector_to_the_east_in_the_morning():
    morning = next(weather for weather in DRAWN if weather.name == "clear morning")
    assert np.linalg.norm(morning.sun) == pytest.approx(1.0)
    assert morning.sun[0] > 0.5 and morning.sun[2] > 0.3


def test_no_sun_shines_through_an_overcast_sky():
    assert {weather.name for weather in DRAWN if not weather.has_sun} == {"overcast"}


def test_a_site_hands_its_weather_to_the_world():
    assert world_in(DRAWN[0]).weather == DRAWN[0]
    assert Site().weather == FAIR == Weather()


def test_another_weather_makes_another_version():
    versions = {world_in(weather).version for weather in (FAIR, *DRAWN)}
    assert len(versions) == len({FAIR, *DRAWN})


def test_the_sky_is_brightest_where_the_sun_stands():
    weather = Weather(sun_azimuth_deg=30.0, sun_elevation_deg=40.0, cloud_cover=0.05)
    painted = sky(clouds(), weather).sum(2)
    row, column = np.unravel_index(int(painted.argmax()), painted.shape)
    assert column / painted.shape[1] * 360 == pytest.approx(90 - 30, abs=2)
    assert row / painted.shape[0] == pytest.approx(np.sin(np.radians(40)) ** 0.7, abs=0.02)


def test_haze_veils_the_far_trees_but_leaves_their_outline():
    trees = far_trees()
    clear, hazy = (trees_in_haze(trees, Weather(haze=haze)) for haze in (0.0, 0.8))
    assert (clear[..., 3] == trees[..., 3]).all() and (hazy[..., 3] == trees[..., 3]).all()
    assert hazy[..., :3].mean() > clear[..., :3].mean() + 20
