"""What stands in the yard and on the plots of a farm. Metres."""

import numpy as np

from embrace3k.simulator.worlds.choosing import one, shuffled
from embrace3k.simulator.worlds.construction.doors import hang_door
from embrace3k.simulator.worlds.construction.fences import put_rail_fence
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.spots import Spots
from embrace3k.simulator.worlds.construction.walls import Opening, Wall, put_box
from embrace3k.simulator.worlds.families.farmyard import buildings
from embrace3k.simulator.worlds.families.farmyard.grounds import grow
from embrace3k.simulator.worlds.families.farmyard.plan import Plan, Plot
from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.props import farm_animals, farm_things, park_things, plants, tractors

PAINTS: dict[str, Color] = {
    "red": (0.72, 0.14, 0.11),
    "blue": (0.16, 0.32, 0.62),
    "green": (0.16, 0.42, 0.2),
    "yellow": (0.92, 0.7, 0.12),
}
_STAVES: dict[str, Color] = {"brown": (0.72, 0.48, 0.28), "blue": (0.3, 0.44, 0.66), "green": (0.36, 0.52, 0.36)}
_FEATHERS: dict[str, Color] = {"brown": (0.56, 0.3, 0.14), "white": (0.94, 0.92, 0.88), "black": (0.14, 0.13, 0.13)}
_LEAVES: tuple[Color, ...] = ((0.85, 1.0, 0.75), (0.85, 0.6, 0.95), (1.0, 1.0, 0.6), (0.6, 0.9, 0.6))
_GATE = 1.2


def keep_things(spots: Spots, site: Site) -> None:
    """No spot comes upon anything that the site has now."""
    for thing in site.objects:
        north, east = zip(*thing.footprint(thing.pose).corners(), strict=True)
        spots.keep(Area(min(east) / 100, min(north) / 100, max(east) / 100, max(north) / 100))


def fill_barn(site: Site, plot: Plot, rng: np.random.Generator) -> None:
    """Hay along the side walls, a ladder at the back wall and a pitchfork; the middle stays free behind the gate."""
    room, up = buildings.barn_room(plot), buildings.BARN_FLOOR
    inner = room.grown(-0.15)
    back = plot.behind(7.0 - 0.08)
    ladder = (room.middle[0] + 1.2 * (rng.random() - 0.5), back - plot.inwards * 0.42)
    site.put("ladder", "ladder", farm_things.ladder(2.8), *ladder, up=up, yaw_deg=plot.facing_deg)
    first, spots = int(rng.integers(2)), Spots()
    wanted: list[tuple[str, str, Mesh, tuple[float, float, float], float | None]]
    wanted = [("round_bale", "round bale", farm_things.round_bale(), (1.2, 1.3, 1.3), None)]
    wanted += [(f"hay_bale_{n}", "hay bale", farm_things.hay_bale(), (1.1, 0.6, 0.5), 0.503) for n in (1, 2, 3)]
    wanted.append(("pitchfork", "pitchfork", farm_things.pitchfork(), (0.33, 0.1, 1.5), None))
    for number, (name, category, mesh, (width, depth, height), surface) in enumerate(wanted):
        # So near a wall that nobody can get behind it.
        reach = width + 0.15
        west = (inner.west, inner.east - reach)[(first + number) % 2]
        place = spots.draw(rng, Area(west, inner.south, west + reach, inner.north), (width, depth), 0.5)
        if place is not None:
            size = (depth, width, height)
            site.put(name, category, mesh, *place, up=up, size=size, surface=surface, label=category)


