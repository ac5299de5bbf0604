"""The few pieces of Panda3D that are used: its renderers without windows, textures and vertex buffers.

Three settings matter for right and repeatable pictures. The cull bin is `unsorted`, that is scene-graph order: the
default one sorts states by memory address, and frames then differ from process to process. The lightmap's quality level
is `normal`: `fastest` switches perspective correction off, and light slides over walls. Perspective textures are on.
"""

import ctypes
from collections.abc import Iterable
from functools import cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from panda3d.core import (
    BitMask32,
    Camera,
    CullBinAttrib,
    FrameBufferProperties,
    Geom,
    GeomEnums,
    GeomTriangles,
    GeomVertexArrayFormat,
    GeomVertexData,
    GeomVertexFormat,
    GraphicsEngine,
    GraphicsOutput,
    GraphicsPipe,
    GraphicsPipeSelection,
    InternalName,
    LColor,
    NodePath,
    PandaSystem,
    PerspectiveLens,
    RenderState,
    SamplerState,
    ShadeModelAttrib,
    Texture,
    TextureStage,
    WindowProperties,
    load_prc_file_data,
)

from embrace3k.simulator.errors import SimulatorError
from embrace3k.simulator.rasterizers import Rasterizer
from embrace3k.simulator.worlds.noise import Bytes
from embrace3k.simulator.worlds.surfaces import Floats, Integers

_PIPES = {Rasterizer.SOFTWARE: "p3tinydisplay", Rasterizer.OPENGL: "p3headlessgl"}
_MISSING = {
    Rasterizer.SOFTWARE: "it is linked to libX11: apt-get install -y libx11-6",
    Rasterizer.OPENGL: "apt-get install -y libegl1 libgl1 libgl1-mesa-dri, or use the rasterizer `software`",
}
LIGHTMAP_COORDINATES = "lightmap"
_SETTINGS = """
load-display p3tinydisplay
aux-display p3tinydisplay
window-type offscreen
audio-library-name null
notify-level error
notify-level-display fatal
notify-level-x11display fatal
notify-level-tinydisplay fatal
notify-level-egldisplay fatal
sync-video 0
model-cache-dir
textures-power-2 down
td-perspective-textures 1
td-texture-ram 67108864
"""
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
"""Of glibc's <malloc.h>."""
_LARGE_BLOCK_BYTES = 4 << 20
"""More than a picture of the usual size takes, so that none is mapped anew for every frame."""
NEAR_M, _FAR_M = 0.12, 320.0
_HORIZON = LColor(0.5, 0.55, 0.6, 1)
_NOTHING = LColor(0, 0, 0, 1)


class Canvas:
    """An off-screen picture that one camera draws into. `layer` picks what it sees: see `hide_from`."""

    def __init__(self, engine: "Engine", layer: int, size: tuple[int, int], fov_deg: float, flat: bool) -> None:
        self.width, self.height = size
        self.buffer = engine.make_buffer(f"layer{layer}", size)
        self._picture = Texture()
        self.buffer.add_render_texture(self._picture, GraphicsOutput.RTM_copy_ram, GraphicsOutput.RTP_color)
        lens = PerspectiveLens()
        lens.set_film_size(*size)
        lens.set_fov(fov_deg)
        lens.set_near_far(NEAR_M, _FAR_M)
        camera = Camera(f"layer{layer}", lens)
        camera.set_camera_mask(BitMask32.bit(layer))
        states = [CullBinAttrib.make("unsorted", 0)]
        if flat:
            states.append(ShadeModelAttrib.make(ShadeModelAttrib.M_flat))
        camera.set_initial_state(RenderState.make(*states))
        self.camera = NodePath(camera)
        self.buffer.make_display_region().set_camera(self.camera)
        self.buffer.set_clear_color(_NOTHING if flat else _HORIZON)

    def pixels(self) -> npt.NDArray[np.uint8]:
        """(height, width, 4): blue, green, red, alpha of the last frame, bottom row first. Valid until the next one."""
        raw = np.frombuffer(self._picture.get_ram_image(), np.uint8)
        return raw.reshape(self.height, self.width, 4)


