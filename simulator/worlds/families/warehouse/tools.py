"""The small things of a warehouse that one can carry: which ones and where they lie depends on the seed. Metres."""

import numpy as np

from embrace3k.simulator.worlds.choosing import shuffled
from embrace3k.simulator.worlds.construction.mirroring import Stage
from embrace3k.simulator.worlds.construction.scattering import SmallThing, Spot, lay, lay_all, surface_spots
from embrace3k.simulator.worlds.families.warehouse.plan import Plan
from embrace3k.simulator.worlds.model import Kind
from embrace3k.simulator.worlds.props import small_things, street_goods, work_things

_TOOLS = (
    SmallThing("yellow_hard_hat", "hard hat", "yellow", lambda: work_things.hard_hat((0.95, 0.76, 0.1))),
    SmallThing("white_hard_hat", "hard hat", "white", lambda: work_things.hard_hat((0.93, 0.93, 0.91))),
    SmallThing("drill", "drill", "blue", work_things.drill),
    SmallThing("roll_of_tape", "tape", "brown", work_things.tape_roll),
    SmallThing("red_spray_can", "spray can", "red", lambda: work_things.spray_can((0.85, 0.12, 0.1))),
    SmallThing("blue_spray_can", "spray can", "blue", lambda: work_things.spray_can((0.12, 0.3, 0.75))),
    SmallThing("torch", "torch", "yellow", work_things.torch),
    SmallThing("thermos_flask", "flask", "green", work_things.thermos),
    SmallThing("blue_parcel", "parcel", "blue", lambda: work_things.parcel((0.2, 0.42, 0.75))),
    SmallThing("red_parcel", "parcel", "red", lambda: work_things.parcel((0.78, 0.18, 0.14))),
    SmallThing("red_toolbox", "toolbox", "red", lambda: street_goods.toolbox((0.72, 0.12, 0.1))),
    SmallThing("blue_mug", "mug", "blue", lambda: small_things.mug((0.15, 0.4, 0.75))),
    SmallThing("red_book", "book", "red", lambda: small_things.book((0.66, 0.13, 0.13))),
)
_PLACES = {
    "workbench": ((-0.35, 0.08), (0.1, 0.05), (0.6, 0.08)),
    "table": ((-0.28, 0.12), (0.28, 0.1)),
    "desk": ((-0.5, -0.14), (0.45, -0.1)),
    "crate": ((0.0, 0.0),),
    "pallet stack": ((-0.2, 0.0),),
    "bench": ((0.3, 0.03),),
}
_COUNT = 7


def scatter(stage: Stage, plan: Plan, rng: np.random.Generator) -> None:
    """Most lie on what has a surface; a box, a bucket and a parcel stand on the floor."""
    site, flip = stage.site, plan.mirror.east
    things = shuffled(rng, _TOOLS)[:_COUNT]
    lay_all(site, things, list(surface_spots(site, _PLACES)), rng)
    box = small_things.cardboard_box()
    place = (flip(plan.gate.start + 0.6), plan.storage.south - 0.1 + 0.4 * rng.random())
    site.put("cardboard_box", "box", box, *place, yaw_deg=20 * rng.random() - 10, kind=Kind.CARRIED, colour="brown")
    bucket = SmallThing("green_bucket", "bucket", "green", lambda: street_goods.bucket((0.16, 0.5, 0.26)))
    lay(site, bucket, Spot(flip(plan.hall.east - 1.5), 0.9 + 0.3 * rng.random(), 0.0), rng)
