"""What stands in store rooms and halls: pallets, loads, racks, crates, barrels. Origin = centre of the base, front =
north (+y), metres."""

import numpy as np

from embrace3k.simulator.worlds.choosing import one
from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh
from embrace3k.simulator.worlds.props.signs import lettering
from embrace3k.simulator.worlds.surfaces import rotation_z

_STEEL: Color = (0.62, 0.64, 0.67)
_BLACK: Color = (0.08, 0.08, 0.09)
_FILM: Color = (0.84, 0.88, 0.9)
PALLET_HEIGHT = 0.144


def pallet(color: Color = WHITE) -> Mesh:
    """A EUR pallet, 1.2 m by 0.8 m."""
    mesh = Mesh()
    for y in (-0.33, 0.0, 0.33):
        mesh.box((0, y, 0), (1.2, 0.1, 0.022), "planks", color, luxel_m=0, faces="nsewt", step_m=1.5)
        for x in (-0.53, 0.0, 0.53):
            mesh.box((x, y, 0.022), (0.14, 0.1, 0.1), "planks", color, luxel_m=0, faces="nsew")
    for y in (-0.335, -0.17, 0.0, 0.17, 0.335):
        mesh.box((0, y, 0.122), (1.2, 0.13, 0.022), "planks", color, luxel_m=0, step_m=1.5)
    return mesh


def pallet_stack(count: int, color: Color = WHITE) -> Mesh:
    """Empty pallets on each other; things can be put on the topmost."""
    mesh = Mesh()
    for number in range(count):
        aside = 0.02 * ((number * 7) % 3 - 1)
        mesh.merge(pallet(color).transform(np.eye(3), (aside, 0, number * PALLET_HEIGHT)))
    return mesh


def loaded_pallet(rng: np.random.Generator, load: str, height: float = 1.0, color: Color = WHITE) -> Mesh:
    """`load`: "boxes", "film" (wrapped boxes), "sacks", "crate" or "drums"; up to `height` above the pallet."""
    mesh = pallet()
    return mesh.merge(_load(rng, load, height, color).transform(np.eye(3), (0, 0, PALLET_HEIGHT)))


def _load(rng: np.random.Generator, load: str, height: float, color: Color) -> Mesh:
    mesh = Mesh()
    size = (1.14, 0.76, height)
    if load == "boxes":
        return _boxes(mesh, rng, height, color)
    if load == "film":
        mesh.rounded_box((0, 0, 0), size, 0.04, color=_wrapped(color))
        for z in np.arange(0.12, height - 0.1, 0.22):
            mesh.box((0, 0, float(z)), (1.155, 0.775, 0.03), color=color, faces="nsew", luxel_m=0)
        return mesh.box((0.2, 0, height * 0.5), (0.3, 0.79, 0.2), color=(0.96, 0.96, 0.94), faces="ns", luxel_m=0)
    if load == "sacks":
        for layer in range(max(1, int(height / 0.16))):
            for place in (-0.285, 0.285):
                at = (place + 0.02 * rng.random(), 0.02 * rng.random(), 0.155 * layer)
                mesh.rounded_box(at, (0.56, 0.72, 0.17), 0.07, "fabric", color, rings=3)
        return mesh
    if load == "drums":
        for x in (-0.29, 0.29):
            mesh.merge(barrel(color).transform(np.eye(3), (x, 0, 0)))
        return mesh
    return mesh.box((0, 0, 0), size, "slats", color, fit="nsew", tile_m=0.9, luxel_m=0)


def _boxes(mesh: Mesh, rng: np.random.Generator, height: float, color: Color) -> Mesh:
    """Two by two boxes in layers, the topmost layer not always full."""
    layers = max(1, round(height / 0.38))
    step = height / layers
    for layer in range(layers):
        for x in (-0.285, 0.285):
            for y in (-0.19, 0.19):
                if layer == layers - 1 and layers > 1 and rng.random() < 0.3:
                    continue
                tone = 0.86 + 0.14 * rng.random()
                shade = tuple(tone * channel for channel in color)
                size = (0.55, 0.365, step - 0.006)
                at = (x, y, layer * step)
                seen = ("n" if y > 0 else "s") + ("e" if x > 0 else "w")
                mesh.box(at, size, "cardboard", shade, faces="nsewt", fit=seen + "t", luxel_m=0)
    return mesh


