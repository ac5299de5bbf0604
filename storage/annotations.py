"""Annotations in the database: revisions are added, never changed or removed. The current text is the newest one.

A lane is one line of revisions. Lane 0 is a trajectory's text: drafts, imports and releases know no other.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from embrace3k.schema.annotations import Annotation
from embrace3k.schema.authors import AuthorKind
from embrace3k.schema.codec import decode
from embrace3k.storage.errors import RecordNotFound, RevisionConflict
from embrace3k.storage.numbering import announce_rows
from embrace3k.storage.records import Values, insert_or_nothing, record_columns
from embrace3k.storage.tables import AnnotationRecord, TrajectoryRecord, table_of
from embrace3k.storage.trajectories import in_batches

_Step = tuple[str, int]
_TABLE = table_of(AnnotationRecord)
# What every save asks; to build such a query anew takes longer than the database takes to answer it.
_OPERATION = select(_TABLE.c.lane, _TABLE.c.trajectory_id, _TABLE.c.record).where(
    _TABLE.c.saved_by == bindparam("saved_by"), _TABLE.c.client_op_id == bindparam("client_op_id")
)
_NEWEST = (
    select(_TABLE.c.record)
    .where(*(_TABLE.c[name] == bindparam(name) for name in ("trajectory_id", "lane", "step_index")))
    .order_by(_TABLE.c.revision.desc())
    .limit(1)
)
_NEWEST_DRAFT = _NEWEST.where(_TABLE.c.author_kind != AuthorKind.HUMAN.value)


def add_annotations(session: Session, annotations: Iterable[Annotation], *, lane: int = 0) -> None:
    """Add revisions, all or none (in any order, also several of one step). Each must be written over the newest one.

    Raises RevisionConflict where it is not, RecordNotFound where the trajectory or the step does not exist.
    """
    wanted = sorted(annotations, key=lambda each: (each.trajectory_id, each.step_index, each.revision))
    if not wanted:
        return
    announce_rows(session, AnnotationRecord)
    ids = list(dict.fromkeys(each.trajectory_id for each in wanted))
    lengths, newest = _lengths(session, ids), _newest(session, ids, lane)
    for each in wanted:
        _require_step(each, lengths)
        _require_next(each, newest)
        newest[each.trajectory_id, each.step_index] = each.revision
    try:
        with session.begin_nested():
            rows = [annotation_values(each) | {"lane": lane} for each in wanted]
            session.execute(insert(table_of(AnnotationRecord)), rows)
    except IntegrityError as error:
        # Somebody else's transaction added the same revision after we looked; the unique constraint has the last word.
        first = wanted[0]
        raise _conflict(first.trajectory_id, first.step_index, "a revision was added meanwhile") from error


def append_revision(
    session: Session, annotation: Annotation, *, lane: int, saved_by: str, client_op_id: str, now: datetime
) -> bool:
    """Add one revision whose step is known to exist. False where there is one of its number, or of its operation."""
    announce_rows(session, AnnotationRecord)
    values = annotation_values(annotation) | {
        "lane": lane, "saved_by": saved_by, "client_op_id": client_op_id, "created_at": now
    }  # fmt: skip
    return insert_or_nothing(session, AnnotationRecord, values)


def find_operation(session: Session, saved_by: str, client_op_id: str) -> tuple[int, Annotation] | None:
    """Lane and revision of what a person has saved under this id."""
    found = session.execute(_OPERATION, {"saved_by": saved_by, "client_op_id": client_op_id}).first()
    return (found.lane, _decode(found.trajectory_id, found.record)) if found else None


def newest_revision(session: Session, trajectory_id: str, lane: int, step_index: int) -> Annotation | None:
    return _first(session, _NEWEST, trajectory_id, lane, step_index)


def newest_draft(session: Session, trajectory_id: str, lane: int, step_index: int) -> Annotation | None:
    """The newest revision that no person wrote."""
    return _first(session, _NEWEST_DRAFT, trajectory_id, lane, step_index)


def current_annotations(session: Session, trajectory_id: str, *, lane: int = 0) -> list[Annotation]:
    """The newest revision of each step that has one, in step order."""
    return current_annotations_of(session, [trajectory_id], lane=lane)[trajectory_id]


def current_drafts(session: Session, trajectory_id: str, *, lane: int = 0) -> list[Annotation]:
    """The newest revision of each step that no person wrote, in step order."""
    row = AnnotationRecord
    query = select(row.record).where(
        row.trajectory_id == trajectory_id, row.lane == lane, row.author_kind != AuthorKind.HUMAN.value
    )
    drafts = [_decode(trajectory_id, record) for record in session.exec(query.order_by(col(row.revision)))]
    return [draft for _, draft in sorted({draft.step_index: draft for draft in drafts}.items())]


def human_authors(session: Session, trajectory_id: str) -> list[str]:
    """Everybody who wrote a revision in any lane."""
    row = AnnotationRecord
    query = select(row.author_name).where(row.trajectory_id == trajectory_id, row.author_kind == AuthorKind.HUMAN.value)
    return sorted(session.exec(query.distinct()))


def current_annotations_of(
    session: Session, trajectory_ids: Iterable[str], *, lane: int = 0
) -> dict[str, list[Annotation]]:
    """`current_annotations` of many trajectories at once; an empty list for one that has none."""
    current: dict[str, list[Annotation]] = {trajectory_id: [] for trajectory_id in trajectory_ids}
    row = AnnotationRecord
    for some in in_batches(list(current)):
        place = func.row_number().over(
            partition_by=(col(row.trajectory_id), col(row.step_index)), order_by=col(row.revision).desc()
        )
        ranked = select(row, place.label("place")).where(col(row.trajectory_id).in_(some), row.lane == lane).subquery()
        newest = select(ranked.c.trajectory_id, ranked.c.record).where(ranked.c.place == 1)
        for trajectory_id, record in session.execute(newest.order_by(ranked.c.trajectory_id, ranked.c.step_index)):
            current[trajectory_id].append(_decode(trajectory_id, record))
    return current


def history(session: Session, trajectory_id: str, step_index: int, *, lane: int = 0) -> list[Annotation]:
    """Every revision of a step, oldest first."""
    row = AnnotationRecord
    query = select(row.record).where(row.trajectory_id == trajectory_id, row.lane == lane, row.step_index == step_index)
    return [_decode(trajectory_id, record) for record in session.exec(query.order_by(col(row.revision)))]


def _lengths(session: Session, ids: list[str]) -> dict[str, int]:
    row, lengths = TrajectoryRecord, dict[str, int]()
    for some in in_batches(ids):
        lengths.update(session.exec(select(row.id, row.n_steps).where(col(row.id).in_(some))).all())
    return lengths


def _first(session: Session, query: Any, trajectory_id: str, lane: int, step_index: int) -> Annotation | None:
    values = {"trajectory_id": trajectory_id, "lane": lane, "step_index": step_index}
    record = session.execute(query, values).scalar()
    return _decode(trajectory_id, record) if record is not None else None


def _newest(session: Session, ids: list[str], lane: int) -> dict[_Step, int]:
    row, newest = AnnotationRecord, dict[_Step, int]()
    for some in in_batches(ids):
        query = select(row.trajectory_id, row.step_index, func.max(row.revision)).where(
            col(row.trajectory_id).in_(some), row.lane == lane
        )
        for trajectory_id, step_index, revision in session.exec(query.group_by(row.trajectory_id, col(row.step_index))):
            newest[trajectory_id, step_index] = revision
    return newest


def _require_step(annotation: Annotation, lengths: dict[str, int]) -> None:
    where = f"annotation of {annotation.trajectory_id}, step {annotation.step_index}"
    if annotation.trajectory_id not in lengths:
        raise RecordNotFound("no such trajectory", where=where, hint="commit the trajectory first")
    if annotation.step_index >= (n_steps := lengths[annotation.trajectory_id]):
        raise RecordNotFound(f"the trajectory has only {n_steps} steps", where=where, hint="steps count from 0")


def _require_next(annotation: Annotation, newest: dict[_Step, int]) -> None:
    known = newest.get((annotation.trajectory_id, annotation.step_index), 0)
    if annotation.revision != known + 1:
        what = f"revision {annotation.revision} was offered where {known + 1} comes next"
    elif annotation.parent != (known or None):
        what = f"it was written over revision {annotation.parent}, but the newest is {known or None}"
    else:
        return
    raise _conflict(annotation.trajectory_id, annotation.step_index, what)


def _conflict(trajectory_id: str, step_index: int, what: str) -> RevisionConflict:
    hint = "read the newest revision, and write over that one"
    return RevisionConflict(what, where=f"annotation of {trajectory_id}, step {step_index}", hint=hint)


def _decode(trajectory_id: str, record: str) -> Annotation:
    return decode(record, Annotation, where=f"annotation of {trajectory_id}")


def annotation_values(annotation: Annotation) -> Values:
    return {
        "trajectory_id": annotation.trajectory_id,
        "step_index": annotation.step_index,
        "revision": annotation.revision,
        "author_kind": annotation.author.kind.value,
        "author_name": annotation.author.name,
        "verdict": annotation.verdict.value if annotation.verdict else None,
        **record_columns(annotation),
    }
