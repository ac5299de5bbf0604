"""The part of the integrity check that needs only the database: do the rows fit each other and their records?"""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from sqlalchemy import RowMapping
from sqlmodel import Session, select

from embrace3k.schema.annotations import Annotation
from embrace3k.schema.codec import decode
from embrace3k.schema.errors import SchemaError
from embrace3k.schema.replays import Replay
from embrace3k.schema.reviews import DemonstrationReview, TaskReview
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import Trajectory
from embrace3k.schema.work import TrajectoryReview
from embrace3k.storage.annotations import annotation_values
from embrace3k.storage.demonstration_reviews import demonstration_review_values
from embrace3k.storage.replays import replay_values
from embrace3k.storage.tables import (
    AnnotationRecord,
    DemonstrationReviewRecord,
    FrameRecord,
    ReplayRecord,
    Table,
    TaskRecord,
    TaskReviewRecord,
    TrajectoryRecord,
    table_of,
)
from embrace3k.storage.task_reviews import review_values
from embrace3k.storage.tasks import task_values
from embrace3k.storage.trajectories import frame_values, trajectory_values
from embrace3k.storage.trajectory_reviews import trajectory_review_values
from embrace3k.storage.work_tables import TrajectoryReviewRecord

Frames = dict[tuple[str, int], tuple[str, int]]
"""(trajectory id, step index) -> (sha256, size in bytes)"""

