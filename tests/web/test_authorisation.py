"""Who may call which route: one table, held against every route of the application and every role."""

import re
from collections.abc import Iterator

import httpx2
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import iter_route_contexts

from embrace3k.annotator.roles import Role
from embrace3k.tests.web.service import Service
from embrace3k.web import app as web_app
from embrace3k.web.app import create_app, requirement_of

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ALL = None
SIGNED_IN = frozenset(Role)
ADMIN = frozenset({Role.ADMIN})
ENGINEERS = frozenset({Role.ENGINEER, Role.ADMIN})
CHECKERS = frozenset({Role.REVIEWER, Role.ADMIN})
OVERSEERS = frozenset({Role.REVIEWER, Role.ENGINEER, Role.ADMIN})
WORKERS = frozenset({Role.ANNOTATOR, Role.REVIEWER, Role.ADMIN})
OVERSEERS = frozenset({Role.REVIEWER, Role.ENGINEER, Role.ADMIN})

MAY_CALL: dict[str, frozenset[Role] | None] = {
    "GET /health/live": ALL,
    "GET /health/ready": ALL,
    "GET /link": ALL,
    "GET /": ALL,
    "GET /account": ALL,
    "GET /annotate/{id}": ALL,
    "GET /help": ALL,
    "GET /people": ALL,
    "GET /quality": ALL,
    "GET /review/{id}": ALL,
    "GET /static/{version}/{path}": ALL,
    "GET /tasks": ALL,
    "GET /trajectories": ALL,
    "GET /trajectories/{id}": ALL,
    "GET /metrics": ENGINEERS,
    "GET /api/v1/works/{trajectory_id}/path": SIGNED_IN,
    "GET /api/v1/openapi.json": ALL,
    "POST /api/v1/session": ALL,
    "POST /api/v1/session/link": ALL,
    "GET /api/v1/sso": ALL,
    "GET /api/v1/sso/callback": ALL,
    "GET /api/v1/session": SIGNED_IN,
    "DELETE /api/v1/session": SIGNED_IN,
    "PUT /api/v1/session/password": SIGNED_IN,
    "GET /api/v1/tokens": SIGNED_IN,
    "POST /api/v1/tokens": SIGNED_IN,
    "DELETE /api/v1/tokens/{number}": SIGNED_IN,
    "GET /api/v1/events": SIGNED_IN,
    "GET /api/v1/audit": ENGINEERS,
    "GET /api/v1/annotations": ENGINEERS,
    "POST /api/v1/annotations": ENGINEERS,
    "GET /api/v1/webhooks": ENGINEERS,
    "POST /api/v1/webhooks": ENGINEERS,
    "DELETE /api/v1/webhooks/{number}": ENGINEERS,
    "POST /api/v1/webhooks/{number}/retry": ENGINEERS,
    "GET /api/v1/users": ADMIN,
    "POST /api/v1/users": ADMIN,
    "PUT /api/v1/users/{name}/roles": ADMIN,
    "POST /api/v1/users/{name}/disable": ADMIN,
    "POST /api/v1/users/{name}/enable": ADMIN,
    "POST /api/v1/users/{name}/link": ADMIN,
    "GET /api/v1/tasks": OVERSEERS,
    "GET /api/v1/tasks/{task_id}": OVERSEERS,
    "POST /api/v1/tasks/{task_id}/review": CHECKERS,
    "POST /api/v1/tasks/{task_id}/correction": CHECKERS,
    "GET /api/v1/demonstrations": OVERSEERS,
    "GET /api/v1/demonstrations/{trajectory_id}": OVERSEERS,
    "POST /api/v1/demonstrations/{trajectory_id}/review": CHECKERS,
    "GET /api/v1/trajectories": OVERSEERS,
    "GET /api/v1/trajectories/summary": OVERSEERS,
    "GET /api/v1/trajectories/{trajectory_id}": OVERSEERS,
    "POST /api/v1/queue/next": WORKERS,
    "GET /api/v1/queue/holding": WORKERS,
    "POST /api/v1/works/{trajectory_id}/heartbeat": WORKERS,
    "POST /api/v1/works/{trajectory_id}/release": WORKERS,
    "POST /api/v1/works/{trajectory_id}/skip": WORKERS,
    "POST /api/v1/works/{trajectory_id}/take": CHECKERS,
    "POST /api/v1/works/{trajectory_id}/steal": frozenset({Role.REVIEWER}),
    "POST /api/v1/works": ENGINEERS,
    "GET /api/v1/works": OVERSEERS,
    "GET /api/v1/works/{trajectory_id}": SIGNED_IN,
    "GET /api/v1/works/{trajectory_id}/steps/{step_index}/history": SIGNED_IN,
    "POST /api/v1/works/{trajectory_id}/steps/{step_index}/lints": SIGNED_IN,
    "GET /api/v1/works/{trajectory_id}/frames/{index}": SIGNED_IN,
    "PUT /api/v1/works/{trajectory_id}/steps/{step_index}": WORKERS,
    "POST /api/v1/works/{trajectory_id}/steps/{step_index}/undo": WORKERS,
    "POST /api/v1/works/{trajectory_id}/steps/{step_index}/redo": WORKERS,
    "POST /api/v1/works/{trajectory_id}/viewings": WORKERS,
    "POST /api/v1/works/{trajectory_id}/submit": frozenset({Role.ANNOTATOR}),
    "GET /api/v1/works/{trajectory_id}/comparison": CHECKERS,
    "POST /api/v1/works/{trajectory_id}/steps/{step_index}/adopt": CHECKERS,
    "POST /api/v1/works/{trajectory_id}/decision": CHECKERS,
    "POST /api/v1/honeypots": ENGINEERS,
    "GET /api/v1/honeypots": ENGINEERS,
    "GET /api/v1/quality": OVERSEERS,
}
"""ALL are those who have not signed in, too."""


