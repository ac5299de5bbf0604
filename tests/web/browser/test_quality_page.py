"""The quality dashboard: that its figures are the report's, and what it says where there are none."""

import re
import sys
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from embrace3k.annotator.roles import Role
from embrace3k.tests.web.browser.axe import violations
from embrace3k.tests.web.browser.stock import fill
from embrace3k.tests.web.browser.visitors import Scheme, Visitors
from embrace3k.tests.web.desk import WELL, WRONG, Worker
from embrace3k.tests.web.service import Service

pytestmark = pytest.mark.browser

A, R, E = Role.ANNOTATOR, Role.REVIEWER, Role.ENGINEER


def annotate(worker: Worker, *wrong: int) -> None:
    """Both trajectories, ten seconds a step; in the second one some steps are said to have the wrong action."""
    for of in "ab":
        assert worker.next() == of
        for step in worker.get(f"works/{of}")["work"]["steps"]:
            worker.service.clock.pass_by(seconds=10)
            index = step["step_index"]
            answers = WRONG if of == "b" and index in wrong else WELL
            worker.save(index, step["annotation"]["revision"], f"I go on {index}.", answers, of)
        worker.submit(of)


@pytest.fixture
def ria(service: Service) -> Worker:
    """A reviewer. Ann and Ben annotated two trajectories of four steps; Ben missed the planted step of the first."""
    fill(service, "a", "b", annotators=2, overlap=1.0, campaign="pilot")
    Worker(service, "Eng", E).post("honeypots", trajectory_id="b", step_index=0, shown_action="TurnLeft")
    annotate(Worker(service, "Ann", A), 0, 2)
    annotate(Worker(service, "Ben", A), 2, 3)
    return Worker(service, "Ria", R)


def row(page: Page, table: str, name: str) -> str:
    found = page.get_by_role("table", name=table).get_by_role("row").filter(has_text=name)
    return re.sub(r"\s+", " ", found.first.inner_text())


def shown(page: Page) -> Page:
    expect(page.get_by_role("heading", name="Planted steps")).to_be_visible(timeout=60_000)
    return page


def test_the_figures_are_those_of_the_report(visitors: Visitors, ria: Worker):
    report: dict[str, Any] = ria.get("quality")
    page = shown(visitors.open("Ria", "/quality"))
    verdict = next(
        each for each in report["agreement"]["groups"] if (each["question"], each["task_type"]) == ("verdict", None)
    )
    assert f"{verdict['alpha']['value']:.2f}" in row(page, "By question", "The verdict over all").replace("−", "-")
    assert "1 of 1" in row(page, "Share noticed", "Ann") and "0 of 1" in row(page, "Share noticed", "Ben")
    pace = report["progress_by_annotator"]["Ann"]["steps_per_hour"]
    assert f"{pace:.0f} an hour" in row(page, "Steps an hour", "Ann")
    assert "100 %" in row(page, "Of the steps handed in", "Ben")
    expect(page.get_by_text("0 of 2 trajectories accepted")).to_be_visible()


def test_another_question_and_a_campaign_show_other_figures(visitors: Visitors, ria: Worker):
    page = shown(visitors.open("Ria", "/quality"))
    page.get_by_label("Question").select_option("object_present")
    assert "one verdict only" in row(page, "With all others", "Ann")
    page.get_by_label("Campaign").fill("pliot")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("It has no works")


def test_lints_come_when_they_are_asked_for(visitors: Visitors, ria: Worker):
    page = shown(visitors.open("Ria", "/quality"))
    page.get_by_role("button", name="Look for it").click()
    expect(page.get_by_role("table", name="Steps with it")).to_be_visible(timeout=60_000)


def test_progress_is_live(visitors: Visitors, ria: Worker):
    page = shown(visitors.open("Ria", "/quality"))
    assert ria.next("review") == "a"
    ria.decide("return", 2, of="a", reason="other")
    expect(page.get_by_text("1 sent back")).to_be_visible()


def test_where_the_extra_is_missing_it_says_what_to_install(
    visitors: Visitors, ria: Worker, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "krippendorff", None)
    page = visitors.open("Ria", "/quality")
    expect(page.get_by_text("pip install 'embrace3k[quality]'")).to_be_visible()


def test_where_nothing_is_handed_in_it_says_how_figures_come(service: Service, visitors: Visitors):
    service.add("Ria", R)
    page = visitors.open("Ria", "/quality")
    expect(page.get_by_role("heading", name="Nothing has been handed in yet")).to_be_visible(timeout=60_000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_people_from_using_it(visitors: Visitors, ria: Worker, scheme: Scheme):
    page = shown(visitors.open("Ria", "/quality", scheme=scheme))
    assert not violations(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("() => document.scrollingElement.scrollWidth") <= 390
