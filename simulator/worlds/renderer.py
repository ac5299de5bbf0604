"""Draws one world after another: pictures, object masks and metric depth from any camera pose.

A frame depends on the world, the camera and where things are placed, and on nothing that happened before: the same
bytes come out in any order, in any process and after any other world.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from embrace3k.schema.poses import Pose
from embrace3k.simulator.errors import SimulatorError
from embrace3k.simulator.picture_format import SUPERSAMPLE
from embrace3k.simulator.rasterizers import Rasterizer
from embrace3k.simulator.worlds.axes import heading_pitch_roll, mesh_point
from embrace3k.simulator.worlds.changes import Changes
from embrace3k.simulator.worlds.drawing import NUMBERS, PICTURE, Materials
from embrace3k.simulator.worlds.in_view import frustum
from embrace3k.simulator.worlds.model import World
from embrace3k.simulator.worlds.panda import Canvas, Engine, give_back_freed_memory
from embrace3k.simulator.worlds.scene import Scene
from embrace3k.simulator.worlds.tone import graded
from embrace3k.simulator.worlds.triangles import DepthMaker, Runs, runs_of


@dataclass(frozen=True)
class View:
    """One look, top row first. What was not asked for is None. The arrays belong to the caller."""

    rgb: npt.NDArray[np.uint8] | None
    """(H, W, 3)."""
    mask: npt.NDArray[np.uint16] | None
    """(H, W): 1 + index in `world.objects`; one more than the last for ground and walls; 0 for the sky."""
    depth_cm: npt.NDArray[np.float32] | None
    """(H, W): distance along the viewing direction; infinite for the sky."""
    normals: npt.NDArray[np.float32] | None = None
    """(H, W, 3): unit normals towards the viewer, in Unreal's axes; zero for the sky."""


