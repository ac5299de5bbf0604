"""What a referring expression means: the reader that every instruction has to satisfy, whoever wrote it.

An expression is a noun, perhaps with a colour and a superlative before it, and perhaps with words behind it that say
where the thing is. What the reader does not understand it leaves out, so an expression that needs such words to be
clear is refused, and one that is clear without them is not.
"""

import re
from collections.abc import Callable, Sequence

from embrace3k.collector.tasks.naming import fits, may_look, split_colour, spoken
from embrace3k.collector.tasks.sight import Sight, gap_cm
from embrace3k.simulator.worlds.model import WorldObject

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_ARTICLE = re.compile(r"^(?:the|a|an|that|this|my|our|your|one of the|some) ", re.I)
_TAIL = re.compile(r" (?:on|in|at|by|near|next|beside|behind|between|to|from|that|which|with|under|over|across|along) ")
"""What follows one of these words tells where a thing is, and names another one."""
_SUPERLATIVES = {
    "nearest": "nearest", "nearer": "nearest", "closest": "nearest", "closer": "nearest",
    "farthest": "farthest", "farther": "farthest", "furthest": "farthest", "further": "farthest",
    "tallest": "tallest", "taller": "tallest", "shortest": "shortest", "shorter": "shortest",
    "largest": "largest", "larger": "largest", "biggest": "largest", "bigger": "largest", "large": "largest",
    "big": "largest", "smallest": "smallest", "smaller": "smallest", "small": "smallest", "tall": "tallest",
}  # fmt: skip

Pick = Callable[[Sight, list[WorldObject], re.Match[str]], "list[WorldObject] | None"]
"""Those of a group that an expression's qualifier may mean: one if it is clear, several if not, None if unreadable."""


def meant(words: str, sight: Sight) -> list[str]:
    """Names of the things that the expression may mean, in the world's order. It is good if there is exactly one."""
    return [thing.name for thing in _meant(words, sight)]


def _meant(words: str, sight: Sight) -> list[WorldObject]:
    plain = _ARTICLE.sub("", words.strip())
    whole = called(plain, sight)
    if whole:
        return whole
    for pattern, pick in _QUALIFIERS:
        found = pattern.fullmatch(plain)
        if found is None:
            continue
        group = _head(found["noun"], sight)
        if not group:
            continue
        picked = pick(sight, group, found)
        if picked is not None:
            return picked
    return _head(_TAIL.split(plain, maxsplit=1)[0], sight)


def called(name: str, sight: Sight) -> list[WorldObject]:
    """Everything that somebody could call by the name."""
    return [thing for thing in sight.things if fits(name, thing)]


def _head(words: str, sight: Sight) -> list[WorldObject]:
    """By noun, colour and superlatives; adjectives that nobody knows are left out."""
    rest = words.split(" ")
    for start in range(len(rest)):
        noun = " ".join(rest[start:])
        group = called(noun, sight)
        if group:
            return _narrowed(group, rest[:start], sight)
    return []


def _narrowed(group: list[WorldObject], adjectives: Sequence[str], sight: Sight) -> list[WorldObject]:
    for word in reversed(adjectives):
        colour, _ = split_colour(f"{word} thing")
        if colour is not None:
            group = [thing for thing in group if may_look(colour, thing)]
        elif word.lower() in _SUPERLATIVES and sight.view is not None and len(group) > 1:
            best = sight.extreme(group, _SUPERLATIVES[word.lower()])
            group = [best] if best is not None else group
    return group


def _sure(answers: Sequence[tuple[WorldObject, bool | None]]) -> list[WorldObject]:
    """What is not out of the question; nothing where even the only one left is doubtful."""
    left = [(thing, answer) for thing, answer in answers if answer is not False]
    return [] if len(left) == 1 and left[0][1] is None else [thing for thing, _ in left]


def _row(sight: Sight, group: list[WorldObject]) -> list[WorldObject] | None:
    return sight.in_a_row(group) if sight.view is not None and len(group) > 1 else None


def _end(sight: Sight, group: list[WorldObject], found: re.Match[str]) -> list[WorldObject] | None:
    row = _row(sight, group)
    return group if row is None else [row[0 if found["side"] in ("left", "leftmost") else -1]]


def _ordinal(sight: Sight, group: list[WorldObject], found: re.Match[str]) -> list[WorldObject] | None:
    row, number = _row(sight, group), ORDINALS.index(found["number"])
    if row is None or number >= len(row):
        return group
    return [row[number if found["side"] == "left" else -1 - number]]


