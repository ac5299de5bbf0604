"""Whoever follows rows by number misses none, though PostgreSQL shows 42 before 41 where 41 is committed late."""

import threading
from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from embrace3k.storage.database import Database
from embrace3k.storage.events import add_event, events_since, iter_events

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


def add(session: Session, who: str = "ann") -> int:
    return add_event(session, "work.submitted", who=who, subject=("trajectory", "one"), detail={}, now=NOW).number


def numbers(database: Database, since: int = 0) -> list[int]:
    return [event.number for event in events_since(database, since)]


@pytest.fixture
def postgres(postgres_url: str):
    with Database(postgres_url) as database:
        database.migrate()
        yield database


def test_a_reader_stops_before_what_is_still_being_written(postgres: Database):
    with postgres.session() as late:
        first = add(late)
        with postgres.session() as quick:
            second = add(quick)
        assert second > first and numbers(postgres) == []
    assert numbers(postgres) == [first, second]


def test_what_was_rolled_back_holds_no_reader_up(postgres: Database):
    with pytest.raises(KeyError), postgres.session() as session:
        add(session)
        raise KeyError
    with postgres.session() as session:
        kept = add(session)
    assert numbers(postgres) == [kept]


def test_a_savepoint_that_is_rolled_back_does_not_take_the_announcement_along(postgres: Database):
    with postgres.session() as late:
        nested = late.begin_nested()
        add(late)
        nested.rollback()
        first = add(late)
        with postgres.session() as quick:
            second = add(quick)
        assert numbers(postgres) == []
    assert numbers(postgres) == [first, second]


def test_a_session_that_is_used_after_its_commit_announces_itself_again(postgres: Database):
    with postgres.session() as session:
        first = add(session)
        session.commit()
        second = add(session)
        with postgres.session() as quick:
            third = add(quick)
        assert numbers(postgres) == [first]
    assert numbers(postgres) == [first, second, third]


def test_many_events_in_one_transaction_take_one_lock(postgres: Database):
    with postgres.session() as session:
        for _ in range(500):
            add(session)
        locks = session.connection().exec_driver_sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
        assert locks.scalar_one() == 1


def test_a_follower_beside_many_writers_sees_every_event_once_and_in_order(database: Database):
    def write(who: str) -> None:
        for _ in range(40):
            with database.session() as session:
                add(session, who)

    writers = [threading.Thread(target=write, args=(f"writer {n}",)) for n in range(4)]
    for writer in writers:
        writer.start()
    seen: list[int] = []
    while any(writer.is_alive() for writer in writers):
        seen += numbers(database, seen[-1] if seen else 0)
    seen += numbers(database, seen[-1] if seen else 0)
    assert seen == [event.number for event in iter_events(database)] and len(seen) == 160
