"""What an agent sees of which thing: object masks of any state, drawn in this process."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from embrace3k.simulator.picture_format import PUBLISHED, PictureFormat
from embrace3k.simulator.worlds.model import Kind
from embrace3k.simulator.worlds.motion import AgentState, Motion
from embrace3k.simulator.worlds.renderer import Renderer


def make_renderer(cache_dir: Path, picture: PictureFormat = PUBLISHED) -> Renderer:
    """For `Eye`s of any number of worlds, one after another; whoever calls closes it.

    `picture` is that of the demonstrations to come, so that what no pixel shows here, none shows there.
    """
    width_px, height_px, fov_deg = picture
    return Renderer(width_px, height_px, fov_deg=fov_deg, supersample=1.0, cache_dir=cache_dir)


class Eye:
    """Looks at one world. The renderer may serve others in between."""

    def __init__(self, motion: Motion, renderer: Renderer) -> None:
        self._motion, self._renderer = motion, renderer
        self._movable = [thing.name for thing in motion.world.objects if thing.kind is not Kind.FIXED]
        self._moved = True

    def shares(self, state: AgentState) -> tuple[dict[str, float], dict[str, float]]:
        """Per thing in view its share of all pixels, and how far across the view (0 left, 1 right) its middle is."""
        mask = self.mask(state)
        objects = self._motion.world.objects
        counts = np.bincount(mask.ravel(), minlength=len(objects) + 2)
        columns = np.arange(mask.shape[1], dtype=np.float64) + 0.5
        weights = np.broadcast_to(columns, mask.shape).ravel()
        sums = np.bincount(mask.ravel(), weights=weights, minlength=len(objects) + 2)
        shown = {thing.name: number for number, thing in enumerate(objects, 1) if counts[number]}
        shares = {name: float(counts[number]) / mask.size for name, number in shown.items()}
        across = {name: float(sums[number] / counts[number]) / mask.shape[1] for name, number in shown.items()}
        return shares, across

    def mask(self, state: AgentState) -> npt.NDArray[np.uint16]:
        """(H, W), top row first: 1 + index in `world.objects`; larger for ground and walls, 0 for the sky."""
        # Loading puts everything back into its place, which takes longer than most looks.
        if self._moved or self._renderer.scene.world is not self._motion.world:
            self._renderer.load(self._motion.world)
            self._moved = False
        for name in self._movable:
            pose = self._motion.object_pose(name, state)
            if pose != self._motion.world.object(name).pose:
                self._renderer.place(name, pose)
                self._moved = True
        mask = self._renderer.render(self._motion.camera_pose(state), rgb=False, mask=True).mask
        assert mask is not None
        return mask
