"""What annotators have left in the lanes that they handed in, with what is known of how they worked."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import exists, func, select
from sqlmodel import Session

from embrace3k.schema.annotations import Annotation
from embrace3k.schema.authors import AuthorKind
from embrace3k.schema.codec import decode
from embrace3k.storage.assignments import ASSIGNMENTS, Purpose
from embrace3k.storage.tables import AnnotationRecord, table_of
from embrace3k.storage.trajectories import in_batches
from embrace3k.storage.work import LANES
from embrace3k.storage.work_tables import ViewingRecord

_NOTES, _VIEWINGS = table_of(AnnotationRecord), table_of(ViewingRecord)


class FinishedText(Struct, frozen=True, kw_only=True):
    """The newest revision of one step by somebody who annotated in the lane. Corrections by reviewers are none."""

    lane: int
    annotation: Annotation
    saved_at: datetime
    dwell_ms: int
    """How long its author has had the step on screen in all."""


def finished_texts(session: Session, trajectory_ids: Iterable[str]) -> dict[str, list[FinishedText]]:
    """By lane and step, of each trajectory; an empty list where nobody has handed in anything."""
    found: dict[str, list[FinishedText]] = {trajectory_id: [] for trajectory_id in trajectory_ids}
    for some in in_batches(list(found)):
        ranked = _ranked(some)
        seen = (
            (_VIEWINGS.c.trajectory_id == ranked.c.trajectory_id)
            & (_VIEWINGS.c.viewer == ranked.c.author_name)
            & (_VIEWINGS.c.step_index == ranked.c.step_index)
        )
        query = (
            select(ranked, func.coalesce(_VIEWINGS.c.dwell_ms, 0).label("dwell_ms"))
            .outerjoin(_VIEWINGS, seen)
            .where(ranked.c.place == 1)
            .order_by(ranked.c.trajectory_id, ranked.c.lane, ranked.c.step_index)
        )
        for row in session.execute(query):
            note = decode(row.record, Annotation, where=f"annotation of {row.trajectory_id}")
            found[row.trajectory_id].append(
                FinishedText(lane=row.lane, annotation=note, saved_at=row.created_at, dwell_ms=row.dwell_ms)
            )
    return found


def _ranked(trajectory_ids: list[str]) -> Any:
    """Annotators' revisions in lanes that were handed in; the newest of each step has the place 1."""
    of_step = (_NOTES.c.trajectory_id, _NOTES.c.lane, _NOTES.c.step_index)
    place = func.row_number().over(partition_by=of_step, order_by=_NOTES.c.revision.desc())
    annotated = exists().where(
        ASSIGNMENTS.c.trajectory_id == _NOTES.c.trajectory_id,
        ASSIGNMENTS.c.lane == _NOTES.c.lane,
        ASSIGNMENTS.c.holder == _NOTES.c.author_name,
        ASSIGNMENTS.c.purpose == Purpose.ANNOTATE.value,
    )
    in_lane = (LANES.c.trajectory_id == _NOTES.c.trajectory_id) & (LANES.c.lane == _NOTES.c.lane)
    return (
        select(*of_step, _NOTES.c.author_name, _NOTES.c.record, _NOTES.c.created_at, place.label("place"))
        .join(LANES, in_lane)
        .where(
            _NOTES.c.trajectory_id.in_(trajectory_ids),
            _NOTES.c.author_kind == AuthorKind.HUMAN.value,
            LANES.c.submitted.is_(True),
            annotated,
        )
        .subquery()
    )
