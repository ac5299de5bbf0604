"""Reviewing before a browser: disagreements, the text that stands, decisions, and what gets in the way of them."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from embrace3k.annotator.roles import Role
from embrace3k.tests.web.browser.axe import violations
from embrace3k.tests.web.browser.stock import fill
from embrace3k.tests.web.browser.visitors import Scheme, Visitors
from embrace3k.tests.web.desk import WELL, WRONG, Worker, operation
from embrace3k.tests.web.service import Service

pytestmark = pytest.mark.browser

A, R, ADMIN, E = Role.ANNOTATOR, Role.REVIEWER, Role.ADMIN, Role.ENGINEER
LOOKED_MS = 450


def annotate(worker: Worker, text: str, wrong: int | None = None) -> None:
    """Every step of `a`; one of them is said to have the wrong action."""
    assert worker.next() == "a"
    for step in worker.get("works/a")["work"]["steps"]:
        answers = WRONG if step["step_index"] == wrong else WELL
        worker.save(step["step_index"], step["annotation"]["revision"], f"{text} {step['step_index']}.", answers)
    worker.submit()


@pytest.fixture
def ria(service: Service) -> Worker:
    """A reviewer who holds `a`: four steps, on the third of which Ann and Ben differ."""
    fill(service, "a", annotators=2, overlap=1.0)
    annotate(Worker(service, "Ann", A), "I see the car, so I go on")
    annotate(Worker(service, "Ben", A), "The car is ahead, so I go on", wrong=2)
    ria = Worker(service, "Ria", R)
    assert ria.next("review") == "a"
    return ria


@pytest.fixture
def alone(service: Service) -> Worker:
    """A reviewer who holds `a`, which Ann alone has annotated."""
    fill(service, "a")
    annotate(Worker(service, "Ann", A), "I see the car, so I go on")
    ria = Worker(service, "Ria", R)
    assert ria.next("review") == "a"
    return ria


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def at_step(page: Page, number: int) -> None:
    current = page.get_by_role("navigation", name="Steps").locator("[aria-current=step]")
    expect(current).to_have_accessible_name(re.compile(f"^Step {number}:"))


def opened(visitors: Visitors, name: str = "Ria", **options: Any) -> Page:
    """The review page, when it listens to keys."""
    page = visitors.open(name, "/review/a", **options)
    expect(page.get_by_role("navigation", name="Steps")).to_be_visible()
    return page


def decide(page: Page, key: str, *then: str) -> None:
    """Open a decision by its key, and make it: the reviewer is led away."""
    press(page, key)
    expect(page.get_by_role("dialog")).to_be_visible()
    press(page, *then)
    expect(page).to_have_url(re.compile("/$"))


def standing(worker: Worker, step: int) -> tuple[str, str]:
    """Author and text in lane 0."""
    note = worker.get("works/a?lane=0")["work"]["steps"][step]["annotation"]
    return note["author"]["name"], note["rationale"]


def state(worker: Worker) -> str:
    return str(worker.get("works/a?lane=0")["work"]["state"])


def says(page: Page, words: str) -> None:
    expect(page.get_by_text(words).first).to_be_visible()


def test_a_disagreement_is_settled_and_the_whole_accepted_by_five_keys(visitors: Visitors, ria: Worker):
    page = opened(visitors)
    at_step(page, 3)
    says(page, "They differ in action, reasons")
    press(page, "2")
    at_step(page, 1)
    press(page, "Shift+A")
    says(page, "Adopted the first text of 3 steps")
    decide(page, "a", "Enter")
    assert state(ria) == "accepted"
    assert standing(ria, 2) == ("Ben", "The car is ahead, so I go on 2.")
    assert standing(ria, 0) == ("Ann", "I see the car, so I go on 0.")


def test_the_words_that_differ_are_marked_and_can_be_hidden(visitors: Visitors, ria: Worker):
    page = opened(visitors)
    ben = page.get_by_role("article", name="Ben")
    expect(ben.locator("ins")).to_have_text("The car is ahead,")
    expect(ben.locator("del")).to_have_text("I see the car,")
    press(page, "w")
    expect(ben.locator("ins")).to_have_count(0)
    expect(ben.get_by_text("The car is ahead, so I go on 2.")).to_be_visible()


def test_it_is_sent_back_with_reason_note_and_steps(visitors: Visitors, ria: Worker):
    page = opened(visitors)
    at_step(page, 3)
    press(page, "f", "x")
    expect(page.get_by_role("dialog")).to_be_visible()
    press(page, "2")
    page.get_by_label("Note to the annotators").fill("Which car? مرحبا")
    page.reload()
    at_step(page, 3)
    press(page, "x")
    expect(page.get_by_label("Note to the annotators")).to_have_value("Which car? مرحبا")
    page.get_by_role("group", name="Annotators").get_by_role("button", name="Ann").click()
    press(page, "Control+Enter")
    expect(page).to_have_url(re.compile("/$"))
    work = ria.get("works/a?lane=0")["work"]
    (decision,) = work["decisions"]
    assert (work["state"], decision["reason"], decision["note"], decision["steps"]) == (
        "returned", "weak_rationale", "Which car? مرحبا", [2]
    )  # fmt: skip
    (row,) = ria.get("works?state=returned")
    assert [lane["submitted"] for lane in row["lanes"]] == [True, True, False], "only Ben's lane is open again"


def test_whoever_wrote_part_of_it_ends_the_review_and_somebody_else_accepts(
    service: Service, visitors: Visitors, alone: Worker
):
    page = opened(visitors)
    press(page, "e", "Control+a")
    page.keyboard.type("The red car is before me, so I go to it.")
    press(page, "Control+Enter")
    says(page, "You wrote part of it, so somebody else has to accept it")
    decide(page, "v", "Enter")
    assert state(alone) == "reviewed"
    roy = Worker(service, "Roy", R)
    roy.next("review")
    decide(opened(visitors, "Roy"), "a", "Enter")
    assert state(roy) == "accepted"
    assert ("Ria", "The red car is before me, so I go to it.") in [standing(roy, step) for step in range(4)]


def test_that_somebody_made_part_of_it_is_said_by_the_server_in_words(visitors: Visitors, ria: Worker):
    """Her words are under Ann's, which she adopted afterwards: the page cannot know, and offers to accept."""
    ria.save(0, 1, "Mine.")
    page = opened(visitors)
    press(page, "Shift+A")
    says(page, "Adopted the first text of 2 steps")
    steps = page.get_by_role("navigation", name="Steps")
    for number in range(1, 5):
        steps.get_by_role("button", name=f"Step {number}:").click()
        page.wait_for_timeout(LOOKED_MS)
    for number in (1, 3):
        steps.get_by_role("button", name=f"Step {number}:").click()
        press(page, "1")
    says(page, "Every step is settled")
    press(page, "a")
    expect(page.get_by_role("dialog")).to_be_visible()
    press(page, "Enter")
    says(page, "Ria made part of it and cannot check it")
    decide(page, "v", "Enter")
    assert state(ria) == "reviewed"


