"""Annotations in the database: revisions are added, never changed or removed. The current text is the newest one."""

from collections.abc import Iterable

from sqlalchemy import func, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from embrace3k.schema.annotations import Annotation
from embrace3k.schema.codec import decode
from embrace3k.storage.errors import RecordNotFound, RevisionConflict
from embrace3k.storage.numbering import announce_rows
from embrace3k.storage.records import Values, record_columns
from embrace3k.storage.tables import AnnotationRecord, TrajectoryRecord, table_of
from embrace3k.storage.trajectories import in_batches

_Step = tuple[str, int]


def add_annotations(session: Session, annotations: Iterable[Annotation]) -> None:
    """Add revisions, all or none (in any order, also several of one step). Each must be written over the newest one.

    Raises RevisionConflict where it is not, RecordNotFound where the trajectory or the step does not exist.
    """
    wanted = sorted(annotations, key=lambda each: (each.trajectory_id, each.step_index, each.revision))
    if not wanted:
        return
    announce_rows(session, AnnotationRecord)
    ids = list(dict.fromkeys(each.trajectory_id for each in wanted))
    lengths, newest = _lengths(session, ids), _newest(session, ids)
    for each in wanted:
        _require_step(each, lengths)
        _require_next(each, newest)
        newest[each.trajectory_id, each.step_index] = each.revision
    try:
        with session.begin_nested():
            session.execute(insert(table_of(AnnotationRecord)), [annotation_values(each) for each in wanted])
    except IntegrityError as error:
        # Somebody else's transaction added the same revision after we looked; the unique constraint has the last word.
        first = wanted[0]
        raise _conflict(first.trajectory_id, first.step_index, "a revision was added meanwhile") from error


def current_annotations(session: Session, trajectory_id: str) -> list[Annotation]:
    """The newest revision of each step that has one, in step order."""
    return current_annotations_of(session, [trajectory_id])[trajectory_id]


def current_annotations_of(session: Session, trajectory_ids: Iterable[str]) -> dict[str, list[Annotation]]:
    """`current_annotations` of many trajectories at once; an empty list for one that has none."""
    current: dict[str, list[Annotation]] = {trajectory_id: [] for trajectory_id in trajectory_ids}
    row = AnnotationRecord
    for some in in_batches(list(current)):
        place = func.row_number().over(
            partition_by=(col(row.trajectory_id), col(row.step_index)), order_by=col(row.revision).desc()
        )
        ranked = select(row, place.label("place")).where(col(row.trajectory_id).in_(some)).subquery()
        newest = select(ranked.c.trajectory_id, ranked.c.record).where(ranked.c.place == 1)
        for trajectory_id, record in session.execute(newest.order_by(ranked.c.trajectory_id, ranked.c.step_index)):
            current[trajectory_id].append(_decode(trajectory_id, record))
    return current


def history(session: Session, trajectory_id: str, step_index: int) -> list[Annotation]:
    """Every revision of a step, oldest first."""
    row = AnnotationRecord
    query = select(row.record).where(row.trajectory_id == trajectory_id, row.step_index == step_index)
    return [_decode(trajectory_id, record) for record in session.exec(query.order_by(col(row.revision)))]


def _lengths(session: Session, ids: list[str]) -> dict[str, int]:
    row, lengths = TrajectoryRecord, dict[str, int]()
    for some in in_batches(ids):
        lengths.update(session.exec(select(row.id, row.n_steps).where(col(row.id).in_(some))).all())
    return lengths


def _newest(session: Session, ids: list[str]) -> dict[_Step, int]:
    row, newest = AnnotationRecord, dict[_Step, int]()
    for some in in_batches(ids):
        query = select(row.trajectory_id, row.step_index, func.max(row.revision)).where(
            col(row.trajectory_id).in_(some)
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
