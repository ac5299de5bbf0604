"""The words for the work on a trajectory's rationales: states, events, and why somebody skipped or sent back."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from embrace3k.schema.tasks import SCHEMA_VERSION, SchemaVersion


class WorkState(StrEnum):
    RECORDED = "recorded"
    ANNOTATED = "annotated"
    REVIEWED = "reviewed"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REFUSED = "refused"


class WorkEvent(StrEnum):
    SUBMIT = "submit"
    REVIEW = "review"
    ACCEPT = "accept"
    RETURN = "return"
    REFUSE = "refuse"
    REOPEN = "reopen"


class SkipReason(StrEnum):
    """Why a person does not want to work on a trajectory."""

    TOO_HARD = "too_hard"
    BAD_FRAMES = "bad_frames"
    BROKEN = "broken"
    WRONG_LANGUAGE = "wrong_language"
    KNOWN_TO_ME = "known_to_me"
    OTHER = "other"


class ReturnReason(StrEnum):
    """Why a reviewer sends work back, refuses it or opens it again."""

    WRONG_VERDICT = "wrong_verdict"
    WEAK_RATIONALE = "weak_rationale"
    HINDSIGHT = "hindsight"
    LANGUAGE = "language"
    INCOMPLETE = "incomplete"
    BAD_DEMONSTRATION = "bad_demonstration"
    MISTAKE = "mistake"
    OTHER = "other"


class TrajectoryReview(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One decision about the rationales of one trajectory. Revisions count up from 1; none is ever changed."""

    schema_version: SchemaVersion = SCHEMA_VERSION
    trajectory_id: str
    revision: Annotated[int, Meta(ge=1)]
    event: WorkEvent
    state: WorkState
    """What the decision led to."""
    by: Annotated[str, Meta(min_length=1)]
    reason: ReturnReason | None = None
    """Of a return, a refusal or a reopening."""
    note: str | None = None
    steps: list[Annotated[int, Meta(ge=0)]] = []
    """The steps that the reason is about; none means the whole."""
    created_at: str
    """UTC, RFC 3339 with seconds and a Z."""