def pallet_rack(
    rng: np.random.Generator, bays: int, levels: int, post: Color, beam: Color, letter: str | None = None
) -> Mesh:
    """Posts and beams with loads on each level; a bay is 2.7 m wide, a level 1.5 m high. Along east and west."""
    mesh, pitch, width, depth = Mesh(), 1.5, 2.7, 1.05
    length, top = bays * width + 0.1, (levels - 1) * pitch + 1.35
    for number in range(bays + 1):
        x = -length / 2 + 0.05 + number * width
        for y in (-depth / 2 + 0.05, depth / 2 - 0.05):
            mesh.box((x, y, 0), (0.09, 0.08, top), color=post, luxel_m=0, step_m=0.8, faces="nsewt")
        for z in np.arange(0.3, top - 0.2, 0.75):
            mesh.box((x, 0, float(z)), (0.04, depth - 0.16, 0.05), color=post, luxel_m=0, step_m=1.5, faces="ewtb")
    for level in range(1, levels):
        z = level * pitch
        for y in (-depth / 2 + 0.03, depth / 2 - 0.03):
            mesh.box((0, y, z - 0.13), (length - 0.02, 0.05, 0.12), color=beam, luxel_m=0, step_m=1.0)
        mesh.box((0, 0, z - 0.03), (length - 0.1, depth - 0.14, 0.025), "planks", luxel_m=0, step_m=1.0)
    for bay in range(bays):
        for level in range(levels):
            for half in (-0.64, 0.64):
                if level > 0 and rng.random() < 0.16:
                    continue
                x = -length / 2 + 0.05 + (bay + 0.5) * width + half
                mesh.merge(_stored(rng).transform(np.eye(3), (x, 0, level * pitch)))
    if letter is not None:
        for side in (1, -1):
            x = side * (length / 2 + 0.012)
            mesh.box((x, 0, 1.6), (0.02, 0.86, 0.26), color=(0.2, 0.2, 0.2), luxel_m=0)
            corner = (x + side * 0.014, -side * 0.42, 1.62)
            lettering(mesh, letter, corner, (0, side * 0.84, 0), (0, 0, 0.22))
    return mesh


_STORED: tuple[tuple[str, Color], ...] = (
    ("boxes", WHITE),
    ("boxes", (1.0, 0.93, 0.82)),
    ("film", (0.2, 0.42, 0.75)),
    ("film", (0.8, 0.25, 0.2)),
    ("crate", WHITE),
    ("sacks", (0.82, 0.74, 0.6)),
    ("sacks", (0.7, 0.8, 0.86)),
    ("drums", (0.14, 0.34, 0.66)),
    ("drums", (0.7, 0.16, 0.12)),
)


def _stored(rng: np.random.Generator) -> Mesh:
    """A loaded pallet of few triangles: racks hold dozens."""
    load, color = one(rng, _STORED)
    height = 0.7 + 0.3 * rng.random()
    mesh = Mesh().box((0, 0, 0.1), (1.2, 0.8, 0.044), "planks", luxel_m=0, step_m=1.5)
    for x in (-0.53, 0.0, 0.53):
        mesh.box((x, 0, 0), (0.14, 0.8, 0.1), "planks", luxel_m=0, faces="nsew", step_m=1.5)
    if load == "drums":
        for x in (-0.3, 0.3):
            drum = [(0.28, 0), (0.28, 0.3), (0.295, 0.31), (0.28, 0.32), (0.28, 0.86), (0, 0.86)]
            mesh.lathe((x, 0, PALLET_HEIGHT), drum, color=color, segments=10)
        return mesh
    if load == "sacks":
        for layer in range(4):
            size = (1.14 - 0.04 * (layer % 2), 0.76, 0.17)
            mesh.rounded_box((0, 0, PALLET_HEIGHT + 0.16 * layer), size, 0.05, "fabric", color, rings=2)
        return mesh
    if load == "film":
        mesh.box((0, 0, PALLET_HEIGHT), (1.14, 0.76, height), color=_wrapped(color), faces="nsewt", luxel_m=0)
        for share in (0.2, 0.5, 0.8):
            band = (1.16, 0.78, 0.04)
            mesh.box((0, 0, PALLET_HEIGHT + share * height), band, color=color, faces="nsew", luxel_m=0, step_m=1.5)
        return mesh
    material = "boxstack" if load == "boxes" else "slats"
    size = (1.14, 0.76, height)
    return mesh.box((0, 0, PALLET_HEIGHT), size, material, color, fit="nsewt", faces="nsewt", luxel_m=0, step_m=1.5)


