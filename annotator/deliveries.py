"""The loop that delivers what the outbox owes. Every replica may run one: rows are claimed in the database.

At least once: a delivery counts when the receiver has answered 2xx and that is committed. Whoever is killed in between
sends it again, with the same event id. Nothing is said about order.
"""

import logging
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from embrace3k.annotator.errors import AnnotatorError
from embrace3k.annotator.receivers import Sender
from embrace3k.annotator.signatures import signed_headers
from embrace3k.annotator.webhooks import prune_deliveries
from embrace3k.schema.errors import EmbraceError
from embrace3k.storage.database import Database
from embrace3k.storage.outbox import Delivery, anything_due, claim_delivery, settle_delivered, settle_failed

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DeliveryPlan:
    """When to try again, and how much at once. As it stands 21 attempts take 18 to 23 hours.

    `lease_s` must be longer than a delivery may take, or two replicas send it at once.
    """

    lease_s: float = 120.0
    first_wait_s: float = 10.0
    most_wait_s: float = 7200.0
    most_attempts: int = 21
    workers: int = 8
    per_webhook: int = 2
    """At once for one webhook, so that one that hangs leaves workers for the others."""
    kept_days: float = 30.0
    """So long what was delivered is still counted. What was given up is kept for good."""
    prune_every_s: float = 3600.0

    def wait_s(self, attempts: int, chance: float) -> float | None:
        """After so many failures; twice as long each time, less up to a fifth by `chance` (0 to 1). None: give up."""
        if attempts >= self.most_attempts:
            return None
        # 2.0**1023 is the largest that a float holds.
        full = min(self.first_wait_s * 2.0 ** min(attempts - 1, 1000), self.most_wait_s)
        return full * (1 - 0.2 * chance)


class DeliveryLoop:
    """Takes from the outbox with a few threads. One per process.

    They are daemons: a receiver that hangs does not keep a process from ending, which is no worse than kill -9.
    """

    def __init__(
        self,
        database: Database,
        sender: Sender,
        plan: DeliveryPlan | None = None,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._database, self._sender, self._plan = database, sender, plan or DeliveryPlan()
        self._clock, self._chance = clock, chance
        self._busy: Counter[int] = Counter()
        self._changed = threading.Condition()
        self._ended = 0
        self._pruned_at: datetime | None = None

    def run_once(self) -> None:
        """Until nothing is due. Raises StorageError."""
        while True:
            ended = self._ended
            while self._hand_out():
                pass
            if not self._busy.total() and self._ended == ended:
                return
            self._wait(ended, 1.0)

    def run(self, stop: threading.Event, *, idle_s: float = 1.0, patience_s: float | None = None) -> None:
        """Until `stop` is set, and what is under way has ended or `patience_s` have passed since.

        Looks for new work every `idle_s`, and forgets deliveries of long ago.
        """
        while not stop.is_set():
            ended = self._ended
            try:
                self._prune()
                while not stop.is_set() and self._hand_out():
                    pass
            except Exception as error:
                known = isinstance(error, EmbraceError)
                _log.warning("the outbox cannot be read, trying again: %s", error, exc_info=not known)
            self._wait(ended, idle_s)
        with self._changed:
            self._changed.wait_for(lambda: not self._busy.total(), patience_s)

    def _hand_out(self) -> bool:
        """Claim one delivery and give it to a worker. False if none is free or nothing is due."""
        plan = self._plan
        with self._changed:
            if self._busy.total() >= plan.workers:
                return False
            full = [webhook for webhook, count in self._busy.items() if count >= plan.per_webhook]
        now = self._clock()
        # Reading first keeps an idle loop from taking SQLite's write lock every second.
        with self._database.snapshot() as session:
            if not anything_due(session, now, without=full):
                return False
        with self._database.session() as session:
            delivery = claim_delivery(session, now, timedelta(seconds=plan.lease_s), without=full)
        if delivery is None:
            return False
        with self._changed:
            self._busy[delivery.webhook] += 1
        threading.Thread(target=self._work, args=(delivery,), name="delivery", daemon=True).start()
        return True

    def _prune(self) -> None:
        now = self._clock()
        if self._pruned_at is None or (now - self._pruned_at).total_seconds() >= self._plan.prune_every_s:
            prune_deliveries(self._database, now - timedelta(days=self._plan.kept_days))
            self._pruned_at = now

    def _wait(self, ended: int, most_s: float) -> None:
        """Until more deliveries have ended than `ended`, or for that long."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended != ended, most_s)

    def _work(self, delivery: Delivery) -> None:
        try:
            self._deliver(delivery)
        except Exception:
            # Its claim ends by itself, and then it is delivered again.
            _log.exception("delivery %d of event %s was not settled", delivery.number, delivery.event_id)
        finally:
            with self._changed:
                self._busy[delivery.webhook] -= 1
                self._ended += 1
                self._changed.notify_all()

    def _deliver(self, delivery: Delivery) -> None:
        body = delivery.body.encode()
        headers = signed_headers(delivery.secret, delivery.event_id, delivery.action, body, self._clock())
        try:
            self._sender.post(delivery.url, body, headers)
        except AnnotatorError as error:
            self._failed(delivery, str(error))
            return
        with self._database.session() as session:
            settle_delivered(session, delivery, self._clock())

    def _failed(self, delivery: Delivery, error: str) -> None:
        now, wait_s = self._clock(), self._plan.wait_s(delivery.attempts, self._chance())
        again = None if wait_s is None else now + timedelta(seconds=wait_s)
        with self._database.session() as session:
            settle_failed(session, delivery, error, now, again)
        if again is None:
            _log.error("event %s is given up for webhook %d: %s", delivery.event_id, delivery.webhook, error)


@contextmanager
def delivering(database: Database, sender: Sender) -> Iterator[None]:
    """Beside something else; ends within a second. What a slow receiver has not answered by then comes to it again."""
    stop, loop = threading.Event(), DeliveryLoop(database, sender)
    thread = threading.Thread(
        target=loop.run, args=(stop,), kwargs={"idle_s": 0.4, "patience_s": 0.4}, name="webhooks", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(1.0)