class Renderer:
    """Not safe for several threads at once. One renderer can show any number of worlds, one after another."""

    def __init__(
        self,
        width_px: int,
        height_px: int,
        *,
        fov_deg: float = 90.0,
        supersample: float = SUPERSAMPLE,
        rasterizer: Rasterizer = Rasterizer.SOFTWARE,
        cache_dir: Path,
    ) -> None:
        """`fov_deg` is the horizontal one. `supersample`: picture pixels drawn per pixel returned, along each side.

        Baked light and textures are kept in `cache_dir`; the first `load` of a world takes seconds, later ones less.
        Raises SimulatorError where the rasterizer does not load.
        """
        self.width_px, self.height_px = width_px, height_px
        self._fov_deg, self._cache_dir = fov_deg, cache_dir
        self._engine = Engine(rasterizer)
        drawn = (round(width_px * supersample), round(height_px * supersample))
        self._picture = Canvas(self._engine, PICTURE, drawn, fov_deg, flat=False)
        self._shrink = None if drawn == (width_px, height_px) else _filter(drawn, width_px)
        self._graded = np.empty((height_px, width_px, 3), np.uint8)
        self._numbers = Canvas(self._engine, NUMBERS, (width_px, height_px), fov_deg, flat=True)
        # OpenGL promises no equal pixels for one triangle in two drawings of different states: at edges they differ.
        self._numbers_fit_picture = drawn == (width_px, height_px) and rasterizer is Rasterizer.SOFTWARE
        self._depth = DepthMaker(width_px, height_px, fov_deg)
        self._materials = Materials(cache_dir)
        self._scene: Scene | None = None

    @property
    def scene(self) -> Scene:
        """The loaded world's drawing. Raises SimulatorError before the first `load` and after `close`."""
        if self._scene is None:
            raise SimulatorError("the renderer shows no world", hint="call load first")
        return self._scene

    def load(self, world: World) -> None:
        """Shows this world, everything where it is at the start."""
        if self._scene is not None and self._scene.world is world:
            self._scene.restore()
            return
        self._unload()
        give_back_freed_memory()
        self._scene = Scene(world, self._cache_dir, self._materials, self._engine.rasterizer)
        for canvas in (self._picture, self._numbers):
            canvas.camera.reparent_to(self._scene.root)
        give_back_freed_memory()

    def place(self, name: str, pose: Pose) -> None:
        """Moves a carried or towed object or turns a door's leaf. A door that is not shut lets in light.

        Raises SimulatorError for what cannot move.
        """
        self.scene.place(name, pose)

    def change(self, changes: Changes) -> None:
        """Adds things to what the world has, or hides some; `load` undoes it. An added thing is then to be placed."""
        self.scene.change(changes)

    def render(
        self, camera: Pose, *, rgb: bool = True, mask: bool = False, depth: bool = False, normals: bool = False
    ) -> View:
        self._aim(camera)
        runs = self._draw_numbers() if mask or depth or normals else None
        picture = self._draw_picture(runs) if rgb else None
        owners = self.scene.table.mask(runs) if runs and mask else None
        depth_cm = self._depth.depth_cm(runs, self._affine()) if runs and depth else None
        return View(picture, owners, depth_cm, self._normals(runs) if runs and normals else None)

    def close(self) -> None:
        """Lets go of the world and the pictures; the renderer cannot be used again. A second call does nothing."""
        self._unload()
        self._engine.close()

    def _unload(self) -> None:
        if self._scene is not None:
            for canvas in (self._picture, self._numbers):
                canvas.camera.detach_node()
            self._scene.close()
            self._scene = None

    def _aim(self, camera: Pose) -> None:
        eye = mesh_point(camera.x_cm, camera.y_cm, camera.z_cm)
        for canvas in (self._picture, self._numbers):
            canvas.camera.set_pos(*eye)
            canvas.camera.set_hpr(*heading_pitch_roll(camera))
        height_per_width = self.height_px / self.width_px
        self.scene.look(frustum(np.array(eye), self._camera_axes(), self._fov_deg, height_per_width))

    def _draw_numbers(self) -> Runs:
        self._draw(self._numbers)
        return self._runs()

    def _draw_picture(self, runs: Runs | None) -> npt.NDArray[np.uint8]:
        """Where the numbers have the same pixels, what they do not show is not drawn: nobody would see it."""
        if runs is not None and self._numbers_fit_picture:
            self.scene.keep(runs)
        self.scene.light()
        self._draw(self._picture)
        return self._rgb()

    def _draw(self, canvas: Canvas) -> None:
        for other in (self._picture, self._numbers):
            other.buffer.set_active(other is canvas)
        self._engine.draw()

    def _rgb(self) -> npt.NDArray[np.uint8]:
        picture = self._picture.pixels()
        if self._shrink is not None:
            picture = np.asarray(
                cv2.resize(picture, (self.width_px, self.height_px), interpolation=self._shrink), np.uint8
            )
        return np.asarray(cv2.flip(graded(picture, self._graded), 0), np.uint8)

    def _runs(self) -> Runs:
        return runs_of(self._numbers.pixels()[::-1])

    def _affine(self) -> npt.NDArray[np.float32]:
        return self.scene.table.affine(self._camera_axes(), self._eye())

    def _normals(self, runs: Runs) -> npt.NDArray[np.float32]:
        east_north_up = self.scene.table.normals(runs, self._eye())
        return east_north_up[..., [1, 0, 2]]

    def _eye(self) -> npt.NDArray[np.float64]:
        return np.array(self._numbers.camera.get_pos())

    def _camera_axes(self) -> npt.NDArray[np.float64]:
        """Right, ahead and up as rows."""
        matrix = self._numbers.camera.get_mat()
        return np.array([[matrix.get_cell(row, column) for column in range(3)] for row in range(3)])


def _filter(drawn: tuple[int, int], width_px: int) -> int:
    """How to make a picture smaller. Below a factor of two, two by two neighbours hold all that is averaged, and are
    averaged in a seventh of the time.
    """
    return cv2.INTER_AREA if drawn[0] >= 2 * width_px else cv2.INTER_LINEAR
