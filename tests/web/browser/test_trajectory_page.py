"""One trajectory from its beginning to its end, and the check of a demonstration, by keys."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from embrace3k.annotator.roles import Role
from embrace3k.schema.trajectories import Driver, DriverKind
from embrace3k.storage.replays import add_replay
from embrace3k.storage.trajectories import commit_trajectory
from embrace3k.tests.storage.samples import drifted, trajectory
from embrace3k.tests.web.browser.axe import violations
from embrace3k.tests.web.browser.looking import STRANGE, all_drawn, fits, fits_across, press, says
from embrace3k.tests.web.browser.stock import fill, record_again
from embrace3k.tests.web.browser.visitors import Scheme, Visitors
from embrace3k.tests.web.desk import Worker
from embrace3k.tests.web.service import Service

pytestmark = pytest.mark.browser

BY_RIA = Driver(kind=DriverKind.PERSON, name="Ria")


@pytest.fixture
def ria(service: Service) -> Worker:
    """A reviewer; there are two walks of four steps."""
    fill(service, "a", "b")
    return Worker(service, "Ria", Role.REVIEWER)


def opened(visitors: Visitors, of: str = "a", name: str = "Ria", **options: Any) -> Page:
    page = visitors.open(name, f"/trajectories/{of}", **options)
    expect(film(page)).to_be_visible()
    return page


def film(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Film strip")


def at_step(page: Page, number: int) -> None:
    expect(film(page).locator("[aria-current=step]")).to_have_accessible_name(re.compile(f"^Step {number}:"))


def check_of(worker: Worker, of: str = "a") -> tuple[str, str | None]:
    """State, and the reason of the newest decision."""
    check = worker.get(f"trajectories/{of}")["trajectory"]["check"]
    return check["state"], check["reviews"][-1]["reason"] if check["reviews"] else None


def test_keys_lead_through_the_steps_and_the_address_keeps_the_place(visitors: Visitors, ria: Worker):
    page = opened(visitors)
    for key, step in (("j", 2), ("ArrowRight", 3), ("k", 2), ("ArrowLeft", 1), ("k", 1), ("Shift+G", 4), ("j", 4)):
        press(page, key)
        at_step(page, step)
    says(page, "What is said of step 4")
    says(page, "I stand before the red car, so I stop here.")
    page.reload()
    at_step(page, 4)
    for key, step in (("Home", 1), ("End", 4), ("g", 1)):
        press(page, key)
        at_step(page, step)
    film(page).get_by_role("button", name="Step 3:").click()
    at_step(page, 3)


def test_an_address_with_no_such_step_shows_the_nearest(visitors: Visitors, ria: Worker):
    page = visitors.open("Ria", "/trajectories/a?step=2.5")
    at_step(page, 2)
    for asked, step in (("99", 4), ("-1", 1), ("last", 1)):
        page.goto(f"/trajectories/a?step={asked}")
        at_step(page, step)


def test_playing_ends_at_the_last_step_and_begins_anew_there(service: Service, visitors: Visitors, ria: Worker):
    page = opened(visitors)
    play = page.get_by_role("button", name="Play")
    for _ in range(2):
        press(page, "p")
        expect(play).to_have_attribute("aria-pressed", "true")
        at_step(page, 4)
        expect(play).to_have_attribute("aria-pressed", "false")
    fill(service, "short", n_steps=1)
    page.goto("/trajectories/short")
    at_step(page, 1)
    press(page, " ")
    expect(play).to_have_attribute("aria-pressed", "false")


def test_pictures_boxes_and_the_way_are_drawn(visitors: Visitors, ria: Worker):
    page = opened(visitors)
    assert all_drawn(page)
    boxes = page.locator("rect.box")
    expect(boxes).to_have_count(1)
    press(page, "b")
    expect(boxes).to_have_count(0)
    way = page.get_by_role("img", name="The path from above, at step 1 of 4")
    ground = way.bounding_box()
    assert ground and min(ground["width"], ground["height"]) > 100
    assert len((way.locator(".walked").first.get_attribute("points") or "").split()) == 5
    for part in (".target", ".area", ".scale-words"):
        expect(way.locator(part).first).to_be_visible()
    before = way.locator(".agent").bounding_box()
    press(page, "End")
    assert page.get_by_role("img", name="at step 4 of 4").locator(".agent").bounding_box() != before


def test_a_check_goes_from_one_to_the_next_by_keys(visitors: Visitors, ria: Worker):
    page = opened(visitors)
    press(page, "c")
    says(page, "confirmed by Ria")
    press(page, "n")
    expect(page).to_have_url(re.compile("/trajectories/b$"))
    says(page, "awaits a check")
    press(page, "x")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_label("Note").fill("It never 2 stops.")
    press(page, "Tab", "3")
    says(page, "refused by Ria")
    says(page, "It never 2 stops.")
    assert (check_of(ria), check_of(ria, "b")) == (("confirmed", None), ("refused", "detour"))
    press(page, "n")
    says(page, "No other demonstration awaits your check")


def test_nobody_checks_a_demonstration_of_their_own(service: Service, visitors: Visitors, ria: Worker):
    record_again(service, "mine", "a", driver=BY_RIA)
    page = opened(visitors, "mine")
    says(page, "You drove it, so somebody else has to check it.")
    for name in ("Confirm c", "Refuse… x"):
        expect(page.get_by_role("button", name=name)).to_be_disabled()
    press(page, "c", "x", "n")
    expect(page).to_have_url(re.compile("/trajectories/a$"))
    assert check_of(Worker(service, "Roy", Role.ADMIN), "mine") == ("unchecked", None)


def test_whoever_decides_late_is_told_and_keeps_what_they_wrote(service: Service, visitors: Visitors, ria: Worker):
    page = opened(visitors)
    roy = Worker(service, "Roy", Role.ADMIN)
    press(page, "x")
    page.get_by_label("Note").fill("It never stops.")
    roy.post("demonstrations/a/review", event="confirm", over=0)
    page.get_by_role("button", name="A detour").click()
    expect(page.get_by_role("dialog")).to_contain_text("Somebody decided meanwhile. Look at it again.")
    expect(page.get_by_label("Note")).to_have_value("It never stops.")
    says(page, "confirmed by Roy")
    page.get_by_role("button", name="A detour").click()
    says(page, "refused by Ria")
    roy.post("demonstrations/a/review", event="confirm", over=2)
    press(page, "c")
    says(page, "Somebody decided meanwhile. Look at it again.")


def test_engineers_look_and_do_not_check_and_an_agents_episode_is_no_demonstration(
    service: Service, visitors: Visitors, ria: Worker
):
    record_again(service, "episode", "a", driver=Driver(kind=DriverKind.AGENT, name="model 7"))
    service.add("Eng", Role.ENGINEER)
    page = opened(visitors, name="Eng")
    expect(page.get_by_role("region", name="Check")).to_contain_text("awaits a check")
    expect(page.get_by_role("button", name="Confirm")).to_have_count(0)
    press(page, "c", "x")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.goto("/trajectories/episode")
    at_step(page, 1)
    expect(page.get_by_role("region", name="Check")).to_have_count(0)
    assert check_of(ria) == ("unchecked", None)


def test_what_was_not_recorded_is_said(service: Service, visitors: Visitors, ria: Worker):
    with service.context.database.session() as session:
        commit_trajectory(session, trajectory("bare", "to the car of a"))
    page = opened(visitors, "bare")
    for words in ("There is no picture here.", "no picture", "nothing that the task names", "Nothing yet."):
        says(page, words)
    says(page, "Not tried yet")
    expect(page.get_by_role("img", name="The path from above")).to_be_visible()


def test_a_replay_that_drifted_leads_to_where_it_did(service: Service, visitors: Visitors, ria: Worker):
    with service.context.database.session() as session:
        add_replay(session, drifted("a"))
    page = opened(visitors)
    says(page, "step 1: agent 0.500 cm, 0.000 deg off")
    page.get_by_role("button", name="To where it is first out").click()
    at_step(page, 2)


def test_what_cannot_be_shown_says_why_and_leads_back(service: Service, visitors: Visitors, ria: Worker):
    service.add("Bo", Role.ANNOTATOR, Role.REVIEWER)
    page = visitors.open("Bo", "/trajectories/a")
    says(page, "You may not look at this trajectory now")
    says(page, "Bo may still be asked to annotate it")
    page.goto("/trajectories/nope")
    says(page, "There is no such trajectory")
    page.get_by_role("link", name="To the trajectories").click()
    expect(page.get_by_role("heading", name="Trajectories")).to_be_visible()


def test_the_page_goes_on_when_the_server_is_there_again(visitors: Visitors, ria: Worker):
    page = visitors.open("Ria", "/help")
    for part in ("/trajectories/a", "/works/a/path"):
        page.route(f"**/api/v1{part}", lambda route: route.abort())
    page.goto("/trajectories/a")
    says(page, "This trajectory cannot be shown")
    page.unroute("**/api/v1/trajectories/a")
    page.get_by_role("button", name="Try again").click()
    says(page, "There is no map.")
    page.unroute("**/api/v1/works/a/path")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("img", name="The path from above")).to_be_visible()


def test_everything_is_in_sight_whatever_the_instruction(service: Service, visitors: Visitors, ria: Worker):
    wide, narrow = opened(visitors), opened(visitors, width=390, height=844)
    for index, words in enumerate(STRANGE):
        fill(service, f"strange {index}", n_steps=16, instruction=words)
        for page in (wide, narrow):
            page.goto(f"/trajectories/strange%20{index}")
            expect(page.get_by_role("heading", name=words)).to_be_visible()
            assert fits(page) if page is wide else fits_across(page), words
        for name in ("Confirm c", "Refuse… x", "Play p", "Boxes b", "Keys ?", "Step 1: MoveForward"):
            expect(wide.get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=1)
    expect(wide).to_have_title("Trajectory – embrace3k")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_on_the_page_or_in_its_dialogs_keeps_people_from_using_it(
    visitors: Visitors, ria: Worker, scheme: Scheme
):
    page = opened(visitors, scheme=scheme)
    assert all_drawn(page)
    assert not violations(page)
    for key in ("x", "?"):
        press(page, key)
        expect(page.get_by_role("dialog")).to_be_visible()
        assert not violations(page), key
        press(page, "Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.goto("/trajectories/nope")
    says(page, "There is no such trajectory")
    assert not violations(page), "no such"
