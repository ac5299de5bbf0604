"""Draws the studio in a process of its own and writes one hash: `python -m … CACHE_DIR`."""

import hashlib
import sys
from pathlib import Path

from embrace3k.simulator.worlds.renderer import Renderer
from embrace3k.tests.simulator.worlds.studio import build_studio, views


def frames_hash(renderer: Renderer) -> str:
    digest = hashlib.sha256()
    for camera in views():
        view = renderer.render(camera, mask=True, depth=True)
        for picture in (view.rgb, view.mask, view.depth_cm):
            assert picture is not None
            digest.update(picture.tobytes())
    return digest.hexdigest()


if __name__ == "__main__":
    renderer = Renderer(160, 120, supersample=1.0, cache_dir=Path(sys.argv[1]))
    renderer.load(build_studio())
    sys.stdout.write(frames_hash(renderer))
    renderer.close()
