"""Looking through what was recorded: filters, grid and table, and the states of a list."""

import re

import pytest
from playwright.sync_api import Page, expect

from embrace3k.annotator.roles import Role
from embrace3k.schema.trajectories import Driver, DriverKind, Result
from embrace3k.storage.trajectories import commit_trajectory
from embrace3k.tests.storage.samples import trajectory
from embrace3k.tests.web.browser.axe import violations
from embrace3k.tests.web.browser.looking import STRANGE, all_drawn, fits_across, press, says
from embrace3k.tests.web.browser.stock import fill, record_again
from embrace3k.tests.web.browser.visitors import Scheme, Visitors
from embrace3k.tests.web.service import PASSWORD, Service

pytestmark = pytest.mark.browser

AGENT = Driver(kind=DriverKind.AGENT, name="<b>model</b> 7")
PAGE = 60


@pytest.fixture
def stocked(service: Service) -> Service:
    """Two walks that are to be annotated, one that an agent failed at, and one without pictures."""
    fill(service, "a", "b", n_steps=2)
    record_again(service, "agent", "a", driver=AGENT, result=Result(success=False))
    bare(service, "bare")
    return reviewed(service)


def reviewed(service: Service) -> Service:
    service.add("Ria", Role.REVIEWER)
    return service


def bare(service: Service, *names: str) -> None:
    """Of the task of `a`, without pictures; an engineer fills a list with them in no time."""
    with service.context.database.session() as session:
        for name in names:
            commit_trajectory(session, trajectory(name, "to the car of a", result=Result(success=None)))


def tiles(page: Page, number: int) -> None:
    expect(page.locator(".tile")).to_have_count(number)


def test_filters_stand_in_the_address_and_outlive_reloads_and_going_back(stocked: Service, visitors: Visitors):
    page = visitors.open("Ria", "/trajectories")
    tiles(page, 4)
    page.get_by_label("State").select_option("to annotate")
    tiles(page, 2)
    says(page, "2 of 4")
    page.get_by_label("State").select_option("Any")
    page.get_by_label("Driver").select_option("Agent: <b>model</b> 7 (1)")
    tiles(page, 1)
    expect(page).to_have_url(re.compile(r"\?driver=agent%3A"))
    page.reload()
    tiles(page, 1)
    expect(page.get_by_label("Driver")).to_have_value("agent:<b>model</b> 7")
    page.go_back()
    tiles(page, 4)
    page.go_back()
    tiles(page, 2)
    page.get_by_role("button", name="Clear").click()
    tiles(page, 4)
    expect(page).to_have_url(re.compile("/trajectories$"))


def test_whoever_looks_at_one_comes_back_to_the_list_as_it_was_filtered(stocked: Service, visitors: Visitors):
    page = visitors.open("Ria", "/trajectories?state=recorded&look=table&frame=last")
    page.get_by_role("link", name="Go to the red car").first.click()
    page.get_by_role("link", name="Trajectories").click()
    expect(page).to_have_url(re.compile(r"\?state=recorded&look=table&frame=last$"))
    expect(page.get_by_role("row")).to_have_count(3)


def test_grid_and_table_show_the_first_and_the_last_picture(stocked: Service, visitors: Visitors):
    page = visitors.open("Ria", "/trajectories")
    tiles(page, 4)
    assert all_drawn(page)
    says(page, "no picture")
    first = page.locator(".tile img").first.get_attribute("src")
    page.get_by_role("button", name="Last frame").click()
    expect(page.locator(".tile img").first).not_to_have_attribute("src", str(first))
    page.get_by_role("button", name="Table").click()
    expect(page.get_by_role("row")).to_have_count(5)
    expect(page.get_by_role("row").nth(2)).to_contain_text("<b>model</b> 7")
    assert all_drawn(page)
    page.reload()
    expect(page.get_by_role("row")).to_have_count(5)
    expect(page.get_by_role("button", name="Table")).to_have_attribute("aria-pressed", "true")


def test_more_are_shown_by_a_button_and_are_there_after_going_back(stocked: Service, visitors: Visitors):
    bare(stocked, *(f"bare {index}" for index in range(PAGE)))
    page = visitors.open("Ria", "/trajectories")
    tiles(page, PAGE)
    page.get_by_role("button", name="Show more").click()
    tiles(page, PAGE + 4)
    expect(page.get_by_role("button", name="Show more")).to_have_count(0)
    page.locator(".tile").last.click()
    expect(page.get_by_role("navigation", name="Film strip")).to_be_visible()
    page.go_back()
    tiles(page, PAGE + 4)
    expect(page.locator(".tile").last).to_be_in_viewport()


