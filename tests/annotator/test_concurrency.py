"""Two people at one step, a thousand saves: nothing lost, nothing doubled, the history complete."""

import random
import time
from concurrent.futures import ThreadPoolExecutor

from embrace3k.annotator.errors import LaneNotHeld, StepConflict
from embrace3k.annotator.leases import take_over
from embrace3k.annotator.people import Person
from embrace3k.annotator.saving import save
from embrace3k.schema.annotations import Annotation
from embrace3k.storage.annotations import history, newest_revision
from embrace3k.storage.database import Database
from embrace3k.tests.annotator.workplace import NOW, RIA, ROY, fill, place, words

EACH = 500


def test_two_people_one_step_a_thousand_interleaved_saves(database: Database) -> None:
    """Each takes the lane from the other whenever it was taken from them, and sends every third save twice."""
    fill(database, "a")

    counts = {RIA.name: 0, ROY.name: 0}

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
            counts[person.name] = number + 1
            if person is RIA and luck.random() < 1 / 10:
                # SQLite's lock is unfair: who has it would save all their texts before the other gets one in.
                seen = counts[ROY.name]
                while seen == counts[ROY.name] < EACH:
                    time.sleep(0.001)
        return acknowledged

    with ThreadPoolExecutor(2) as pool:
        told = [each for answers in pool.map(work, (RIA, ROY)) for each in answers]
    with database.snapshot() as session:
        kept = history(session, "a", 0)
    assert [each.revision for each in kept] == list(range(1, 2 * EACH + 2))
    assert kept[1:] == sorted(told, key=lambda each: each.revision)
    assert all(each.parent == each.revision - 1 for each in kept[1:])
    switches = sum(one.author != two.author for one, two in zip(kept[1:], kept[2:], strict=False))
    assert switches > 10, "the two hardly met"
