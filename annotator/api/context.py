"""What the routes work with. The application puts it there once; `InContext` hands it to a route."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request

from embrace3k.annotator.feed import FeedRules
from embrace3k.annotator.passwords import Passwords
from embrace3k.annotator.receivers import Sender
from embrace3k.annotator.sessions import SessionRules
from embrace3k.annotator.sso import SingleSignOn
from embrace3k.storage.database import Database
from embrace3k.storage.interfaces import ObjectStore


def wall_clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Context:
    database: Database
    store: ObjectStore
    public_url: str
    """Where browsers find us, without a slash at the end. With https the session's cookie is for https only."""
    clock: Callable[[], datetime] = wall_clock
    passwords: Passwords = field(default_factory=Passwords)
    session_rules: SessionRules = field(default_factory=SessionRules)
    sso: SingleSignOn | None = None
    sender: Sender = field(default_factory=Sender)
    """To webhooks' receivers."""
    feed_rules: FeedRules = field(default_factory=FeedRules)

    @property
    def secure(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def cookie_name(self) -> str:
        """A `__Host-` cookie cannot be set by another host of the same domain, nor over http."""
        return "__Host-embrace3k" if self.secure else "embrace3k_session"


async def context_of(request: Request) -> Context:
    context: Context = request.app.state.context
    return context


InContext = Annotated[Context, Depends(context_of)]


def address_of(request: Request) -> str:
    """Of whoever called: the server has put there what a trusted proxy says, if there is one."""
    return request.client.host if request.client else "unknown"