def test_a_list_that_is_empty_says_what_fills_it(service: Service, visitors: Visitors):
    reviewed(service)
    page = visitors.open("Ria", "/trajectories?outcome=failure")
    says(page, "No trajectory is like that")
    page.get_by_role("button", name="Clear the filters").click()
    says(page, "Nothing was recorded yet")
    says(page, "embrace3k collect")
    page.get_by_role("button", name="Check demonstrations").click()
    says(page, "No demonstration awaits your check")
    page.goto("/trajectories?state=nonsense")
    says(page, "The address asks for what there is not")
    page.get_by_role("button", name="Clear the filters").click()
    says(page, "Nothing was recorded yet")


def test_checking_begins_at_the_first_that_one_may_check(stocked: Service, visitors: Visitors):
    """Neither at what one may still be asked to annotate, as `a` and `b`, nor at what one drove."""
    record_again(stocked, "own", "a", driver=Driver(kind=DriverKind.PERSON, name="Bo"))
    record_again(stocked, "another's", "a", driver=Driver(kind=DriverKind.PERSON, name="Ann"))
    stocked.add("Bo", Role.ANNOTATOR, Role.REVIEWER)
    for name, first in (("Ria", "a"), ("Bo", "bare")):
        page = visitors.open(name, "/trajectories")
        page.get_by_role("button", name="Check demonstrations").click()
        expect(page).to_have_url(re.compile(f"/trajectories/{first}$"))
    says(page, "awaits a check")
    press(page, "c")
    says(page, "confirmed by Bo")
    press(page, "n")
    expect(page).to_have_url(re.compile("/trajectories/another's$"))


def test_where_the_server_is_not_there_the_page_says_so_and_goes_on_later(stocked: Service, visitors: Visitors):
    window = visitors.window("Ria")
    page = window.new_page()
    page.goto("/trajectories")
    tiles(page, 4)
    window.set_offline(True)
    page.get_by_label("Outcome").select_option("failure")
    says(page, "The server does not answer. Nothing has changed; try again.")
    expect(page.get_by_role("status").filter(has_text="of 4")).to_have_count(0)
    window.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    tiles(page, 1)
    says(page, "1 of 4")


def test_a_session_that_ends_in_the_midst_of_a_list_goes_on_after_signing_in(stocked: Service, visitors: Visitors):
    bare(stocked, *(f"bare {index}" for index in range(PAGE)))
    page = visitors.open("Ria", "/trajectories?type=basic")
    tiles(page, PAGE)
    stocked.clock.pass_by(hours=13)
    page.get_by_role("button", name="Show more").click()
    page.get_by_label("Name").fill("Ria")
    page.get_by_label("Password").fill(PASSWORD)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    press(page, "Enter")
    tiles(page, PAGE + 4)
    assert sum(url.endswith("/session") for url in asked) < 5, "it does not ask for ever who is there"


def test_an_annotator_is_told_that_the_pages_are_not_theirs(service: Service, visitors: Visitors):
    service.add("Ann", Role.ANNOTATOR)
    page = visitors.open("Ann", "/trajectories")
    for path in ("/trajectories", "/trajectories/a", "/tasks"):
        page.goto(path)
        says(page, "This page is for people with the role reviewer or engineer or admin.")


def test_words_of_strangers_stay_words_and_fit_on_every_screen(service: Service, visitors: Visitors):
    for index, words in enumerate(STRANGE):
        fill(service, f"{index}", n_steps=1, instruction=words)
    reviewed(service)
    page = visitors.open("Ria", "/trajectories", width=390, height=844)
    for look in ("Grid", "Table"):
        page.get_by_role("button", name=look).click()
        for words in STRANGE:
            expect(page.get_by_role("link", name=words)).to_be_visible()
        assert fits_across(page), look
    expect(page).to_have_title("Trajectories – embrace3k")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_state_of_the_list_keeps_people_from_using_it(stocked: Service, visitors: Visitors, scheme: Scheme):
    page = visitors.open("Ria", "/trajectories", scheme=scheme)
    tiles(page, 4)
    assert not violations(page)
    page.get_by_role("button", name="Table").click()
    expect(page.get_by_role("row")).to_have_count(5)
    assert not violations(page), "table"
    page.get_by_label("Replay").select_option("replay drifted")
    says(page, "No trajectory is like that")
    assert not violations(page), "nothing found"
    page.route("**/api/v1/trajectories?**", lambda route: route.abort())
    page.get_by_label("Replay").select_option("not replayed")
    says(page, "The server does not answer")
    assert not violations(page), "no answer"