_ROWS_PER_FETCH = 100


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that is damaged. The codes:

    blob-missing  blob-truncated  blob-altered
    record-unreadable      it does not decode
    record-altered         its columns do not fit it
    trajectory-dangling    its task does not exist
    annotation-dangling    its trajectory or its step does not exist
    annotation-gap         an earlier revision of a step is gone
    replay-dangling        its trajectory does not exist
    replay-stale           its trajectory has other content than the one that was replayed
    review-dangling        its task or trajectory does not exist
    review-gap             an earlier review of a task, demonstration or trajectory is gone
    row-dangling           a row of the annotation service names another one that does not exist
    lane-missing           a work has not as many lanes as it is planned with
    work-altered           what a work copies from its trajectory is something else
    hold-unmatched         a lane has a holder and no open assignment of theirs, or the other way round
    user-missing           somebody who did something in the annotation service is no user
    frame-dangling         a row of the frames table that no record speaks of
    frame-unlisted         a frame of a record without its row in the frames table
    release-unreadable     a published manifest does not decode
    channel-unreadable     `latest` does not decode
    channel-dangling       `latest` names a manifest that is not there, or has other bytes
    """

    code: str
    where: str
    message: str


def check_rows(session: Session) -> list[Finding]:
    return [
        *_check_tasks(session),
        *_check_trajectories(session),
        *_check_annotations(session),
        *_check_replays(session),
        *_check_reviews(session),
    ]


def frames_of(session: Session) -> Frames:
    """The whole frames table."""
    row = FrameRecord
    query = select(row.trajectory_id, row.step_index, row.sha256, row.size_bytes)
    return {(trajectory_id, index): (sha256, size) for trajectory_id, index, sha256, size in session.exec(query)}


def _check_tasks(session: Session) -> Iterator[Finding]:
    for row in rows_of(session, TaskRecord):
        yield from _check_record(row, f"task {row['id']}", Task, task_values)


def _check_trajectories(session: Session) -> Iterator[Finding]:
    tasks, rows = set(session.exec(select(TaskRecord.id))), frames_of(session)
    of_trajectory: dict[str, list[tuple[str, int]]] = {}
    for key in rows:
        of_trajectory.setdefault(key[0], []).append(key)
    for row in rows_of(session, TrajectoryRecord):
        where = f"trajectory {row['id']}"
        if row["task_id"] not in tasks:
            yield Finding(code="trajectory-dangling", where=where, message=f"its task {row['task_id']} does not exist")
        damage = list(_check_record(row, where, Trajectory, trajectory_values))
        yield from damage
        mine = {key: rows.pop(key) for key in of_trajectory.get(row["id"], [])}
        if not damage:
            yield from _compare_frames(_named_frames(row["record"]), mine)
    yield from _compare_frames({}, rows)


def _compare_frames(named: Frames, rows: Frames) -> Iterator[Finding]:
    for key, frame in named.items():
        if rows.get(key) != frame:
            yield _frame("frame-unlisted", key, "the frame in the record has no such row in the frames table")
    for key in rows.keys() - named.keys():
        yield _frame("frame-dangling", key, "no record has this frame")


def _check_annotations(session: Session) -> Iterator[Finding]:
    lengths = dict(session.exec(select(TrajectoryRecord.id, TrajectoryRecord.n_steps)).all())
    revisions: dict[str, list[int]] = {}
    for row in rows_of(session, AnnotationRecord):
        step = f"annotation of {row['trajectory_id']}, {_lane(row)}step {row['step_index']}"
        revisions.setdefault(step, []).append(row["revision"])
        where = f"{step}, revision {row['revision']}"
        if row["trajectory_id"] not in lengths:
            yield Finding(code="annotation-dangling", where=where, message="its trajectory does not exist")
        elif row["step_index"] >= lengths[row["trajectory_id"]]:
            yield Finding(code="annotation-dangling", where=where, message="its trajectory has no such step")
        yield from _check_record(row, where, Annotation, annotation_values)
    for where, found in revisions.items():
        if lost := set(range(1, max(found))) - set(found):
            yield Finding(code="annotation-gap", where=where, message=f"revisions {sorted(lost)} are gone")


def _lane(row: RowMapping) -> str:
    return f"lane {row['lane']}, " if row["lane"] else ""


def _check_replays(session: Session) -> Iterator[Finding]:
    trajectories = dict(session.exec(select(TrajectoryRecord.id, TrajectoryRecord.digest)).all())
    for row in rows_of(session, ReplayRecord):
        where = f"replay {row['number']} of trajectory {row['trajectory_id']}"
        if row["trajectory_id"] not in trajectories:
            yield Finding(code="replay-dangling", where=where, message="its trajectory does not exist")
        damage = list(_check_record(row, where, Replay, replay_values))
        yield from damage
        content = trajectories.get(row["trajectory_id"])
        if not damage and content not in (None, decode(row["record"], Replay).trajectory_sha256):
            yield Finding(code="replay-stale", where=where, message="it was of other content than its trajectory has")


def _check_reviews(session: Session) -> Iterator[Finding]:
    tasks, trajectories = set(session.exec(select(TaskRecord.id))), set(session.exec(select(TrajectoryRecord.id)))
    yield from _check_decisions(session, TaskReviewRecord, "task", tasks, TaskReview, review_values)
    yield from _check_decisions(
        session, DemonstrationReviewRecord, "demonstration", trajectories, DemonstrationReview,
        demonstration_review_values,
    )  # fmt: skip
    yield from _check_decisions(
        session, TrajectoryReviewRecord, "trajectory", trajectories, TrajectoryReview, trajectory_review_values
    )


def _check_decisions(
    session: Session, table: type[Table], subject: str, known: set[str], kind: type[Any], values_of: Any
) -> Iterator[Finding]:
    revisions: dict[str, list[int]] = {}
    for row in rows_of(session, table):
        about = row["task_id" if subject == "task" else "trajectory_id"]
        revisions.setdefault(about, []).append(row["revision"])
        where = f"review of {subject} {about}, revision {row['revision']}"
        if about not in known:
            yield Finding(code="review-dangling", where=where, message=f"its {subject} does not exist")
        yield from _check_record(row, where, kind, values_of)
    for about, found in revisions.items():
        if lost := set(range(1, max(found))) - set(found):
            yield Finding(code="review-gap", where=f"{subject} {about}", message=f"reviews {sorted(lost)} are gone")


def rows_of(session: Session, kind: type[Table]) -> Iterator[RowMapping]:
    """Of a whole table, in the order they were added; few of them are in memory at a time."""
    table = table_of(kind)
    query = table.select().order_by(table.c.number).execution_options(yield_per=_ROWS_PER_FETCH)
    return iter(session.execute(query).mappings())


def _check_record(row: RowMapping, where: str, kind: type[Any], values_of: Any) -> Iterator[Finding]:
    """Every column but number and time is made from the record, so it can be made again and compared."""
    try:
        fresh = values_of(decode(row["record"], kind))
    except SchemaError as error:
        yield Finding(code="record-unreadable", where=where, message=error.what)
        return
    if differing := [name for name in fresh if fresh[name] != row[name]]:
        message = f"the record and its columns disagree on: {', '.join(differing)}"
        yield Finding(code="record-altered", where=where, message=message)


def _named_frames(record: str) -> Frames:
    frames = frame_values(decode(record, Trajectory))
    return {(each["trajectory_id"], each["step_index"]): (each["sha256"], each["size_bytes"]) for each in frames}


def _frame(code: str, key: tuple[str, int], message: str) -> Finding:
    return Finding(code=code, where=f"trajectory {key[0]}, step {key[1]}", message=message)
