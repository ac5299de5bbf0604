"""Adding people, their one-time links, and one's own password and tokens."""

import re

import httpx2
import pytest
from playwright.sync_api import Page, expect

from embrace3k.annotator.roles import Role
from embrace3k.tests.web.browser.visitors import Visitors
from embrace3k.tests.web.service import PASSWORD, Service, error_of, sign_in

pytestmark = pytest.mark.browser

NEW_PASSWORD = "staple battery horse"


@pytest.fixture
def page(service: Service, visitors: Visitors) -> Page:
    """The people, before an administrator."""
    service.add("Ada", Role.ADMIN)
    return visitors.open("Ada", "/people")


def link_in(page: Page) -> str:
    """What the dialog shows once."""
    link = page.get_by_label("One-time link").input_value()
    page.get_by_role("button", name="I have it").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    return link


def row(page: Page, name: str) -> str:
    return page.get_by_role("row").filter(has_text=name).inner_text()


def test_somebody_is_added_and_comes_in_by_the_link(page: Page, visitors: Visitors):
    page.get_by_label("Name").fill("سارة")
    page.get_by_label("reviewer").check()
    page.get_by_role("button", name="Add and make a link").click()
    link = link_in(page)
    assert "has not used the link yet" in row(page, "سارة")
    theirs = visitors.open(None, link)
    theirs.get_by_label("New password, 12 characters or more").fill(NEW_PASSWORD)
    theirs.get_by_label("Once more").fill(NEW_PASSWORD)
    theirs.keyboard.press("Enter")
    expect(theirs.get_by_text("You are signed in as سارة.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("row").filter(has_text="سارة")).to_contain_text("password")
    assert link not in page.content()


def test_a_name_that_is_taken_is_said_where_it_was_typed(page: Page):
    page.get_by_label("Name").fill("Ada")
    page.get_by_role("button", name="Add and make a link").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("Ada")


def test_who_is_kept_out_is_out_until_let_in_again(service: Service, page: Page):
    service.add("Ben", Role.ANNOTATOR)
    page.reload()
    page.get_by_role("button", name="Keep Ben out").click()
    page.get_by_role("button", name="Keep out", exact=True).click()
    expect(page.get_by_role("row").filter(has_text="Ben")).to_contain_text("kept out")
    assert error_of(sign_in(service.client(), "Ben")) == (401, "login_refused")
    page.get_by_role("button", name="Let Ben in").click()
    expect(page.get_by_role("row").filter(has_text="Ben")).not_to_contain_text("kept out")
    assert sign_in(service.client(), "Ben").status_code == 200


def test_roles_are_changed_and_the_last_administrator_stays(service: Service, page: Page):
    service.add("Ben", Role.ANNOTATOR)
    page.reload()
    page.get_by_role("button", name="Roles of Ben").click()
    page.get_by_role("dialog").get_by_label("engineer").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row").filter(has_text="Ben")).to_contain_text("engineer")
    page.get_by_role("button", name="Roles of Ada").click()
    page.get_by_role("dialog").get_by_label("annotator").check()
    page.get_by_role("dialog").get_by_label("admin").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").first).to_contain_text("This is the last administrator")


def test_a_new_link_ends_the_one_before(service: Service, page: Page):
    page.get_by_label("Name").fill("Ben")
    page.get_by_role("button", name="Add and make a link").click()
    first = link_in(page)
    page.get_by_role("button", name="New link for Ben").click()
    page.get_by_role("button", name="Make a link", exact=True).click()
    second = link_in(page)
    assert use(service.client(), first).status_code == 410
    assert use(service.client(), second).status_code == 200


def use(client: httpx2.Client, link: str) -> httpx2.Response:
    return client.post("/api/v1/session/link", json={"secret": link.partition("#")[2], "password": NEW_PASSWORD})


def test_who_is_no_administrator_is_told_who_can_help(service: Service, visitors: Visitors):
    service.add("Ann", Role.ANNOTATOR)
    page = visitors.open("Ann", "/people")
    expect(page.get_by_text("This page is for people with the role admin")).to_be_visible()


def test_a_token_is_shown_once_works_and_is_revoked(service: Service, visitors: Visitors):
    service.add("Ann", Role.ANNOTATOR)
    page = visitors.open("Ann", "/account")
    page.get_by_label("What it is for").fill("nightly <b>export</b>")
    page.keyboard.press("Enter")
    token = page.get_by_label("API token", exact=True).input_value()
    page.get_by_role("button", name="I have it").click()
    program = service.client(Authorization=f"Bearer {token}")
    assert program.get("/api/v1/session").json()["name"] == "Ann"
    page.reload()
    expect(page.get_by_role("row").filter(has_text="nightly <b>export</b>")).to_be_visible()
    assert token not in page.content()
    page.get_by_role("button", name=re.compile("Revoke nightly")).click()
    page.get_by_role("button", name="Revoke", exact=True).click()
    expect(page.get_by_text("You have no tokens.")).to_be_visible()
    assert program.get("/api/v1/session").status_code == 401


def test_a_password_is_changed_and_ends_every_other_session(service: Service, visitors: Visitors):
    service.add("Ann", Role.ANNOTATOR)
    other = service.browser("Ann")
    page = visitors.open("Ann", "/account")
    page.get_by_label("Present password").fill("not the password")
    page.get_by_label("New password, 12").fill(NEW_PASSWORD)
    page.get_by_label("New password once more").fill(NEW_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("The present password is another one.")).to_be_visible()
    page.get_by_label("Present password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Changed. Everywhere else you have to sign in again.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Ann")).to_be_visible()
    assert other.get("/api/v1/session").status_code == 401
    assert sign_in(service.client(), "Ann", NEW_PASSWORD).status_code == 200


def test_a_session_that_has_ended_leads_to_signing_in_and_back(service: Service, visitors: Visitors, page: Page):
    expect(page.get_by_role("row").filter(has_text="Ada")).to_be_visible()
    service.clock.pass_by(hours=13)
    page.get_by_label("Name").fill("Ben")
    page.get_by_role("button", name="Add and make a link").click()
    expect(page.get_by_role("heading", name="Sign in to embrace3k")).to_be_visible()
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="People")).to_be_visible()