def _middle(sight: Sight, group: list[WorldObject], _: re.Match[str]) -> list[WorldObject] | None:
    row = _row(sight, group)
    return group if row is None or len(row) % 2 == 0 else [row[len(row) // 2]]


def _hand(sight: Sight, group: list[WorldObject], found: re.Match[str]) -> list[WorldObject] | None:
    """The left one is the left one of two."""
    row = _row(sight, group)
    return group if row is None or len(row) != 2 else [row[0 if found["side"] == "left" else 1]]


def _your_side(sight: Sight, group: list[WorldObject], found: re.Match[str]) -> list[WorldObject] | None:
    if sight.view is None:
        return None
    side = found["side"] if found["side"] in ("left", "right") else "ahead"
    return _sure([(thing, sight.at_side(thing, side)) for thing in group])


def _extreme(quality: str) -> Pick:
    def pick(sight: Sight, group: list[WorldObject], _: re.Match[str]) -> list[WorldObject] | None:
        best = sight.extreme(group, quality) if sight.view is not None else None
        return [best] if best is not None else group

    return pick


def _relation(ask: Callable[[Sight, WorldObject, WorldObject, re.Match[str]], bool | None]) -> Pick:
    def pick(sight: Sight, group: list[WorldObject], found: re.Match[str]) -> list[WorldObject] | None:
        landmarks = _meant(found["other"], sight)
        if len(landmarks) != 1:
            return None if not landmarks else group
        others = [thing for thing in group if thing is not landmarks[0]]
        return _sure([(thing, ask(sight, thing, landmarks[0], found)) for thing in others])

    return pick


def _nearest_to(sight: Sight, group: list[WorldObject], found: re.Match[str]) -> list[WorldObject] | None:
    landmarks = _meant(found["other"], sight)
    if len(landmarks) != 1 or len(group) < 2:
        return None if not landmarks else group
    ranked = sorted((gap_cm(thing, landmarks[0]), thing.name) for thing in group if thing is not landmarks[0])
    if len(ranked) < 2 or ranked[1][0] <= 1.3 * ranked[0][0] + 60.0:
        return group
    return [sight.world.object(ranked[0][1])]


def _between(sight: Sight, group: list[WorldObject], found: re.Match[str]) -> list[WorldObject] | None:
    ends = [_meant(found[name], sight) for name in ("one", "other")]
    if any(len(end) != 1 for end in ends) or sight.view is None:
        return None if not all(ends) else group
    (one,), (other,) = ends
    return _sure([(thing, sight.between(thing, one, other)) for thing in group if thing not in (one, other)])


def _place(sight: Sight, group: list[WorldObject], found: re.Match[str]) -> list[WorldObject] | None:
    """On a piece of furniture, or in or on a region."""
    label = spoken(_ARTICLE.sub("", found["other"]))
    if any(spoken(region.label) == label for region in sight.world.regions):
        return _sure([(thing, sight.within(thing, label)) for thing in group])
    everything = Sight(sight.world) if not _meant(found["other"], sight) else sight
    supports = _meant(found["other"], everything)
    if len(supports) != 1 or found["how"] == "in":
        return None
    return [thing for thing in group if sight.on(thing, supports[0])]


_Q = r"(?P<noun>.+?)"
_OTHER = r"(?P<other>the .+|a .+|an .+|that .+)"
_QUALIFIERS: tuple[tuple[re.Pattern[str], Pick], ...] = tuple(
    (re.compile(pattern), pick)
    for pattern, pick in (
        (rf"(?P<number>{'|'.join(ORDINALS)}) {_Q} from the (?P<side>left|right)", _ordinal),
        (rf"{_Q} (?:furthest|farthest) to the (?P<side>left|right)", _end),
        (rf"{_Q} (?:on|at) the far (?P<side>left|right)", _end),
        (rf"(?P<side>leftmost|rightmost) {_Q}", _end),
        (rf"{_Q} in the (?:middle|centre|center)", _middle),
        (rf"(?:middle|centre|center) {_Q}", _middle),
        (rf"{_Q} between (?P<one>the .+?) and {_OTHER}", _between),
        (rf"{_Q} (?:on|to) the (?P<side>left|right) (?:side )?of {_OTHER}",
         _relation(lambda sight, thing, other, found: sight.beside(thing, other, found["side"]))),
        (rf"{_Q} (?:on|to) the (?P<side>left|right)", _hand),
        (rf"(?P<side>left|right)(?:-hand)? {_Q}", _hand),
        (rf"{_Q} (?:on|to) your (?P<side>left|right)", _your_side),
        (rf"{_Q} (?P<side>(?:straight )?ahead(?: of you)?|(?:right |directly )?in front of you)", _your_side),
        (rf"{_Q} (?:closest|nearest) to (?:you|where you are)", _extreme("nearest")),
        (rf"{_Q} (?:farthest|furthest) (?:away )?from (?:you|where you are)", _extreme("farthest")),
        (rf"{_Q} (?:farther|further|farthest|furthest) away", _extreme("farthest")),
        (rf"{_Q} (?:closest|nearest) to {_OTHER}", _nearest_to),
        (rf"{_Q} (?:right )?(?:next to|beside) {_OTHER}",
         _relation(lambda sight, thing, other, _: sight.next_to(thing, other))),
        (rf"{_Q} (?:near|close to|by) {_OTHER}", _relation(lambda sight, thing, other, _: sight.near(thing, other))),
        (rf"{_Q} behind {_OTHER}", _relation(lambda sight, thing, other, _: sight.behind(thing, other))),
        (rf"{_Q} in front of {_OTHER}", _relation(lambda sight, thing, other, _: sight.behind(other, thing))),
        (rf"{_Q} (?:that is |that's |lying |standing )?(?P<how>on|in) (?P<other>.+)", _place),
    )
)  # fmt: skip
