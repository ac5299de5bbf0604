"""kill -9 of the running server, fifty times, while annotators save: what it has acknowledged is there, and once."""

import random
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import msgspec
import pytest

from embrace3k.annotator.accounts import create_user, find_user
from embrace3k.annotator.deliveries import DeliveryLoop
from embrace3k.annotator.queue import Plan, open_works
from embrace3k.annotator.receivers import Sender, networks
from embrace3k.annotator.roles import Role
from embrace3k.annotator.sessions import make_token
from embrace3k.annotator.webhooks import add_webhook
from embrace3k.schema.annotations import Annotation
from embrace3k.storage.annotations import add_annotations, history
from embrace3k.storage.database import Database
from embrace3k.storage.events import iter_events
from embrace3k.storage.outbox import undelivered
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import commit_trajectory
from embrace3k.tests.annotator import receiver as receivers
from embrace3k.tests.annotator.receiver import receiver
from embrace3k.tests.forks import Forks
from embrace3k.tests.servers import free_ports
from embrace3k.tests.storage.samples import annotation, task, trajectory
from embrace3k.tests.web.desk import WELL

KILLS = 50
NAMES = ("Ann", "Ben", "Cid", "Dee")
LOOPBACK = "127.0.0.0/8"
SENDER = Sender(networks(LOOPBACK))
SAVED = "annotation.saved"


@pytest.fixture(scope="module")
def nursery() -> Iterator[Forks]:
    nursery = Forks("embrace3k.tests.web.nursery")
    yield nursery
    nursery.close()


class Saver(threading.Thread):
    """Saves one step after the other; sends a save whose answer did not come again, until it comes."""

    def __init__(self, url: str, token: str, name: str, stop: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self._http = httpx2.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=30)
        self._stop_saving = stop
        self.acknowledged: list[Annotation] = []
        self.unanswered = 0
        self.wrong: httpx2.Response | None = None

    def run(self) -> None:
        with self._http:
            self._save_until_stopped()

    def _save_until_stopped(self) -> None:
        work = self._answer("POST", "queue/next", {"purpose": "annotate"}).json()["trajectory_id"]
        while not self._stop_saving.is_set() and self.wrong is None:
            number = len(self.acknowledged)
            step, base_rev = number % 2, 1 + number // 2
            words = {"rationale": f"I see it. {number}", "answers": WELL}
            body = {"base_rev": base_rev, "client_op_id": str(number), **words}
            saved = self._answer("PUT", f"works/{work}/steps/{step}", body)
            if saved.status_code == 200:
                self.acknowledged.append(msgspec.convert(saved.json()["annotation"], Annotation))
            else:
                self.wrong = saved

    def _answer(self, method: str, path: str, body: object) -> httpx2.Response:
        while True:
            try:
                return self._http.request(method, f"/api/v1/{path}", json=body)
            except httpx2.TransportError:
                self.unanswered += 1
                time.sleep(0.01)


def fill(database: Database, url: str, stop: threading.Event) -> list[Saver]:
    """A trajectory for each annotator, with drafts."""
    now, savers = datetime.now(UTC), []
    with database.session() as session:
        add_tasks(session, [task()])
        for name in NAMES:
            commit_trajectory(session, trajectory(name))
            add_annotations(session, [annotation(step, trajectory_id=name) for step in range(2)])
            create_user(session, name, [Role.ANNOTATOR], who="root", now=now)
            savers.append(Saver(url, make_token(session, find_user(session, name), "test", now=now)[1], name, stop))
        open_works(session, NAMES, Plan(), now)
    return savers


def wait_for_more(savers: list[Saver], more: int) -> None:
    """Until so many further saves are acknowledged."""
    wanted, deadline = acknowledged(savers) + more, time.monotonic() + 60
    while acknowledged(savers) < wanted:
        assert all(each.wrong is None for each in savers), [each.wrong and each.wrong.text for each in savers]
        assert time.monotonic() < deadline, "the server acknowledges nothing"
        time.sleep(0.001)


def acknowledged(savers: list[Saver]) -> int:
    return sum(len(each.acknowledged) for each in savers)


@pytest.mark.timeout(900)
def test_fifty_kills_of_the_server_lose_no_save_and_no_webhook(
    database: Database, database_url: str, tmp_path: Path, nursery: Forks
):
    (port,), stop, chance = free_ports(1), threading.Event(), random.Random(50)
    environment = {"EMBRACE3K_DATABASE_URL": database_url, "EMBRACE3K_WEBHOOK_NETWORKS": LOOPBACK}
    order = {"home": str(tmp_path), "port": port, "environment": environment}
    savers = fill(database, f"http://127.0.0.1:{port}", stop)
    with receiver(receivers.ok) as server:
        with database.session() as session:
            add_webhook(session, SENDER, server.url, [SAVED], who="root", now=datetime.now(UTC))
        for each in savers:
            each.start()
        for _ in range(KILLS):
            pid = nursery.start(**order)
            wait_for_more(savers, chance.randint(1, 12))
            time.sleep(chance.random() / 50)
            nursery.kill(pid)
        pid = nursery.start(**order)
        wait_for_more(savers, 1)
        stop.set()
        for each in savers:
            each.join()
        nursery.kill(pid)
        by_servers = len(server.received)
        # What a killed server had claimed is due again when its claim has ended.
        DeliveryLoop(database, SENDER, clock=lambda: datetime.now(UTC) + timedelta(hours=1)).run_once()
        sent = {(each.headers["Embrace3k-Event-Id"], each.body) for each in server.received}

    assert sum(each.unanswered for each in savers) >= KILLS, "the kills came when nobody was waiting for an answer"
    with database.snapshot() as session:
        kept = {(name, step): history(session, name, step)[1:] for name in NAMES for step in range(2)}
        assert undelivered(session) == []
    told: dict[tuple[str, int], list[Annotation]] = {step: [] for step in kept}
    for note in (note for each in savers for note in each.acknowledged):
        told[note.trajectory_id, note.step_index].append(note)
    assert kept == told
    committed = [event.id for event in iter_events(database) if event.action == SAVED]
    assert len(committed) == acknowledged(savers)
    assert {event_id for event_id, _ in sent} == set(committed) and len(sent) == len(committed)
    assert by_servers > KILLS, "the servers themselves delivered next to nothing"
