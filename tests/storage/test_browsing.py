"""Looking through trajectories, on SQLite and PostgreSQL: filters, pages, and what became of each."""

from datetime import UTC, datetime

import pytest

from embrace3k.schema.replays import Obstacle, ReplayVerdict
from embrace3k.schema.tasks import Scene, TaskType
from embrace3k.schema.trajectories import Driver, DriverKind, Result
from embrace3k.schema.work import WorkState
from embrace3k.storage.browsing import BrowseFilter, Driven, InScene, Outcome, browse, browse_one, recorded
from embrace3k.storage.database import Database
from embrace3k.storage.errors import RecordNotFound
from embrace3k.storage.replays import add_replay
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import commit_trajectory
from embrace3k.storage.work import NewWork, add_works, get_work, swap_state
from embrace3k.tests.storage.samples import drifted, frame, replay, steps, task, trajectory

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
YARD = Scene(name="farmyard", seed=1)
MODEL = Driver(kind=DriverKind.AGENT, name="model-7")


@pytest.fixture
def four(database: Database) -> Database:
    """An oracle's success, opened and replayed; an agent's failure in a yard; one that nobody judged; a success."""
    lost = {"verdict": ReplayVerdict.NOT_REPLAYABLE, "reason": Obstacle.SIMULATOR_LOST}
    with database.session() as session:
        add_tasks(session, [task(), task("door", type=TaskType.OPEN_DOOR, instruction="Open the door.", scene=YARD)])
        commit_trajectory(session, trajectory("a", steps=steps(frame(), frame())))
        commit_trajectory(session, trajectory("b", "door", scene=YARD, driver=MODEL, result=Result(success=False)))
        commit_trajectory(session, trajectory("c", steps=steps(None, frame()), result=Result(success=None)))
        commit_trajectory(session, trajectory("d"))
        for each in (drifted("a"), replay("a"), replay("a", **lost), replay("b", **lost), drifted("d")):
            add_replay(session, each)
        add_works(session, [NewWork(trajectory_id="a"), NewWork(trajectory_id="c")], NOW)
        assert swap_state(session, get_work(session, "c"), WorkState.ANNOTATED, NOW)
    return database


def test_the_newest_comes_first_with_what_became_of_it(four: Database):
    with four.snapshot() as session:
        found = browse(session, BrowseFilter(), limit=10)
    assert [(each.trajectory_id, each.state, each.verdict, each.success) for each in found] == [
        ("d", None, "drifted", True),
        ("c", "annotated", None, None),
        ("b", None, "not_replayable", False),
        ("a", "recorded", "verified", True),
    ]
    assert [(each.first_frame, each.last_frame) for each in found] == [(None, None), (1, 1), (None, None), (0, 1)]
    assert (found[2].instruction, found[2].scene, found[2].driver_name) == (
        "Open the door.",
        "farmyard_0001",
        "model-7",
    )


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        pytest.param(BrowseFilter(task_type=TaskType.OPEN_DOOR), "b", id="type"),
        pytest.param(BrowseFilter(scene="family-house_0007"), "dca", id="world"),
        pytest.param(BrowseFilter(outcome=Outcome.SUCCESS), "da", id="success"),
        pytest.param(BrowseFilter(outcome=Outcome.FAILURE), "b", id="failure"),
        pytest.param(BrowseFilter(outcome=Outcome.UNKNOWN), "c", id="unknown"),
        pytest.param(BrowseFilter(driver_kind=DriverKind.AGENT), "b", id="kind of driver"),
        pytest.param(
            BrowseFilter(driver_kind=DriverKind.ORACLE, driver_name="model-7"), "", id="driver of another kind"
        ),
        pytest.param(BrowseFilter(state=WorkState.ANNOTATED), "c", id="state"),
        pytest.param(BrowseFilter(state="unopened"), "db", id="unopened"),
        pytest.param(BrowseFilter(verdict=ReplayVerdict.VERIFIED), "a", id="the conclusive replay counts"),
        pytest.param(BrowseFilter(verdict=ReplayVerdict.NOT_REPLAYABLE), "b", id="not replayable"),
        pytest.param(BrowseFilter(verdict="unreplayed"), "c", id="unreplayed"),
        pytest.param(BrowseFilter(outcome=Outcome.SUCCESS, verdict=ReplayVerdict.DRIFTED), "d", id="two at once"),
    ],
)
def test_a_filter_lets_through_what_it_says(four: Database, wanted: BrowseFilter, ids: str):
    with four.snapshot() as session:
        assert "".join(each.trajectory_id for each in browse(session, wanted, limit=10)) == ids
        assert recorded(session, wanted).found == len(ids)


def test_pages_follow_each_other_also_while_something_is_recorded(four: Database):
    with four.session() as session:
        first = browse(session, BrowseFilter(), limit=2)
        commit_trajectory(session, trajectory("e"))
        second = browse(session, BrowseFilter(), limit=2, after=first[-1].number)
        assert [each.trajectory_id for each in [*first, *second]] == ["d", "c", "b", "a"]
        assert browse(session, BrowseFilter(), limit=2, after=second[-1].number) == []


def test_what_there_is_to_choose_from_is_counted_whatever_is_wanted(four: Database):
    with four.snapshot() as session:
        there = recorded(session, BrowseFilter(outcome=Outcome.FAILURE))
    assert (there.trajectories, there.found) == (4, 1)
    assert there.scenes == [
        InScene(name="family-house_0007", trajectories=3),
        InScene(name="farmyard_0001", trajectories=1),
    ]
    assert there.drivers == [
        Driven(kind=DriverKind.AGENT, name="model-7", trajectories=1),
        Driven(kind=DriverKind.ORACLE, name="oracle", trajectories=3),
    ]


def test_one_is_found_by_its_id(four: Database):
    with four.snapshot() as session:
        assert browse_one(session, "a") == browse(session, BrowseFilter(), limit=10)[-1]
        with pytest.raises(RecordNotFound, match="trajectory nope: no such trajectory"):
            browse_one(session, "nope")
