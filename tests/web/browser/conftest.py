"""Chromium before the real server. SQLite alone: what differs on PostgreSQL is below the routes, and tested there."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from embrace3k.annotator.api.context import Context
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.folder_store import FolderStore
from embrace3k.tests.web.browser.visitors import RunningClock, Visitors
from embrace3k.tests.web.service import QUICK, Service, serving
from embrace3k.web.app import create_app

expect.set_options(timeout=15_000)
"""Long enough for a machine that has other things to do; what comes at once is not waited for."""


# Playwright keeps an event loop running in the main thread, where other rooms' tests may want one of their own: it ends
# with this folder's tests, not with the session.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each person in a test has a window of their own in it, with their own cookies."""
    found = shutil.which("chromium")
    if found is None:
        pytest.fail("tests of the browser UI need chromium: run `make setup-dev`, or `apt-get install chromium`")
    # As root, as in a container, Chromium does not start with its sandbox.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to copy, since migrating takes longer than most tests here."""
    path = tmp_path_factory.mktemp("empty") / "a.db"
    with Database(sqlite_url(path)) as database:
        database.migrate()
    return path


@pytest.fixture
def service(tmp_path: Path, empty_database: Path) -> Iterator[Service]:
    """A running server on an empty database. Its time runs on as the browser's does."""
    clock = RunningClock()
    with Database(sqlite_url(Path(shutil.copy(empty_database, tmp_path)))) as database:
        context = Context(database, FolderStore(tmp_path / "objects"), "http://127.0.0.1", clock=clock, passwords=QUICK)
        app = create_app(context)
        with serving(app, clock) as running:
            # One-time links have to lead to the port, which is known only now.
            app.state.context = running.context = replace(context, public_url=running.url)
            yield running


@pytest.fixture
def visitors(chromium: Browser, service: Service) -> Iterator[Visitors]:
    """People before browsers. When the test has ended, no page may have had an error."""
    found = Visitors(chromium, service)
    yield found
    found.close()
    assert not found.troubles, "\n".join(found.troubles)
