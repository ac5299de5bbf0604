"""Every kind of damage to the annotation service's rows is found, and nothing else is reported."""

from datetime import UTC, datetime, timedelta

import pytest

from embrace3k.schema.actions import Action
from embrace3k.schema.codec import digest
from embrace3k.schema.work import TrajectoryReview, WorkEvent, WorkState
from embrace3k.storage.accounts import add_link, add_user
from embrace3k.storage.annotations import add_annotations, append_revision
from embrace3k.storage.assignments import Outcome, Purpose, end_assignment, start_assignment
from embrace3k.storage.credentials import add_session, add_token
from embrace3k.storage.database import Database
from embrace3k.storage.demonstration_reviews import add_demonstration_review
from embrace3k.storage.events import add_event
from embrace3k.storage.folder_store import FolderStore
from embrace3k.storage.integrity import check
from embrace3k.storage.planted_steps import plant_step
from embrace3k.storage.trajectory_reviews import add_trajectory_review
from embrace3k.storage.viewings import record_viewings
from embrace3k.storage.webhooks import add_webhook
from embrace3k.storage.work import NewWork, add_works, change_lane
from embrace3k.tests.storage.samples import annotation, demonstration_review
from embrace3k.tests.storage.test_integrity import damage

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
LATER = NOW + timedelta(minutes=15)


@pytest.fixture
def busy(furnished: Database) -> Database:
    """One work with two blind lanes: Ann has handed in the first, and Ben holds the second."""
    with furnished.session() as session:
        numbers = {name: add_user(session, name, name.lower(), ["annotator"], now=NOW).number
                   for name in ("Ann", "Ben", "Ria")}  # fmt: skip
        add_session(session, digest("session"), numbers["Ann"], now=NOW, expires_at=LATER)
        add_token(session, numbers["Ben"], "script", digest("token"), now=NOW)
        add_link(session, digest("link"), numbers["Ria"], now=NOW, expires_at=LATER)
        add_demonstration_review(session, demonstration_review(), NOW)
        add_works(session, [NewWork(trajectory_id="fetch-1", annotators=2, blind=True)], NOW)
        start_assignment(session, "fetch-1", 1, holder="Ann", purpose=Purpose.ANNOTATE, now=NOW)
        end_assignment(session, "fetch-1", 1, Outcome.SUBMITTED, NOW)
        change_lane(session, "fetch-1", 1, maker="Ann", submitted=True)
        start_assignment(session, "fetch-1", 2, holder="Ben", purpose=Purpose.ANNOTATE, now=NOW)
        change_lane(session, "fetch-1", 2, maker="Ben", holder="Ben", expires_at=LATER)
        for lane in (1, 2):
            add_annotations(session, [annotation(0)], lane=lane)
        append_revision(session, annotation(0, 2), lane=1, saved_by="Ann", client_op_id="one", now=NOW)
        record_viewings(session, "fetch-1", "Ann", {0: 900}, NOW)
        plant_step(session, "fetch-1", 1, Action.TURN_LEFT, planted_by="Ria", now=NOW)
        review = TrajectoryReview(
            trajectory_id="fetch-1", revision=1, event=WorkEvent.REVIEW, state=WorkState.REVIEWED, by="Ria",
            created_at="2026-11-30T09:00:00Z",
        )  # fmt: skip
        add_trajectory_review(session, review, NOW)
        add_webhook(session, "https://example.org/", "secret", ["work.submitted"], NOW)
        subject = ("trajectory", "fetch-1")
        add_event(session, "work.submitted", who="Ann", subject=subject, detail={"lane": 1}, now=NOW)
    return furnished


def test_what_is_whole_is_not_reported(busy: Database, store: FolderStore):
    assert check(busy, store) == []


