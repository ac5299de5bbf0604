"""For Prometheus, at `/metrics`: requests and their times, of which each application counts its own, and the figures of
the work, which all read from the database.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlmodel import Session

from embrace3k.annotator.api.callers import Caller, requires
from embrace3k.annotator.api.context import InContext
from embrace3k.annotator.roles import Role
from embrace3k.storage.figures import open_leases, outbox_backlog, works_by_state

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


class WorkFigures(Collector):
    """Asked for at each scrape: three queries."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session, self._now = session, now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        works = GaugeMetricFamily("embrace3k_works", "Trajectories in the annotators' work.", labels=["state"])
        for state, count in works_by_state(self._session).items():
            works.add_metric([state.value], count)
        yield works
        leases = open_leases(self._session, self._now)
        yield GaugeMetricFamily("embrace3k_open_leases", "Lanes that somebody holds.", leases)
        backlog = outbox_backlog(self._session)
        yield GaugeMetricFamily("embrace3k_outbox_waiting", "Deliveries that are still tried.", backlog.waiting)
        age_s = (self._now - backlog.oldest_at).total_seconds() if backlog.oldest_at else 0.0
        yield GaugeMetricFamily("embrace3k_outbox_oldest_seconds", "Age of the oldest of them.", age_s)


@router.get("/metrics", response_class=PlainTextResponse)
def metrics(
    caller: Annotated[Caller, requires(Role.ENGINEER, Role.ADMIN)], request: Request, context: InContext
) -> Response:
    """In Prometheus' text format. Prometheus itself signs in with an API token."""
    measured: Metrics = request.app.state.metrics
    with context.database.snapshot() as session:
        registry = CollectorRegistry()
        registry.register(WorkFigures(session, context.clock()))
        figures = generate_latest(registry)
    return Response(measured.text() + figures, media_type=CONTENT_TYPE_LATEST)
