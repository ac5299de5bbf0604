"""Two people at one step, a thousand saves: nothing lost, nothing doubled, the history complete."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from embrace3k.annotator.errors import LaneNotHeld, StepConflict
from embrace3k.annotator.leases import take_over
from embrace3k.annotator.people import Person
from embrace3k.annotator.saving import save
from embrace3k.schema.annotations import Annotation
from embrace3k.storage.annotations import history, newest_revision
from embrace3k.storage.database import Database
from embrace3k.tests.annotator.workplace import NOW, RIA, ROY, fill, place, words

EACH = 500
MEET_EVERY = 5
"""Saves after which each waits for the other. SQLite's lock is unfair: who has it would save all their texts first."""


def test_two_people_one_step_a_thousand_interleaved_saves(database: Database) -> None:
    """Each takes the lane from the other whenever it was taken from them, and sends every third save twice."""
    fill(database, "a")
    meeting = Barrier(2, timeout=60)

    def work(person: Person) -> list[Annotation]:
        acknowledged, base, luck = [], 1, random.Random(person.name)
        for number in range(EACH):
            operation = f"{person.name}-{number}"
            while True:
                try:
                    with database.session() as session:
                        where = place(0, base, op=operation)
                        saved = save(session, person, where, words(f"{person.name} {number}"), NOW)
                    break
                except StepConflict as conflict:
                    base = conflict.current.revision if conflict.current else 0
                except LaneNotHeld:
                    with database.session() as session:
                        take_over(session, person, "a", 0, NOW)
                        newest = newest_revision(session, "a", 0, 0)
                        base = newest.revision if newest else 0
            if luck.random() < 1 / 3:
                with database.session() as session:
                    again = save(session, person, where, words(f"{person.name} {number}"), NOW)
                assert again.repeated and again.annotation == saved.annotation
            acknowledged.append(saved.annotation)
            base = saved.annotation.revision
            if number % MEET_EVERY == 0:
                meeting.wait()
        return acknowledged

    with ThreadPoolExecutor(2) as pool:
        told = [each for answers in pool.map(work, (RIA, ROY)) for each in answers]
    with database.snapshot() as session:
        kept = history(session, "a", 0)
    assert [each.revision for each in kept] == list(range(1, 2 * EACH + 2))
    assert kept[1:] == sorted(told, key=lambda each: each.revision)
    assert all(each.parent == each.revision - 1 for each in kept[1:])
    switches = sum(one.author != two.author for one, two in zip(kept[1:], kept[2:], strict=False))
    assert switches >= EACH / MEET_EVERY - 1, "the two hardly met"
