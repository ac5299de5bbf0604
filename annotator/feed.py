"""What happens, as it happens, for any number of listeners. One reader of the database, and only while anybody listens:

    database ──► reader ──► the newest events, kept once ──► each listener, at its own pace

A listener keeps its place and nothing else. Who falls behind what is kept, or comes back after long, reads pages of the
audit log instead, one such listener at a time: however slow, it takes no memory and holds nobody up.
"""

import asyncio
import logging
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from operator import attrgetter

from msgspec import Struct

from embrace3k.schema.codec import encode
from embrace3k.schema.work import WorkState
from embrace3k.storage.database import Database
from embrace3k.storage.events import RecordedEvent, events_since, newest_event_number
from embrace3k.storage.figures import works_by_state

LOGGER = logging.getLogger(__name__)

Progress = dict[WorkState, int]
"""How many works are in each state."""


class FeedRules(Struct, frozen=True, kw_only=True):
    look_every_s: float = 0.5
    count_every_s: float = 5.0
    """Works are counted again after an event, and so often without one."""
    ask_again_every_s: float = 10.0
    """How long a listener whose session has ended may still hear something."""
    kept: int = 1000
    page: int = 200
    """Most events that a listener is given at once."""


class Line(Struct, frozen=True):
    """An event as all listeners get it; made once."""

    number: int
    text: str


class News(Struct, frozen=True):
    lines: Sequence[Line]
    progress: Progress | None
    """None where it is what it was."""


class Feed:
    """Belongs to one event loop. `close` ends it for good."""

    def __init__(self, database: Database, rules: FeedRules) -> None:
        self.database, self.rules = database, rules
        self.closed = False
        self.progress: Progress | None = None
        self.newest: int | None = None
        """Number of the newest event that was read; None before the first look."""
        self.changed = asyncio.Event()
        """Replaced by a new one whenever something has changed."""
        self.catching_up = asyncio.Lock()
        self._lines: list[Line] = []
        self._after = 0
        self._listeners: set[Listener] = set()
        self._reader: asyncio.Task[None] | None = None
        self._counted_at = 0.0

    @contextmanager
    def listen(self, after: int | None, *, events: bool) -> "Iterator[Listener]":
        """To what comes after the event of this number, or from now on. Without `events`: to the progress only."""
        listener = Listener(self, after, events)
        self._listeners.add(listener)
        if self._reader is None or self._reader.done():
            self._forget()
            self._reader = asyncio.create_task(self._read())
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    def close(self) -> None:
        """Every listener is told that there is no more."""
        self.closed = True
        self._wake()

    def kept_after(self, number: int) -> Sequence[Line] | None:
        """None where some of them are no longer kept."""
        if number < self._after:
            return None
        first = bisect_right(self._lines, number, key=attrgetter("number"))
        return self._lines[first : first + self.rules.page]

    async def _read(self) -> None:
        while self._listeners and not self.closed:
            try:
                more = await self._look()
            except Exception as error:
                LOGGER.warning("the feed cannot read the database, trying again: %s", error)
                more = False
            if not more:
                await asyncio.sleep(self.rules.look_every_s)

    async def _look(self) -> bool:
        """Whether there may be more at once."""
        after = await asyncio.to_thread(self._start) if self.newest is None else self.newest
        found = await asyncio.to_thread(events_since, self.database, after, limit=self.rules.kept)
        if self.newest is None:
            self._after = self.newest = after
        self._keep(found)
        now = asyncio.get_running_loop().time()
        if found or self.progress is None or now - self._counted_at >= self.rules.count_every_s:
            progress, self._counted_at = await asyncio.to_thread(self._count), now
            if progress != self.progress:
                self.progress = progress
                self._wake()
        return len(found) == self.rules.kept

    def _start(self) -> int:
        with self.database.snapshot() as session:
            return max(newest_event_number(session) - self.rules.kept, 0)

    def _count(self) -> Progress:
        with self.database.snapshot() as session:
            return works_by_state(session)

    def _keep(self, events: Sequence[RecordedEvent]) -> None:
        if events:
            self._lines += [line_of(event) for event in events]
            self.newest = events[-1].number
            self._wake()
        if (too_many := len(self._lines) - self.rules.kept) > 0:
            self._after = self._lines[too_many - 1].number
            del self._lines[:too_many]

    def _forget(self) -> None:
        """Nobody has read meanwhile: begin again at the newest."""
        self._lines, self._after, self.newest, self.progress = [], 0, None, None

    def _wake(self) -> None:
        self.changed.set()
        self.changed = asyncio.Event()


class Listener:
    def __init__(self, feed: Feed, after: int | None, events: bool) -> None:
        self._feed, self._place, self._events = feed, after, events
        self._progress: Progress | None = None

    async def news(self, within_s: float) -> News:
        """What is new to this listener, as soon as there is any; nothing when the time is over, or the feed closed."""
        deadline = asyncio.get_running_loop().time() + within_s
        while not self._feed.closed:
            changed = self._feed.changed
            news = News(await self._next_lines(), self._next_progress())
            if news.lines or news.progress is not None:
                return news
            try:
                async with asyncio.timeout_at(deadline):
                    await changed.wait()
            except TimeoutError:
                break
        return News((), None)

    async def _next_lines(self) -> Sequence[Line]:
        feed = self._feed
        if not self._events or feed.newest is None:
            return ()
        if self._place is None:
            self._place = feed.newest
        lines = feed.kept_after(self._place)
        if lines is None:
            async with feed.catching_up:
                found = await asyncio.to_thread(events_since, feed.database, self._place, limit=feed.rules.page)
            lines = [line_of(event) for event in found]
        if lines:
            self._place = lines[-1].number
        return lines

    def _next_progress(self) -> Progress | None:
        if (progress := self._feed.progress) is self._progress:
            return None
        self._progress = progress
        return progress


def line_of(event: RecordedEvent) -> Line:
    return Line(event.number, encode(event).decode())
