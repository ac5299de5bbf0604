"""People: users, one-time links, browser sessions, API tokens, failed logins."""

import sqlalchemy as sa
from alembic import op

from embrace3k.storage.tables import UTCDateTime

revision = "0005"
down_revision = "0004"

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "users",
        sa.Column("number", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_key", sa.Text, nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text),
        sa.Column("sso_issuer", sa.Text),
        sa.Column("sso_subject", sa.Text),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.Column("disabled_at", UTCDateTime),
        sa.UniqueConstraint("name_key", name="uq_users_name_key"),
        sa.UniqueConstraint("sso_issuer", "sso_subject", name="uq_users_sso"),
    )
    op.create_table(
        "one_time_links",
        sa.Column("secret_sha256", sa.Text, primary_key=True),
        _user("one_time_links"),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.Column("expires_at", UTCDateTime, nullable=False),
        sa.Column("used_at", UTCDateTime),
    )
    op.create_table(
        "browser_sessions",
        sa.Column("secret_sha256", sa.Text, primary_key=True),
        _user("browser_sessions"),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.Column("seen_at", UTCDateTime, nullable=False),
        sa.Column("expires_at", UTCDateTime, nullable=False),
    )
    op.create_table(
        "api_tokens",
        sa.Column("number", NUMBER, primary_key=True, autoincrement=True),
        _user("api_tokens"),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("secret_sha256", sa.Text, nullable=False),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.Column("used_at", UTCDateTime),
        sa.Column("revoked_at", UTCDateTime),
        sa.UniqueConstraint("secret_sha256", name="uq_api_tokens_secret_sha256"),
    )
    op.create_table(
        "login_failures",
        sa.Column("subject_sha256", sa.Text, primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("failed_at", UTCDateTime, nullable=False),
        sa.Column("wait_until", UTCDateTime, nullable=False),
    )
    for table in ("one_time_links", "browser_sessions", "api_tokens"):
        op.create_index(f"ix_{table}_user_number", table, ["user_number"])
    op.create_index("ix_login_failures_failed_at", "login_failures", ["failed_at"])


def _user(table: str) -> sa.Column[int]:
    key = sa.ForeignKey("users.number", name=f"fk_{table}_user_number_users")
    return sa.Column("user_number", sa.BigInteger, key, nullable=False)
