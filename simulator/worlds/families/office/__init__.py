"""A storey of offices: desks in clusters, a meeting room (often behind glass), a kitchen, a copy room, a lobby with the
lift, and a lounge two steps up. The seed chooses among two kinds of ground plan, turns them, and draws the rest."""

import numpy as np

from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.construction.furnishing import Furnisher, Tops
from embrace3k.simulator.worlds.construction.placing import Floor, walls_of
from embrace3k.simulator.worlds.construction.site import Site
from embrace3k.simulator.worlds.construction.townscape import build_town
from embrace3k.simulator.worlds.families.office.plan import HEIGHT, draw_plan
from embrace3k.simulator.worlds.families.office.rooms import Fitter, fit_out
from embrace3k.simulator.worlds.families.office.shell import RISE, build_shell, is_glazed
from embrace3k.simulator.worlds.families.office.style import draw_style
from embrace3k.simulator.worlds.families.office.things import scatter
from embrace3k.simulator.worlds.model import World
from embrace3k.simulator.worlds.weather import draw_weather

NAME = "office"
SUMMARY = "an open-plan office with a meeting room, a kitchen, a copy room and a raised lounge"


def build(seed: int) -> World:
    """Everything is drawn from one generator in a fixed order: the same seed builds the same world."""
    rng = np.random.default_rng(seed)
    site = Site()
    site.weather = draw_weather(rng)
    style = draw_style(rng)
    plan = draw_plan(rng, style)
    for room in plan.storey.rooms:
        site.region(room.name, room.label, room.area, indoor=True, floor=RISE if room.name == "lounge" else 0.0)
    ascent = build_shell(site, plan, style)
    build_town(site, plan.whole, style.facade, rng, ceiling=HEIGHT)
    clear = [*plan.storey.kept_clear(), *ascent]
    panes = [part.wall.area(part.wall.start, part.wall.end, 0.4) for part in plan.storey.partitions if is_glazed(part)]
    windows = [*plan.storey.windows(), *(panes if style.glazed else [])]
    walls = walls_of(site, higher_than_cm=180.0)
    low = [wall for wall in walls_of(site) if wall not in walls]
    areas = [room.area for room in plan.storey.rooms]
    floor = Floor(areas, walls, clear, windows, rng, plan.storey.open_leaves(), low)
    furnisher = Furnisher(site, floor)
    fit_out(Fitter(furnisher, plan, style, rng))
    furnisher.finish()
    rooms = [plan.storey.room(name).inside for name in ("office", "meeting_room", "kitchen", "copy_room")]
    scatter(furnisher, Tops(site, floor, rng), rooms, rng)
    furnisher.finish()
    east, north = floor.free_spot(plan.storey.room("office").inside)
    start = Pose(round(north * 100, 3), round(east * 100, 3), 88.0, 0.0, 0.0, 0.0)
    return site.world(NAME, seed, plan.whole, start)
