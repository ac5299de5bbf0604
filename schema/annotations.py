"""Append-only revisions of what somebody says about one step. The current text is the newest revision."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from embrace3k.schema.authors import Author
from embrace3k.schema.tasks import SCHEMA_VERSION, SchemaVersion


class Verdict(StrEnum):
    GROUNDED = "grounded"
    NOT_GROUNDED = "not_grounded"
    UNSURE = "unsure"


class Annotation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One revision for one step. Revisions of a step count up from 1; `parent` is the one it was written over."""

    schema_version: SchemaVersion = SCHEMA_VERSION
    trajectory_id: str
    step_index: Annotated[int, Meta(ge=0)]
    revision: Annotated[int, Meta(ge=1)]
    parent: int | None = None
    rationale: str
    verdict: Verdict | None = None
    reason_codes: list[str] = []
    author: Author
    created_at: str | None
    """UTC, RFC 3339 with seconds and a Z; None where an imported layout does not say."""
