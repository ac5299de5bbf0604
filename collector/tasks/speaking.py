"""Puts into words what is asked for: what things are called from a start view, and the sentence about them."""

import random
import re
from collections.abc import Mapping
from typing import NamedTuple

from embrace3k.collector.tasks.language import forms
from embrace3k.collector.tasks.language.grammar import Grammar, Wording
from embrace3k.collector.tasks.language.reasons import WHY
from embrace3k.collector.tasks.naming import is_plural, own_names, place_of, plural, source_of, with_article
from embrace3k.collector.tasks.referring import Reference, described, spatial_references
from embrace3k.collector.tasks.sight import Sight
from embrace3k.collector.tasks.spaces import Spaces
from embrace3k.collector.tasks.validity import Mention
from embrace3k.collector.tasks.vantage import View
from embrace3k.collector.tasks.vocabulary import USES
from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.model import Kind, World, WorldObject

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six")
_SIDES = {
    "left": ("on your left",),
    "right": ("on your right",),
    "ahead": ("straight ahead", "in front of you", "ahead of you"),
}
_BESIDE = re.compile(r" (?:next to|beside|near|closest to|between) ")
"""Nobody says "next to the table next to the chair"."""
_DESCRIBED, _OTHER_NAME = 0.4, 0.25
"""How often more is said than has to be, and how often not the most usual name is taken."""

GRAMMARS = {
    "go": Grammar([*forms.GO, *forms.GO_PLAIN], forms.RULES),
    "one": Grammar([*forms.GO, *forms.GO_ONE], forms.RULES),
    "find": Grammar(forms.FIND, forms.RULES),
    "stages": Grammar(forms.STAGES, forms.RULES),
    "door": Grammar(forms.DOOR, forms.RULES),
    "pick": Grammar(forms.PICK, forms.RULES),
    "put": Grammar(forms.PUT, forms.RULES),
}


class Name(NamedTuple):
    """What a thing is called, and whether that is no more than a noun that fits nothing else in the world."""

    words: str
    plain: bool


class Told(NamedTuple):
    wording: Wording
    mentions: tuple[Mention, ...]


