"""The audit log, webhooks and their outbox."""

import sqlalchemy as sa
from alembic import op

from embrace3k.storage.tables import UTCDateTime

revision = "0007"
down_revision = "0006"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_UNDELIVERED = sa.text("delivered_at IS NULL AND given_up_at IS NULL")
_REFUSAL = "the audit log is only ever added to"


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("event_id", sa.Text, nullable=False, unique=True),
        sa.Column("at", UTCDateTime, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("who", "action", "subject_kind", "subject_id")),
        sa.Column("detail", sa.Text, nullable=False),
    )
    op.create_index("ix_audit_subject", "audit", ["subject_kind", "subject_id"])
    _only_add()
    op.create_table(
        "webhooks",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("url", "secret", "actions")),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("created_at", UTCDateTime, nullable=False),
    )
    event = sa.ForeignKey("audit.event_id", name="fk_outbox_event_id_audit")
    webhook = sa.ForeignKey("webhooks.number", name="fk_outbox_webhook_webhooks")
    op.create_table(
        "outbox",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("event_id", sa.Text, event, nullable=False),
        sa.Column("webhook", _NUMBER, webhook, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("action", "body")),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_attempt_at", UTCDateTime, nullable=False),
        *(sa.Column(name, UTCDateTime) for name in ("delivered_at", "given_up_at")),
        sa.Column("last_error", sa.Text),
        sa.UniqueConstraint("event_id", "webhook", name="uq_outbox_event_id"),
    )
    op.create_index(
        "ix_outbox_due", "outbox", ["next_attempt_at"], sqlite_where=_UNDELIVERED, postgresql_where=_UNDELIVERED
    )


def _only_add() -> None:
    """Triggers, so that no statement of ours or of anybody's can change or remove a row by mistake."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION audit_only_added() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_only_added()"
        )
        return
    for statement in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{statement.lower()} BEFORE {statement} ON audit "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        )
