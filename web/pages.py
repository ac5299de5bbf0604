"""The pages that a browser opens, and the files they load."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from embrace3k.annotator.api.callers import open_to_all
from embrace3k.annotator.api.context import Context
from embrace3k.web.security import policy
from embrace3k.web.static_files import StaticFiles

VIEWS = {
    "/": "queue",
    "/annotate/{id}": "annotate",
    "/review/{id}": "review",
    "/tasks": "tasks",
    "/trajectories": "trajectories",
    "/trajectories/{id}": "trajectory",
    "/quality": "quality",
    "/people": "people",
    "/account": "account",
    "/help": "help",
}
"""Which module of `static/views` draws which page, as `static/lib/router.js` has it."""
_FOR_GOOD = "public, max-age=31536000, immutable"

router = APIRouter(dependencies=[open_to_all], include_in_schema=False)


def application(request: Request, *modules: str, status: int = 200) -> HTMLResponse:
    """The browser UI, which begins with `modules`. What it shows it asks the API for, as whoever is signed in."""
    context: Context = request.app.state.context
    files: StaticFiles = request.app.state.static_files
    text, scripts = files.page("index.html", "app.js", *modules, sso="yes" if context.sso else "no")
    headers = {"Content-Security-Policy": policy(scripts), "Cache-Control": "no-cache"}
    return HTMLResponse(text, status, headers)


def _page_of(view: str) -> Callable[[Request], Awaitable[HTMLResponse]]:
    async def page(request: Request) -> HTMLResponse:
        return application(request, f"views/{view}.js")

    return page


for path, view in VIEWS.items():
    router.get(path)(_page_of(view))


def wants_page(request: Request) -> bool:
    """Whether it is a person's browser that asks for something of which there is none."""
    people = "text/html" in request.headers.get("Accept", "")
    return people and request.method == "GET" and not request.url.path.startswith(("/api/", "/static/"))


@router.get("/link")
async def link(request: Request) -> HTMLResponse:
    """Where a one-time link leads: sets a password."""
    files: StaticFiles = request.app.state.static_files
    return HTMLResponse(files.page("link.html")[0])


@router.get("/static/{version}/{path:path}")
async def static_file(version: str, path: str, request: Request) -> Response:
    files: StaticFiles = request.app.state.static_files
    file = files.files.get(path)
    if file is None or version != files.version:
        raise HTTPException(404)
    headers = {"Cache-Control": _FOR_GOOD, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        return Response(file.gzipped, media_type=file.media_type, headers=headers | {"Content-Encoding": "gzip"})
    return Response(file.data, media_type=file.media_type, headers=headers)