class Speaker:
    """Speaks about one world. Draws from `rng` in a fixed order."""

    def __init__(self, world: World, spaces: Spaces, rng: random.Random) -> None:
        self._world, self._spaces, self._rng = world, spaces, rng
        self._references: dict[Pose, list[Reference]] = {}

    def references(self, view: View) -> list[Reference]:
        if view.pose not in self._references:
            self._references[view.pose] = spatial_references(self._world, view)
        return self._references[view.pose]

    def name(self, view: View, thing: WorldObject) -> Name | None:
        """From what is in view if it is, else from the whole world; None where no words would be clear."""
        in_world = own_names(thing, self._world.objects)
        if not view.shows(thing.name):
            return Name(f"the {self._one_of(in_world)}", True) if in_world else self._placed(thing)
        in_view = own_names(thing, Sight(self._world, view).things)
        if in_world and self._rng.random() >= _DESCRIBED:
            return Name(f"the {self._one_of(in_world)}", True)
        if in_view:
            words = described(self._world, view, thing, in_view[0])
            side = self._side(view, thing)
            words += [f"the {in_view[0]} {side}"] * 2 if side else []
            if words:
                return Name(self._rng.choice(words), False)
            return Name(f"the {in_world[0]}", True) if in_world else None
        return self._told_apart(view, thing)

    def _told_apart(self, view: View, thing: WorldObject) -> Name | None:
        """A kind of expression is chosen first, because there are as many by landmarks as there are landmarks."""
        references = [reference for reference in self.references(view) if reference.target == thing.name]
        if not references:
            return None
        kind = self._rng.choice(sorted({reference.kind for reference in references}))
        return Name(self._rng.choice([each.words for each in references if each.kind == kind]), False)

    def go(self, view: View, thing: WorldObject) -> Told | None:
        name = self.name(view, thing)
        return self._tell("go", thing, name, self._slots(view, thing, name)) if name else None

    def go_to_one(self, view: View, reference: Reference) -> Told:
        thing, name = self._world.object(reference.target), Name(reference.words, False)
        slots = self._slots(view, thing, name)
        if reference.counted and reference.group < len(_NUMBERS):
            slots |= {"number": _NUMBERS[reference.group], "plural": plural(reference.noun), "noun": reference.noun}
            slots |= {"one": reference.one}
        return self._tell("one", thing, name, slots, reference.noun)

    def find(self, view: View, thing: WorldObject) -> Told | None:
        names = own_names(thing, self._world.objects)
        name = Name(f"the {self._one_of(names)}", True) if names else self._placed(thing)
        if name is None:
            return None
        slots = self._slots(view, thing, name)
        place = place_of(self._world, thing) if name.plain and not self._in_same_space(view, thing) else None
        slots |= {"place": place} if place else {}
        return self._tell("find", thing, name, slots | self._around(view, thing))

    def stages(self, view: View, first: WorldObject, second: WorldObject) -> Told | None:
        names = self.name(view, first), self.name(view, second)
        if names[0] is None or names[1] is None or names[0].words == names[1].words:
            return None
        slots = {"first": names[0].words, "second": names[1].words}
        mentions = Mention(object=first.name, words=names[0].words), Mention(object=second.name, words=names[1].words)
        return Told(GRAMMARS["stages"].draw(slots, self._rng), mentions)

    def open(self, view: View, door: WorldObject) -> Told | None:
        name = self.name(view, door)
        return self._tell("door", door, name, self._slots(view, door, name)) if name else None

    def pick(self, view: View, thing: WorldObject) -> Told | None:
        name = self.name(view, thing)
        return self._tell("pick", thing, name, self._handed(view, thing, name)) if name else None

    def put(self, view: View, thing: WorldObject, near: WorldObject) -> Told | None:
        name, other = self.name(view, thing), self.name(view, near)
        if name is None or other is None or other.words in name.words or _BESIDE.search(other.words):
            return None
        told = self._tell("put", thing, name, self._handed(view, thing, name) | {"near": other.words})
        return told._replace(mentions=(*told.mentions, Mention(object=near.name, words=other.words)))

    def _tell(
        self, grammar: str, thing: WorldObject, name: Name, slots: Mapping[str, str], noun: str | None = None
    ) -> Told:
        """The words that stand for the thing are those of the slot that the sentence has for it."""
        wording = GRAMMARS[grammar].draw(slots, self._rng)
        used = set(re.findall(r"\{(\w+)\}", wording.template))
        slot = next((each for each in ("target", "thing", "one", "a_target", "mine") if each in used), "target")
        mention = Mention(object=thing.name, words=slots[slot], one=noun if slot == "one" else None)
        return Told(wording, (mention,))

    def _slots(self, view: View, thing: WorldObject, name: Name) -> dict[str, str]:
        many = is_plural(name.words)
        slots = {"target": name.words, "it": "it", "they": "it", "is": "is", "belongs": "belongs"}
        slots |= {} if _BESIDE.search(name.words) else {"thing": name.words}
        if many:
            slots |= {"it": "them", "they": "they", "is": "are", "belongs": "belong"}
        noun = name.words.removeprefix("the ")
        side = self._side(view, thing) if name.plain and view.shows(thing.name) else None
        slots |= {"side": side} if side else {}
        if name.plain:
            slots["a_target"] = with_article(noun)
            slots |= {"mine": f"my {noun}"} if thing.kind is Kind.CARRIED else {}
        why = [reason for use, kinds in USES.items() if thing.category in kinds for reason in WHY[use]]
        return slots | ({"reason": self._rng.choice(why)} if why else {})

    def _handed(self, view: View, thing: WorldObject, name: Name) -> dict[str, str]:
        slots = self._slots(view, thing, name)
        place = place_of(self._world, thing) if name.plain else None
        return slots | ({"place": place, "source": source_of(place)} if place else {})

    def _around(self, view: View, thing: WorldObject) -> dict[str, str]:
        """Roughly where to look; nothing where neither "inside" nor "outside" would be true, as in an open garage."""
        there = self._spaces.of(thing)
        here = self._spaces.at((view.pose.x_cm, view.pose.y_cm))
        if not there or not here or len({region.indoor for region in there}) > 1:
            return {}
        inside, same = there[0].indoor, there[0].indoor == here[0].indoor
        words = ["inside", "indoors"] if inside else ["outside", "outdoors"]
        if same:
            words += ["around here", "in here"] if inside else ["around here", "out here"]
        return {"around": self._rng.choice(words)}

    def _side(self, view: View, thing: WorldObject) -> str | None:
        sight = Sight(self._world, view)
        sides = [side for side in _SIDES if sight.at_side(thing, side)]
        return self._rng.choice(_SIDES[sides[0]]) if sides else None

    def _placed(self, thing: WorldObject) -> Name | None:
        """ "the chair in the kitchen"."""
        place = place_of(self._world, thing)
        names = [] if place is None else [f"the {noun} {place}" for noun in names_in_place(self._world, thing, place)]
        return Name(names[0], False) if names else None

    def _one_of(self, names: list[str]) -> str:
        return names[0] if self._rng.random() >= _OTHER_NAME else self._rng.choice(names)

    def _in_same_space(self, view: View, thing: WorldObject) -> bool:
        here = self._spaces.at((view.pose.x_cm, view.pose.y_cm))
        return bool(here) and here[0].indoor and here is self._spaces.of(thing)


def names_in_place(world: World, thing: WorldObject, place: str) -> list[str]:
    """Names that fit nothing else in or on that place."""
    others = [other for other in world.objects if place_of(world, other) == place]
    return own_names(thing, others)
