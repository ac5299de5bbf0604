"""Annotations by number: every revision in the order it was added, so that others take only what is new to them."""

from collections.abc import Iterator
from datetime import UTC, datetime

from msgspec import Struct
from sqlalchemy import select
from sqlmodel import Session, col

from embrace3k.schema.annotations import Annotation
from embrace3k.schema.codec import decode
from embrace3k.storage.database import Database
from embrace3k.storage.numbering import settled_number
from embrace3k.storage.tables import AnnotationRecord, TrajectoryRecord
from embrace3k.storage.trajectories import in_batches

_PAGE = 200
RevisionOf = tuple[str, int, int]
"""(trajectory id, step index, revision)"""


class ExportedAnnotation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A revision and where it comes from. Who sends one in need not say more than the annotation."""

    number: int | None = None
    """In the database that it was exported from."""
    added_at: str | None = None
    """When it was added there."""
    task_id: str | None = None
    trajectory_sha256: str | None = None
    """Of the trajectory's canonical JSON: what the annotation speaks of."""
    annotation: Annotation


def exported_annotations(database: Database, since: int = 0) -> Iterator[ExportedAnnotation]:
    """Those after the number `since`, oldest first, a page in memory at a time. None is missed by who asks again.

    Nothing is held open while the caller is busy with a page. Of lane 0, which releases read; what annotators write
    blind to each other is in it once it is decided.
    """
    while page := _page(database, since):
        yield from page
        since = page[-1].number or since


def _page(database: Database, since: int) -> list[ExportedAnnotation]:
    settled = settled_number(database, AnnotationRecord)
    row, of = AnnotationRecord, TrajectoryRecord
    query = (
        select(col(row.number), col(row.created_at), col(of.task_id), col(of.digest), col(row.record))
        .join(of, col(of.id) == col(row.trajectory_id))
        .where(col(row.number) > since, col(row.lane) == 0)
        .order_by(col(row.number))
        .limit(_PAGE)
    )
    if settled is not None:
        query = query.where(col(row.number) <= settled)
    with database.snapshot() as session:
        return [
            ExportedAnnotation(
                number=number,
                added_at=_words(added_at),
                task_id=task_id,
                trajectory_sha256=sha256,
                annotation=decode(record, Annotation, where=f"annotation {number}"),
            )
            for number, added_at, task_id, sha256, record in session.execute(query)
        ]


def trajectory_facts(session: Session, ids: list[str]) -> dict[str, tuple[str, str]]:
    """Trajectory id -> (task id, digest), of those that there are."""
    row, found = TrajectoryRecord, dict[str, tuple[str, str]]()
    for some in in_batches(ids):
        query = select(col(row.id), col(row.task_id), col(row.digest)).where(col(row.id).in_(some))
        found |= {trajectory_id: (task_id, digest) for trajectory_id, task_id, digest in session.execute(query)}
    return found


def revision_digests(session: Session, trajectory_ids: list[str]) -> dict[RevisionOf, str]:
    """The digest of every revision of these trajectories."""
    row, found = AnnotationRecord, dict[RevisionOf, str]()
    for some in in_batches(trajectory_ids):
        query = select(col(row.trajectory_id), col(row.step_index), col(row.revision), col(row.digest))
        for trajectory_id, step_index, revision, digest in session.execute(
            query.where(col(row.trajectory_id).in_(some), col(row.lane) == 0)
        ):
            found[trajectory_id, step_index, revision] = digest
    return found


def _words(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
