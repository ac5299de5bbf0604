"""Requests and their times for Prometheus, at `/metrics`. Each application counts its own."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest

from embrace3k.annotator.api.callers import Caller, requires
from embrace3k.annotator.roles import Role

router = APIRouter(tags=["operation"])

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """Labels are routes' templates and known methods, never what a caller wrote: their number is bounded."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ["method", "route", "status"]
        self._requests = Counter(
            "embrace3k_http_requests", "Requests that were answered.", labels, registry=self.registry
        )
        self._seconds = Histogram(
            "embrace3k_http_request_seconds", "From a request's head to the end of its answer.", labels[:2],
            buckets=_BUCKETS, registry=self.registry,
        )  # fmt: skip

    def note(self, method: str, route: str | None, status: int, seconds: float) -> None:
        labels = (method if method in _METHODS else "other", route or "none")
        self._requests.labels(*labels, str(status)).inc()
        self._seconds.labels(*labels).observe(seconds)

    def text(self) -> bytes:
        return generate_latest(self.registry)


@router.get("/metrics", response_class=Response)
def metrics(caller: Annotated[Caller, requires(Role.ENGINEER, Role.ADMIN)], request: Request) -> Response:
    """In Prometheus' text format. Prometheus itself signs in with an API token."""
    measured: Metrics = request.app.state.metrics
    return Response(measured.text(), media_type=CONTENT_TYPE_LATEST)
