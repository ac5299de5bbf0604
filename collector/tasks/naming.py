"""What a person calls a thing, and when that name can mean nothing else."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from embrace3k.collector.tasks.vocabulary import (
    ALSO,
    IRREGULAR_PLURALS,
    NEAR_COLOURS,
    NO_PLACE,
    NOT_BY_LAST_WORD,
    NOT_PLURAL,
    ON_GROUND,
    SPOKEN,
)
from embrace3k.simulator.worlds.model import Kind, Region, World, WorldObject

_WHAT_FOLLOWS = re.compile(
    r" (?:of|on|in|at|by|near|nearest|next|close|closest|far|farther|farthest|further|furthest|beside|behind|between"
    r"|to|from|with|straight|ahead) "
)
COLOURS: frozenset[str] = frozenset[str]().union(*NEAR_COLOURS)


def nouns_of(thing: WorldObject) -> tuple[str, ...]:
    """What we call the thing when we leave its colour out, the usual word first: "office chair", "chair"."""
    return _nouns(thing.label, thing.category, thing.colour)


def names_of(thing: WorldObject) -> tuple[str, ...]:
    """Every name that fits the thing, the usual one first: "red chair", "chair"; "sofa", "blue sofa"."""
    return _names(thing.label, thing.category, thing.colour)


def words_for(thing: WorldObject) -> frozenset[str]:
    """Every noun that somebody could use for the thing: ours, their last words, and what else it may be called."""
    return _words(nouns_of(thing))


@lru_cache(maxsize=4096)
def _nouns(label: str, category: str, colour: str | None) -> tuple[str, ...]:
    usual = spoken(re.sub(r"[ _]\d+$", "", label))
    if colour and usual.startswith(f"{colour} "):
        usual = usual.removeprefix(f"{colour} ")
    return tuple(dict.fromkeys((usual, spoken(category))))


@lru_cache(maxsize=4096)
def _names(label: str, category: str, colour: str | None) -> tuple[str, ...]:
    plain = _nouns(label, category, colour)
    coloured = [f"{colour} {noun}" for noun in plain] if colour else []
    usual_is_coloured = bool(colour) and label.startswith(f"{colour} ")
    names = [*coloured[:1], *plain, *coloured[1:]] if usual_is_coloured else [*plain, *coloured]
    return tuple(dict.fromkeys(names))


@lru_cache(maxsize=4096)
def _words(nouns: tuple[str, ...]) -> frozenset[str]:
    words = set(nouns)
    for noun in nouns:
        words.update(spoken(word) for word in ALSO.get(noun.lower(), ()))
        if " " in noun and noun.lower() not in NOT_BY_LAST_WORD:
            last = noun.rsplit(" ", 1)[1]
            words.update((last, *(spoken(word) for word in ALSO.get(last.lower(), ()))))
    return frozenset(words)


def fits(name: str, thing: WorldObject) -> bool:
    """Whether somebody could take the name, with or without a colour before it, for this thing."""
    words = words_for(thing)
    if name in words or name in names_of(thing):
        return True
    colour, noun = split_colour(name)
    return colour is not None and noun in words and may_look(colour, thing)


@lru_cache(maxsize=8192)
def split_colour(name: str) -> tuple[str | None, str]:
    """ "dark blue car" -> ("dark blue", "car"); "chair" -> (None, "chair")."""
    words = name.split(" ")
    for count in (2, 1):
        if len(words) > count and " ".join(words[:count]) in COLOURS:
            return " ".join(words[:count]), " ".join(words[count:])
    return None, name


def may_look(colour: str, thing: WorldObject) -> bool:
    """Whether somebody may call the thing's colour that. What has no one colour may be called anything."""
    own = thing.colour
    return own is None or own == colour or any({own, colour} <= near for near in NEAR_COLOURS)


