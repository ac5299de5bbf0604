"""The tables. A record is kept whole as canonical JSON; the other columns exist to filter, to sort and to check.

tasks ──< trajectories ──< frames          which blob each step needs: for the check and for garbage collection
      │                ├─< annotations     one row per revision; rows are only ever added
      │                ├─< replays         one row per replay; rows are only ever added
      │                ├─< demonstration_reviews   one row per decision; rows are only ever added
      │                └── works           what annotators do with it: see work_tables.py
      └─< task_reviews                     one row per decision; rows are only ever added
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, Index, Integer, Text, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, MetaData, SQLModel

NAMES = {"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s",
         "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"}  # fmt: skip
"""Constraints have names of ours, so that later migrations can address them on both databases."""


class UTCDateTime(TypeDecorator[datetime]):
    """Aware UTC times in and out; SQLite itself would drop the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value}")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(SQLModel):
    metadata = MetaData(naming_convention=NAMES)


def _number() -> Any:
    """Counts up in the order of insertion. SQLite counts only a plain INTEGER by itself."""
    column_type = BigInteger().with_variant(Integer, "sqlite")
    return Field(default=None, sa_column=Column(column_type, primary_key=True, autoincrement=True))


def _text(**options: Any) -> Any:
    return Field(sa_column=Column(Text, nullable=False, **options))


def _trajectory_id(**options: Any) -> Any:
    return Field(sa_column=Column(Text, ForeignKey("trajectories.id"), nullable=False, **options))


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _created_at() -> Any:
    """When the row was added."""
    return Field(default_factory=_now, sa_column=Column(UTCDateTime, nullable=False, default=_now))


class TaskRecord(Table, table=True):
    __tablename__ = "tasks"

    number: int | None = _number()
    id: str = _text(unique=True)
    type: str = _text()
    scene_name: str | None = Field(default=None, sa_column=Column(Text, index=True))
    digest: str = _text()
    record: str = _text()
    created_at: datetime = _created_at()


class TrajectoryRecord(Table, table=True):
    __tablename__ = "trajectories"

    number: int | None = _number()
    id: str = _text(unique=True)
    task_id: str = Field(sa_column=Column(Text, ForeignKey("tasks.id"), nullable=False, index=True))
    scene: str = _text()
    driver_kind: str = _text()
    driver_name: str = _text()
    n_steps: int
    success: bool | None = None
    digest: str = _text()
    record: str = _text()
    created_at: datetime = _created_at()


class FrameRecord(Table, table=True):
    """One frame of one step; `step_index` is the number of steps for the frame after the last action."""

    __tablename__ = "frames"

    trajectory_id: str = _trajectory_id(primary_key=True)
    step_index: int = Field(primary_key=True)
    sha256: str = _text(index=True)
    size_bytes: int = Field(sa_column=Column(BigInteger, nullable=False))


class AnnotationRecord(Table, table=True):
    """A revision in one lane; lane 0 is the text that releases read. `saved_by` is who sent it from a browser."""

    __tablename__ = "annotations"
    __table_args__ = (
        UniqueConstraint("trajectory_id", "lane", "step_index", "revision", name="uq_annotations_revision"),
        UniqueConstraint("saved_by", "client_op_id", name="uq_annotations_operation"),
        Index("ix_annotations_author", "trajectory_id", "author_kind", "author_name"),
    )

    number: int | None = _number()
    trajectory_id: str = _trajectory_id()
    lane: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    step_index: int
    revision: int
    author_kind: str = _text()
    author_name: str = _text()
    verdict: str | None = Field(default=None, sa_column=Column(Text))
    saved_by: str | None = Field(default=None, sa_column=Column(Text))
    client_op_id: str | None = Field(default=None, sa_column=Column(Text))
    digest: str = _text()
    record: str = _text()
    created_at: datetime = _created_at()


class ReplayRecord(Table, table=True):
    __tablename__ = "replays"

    number: int | None = _number()
    trajectory_id: str = _trajectory_id(index=True)
    verdict: str = _text()
    position_cm: float
    rotation_deg: float
    digest: str = _text()
    record: str = _text()
    created_at: datetime = _created_at()


class TaskReviewRecord(Table, table=True):
    __tablename__ = "task_reviews"
    __table_args__ = (UniqueConstraint("task_id", "revision", name="uq_task_reviews_revision"),)

    number: int | None = _number()
    task_id: str = Field(sa_column=Column(Text, ForeignKey("tasks.id"), nullable=False))
    revision: int
    state: str = _text()
    reviewer: str = _text()
    reason: str | None = Field(default=None, sa_column=Column(Text))
    digest: str = _text()
    record: str = _text()
    created_at: datetime = _created_at()


class DemonstrationReviewRecord(Table, table=True):
    __tablename__ = "demonstration_reviews"
    __table_args__ = (UniqueConstraint("trajectory_id", "revision", name="uq_demonstration_reviews_revision"),)

    number: int | None = _number()
    trajectory_id: str = _trajectory_id()
    revision: int
    state: str = _text()
    reviewer: str = _text()
    reason: str | None = Field(default=None, sa_column=Column(Text))
    digest: str = _text()
    record: str = _text()
    created_at: datetime = _created_at()


class TaskProposalRecord(Table, table=True):
    __tablename__ = "task_proposals"
    __table_args__ = (Index("ix_task_proposals_verdict", "verdict", "reason"),)

    number: int | None = _number()
    scene: str = _text()
    maker: str = _text()
    verdict: str = _text()
    reason: str | None = Field(default=None, sa_column=Column(Text))
    digest: str = _text()
    record: str = _text()
    created_at: datetime = _created_at()


def table_of(kind: type[Table]) -> Any:
    """The plain SQL table behind a model: rows go in and out many times faster than through model objects."""
    return kind.metadata.tables[str(kind.__tablename__)]
