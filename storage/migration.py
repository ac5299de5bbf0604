"""Which version of the tables a database has, and bringing it to the newest."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from embrace3k.storage.errors import DatabaseTooNew, MigrationNeeded

MIGRATIONS = Path(__file__).parent / "migrations"
_POSTGRES_LOCK = 0x656D6233
"""The advisory lock that lets one process migrate at a time ("emb3")."""


def migration_config(connection: Connection) -> Config:
    """What Alembic's commands need, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, where: str) -> None:
    """Run the missing migrations inside the caller's transaction: all of them or none. Raises DatabaseTooNew."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRES_LOCK})
    config = migration_config(connection)
    if _position(connection, config, where) != "newest":
        command.upgrade(config, "head")


def require_newest(connection: Connection, where: str) -> None:
    """Raises MigrationNeeded or DatabaseTooNew."""
    if _position(connection, migration_config(connection), where) == "older":
        raise MigrationNeeded("the database has no tables of this version", where=where, hint="call Database.migrate()")


def _position(connection: Connection, config: Config, where: str) -> str:
    script = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_revision()
    known = {revision.revision for revision in script.walk_revisions()}
    if current is not None and current not in known:
        raise DatabaseTooNew(
            f"the database has version {current}, which this embrace3k does not know",
            where=where,
            hint=f"install a newer embrace3k; this one reads {', '.join(sorted(known))}",
        )
    return "newest" if current == script.get_current_head() else "older"
