"""The checks of tasks and of demonstrations: somebody other than the maker looks at it and says whether it can stay."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from embrace3k.schema.tasks import SCHEMA_VERSION, SchemaVersion


class CheckEvent(StrEnum):
    CONFIRM = "confirm"
    REFUSE = "refuse"


class ReviewState(StrEnum):
    """A task that nobody has looked at yet is `proposed`."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class RefusalReason(StrEnum):
    """What a second annotator checks, as the published pipeline lists it."""

    TARGET_MISSING = "target_missing"
    UNREACHABLE = "unreachable"
    WRONG_TYPE = "wrong_type"
    NOT_UNIQUE = "not_unique"
    ALREADY_DONE = "already_done"
    BADLY_WORDED = "badly_worded"
    OTHER = "other"


class TaskReview(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One decision about one task. Revisions count up from 1; the newest one holds, none is ever changed."""

    schema_version: SchemaVersion = SCHEMA_VERSION
    task_id: str
    revision: Annotated[int, Meta(ge=1)]
    state: ReviewState
    by: Annotated[str, Meta(min_length=1)]
    """Name of the person who decided."""
    reason: RefusalReason | None = None
    """Of a refusal."""
    note: str | None = None
    created_at: str
    """UTC, RFC 3339 with seconds and a Z."""


class DemonstrationState(StrEnum):
    """A demonstration that nobody has looked at yet is `unchecked`."""

    UNCHECKED = "unchecked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class DemonstrationFault(StrEnum):
    """What makes a demonstration a bad example."""

    GOAL_NOT_REACHED = "goal_not_reached"
    """Whatever its result says, what was asked for is not done at its end."""
    OTHER_THAN_ASKED = "other_than_asked"
    """It shows something else than the instruction says."""
    DETOUR = "detour"
    COLLIDES = "collides"
    BAD_PICTURE = "bad_picture"
    OTHER = "other"


class DemonstrationReview(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One decision about one demonstration. Revisions count up from 1; the newest one holds, none is ever changed."""

    schema_version: SchemaVersion = SCHEMA_VERSION
    trajectory_id: str
    revision: Annotated[int, Meta(ge=1)]
    state: DemonstrationState
    by: Annotated[str, Meta(min_length=1)]
    """Name of the person who decided."""
    reason: DemonstrationFault | None = None
    """Of a refusal."""
    note: str | None = None
    created_at: str
    """UTC, RFC 3339 with seconds and a Z."""