def _wrapped(color: Color) -> Color:
    """What is wrapped in film shows a little of its colour."""
    red, green, blue = (0.55 * pale + 0.45 * own for pale, own in zip(_FILM, color, strict=True))
    return red, green, blue


def store_rack(rng: np.random.Generator, color: Color = _STEEL, *, width: float = 1.6) -> Mesh:
    """A light rack with boxes of many sizes, open to both sides."""
    mesh = Mesh()
    for x in (-width / 2 + 0.02, width / 2 - 0.02):
        for y in (-0.21, 0.21):
            mesh.box((x, y, 0), (0.04, 0.04, 1.9), color=color, luxel_m=0)
    for z in (0.12, 0.62, 1.12, 1.62):
        mesh.box((0, 0, z), (width - 0.01, 0.46, 0.025), color=color, luxel_m=0)
        left = -width / 2 + 0.06
        while left < width / 2 - 0.3:
            wide, high = 0.26 + 0.18 * rng.random(), 0.2 + 0.16 * rng.random()
            wide = min(wide, width / 2 - 0.05 - left)
            at = (left + wide / 2, 0.02 * rng.random(), z + 0.025)
            if rng.random() < 0.3:
                tint = one(rng, _PLASTIC)
                mesh.box(at, (wide, 0.36, high), color=tint, luxel_m=0, faces="nsewt")
            else:
                mesh.box(at, (wide, 0.36, high), "cardboard", fit="ns", luxel_m=0, faces="nsewt")
            left += wide + 0.03
    return mesh


_PLASTIC: tuple[Color, ...] = ((0.2, 0.4, 0.7), (0.75, 0.2, 0.16), (0.25, 0.55, 0.3), (0.9, 0.75, 0.2))


def wooden_crate(width: float = 0.8, depth: float = 0.6, height: float = 0.6, color: Color = WHITE) -> Mesh:
    """A closed crate of boards; its lid is flat."""
    mesh = Mesh().box((0, 0, 0), (width, depth, height - 0.03), "slats", color, fit="nsew", faces="nsew", luxel_m=0)
    return mesh.box((0, 0, height - 0.03), (width + 0.03, depth + 0.03, 0.03), "planks", color, luxel_m=0)


def stacked_boxes(rng: np.random.Generator, count: int = 5) -> Mesh:
    """Cardboard boxes on each other, the upper ones askew."""
    mesh, up = Mesh(), 0.0
    for number in range(count):
        row, size = number // 2, (0.5, 0.42, 0.36)
        if number % 2 == 0 and number:
            up += 0.362
        x = (-0.27, 0.27)[number % 2] if number < count - 1 or count % 2 == 0 else 0.04
        turn = rotation_z((rng.random() - 0.5) * 10.0 * min(row, 1))
        box = Mesh().box((0, 0, 0), size, "cardboard", fit="nsew", tile_m=0.6, faces="nsewt", luxel_m=0)
        mesh.merge(box.transform(turn, (x, 0, up)))
    return mesh


