"""One's own API tokens, for programs: `/api/v1/tokens`. A token may do what its owner may."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field

from embrace3k.annotator.api.callers import Caller, requires
from embrace3k.annotator.api.context import InContext
from embrace3k.annotator.api.shapes import Shape
from embrace3k.annotator.log import log_event
from embrace3k.annotator.sessions import make_token, revoke_token
from embrace3k.storage.credentials import APIToken, tokens_of

router = APIRouter(prefix="/api/v1/tokens", tags=["tokens"])

SignedIn = Annotated[Caller, requires()]


class NewToken(Shape):
    name: str = Field(max_length=200)
    """What it is for."""


class TokenShown(Shape):
    number: int
    name: str
    created_at: datetime
    used_at: datetime | None
    """To a minute."""
    revoked_at: datetime | None


class TokenMade(TokenShown):
    secret: str
    """Shown this once."""


@router.get("")
def my_tokens(caller: SignedIn, context: InContext) -> list[TokenShown]:
    with context.database.snapshot() as session:
        return [_shown(token) for token in tokens_of(session, caller.user.number)]


@router.post("", status_code=201)
def new_token(new: NewToken, caller: SignedIn, context: InContext) -> TokenMade:
    """Make a token. Its secret is in this answer and nowhere else."""
    with context.database.session() as session:
        token, secret = make_token(session, caller.user, new.name, now=context.clock())
    log_event("token made", user=caller.name, token=token.number)
    return TokenMade(**_shown(token).model_dump(), secret=secret)


@router.delete("/{number}", status_code=204)
def revoke(number: Annotated[int, Path(ge=1, le=2**63 - 1)], caller: SignedIn, context: InContext) -> None:
    """Stop a token for good."""
    with context.database.session() as session:
        revoke_token(session, caller.user, number, now=context.clock())
    log_event("token revoked", user=caller.name, token=number)


def _shown(token: APIToken) -> TokenShown:
    return TokenShown(
        number=token.number,
        name=token.name,
        created_at=token.created_at,
        used_at=token.used_at,
        revoked_at=token.revoked_at,
    )