def test_what_is_typed_offline_outlives_the_page_and_is_saved_later(visitors: Visitors, alone: Worker):
    window = visitors.window("Ria")
    page = window.new_page()
    page.goto("/review/a")
    at_step(page, 1)
    press(page, "e", "End")
    window.set_offline(True)
    page.keyboard.type(" And more.")
    says(page, "Offline – 1 change kept on this computer")
    page.close()
    window.set_offline(False)
    again = window.new_page()
    again.goto("/review/a")
    says(again, "Saved, revision 3")
    found = [standing(alone, step) for step in range(4)]
    assert [text for author, text in found if author == "Ria"] == [
        text for _, text in found if text.endswith("And more.")
    ]
    assert any(author == "Ria" for author, _ in found)


def test_a_planted_step_is_marked_and_cannot_be_adopted(service: Service, visitors: Visitors):
    fill(service, "a", annotators=2, overlap=1.0)
    Worker(service, "Eng", E).post("honeypots", trajectory_id="a", step_index=0, shown_action="TurnLeft")
    annotate(Worker(service, "Ann", A), "I go on", wrong=0)
    annotate(Worker(service, "Ben", A), "I go on")
    Worker(service, "Ria", R).next("review")
    page = opened(visitors)
    at_step(page, 1)
    says(page, "Annotators were shown TurnLeft on purpose")
    expect(page.get_by_role("article", name="Ann").get_by_text("noticed")).to_be_visible()
    expect(page.get_by_role("article", name="Ben").get_by_text("missed")).to_be_visible()
    press(page, "1")
    says(page, "write what is true of the recorded one")
    expect(page.get_by_role("button", name="Adopt 1")).to_be_disabled()


