"""The pages that a browser opens, and the files they load. For now, the one on which a one-time link ends."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

from embrace3k.annotator.api.callers import open_to_all

STATIC = Path(__file__).parent / "static"

router = APIRouter(dependencies=[open_to_all], include_in_schema=False)


@router.get("/link")
async def link() -> FileResponse:
    """Where a one-time link leads: sets a password."""
    return FileResponse(STATIC / "link.html")


@router.get("/static/link.js")
async def link_script() -> FileResponse:
    return FileResponse(STATIC / "link.js", media_type="text/javascript")


@router.get("/static/link.css")
async def link_style() -> FileResponse:
    return FileResponse(STATIC / "link.css", media_type="text/css")