class Engine:
    """Draws into buffers that share textures and geometry."""

    def __init__(self, rasterizer: Rasterizer) -> None:
        """Raises SimulatorError where the rasterizer's libraries are missing."""
        _configure()
        self.rasterizer = rasterizer
        self._pipe = _pipe(rasterizer)
        self._engine = GraphicsEngine()
        self._engine.set_threading_model("")
        self._host: Any = None

    def make_buffer(self, name: str, size: tuple[int, int]) -> Any:
        wanted = FrameBufferProperties()
        wanted.set_rgb_color(True)
        wanted.set_rgba_bits(8, 8, 8, 8)
        wanted.set_depth_bits(24)
        gsg = self._host.get_gsg() if self._host else None
        options = (WindowProperties.size(*size), GraphicsPipe.BF_refuse_window, gsg, self._host)
        buffer = self._engine.make_output(self._pipe, name, 0, wanted, *options)
        if buffer is None:
            what = f"Panda3D could not make a picture of {size[0]} x {size[1]} pixels with {self.rasterizer}"
            raise SimulatorError(what, hint=_MISSING[self.rasterizer])
        buffer.set_clear_color_active(True)
        buffer.set_clear_depth_active(True)
        self._host = self._host or buffer
        return buffer

    def draw(self) -> None:
        """A picture into every active buffer."""
        self._engine.render_frame()

    def close(self) -> None:
        self._engine.remove_all_windows()


@cache
def driver(rasterizer: Rasterizer) -> str:
    """Whose pixels they are: Panda3D, and with OpenGL its driver. Raises SimulatorError where it does not load."""
    name = f"panda3d {PandaSystem.get_version_string()}"
    if rasterizer is Rasterizer.SOFTWARE:
        return name
    engine = Engine(rasterizer)
    gsg = engine.make_buffer("driver", (16, 16)).get_gsg()
    engine.draw()
    said = f"{name} OpenGL, {gsg.get_driver_renderer()}, {gsg.get_driver_version()}"
    engine.close()
    return said


def hide_from(node: Any, layer: int) -> None:
    node.hide(BitMask32.bit(layer))


def make_texture(image: Bytes, name: str, *, clamp: bool = False) -> Any:
    """A smooth texture from (height, width, 3 or 4), first row at v = 0."""
    texture = Texture(name)
    fill_texture(texture, image)
    texture.set_minfilter(SamplerState.FT_linear_mipmap_linear)
    texture.set_magfilter(SamplerState.FT_linear)
    if clamp:
        _clamp(texture)
    return texture


def make_lightmap() -> Any:
    """An empty texture that is drawn without interpolation: that is a third of the cost.

    It is not clamped, which would look every pixel up through two function pointers: no chart reaches the atlas's edge
    but with the middle of a luxel.
    """
    texture = Texture("lightmap")
    texture.set_minfilter(SamplerState.FT_nearest)
    texture.set_magfilter(SamplerState.FT_nearest)
    texture.set_quality_level(Texture.QL_normal)
    return texture


def fill_texture(texture: Any, image: Bytes) -> None:
    """Replaces a texture's content with (height, width, 3 or 4); the sides must be powers of two."""
    has_alpha = image.shape[2] == 4
    texel = Texture.F_rgba if has_alpha else Texture.F_rgb
    texture.setup_2d_texture(image.shape[1], image.shape[0], Texture.T_unsigned_byte, texel)
    # Straight into its own memory: a lightmap has 25 MB, and each copy adds to what loading a world takes at most.
    cv2.cvtColor(image, cv2.COLOR_RGBA2BGRA if has_alpha else cv2.COLOR_RGB2BGR, dst=_texels(texture))


def patch_texture(texture: Any, patches: Iterable[tuple[int, int, Bytes]]) -> None:
    """Replaces parts of a texture without alpha: x and y of the first texel and (height, width, 3) of each."""
    texels = _texels(texture)
    for x, y, pixels in patches:
        height, width = pixels.shape[:2]
        texels[y : y + height, x : x + width] = pixels[..., ::-1]


def _texels(texture: Any) -> Bytes:
    """(height, width, components), to be changed in place."""
    return np.asarray(texture.modify_ram_image()).reshape(texture.get_y_size(), texture.get_x_size(), -1)


@cache
def base_stage() -> Any:
    stage = TextureStage("base")
    stage.set_sort(0)
    return stage


@cache
def lightmap_stage() -> Any:
    stage = TextureStage("lightmap")
    stage.set_sort(10)
    stage.set_texcoord_name(LIGHTMAP_COORDINATES)
    return stage


