"""Schemathesis reads the reference of every route and makes what fits it: nothing that is sent breaks us."""

from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok

from embrace3k.annotator.roles import Role
from embrace3k.tests.web.desk import stock
from embrace3k.tests.web.service import Service

schemathesis.serializer.alias("application/jsonl", "text/plain")


def test_nothing_that_is_sent_breaks_the_server(service: Service):
    service.add("fuzz", *Role)
    holder = service.program("fuzz")
    token = holder.headers["Authorization"]
    stock(service, "a", "b")
    schema = schemathesis.openapi.from_dict(service.app.openapi())

    def send_much_to(operation: Any) -> None:
        @settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def send(case: Any) -> None:
            if len(case.path_parameters.get("trajectory_id", "")) % 2:
                # About half of them meet a trajectory that is there, and that the caller may hold.
                case.path_parameters["trajectory_id"] = "a"
                holder.post("/api/v1/queue/next", json={"purpose": "annotate"})
            answer = case.call(base_url=service.url, headers={"Authorization": token})
            assert answer.status_code < 500, (case.as_curl_command(), answer.text)

        send()

    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        if found.ok().path != "/api/v1/events":  # It never ends; test_feed.py sends nonsense there.
            send_much_to(found.ok())


def test_a_zero_byte_is_refused_wherever_it_stands(service: Service):
    service.add("fuzz", *Role)
    client = service.program("fuzz")
    assert client.post("/api/v1/users/a%00b/disable").status_code in (404, 422)
    assert client.post("/api/v1/session", json={"name": "a\0b", "password": "a\0b"}).status_code in (401, 422)
    assert client.post("/api/v1/session/link", json={"secret": "a\0b", "password": "a\0b"}).status_code == 410
    assert client.get("/api/v1/session", headers={b"Authorization": b"Bearer \x80"}).status_code == 401
