"""How materials are drawn: textures and render states, kept by a renderer for all the worlds it shows.

Pictures have two layers: `PICTURE` shows the world, `NUMBERS` shows each triangle's number as its colour.
"""

from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from panda3d.core import (
    ColorBlendAttrib,
    CullFaceAttrib,
    DepthOffsetAttrib,
    DepthWriteAttrib,
    GeomNode,
    NodePath,
    RenderState,
    TexGenAttrib,
    Texture,
    TextureAttrib,
    TransparencyAttrib,
)

from embrace3k.simulator.worlds.backdrops import mirrored_sky, sky, trees_in_haze
from embrace3k.simulator.worlds.materials import CUT_OUT, MIRRORING, PLAIN, PRELIT, painted
from embrace3k.simulator.worlds.mesh import Mesh, Part, joined
from embrace3k.simulator.worlds.noise import Bytes
from embrace3k.simulator.worlds.panda import (
    base_stage,
    fill_texture,
    hide_from,
    lightmap_stage,
    make_geometry,
    make_lightmap,
    make_texture,
)
from embrace3k.simulator.worlds.triangles import TriangleTable
from embrace3k.simulator.worlds.weather import Weather

PICTURE, NUMBERS = 0, 1


class Materials:
    """Render states by material; each texture is made once."""

    def __init__(self, cache_dir: Path) -> None:
        """`cache_dir` keeps the textures' images: in memory they would be held a third time."""
        self._image = partial(painted, cache_dir)
        self.texture = cache(lambda material: make_texture(self._image(material), material))
        self._white_cut_out = cache(lambda material: _white_cut_out(self._image(material), material))
        self._lightmap: Any = None
        self._weather: Weather | None = None

    def lightmap(self) -> Any:
        """One texture whose content is replaced from world to world: Panda3D keeps every texture ever drawn."""
        if self._lightmap is None:
            self._lightmap = make_lightmap()
        return self._lightmap

    def clear_lightmap(self) -> None:
        """Until it is filled again. While the next world's light is read, the last one's would be 25 MB more."""
        self.lightmap().clear_ram_image()

    def show_weather(self, weather: Weather) -> None:
        """Repaints the sky, the far trees and what shiny paint mirrors, unless they show it already."""
        if weather == self._weather:
            return
        self._weather = weather
        fill_texture(self.texture("sky"), sky(self._image("sky"), weather))
        fill_texture(self.texture("hills"), trees_in_haze(self._image("hills"), weather))
        fill_texture(self.texture("env"), mirrored_sky(weather))

    def state(self, material: str, lightmap: Any = None) -> Any:
        """For the picture."""
        if material in CUT_OUT:
            return _cut_out_state(self.texture(material))
        attribute = TextureAttrib.make()
        if material not in PLAIN and not (lightmap is not None and needs_light_only(material)):
            attribute = attribute.add_on_stage(base_stage(), self.texture(material))
        if lightmap is not None:
            attribute = attribute.add_on_stage(lightmap_stage(), lightmap)
        return RenderState.make(attribute)

    def numbers_state(self, cut_out: str | None = None) -> Any:
        """For a material with holes, or for all others."""
        return RenderState.make_empty() if cut_out is None else _cut_out_state(self._white_cut_out(cut_out))

    def mirror_state(self) -> Any:
        """A second, additive drawing with a sphere map. It must write depth, else shared edges add twice."""
        attribute = TextureAttrib.make().add_on_stage(base_stage(), self.texture("env"))
        return RenderState.make(
            attribute,
            TexGenAttrib.make(base_stage(), TexGenAttrib.M_eye_sphere_map),
            ColorBlendAttrib.make(ColorBlendAttrib.M_add, ColorBlendAttrib.O_one, ColorBlendAttrib.O_one),
            DepthOffsetAttrib.make(1),
        )

    def backdrop_state(self, material: str) -> Any:
        """For what never hides anything."""
        attribute = TextureAttrib.make(self.texture(material))
        return RenderState.make(attribute, DepthWriteAttrib.make(DepthWriteAttrib.M_off))


class TwoLayers:
    """A node of the scene with what the picture shows of it and what the numbers show of it. It hangs nowhere yet."""

    def __init__(self, name: str) -> None:
        self.top = NodePath(name)
        self.picture, self.numbers = GeomNode(f"{name} picture"), GeomNode(f"{name} numbers")
        hide_from(self.top.attach_new_node(self.picture), NUMBERS)
        hide_from(self.top.attach_new_node(self.numbers), PICTURE)

    def add_mirror(self, mesh: Mesh, materials: Materials) -> None:
        for material, brightness in MIRRORING.items():
            if material in mesh.parts:
                points, normals, uvs, triangles = joined(mesh.parts[material]).surface
                grey = np.full((len(points), 3), brightness)
                self.picture.add_geom(make_geometry(points, normals, uvs, grey, triangles), materials.mirror_state())

    def add_numbers(self, mesh: Mesh, owner: int, table: TriangleTable, materials: Materials) -> None:
        """Call it once. What needs no texture is one geometry, whatever its materials."""
        table.begin_node()
        opaque = [part for material, parts in mesh.parts.items() if material not in CUT_OUT for part in parts]
        if opaque:
            self._add_numbered(opaque, owner, table, materials.numbers_state(), cut_out=False)
        for material in mesh.parts:
            if material in CUT_OUT:
                self._add_numbered(mesh.parts[material], owner, table, materials.numbers_state(material), cut_out=True)

    def _add_numbered(
        self, parts: Sequence[Part], owner: int, table: TriangleTable, state: Any, *, cut_out: bool
    ) -> None:
        drawn, colors = table.number(joined(parts), owner, cut_out)
        geometry = make_geometry(drawn.points, drawn.normals, drawn.uvs, colors, drawn.triangles)
        self.numbers.add_geom(geometry, state)


def needs_light_only(material: str) -> bool:
    """Whether a lightmap is all that its charts are drawn with: it has no texture, or one that the bake folded in."""
    return material in PLAIN or material in PRELIT


def front_faces_only() -> Any:
    return CullFaceAttrib.make(CullFaceAttrib.M_cull_clockwise)


def shadow_state() -> Any:
    """It writes depth, else pixels where triangles meet would darken twice."""
    return RenderState.make(TransparencyAttrib.make(TransparencyAttrib.M_alpha))


def _cut_out_state(image: Texture) -> Any:
    return RenderState.make(
        TransparencyAttrib.make(TransparencyAttrib.M_binary),
        CullFaceAttrib.make(CullFaceAttrib.M_cull_none),
        TextureAttrib.make(image),
    )


def _white_cut_out(image: Bytes, material: str) -> Any:
    """White with the material's alpha, so that the triangle's number survives the multiplication."""
    white = image.copy()
    white[..., :3] = 255
    return make_texture(white, f"{material} numbers")
