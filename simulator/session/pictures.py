"""What cameras see: the one renderer of the process, kept in step with what has moved."""

from collections.abc import Iterable
from pathlib import Path

from embrace3k.schema.poses import Pose
from embrace3k.simulator.rasterizers import Rasterizer
from embrace3k.simulator.session.cameras import Camera
from embrace3k.simulator.worlds.changes import UNCHANGED, Changes
from embrace3k.simulator.worlds.model import World
from embrace3k.simulator.worlds.renderer import Renderer, View


class Pictures:
    def __init__(self, cache_dir: Path, supersample: float, rasterizer: Rasterizer) -> None:
        """Baked light is kept in `cache_dir`; `supersample` pixels are drawn per pixel, along each side."""
        self._cache_dir, self._supersample, self._rasterizer = cache_dir, supersample, rasterizer
        self._renderer: Renderer | None = None
        self._lens: tuple[int, int, float] | None = None
        self._world: World | None = None
        self._placed: dict[str, Pose] = {}
        self._changes = UNCHANGED
        self._revision = 0
        self._views: dict[str, tuple[tuple[Pose, int], View]] = {}

    def show(self, world: World, lens: Camera) -> Renderer:
        """Load the world for pictures of this camera's size and angle; its light is baked where nobody did before."""
        wanted = (lens.width_px, lens.height_px, lens.fov_deg)
        if self._renderer is None or self._lens != wanted:
            self.close()
            self._renderer = Renderer(
                lens.width_px,
                lens.height_px,
                fov_deg=lens.fov_deg,
                supersample=self._supersample,
                rasterizer=self._rasterizer,
                cache_dir=self._cache_dir,
            )
            self._lens = wanted
        if self._world is not world:
            # If loading fails, the next picture of the world before has to load that one again.
            self._world = None
            self._renderer.load(world)
            self._world, self._placed, self._changes = world, {}, UNCHANGED
            self._revision += 1
        return self._renderer

    def view(
        self,
        world: World,
        things: Iterable[tuple[str, Pose]],
        camera: Camera,
        pose: Pose,
        kind: str,
        changes: Changes = UNCHANGED,
    ) -> View:
        """`things` are all that can move, with what was added; `kind` is rgb, mask, depth or normals. Nothing is
        drawn twice while nothing moves.
        """
        renderer = self.show(world, camera)
        if changes != self._changes:
            self._change(renderer, changes)
        for name, place in things:
            if self._placed.get(name) != place:
                renderer.place(name, place)
                self._placed[name] = place
                self._revision += 1
        key = (pose, self._revision)
        if kind not in self._views or self._views[kind][0] != key:
            drawn = renderer.render(pose, **{"rgb": False, kind: True})
            self._views[kind] = (key, drawn)
        return self._views[kind][1]

    def _change(self, renderer: Renderer, changes: Changes) -> None:
        """What was added is drawn anew, and has to be placed again."""
        renderer.change(changes)
        for thing in (*self._changes.added, *changes.added):
            self._placed.pop(thing.name, None)
        self._changes = changes
        self._revision += 1

    def close(self) -> None:
        if self._renderer is not None:
            self._renderer.close()
            self._renderer = self._world = None
