"""Instructions as language: many ways to say a thing, none of them wrong."""

import random
import re
from collections import Counter
from itertools import cycle

import pytest

from embrace3k.collector.tasks.allocation import allocate
from embrace3k.collector.tasks.language.grammar import Grammar, sentence_case
from embrace3k.collector.tasks.naming import is_plural, plural, with_article
from embrace3k.collector.tasks.speaking import GRAMMARS
from embrace3k.schema.tasks import TaskType

PLAIN = {"target": "the red mug", "thing": "the red mug", "it": "it", "they": "it", "is": "is", "belongs": "belongs"}
MANY = {
    "target": "the drinks crates",
    "thing": "the drinks crates",
    "it": "them",
    "they": "they",
    "is": "are",
    "belongs": "belong",
}
OWN = {"a_target": "an apple", "mine": "my apple", "side": "on your left"}
PLACE = {"place": "on the desk", "source": "from the desk", "around": "inside"}
ONE = {"number": "three", "plural": "chairs", "noun": "chair", "one": "the one on the left"}
TWO = {"first": "the sofa", "second": "the TV on your right"}
REASON = {"reason": "I would like to sit down."}
SAID = {
    TaskType.BASIC: [("go", PLAIN), ("go", MANY | OWN), ("go", PLAIN | REASON)],
    TaskType.EXPLORATION: [("find", PLAIN), ("find", PLAIN | OWN | PLACE), ("find", MANY | REASON)],
    TaskType.DYNAMIC_SPATIAL_SEMANTIC: [("one", PLAIN), ("one", PLAIN | ONE)],
    TaskType.MULTI_STAGE: [("stages", TWO)],
    TaskType.OPEN_DOOR: [("door", PLAIN), ("door", PLAIN | OWN)],
    TaskType.PICK_DROP: [("pick", PLAIN | OWN | PLACE), ("put", PLAIN | TWO | {"near": "the sofa"}),
                         ("put", MANY | OWN | PLACE | {"near": "the sofa"})],
}  # fmt: skip
"""Per type, which grammar with which slots."""


@pytest.fixture(scope="module")
def told():
    """The sentences of a set of 3,000 tasks in the published proportions, less the worlds."""
    rng, numbers = random.Random(0), allocate(3000)
    turns = [(kind, turn) for kind, number in numbers.items() for turn, _ in zip(cycle(SAID[kind]), range(number))]  # noqa: B905
    return [GRAMMARS[grammar].draw(slots, rng) for _, (grammar, slots) in turns]


def test_no_template_makes_more_than_two_per_cent_of_a_set(told):
    [(template, number)] = Counter(wording.template for wording in told).most_common(1)
    assert number <= 0.02 * len(told), template
    assert len({wording.template for wording in told}) > 1000


def test_every_instruction_is_written_as_a_person_writes(told):
    for text in {wording.text for wording in told}:
        assert re.fullmatch(r"[A-Z][A-Za-z',;: -]*[.?!]( [A-Z][A-Za-z',;: -]*[.?!])*", text), text
        assert not re.search(r"  | [.,;?]|[.?!][A-Za-z]|\b(\w+) \1\b|\ba [aeiou]|\ban [^aeiou]", text), text


def test_verbs_and_pronouns_agree_with_what_is_many(told):
    many = [wording.text for wording in told if "the drinks crates" in wording.text.lower()]
    assert many and not [text for text in many if re.search(r"crates is|\bit\b", text)]


def test_it_is_the_thing_itself_and_not_its_landmark_that_is_many():
    assert not is_plural("the plant next to the boxes") and is_plural("the boxes next to the plant")


def test_no_sentence_uses_a_phrase_twice():
    grammar = Grammar(["first <go> {target}, then <go> {it}."], {"go": ["walk to", "go to"]})
    drawn = {grammar.draw(PLAIN, random.Random(seed)).template for seed in range(20)}
    assert drawn == {"First walk to {target}, then go to {it}.", "First go to {target}, then walk to {it}."}


def test_a_form_is_told_only_where_all_its_slots_can_be_filled():
    grammar = Grammar(["<lost>.", "find {target}."], {"lost": ["I lost {mine}"]})
    drawn = {grammar.draw({"target": "the mug"}, random.Random(seed)).text for seed in range(20)}
    assert drawn == {"Find the mug."}


def test_a_template_keeps_its_slots_open():
    wording = Grammar(["go to {target}."], {}).draw({"target": "the TV"}, random.Random(0))
    assert wording == ("Go to the TV.", "Go to {target}.")


def test_a_form_that_speaks_of_no_rule_is_refused():
    with pytest.raises(ValueError, match="rules that do not exist"):
        Grammar(["<walk> {target}."], {"go": ["go to"]})


def test_sentences_start_with_capitals():
    assert sentence_case("it is shut. open it, please? now.") == "It is shut. Open it, please? Now."


@pytest.mark.parametrize(
    "name, article, more",
    [("apple", "an", "apples"), ("TV", "a", "TVs"), ("ATM", "an", "ATMs"), ("bookshelf", "a", "bookshelves"),
     ("bench", "a", "benches"), ("berry bush", "a", "berry bushes"), ("bus", "a", "buses"),
     ("unicycle", "a", "unicycles"),
     ("chest of drawers", "a", "chests of drawers"), ("flowers", "some", "flowers"), ("glass", "a", "glasses"),
     ("bananas", "some", "bananas"), ("canvas", "a", "canvases"), ("stack of boxes", "a", "stacks of boxes")],
)  # fmt: skip
def test_articles_and_plurals(name, article, more):
    assert with_article(name) == f"{article} {name}"
    assert plural(name) == more
    assert is_plural(name) == (article == "some")
