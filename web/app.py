"""One application from all routers. Between two requests it keeps only what the database can tell it again: any number
may run on one database.
"""

from importlib.metadata import version

from fastapi import APIRouter, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.middleware import Middleware

from embrace3k.annotator.api import (
    demonstrations,
    events,
    exchange,
    honeypots,
    quality,
    queue,
    review,
    session,
    sso,
    steps,
    tasks,
    tokens,
    trajectories,
    users,
    webhooks,
    works,
)
from embrace3k.annotator.api.callers import OpenToAll, Requires, open_to_all
from embrace3k.annotator.api.context import Context
from embrace3k.annotator.feed import Feed
from embrace3k.web import health, metrics, pages
from embrace3k.web.errors import ErrorAnswer, add_error_handlers
from embrace3k.web.metrics import Metrics
from embrace3k.web.requests import EveryRequest
from embrace3k.web.security import BodyLimit, SecurityHeaders
from embrace3k.web.static_files import StaticFiles

ROUTERS = (
    session.router, sso.router, users.router, tokens.router,
    queue.router, works.router, steps.router, review.router, honeypots.router, tasks.router, demonstrations.router,
    trajectories.router, quality.router, events.router, exchange.router, webhooks.router,
    health.router, metrics.router, pages.router,
)  # fmt: skip
LARGEST_BODY_BYTES = 32 << 20

reference = APIRouter(tags=["reference"])


@reference.get("/api/v1/openapi.json", dependencies=[open_to_all], include_in_schema=False)
async def openapi(request: Request) -> dict[str, object]:
    app: FastAPI = request.app
    return app.openapi()


def create_app(context: Context) -> FastAPI:
    """The caller opens and closes the context's database. A route that does not say who may call it is our bug."""
    measured = Metrics()
    app = FastAPI(
        title="embrace3k",
        version=version("embrace3k"),
        # FastAPI's own pages would load scripts from a CDN.
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        responses={"default": {"model": ErrorAnswer, "description": "An error, in the one shape that all have."}},
        middleware=[
            Middleware(SecurityHeaders, secure=context.secure),
            Middleware(EveryRequest, metrics=measured),
            Middleware(BodyLimit, most_bytes=LARGEST_BODY_BYTES),
        ],
    )
    app.state.context, app.state.metrics = context, measured
    app.state.static_files = StaticFiles()
    app.state.feed = Feed(context.database, context.feed_rules)
    add_error_handlers(app)
    for router in (*ROUTERS, reference):
        app.include_router(router)
    for route in iter_route_contexts(app.routes):
        assert requirement_of(route) is not None, f"{route.path} does not say who may call it"
    return app


def requirement_of(route: RouteContext) -> Requires | OpenToAll | None:
    """What a route has declared about its callers."""
    return _requirement_in(route.dependant)


def _requirement_in(dependant: Dependant) -> Requires | OpenToAll | None:
    if isinstance(dependant.call, Requires | OpenToAll):
        return dependant.call
    found = (_requirement_in(each) for each in dependant.dependencies)
    return next((each for each in found if each is not None), None)
