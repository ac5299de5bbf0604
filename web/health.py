"""For whoever watches the process: is it alive, and can it work?"""

from typing import Literal

from anyio import fail_after, to_thread
from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import text

from embrace3k.annotator.api.callers import open_to_all
from embrace3k.annotator.api.context import Context, InContext
from embrace3k.storage.errors import ObjectNotFound, StorageError

router = APIRouter(prefix="/health", tags=["operation"], dependencies=[open_to_all])

_ANSWERS_WITHIN_S = 5.0


class Healthy(BaseModel):
    status: Literal["ok"] = "ok"


@router.get("/live")
async def live() -> Healthy:
    """The process answers. When it does not, start it again."""
    return Healthy()


@router.get("/ready")
async def ready(context: InContext) -> Healthy:
    """Database and object store answer within five seconds; else 503, and no requests should be sent here."""
    try:
        with fail_after(_ANSWERS_WITHIN_S):
            await to_thread.run_sync(_ask, context, abandon_on_cancel=True)
    except TimeoutError as error:
        raise StorageError(f"no answer within {_ANSWERS_WITHIN_S:g} s") from error
    return Healthy()


def _ask(context: Context) -> None:
    with context.database.snapshot() as session:
        session.execute(text("SELECT 1"))
    try:
        context.store.stat("health/nothing")
    except ObjectNotFound:
        pass
