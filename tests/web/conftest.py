from collections.abc import Iterator

import pytest

from embrace3k.annotator.api.context import Context
from embrace3k.storage.database import Database
from embrace3k.storage.folder_store import FolderStore
from embrace3k.tests.web.service import QUICK, Clock, Service, serving
from embrace3k.web.app import create_app


@pytest.fixture
def service(database: Database, store: FolderStore) -> Iterator[Service]:
    """A running server on an empty database, once of each kind."""
    clock = Clock()
    context = Context(database, store, "http://127.0.0.1", clock=clock, passwords=QUICK)
    with serving(create_app(context), clock) as running:
        yield running
