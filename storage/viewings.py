"""How long each person has had each step on screen."""

import functools
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from embrace3k.storage.records import inserter
from embrace3k.storage.tables import table_of
from embrace3k.storage.work_tables import ViewingRecord


def record_viewings(session: Session, trajectory_id: str, viewer: str, dwell_ms: dict[int, int], now: datetime) -> None:
    """Keep each step's total so far. The longer one stays, so that a report sent twice, or late, adds nothing."""
    if not dwell_ms:
        return
    rows = [
        {"trajectory_id": trajectory_id, "viewer": viewer, "step_index": step, "dwell_ms": total, "updated_at": now}
        for step, total in sorted(dwell_ms.items())
    ]
    session.execute(_keep_longer(session.get_bind().dialect.name), rows)


@functools.cache
def _keep_longer(dialect: str) -> Any:
    table = table_of(ViewingRecord)
    statement = inserter(dialect)(table)
    return statement.on_conflict_do_update(
        index_elements=list(table.primary_key.columns),
        set_={"dwell_ms": statement.excluded.dwell_ms, "updated_at": statement.excluded.updated_at},
        where=table.c.dwell_ms < statement.excluded.dwell_ms,
    )


def dwell_of(session: Session, trajectory_id: str, viewer: str) -> dict[int, int]:
    """Step -> milliseconds."""
    row = ViewingRecord
    query = select(row.step_index, row.dwell_ms).where(row.trajectory_id == trajectory_id, row.viewer == viewer)
    return dict(session.exec(query).all())
