"""Expressions that pick one thing out of several, as a start view shows them.

Candidates are put together from what is in view, and the reader decides what each means: one that it takes for exactly
one thing is offered, whatever it was made for.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from embrace3k.collector.tasks.naming import fits, goes_without_saying, nouns_of, own_name, preposition_of
from embrace3k.collector.tasks.reading import ORDINALS, meant
from embrace3k.collector.tasks.sight import Sight, legible
from embrace3k.collector.tasks.vantage import View
from embrace3k.collector.tasks.vocabulary import NOT_COUNTED
from embrace3k.simulator.worlds.model import Kind, World, WorldObject

_MOST_LANDMARKS = 6
_MOST_IN_A_ROW = 6
_COUNTED = frozenset({"side", "end", "ordinal", "middle", "distance", "size"})


class Reference(NamedTuple):
    """`words` fit the target and nothing else in view."""

    target: str
    words: str
    noun: str
    group: int
    """How many things of that name are in view."""
    kind: str
    """What tells it from the others: "ordinal", "distance", "next to", "colour" …"""

    @property
    def one(self) -> str:
        """The same where the things were named before: "the one on the left"."""
        return self.words.replace(self.noun, "one", 1)

    @property
    def counted(self) -> bool:
        """Whether all things of the name are plain to see, so that their number can be told."""
        return self.kind in _COUNTED


class _Candidate(NamedTuple):
    words: str
    kind: str


def spatial_references(world: World, view: View) -> list[Reference]:
    """Every expression that tells one of several things of a name from the others, grouped by name."""
    sight = Sight(world, view)
    nouns = [noun for noun in dict.fromkeys(chain(*map(nouns_of, sight.things))) if noun not in NOT_COUNTED]
    references: list[Reference] = []
    for noun in nouns:
        group = [thing for thing in sight.things if fits(noun, thing)]
        if len(group) < 2 or not any(noun in nouns_of(thing) and sight.clear(thing) for thing in group):
            continue
        for candidate in dict.fromkeys(_candidates(noun, group, sight)):
            found = meant(candidate.words, sight)
            if len(found) == 1 and _well_named(world.object(found[0]), noun, sight):
                reference = Reference(found[0], candidate.words, noun, len(group), candidate.kind)
                references += [] if _said_better(reference, references) else [reference]
    return references


def described(world: World, view: View, thing: WorldObject, name: str) -> list[str]:
    """The name of a thing that is the only one in view, with something added that a person would add."""
    sight = Sight(world, view)
    candidates = [*_by_landmark(name, [thing], sight), *_by_region(name, [thing], sight)]
    told = [each.words for each in candidates if each.kind != "closest to"]
    return [words for words in told if meant(words, sight) == [thing.name]]


def _said_better(reference: Reference, references: Sequence[Reference]) -> bool:
    """Whether "next to it" or "near it" was said already where this is "closest to it"."""
    near = [reference.words.replace("closest to", nearer) for nearer in ("next to", "near")]
    return reference.kind == "closest to" and any(each.words in near for each in references)


def _well_named(thing: WorldObject, noun: str, sight: Sight) -> bool:
    return noun in nouns_of(thing) and sight.clear(thing)


def _candidates(noun: str, group: Sequence[WorldObject], sight: Sight) -> Iterator[_Candidate]:
    alike = all(noun in nouns_of(thing) and sight.clear(thing) for thing in group)
    if alike:
        yield from _in_a_row(noun, len(group))
        yield from _by_quality(noun, len(group))
    yield from _by_colour(noun, group)
    yield from _by_landmark(noun, group, sight)
    yield from _between(noun, group, sight)
    yield from _by_region(noun, group, sight)


def _in_a_row(noun: str, count: int) -> Iterator[_Candidate]:
    for side in ("left", "right"):
        if count == 2:
            yield _Candidate(f"the {noun} on the {side}", "side")
            yield _Candidate(f"the {side}-hand {noun}", "side")
            continue
        yield _Candidate(f"the {side}most {noun}", "end")
        yield _Candidate(f"the {noun} furthest to the {side}", "end")
        yield _Candidate(f"the {noun} on the far {side}", "end")
        for number in range(1, min(count - 1, 4)):
            yield _Candidate(f"the {ORDINALS[number]} {noun} from the {side}", "ordinal")
    if count % 2 and 3 <= count <= _MOST_IN_A_ROW:
        yield _Candidate(f"the middle {noun}", "middle")
        yield _Candidate(f"the {noun} in the middle", "middle")


def _by_quality(noun: str, count: int) -> Iterator[_Candidate]:
    two = count == 2
    yield _Candidate(f"the {noun} closest to you", "distance")
    yield _Candidate(f"the {'nearer' if two else 'nearest'} {noun}", "distance")
    yield _Candidate(f"the {noun} {'farther away' if two else 'farthest from you'}", "distance")
    yield _Candidate(f"the {noun} {'further' if two else 'furthest'} away", "distance")
    for comparative, superlative in (("taller", "tallest"), ("larger", "largest"), ("smaller", "smallest")):
        yield _Candidate(f"the {comparative if two else superlative} {noun}", "size")


def _by_colour(noun: str, group: Sequence[WorldObject]) -> Iterator[_Candidate]:
    for thing in group:
        if thing.colour:
            yield _Candidate(f"the {thing.colour} {noun}", "colour")


def _by_landmark(noun: str, group: Sequence[WorldObject], sight: Sight) -> Iterator[_Candidate]:
    for name in _landmarks(group, sight):
        for words in (
            f"next to the {name}", f"beside the {name}", f"near the {name}", f"closest to the {name}",
            f"to the left of the {name}", f"to the right of the {name}",
            f"behind the {name}", f"in front of the {name}",
        ):  # fmt: skip
            yield _Candidate(f"the {noun} {words}", words.split(" the ")[0])
    supports = [thing for thing in sight.things if thing.surface_cm is not None]
    for support in supports:
        own = own_name(support, sight.things)
        if own is not None:
            yield _Candidate(f"the {noun} on the {own}", "on")


def _between(noun: str, group: Sequence[WorldObject], sight: Sight) -> Iterator[_Candidate]:
    names = _landmarks(group, sight)
    for index, one in enumerate(names):
        for other in names[index + 1 :]:
            words = f"between the {one} and the {other}"
            yield _Candidate(f"the {noun} {words}", "between")


def _by_region(noun: str, group: Sequence[WorldObject], sight: Sight) -> Iterator[_Candidate]:
    """Where things of the name are in view in several rooms, or one looks from one into another."""
    assert sight.view is not None
    here = {region.name for region in sight.world.regions_at(sight.view.pose.x_cm, sight.view.pose.y_cm)}
    for region in sight.world.regions:
        words = None if goes_without_saying(noun, region) else preposition_of(region)
        if words is None or region.name in here or not any(thing.region == region.name for thing in group):
            continue
        yield _Candidate(f"the {noun} {words}", "region")


def _landmarks(group: Sequence[WorldObject], sight: Sight) -> list[str]:
    """Names of the things to tell others by: large enough to be noticed, and nothing else is called that."""
    others = [thing for thing in sight.things if thing not in group and sight.noticed(thing)]
    assert sight.view is not None
    shares = sight.view.shares
    others = [thing for thing in others if thing.kind is not Kind.CARRIED and legible(thing, sight.view.pose)]
    others.sort(key=lambda thing: -shares[thing.name])
    names = [(thing, own_name(thing, sight.things)) for thing in others[: 2 * _MOST_LANDMARKS]]
    return [name for _, name in names if name is not None][:_MOST_LANDMARKS]
