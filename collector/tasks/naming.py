"""What a person calls a thing, and when that name can mean nothing else."""

import re
from collections.abc import Iterable, Sequence

from embrace3k.simulator.worlds.model import Kind, World, WorldObject

_SPOKEN = {"tv": "TV"}
_ALSO_FITS = {
    "armchair": "chair",
    "desk": "table",
    "nightstand": "table",
    "counter": "table",
    "shrub": "plant",
    "street light": "lamp",
}
"""Words that somebody might use for a thing of the category, though we never do."""
_PREPOSITIONS = {"street": "on the street", "pavement": "on the pavement", "driveway": "on the driveway"}


def names_of(thing: WorldObject) -> list[str]:
    """Every name that fits the thing, the usual one first: "red chair", "chair"; "sofa", "blue sofa"."""
    usual = _spoken(re.sub(r"[ _]\d+$", "", thing.label))
    kind = _spoken(thing.category)
    names = [usual, kind]
    if thing.colour:
        names += [f"{thing.colour} {name}" for name in (usual, kind) if not name.startswith(thing.colour)]
    return list(dict.fromkeys(names))


def fits(name: str, thing: WorldObject) -> bool:
    """Whether somebody could take the name for this thing, in more words than we would use."""
    also = _ALSO_FITS.get(thing.category)
    return name in names_of(thing) or name == also or (thing.colour is not None and name == f"{thing.colour} {also}")


def own_names(thing: WorldObject, among: Iterable[WorldObject]) -> list[str]:
    """Names that fit the thing and none of the others."""
    others = [other for other in among if other.name != thing.name]
    return [name for name in names_of(thing) if not any(fits(name, other) for other in others)]


def own_name(thing: WorldObject, among: Sequence[WorldObject]) -> str | None:
    """The most usual name that fits nothing else, or None."""
    return next(iter(own_names(thing, among)), None)


def place_of(world: World, thing: WorldObject) -> str | None:
    """Where it is at the start: "on the desk", "in the bedroom", "on the street"; None where no words fit."""
    support = world.surface_under(thing.pose) if thing.kind is Kind.CARRIED else None
    if support is not None:
        name = own_name(support, world.objects)
        return f"on the {name}" if name else None
    region = next((region for region in world.regions if region.name == thing.region), None)
    if region is None:
        return None
    return _PREPOSITIONS.get(region.label, f"in the {region.label}")


def source_of(place: str) -> str:
    """ "from the desk" for "on the desk"."""
    return "from " + place.split(" ", 1)[1]


def with_article(name: str) -> str:
    """ "an apple", "a TV"."""
    return f"an {name}" if name[0].lower() in "aeiou" else f"a {name}"


def _spoken(label: str) -> str:
    words = label.replace("_", " ")
    return _SPOKEN.get(words, words)
