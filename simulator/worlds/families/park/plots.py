"""What stands on the plots and the terrace of a park. Metres."""

import numpy as np

from embrace3k.simulator.worlds.choosing import shuffled
from embrace3k.simulator.worlds.construction.doors import hang_door
from embrace3k.simulator.worlds.construction.fences import put_picket_fence
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.spots import Spots
from embrace3k.simulator.worlds.construction.walls import Opening, Wall, put_box
from embrace3k.simulator.worlds.families.park.grounds import grow
from embrace3k.simulator.worlds.families.park.plan import Plan, Plot
from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.props import park_things, plants, street, two_wheelers

COLOURS: dict[str, Color] = {
    "red": (0.78, 0.2, 0.16),
    "blue": (0.2, 0.36, 0.7),
    "green": (0.22, 0.5, 0.28),
    "yellow": (0.94, 0.74, 0.16),
    "white": (0.95, 0.94, 0.9),
    "brown": (0.62, 0.42, 0.26),
}
PETALS: dict[str, Color] = {
    "red": (0.9, 0.16, 0.16),
    "yellow": (1.0, 0.84, 0.2),
    "white": (1.0, 1.0, 0.98),
    "pink": (1.0, 0.56, 0.74),
    "purple": (0.6, 0.36, 0.85),
}
_GATE = 1.1
_WAY_UP = 2.0
"""How far bushes keep from the middle of stairs and paths up the bank."""
_TRUNK = (0.5, 0.5, 3.0)


def fill_playground(site: Site, plot: Plot, rng: np.random.Generator) -> None:
    """Fenced, with a gate to the path, and as many toys as find room to walk between them."""
    area = plot.area.grown(-0.1)
    gate = plot.area.middle[0] + rng.uniform(-1.5, 0.5)
    front = area.north if plot.opens_north else area.south
    back = area.south if plot.opens_north else area.north
    for line in (
        Area(area.west, area.south, area.west, area.north),
        Area(area.east, area.south, area.east, area.north),
        Area(area.west, back, area.east, back),
        Area(area.west, front, gate - 0.06, front),
        Area(gate + _GATE + 0.06, front, area.east, front),
    ):
        put_picket_fence(site, line, "white")
    paint = shuffled(rng, COLOURS)[:5]
    _hang_gate(site, Wall(True, front, area.west, area.east, "white", "white"), gate, COLOURS[paint[0]], paint[0])
    spots, inner = Spots(), area.grown(-0.35)
    spots.keep(Area(gate - 0.4, front - 1.7, gate + _GATE + 0.4, front + 1.7))
    toys = (
        ("swing", park_things.swing(COLOURS[paint[1]]), paint[1], (3.12, 1.5, 2.3)),
        ("slide", park_things.slide(COLOURS[paint[2]]), paint[2], (0.62, 3.42, 2.2)),
        ("climbing_frame", park_things.climbing_frame(COLOURS[paint[3]], COLOURS[paint[4]]), None, (2.8, 2.8, 1.7)),
        ("sandbox", park_things.sandbox(2.0, 1.7), None, (2.0, 1.7, 0.24)),
        ("seesaw", park_things.seesaw(COLOURS[paint[4]]), paint[4], (2.8, 0.34, 0.9)),
    )
    for number in (*rng.permutation(3), 3, 4):
        name, mesh, colour, (width, depth, height) = toys[int(number)]
        turned = bool(rng.random() < 0.5)
        place = spots.draw(rng, inner, (depth, width) if turned else (width, depth), 1.15)
        if place is None:
            continue
        surface = 0.15 if name == "sandbox" else None
        yaw_deg = 90.0 if turned else 180.0 * int(rng.integers(2))
        size = (depth, width, height)
        site.put(name, name.replace("_", " "), mesh, *place, yaw_deg=yaw_deg, colour=colour, size=size, surface=surface)


def _hang_gate(site: Site, wall: Wall, start: float, color: Color, colour: str) -> None:
    """A low gate of pickets between two posts."""
    leaf = Mesh()
    for low in (0.25, 0.78):
        leaf.box((_GATE / 2, 0, low), (_GATE - 0.04, 0.03, 0.09), color=color, luxel_m=0, step_m=0.3)
    for picket in range(8):
        leaf.box((0.08 + picket * (_GATE - 0.16) / 7, 0.025, 0.08), (0.08, 0.02, 0.98), color=color, luxel_m=0)
    for side in (start - 0.05, start + _GATE + 0.05):
        put_box(
            site.static, Area(side, wall.at, side, wall.at).grown(0.05), 0.0, 1.25, "white", faces="nsewt", luxel_m=0.1
        )
    hang_door(site, "playground_gate", wall, Opening(start, start + _GATE, 0.0, 1.06), leaf=leaf, colour=colour)


