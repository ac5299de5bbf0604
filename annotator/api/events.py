"""What happens, as it happens: server-sent events at `/api/v1/events`."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from embrace3k.annotator.api.callers import Caller, calls_still, requires
from embrace3k.annotator.api.context import InContext
from embrace3k.annotator.feed import Feed
from embrace3k.annotator.roles import Role

router = APIRouter(prefix="/api/v1/events", tags=["events"])

_LARGEST = 2**63 - 1
Since = Annotated[int | None, Query(ge=0, le=_LARGEST, description="Events after this number.")]
LastEventId = Annotated[int | None, Header(ge=0, le=_LARGEST, description="The same; it wins.")]
HEAR_EVENTS = frozenset({Role.ENGINEER, Role.ADMIN})
"""Events name people and lanes, which who annotates or reviews blind must not know. All others hear the progress."""
_COME_BACK_AFTER_MS = 2000


@router.get("", response_class=EventSourceResponse)
async def follow(
    caller: Annotated[Caller, requires()],
    request: Request,
    context: InContext,
    since: Since = None,
    last_event_id: LastEventId = None,
) -> AsyncIterator[ServerSentEvent]:
    """Live progress, as server-sent events, until the session or token ends, roles change, or the server stops.

    Everybody gets `progress`: how many works are in each state, at once and after each change. Engineers and admins
    also get each line of the audit log as a `message` with its number as id: those after `Last-Event-ID`, which
    browsers send when they come back, else those after `since`, else those from now on. None is left out. A comment
    comes every 15 seconds in which nothing else does.
    """
    feed: Feed = request.app.state.feed
    every_s, time = context.feed_rules.ask_again_every_s, asyncio.get_running_loop().time
    after = since if last_event_id is None else last_event_id
    with feed.listen(after, events=not HEAR_EVENTS.isdisjoint(caller.roles)) as listener:
        ask_at = time() + every_s
        yield ServerSentEvent(retry=_COME_BACK_AFTER_MS)
        while not feed.closed:
            news = await listener.news(max(ask_at - time(), 0.0))
            if time() >= ask_at:
                if not await asyncio.to_thread(calls_still, caller, request, context):
                    return
                ask_at = time() + every_s
            for line in news.lines:
                yield ServerSentEvent(raw_data=line.text, id=str(line.number))
            if news.progress is not None:
                yield ServerSentEvent(event="progress", data=news.progress)
