"""Append-only revisions of what somebody says about one step. The current text is the newest revision."""

from enum import StrEnum
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from embrace3k.schema.actions import Action
from embrace3k.schema.authors import Author, AuthorKind
from embrace3k.schema.tasks import SCHEMA_VERSION, SchemaVersion


class Verdict(StrEnum):
    GROUNDED = "grounded"
    NOT_GROUNDED = "not_grounded"
    UNSURE = "unsure"


class ReasonCode(StrEnum):
    """Why a step was not found grounded, or why nobody can tell."""

    WRONG_ACTION = "wrong_action"
    WRONG_OBJECT = "wrong_object"
    NOT_VISIBLE = "not_visible"
    UNSUPPORTED = "unsupported"
    HINDSIGHT = "hindsight"
    CONTRADICTION = "contradiction"
    AMBIGUOUS = "ambiguous"
    BAD_FRAME = "bad_frame"
    OTHER = "other"


class Answers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The three questions that make up a verdict; None is not answered yet."""

    action_matches: Verdict | None = None
    """Does the action match what happened?"""
    object_present: Verdict | None = None
    """Is the object that the rationale names really there?"""
    rationale_supported: Verdict | None = None
    """Is the rationale supported by what is visible?"""

    def each(self) -> tuple[Verdict | None, ...]:
        return self.action_matches, self.object_present, self.rationale_supported

    @property
    def verdict(self) -> Verdict | None:
        """The worst of the three; None until all are answered."""
        given = self.each()
        if None in given:
            return None
        return next(worst for worst in (Verdict.NOT_GROUNDED, Verdict.UNSURE, Verdict.GROUNDED) if worst in given)


class Provenance(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a person's revision came about. Revisions it names are those of the lane in which it was written."""

    origin: AuthorKind
    """Who wrote the text's first form: the person, or the model or template whose draft it was."""
    draft_revision: Annotated[int, Meta(ge=1)] | None = None
    """The draft; None where the text began with a person."""
    edited: bool = False
    """Whether the text differs from the draft."""
    dwell_ms: Annotated[int, Meta(ge=0)] = 0
    """How long the author had had the step on screen when this was saved."""
    restores: Annotated[int, Meta(ge=1)] | None = None
    """Undo and redo: the earlier revision whose text and answers are back."""
    adopted: tuple[Annotated[int, Meta(ge=1)], Annotated[int, Meta(ge=1)]] | None = None
    """Adjudication: the lane and the revision in it that were taken over as they are."""


class Annotation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One revision for one step. Revisions of a step count up from 1; `parent` is the one it was written over."""

    schema_version: SchemaVersion = SCHEMA_VERSION
    trajectory_id: str
    step_index: Annotated[int, Meta(ge=0)]
    revision: Annotated[int, Meta(ge=1)]
    parent: int | None = None
    rationale: str
    verdict: Verdict | None = None
    """That of `answers`, where there are any."""
    reason_codes: list[ReasonCode] = []
    author: Author
    created_at: str | None
    """UTC, RFC 3339 with seconds and a Z; None where an imported layout does not say."""
    # Left out of the text where nobody said anything, so that drafts keep the bytes and digests they had before.
    answers: Answers | UnsetType = UNSET
    corrected_action: Action | UnsetType = UNSET
    """What the author thinks was done, or should have been recorded."""
    provenance: Provenance | UnsetType = UNSET

    @property
    def is_human(self) -> bool:
        return self.author.kind is AuthorKind.HUMAN

    @property
    def text_origin(self) -> AuthorKind:
        """Who wrote the text as it stands: a draft that a person accepted unchanged is still the draft's."""
        if self.provenance and not self.provenance.edited:
            return self.provenance.origin
        return self.author.kind
