"""Saving one step: a new revision over the one that the author has seen, once per client_op_id."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import UNSET, Struct
from sqlmodel import Session

from embrace3k.annotator.errors import OperationReused, SaveRefused, StepConflict
from embrace3k.annotator.events import AnnotationSaved, record
from embrace3k.annotator.leases import held_lane
from embrace3k.annotator.people import Person
from embrace3k.schema.actions import Action
from embrace3k.schema.annotations import Annotation, Answers, Provenance, ReasonCode
from embrace3k.schema.authors import AuthorKind
from embrace3k.schema.problems import errors_in
from embrace3k.schema.rules.texts import check_annotation
from embrace3k.storage.annotations import append_revision, find_operation, newest_draft, newest_revision
from embrace3k.storage.errors import RecordNotFound
from embrace3k.storage.viewings import record_viewings
from embrace3k.storage.work import get_work, work_name


class Place(Struct, frozen=True, kw_only=True):
    """One step in one lane, as the author has seen it: `base_rev` is the newest revision, 0 where there is none.

    `client_op_id` is made by the client, once for each thing that its user does.
    """

    trajectory_id: str
    lane: int
    step_index: int
    base_rev: int
    client_op_id: str

    @property
    def where(self) -> str:
        return f"{work_name(self.trajectory_id)}, step {self.step_index}"


class Words(Struct, frozen=True, kw_only=True):
    """What somebody says about a step."""

    rationale: str
    answers: Answers = Answers()
    reason_codes: list[ReasonCode] = []
    corrected_action: Action | None = None


class Saved(Struct, frozen=True, kw_only=True):
    annotation: Annotation
    repeated: bool
    """It was saved before, under the same client_op_id; nothing was added."""


def save(session: Session, person: Person, place: Place, words: Words, now: datetime, *, dwell_ms: int = 0) -> Saved:
    """`dwell_ms` is how long the person has had the step on screen in all.

    Raises StepConflict with the newest value, LaneNotHeld, SaveRefused, OperationReused.
    """
    if again := repeated(session, person, place, words):
        return again
    held_lane(session, person, place.trajectory_id, place.lane, now)
    newest = require_newest(session, person, place)
    if isinstance(newest, Saved):
        return newest
    values = {
        "rationale": words.rationale, "verdict": words.answers.verdict, "answers": words.answers,
        "reason_codes": words.reason_codes, "corrected_action": words.corrected_action or UNSET,
        "author": person.author, "provenance": _provenance(session, place, newest, words.rationale, dwell_ms),
    }  # fmt: skip
    saved = append(session, person, place, values, now)
    record_viewings(session, place.trajectory_id, person.name, {place.step_index: dwell_ms} if dwell_ms else {}, now)
    return saved


def report_viewings(
    session: Session, person: Person, trajectory_id: str, lane: int, dwell_ms: Mapping[int, int], now: datetime
) -> None:
    """How long the person has had each step on screen in all; a report sent twice adds nothing. Raises LaneNotHeld."""
    held_lane(session, person, trajectory_id, lane, now)
    n_steps = get_work(session, trajectory_id).n_steps
    if beyond := [step for step in dwell_ms if not 0 <= step < n_steps]:
        raise _no_step(work_name(trajectory_id), beyond[0], n_steps)
    record_viewings(session, trajectory_id, person.name, dict(dwell_ms), now)


def repeated(session: Session, person: Person, place: Place, words: Words | None = None) -> Saved | None:
    """The answer that this operation got the first time. Raises OperationReused where it was another one."""
    found = find_operation(session, person.name, place.client_op_id)
    if found is None:
        return None
    lane, note = found
    same = (note.trajectory_id, lane, note.step_index, note.parent or 0) == (
        place.trajectory_id, place.lane, place.step_index, place.base_rev
    )  # fmt: skip
    if not same or (words is not None and words != words_of(note)):
        what = f"the client_op_id {place.client_op_id} was used for another save"
        raise OperationReused(what, where=place.where, hint="give every save an id of its own")
    return Saved(annotation=note, repeated=True)


def require_newest(session: Session, person: Person, place: Place) -> Annotation | Saved | None:
    """The newest revision, if it is the one that the author has seen. For who holds the lane. Raises StepConflict.

    Where the newest is what this very operation has saved in the meantime, it is that answer.
    """
    newest = newest_revision(session, place.trajectory_id, place.lane, place.step_index)
    if newest is None:
        n_steps = get_work(session, place.trajectory_id).n_steps
        if not 0 <= place.step_index < n_steps:
            raise _no_step(work_name(place.trajectory_id), place.step_index, n_steps)
    if place.base_rev != (newest.revision if newest else 0):
        if again := repeated(session, person, place):
            return again
        raise StepConflict(place.base_rev, newest, where=place.where)
    return newest


def append(session: Session, person: Person, place: Place, values: dict[str, Any], now: datetime) -> Saved:
    """Write the next revision. Raises SaveRefused where it breaks a rule, StepConflict where there is one by now."""
    note = Annotation(
        trajectory_id=place.trajectory_id, step_index=place.step_index, revision=place.base_rev + 1,
        parent=place.base_rev or None, created_at=now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), **values,
    )  # fmt: skip
    if problems := errors_in(list(check_annotation(note))):
        raise SaveRefused(problems, where=place.where)
    if append_revision(session, note, lane=place.lane, saved_by=person.name, client_op_id=place.client_op_id, now=now):
        event = AnnotationSaved(
            who=person.name, trajectory_id=place.trajectory_id, lane=place.lane, step_index=place.step_index,
            revision=note.revision,
        )  # fmt: skip
        record(session, event, now)
        return Saved(annotation=note, repeated=False)
    if again := repeated(session, person, place):
        return again
    newest = newest_revision(session, place.trajectory_id, place.lane, place.step_index)
    raise StepConflict(place.base_rev, newest, where=place.where)


def words_of(note: Annotation) -> Words:
    return Words(
        rationale=note.rationale, answers=note.answers or Answers(), reason_codes=note.reason_codes,
        corrected_action=note.corrected_action or None,
    )  # fmt: skip


def _provenance(session: Session, place: Place, newest: Annotation | None, rationale: str, dwell_ms: int) -> Provenance:
    draft = _draft(session, place, newest)
    if draft is None:
        return Provenance(origin=AuthorKind.HUMAN, dwell_ms=dwell_ms)
    return Provenance(
        origin=draft.author.kind, draft_revision=draft.revision, edited=rationale != draft.rationale,
        dwell_ms=dwell_ms,
    )  # fmt: skip


def _draft(session: Session, place: Place, newest: Annotation | None) -> Annotation | None:
    """The draft that the text began as."""
    if newest is None or not newest.is_human:
        return newest
    if newest.provenance and newest.provenance.draft_revision is None:
        return None
    return newest_draft(session, place.trajectory_id, place.lane, place.step_index)


def _no_step(where: str, step: int, n_steps: int) -> RecordNotFound:
    return RecordNotFound(f"there is no step {step}", where=where, hint=f"the trajectory has steps 0 to {n_steps - 1}")


def restored(note: Annotation, dwell_ms: int = 0) -> dict[str, Any]:
    """The values of a revision, for a new one that says the same again."""
    given = note.provenance or (
        Provenance(origin=AuthorKind.HUMAN)
        if note.is_human
        else Provenance(origin=note.author.kind, draft_revision=note.revision)
    )
    return {
        "rationale": note.rationale, "verdict": note.verdict, "answers": note.answers,
        "reason_codes": note.reason_codes, "corrected_action": note.corrected_action,
        "provenance": msgspec.structs.replace(given, dwell_ms=dwell_ms or given.dwell_ms, restores=None, adopted=None),
    }  # fmt: skip
