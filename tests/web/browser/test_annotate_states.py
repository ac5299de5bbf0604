"""The editor in all its states: nobody is kept from using it, everything is on one screen, and no text is run."""

import pytest
from playwright.sync_api import Page, expect

from embrace3k.annotator.roles import Role
from embrace3k.tests.web.browser.axe import violations
from embrace3k.tests.web.browser.stock import fill
from embrace3k.tests.web.browser.test_annotate import FIELD, change_as_reviewer, step_cell, take, write
from embrace3k.tests.web.browser.visitors import Scheme, Visitors
from embrace3k.tests.web.service import Service

pytestmark = pytest.mark.browser

MARKUP = "<img src=x onerror='window.run = 1'><script>window.run = 1</script>{{7*7}}"
LONG = "Walk past the fountain and both benches, then along the hedge, until you stand before the red car. " * 3
PANELS = {"?": "Keys", "c": "Why it is not grounded", "2": "Which action would have been right?", "s": "Skip this"}


@pytest.fixture
def ann(service: Service) -> str:
    service.add("Ann", Role.ANNOTATOR)
    service.add("Ria", Role.REVIEWER)
    return "Ann"


def nothing_amiss(page: Page, state: str) -> None:
    assert not violations(page), state


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_people_from_using_the_editor(visitors: Visitors, service: Service, ann: str, scheme: Scheme):
    fill(service, "walk", n_steps=2)
    page = take(visitors, ann)
    page.emulate_media(color_scheme=scheme)
    nothing_amiss(page, "as it opens")
    for key, title in PANELS.items():
        page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_contain_text(title)
        nothing_amiss(page, title)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("g")
    write(page, "I turn right because of the red car at x=130.")
    expect(page.get_by_label("Advice").get_by_role("listitem").first).to_be_visible()
    nothing_amiss(page, "with a text, its differences and advice")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Shift+Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Not everything is done")
    nothing_amiss(page, "before everything is done")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_people_from_using_it_when_something_went_wrong(
    visitors: Visitors, service: Service, ann: str, scheme: Scheme
):
    fill(service, "walk")
    page = take(visitors, ann)
    page.emulate_media(color_scheme=scheme)
    page.context.set_offline(True)
    write(page, "Mine.")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Offline")).to_be_visible()
    nothing_amiss(page, "offline")
    change_as_reviewer(service, "Theirs.")
    page.context.set_offline(False)
    expect(page.get_by_role("dialog")).to_contain_text("was changed by Ria")
    expect(page.get_by_role("dialog")).to_contain_text("What both began with")
    nothing_amiss(page, "in conflict")
    page.get_by_role("button", name="Keep mine").click()
    service.clock.pass_by(hours=13)
    write(page, "After the session had ended.")
    expect(page.get_by_role("dialog", name="Your session has ended")).to_be_visible()
    nothing_amiss(page, "signed out")


def test_what_was_taken_away_is_said_and_can_be_read(visitors: Visitors, service: Service, ann: str):
    fill(service, "walk")
    page = take(visitors, ann)
    assert service.program("Ria").post("/api/v1/works/walk/steal", json={}).status_code == 200
    write(page, "Too late.")
    expect(page.get_by_text("Taken by Ria")).to_be_visible()
    nothing_amiss(page, "taken away")


def test_everything_is_on_one_screen(visitors: Visitors, service: Service, ann: str):
    fill(service, "walk", n_steps=60, instruction=LONG)
    page = take(visitors, ann)
    write(page, "I turn right because of the red car at x=130. " * 20)
    expect(page.get_by_label("Advice").get_by_role("listitem").first).to_be_visible()
    assert page.evaluate("() => document.scrollingElement.scrollHeight") == 720
    for name in ("All grounded, next", "Unsure 5", "Hand in", "Keys", "Skip"):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    for part in (page.locator(".facts"), page.locator(".frame img").first, page.locator(".map"), step_cell(page, 60)):
        expect(part).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(("width", "height"), [(640, 360), (390, 844)], ids=["at 200 %", "on a telephone"])
def test_nothing_is_cut_off_when_it_is_large(visitors: Visitors, service: Service, ann: str, width: int, height: int):
    fill(service, "walk", n_steps=60, instruction=LONG)
    page = take(visitors, ann)
    page.set_viewport_size({"width": width, "height": height})
    assert page.evaluate("() => document.scrollingElement.scrollWidth") <= width
    for name in ("All grounded, next", "Hand in", "Keys"):
        page.get_by_role("button", name=name).scroll_into_view_if_needed()
        expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    nothing_amiss(page, "large")


def test_whoever_uses_no_mouse_sees_where_they_are(visitors: Visitors, service: Service, ann: str):
    fill(service, "walk", n_steps=2)
    page = take(visitors, ann)
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        name, outline = page.evaluate("""() => {
          const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
          const name = document.activeElement === document.body ? "" : document.activeElement.textContent;
          return [name, `${outlineStyle} ${outlineWidth}`];
        }""")
        reached.add(name)
        assert outline == "solid 2px" or not name, name
    assert {"All grounded, next Enter", "Hand in ⇧ Enter", "Skip s"} <= reached


def test_what_somebody_wrote_is_shown_and_never_run(visitors: Visitors, service: Service, ann: str):
    fill(service, "walk", instruction=MARKUP)
    page = take(visitors, ann)
    write(page, MARKUP)
    page.keyboard.press("Escape")
    expect(page.get_by_text("Saved, revision 2")).to_be_visible()
    expect(page.get_by_label("Changes to the draft")).to_contain_text("onerror")
    page.goto("/")
    expect(page.get_by_text(MARKUP)).to_be_visible()
    page.goto("/annotate/walk")
    expect(page.get_by_role("heading", name=MARKUP)).to_be_visible()
    expect(page.get_by_label(FIELD)).to_have_value(MARKUP)
    assert page.evaluate("() => window.run") is None
    assert page.locator("img[src=x]").count() == 0
