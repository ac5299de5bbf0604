"""Each account route leaves its event in the audit log, on SQLite and PostgreSQL."""

from typing import Any

import httpx2
import pytest

from embrace3k.annotator.roles import Role
from embrace3k.storage.events import events_since, iter_events
from embrace3k.tests.web.service import PASSWORD, Service, sign_in

Told = tuple[str, str, str, dict[str, Any]]
"""Action, who, whom, details."""


@pytest.fixture
def root(service: Service) -> httpx2.Client:
    """An administrator's browser; Ann is there, too."""
    service.add("Root", Role.ADMIN)
    service.add("Ann", Role.ANNOTATOR)
    return service.browser("Root")


def told(service: Service, *, since: int) -> list[Told]:
    events = events_since(service.context.database, since)
    return [(each.action, each.who, each.subject_id, each.detail) for each in events]


def newest(service: Service) -> int:
    return max(event.number for event in iter_events(service.context.database))


def test_adding_somebody_tells_of_the_user_and_of_the_link(service: Service, root: httpx2.Client):
    before = newest(service)
    assert root.post("/api/v1/users", json={"name": "Bob", "roles": ["reviewer"]}).status_code == 201
    assert told(service, since=before) == [
        ("user.added", "Root", "Bob", {"roles": ["reviewer"]}),
        ("user.changed", "Root", "Bob", {"changed": ["link"], "roles": ["reviewer"]}),
    ]


@pytest.mark.parametrize(
    ("method", "path", "body", "event"),
    [
        ("PUT", "ann/roles", {"roles": ["reviewer"]}, ("user.changed", {"changed": ["roles"], "roles": ["reviewer"]})),
        ("POST", "ann/disable", None, ("user.disabled", {})),
        ("POST", "ann/enable", None, ("user.enabled", {})),
        ("POST", "ann/link", None, ("user.changed", {"changed": ["link"], "roles": ["annotator"]})),
    ],
)
def test_a_change_of_somebody_names_who_made_it(
    service: Service, root: httpx2.Client, method: str, path: str, body: Any, event: tuple[str, dict[str, Any]]
):
    before = newest(service)
    assert root.request(method, f"/api/v1/users/{path}", json=body).status_code < 300
    assert told(service, since=before) == [(event[0], "Root", "Ann", event[1])]


def test_a_password_that_is_set_or_changed_is_told_without_it(service: Service, root: httpx2.Client):
    secret = root.post("/api/v1/users/Ann/link").json()["url"].split("#")[1]
    before, ann = newest(service), service.client()
    ann.post("/api/v1/session/link", json={"secret": secret, "password": PASSWORD * 2})
    change = {"old": PASSWORD, "new": PASSWORD * 3}
    assert root.put("/api/v1/session/password", json=change).status_code == 204
    assert told(service, since=before) == [
        ("user.changed", "Ann", "Ann", {"changed": ["password"], "roles": ["annotator"]}),
        ("login.succeeded", "Ann", "Ann", {"by": "link"}),
        ("user.changed", "Root", "Root", {"changed": ["password"], "roles": ["admin"]}),
    ]


def test_failed_logins_say_why_to_the_log_and_never_a_name_that_nobody_has(service: Service, root: httpx2.Client):
    before, client = newest(service), service.client()
    for name in ("ann", "a password in the wrong field"):
        assert sign_in(client, name, "wrong horse battery").status_code == 401
    root.post("/api/v1/users/ann/disable")
    sign_in(client, "Ann")
    assert [each for each in told(service, since=before) if each[0] == "login.failed"] == [
        ("login.failed", "Ann", "Ann", {"reason": "wrong_password"}),
        ("login.failed", "(unknown)", "(unknown)", {"reason": "unknown_name"}),
        ("login.failed", "Ann", "Ann", {"reason": "disabled"}),
    ]


def test_a_login_is_told_once_and_the_use_of_a_token_is_not(service: Service, root: httpx2.Client):
    program, before = service.program("Ann"), newest(service)
    browser = service.browser("ann")
    for caller in (program, browser):
        assert caller.get("/api/v1/session").json()["name"] == "Ann"
    assert told(service, since=before) == [("login.succeeded", "Ann", "Ann", {"by": "password"})]


def test_tokens_that_are_made_and_revoked_are_told_by_name(service: Service, root: httpx2.Client):
    before = newest(service)
    number = root.post("/api/v1/tokens", json={"name": "my script"}).json()["number"]
    root.delete(f"/api/v1/tokens/{number}")
    assert told(service, since=before) == [
        (action, "Root", "Root", {"token": "my script"}) for action in ("token.made", "token.revoked")
    ]


def test_what_is_refused_leaves_no_event(service: Service, root: httpx2.Client):
    before = newest(service)
    assert root.post("/api/v1/users/Root/disable").status_code == 409
    assert root.post("/api/v1/users", json={"name": "ANN", "roles": ["admin"]}).status_code == 409
    assert root.delete("/api/v1/tokens/99").status_code == 404
    assert told(service, since=before) == []
