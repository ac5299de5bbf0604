"""API tokens over HTTP, on SQLite and PostgreSQL."""

import pytest
from sqlalchemy import text

from embrace3k.annotator.roles import Role
from embrace3k.tests.web.service import Service, error_of


@pytest.fixture
def ann(service: Service) -> Service:
    service.add("Ann", Role.ANNOTATOR)
    return service


def test_a_token_opens_until_it_is_revoked(ann: Service):
    browser = ann.browser("Ann")
    made = browser.post("/api/v1/tokens", json={"name": "  my   script "}).json()
    program = ann.client(Authorization=f"Bearer {made['secret']}")
    assert program.get("/api/v1/session").json() == {"name": "Ann", "roles": ["annotator"], "csrf_token": None}
    assert browser.delete(f"/api/v1/tokens/{made['number']}").status_code == 204
    assert error_of(program.get("/api/v1/session")) == (401, "not_signed_in")
    assert error_of(browser.delete(f"/api/v1/tokens/{made['number']}")) == (404, "record_not_found")


def test_the_secret_is_shown_once_and_kept_nowhere(ann: Service):
    browser = ann.browser("Ann")
    secret = browser.post("/api/v1/tokens", json={"name": "my script"}).json()["secret"]
    assert secret.startswith("e3k_") and secret not in browser.get("/api/v1/tokens").text
    with ann.context.database.snapshot() as session:
        assert secret not in str(session.execute(text("SELECT * FROM api_tokens")).all())


def test_a_program_needs_no_csrf_token(ann: Service):
    assert ann.program("Ann").post("/api/v1/tokens", json={"name": "another"}).status_code == 201


def test_a_wrong_token_is_not_saved_by_a_good_cookie(ann: Service):
    answer = ann.browser("Ann").get("/api/v1/session", headers={"Authorization": "Bearer e3k_nonsense"})
    assert error_of(answer) == (401, "not_signed_in")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_what_is_no_token_is_said_so(ann: Service):
    client = ann.client()
    for value in ("", "Bearer", "Bearer x y", "Basic QW5uOnB3", "e3k_nonsense", "Bearer é"):
        answer = client.get("/api/v1/session", headers={b"Authorization": value.encode()})
        assert error_of(answer) == (401, "not_signed_in"), value


def test_nobody_sees_or_revokes_the_tokens_of_others(ann: Service):
    ann.add("Bob", Role.ADMIN)
    number = ann.browser("Ann").post("/api/v1/tokens", json={"name": "mine"}).json()["number"]
    bob = ann.browser("Bob")
    assert bob.get("/api/v1/tokens").json() == []
    assert error_of(bob.delete(f"/api/v1/tokens/{number}")) == (404, "record_not_found")


def test_the_last_use_is_kept_to_the_minute(ann: Service):
    program = ann.program("Ann")
    for _ in range(2):
        (token,) = program.get("/api/v1/tokens").json()
        ann.clock.pass_by(seconds=30)
    assert token["used_at"] == "2026-03-01T12:00:00Z"
    assert program.get("/api/v1/tokens").json()[0]["used_at"] == "2026-03-01T12:01:00Z"


def test_a_token_has_a_name_that_can_be_read(ann: Service):
    browser = ann.browser("Ann")
    for name in ("", "   ", "x" * 65, "a\x00b", "a\x1b[2Jb"):
        assert error_of(browser.post("/api/v1/tokens", json={"name": name})) == (422, "account_invalid"), name
