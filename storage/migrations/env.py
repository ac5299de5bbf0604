"""Alembic's entry: runs on the connection it is given, inside that connection's transaction."""

from alembic import context

from embrace3k.storage import account_tables  # noqa: F401  (its tables belong to the metadata)
from embrace3k.storage.tables import Table

context.configure(connection=context.config.attributes["connection"], target_metadata=Table.metadata)
with context.begin_transaction():
    context.run_migrations()
