"""What holds for every page that is no editor: nobody is kept from using it, on any screen, in either theme."""

import re

import pytest
from playwright.sync_api import Page, expect

from embrace3k.annotator.roles import Role
from embrace3k.tests.web.browser.axe import violations
from embrace3k.tests.web.browser.stock import INSTRUCTION, fill
from embrace3k.tests.web.browser.visitors import Scheme, Visitors
from embrace3k.tests.web.desk import Worker
from embrace3k.tests.web.service import Service
from embrace3k.web.pages import VIEWS

pytestmark = pytest.mark.browser

PAGES = {"/people": "People", "/account": "Ada", "/help": "Help"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_on_a_page_keeps_people_from_using_it(service: Service, visitors: Visitors, path: str, scheme: Scheme):
    service.add("Ada", *Role)
    service.add("Ben", Role.ANNOTATOR)
    page = visitors.open("Ada", path, scheme=scheme)
    expect(page.get_by_role("heading", name=PAGES[path], level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert not violations(page)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_telephone(service: Service, visitors: Visitors, path: str):
    service.add("Ada", *Role)
    page = visitors.open("Ada", path, width=390, height=844)
    expect(page.get_by_role("heading", name=PAGES[path], level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("() => document.scrollingElement.scrollWidth") <= 390


def scripts(page: Page) -> tuple[dict[str, int], set[str]]:
    """What the page has loaded, with its size on the wire, and what it said at once that it would."""
    loaded, said = page.evaluate("""() => [
      performance.getEntriesByType("resource").map((each) => [each.name, each.encodedBodySize])
        .filter(([name]) => /[.]m?js$/.test(name)),
      [...document.querySelectorAll("link[rel=modulepreload]")].map((each) => each.href),
    ]""")
    return dict(loaded), set(said)


@pytest.mark.parametrize("path", VIEWS)
def test_a_page_asks_at_once_for_all_its_modules_and_for_no_others(service: Service, visitors: Visitors, path: str):
    service.add("Ada", *Role)
    page = visitors.open("Ada", path.replace("{id}", "nothing"))
    expect(page.get_by_role("heading").first).to_be_visible()
    loaded, said = scripts(page)
    assert set(loaded) == said
    assert 10_000 < sum(loaded.values()) < 75_000


def test_an_address_of_nothing_is_said_to_be_one(service: Service, visitors: Visitors):
    service.add("Ada", *Role)
    page = visitors.open("Ada")
    answer = page.goto("/trajectoires")
    assert answer and answer.status == 404
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
    assert not violations(page)
    visitors.troubles.clear()
    page.get_by_role("link", name="To the queue").click()
    expect(page.get_by_role("heading", name="Queue", level=1)).to_be_visible()


def test_a_page_goes_on_by_itself_when_the_server_is_back(service: Service, visitors: Visitors):
    service.add("Ada", *Role)
    window = visitors.window("Ada")
    window.route("**/api/**", lambda route: route.abort())
    page = window.new_page()
    page.goto("/help")
    expect(page.get_by_role("heading", name="The server does not answer")).to_be_visible()
    assert not violations(page)
    window.unroute("**/api/**")
    expect(page.get_by_role("heading", name="Help", level=1)).to_be_visible()


def test_the_queue_shows_what_somebody_has_begun_and_how_far_it_is(service: Service, visitors: Visitors):
    fill(service, "walk", n_steps=4)
    ann = Worker(service, "Ann", Role.ANNOTATOR)
    ann.next()
    ann.save(0, 1, "The red car is ahead, so I go on.", of="walk")
    page = visitors.open("Ann")
    expect(page.get_by_text(re.compile("1 of 4 steps judged · yours until"))).to_be_visible()
    expect(page.get_by_text(INSTRUCTION)).to_be_visible()
    assert page.locator(".begun img").evaluate("async (image) => { await image.decode(); return image.naturalWidth; }")
    assert not violations(page)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/annotate/walk$"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_people_from_coming_in(service: Service, visitors: Visitors, scheme: Scheme):
    page = visitors.open(None, "/", scheme=scheme)
    expect(page.get_by_role("heading", name="Sign in to embrace3k")).to_be_visible()
    assert not violations(page)
    page.get_by_label("Name").fill("Nobody")
    page.get_by_label("Password").fill("Nothing")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert not violations(page)
    page.goto("/link#nothing")
    assert not violations(page)
    page.get_by_label("New password").fill("a long password")
    page.get_by_label("Once more").fill("another password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("The two are not the same.")
    assert not violations(page)


def test_who_may_not_see_a_page_is_told_who_may(service: Service, visitors: Visitors):
    service.add("Ann", Role.ANNOTATOR)
    page = visitors.open("Ann", "/people")
    expect(page.get_by_text("This page is for people with the role admin.")).to_be_visible()
    assert not violations(page)
