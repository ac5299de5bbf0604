"""Replays as evidence, on SQLite and PostgreSQL: only ever added, the newest conclusive one counts."""

from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import create_engine

from embrace3k.schema.codec import encode
from embrace3k.schema.replays import Obstacle, ReplayVerdict
from embrace3k.storage.database import Database
from embrace3k.storage.errors import RecordNotFound
from embrace3k.storage.migration import migration_config
from embrace3k.storage.replays import add_replay, current_replays, current_verdicts, replay_history
from embrace3k.storage.tables import ReplayRecord, TaskRecord, TrajectoryRecord, table_of
from embrace3k.storage.tasks import task_values
from embrace3k.storage.trajectories import commit_trajectory, get_trajectory, trajectory_values
from embrace3k.tests.storage.samples import drifted, replay, task, trajectory


def test_a_second_replay_is_added_and_the_newest_one_counts(furnished: Database):
    for one in (drifted(), replay()):
        with furnished.session() as session:
            add_replay(session, one)
    with furnished.snapshot() as session:
        assert replay_history(session, "fetch-1") == [drifted(), replay()]
        assert current_replays(session, ["fetch-1", "nope"]) == {"fetch-1": replay()}
        assert current_verdicts(session) == {"fetch-1": "verified"}


def test_a_set_up_that_could_not_replay_hides_no_evidence_and_counts_only_where_there_is_none(furnished: Database):
    lost = {"verdict": ReplayVerdict.NOT_REPLAYABLE, "reason": Obstacle.SIMULATOR_LOST}
    with furnished.session() as session:
        commit_trajectory(session, trajectory("fetch-2"))
        for one in (
            replay(),
            replay(**lost),
            replay("fetch-2", **lost, words="1"),
            replay("fetch-2", **lost, words="2"),
        ):
            add_replay(session, one)
    with furnished.snapshot() as session:
        assert current_verdicts(session) == {"fetch-1": "verified", "fetch-2": "not_replayable"}
        found = current_replays(session, ["fetch-1", "fetch-2"])
    assert found == {"fetch-1": replay(), "fetch-2": replay("fetch-2", **lost, words="2")}


def test_each_trajectory_has_its_own_newest_replay(furnished: Database):
    with furnished.session() as session:
        for name in ("fetch-2", "fetch-3"):
            commit_trajectory(session, trajectory(name))
        for one in (replay(), replay("fetch-2"), drifted()):
            add_replay(session, one)
    with furnished.snapshot() as session:
        assert current_verdicts(session) == {"fetch-1": "drifted", "fetch-2": "verified"}
        assert current_replays(session, ["fetch-2", "fetch-3"]) == {"fetch-2": replay("fetch-2")}
        assert replay_history(session, "fetch-3") == []


def test_a_replay_is_kept_as_canonical_json_with_its_figures_beside_it(furnished: Database):
    with furnished.session() as session:
        add_replay(session, drifted())
    with furnished.snapshot() as session:
        (row,) = session.execute(table_of(ReplayRecord).select()).mappings()
    assert row["record"].encode() == encode(drifted())
    assert (row["verdict"], row["position_cm"], row["rotation_deg"]) == (ReplayVerdict.DRIFTED, 0.5, 0.0)


def test_a_replay_of_no_trajectory_is_refused(furnished: Database):
    with pytest.raises(RecordNotFound, match="replay of trajectory nope: no such trajectory"):
        with furnished.session() as session:
            add_replay(session, replay("nope"))


def test_a_database_from_before_replays_keeps_its_trajectories_and_has_none_replayed(database_url: str):
    when = {"created_at": datetime(2026, 1, 31, tzinfo=UTC)}
    engine = create_engine(database_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        command.upgrade(migration_config(connection), "0003")
        connection.execute(table_of(TaskRecord).insert(), task_values(task()) | when)
        connection.execute(table_of(TrajectoryRecord).insert(), trajectory_values(trajectory()) | when)
    engine.dispose()
    with Database(database_url) as database:
        database.migrate()
        with database.session() as session:
            assert get_trajectory(session, "fetch-1") == trajectory()
            assert current_verdicts(session) == {}
            add_replay(session, replay())
