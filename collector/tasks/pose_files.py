"""Start poses as a folder that a person can look through: poses.json, and a view of each, 000.jpg …"""

from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Literal

import cv2
import msgspec
import numpy as np
from msgspec import Struct

from embrace3k.collector.errors import TooFewPoses
from embrace3k.collector.tasks.pose_sampling import MEASURE, POOL, POOL_PER_POSE, PosePool, Spread, StartPose
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import Scene
from embrace3k.simulator.images import encode_jpeg
from embrace3k.simulator.worlds.model import World
from embrace3k.simulator.worlds.motion import Motion
from embrace3k.simulator.worlds.renderer import Renderer


class PoseView(Struct, frozen=True, kw_only=True):
    pose: Pose
    view: str
    """The picture's file name."""
    region: str
    things: list[str]


class PoseFile(Struct, frozen=True, kw_only=True):
    """poses.json, written last: a folder without it is not whole."""

    format: Literal["embrace3k-poses-1"] = "embrace3k-poses-1"
    scene: Scene
    seed: int
    measure: str = MEASURE
    spread: Spread
    poses: list[PoseView]


def write_poses(
    world: World, scene: Scene, renderer: Renderer, out: Path, *, seed: int, count: int,
    on_view: Callable[[], None] = lambda: None,
) -> PoseFile:  # fmt: skip
    """Sample and draw `count` poses into a new folder. Raises TooFewPoses, or FileExistsError for a folder there is."""
    pool = PosePool(world, renderer, seed=seed, size=max(POOL, POOL_PER_POSE * count))
    if len(pool) < count:
        raise TooFewPoses(f"{scene.map_name} has only {len(pool)} useful poses", hint=f"ask for --count {len(pool)}")
    out.mkdir(parents=True)
    views = []
    for number, start in enumerate(islice(pool, count)):
        name = f"{number:03d}.jpg"
        (out / name).write_bytes(_view(world, renderer, start))
        views.append(PoseView(pose=start.pose, view=name, region=start.region, things=start.things))
        on_view()
    made = PoseFile(scene=scene, seed=seed, spread=pool.spread(count), poses=views)
    (out / "poses.json").write_bytes(msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n")
    return made


def _view(world: World, renderer: Renderer, start: StartPose) -> bytes:
    motion = Motion(world)
    rgb = renderer.render(motion.camera_pose(motion.start(start.pose))).rgb
    assert rgb is not None
    return encode_jpeg(np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGRA), np.uint8))
