"""What an agent sees depends on how wide it looks."""

from embrace3k.collector.tasks.eye import Eye, make_renderer
from embrace3k.simulator.picture_format import PictureFormat
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.simulator.worlds.motion import Motion


def test_a_wider_picture_shows_what_a_narrow_one_does_and_more(light_cache):
    motion = Motion(build_world("family-house", 0))
    seen = []
    for fov_deg in (50.0, 120.0):
        renderer = make_renderer(light_cache, PictureFormat(320, 240, fov_deg))
        seen.append(set(Eye(motion, renderer).shares(motion.start())[0]))
        renderer.close()
    narrow, wide = seen
    assert narrow and narrow < wide
