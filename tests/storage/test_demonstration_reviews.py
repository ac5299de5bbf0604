"""The check of demonstrations, on SQLite and PostgreSQL: what is kept, what is listed, what an older database gets."""

from datetime import UTC, datetime
from typing import Any

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from embrace3k.schema.reviews import DemonstrationFault, DemonstrationState
from embrace3k.schema.tasks import TaskType
from embrace3k.schema.trajectories import Driver, DriverKind, Result
from embrace3k.storage.database import Database
from embrace3k.storage.demonstration_reviews import (
    add_demonstration_review,
    checked_demonstrations,
    demonstration_review_history,
    refused_among,
    refused_demonstrations,
)
from embrace3k.storage.errors import RecordNotFound, ReviewRefused, RevisionConflict
from embrace3k.storage.migration import migration_config
from embrace3k.storage.row_check import check_rows
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import commit_trajectory
from embrace3k.tests.storage.samples import demonstration_review, task, trajectory

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
REFUSAL: dict[str, Any] = {"state": DemonstrationState.REFUSED, "reason": DemonstrationFault.DETOUR, "note": "a circle"}
AGENT = Driver(kind=DriverKind.AGENT, name="model-7")


@pytest.fixture
def recorded(furnished: Database) -> Database:
    """Three demonstrations, and an agent's episode between them."""
    with furnished.session() as session:
        add_tasks(session, [task("door", type=TaskType.OPEN_DOOR, instruction="Open the door.")])
        commit_trajectory(session, trajectory("fetch-2", driver=AGENT))
        commit_trajectory(session, trajectory("fetch-3", driver=Driver(kind=DriverKind.PERSON, name="Ann")))
        commit_trajectory(session, trajectory("door-1", "door", result=Result(success=False)))
    return furnished


def ids(database: Database, *states: DemonstrationState, **wanted: Any) -> list[str]:
    with database.snapshot() as session:
        return [each.trajectory_id for each in checked_demonstrations(session, *states, **wanted)]


def test_a_list_says_what_a_checker_wants_to_know_first(recorded: Database):
    with recorded.snapshot() as session:
        first, by_ann, door = checked_demonstrations(session)
    assert (first.state, first.revision, first.instruction) == ("unchecked", 0, "Find the red car.")
    assert (by_ann.driver_kind, by_ann.driver_name, by_ann.n_steps) == ("person", "Ann", 2)
    assert (door.task_type, door.scene, door.success) == ("open_door", "family-house_0007", False)


def test_the_newest_decision_holds_and_the_others_stay(recorded: Database):
    with recorded.session() as session:
        add_demonstration_review(session, demonstration_review(), NOW)
        add_demonstration_review(session, demonstration_review(2, by="Roy", **REFUSAL), NOW)
    with recorded.snapshot() as session:
        kept = [demonstration_review(), demonstration_review(2, by="Roy", **REFUSAL)]
        assert demonstration_review_history(session, "fetch-1") == kept
        assert refused_demonstrations(session) == {"fetch-1": kept[1]}
        assert refused_among(session, ["door-1", "fetch-1", "nope"]) == ["fetch-1"]
    with recorded.session() as session:
        add_demonstration_review(session, demonstration_review(3), NOW)
        assert refused_among(session, ["fetch-1"]) == [] and refused_demonstrations(session) == {}


def test_demonstrations_are_listed_by_state_in_pages(recorded: Database):
    with recorded.session() as session:
        add_demonstration_review(session, demonstration_review(1, "fetch-3", **REFUSAL), NOW)
        add_demonstration_review(session, demonstration_review(1, "door-1"), NOW)
        (first,) = checked_demonstrations(session, limit=1)
    assert {state: ids(recorded, state) for state in DemonstrationState} == {
        "unchecked": ["fetch-1"], "confirmed": ["door-1"], "refused": ["fetch-3"],
    }  # fmt: skip
    assert ids(recorded, after=first.number, limit=1) == ["fetch-3"]
    assert ids(recorded, task_type=TaskType.OPEN_DOOR) == ["door-1"] and ids(recorded, scene="nowhere") == []


def test_an_agents_episode_is_no_demonstration(recorded: Database):
    with pytest.raises(RecordNotFound, match="an episode of the agent model-7"), recorded.session() as session:
        add_demonstration_review(session, demonstration_review(1, "fetch-2"), NOW)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"state": DemonstrationState.UNCHECKED}, "confirms or refuses"),
        ({"state": DemonstrationState.REFUSED}, "a refusal has a reason"),
        ({"reason": DemonstrationFault.OTHER}, "a confirmation has none"),
        ({"by": " "}, "names the person"),
    ],
)
def test_a_review_that_says_too_little_or_too_much_is_refused(recorded: Database, changes: Any, message: str):
    with pytest.raises(ReviewRefused, match=message), recorded.session() as session:
        add_demonstration_review(session, demonstration_review(**changes), NOW)


@pytest.mark.parametrize("revision", [1, 3])
def test_a_decision_over_another_revision_than_the_newest_is_told(recorded: Database, revision: int):
    with recorded.session() as session:
        add_demonstration_review(session, demonstration_review(), NOW)
    with pytest.raises(RevisionConflict, match=f"over revision {revision - 1}, but the newest is 1"):
        with recorded.session() as session:
            add_demonstration_review(session, demonstration_review(revision), NOW)


def test_a_lost_or_altered_review_is_found(recorded: Database):
    with recorded.session() as session:
        add_demonstration_review(session, demonstration_review(), NOW)
        add_demonstration_review(session, demonstration_review(2, **REFUSAL), NOW)
        assert check_rows(session) == []
        session.execute(text("DELETE FROM demonstration_reviews WHERE revision = 1"))
        session.execute(text("UPDATE demonstration_reviews SET reason = 'collides'"))
        found = [(each.code, each.where) for each in check_rows(session)]
    assert found == [
        ("record-altered", "review of demonstration fetch-1, revision 2"),
        ("review-gap", "demonstration fetch-1"),
    ]


def test_a_database_of_before_gets_the_table_and_keeps_what_it_has(database_url: str):
    engine = create_engine(database_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        command.upgrade(migration_config(connection), "0007")
        columns = "event_id, at, who, action, subject_kind, subject_id, detail"
        values = "'e', '2026-01-31 00:00:00', 'ann', 'user.added', 'user', 'bob', '{}'"
        connection.execute(text(f"INSERT INTO audit ({columns}) VALUES ({values})"))
    engine.dispose()
    with Database(database_url) as database:
        database.migrate()
        with database.session() as session:
            assert session.execute(text("SELECT who FROM audit")).scalars().all() == ["ann"]
            assert checked_demonstrations(session) == []