def own_names(thing: WorldObject, among: Iterable[WorldObject]) -> list[str]:
    """Names that fit the thing and none of the others."""
    others = [other for other in among if other.name != thing.name]
    return [name for name in names_of(thing) if not any(fits(name, other) for other in others)]


def own_name(thing: WorldObject, among: Sequence[WorldObject]) -> str | None:
    """The most usual name that fits nothing else, or None."""
    return next(iter(own_names(thing, among)), None)


def place_of(world: World, thing: WorldObject) -> str | None:
    """Where it is at the start: "on the desk", "in the bedroom", "on the street"; None where no words fit."""
    support = support_of(world, thing)
    if support is not None:
        name = own_name(support, world.objects)
        return f"on the {name}" if name else None
    noun = nouns_of(thing)[0]
    if any(region.name == thing.region and goes_without_saying(noun, region) for region in world.regions):
        return None
    return region_place(world, thing.region)


def goes_without_saying(noun: str, region: Region) -> bool:
    """ "the pond on the pond lawn"; and a door is between two places, not in one."""
    return not set(noun.split(" ")).isdisjoint(spoken(region.label).split(" ")) or noun.endswith(("door", "gate"))


def support_of(world: World, thing: WorldObject) -> WorldObject | None:
    return world.surface_under(thing.pose) if thing.kind is Kind.CARRIED else None


def region_place(world: World, name: str) -> str | None:
    """ "in the kitchen", where there is one kitchen only."""
    region = next((region for region in world.regions if region.name == name), None)
    if region is None or sum(spoken(other.label) == spoken(region.label) for other in world.regions) > 1:
        return None
    return preposition_of(region)


def preposition_of(region: Region) -> str | None:
    label = spoken(region.label)
    if label in NO_PLACE:
        return None
    article = "" if re.search(r"\d$", label) else "the "
    on = head_of(label).rsplit(" ", 1)[-1] in ON_GROUND
    return f"{'on' if on else 'in'} {article}{label}"


def source_of(place: str) -> str:
    """ "from the desk" for "on the desk"."""
    return "from " + place.split(" ", 1)[1]


def with_article(name: str) -> str:
    """ "an apple", "a TV", "an ATM", "some stairs"."""
    if is_plural(name):
        return f"some {name}"
    first = name.split(" ", 1)[0]
    vowel = first[0] in "AEFHILMNORSX" if first.isupper() and len(first) > 1 else first[0].lower() in "aeiou"
    vowel = vowel and not first.lower().startswith(("uni", "use", "uti", "one", "eu"))
    return f"an {name}" if vowel else f"a {name}"


def head_of(name: str) -> str:
    """What is spoken of, less what follows: "the stack" of "the stack of pallets next to the boxes"."""
    return _WHAT_FOLLOWS.split(name, maxsplit=1)[0]


def is_plural(name: str) -> bool:
    """Whether it is "them", not "it": "drinks crates", but neither "bus" nor "glass" nor "stack of pallets"."""
    last = head_of(name).rsplit(" ", 1)[-1]
    return re.search(r"[^sui]s$", last) is not None and last not in NOT_PLURAL


def plural(name: str) -> str:
    """ "red cars", "bookshelves", "TVs"."""
    if name in IRREGULAR_PLURALS:
        return IRREGULAR_PLURALS[name]
    stack = head_of(name)
    if stack != name:
        return plural(stack) + name.removeprefix(stack)
    head, _, last = name.rpartition(" ")
    before = f"{head} " if head else ""
    if is_plural(name):
        return name
    if last in IRREGULAR_PLURALS:
        return before + IRREGULAR_PLURALS[last]
    if re.search(r"(s|x|z|ch|sh)$", last):
        return f"{before}{last}es"
    if re.search(r"[^aeiou]y$", last):
        return f"{before}{last[:-1]}ies"
    return f"{before}{last}s"


def spoken(label: str) -> str:
    words = label.replace("_", " ").strip()
    return SPOKEN.get(words.lower(), words)
