"""Replays of trajectories: one row per replay."""

import sqlalchemy as sa
from alembic import op

from embrace3k.storage.tables import UTCDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    trajectory = sa.ForeignKey("trajectories.id", name="fk_replays_trajectory_id_trajectories")
    op.create_table(
        "replays",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("trajectory_id", sa.Text, trajectory, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("position_cm", sa.Float, nullable=False),
        sa.Column("rotation_deg", sa.Float, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("created_at", UTCDateTime, nullable=False),
    )
    op.create_index("ix_replays_trajectory_id", "replays", ["trajectory_id"])