def fill_stable(site: Site, plot: Plot, rng: np.random.Generator) -> None:
    """A horse along the back wall of one stall, a trough in the other; milk cans and logs outside."""
    left, right = buildings.stalls(plot)
    back = plot.behind(5.7 - 0.08)
    hide: Color = one(rng, ((0.42, 0.24, 0.13), (0.2, 0.13, 0.1), (0.72, 0.68, 0.62)))
    place = (left.middle[0], back - plot.inwards * 0.55)
    yaw_deg = 90.0 if rng.random() < 0.5 else -90.0
    site.put("horse", "horse", farm_animals.horse(hide), *place, yaw_deg=yaw_deg, size=(2.3, 0.56, 1.7))
    trough = (right.middle[0], back - plot.inwards * 0.34)
    site.put(
        "feeding_trough", "trough", farm_things.trough(1.5), *trough, yaw_deg=plot.facing_deg, label="feeding trough"
    )
    outer = plot.behind(1.9 - 0.08)
    for number in range(3):
        place = (plot.area.middle[0] - 0.55 + 0.55 * number, outer - plot.inwards * (0.3 + 0.05 * rng.random()))
        site.put(
            f"milk_can_{number + 1}",
            "milk can",
            farm_things.milk_can(),
            *place,
            size=(0.4, 0.4, 0.69),
            label="milk can",
        )


def fill_house(site: Site, plot: Plot, rng: np.random.Generator) -> None:
    """A bench under the window, pots of flowers beside the steps."""
    room, (porch, _) = buildings.house_room(plot), buildings.house_steps(plot)
    buildings.furnish_house(site, plot, rng)
    wall = plot.behind(2.1 - 0.1)
    colour = shuffled(rng, PAINTS)[0]
    bench = (room.east - 1.7, wall - plot.inwards * 0.36)
    mesh = park_things.park_bench(PAINTS[colour])
    site.put(f"{colour}_bench", "bench", mesh, *bench, yaw_deg=plot.facing_deg, colour=colour, surface=0.465)
    petals: tuple[Color, ...] = ((0.95, 0.2, 0.2), (1.0, 0.8, 0.2), (1.0, 0.6, 0.8))
    for number, east in enumerate((porch.west - 0.38, porch.east + 0.38)):
        pot = plants.flower_pot(rng, petals[int(rng.integers(3))])
        north = wall - plot.inwards * 0.36
        site.put(f"flower_pot_{number + 1}", "flower pot", pot, east, north, size=(0.5, 0.5, 0.6), label="flower pot")
    crates = (("red", (0.76, 0.12, 0.1)), ("green", (0.5, 0.68, 0.16)))
    for number, (name, fruit) in enumerate(crates):
        place = (porch.west - 1.0 - 0.7 * number, wall - plot.inwards * 0.35)
        if place[0] > plot.area.west + 0.4:
            mesh = farm_things.apple_crate(fruit)
            site.put(f"{name}_apple_crate", "apple crate", mesh, *place, colour=name, size=(0.4, 0.6, 0.4))


def fill_hen_yard(site: Site, plan: Plan, plot: Plot, rng: np.random.Generator) -> None:
    """A chicken coop with hens about it, the dog before its kennel, firewood."""
    room, area = buildings.shed_room(plot), plot.area
    coop = (area.east - 1.6, plot.behind(5.4))
    paint = shuffled(rng, PAINTS)[0]
    mesh = farm_things.chicken_coop(PAINTS[paint])
    site.put("chicken_coop", "chicken coop", mesh, *coop, yaw_deg=plot.facing_deg, colour=paint, size=(1.3, 1.75, 1.7))
    kennel = (area.west + 1.0, plot.behind(1.6))
    site.put("kennel", "kennel", farm_things.kennel(), *kennel, yaw_deg=plot.facing_deg, size=(1.05, 0.85, 0.95))
    _plant(site, plan, rng, area.east - 0.9, plot.behind(1.0 + 0.6 * rng.random()))
    spots = Spots()
    keep_things(spots, site)
    spots.keep(room.grown(1.2))
    dog = spots.draw(
        rng,
        Area(kennel[0] + 0.9, plot.strip(0.8, 2.2).south, kennel[0] + 2.2, plot.strip(0.8, 2.2).north),
        (0.5, 0.9),
        0.4,
    )
    if dog is not None:
        coat: Color = one(rng, ((0.75, 0.52, 0.28), (0.2, 0.18, 0.17), (0.5, 0.3, 0.18)))
        yaw_deg = plot.facing_deg + 40.0 * (rng.random() - 0.5)
        site.put("dog", "dog", farm_animals.dog(coat), *dog, yaw_deg=yaw_deg, size=(0.8, 0.44, 0.75))
    logs = (room.east + 0.95, plot.behind(6.2))
    site.put(
        "firewood", "firewood", farm_things.stacked_logs(1.4), *logs, yaw_deg=plot.facing_deg, size=(0.5, 1.4, 0.66)
    )
    run = Area(area.west + 4.4, plot.strip(0.7, 4.0).south, area.east - 0.5, plot.strip(0.7, 4.0).north)
    for name in shuffled(rng, _FEATHERS)[:3]:
        place = spots.draw(rng, run, (0.5, 0.5), 0.65)
        if place is not None:
            turn = float(rng.random() * 360.0 - 180.0)
            hen = farm_animals.hen(_FEATHERS[name])
            site.put(f"{name}_hen", "hen", hen, *place, yaw_deg=turn, colour=name, size=(0.46, 0.3, 0.48))