def barrel(color: Color) -> Mesh:
    """A steel drum of 200 litres, 0.88 m high."""
    ribs = [(0, 0.02), (0.27, 0.02), (0.29, 0), (0.29, 0.03), (0.278, 0.04), (0.278, 0.28), (0.292, 0.3), (0.278, 0.32)]
    upper = [(0.278, 0.56), (0.292, 0.58), (0.278, 0.6), (0.278, 0.84), (0.29, 0.85), (0.29, 0.88), (0.27, 0.88)]
    mesh = Mesh().lathe((0, 0, 0), [*ribs, *upper, (0.27, 0.865), (0, 0.865)], color=color, segments=18)
    mesh.cylinder((0.15, 0, 0.865), 0.035, 0.018, color=_BLACK, segments=10)
    return mesh


def hand_truck(color: Color = (0.78, 0.16, 0.12)) -> Mesh:
    """An upright hand truck on two wheels; its shovel looks north."""
    mesh = Mesh()
    for x in (-0.2, 0.2):
        mesh.cylinder((x, -0.1, 0.1), 0.018, 1.15, color=color, segments=8)
        mesh.cylinder((x * 1.25 - 0.03, -0.2, 0.13), 0.13, 0.06, color=_BLACK, segments=16, axis="x")
        mesh.cylinder((x * 1.25 - 0.035, -0.2, 0.13), 0.05, 0.07, color=_STEEL, segments=10, axis="x")
    mesh.cylinder((-0.3, -0.2, 0.13), 0.015, 0.6, color=_STEEL, segments=8, axis="x")
    for z in (0.3, 0.6, 0.9):
        mesh.box((0, -0.1, z), (0.4, 0.02, 0.05), color=color, luxel_m=0)
    mesh.box((0, -0.11, 1.22), (0.44, 0.05, 0.05), color=_BLACK, luxel_m=0)
    mesh.box((0, 0.03, 0.02), (0.44, 0.26, 0.02), color=_STEEL, luxel_m=0)
    return mesh.box((0, -0.1, 0.02), (0.44, 0.02, 0.2), color=color, luxel_m=0)


def step_ladder(color: Color = (0.92, 0.72, 0.14)) -> Mesh:
    """An A-shaped ladder of five steps; one climbs it from the north."""
    mesh = Mesh()
    for x in (-0.24, 0.24):
        for foot, head, shade in ((0.45, 0.06, color), (-0.4, -0.04, _STEEL)):
            width = 0.02
            low, high = (x, foot, 0.0), (x * 0.8, head, 1.5)
            ring = [(-width, -width), (width, -width), (width, width), (-width, width)]
            sections = [[(cx + dx, cy + dy, cz) for dx, dy in ring] for cx, cy, cz in (low, high)]
            mesh.loft(sections, color=shade)
    for step in range(5):
        share = (step + 1) / 6
        y, wide = 0.45 + (0.06 - 0.45) * share, 0.48 * (1 - 0.2 * share)
        mesh.box((0, y, 1.5 * share), (wide, 0.11, 0.03), color=_STEEL, luxel_m=0)
    return mesh.box((0, 0.01, 1.48), (0.44, 0.2, 0.04), color=color, luxel_m=0)


def mop_bucket() -> Mesh:
    """A yellow bucket on castors with the mop standing in it."""
    mesh = Mesh().box((0, 0, 0.07), (0.34, 0.44, 0.34), color=(0.95, 0.78, 0.12), luxel_m=0, faces="nsewb")
    mesh.box((0, 0, 0.4), (0.38, 0.48, 0.03), color=(0.86, 0.68, 0.08), luxel_m=0)
    mesh.box((0, 0.06, 0.43), (0.3, 0.28, 0.004), color=(0.35, 0.42, 0.46), luxel_m=0, faces="t")
    mesh.box((0, -0.15, 0.43), (0.3, 0.14, 0.16), color=(0.75, 0.14, 0.1), luxel_m=0)
    for x in (-0.13, 0.13):
        for y in (-0.17, 0.17):
            mesh.sphere((x, y, 0.036), 0.036, color=_BLACK, rings=5, segments=8)
    mesh.rounded_box((0.05, 0.06, 0.4), (0.2, 0.18, 0.16), 0.06, "fabric", (0.9, 0.9, 0.86), rings=2)
    return mesh.cylinder((0.05, 0.06, 0.5), 0.014, 0.95, color=(0.2, 0.4, 0.7), segments=8)