DAMAGE = {
    "UPDATE lanes SET trajectory_id = 'gone' WHERE lane = 0": [
        ("row-dangling", "lanes, trajectory_id gone, lane 0"), ("lane-missing", "work fetch-1"),
    ],
    "UPDATE assignments SET lane = 7 WHERE lane = 1": [("row-dangling", "assignments, number 1")],
    "UPDATE viewings SET trajectory_id = 'gone'": [
        ("row-dangling", "viewings, trajectory_id gone, viewer Ann, step_index 0")
    ],
    "UPDATE planted_steps SET trajectory_id = 'gone'": [
        ("row-dangling", "planted_steps, trajectory_id gone, step_index 1")
    ],
    "UPDATE outbox SET webhook = 9": [("row-dangling", "outbox, number 1")],
    "UPDATE outbox SET event_id = 'gone'": [
        ("row-dangling", "outbox, number 1"), ("record-altered", "outbox, number 1"),
    ],
    "UPDATE outbox SET body = '{}'": [("record-unreadable", "outbox, number 1")],
    "UPDATE webhooks SET actions = 'all'": [("record-unreadable", "webhooks, number 1")],
    "UPDATE api_tokens SET user_number = 99": [("row-dangling", "api_tokens, number 1")],
    "UPDATE browser_sessions SET user_number = 99": [("row-dangling", "browser_sessions")],
    "UPDATE one_time_links SET user_number = 99": [("row-dangling", "one_time_links")],
    "DELETE FROM lanes WHERE lane = 2": [
        ("row-dangling", "assignments, number 2"), ("lane-missing", "work fetch-1"),
        ("hold-unmatched", "assignments, number 2"),
    ],
    "UPDATE works SET n_steps = 3": [("work-altered", "work fetch-1")],
    "UPDATE works SET scene = 'elsewhere'": [("work-altered", "work fetch-1")],
    "UPDATE assignments SET outcome = 'released' WHERE lane = 2": [
        ("hold-unmatched", "lanes, trajectory_id fetch-1, lane 2")
    ],
    "UPDATE lanes SET holder = NULL": [("hold-unmatched", "assignments, number 2")],
    "UPDATE lanes SET holder = 'Ria' WHERE lane = 2": [
        ("hold-unmatched", "lanes, trajectory_id fetch-1, lane 2"), ("hold-unmatched", "assignments, number 2"),
    ],
    "UPDATE lanes SET maker = 'Eve' WHERE lane = 1": [("user-missing", "lanes, maker")],
    "UPDATE annotations SET saved_by = 'Eve' WHERE client_op_id = 'one'": [("user-missing", "annotations, saved_by")],
    "UPDATE viewings SET viewer = 'Eve'": [("user-missing", "viewings, viewer")],
    "UPDATE planted_steps SET planted_by = 'Eve'": [("user-missing", "planted_steps, planted_by")],
    "DELETE FROM annotations WHERE lane = 1 AND revision = 1": [
        ("annotation-gap", "annotation of fetch-1, lane 1, step 0")
    ],
    "UPDATE trajectory_reviews SET trajectory_id = 'gone'": [
        ("review-dangling", "review of trajectory gone, revision 1"),
        ("record-altered", "review of trajectory gone, revision 1"),
    ],
    "UPDATE trajectory_reviews SET reviewer = 'Eve'": [
        ("record-altered", "review of trajectory fetch-1, revision 1"),
        ("user-missing", "trajectory_reviews, reviewer"),
    ],
    "UPDATE demonstration_reviews SET trajectory_id = 'gone'": [
        ("review-dangling", "review of demonstration gone, revision 1"),
        ("record-altered", "review of demonstration gone, revision 1"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("statement", DAMAGE)
def test_damage_is_found_and_named(busy: Database, database_url: str, store: FolderStore, statement: str):
    damage(database_url, statement)
    assert [(each.code, each.where) for each in check(busy, store)] == DAMAGE[statement]


def test_rows_without_their_work_are_all_named(busy: Database, database_url: str, store: FolderStore):
    damage(database_url, "DELETE FROM works")
    found = [each.where.split(",")[0] for each in check(busy, store)]
    assert found == ["lanes"] * 3 + ["assignments"] * 2 + ["viewings", "planted_steps"]


def test_an_event_that_does_not_decode_is_found(busy: Database, database_url: str, store: FolderStore):
    """The log refuses to be changed; whoever owns the database can take that away."""
    if busy.is_sqlite:
        damage(database_url, "DROP TRIGGER audit_no_update")
    damage(database_url, "UPDATE audit SET detail = 'x'")
    (found,) = check(busy, store)
    assert (found.code, found.where) == ("record-unreadable", "audit, number 1")
