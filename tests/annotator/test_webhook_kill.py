"""kill -9 of a process that records and delivers, twenty times: what was committed arrives, always with the same id."""

import os
import random
import signal
import subprocess
import sys
import time

from embrace3k.annotator.deliveries import DeliveryLoop, DeliveryPlan
from embrace3k.annotator.receivers import Sender, networks
from embrace3k.annotator.webhooks import add_webhook
from embrace3k.storage.database import Database
from embrace3k.storage.events import iter_events
from embrace3k.storage.outbox import undelivered
from embrace3k.tests.annotator import receiver as receivers
from embrace3k.tests.annotator.receiver import receiver
from embrace3k.tests.annotator.test_deliveries import SENDER, START, SUBMITTED

KILLS = 20
LEASE_S = 1.0
RECORD_AND_DELIVER = f"""
import sys, threading
from datetime import UTC, datetime
from embrace3k.annotator.deliveries import DeliveryLoop, DeliveryPlan
from embrace3k.annotator.events import WorkSubmitted, record
from embrace3k.storage.database import Database
from embrace3k.tests.annotator.test_deliveries import SENDER
with Database(sys.argv[1]) as database:
    plan = DeliveryPlan(lease_s={LEASE_S}, most_attempts=1000)
    run = DeliveryLoop(database, SENDER, plan).run
    threading.Thread(target=run, args=(threading.Event(),), kwargs={{"idle_s": 0.01}}).start()
    while True:
        with database.session() as session:
            event = record(session, WorkSubmitted(who="ann", trajectory_id="one"), datetime.now(UTC))
        print(event.id, flush=True)
"""


def record_until_killed(url: str, lines: int) -> list[str]:
    """Ids of the events whose commit the process could still tell us of."""
    command = [sys.executable, "-c", RECORD_AND_DELIVER, url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        told = [process.stdout.readline() for _ in range(lines)]
        time.sleep(random.random() / 50)
        os.kill(process.pid, signal.SIGKILL)
        told += process.stdout.readlines()
        assert process.stderr.read() == ""
    return [line.strip() for line in told if line.endswith("\n")]


def test_every_committed_event_arrives_though_its_process_is_killed_twenty_times(database: Database, database_url: str):
    told: list[str] = []
    with receiver(receivers.ok) as server:
        with database.session() as session:
            add_webhook(session, SENDER, server.url, SUBMITTED, who="root", now=START)
        for _ in range(KILLS):
            told += record_until_killed(database_url, random.randint(1, 30))
        time.sleep(LEASE_S)
        DeliveryLoop(database, Sender(networks("127.0.0.0/8")), DeliveryPlan(lease_s=60)).run_once()
        sent = {(each.headers["Embrace3k-Event-Id"], each.body) for each in server.received}
    committed = {event.id for event in iter_events(database) if event.action in SUBMITTED}
    assert set(told) <= committed and len(told) >= KILLS
    assert {event_id for event_id, _ in sent} == committed and len(sent) == len(committed)
    with database.snapshot() as session:
        assert undelivered(session) == []
