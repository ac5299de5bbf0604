"""The annotators' work: lanes of annotations, works, assignments, viewings, planted steps, reviews of trajectories."""

import sqlalchemy as sa
from alembic import op

from embrace3k.storage.tables import UTCDateTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    _give_annotations_lanes()
    op.create_table(
        "works",
        _number(),
        _reference("works", "trajectories.id"),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("campaign", sa.Text),
        sa.Column("annotators", sa.Integer, nullable=False),
        sa.Column("blind", sa.Boolean, nullable=False),
        sa.Column("task_type", sa.Text, nullable=False),
        sa.Column("scene", sa.Text, nullable=False),
        sa.Column("n_steps", sa.Integer, nullable=False),
        sa.Column("driven_by", sa.Text),
        sa.Column("updated_at", UTCDateTime, nullable=False),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.UniqueConstraint("trajectory_id", name="uq_works_trajectory_id"),
    )
    op.create_index("ix_works_queue", "works", ["state", "priority", "number"])
    op.create_index("ix_works_campaign", "works", ["campaign", "state", "priority", "number"])
    op.create_table(
        "lanes",
        _reference("lanes", "works.trajectory_id", primary_key=True),
        sa.Column("lane", sa.Integer, primary_key=True),
        sa.Column("submitted", sa.Boolean, nullable=False),
        sa.Column("maker", sa.Text),
        sa.Column("holder", sa.Text),
        sa.Column("expires_at", UTCDateTime),
    )
    op.create_index("ix_lanes_maker", "lanes", ["maker"])
    _make_assignments()
    op.create_table(
        "viewings",
        _reference("viewings", "works.trajectory_id", primary_key=True),
        sa.Column("viewer", sa.Text, primary_key=True),
        sa.Column("step_index", sa.Integer, primary_key=True),
        sa.Column("dwell_ms", sa.Integer, nullable=False),
        sa.Column("updated_at", UTCDateTime, nullable=False),
    )
    op.create_table(
        "planted_steps",
        _reference("planted_steps", "works.trajectory_id", primary_key=True),
        sa.Column("step_index", sa.Integer, primary_key=True),
        sa.Column("shown_action", sa.Text, nullable=False),
        sa.Column("planted_by", sa.Text, nullable=False),
        sa.Column("created_at", UTCDateTime, nullable=False),
    )
    op.create_table(
        "trajectory_reviews",
        _number(),
        _reference("trajectory_reviews", "trajectories.id"),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reviewer", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.UniqueConstraint("trajectory_id", "revision", name="uq_trajectory_reviews_revision"),
    )


def _give_annotations_lanes() -> None:
    """SQLite makes the table anew, for it cannot change a constraint. What is there is the text: lane 0."""
    with op.batch_alter_table("annotations") as table:
        table.add_column(sa.Column("lane", sa.Integer, nullable=False, server_default="0"))
        table.add_column(sa.Column("saved_by", sa.Text))
        table.add_column(sa.Column("client_op_id", sa.Text))
        table.drop_constraint("uq_annotations_revision", type_="unique")
        table.create_unique_constraint("uq_annotations_revision", ["trajectory_id", "lane", "step_index", "revision"])
        table.create_unique_constraint("uq_annotations_operation", ["saved_by", "client_op_id"])
        table.drop_index("ix_annotations_author_kind")
        table.create_index("ix_annotations_author", ["trajectory_id", "author_kind", "author_name"])


def _make_assignments() -> None:
    op.create_table(
        "assignments",
        _number(),
        _reference("assignments", "works.trajectory_id"),
        sa.Column("lane", sa.Integer, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("note", sa.Text),
        sa.Column("started_at", UTCDateTime, nullable=False),
        sa.Column("ended_at", UTCDateTime),
    )
    op.create_index("ix_assignments_holder", "assignments", ["trajectory_id", "holder"])
    still_open = sa.text("outcome IS NULL")
    for name, columns in (("lane", ["trajectory_id", "lane"]), ("holder", ["holder", "purpose"])):
        op.create_index(
            f"uq_assignments_{name}", "assignments", columns, unique=True,
            sqlite_where=still_open, postgresql_where=still_open,
        )  # fmt: skip


def _number() -> sa.Column[int]:
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    return sa.Column("number", number, primary_key=True, autoincrement=True)


def _reference(table: str, to: str, primary_key: bool = False) -> sa.Column[str]:
    reference = sa.ForeignKey(to, name=f"fk_{table}_trajectory_id_{to.partition('.')[0]}")
    return sa.Column("trajectory_id", sa.Text, reference, nullable=False, primary_key=primary_key)
