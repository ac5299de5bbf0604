"""Proposals of a model that answers over real HTTP, judged as templates' proposals are."""

import json
import re

import pytest

from embrace3k.collector.oracle import plan
from embrace3k.collector.tasks.eye import make_renderer
from embrace3k.collector.tasks.model_proposals import ModelProposer
from embrace3k.collector.tasks.validity import Refusal
from embrace3k.schema.actions import PROFILES
from embrace3k.schema.tasks import Task, TaskType
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.simulator.worlds.motion import Motion
from embrace3k.tests.vlm.model_server import completion, model_at, model_server
from embrace3k.vlm import AnswerUnreadable

pytestmark = pytest.mark.xdist_group("houses")
V2 = PROFILES["v2"]
WORLD = build_world("family-house", 0)


@pytest.fixture(scope="module")
def renderer(light_cache):
    made = make_renderer(light_cache)
    yield made
    made.close()


def going(kind, name, words=None, **more):
    words = words or f"the {WORLD.object(name).label}"
    goal = {"kind": "near", "object": name}
    return {"type": kind, "instruction": f"Walk over to {words}.", "goal": goal,
            "mentions": [{"object": name, "words": words}]} | more  # fmt: skip


def judged(renderer, *proposed, types=tuple(TaskType), taken=()):
    with model_server(completion(json.dumps({"tasks": proposed}))) as (server, url):
        proposer = ModelProposer(WORLD, renderer, model_at(url), types=types, profile=V2, taken=taken)
        found = proposer.judged(seed=0)
        return [next(found) for _ in proposed], server


ALONE = [thing.name for thing in WORLD.objects if thing.name in ("sofa", "bed", "stove", "fridge", "bench", "mailbox")]


def test_a_thing_in_view_makes_a_basic_task_and_one_out_of_view_an_exploration(renderer):
    proposals = [going(kind, name) for name in ALONE for kind in ("basic", "exploration")]
    found, _ = judged(renderer, *proposals)
    accepted = [one.outcome for one in found if isinstance(one.outcome, Task)]
    assert accepted and {task.maker and task.maker.name for task in accepted} == {"tiny-7b"}
    for task in accepted:
        assert task.difficulty and task.goal
        assert task.difficulty.targets_visible_at_start == int(task.type is TaskType.BASIC)
        motion = Motion(WORLD)
        assert plan(motion, motion.start(task.start_pose), task.goal, V2).actions[-1] == "Finish"
    reasons = {one.outcome.reason for one in found if isinstance(one.outcome, Refusal)}
    assert {"target_visible", "target_not_visible"} & reasons


REFUSED = {
    "unknown_object": going("basic", "sofa", goal={"kind": "near", "object": "spaceship"}),
    "not_mentioned": going("exploration", "bench", mentions=[]),
    "wrong_goal": going("open_door", "bench"),
    "no_sentence": going("exploration", "bench", instruction="go {there}"),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_is_no_task_is_refused_with_its_reason(renderer, reason):
    (found,), _ = judged(renderer, REFUSED[reason])
    assert isinstance(found.outcome, Refusal)
    assert found.outcome.reason == reason and found.outcome.words


def test_words_that_fit_several_things_are_refused(renderer):
    chairs = [thing.name for thing in WORLD.objects if thing.category == "chair"]
    found, _ = judged(
        renderer, *(going(kind, name, "the chair") for name in chairs for kind in ("basic", "exploration"))
    )
    reasons = [one.outcome.reason for one in found]
    assert "ambiguous" in reasons and set(reasons) <= {"ambiguous", "target_visible", "target_not_visible"}


def test_the_same_task_is_not_made_twice(renderer):
    first, _ = judged(renderer, *(going("exploration", name) for name in ALONE))
    tasks = [one.outcome for one in first if isinstance(one.outcome, Task)]
    again, _ = judged(renderer, *(going("exploration", task.targets[0]) for task in tasks), taken=tasks)
    assert tasks and {one.outcome.reason for one in again} == {"duplicate"}


def test_a_type_that_was_not_asked_for_is_refused(renderer):
    (found,), _ = judged(renderer, going("exploration", "bench"), types=[TaskType.BASIC])
    assert "not asked for" in found.outcome.words


def test_the_model_is_shown_the_start_view_and_every_thing_there_is(renderer):
    _, server = judged(renderer, going("basic", "sofa"))
    picture, text = server.requests[0]["messages"][0]["content"]
    assert picture["image_url"]["url"].startswith("data:image/jpeg;base64,/9j/")
    assert all(f"\n{thing.name} | " in text["text"] for thing in WORLD.objects)
    assert re.search(r"front_door \| .*door, door \|", text["text"])


def test_an_answer_that_cannot_be_read_ends_the_asking(renderer):
    with model_server(completion("I would rather not.")) as (_, url):
        proposer = ModelProposer(WORLD, renderer, model_at(url), types=list(TaskType), profile=V2)
        with pytest.raises(AnswerUnreadable):
            next(proposer.judged(seed=0))
