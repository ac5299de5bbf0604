"""A hundred rounds of typing while the server is killed, the network goes, answers are lost and pages end at once."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

from embrace3k.annotator.api.context import Context
from embrace3k.annotator.roles import Role
from embrace3k.storage.annotations import newest_revision
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.folder_store import FolderStore
from embrace3k.tests.forks import Forks
from embrace3k.tests.servers import free_ports
from embrace3k.tests.web.browser.stock import fill
from embrace3k.tests.web.browser.test_annotate import step_cell, take, write
from embrace3k.tests.web.browser.visitors import RunningClock, Visitors
from embrace3k.tests.web.service import Service
from embrace3k.web.app import create_app

ROUNDS = 100
STEPS = 6
SEED = 6


class Killable:
    """`embrace3k serve` as a process of its own, again and again on the same port."""

    def __init__(self, nursery: Forks, home: Path) -> None:
        (self.port,), self._nursery, self._home = free_ports(1), nursery, home
        self._pid = 0
        self.start()

    def start(self) -> None:
        environment = {"EMBRACE3K_DATABASE_URL": sqlite_url(self._home / "a.db")}
        self._pid = self._nursery.start(home=str(self._home), port=self.port, environment=environment)

    def kill(self) -> None:
        self._nursery.kill(self._pid)


@pytest.fixture
def nursery() -> Iterator[Forks]:
    nursery = Forks("embrace3k.tests.web.nursery")
    yield nursery
    nursery.close()


@pytest.mark.timeout(900)
def test_a_hundred_rounds_of_chaos_lose_no_word(chromium: Browser, nursery: Forks, tmp_path: Path):
    chance, last = random.Random(SEED), dict[int, str]()
    with Database(sqlite_url(tmp_path / "a.db")) as database:
        database.migrate()
        context = Context(database, FolderStore(tmp_path / "store"), "http://127.0.0.1", clock=RunningClock())
        server = Killable(nursery, tmp_path)
        service = Service(create_app(context), f"http://127.0.0.1:{server.port}", RunningClock())
        service.add("Ann", Role.ANNOTATOR)
        fill(service, "walk", n_steps=STEPS)
        wait_for(service)
        visitors = Visitors(chromium, service)
        page = take(visitors, "Ann")
        for number in range(ROUNDS):
            step = chance.randrange(STEPS)
            step_cell(page, step + 1).click()
            last[step] = f"Round {number}, step {step}: I see the red car."
            write(page, last[step])
            page.wait_for_timeout(chance.choice([0, 20, 100, 390, 410, 500]))
            page = chance.choice(DISASTERS)(page, server, chance)
        page.keyboard.press("Escape")
        expect(page.get_by_text("Saved, revision")).to_be_visible(timeout=20_000)
        with database.snapshot() as session:
            kept = {step: newest_revision(session, "walk", 0, step) for step in last}
        visitors.close()
        service.close()
        server.kill()
    assert {step: note and note.rationale for step, note in kept.items()} == last
    assert visitors.troubles == []


def wait_for(service: Service) -> None:
    with service.client() as client:
        for _ in range(200):
            try:
                client.get("/health/ready")
                return
            except OSError:
                pass


def lost_request(page: Page, server: Killable, chance: random.Random) -> Page:
    return _once(page, lambda route: route.abort())


def lost_answer(page: Page, server: Killable, chance: random.Random) -> Page:
    def lose(route: Route) -> None:
        # The server may be killed in the midst of it, or the page end.
        with suppress(Error):
            route.fetch()
        with suppress(Error):
            route.abort()

    return _once(page, lose)


def _once(page: Page, fault: Callable[[Route], None]) -> Page:
    """For the next save."""
    page.route("**/steps/*", fault, times=1)
    return page


def reload(page: Page, server: Killable, chance: random.Random) -> Page:
    page.reload()
    return page


def new_page(page: Page, server: Killable, chance: random.Random) -> Page:
    """The old one ends without a word."""
    other = page.context.new_page()
    page.close(run_before_unload=False)
    other.goto("/annotate/walk")
    return other


def offline(page: Page, server: Killable, chance: random.Random) -> Page:
    page.context.set_offline(True)
    page.wait_for_timeout(chance.randrange(400))
    page.context.set_offline(False)
    return page


def killed(page: Page, server: Killable, chance: random.Random) -> Page:
    server.kill()
    page.wait_for_timeout(chance.randrange(400))
    server.start()
    return page


DISASTERS = (lost_request, lost_answer, reload, new_page, offline, killed)
