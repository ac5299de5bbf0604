"""First tables: tasks, trajectories, frames, annotations."""

import sqlalchemy as sa
from alembic import op

from embrace3k.storage.tables import UTCDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "tasks",
        sa.Column("number", number, primary_key=True, autoincrement=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("scene_name", sa.Text),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.UniqueConstraint("id", name="uq_tasks_id"),
    )
    op.create_index("ix_tasks_scene_name", "tasks", ["scene_name"])
    op.create_table(
        "trajectories",
        sa.Column("number", number, primary_key=True, autoincrement=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("task_id", sa.Text, sa.ForeignKey("tasks.id", name="fk_trajectories_task_id_tasks"), nullable=False),
        sa.Column("scene", sa.Text, nullable=False),
        sa.Column("driver_kind", sa.Text, nullable=False),
        sa.Column("driver_name", sa.Text, nullable=False),
        sa.Column("n_steps", sa.Integer, nullable=False),
        sa.Column("success", sa.Boolean),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.UniqueConstraint("id", name="uq_trajectories_id"),
    )
    op.create_index("ix_trajectories_task_id", "trajectories", ["task_id"])
    op.create_table(
        "frames",
        _trajectory_id("frames", primary_key=True),
        sa.Column("step_index", sa.Integer, primary_key=True),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_frames_sha256", "frames", ["sha256"])
    op.create_table(
        "annotations",
        sa.Column("number", number, primary_key=True, autoincrement=True),
        _trajectory_id("annotations"),
        sa.Column("step_index", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("author_kind", sa.Text, nullable=False),
        sa.Column("author_name", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.UniqueConstraint("trajectory_id", "step_index", "revision", name="uq_annotations_revision"),
    )
    op.create_index("ix_annotations_author_kind", "annotations", ["author_kind"])


def _trajectory_id(table: str, primary_key: bool = False) -> sa.Column[str]:
    reference = sa.ForeignKey("trajectories.id", name=f"fk_{table}_trajectory_id_trajectories")
    return sa.Column("trajectory_id", sa.Text, reference, nullable=False, primary_key=primary_key)
