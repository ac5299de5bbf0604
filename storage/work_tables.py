"""The tables of the annotators' work.

works ──< lanes           who may write which line of revisions now; lane 0 is the text that releases read
  │         └─< assignments       every hold there ever was, and how it ended
  ├─< viewings            how long each person had each step on screen
  ├─< planted_steps       wrong actions shown on purpose; never exported
  └─< trajectory_reviews  one row per decision; rows are only ever added
"""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, Integer, Text, UniqueConstraint, text
from sqlmodel import Field

from embrace3k.storage.tables import Table, UTCDateTime

_OPEN = text("outcome IS NULL")


def _number() -> Column[int]:
    return Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)


class WorkRecord(Table, table=True):
    """What the queue needs of one trajectory, without its record. `version` counts every change of state."""

    __tablename__ = "works"
    __table_args__ = (
        UniqueConstraint("trajectory_id", name="uq_works_trajectory_id"),
        Index("ix_works_queue", "state", "priority", "number"),
        Index("ix_works_campaign", "campaign", "state", "priority", "number"),
    )

    number: int | None = Field(default=None, sa_column=_number())
    trajectory_id: str = Field(sa_type=Text, foreign_key="trajectories.id")
    state: str = Field(sa_type=Text)
    version: int
    priority: int
    campaign: str | None = Field(default=None, sa_type=Text)
    annotators: int
    blind: bool
    task_type: str = Field(sa_type=Text)
    scene: str = Field(sa_type=Text)
    n_steps: int
    driven_by: str | None = Field(default=None, sa_type=Text)
    updated_at: datetime = Field(sa_type=UTCDateTime)
    created_at: datetime = Field(sa_type=UTCDateTime)


class LaneRecord(Table, table=True):
    """`maker` is who annotated in it last; `submitted` lanes take no more annotators."""

    __tablename__ = "lanes"
    __table_args__ = (Index("ix_lanes_maker", "maker"),)

    trajectory_id: str = Field(sa_type=Text, foreign_key="works.trajectory_id", primary_key=True)
    lane: int = Field(primary_key=True)
    submitted: bool
    maker: str | None = Field(default=None, sa_type=Text)
    holder: str | None = Field(default=None, sa_type=Text)
    expires_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class AssignmentRecord(Table, table=True):
    __tablename__ = "assignments"
    __table_args__ = (
        Index("ix_assignments_holder", "trajectory_id", "holder"),
        Index("uq_assignments_lane", "trajectory_id", "lane", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("uq_assignments_holder", "holder", "purpose", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    number: int | None = Field(default=None, sa_column=_number())
    trajectory_id: str = Field(sa_type=Text, foreign_key="works.trajectory_id")
    lane: int
    holder: str = Field(sa_type=Text)
    purpose: str = Field(sa_type=Text)
    outcome: str | None = Field(default=None, sa_type=Text)
    reason: str | None = Field(default=None, sa_type=Text)
    note: str | None = Field(default=None, sa_type=Text)
    started_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class ViewingRecord(Table, table=True):
    __tablename__ = "viewings"

    trajectory_id: str = Field(sa_type=Text, foreign_key="works.trajectory_id", primary_key=True)
    viewer: str = Field(sa_type=Text, primary_key=True)
    step_index: int = Field(primary_key=True)
    dwell_ms: int
    updated_at: datetime = Field(sa_type=UTCDateTime)


class PlantedStepRecord(Table, table=True):
    __tablename__ = "planted_steps"

    trajectory_id: str = Field(sa_type=Text, foreign_key="works.trajectory_id", primary_key=True)
    step_index: int = Field(primary_key=True)
    shown_action: str = Field(sa_type=Text)
    planted_by: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=UTCDateTime)


class TrajectoryReviewRecord(Table, table=True):
    __tablename__ = "trajectory_reviews"
    __table_args__ = (UniqueConstraint("trajectory_id", "revision", name="uq_trajectory_reviews_revision"),)

    number: int | None = Field(default=None, sa_column=_number())
    trajectory_id: str = Field(sa_type=Text, foreign_key="trajectories.id")
    revision: int
    event: str = Field(sa_type=Text)
    state: str = Field(sa_type=Text)
    reviewer: str = Field(sa_type=Text)
    reason: str | None = Field(default=None, sa_type=Text)
    digest: str = Field(sa_type=Text)
    record: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=UTCDateTime)
