"""What the other tests here rely on: people sign in, and a page's errors do not go unseen."""

import pytest
from playwright.sync_api import Page, expect

from embrace3k.annotator.roles import Role
from embrace3k.schema.actions import Action
from embrace3k.tests.web.browser.axe import violations
from embrace3k.tests.web.browser.stock import DRAFTS, INSTRUCTION, fill
from embrace3k.tests.web.browser.visitors import Visitors
from embrace3k.tests.web.service import PASSWORD, Service

pytestmark = pytest.mark.browser


@pytest.fixture
def page(service: Service, visitors: Visitors) -> Page:
    """The queue, before an annotator."""
    service.add("Ann", Role.ANNOTATOR)
    return visitors.open("Ann")


def troubles_after(visitors: Visitors, page: Page, script: str) -> list[str]:
    """What was noticed of an error made on purpose, which is then forgiven."""
    page.evaluate(script)
    for _ in range(100):
        page.wait_for_timeout(50)
        if visitors.troubles:
            break
    page.wait_for_timeout(200)  # The same may be noticed in two ways.
    found, visitors.troubles = visitors.troubles, []
    return found


def test_somebody_signs_in_with_name_and_password(service: Service, visitors: Visitors):
    service.add("Ann", Role.ANNOTATOR)
    page = visitors.open(None)
    page.get_by_label("Name").fill("Ann")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Ann", exact=True)).to_be_visible()


def test_an_error_of_a_page_is_noticed(visitors: Visitors, page: Page):
    (found,) = troubles_after(visitors, page, "() => { setTimeout(() => { throw new Error('broken'); }); }")
    assert "broken" in found


def test_what_the_policy_forbids_is_noticed(visitors: Visitors, page: Page):
    script = "() => { document.body.append(Object.assign(document.createElement('style'), { textContent: 'p {}' })); }"
    assert any("style-src" in each for each in troubles_after(visitors, page, script))


def test_a_file_that_is_not_there_is_noticed(visitors: Visitors, page: Page):
    found = troubles_after(visitors, page, "async () => { await fetch('/static/0/app.js'); }")
    assert [each[:7] for each in found] == ["404 for"]


def test_an_input_without_a_label_is_noticed(page: Page):
    expect(page.get_by_text("of 0 trajectories").or_(page.get_by_text("Nothing is in the queue"))).to_be_visible()
    assert not violations(page)
    page.evaluate("() => { document.querySelector('main').append(document.createElement('input')); }")
    assert any(each.startswith("label ") for each in violations(page))


def test_an_annotator_sees_the_pictures_and_drafts_that_a_test_has_made(service: Service, visitors: Visitors):
    fill(service, "a", n_steps=5)
    service.add("Ann", Role.ANNOTATOR)
    page = visitors.open("Ann")
    page.get_by_role("button", name="Get the next trajectory").click()
    expect(page.get_by_role("heading", name=INSTRUCTION)).to_be_visible()
    expect(page.get_by_label("Why this action")).to_have_value(DRAFTS[Action.MOVE_FORWARD])
    expect(page.get_by_role("navigation", name="Steps").get_by_role("button")).to_have_count(5)
    picture = page.get_by_role("img", name="Step 1 of 5: before the action")
    assert picture.evaluate("async (image) => { await image.decode(); return image.naturalWidth; }") == 640