def fill_water(site: Site, plan: Plan, plot: Plot, rng: np.random.Generator, radius: float) -> None:
    """A pond among reeds, or a fountain."""
    east, north = plot.area.middle
    if not plan.has_pond:
        size = (3.12, 3.12, 1.7)
        site.put("fountain", "fountain", park_things.fountain(), east, north, size=size)
        return
    pond = Mesh()
    turn = np.linspace(0, 2 * np.pi, 21)[:-1]
    for angle in turn:
        wide = 0.42 + 0.2 * rng.random()
        middle = ((radius - 0.02) * np.cos(angle), (radius - 0.02) * np.sin(angle), 0.04)
        shade = 0.75 + 0.3 * rng.random()
        pond.sphere(middle, wide, "rubble", (shade, shade, 0.95 * shade), rings=6, segments=9, squash=0.55)
    for number in range(5):
        angle, away = number * 1.3 + rng.random(), radius - 0.6
        pond.merge(plants.reeds(rng, 0.4, 6).transform(np.eye(3), (away * np.cos(angle), away * np.sin(angle), 0.0)))
    side = 2 * radius + 0.5
    pond.lathe((0, 0, 0), [(radius, 0.085), (0.55 * radius, 0.09), (0, 0.09)], "water", segments=20)
    site.put("pond", "pond", pond, east, north, size=(side, side, 0.4))


def fill_picnic(site: Site, plot: Plot, rng: np.random.Generator) -> None:
    """Two or three picnic tables."""
    spots, inner = Spots(), plot.area.grown(-0.9)
    for number in range(1, 3 + int(rng.integers(2))):
        place = spots.draw(rng, inner, (1.7, 1.7), 1.3)
        if place is None:
            continue
        name = f"picnic_table_{number}"
        yaw_deg = 90.0 * int(rng.integers(2))
        size = (1.56, 1.6, 0.76)
        site.put(
            name,
            "picnic table",
            street.picnic_table(),
            *place,
            yaw_deg=yaw_deg,
            size=size,
            surface=0.76,
            label="picnic table",
        )


def fill_garden(site: Site, plot: Plot, rng: np.random.Generator) -> None:
    """A statue among four flower beds of different colours."""
    east, north = plot.area.middle
    site.put(
        "statue",
        "statue",
        park_things.statue(),
        east,
        north,
        yaw_deg=0.0 if plot.opens_north else 180.0,
        size=(1.12, 1.12, 2.9),
    )
    across, along = plot.area.width / 2 - 1.35, plot.area.depth / 2 - 1.5
    for colour, (x, y) in zip(shuffled(rng, PETALS)[:4], ((-1, -1), (1, -1), (-1, 1), (1, 1)), strict=True):
        length = 1.5 + 0.5 * rng.random()
        bed = plants.flower_bed(rng, length, 0.9, PETALS[colour])
        name = f"{colour}_flower_bed"
        place, size = (east + x * across, north + y * along), (0.9, length, 0.3)
        site.put(name, "flower bed", bed, *place, colour=colour, size=size)


def fill_kiosk_yard(site: Site, plot: Plot, rng: np.random.Generator) -> None:
    """A table under a parasol with chairs before the kiosk, a notice board beside it."""
    east, colour = plot.area.middle[0], shuffled(rng, COLOURS)[:4]
    place = (east - 2.3 + 0.3 * rng.random(), plot.front + plot.inwards * (1.3 + 0.2 * rng.random()))
    parasol = park_things.parasol_table(COLOURS[colour[3]])
    site.put("cafe_table", "table", parasol, *place, size=(0.96, 0.96, 0.74), surface=0.74, label="table")
    for name, (right, ahead, yaw_deg) in zip(
        colour, ((-0.85, 0.0, 90.0), (0.85, 0.0, -90.0), (0.0, -0.85, 0.0)), strict=False
    ):
        chair = park_things.garden_chair(COLOURS[name])
        site.put(f"{name}_chair", "chair", chair, place[0] + right, place[1] + ahead, yaw_deg=yaw_deg, colour=name)
    board = (plot.area.east - 1.0, plot.front + plot.inwards * 0.5)
    green = park_things.notice_board((0.34, 0.5, 0.36))
    site.put("notice_board", "notice board", green, *board, yaw_deg=0.0 if plot.opens_north else 180.0)


