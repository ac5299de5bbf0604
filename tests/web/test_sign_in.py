"""Signing in over HTTP, on SQLite and PostgreSQL: sessions, the CSRF token, one-time links."""

import pytest

from embrace3k.annotator.accounts import create_user, make_link
from embrace3k.annotator.roles import Role
from embrace3k.tests.web.service import PASSWORD, Service, error_of, sign_in


@pytest.fixture
def ann(service: Service) -> Service:
    """The service, with one user."""
    service.add("Ann Lee", Role.ANNOTATOR)
    return service


def link_for(service: Service, name: str) -> str:
    with service.context.database.session() as session:
        return make_link(session, name, who="root", now=service.clock())[0]


def test_who_signs_in_is_known_until_they_sign_out(ann: Service):
    browser = ann.browser("ann  LEE")
    assert browser.get("/api/v1/session").json()["name"] == "Ann Lee"
    cookie = browser.cookies["embrace3k_session"]
    assert browser.delete("/api/v1/session").status_code == 204
    stale = ann.client(Cookie=f"embrace3k_session={cookie}")
    assert error_of(stale.get("/api/v1/session")) == (401, "not_signed_in")


def test_the_cookie_is_out_of_scripts_reach(ann: Service):
    cookie = sign_in(ann.client(), "Ann Lee").headers["Set-Cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "path=/" in cookie and "domain" not in cookie


def test_a_wrong_name_and_a_wrong_password_look_the_same(ann: Service):
    client = ann.client()
    for name, password in [("Ann Lee", "wrong horse battery"), ("Nobody", PASSWORD), ("", "")]:
        answer = sign_in(client, name, password)
        assert error_of(answer) == (401, "login_refused")
        assert answer.json()["error"]["message"] == "name or password is wrong"
        assert "Set-Cookie" not in answer.headers


def test_who_is_disabled_is_out_at_once_and_cannot_come_back(ann: Service):
    ann.add("Root", Role.ADMIN)
    browser, program = ann.browser("Ann Lee"), ann.program("Ann Lee")
    assert ann.browser("Root").post("/api/v1/users/Ann Lee/disable").status_code == 200
    assert error_of(browser.get("/api/v1/session")) == (401, "not_signed_in")
    assert error_of(program.get("/api/v1/session")) == (401, "not_signed_in")
    assert error_of(sign_in(ann.client(), "Ann Lee")) == (401, "login_refused")


def test_a_session_ends_when_it_was_idle_for_too_long(ann: Service):
    browser = ann.browser("Ann Lee")
    for _ in range(3):
        ann.clock.pass_by(hours=11)
        assert browser.get("/api/v1/session").status_code == 200
    ann.clock.pass_by(hours=12)
    assert error_of(browser.get("/api/v1/session")) == (401, "not_signed_in")


def test_a_session_ends_after_a_week_however_busy_it_is(ann: Service):
    browser = ann.browser("Ann Lee")
    for _ in range(7 * 24 // 8 - 1):
        ann.clock.pass_by(hours=8)
        assert browser.get("/api/v1/session").status_code == 200
    ann.clock.pass_by(hours=8)
    assert error_of(browser.get("/api/v1/session")) == (401, "not_signed_in")


def test_a_change_with_the_cookie_alone_is_refused(ann: Service):
    browser = ann.browser("Ann Lee")
    del browser.headers["X-CSRF-Token"]
    for token in (None, "", "0" * 64, "é"):
        headers = {} if token is None else {b"X-CSRF-Token": token.encode()}
        answer = browser.post("/api/v1/tokens", json={"name": "mine"}, headers=headers)
        assert error_of(answer) == (403, "csrf_refused")
    assert browser.get("/api/v1/tokens").json() == []


def test_the_csrf_token_of_another_session_is_refused(ann: Service):
    mine, other = ann.browser("Ann Lee"), ann.browser("Ann Lee")
    answer = mine.delete("/api/v1/session", headers={"X-CSRF-Token": other.headers["X-CSRF-Token"]})
    assert error_of(answer) == (403, "csrf_refused")


def test_a_page_of_another_site_cannot_sign_anybody_in(ann: Service):
    for site in ("cross-site", "same-site"):
        assert error_of(sign_in(ann.client(**{"Sec-Fetch-Site": site}), "Ann Lee")) == (403, "csrf_refused")
    assert sign_in(ann.client(**{"Sec-Fetch-Site": "same-origin"}), "Ann Lee").status_code == 200


def test_a_form_cannot_sign_anybody_in(ann: Service):
    body = f'{{"name": "Ann Lee", "password": "{PASSWORD}"}}'
    answer = ann.client().post("/api/v1/session", content=body, headers={"Content-Type": "text/plain"})
    assert error_of(answer) == (422, "invalid_request")


def test_a_one_time_link_sets_a_password_and_opens_once(service: Service):
    with service.context.database.session() as session:
        create_user(session, "Bob", [Role.REVIEWER], who="root", now=service.clock())
    asked = {"secret": link_for(service, "Bob"), "password": "a new horse and cart"}
    assert service.client().post("/api/v1/session/link", json=asked).json()["name"] == "Bob"
    assert error_of(service.client().post("/api/v1/session/link", json=asked)) == (410, "link_refused")
    assert sign_in(service.client(), "Bob", "a new horse and cart").status_code == 200


def test_a_link_opens_nothing_when_it_is_old_or_replaced(ann: Service):
    first, second = link_for(ann, "Ann Lee"), link_for(ann, "Ann Lee")
    asked = {"password": "a new horse and cart"}
    assert error_of(ann.client().post("/api/v1/session/link", json=asked | {"secret": first})) == (410, "link_refused")
    ann.clock.pass_by(days=3)
    assert error_of(ann.client().post("/api/v1/session/link", json=asked | {"secret": second})) == (410, "link_refused")
    assert sign_in(ann.client(), "Ann Lee").status_code == 200


def test_a_link_outlives_a_password_that_is_refused(service: Service):
    service.add("Bobington the First", Role.REVIEWER)
    secret = link_for(service, "Bobington the First")
    for password in ("short", "x" * 300, "BOBINGTON  THE FIRST"):
        answer = service.client().post("/api/v1/session/link", json={"secret": secret, "password": password})
        assert error_of(answer) == (422, "account_invalid")
    asked = {"secret": secret, "password": "a new horse and cart"}
    assert service.client().post("/api/v1/session/link", json=asked).status_code == 200


def test_a_new_password_ends_every_session(ann: Service):
    browser, other = ann.browser("Ann Lee"), ann.browser("Ann Lee")
    wrong = browser.put("/api/v1/session/password", json={"old": "not this one", "new": "a new horse and cart"})
    assert error_of(wrong) == (401, "login_refused")
    change = {"old": PASSWORD, "new": "a new horse and cart"}
    assert browser.put("/api/v1/session/password", json=change).status_code == 204
    assert error_of(other.get("/api/v1/session")) == (401, "not_signed_in")
    assert sign_in(ann.client(), "Ann Lee", "a new horse and cart").status_code == 200
