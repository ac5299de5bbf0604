"""Expressions by position, read back by an interpreter of their own that knows nothing of how they were made."""

import math
import re

import numpy as np
import pytest

from embrace3k.collector.tasks.eye import Eye, make_renderer
from embrace3k.collector.tasks.generator import Generator
from embrace3k.collector.tasks.naming import own_name, place_of, region_place
from embrace3k.collector.tasks.referring import spatial_references
from embrace3k.schema.actions import PROFILES
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.simulator.worlds.model import WorldObject
from embrace3k.simulator.worlds.motion import Motion

HOUSE = build_world("family-house", 0)
ORDER = {"second": 1, "third": 2, "fourth": 3, "fifth": 4}


COLOURS = sorted({thing.colour for thing in HOUSE.objects if thing.colour})


def size(name: str) -> float:
    low, high = HOUSE.object(name).mesh.bounds()
    return float((high - low).prod())


class Picture:
    """A start view: which columns of the picture show a thing, and how far away it is."""

    def __init__(self, mask, names, pose):
        self.columns = {name: np.nonzero(mask == number)[1] for number, name in enumerate(names, 1)}
        self.columns = {name: columns for name, columns in self.columns.items() if len(columns)}
        self.pose = pose

    def called(self, words: str) -> list[str]:
        """Everything in the picture that the words fit, from left to right."""
        things = [HOUSE.object(name) for name in self.columns]
        fit = [
            thing.name
            for thing in things
            if re.sub(r"_\d+$", "", thing.name).replace("_", " ").lower() == words.lower()
        ]
        fit = fit or [thing.name for thing in things if words in (thing.category, f"{thing.colour} {thing.category}")]
        fit = fit or [thing.name for thing in things if words == f"{thing.colour} {thing.name.replace('_', ' ')}"]
        return sorted(fit, key=self.across)

    def across(self, name: str) -> float:
        return float(self.columns[name].mean())

    def away(self, name: str) -> float:
        box = HOUSE.object(name).footprint(HOUSE.object(name).pose)
        return math.hypot(box.x_cm - self.pose.x_cm, box.y_cm - self.pose.y_cm)

    def gap(self, name: str, landmark: str) -> float:
        box = HOUSE.object(name).footprint(HOUSE.object(name).pose)
        return HOUSE.object(landmark).footprint(HOUSE.object(landmark).pose).distance_cm(box.x_cm, box.y_cm)

    def place(self, thing: WorldObject) -> str:
        return place_of(HOUSE, thing) or region_place(HOUSE, thing.region) or ""

    def meant(self, words: str) -> list[str]:
        """What an expression picks out; several names, or none, if it is no good."""
        if found := re.fullmatch(
            r"the (leftmost|rightmost) (.+)|the (.+) (?:furthest to|on) the (?:far )?(left|right)", words
        ):
            group = self.called(found[2] or found[3])
            assert len(group) > 1
            return [group[0 if "left" in (found[1] or found[4]) else -1]]
        if found := re.fullmatch(r"the (second|third|fourth|fifth) (.+) from the (left|right)", words):
            group = self.called(found[2])
            return [group[ORDER[found[1]] if found[3] == "left" else -1 - ORDER[found[1]]]]
        if found := re.fullmatch(r"the (.+) in the middle|the middle (.+)", words):
            group = self.called(found[1] or found[2])
            return [group[len(group) // 2]] if len(group) % 2 else group
        if found := re.fullmatch(r"the (left|right)-hand (.+)", words):
            group = self.called(found[2])
            return [group[0 if found[1] == "left" else 1]] if len(group) == 2 else group
        if found := re.fullmatch(
            r"the (nearest|nearer|farthest) (.+)"
            r"|the (.+) (closest to you|farthest from you|farther away|further away|furthest away)",
            words,
        ):
            group = sorted(self.called(found[2] or found[3]), key=self.away)
            return [group[0 if (found[1] or found[4])[0] in "nc" else -1]]
        if found := re.fullmatch(r"the (taller|tallest|larger|largest|smaller|smallest) (.+)", words):
            group = sorted(self.called(found[2]), key=size)
            return [group[0 if found[1].startswith("small") else -1]]
        if found := re.fullmatch(r"the (.+) (?:next to|beside|near|closest to) the (.+)", words):
            [landmark] = self.called(found[2])
            return [min(self.called(found[1]), key=lambda name: self.gap(name, landmark))]
        if found := re.fullmatch(r"the (.+) to the (left|right) of the (.+)", words):
            [landmark] = self.called(found[3])
            sign = -1 if found[2] == "left" else 1
            return [name for name in self.called(found[1]) if sign * (self.across(name) - self.across(landmark)) > 0]
        if found := re.fullmatch(r"the (.+) (behind|in front of) the (.+)", words):
            [landmark] = self.called(found[3])
            in_line = [name for name in self.called(found[1]) if abs(self.across(name) - self.across(landmark)) < 120]
            return [name for name in in_line if (self.away(name) > self.away(landmark)) == (found[2] == "behind")]
        if found := re.fullmatch(r"the (.+) between the (.+) and the (.+)", words):
            [one], [other] = self.called(found[2]), self.called(found[3])
            low, high = sorted((self.across(one), self.across(other)))
            return [name for name in self.called(found[1]) if low < self.across(name) < high]
        if found := re.fullmatch(r"the (.+) (?:on|in) the (.+)", words):
            places = {name: self.place(HOUSE.object(name)) for name in self.called(found[1])}
            return [name for name, place in places.items() if place.endswith(f" the {found[2]}")]
        if colour := next((each for each in COLOURS if words.startswith(f"the {each} ")), None):
            return [name for name in self.called(words[5 + len(colour) :]) if HOUSE.object(name).colour == colour]
        raise AssertionError(f"nobody says {words!r}")


@pytest.fixture(scope="module")
def looks(light_cache):
    """Views of the places where chairs, trees, doors and cars stand, with the pictures they were taken from."""
    renderer = make_renderer(light_cache)
    eye = Eye(Motion(HOUSE), renderer)
    lookout = Generator(HOUSE, renderer, seed=5, profile=PROFILES["v2"]).lookout
    groups = [thing for thing in HOUSE.objects if thing.category in ("chair", "tree", "door", "car", "shrub", "table")]
    poses = [lookout.in_front_of(thing, 350.0, 1300.0) for thing in groups * 3]
    taken = [(lookout.look(pose), eye.mask(lookout.motion.start(pose))) for pose in poses if pose is not None]
    names = [thing.name for thing in HOUSE.objects]
    renderer.close()
    return [(view, Picture(mask, names, view.pose)) for view, mask in taken]


def test_every_expression_picks_out_its_target_and_nothing_else(looks):
    read = 0
    for view, picture in looks:
        for reference in spatial_references(HOUSE, view):
            assert picture.meant(reference.words) == [reference.target], (reference, view.pose)
            read += 1
    assert read > 50


def test_every_kind_of_expression_comes_up(looks):
    words = " | ".join(reference.words for view, _ in looks for reference in spatial_references(HOUSE, view))
    kinds = (
        "leftmost",
        "from the",
        "closest to you",
        "next to",
        "to the left of",
        "to the right of",
        "between",
        "on the",
    )
    assert [kind for kind in kinds if kind not in words] == []


def test_nothing_is_counted_of_which_one_is_hardly_to_be_seen(looks):
    for view, _ in looks:
        slivers = {HOUSE.object(name).category for name, share in view.shares.items() if share < 0.001}
        told = {reference.noun for reference in spatial_references(HOUSE, view) if reference.counted}
        assert not slivers & told


def test_a_name_of_its_own_fits_nothing_else_in_the_world():
    assert own_name(HOUSE.object("tv"), HOUSE.objects) == "TV"
    assert own_name(HOUSE.object("red_car"), HOUSE.objects) == "red car"
    assert own_name(HOUSE.object("tree_1"), HOUSE.objects) is None
    assert own_name(HOUSE.object("plant"), HOUSE.objects) is None


def test_places_are_said_as_people_say_them():
    assert place_of(HOUSE, HOUSE.object("red_car")) == "on the street"
    assert place_of(HOUSE, HOUSE.object("bed")) == "in the bedroom"
    mug = HOUSE.object("blue_mug")
    support = HOUSE.surface_under(mug.pose)
    assert support is not None
    assert place_of(HOUSE, mug) == f"on the {support.label}"