def furnish_paths(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """Benches and bins where plots open to the path, lamps beside it, bicycles in their stand."""
    seats = shuffled(rng, COLOURS)[:4]
    for colour, name in zip(seats, ("picnic", "garden", "water"), strict=False):
        plot = plan.plots[name]
        share = 0.22 if rng.random() < 0.5 else 0.78
        east = plot.area.west + plot.area.width * share
        _bench(site, colour, east, plot.front + plot.inwards * 0.3, 0.0, 0.0 if plot.opens_north else 180.0)
        east += 1.35 if share < 0.5 else -1.35
        if name != "garden":
            paint = shuffled(rng, COLOURS)[0]
            bin_name = f"bin_{1 if name == 'picnic' else 2}"
            site.put(
                bin_name,
                "bin",
                park_things.litter_bin(COLOURS[paint]),
                east,
                plot.front + plot.inwards * 0.3,
                colour=paint,
            )
    lamps = [
        (column + 0.72 * side, plan.middle + 0.75 * side) for column, side in zip(plan.columns, (-1, 1), strict=True)
    ]
    lamps.append((plan.columns[0] + 1.4, plan.upper + 0.7))
    for number, place in enumerate(lamps, 1):
        site.put(
            f"lamp_{number}", "lamp post", park_things.park_lamp(), *place, size=(0.3, 0.3, 3.4), label="lamp post"
        )
    plot = plan.plots["service"]
    rack = (plot.area.west + 1.2, plot.front + plot.inwards * 0.9)
    site.put("bicycle_stand", "bicycle stand", park_things.bicycle_stand(), *rack, size=(0.8, 0.95, 0.82))
    for number, colour in enumerate(shuffled(rng, COLOURS)[:2]):
        place = (rack[0] + 1.45 + 0.75 * number, rack[1] + 0.1 * rng.random())
        lean = 180.0 * int(rng.integers(2))
        site.put(
            f"{colour}_bicycle", "bicycle", two_wheelers.bicycle(COLOURS[colour]), *place, yaw_deg=lean, colour=colour
        )


def _bench(site: Site, colour: str, east: float, north: float, up: float, yaw_deg: float) -> None:
    bench = park_things.park_bench(COLOURS[colour])
    site.put(f"{colour}_bench", "bench", bench, east, north, up=up, yaw_deg=yaw_deg, colour=colour, surface=0.465)


def furnish_terrace(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """A bench at each end, looking down over the park."""
    used = {thing.colour for thing in site.objects if thing.category == "bench"}
    free = [name for name in COLOURS if name not in used]
    for name, share in zip(free, (0.13, 0.87), strict=False):
        east = plan.terrace.west + share * plan.terrace.width
        _bench(site, name, east, plan.terrace.south + 2.4, plan.rise, 180.0)


def plant_trees(site: Site, plan: Plan, rng: np.random.Generator, keep_off: list[Area]) -> None:
    """Trees where no one walks and nothing stands, most of them on lawns and the terrace."""
    spots = Spots()
    for area in keep_off:
        spots.keep(area)
    for thing in site.objects:
        box = thing.footprint(thing.pose)
        half = max(box.half_x_cm, box.half_y_cm) / 100
        north, east = box.x_cm / 100, box.y_cm / 100
        spots.keep(Area(east - half, north - half, east + half, north + half))
    lawns = [plan.plots[name].area.grown(-0.6) for name in ("picnic", "water", "garden", "picnic", "service", "kiosk")]
    rest = plan.terrace
    ends = [Area(rest.west + 1.4, rest.south + 1.9, rest.middle[0] - 3.0, rest.north - 1.5)]
    ends.append(Area(rest.middle[0] + 3.0, rest.south + 1.9, rest.east - 1.4, rest.north - 1.5))
    number = 0
    for within in (*lawns, *ends, *ends):
        label, mesh = grow(plan, rng, 0.9)
        place = spots.draw(rng, within, (0.5, 0.5), 1.2)
        if place is None:
            continue
        number += 1
        spots.keep(Area(place[0], place[1], place[0], place[1]).grown(1.0))
        up = site.ground(*place)
        site.put(f"tree_{number}", "tree", mesh, *place, up=up, size=_TRUNK, label=label)
    _plant_bushes(site, plan, rng)


def _plant_bushes(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """Two on the bank, beside the ways up."""
    places = plan.bank.west + np.array((0.12, 0.3, 0.5, 0.72, 0.88)) * plan.bank.width
    beside = [float(east) for east in places if min(abs(east - column) for column in plan.columns) > _WAY_UP]
    for number, index in enumerate(rng.permutation(len(beside))[:2], 1):
        place = (beside[index], plan.bank.middle[1])
        leaves = plants.autumn_leaves(rng) if plan.season == "autumn" else None
        site.put(
            f"bush_{number}",
            "bush",
            plants.shrub(rng, leaves),
            *place,
            up=site.ground(*place),
            size=(0.8, 0.8, 0.8),
            label="bush",
        )
