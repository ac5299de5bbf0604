"""What is the same for every request: the shape of errors, headers, metrics, logs, health."""

import json
import logging
import logging.config
import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI

from embrace3k.annotator.api.callers import open_to_all
from embrace3k.annotator.api.context import Context
from embrace3k.annotator.roles import Role
from embrace3k.storage.database import Database
from embrace3k.storage.folder_store import FolderStore
from embrace3k.tests.web.service import PASSWORD, QUICK, Clock, Service, error_of, serving, sign_in
from embrace3k.web.app import LARGEST_BODY_BYTES, create_app
from embrace3k.web.logs import JSONLines

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Lines(logging.Handler):
    """The log, as the server would write it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JSONLines())
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text += self.format(record) + "\n"

    @property
    def events(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def wait_for(self, event: str) -> dict[str, object]:
        """The one line of that event, which may come a moment after the answer."""
        deadline = time.monotonic() + 10.0
        while not (found := [each for each in self.events if each["event"] == event]) and time.monotonic() < deadline:
            time.sleep(0.01)
        (line,) = found
        return line


@pytest.fixture
def log() -> Iterator[Lines]:
    lines, logger = Lines(), logging.getLogger("embrace3k")
    logger.addHandler(lines)
    logger.setLevel(logging.INFO)
    yield lines
    logger.removeHandler(lines)


def breaking(app: FastAPI) -> None:
    def fail() -> None:
        raise KeyError("our own bug")

    app.get("/broken", dependencies=[open_to_all])(fail)


def shape_of(answer: httpx2.Response) -> tuple[int, str]:
    """Status and code, of an error that has all that errors have."""
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json().keys() == {"error"}
    assert answer.json()["error"].keys() >= {"code", "message", "where", "hint"}
    return error_of(answer)


def test_every_kind_of_error_has_the_same_shape(service: Service, log: Lines):
    breaking(service.app)
    client = service.client()
    assert shape_of(client.get("/nowhere")) == (404, "not_found")
    assert shape_of(client.delete("/health/live")) == (405, "method_not_allowed")
    assert shape_of(client.get("/api/v1/users")) == (401, "not_signed_in")
    assert shape_of(client.post("/api/v1/session", json={})) == (422, "invalid_request")
    assert shape_of(client.get("/broken")) == (500, "internal_error")


def test_too_large_a_body_is_refused_whether_it_says_so_or_not(service: Service):
    pieces = [b" " * (1 << 20)] * 33
    for content in (b"".join(pieces), iter(pieces)):
        answer = service.client().post("/api/v1/session", content=content, headers={"Content-Type": "application/json"})
        assert shape_of(answer) == (413, "body_too_large")
        assert answer.json()["error"]["message"] == f"more than {LARGEST_BODY_BYTES} bytes were sent"


def test_our_own_bug_is_told_in_full_to_the_log_and_by_its_id_to_the_caller(service: Service, log: Lines):
    breaking(service.app)
    answer = service.client().get("/broken", headers={"X-Request-Id": "my-id.7"})
    assert answer.headers["X-Request-Id"] == "my-id.7" and "my-id.7" in answer.json()["error"]["hint"]
    assert "KeyError" not in answer.text
    broken = log.wait_for("a request broke")
    assert broken["request_id"] == "my-id.7" and "KeyError: 'our own bug'" in str(broken["traceback"])


@pytest.mark.parametrize("given", ["", "x" * 65, 'a"b', "a b"])
def test_a_strange_request_id_is_replaced(service: Service, given: str):
    answer = service.client().get("/health/live", headers={"X-Request-Id": given})
    assert len(answer.headers["X-Request-Id"]) == 32


def test_a_refused_request_names_the_field_and_does_not_repeat_what_was_sent(service: Service):
    answer = service.client().post("/api/v1/session", json={"name": "Ann", "password": ["hush hush"]})
    assert answer.json()["error"]["where"] == "body.password"
    assert "hush" not in answer.text


def test_every_answer_tells_the_browser_to_load_and_keep_nothing(service: Service):
    for path in ("/health/live", "/nowhere", "/api/v1/session"):
        headers = service.client().get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")
        assert "Server" not in headers or "embrace3k" not in headers["Server"]


def test_behind_https_the_cookie_is_bound_to_the_host(database: Database, store: FolderStore):
    clock = Clock()
    app = create_app(Context(database, store, "https://embrace.example", clock=clock, passwords=QUICK))
    with serving(app, clock) as service:
        service.add("Ann", Role.ANNOTATOR)
        answer = sign_in(service.client(), "Ann")
    assert answer.headers["Set-Cookie"].startswith("__Host-embrace3k=") and "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_requests_are_counted_by_route_and_not_by_path(service: Service):
    service.add("Eve", Role.ENGINEER)
    client = service.program("Eve")
    for path in ("/nowhere/1", "/nowhere/2", "/api/v1/users/a/link", "/api/v1/users/b/link"):
        client.post(path)
    text = client.get("/metrics").text
    assert 'embrace3k_http_requests_total{method="POST",route="none",status="404"} 2.0' in text
    assert 'embrace3k_http_requests_total{method="POST",route="/api/v1/users/{name}/link",status="403"} 2.0' in text
    assert "nowhere" not in text


def test_a_request_is_one_line_of_json_with_who_and_how_long(service: Service, log: Lines):
    service.add("Ann", Role.ANNOTATOR)
    service.program("Ann").get("/api/v1/session?page=1")
    line = log.wait_for("request")
    expected = {"method": "GET", "path": "/api/v1/session", "status": 200, "user": "Ann", "address": "127.0.0.1"}
    assert expected.items() <= line.items() and float(str(line["ms"])) > 0 and line["request_id"]


def test_logins_are_logged_and_no_secret_is(service: Service, log: Lines):
    service.add("Ann", Role.ANNOTATOR)
    browser = service.browser("Ann")
    sign_in(service.client(), "a password in the wrong field", "wrong horse battery")
    token = browser.post("/api/v1/tokens", json={"name": "mine"}).json()["secret"]
    service.client(Authorization=f"Bearer {token}").get("/api/v1/session")
    events = [(line["event"], line.get("user")) for line in log.events if line["logger"] == "embrace3k.accounts"]
    assert events == [("login", "Ann"), ("login refused", None), ("token made", "Ann")]
    secrets = [
        PASSWORD,
        "wrong horse",
        "wrong field",
        token,
        *browser.cookies.values(),
        browser.headers["X-CSRF-Token"],
    ]
    assert not [secret for secret in secrets if secret in log.text]


def test_a_database_that_is_gone_makes_it_unready_but_not_dead(service: Service, tmp_path: Path, log: Lines):
    client = service.client()
    assert client.get("/health/ready").json() == {"status": "ok"}
    service.context.database.close()
    for file in tmp_path.glob("a.db*"):
        file.unlink()
    (tmp_path / "a.db").mkdir()
    answer = client.get("/health/ready")
    assert answer.status_code == 503 and str(tmp_path) not in answer.text and str(tmp_path) in log.text
    assert client.get("/health/live").json() == {"status": "ok"}


def test_the_reference_says_how_errors_look(service: Service):
    described = service.client().get("/api/v1/openapi.json").json()
    for path, operations in described["paths"].items():
        for operation in operations.values():
            answers = operation["responses"]
            assert "422" not in answers and "ErrorAnswer" in json.dumps(answers["default"]), path


def test_the_page_of_a_one_time_link_needs_no_inline_code(service: Service):
    page = service.client().get("/link")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", page.text)
    assert scripts == [""] and not re.search(r"\son\w+=|<style|style=", page.text)
    (source,) = re.findall(r'src="([^"]+)"', page.text)
    assert service.client().get(source).headers["Content-Type"] == "text/javascript; charset=utf-8"
