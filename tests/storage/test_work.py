"""Lanes in the database: what readers of lane 0 see, what an older database becomes, and what the check finds."""

from datetime import UTC, datetime

import msgspec
import pytest
from alembic import command
from sqlalchemy import create_engine, delete, text
from sqlmodel import col

from embrace3k.schema.work import ReturnReason, TrajectoryReview, WorkEvent, WorkState
from embrace3k.storage.annotations import (
    add_annotations,
    annotation_values,
    current_annotations,
    current_annotations_of,
    history,
    human_authors,
)
from embrace3k.storage.database import Database
from embrace3k.storage.errors import RecordNotFound
from embrace3k.storage.migration import migration_config
from embrace3k.storage.row_check import check_rows
from embrace3k.storage.tables import AnnotationRecord
from embrace3k.storage.tasks import add_tasks, task_values
from embrace3k.storage.trajectories import commit_trajectory, trajectory_values
from embrace3k.storage.trajectory_reviews import add_trajectory_review, trajectory_review_history
from embrace3k.storage.work import NewWork, add_works, get_work, lanes_of
from embrace3k.tests.storage.samples import annotation, task, trajectory

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


def test_who_reads_the_text_sees_lane_0_alone(furnished: Database):
    with furnished.session() as session:
        add_annotations(session, [annotation(0), annotation(0, 2)])
        add_annotations(session, [annotation(0), annotation(0, 2), annotation(0, 3), annotation(1)], lane=2)
        assert current_annotations(session, "fetch-1") == [annotation(0, 2)]
        assert current_annotations_of(session, ["fetch-1"]) == {"fetch-1": [annotation(0, 2)]}
        assert history(session, "fetch-1", 0) == [annotation(0), annotation(0, 2)]
        assert current_annotations(session, "fetch-1", lane=2) == [annotation(0, 3), annotation(1)]
        assert human_authors(session, "fetch-1") == []


def test_annotations_of_an_older_database_become_lane_0(database_url: str):
    engine = create_engine(database_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        command.upgrade(migration_config(connection), "0004")
        for table, values in (
            ("tasks", task_values(task())),
            ("trajectories", trajectory_values(trajectory())),
            ("annotations", annotation_values(annotation())),
        ):
            names = [*values, "created_at"]
            places = ", ".join(f":{name}" for name in names)
            insert = text(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})")
            connection.execute(insert, values | {"created_at": "2026-01-31 00:00:00.000000"})
    engine.dispose()
    with Database(database_url) as database:
        database.migrate()
        with database.session() as session:
            assert current_annotations(session, "fetch-1") == [annotation()]
            add_annotations(session, [annotation(0, 2)])
            add_annotations(session, [annotation(0)], lane=1)
            assert check_rows(session) == []


def test_a_gap_in_a_lane_is_named_with_its_lane(furnished: Database):
    row = AnnotationRecord
    with furnished.session() as session:
        add_annotations(session, [annotation(0), annotation(0, 2)])
        add_annotations(session, [annotation(0), annotation(0, 2)], lane=1)
        assert check_rows(session) == []
        session.execute(delete(row).where(col(row.lane) == 1, col(row.revision) == 1))
        (finding,) = check_rows(session)
    assert (finding.code, finding.where) == ("annotation-gap", "annotation of fetch-1, lane 1, step 0")


def test_decisions_are_kept_in_order_and_a_lost_one_is_found(furnished: Database):
    first = TrajectoryReview(
        trajectory_id="fetch-1", revision=1, event=WorkEvent.RETURN, state=WorkState.RETURNED, by="Ria",
        reason=ReturnReason.LANGUAGE, steps=[1], created_at="2026-11-30T09:00:00Z",
    )  # fmt: skip
    second = msgspec.structs.replace(first, revision=2, event=WorkEvent.REFUSE, state=WorkState.REFUSED)
    with furnished.session() as session:
        add_trajectory_review(session, first, NOW)
        add_trajectory_review(session, second, NOW)
        assert trajectory_review_history(session, "fetch-1") == [first, second]
        session.execute(text("DELETE FROM trajectory_reviews WHERE revision = 1"))
        (finding,) = check_rows(session)
    assert (finding.code, finding.where) == ("review-gap", "trajectory fetch-1")


def test_works_copy_what_the_queue_filters_by(furnished: Database):
    with furnished.session() as session:
        assert add_works(session, [NewWork(trajectory_id="fetch-1", annotators=2, blind=True)], NOW) == 1
        work = get_work(session, "fetch-1")
        assert (work.task_type, work.scene, work.n_steps, work.driven_by) == ("basic", "family-house_0007", 2, None)
        assert [(lane.lane, lane.submitted) for lane in lanes_of(session, "fetch-1")] == [
            (0, True), (1, False), (2, False),
        ]  # fmt: skip


def test_only_what_is_there_becomes_work(furnished: Database):
    with furnished.session() as session:
        add_tasks(session, [task()])
        commit_trajectory(session, trajectory("fetch-2"))
        with pytest.raises(RecordNotFound, match="trajectory nope: no such trajectory"):
            add_works(session, [NewWork(trajectory_id="fetch-2"), NewWork(trajectory_id="nope")], NOW)
        with pytest.raises(RecordNotFound, match="the trajectory was never given to annotators"):
            get_work(session, "fetch-1")