def routes_of(app: FastAPI) -> Iterator[str]:
    for route in iter_route_contexts(app.routes):
        yield from (f"{method} {route.path_format}" for method in route.methods or ())


def call(client: httpx2.Client, route: str) -> int:
    """With an empty object for a body, which no route takes for more than a wrong request."""
    method, path = route.split(" ")
    filled = re.sub(r"\{\w+\}", "9999", path)
    body: dict[str, str] | None = {} if method in ("POST", "PUT", "PATCH") else None
    with client.stream(method, filled, json=body) as answer:  # Some answers never end.
        return answer.status_code


def test_the_table_has_every_route_and_no_other(service: Service):
    assert sorted(routes_of(service.app)) == sorted(MAY_CALL)


def test_every_route_lets_in_whom_the_table_says_and_nobody_else(service: Service):
    people = service.people()
    for route, roles in MAY_CALL.items():
        anonymous = call(service.client(), route)
        assert (anonymous == 401) == (roles is not ALL), f"nobody: {route}: {anonymous}"
        for role, client in people.items():
            status = call(client, route)
            assert (status == 403) == (roles is not ALL and role not in roles), f"{role}: {route}: {status}"
            assert status != 401 and status < 500, f"{role}: {route}: {status}"


def test_every_change_by_cookie_needs_the_csrf_token(service: Service):
    service.add("everybody", *Role)
    browser = service.browser("everybody")
    del browser.headers["X-CSRF-Token"]
    for route, roles in MAY_CALL.items():
        changes = not route.startswith("GET ")
        assert (call(browser, route) == 403) == (changes and roles is not ALL), route


def test_a_route_that_does_not_say_who_may_call_it_stops_the_application(
    service: Service, monkeypatch: pytest.MonkeyPatch
):
    careless = APIRouter()
    careless.get("/careless")(lambda: "hello")
    monkeypatch.setattr(web_app, "ROUTERS", (*web_app.ROUTERS, careless))
    with pytest.raises(AssertionError, match="/careless does not say who may call it"):
        create_app(service.context)


def test_what_a_route_declares_is_what_the_table_says(service: Service):
    for route in iter_route_contexts(service.app.routes):
        for method in route.methods or ():
            declared = getattr(requirement_of(route), "roles", ALL)
            assert (declared if declared is ALL else declared or SIGNED_IN) == MAY_CALL[f"{method} {route.path_format}"]