def fill_garden(site: Site, plot: Plot, rng: np.random.Generator) -> None:
    """Fenced vegetable beds about a scarecrow."""
    _fence(site, plot, rng, "garden_gate")
    area, coat = plot.area.grown(-0.3), shuffled(rng, PAINTS)[0]
    scarecrow = farm_things.scarecrow(PAINTS[coat])
    middle = (area.middle[0] + 0.6 * (rng.random() - 0.5), plot.behind(plot.area.depth / 2 + 0.5))
    site.put("scarecrow", "scarecrow", scarecrow, *middle, yaw_deg=plot.facing_deg, size=(0.5, 1.5, 1.9))
    across, rows = area.width / 2 - 0.85, (plot.behind(2.45), plot.behind(plot.area.depth - 1.45))
    for number in range(4):
        length, wide = 1.9 + 0.5 * rng.random(), 0.85 + 0.15 * rng.random()
        place = (area.middle[0] + (across - length / 2) * (-1, 1)[number % 2], rows[number // 2])
        bed = plants.cabbages(rng, length, wide, _LEAVES[(number + int(rng.integers(4))) % 4])
        name, size = f"vegetable_bed_{number + 1}", (wide, length, 0.3)
        site.put(name, "vegetable bed", bed, *place, size=size, label="vegetable bed")


def fill_paddock(site: Site, plan: Plan, plot: Plot, rng: np.random.Generator) -> None:
    """Two cows, their trough and a tree."""
    _fence(site, plot, rng, "paddock_gate")
    (east, _), area = plot.area.middle, plot.area.grown(-0.75)
    trough = (east + 1.2 * (rng.random() - 0.5), plot.behind(plot.area.depth - 0.75))
    site.put("water_trough", "trough", farm_things.trough(), *trough, yaw_deg=plot.facing_deg, label="water trough")
    for side, name in zip((-1, 1), shuffled(rng, farm_animals.HIDES)[:2], strict=True):
        place = (east + side * (1.95 + 0.1 * rng.random()), plot.behind(3.6 + 0.6 * rng.random()))
        cow = farm_animals.cow(farm_animals.HIDES[name], seed=int(rng.integers(1000)))
        turn = 90.0 * one(rng, (-1, 1)) + 16.0 * (rng.random() - 0.5)
        site.put(f"{name}_cow", "cow", cow, *place, yaw_deg=turn, colour=name, size=(2.5, 0.7, 1.5))
    for corner in (area.west, area.east):
        _plant(site, plan, rng, corner, plot.behind(plot.area.depth - 0.75))


def _fence(site: Site, plot: Plot, rng: np.random.Generator, name: str) -> Area:
    """Rails round the plot with a gate to the yard; answers what is to stay free for the gate."""
    area = plot.area.grown(-0.15)
    front, back = (area.north, area.south) if plot.opens_north else (area.south, area.north)
    gate = area.middle[0] + rng.uniform(-2.2, 1.0)
    for line in (
        Area(area.west, area.south, area.west, area.north),
        Area(area.east, area.south, area.east, area.north),
        Area(area.west, back, area.east, back),
        Area(area.west, front, gate - 0.08, front),
        Area(gate + _GATE + 0.08, front, area.east, front),
    ):
        put_rail_fence(site, line, (0.8, 0.74, 0.66) if name == "garden_gate" else (0.7, 0.58, 0.46))
    for side in (gate - 0.08, gate + _GATE + 0.08):
        post = Area(side, front, side, front).grown(0.08)
        put_box(site.static, post, 0.0, 1.4, "wood", (0.7, 0.58, 0.46), faces="nsewt", luxel_m=0.1)
    colour = shuffled(rng, PAINTS)[0]
    hole = Opening(gate, gate + _GATE, 0.0, 1.16)
    hang_door(
        site,
        name,
        Wall(True, front, area.west, area.east, "white", "white"),
        hole,
        colour=colour,
        leaf=_gate(PAINTS[colour]),
    )
    return Area(gate - 0.5, front - 1.8, gate + _GATE + 0.5, front + 1.8)


def _gate(color: Color) -> Mesh:
    """Five bars between two uprights."""
    leaf = Mesh()
    for bar in range(5):
        leaf.box((_GATE / 2, 0, 0.16 + 0.21 * bar), (_GATE - 0.03, 0.035, 0.09), "wood", color, luxel_m=0, step_m=0.4)
    for east in (0.07, _GATE / 2, _GATE - 0.07):
        leaf.box((east, 0.03, 0.1), (0.09, 0.025, 1.06), "wood", color, luxel_m=0, step_m=0.4)
    return leaf


def fill_yard(site: Site, plan: Plan, rng: np.random.Generator) -> tuple[float, float]:
    """Tractor, trailer, well and whatever else finds room; ways to gates and doors stay free. Answers where one can
    begin to walk."""
    spots = Spots()
    keep_things(spots, site)
    for plot in plan.plots.values():
        spots.keep(plot.strip(-0.3, 0.0))
    paints = shuffled(rng, PAINTS)[:3]
    staves = shuffled(rng, _STAVES)[:3]
    wanted: list[tuple[str, str, Mesh, tuple[float, float, float], float | None, str | None]] = [
        (f"{paints[0]}_tractor", "tractor", tractors.tractor(PAINTS[paints[0]]), (2.0, 3.6, 2.4), None, paints[0]),
        (f"{paints[1]}_trailer", "trailer", tractors.trailer(PAINTS[paints[1]]), (1.75, 3.8, 1.0), 0.783, paints[1]),
        ("well", "well", farm_things.well(), (1.75, 1.45, 2.3), None, None),
        (
            f"{paints[2]}_wheelbarrow",
            "wheelbarrow",
            farm_things.wheelbarrow(PAINTS[paints[2]]),
            (0.7, 1.9, 0.65),
            None,
            paints[2],
        ),
    ]
    for name in staves:
        wanted.append((f"{name}_barrel", "barrel", farm_things.barrel(_STAVES[name]), (0.62, 0.62, 0.9), 0.865, name))
    crate = farm_things.apple_crate((0.92, 0.76, 0.2))
    wanted.append(("yellow_apple_crate", "apple crate", crate, (0.6, 0.4, 0.4), None, "yellow"))
    for name, category, mesh, (width, depth, height), surface, colour in wanted:
        turned = category in ("tractor", "trailer") or bool(rng.random() < 0.5)
        place = spots.draw(rng, plan.yard.grown(-0.4), (depth, width) if turned else (width, depth), 1.15)
        if place is None:
            continue
        yaw_deg = (90.0 if turned else 0.0) + 180.0 * int(rng.integers(2))
        size = (depth, width, height)
        site.put(name, category, mesh, *place, yaw_deg=yaw_deg, colour=colour, size=size, surface=surface)
    here = spots.draw(rng, plan.yard.grown(-0.6), (0.9, 0.9), 0.1)
    return here or plan.yard.middle


def _plant(site: Site, plan: Plan, rng: np.random.Generator, east: float, north: float) -> None:
    label, mesh = grow(plan, rng, 0.75, firs=False)
    number = 1 + sum(thing.category == "tree" for thing in site.objects)
    site.put(f"tree_{number}", "tree", mesh, east, north, size=(0.5, 0.5, 3.0), label=label)
