"""Reviews of demonstrations: one row per decision."""

import sqlalchemy as sa
from alembic import op

from embrace3k.storage.tables import UTCDateTime

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    trajectory = sa.ForeignKey("trajectories.id", name="fk_demonstration_reviews_trajectory_id_trajectories")
    op.create_table(
        "demonstration_reviews",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("trajectory_id", sa.Text, trajectory, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reviewer", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.UniqueConstraint("trajectory_id", "revision", name="uq_demonstration_reviews_revision"),
    )
