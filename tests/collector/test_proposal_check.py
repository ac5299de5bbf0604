"""The one check that every proposal passes, or the reason why it does not."""

from dataclasses import replace

import pytest

from embrace3k.collector.tasks.eye import make_renderer
from embrace3k.collector.tasks.generator import Generator
from embrace3k.collector.tasks.spaces import Spaces
from embrace3k.collector.tasks.validity import Mention, Proof, Proposal, Reason, check_proposal
from embrace3k.schema.actions import PROFILES
from embrace3k.schema.goals import Holding, Near, Sequence
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import PickDrop, TaskType
from embrace3k.simulator.worlds.catalogue import build_world

V2 = PROFILES["v2"]
HOUSE = build_world("family-house", 0)
TARGETS = ("sofa", "bench", "fridge")


@pytest.fixture(scope="module")
def lookout(light_cache):
    renderer = make_renderer(light_cache)
    yield Generator(HOUSE, renderer, seed=3, profile=V2).lookout
    renderer.close()


@pytest.fixture(scope="module")
def good(lookout) -> Proposal:
    """To go to something that is in view and the only one of its name."""
    for thing in (HOUSE.object(name) for name in TARGETS * 20):
        pose = lookout.in_front_of(thing, 500.0, 900.0)
        proposal = pose and Proposal(
            type=TaskType.BASIC, instruction=f"Go to the {thing.category}.", start=pose, goal=Spaces(HOUSE).near(thing),
            mentions=(Mention(object=thing.name, words=f"the {thing.category}"),),
        )  # fmt: skip
        if proposal and isinstance(check_proposal(lookout, proposal, V2), Proof):
            return proposal
    raise AssertionError("the house has no simple task")


def reason(lookout, proposal: Proposal) -> Reason | None:
    found = check_proposal(lookout, proposal, V2)
    assert isinstance(found, Proof) or found.words
    return None if isinstance(found, Proof) else found.reason


def test_a_good_proposal_is_proved_by_a_plan_that_is_carried_out(lookout, good):
    proof = check_proposal(lookout, good, V2)
    assert isinstance(proof, Proof)
    assert len(proof.states) == len(proof.actions) + 1
    assert proof.states[0].pose == good.start == proof.view.pose


def test_what_a_world_does_not_have_cannot_be_asked_for(lookout, good):
    stranger = replace(good, goal=Near(object="unicorn", radius_cm=200.0))
    assert reason(lookout, stranger) is Reason.UNKNOWN_OBJECT


@pytest.mark.parametrize("text", ["go to the sofa.", "Go to the sofa", "Go to  the sofa.", "Go to <target>.", ""])
def test_an_instruction_is_a_plain_sentence(lookout, good, text):
    assert reason(lookout, replace(good, instruction=text)) is Reason.NO_SENTENCE


def test_the_words_for_a_thing_have_to_be_in_the_instruction(lookout, good):
    assert reason(lookout, replace(good, instruction="Walk over there.")) is Reason.NOT_MENTIONED


def test_words_that_mean_something_else_are_refused(lookout, good):
    words = replace(good.mentions[0], words="the chimney")
    assert reason(lookout, replace(good, instruction="Go to the chimney.", mentions=(words,))) is Reason.NO_REFERENT


def test_words_that_fit_several_things_are_refused(lookout):
    chair, others = HOUSE.object("red_chair"), "the chair"
    for _ in range(60):
        pose = lookout.in_front_of(chair, 300.0, 900.0)
        view = pose and lookout.look(pose)
        if view and sum(view.shows(thing.name) for thing in HOUSE.objects if thing.category == "chair") > 1:
            break
    proposal = Proposal(
        type=TaskType.BASIC, instruction="Go to the chair.", start=pose, goal=Spaces(HOUSE).near(chair),
        mentions=(Mention(object=chair.name, words=others),),
    )  # fmt: skip
    assert reason(lookout, proposal) in (Reason.AMBIGUOUS, Reason.TARGET_NOT_VISIBLE)


def test_nothing_that_is_in_view_is_left_to_explore(lookout, good):
    assert reason(lookout, replace(good, type=TaskType.EXPLORATION)) is Reason.TARGET_VISIBLE


def test_a_thing_without_its_like_in_view_needs_no_spatial_language(lookout, good):
    spatial = replace(good, type=TaskType.DYNAMIC_SPATIAL_SEMANTIC)
    assert reason(lookout, spatial) in (Reason.NOTHING_ALIKE, None)


def test_what_is_behind_the_back_is_no_basic_task(lookout, good):
    away = good.start._replace(yaw_deg=good.start.yaw_deg - 180.0)
    assert reason(lookout, replace(good, start=away)) is Reason.TARGET_NOT_VISIBLE


def test_nobody_starts_inside_a_wall(lookout, good):
    x0, y0, _, _ = HOUSE.bounds_cm
    assert reason(lookout, replace(good, start=Pose(x0, y0, 88.0, 0.0, 0.0, 0.0))) is Reason.NO_ROOM


@pytest.mark.parametrize("kind", [TaskType.MULTI_STAGE, TaskType.OPEN_DOOR, TaskType.PICK_DROP])
def test_a_goal_has_to_be_one_of_its_type(lookout, good, kind):
    assert reason(lookout, replace(good, type=kind)) is Reason.WRONG_GOAL


def test_two_stages_are_about_two_things(lookout, good):
    twice = replace(good, type=TaskType.MULTI_STAGE, goal=Sequence(goals=[good.goal, good.goal]))
    assert reason(lookout, twice) is Reason.WRONG_GOAL


def test_nobody_picks_up_a_sofa(lookout, good):
    sofa = HOUSE.object("sofa")
    pick = PickDrop(object="sofa", kind="p", start_pose=sofa.pose)
    proposal = replace(
        good, type=TaskType.PICK_DROP, goal=Holding(object="sofa"), pick_drop=pick, instruction="Pick up the sofa.",
        mentions=(Mention(object="sofa", words="the sofa"),),
    )  # fmt: skip
    assert reason(lookout, proposal) is Reason.WRONG_GOAL