def make_geometry(
    points: Floats,
    normals: Floats,
    uvs: Floats,
    colors: npt.NDArray[Any],
    triangles: Integers,
    lightmap_uvs: Floats | None = None,
) -> Any:
    """`colors`: (points, 3 or 4), 0 to 255."""
    vertices = np.zeros(len(points), _vertex_layout(lightmap_uvs is not None))
    vertices["point"], vertices["normal"], vertices["uv"] = points, normals, uvs
    vertices["color"] = 255
    vertices["color"][:, : colors.shape[1]] = colors
    if lightmap_uvs is not None:
        vertices["lightmap"] = lightmap_uvs
    data = GeomVertexData("mesh", _vertex_format(lightmap_uvs is not None), Geom.UH_static)
    data.unclean_set_num_rows(len(points))
    memoryview(data.modify_array(0)).cast("B")[:] = vertices.tobytes()
    primitive = GeomTriangles(Geom.UH_static)
    primitive.set_index_type(GeomEnums.NT_uint32)
    indices = primitive.modify_vertices()
    indices.unclean_set_num_rows(triangles.size)
    memoryview(indices).cast("B")[:] = np.ascontiguousarray(triangles, "<u4").tobytes()
    geometry = Geom(data)
    geometry.add_primitive(primitive)
    return geometry


def recolor(node: Any, geometry_index: int, colors: Bytes) -> None:
    """Replaces the (points, 3) colours of a node's geometry that has no lightmap coordinates."""
    data = node.modify_geom(geometry_index).modify_vertex_data()
    vertices = np.frombuffer(memoryview(data.get_array(0)).cast("B"), _vertex_layout(False)).copy()
    vertices["color"][:, :3] = colors
    memoryview(data.modify_array(0)).cast("B")[:] = vertices.tobytes()


def _vertex_layout(with_lightmap: bool) -> np.dtype[np.void]:
    fields = [("point", "<f4", 3), ("normal", "<f4", 3), ("color", "u1", 4), ("uv", "<f4", 2)]
    return np.dtype(fields + [("lightmap", "<f4", 2)] * with_lightmap)


@cache
def _vertex_format(with_lightmap: bool) -> Any:
    array = GeomVertexArrayFormat()
    array.add_column("vertex", 3, Geom.NT_float32, Geom.C_point)
    array.add_column("normal", 3, Geom.NT_float32, Geom.C_normal)
    array.add_column("color", 4, Geom.NT_uint8, Geom.C_color)
    array.add_column("texcoord", 2, Geom.NT_float32, Geom.C_texcoord)
    if with_lightmap:
        name = InternalName.get_texcoord_name(LIGHTMAP_COORDINATES)
        array.add_column(name, 2, Geom.NT_float32, Geom.C_texcoord)
    whole = GeomVertexFormat()
    whole.add_array(array)
    return GeomVertexFormat.register_format(whole)


@cache
def _configure() -> None:
    """For the whole process. OpenCV's threads are switched off: with sixteen of them a frame takes 1.2 to 1.6 times as
    much processor time, and the next core is better used by the next simulator.
    """
    load_prc_file_data("embrace3k", _SETTINGS)
    cv2.setNumThreads(1)
    _give_back_large_blocks()


def _give_back_large_blocks() -> None:
    """glibc comes to keep freed blocks of up to 32 MB for later: after the lightmaps of 16 worlds those were 270 MB."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _LARGE_BLOCK_BYTES)
        mallopt(_M_TRIM_THRESHOLD, _LARGE_BLOCK_BYTES)


def give_back_freed_memory() -> None:
    """To the system. What a world leaves behind lies scattered between blocks that stay, and glibc keeps it all."""
    malloc_trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if malloc_trim is not None:
        malloc_trim(0)


@cache
def _pipe(rasterizer: Rasterizer) -> Any:
    pipe = GraphicsPipeSelection.get_global_ptr().make_module_pipe(_PIPES[rasterizer])
    if pipe is None:
        raise SimulatorError(f"Panda3D's renderer {_PIPES[rasterizer]} does not load here", hint=_MISSING[rasterizer])
    return pipe


def _clamp(texture: Any) -> None:
    texture.set_wrap_u(Texture.WM_clamp)
    texture.set_wrap_v(Texture.WM_clamp)
