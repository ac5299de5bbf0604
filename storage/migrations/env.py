"""Alembic's entry: runs on the connection it is given, inside that connection's transaction."""

from alembic import context

import embrace3k.storage.event_tables  # noqa: F401 - Alembic must know every table
from embrace3k.storage.tables import Table

context.configure(connection=context.config.attributes["connection"], target_metadata=Table.metadata)
with context.begin_transaction():
    context.run_migrations()
