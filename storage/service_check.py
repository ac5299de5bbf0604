"""The part of the integrity check that looks at the annotation service's tables: works, accounts and events.

Foreign keys forbid most of this. They are off where somebody repairs a database by hand, and while a dump is loaded.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select
from sqlmodel import Session

from embrace3k.schema.codec import decode
from embrace3k.schema.errors import SchemaError
from embrace3k.storage.account_tables import APITokenRecord, BrowserSessionRecord, OneTimeLinkRecord, UserRecord
from embrace3k.storage.event_tables import AuditRecord, OutboxRecord, WebhookRecord
from embrace3k.storage.events import RecordedEvent
from embrace3k.storage.row_check import Finding, rows_of
from embrace3k.storage.tables import AnnotationRecord, TrajectoryRecord, table_of
from embrace3k.storage.work_tables import (
    AssignmentRecord,
    LaneRecord,
    PlantedStepRecord,
    TrajectoryReviewRecord,
    ViewingRecord,
    WorkRecord,
)

_WORKS, _LANES, _ASSIGNMENTS = table_of(WorkRecord), table_of(LaneRecord), table_of(AssignmentRecord)
_USERS, _TRAJECTORIES = table_of(UserRecord), table_of(TrajectoryRecord)
_POINTING = [
    table_of(kind)
    for kind in (
        WorkRecord, LaneRecord, AssignmentRecord, ViewingRecord, PlantedStepRecord, OneTimeLinkRecord,
        BrowserSessionRecord, APITokenRecord, OutboxRecord,
    )
]  # fmt: skip
"""The tables whose foreign keys are looked at here."""
_NAMING = [
    (table_of(kind), column)
    for kind, column in (
        (LaneRecord, "maker"), (LaneRecord, "holder"), (AssignmentRecord, "holder"), (ViewingRecord, "viewer"),
        (PlantedStepRecord, "planted_by"), (AnnotationRecord, "saved_by"), (TrajectoryReviewRecord, "reviewer"),
    )
]  # fmt: skip
"""Columns that only signed-in people get into. Reviews of tasks and demonstrations also come by commands."""
_SECRET = "secret_sha256"


def check_service(session: Session) -> list[Finding]:
    return [
        *_check_references(session),
        *_check_works(session),
        *_check_holds(session),
        *_check_names(session),
        *_check_events(session),
    ]


def _check_references(session: Session) -> Iterator[Finding]:
    for table in _POINTING:
        for key in sorted(table.foreign_keys, key=lambda key: str(key.parent.name)):
            lost = key.parent.is_not(None) & ~exists().where(key.column == key.parent)
            for row in session.execute(select(table).where(lost)).mappings():
                message = f"its {key.parent.name} {row[key.parent.name]} is not in {key.column.table.name}"
                yield Finding(code="row-dangling", where=_place(table, row), message=message)
    lane = and_(_LANES.c.trajectory_id == _ASSIGNMENTS.c.trajectory_id, _LANES.c.lane == _ASSIGNMENTS.c.lane)
    for row in session.execute(select(_ASSIGNMENTS).where(~exists().where(lane))).mappings():
        message = f"lane {row['lane']} of trajectory {row['trajectory_id']} does not exist"
        yield Finding(code="row-dangling", where=_place(_ASSIGNMENTS, row), message=message)


def _check_works(session: Session) -> Iterator[Finding]:
    wanted = case((_WORKS.c.blind, _WORKS.c.annotators + 1), else_=1)
    found = select(func.count()).where(_LANES.c.trajectory_id == _WORKS.c.trajectory_id).scalar_subquery()
    lacking = select(_WORKS.c.trajectory_id, wanted, found).where(wanted != found)
    for trajectory_id, expected, lanes in session.execute(lacking):
        message = f"it has {lanes} lanes instead of {expected}"
        yield Finding(code="lane-missing", where=f"work {trajectory_id}", message=message)
    differs = or_(_TRAJECTORIES.c.n_steps != _WORKS.c.n_steps, _TRAJECTORIES.c.scene != _WORKS.c.scene)
    copied = _WORKS.join(_TRAJECTORIES, _TRAJECTORIES.c.id == _WORKS.c.trajectory_id)
    for trajectory_id in session.execute(select(_WORKS.c.trajectory_id).select_from(copied).where(differs)).scalars():
        message = "its length or scene is not that of its trajectory"
        yield Finding(code="work-altered", where=f"work {trajectory_id}", message=message)


def _check_holds(session: Session) -> Iterator[Finding]:
    """Who holds a lane has an open assignment of it, and the other way round."""
    same = and_(
        _ASSIGNMENTS.c.trajectory_id == _LANES.c.trajectory_id, _ASSIGNMENTS.c.lane == _LANES.c.lane,
        _ASSIGNMENTS.c.holder == _LANES.c.holder, _ASSIGNMENTS.c.outcome.is_(None),
    )  # fmt: skip
    unassigned = select(_LANES).where(_LANES.c.holder.is_not(None), ~exists().where(same).correlate(_LANES))
    for row in session.execute(unassigned).mappings():
        message = f"{row['holder']} holds it, and no open assignment says so"
        yield Finding(code="hold-unmatched", where=_place(_LANES, row), message=message)
    unheld = select(_ASSIGNMENTS).where(_ASSIGNMENTS.c.outcome.is_(None), ~exists().where(same).correlate(_ASSIGNMENTS))
    for row in session.execute(unheld).mappings():
        message = f"it is open, and {row['holder']} does not hold lane {row['lane']} of {row['trajectory_id']}"
        yield Finding(code="hold-unmatched", where=_place(_ASSIGNMENTS, row), message=message)


def _check_names(session: Session) -> Iterator[Finding]:
    for table, column in _NAMING:
        name = table.c[column]
        unknown = name.is_not(None) & ~exists().where(_USERS.c.name == name)
        for found in session.execute(select(name).where(unknown).distinct().order_by(name)).scalars():
            where = f"{table.name}, {column}"
            yield Finding(code="user-missing", where=where, message=f"no user is called {found}")


def _check_events(session: Session) -> Iterator[Finding]:
    """Columns that hold JSON, and whether a delivery's body is that of its event."""
    columns = ((AuditRecord, "detail", dict[str, Any]), (WebhookRecord, "actions", list[str]),
               (OutboxRecord, "body", RecordedEvent))  # fmt: skip
    for kind, column, holds in columns:
        for row in rows_of(session, kind):
            where = _place(table_of(kind), row)
            try:
                value: Any = decode(row[column], holds)
            except SchemaError as error:
                yield Finding(code="record-unreadable", where=where, message=f"{column}: {error.what}")
                continue
            if isinstance(value, RecordedEvent) and (value.id, value.action) != (row["event_id"], row["action"]):
                message = f"its body is of the event {value.id}, {value.action}"
                yield Finding(code="record-altered", where=where, message=message)


def _place(table: Any, row: Any) -> str:
    """The row by its key; what secrets are found by is not shown."""
    keys = [column.name for column in table.primary_key.columns if column.name != _SECRET]
    return ", ".join([table.name, *(f"{name} {row[name]}" for name in keys)])