def test_a_decision_over_something_older_is_not_made_and_shown_again(
    service: Service, visitors: Visitors, alone: Worker
):
    page = opened(visitors)
    at_step(page, 1)
    roy = Worker(service, "Roy", R)
    roy.post("works/a/steal")
    roy.decide("return", 2, reason="language")
    press(page, "x")
    expect(page.get_by_role("dialog")).to_be_visible()
    press(page, "8", "Control+Enter")
    expect(page.get_by_role("dialog", name="Somebody else has decided meanwhile")).to_be_visible()
    press(page, "Enter")
    says(page, "It is sent back to the annotators.")


def test_who_lost_the_work_keeps_the_text_and_can_take_it_again(service: Service, visitors: Visitors, alone: Worker):
    page = opened(visitors)
    at_step(page, 1)
    roy = Worker(service, "Roy", R)
    roy.post("works/a/steal")
    press(page, "e", "End")
    page.keyboard.type(" More.")
    says(page, "Taken by Roy")
    press(page, "Escape")
    page.get_by_role("button", name="Take it over").click()
    says(page, "Saved, revision 3")
    assert any(text.endswith(" More.") for _, text in (standing(alone, step) for step in range(4)))


def test_an_administrator_opens_again_what_was_accepted(service: Service, visitors: Visitors, alone: Worker):
    alone.decide("accept", 2)
    ada = Worker(service, "Ada", ADMIN)
    page = opened(visitors, "Ada")
    says(page, "It is accepted.")
    decide(page, "o", "7", "Enter")
    assert state(ada) == "returned"


def test_steps_that_nobody_settled_are_listed_before_it_can_be_accepted(visitors: Visitors, ria: Worker):
    page = opened(visitors)
    at_step(page, 3)
    press(page, "a")
    dialog = page.get_by_role("dialog", name="Not everything is done")
    expect(dialog.get_by_role("listitem")).to_have_count(4)
    press(page, "Enter")
    expect(dialog).to_have_count(0)
    at_step(page, 1)


def test_two_reviewers_adjudicate_over_each_other_without_losing_a_word(
    service: Service, visitors: Visitors, ria: Worker
):
    """Ria's second computer has saved meanwhile: her first one is told, and shows what stands."""
    page = opened(visitors)
    at_step(page, 3)
    ria.save(2, 1, "Written elsewhere.")
    press(page, "1")
    says(page, "Something else stands here by now")
    expect(page.get_by_label("What stands", exact=True).get_by_role("textbox")).to_have_value("Written elsewhere.")
    press(page, "1")
    at_step(page, 1)
    history = ria.get("works/a/steps/2/history?lane=0")
    assert [note["author"]["name"] for note in history] == ["drafts", "Ria", "Ann"]


def test_everything_is_in_sight_without_scrolling(visitors: Visitors, ria: Worker):
    page = opened(visitors)
    at_step(page, 3)
    assert page.evaluate("() => document.scrollingElement.scrollHeight") <= 720
    for name in ("Adopt 1", "Adopt 2", "Accept a", "Send back x"):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)


def test_a_key_in_the_text_is_a_letter(visitors: Visitors, alone: Worker):
    page = opened(visitors)
    press(page, "e", "Control+a")
    page.keyboard.type("a 1 x f ? n")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_label("What stands", exact=True).get_by_role("textbox")).to_have_value("a 1 x f ? n")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_on_the_page_or_in_its_dialogs_keeps_people_from_using_it(
    visitors: Visitors, ria: Worker, scheme: Scheme
):
    assert ria.post("works/a/steps/2/adopt", base_rev=1, client_op_id=operation(), lane=1, revision=2), (
        "something that stands"
    )
    page = opened(visitors, scheme=scheme)
    at_step(page, 3)
    assert not violations(page)
    for key in ("x", "Shift+X", "?", "s"):
        press(page, key)
        expect(page.get_by_role("dialog")).to_be_visible()
        assert not violations(page), key
        press(page, "Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
