"""Alembic's entry: runs on the connection it is given, inside that connection's transaction."""

from alembic import context

from embrace3k.storage import account_tables, event_tables, work_tables
from embrace3k.storage.tables import Table

TABLES_BESIDE = (account_tables, event_tables, work_tables)
"""Modules that add to the metadata when they are imported."""
context.configure(connection=context.config.attributes["connection"], target_metadata=Table.metadata)
with context.begin_transaction():
    context.run_migrations()
