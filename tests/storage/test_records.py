"""The queries of tasks, trajectories and annotations, on SQLite and PostgreSQL."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embrace3k.schema.codec import decode
from embrace3k.schema.errors import SchemaError
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import Scene, Task, TaskType
from embrace3k.schema.trajectories import Final, Result
from embrace3k.storage.annotations import add_annotations, current_annotations, current_annotations_of, history
from embrace3k.storage.database import Database
from embrace3k.storage.errors import RecordConflict, RecordNotFound, RevisionConflict
from embrace3k.storage.records import record_columns
from embrace3k.storage.row_check import frames_of
from embrace3k.storage.tasks import add_tasks, get_task, list_tasks
from embrace3k.storage.trajectories import (
    commit_trajectory,
    find_trajectory,
    get_trajectory,
    iter_trajectories,
    list_trajectories,
    trajectory_ids,
)
from embrace3k.tests.storage.samples import START, annotation, frame, steps, task, trajectory


def test_a_task_comes_back_as_it_was(database: Database):
    with database.session() as session:
        add_tasks(session, [task(targets=["red_car"], reason="¿Dónde?\0 ✓")])
    with database.snapshot() as session:
        assert get_task(session, "fetch") == task(targets=["red_car"], reason="¿Dónde?\0 ✓")


def test_tasks_are_listed_in_the_order_they_were_added_and_filtered(database: Database):
    doors = task("b", type=TaskType.OPEN_DOOR)
    with database.session() as session:
        add_tasks(session, [task("c"), doors, task("a", scene=Scene(name="office"))])
        assert [each.id for each in list_tasks(session)] == ["c", "b", "a"]
        assert list_tasks(session, type=TaskType.OPEN_DOOR) == list_tasks(session, type="open_door") == [doors]
        assert [each.id for each in list_tasks(session, scene_name="office")] == ["a"]


def test_adding_a_task_again_changes_nothing(database: Database):
    with database.session() as session:
        assert add_tasks(session, [task(), task("other")]) == 2
        assert add_tasks(session, [task(), task("third"), task("third")]) == 1
        assert len(list_tasks(session)) == 3


def test_another_task_under_the_same_id_is_refused(furnished: Database):
    with pytest.raises(RecordConflict, match="tasks fetch: another record .* give the new one its own id"):
        with furnished.session() as session:
            add_tasks(session, [task("new"), task(instruction="Find the blue car.")])
    with furnished.snapshot() as session:
        assert list_tasks(session) == [task()]


def test_a_missing_task_is_named(database: Database):
    with pytest.raises(RecordNotFound, match="task nope: no such task"), database.snapshot() as session:
        get_task(session, "nope")


def test_whole_numbers_in_a_record_are_the_same_as_floats():
    whole, exact = task(start_pose=Pose(0, 0, 88, 0, 90, 0)), task()
    assert record_columns(whole) == record_columns(exact)


def test_a_record_that_could_not_be_read_back_is_refused(database: Database):
    with pytest.raises(SchemaError, match="steps"), database.session() as session:
        add_tasks(session, [task()])
        commit_trajectory(session, trajectory(steps=[]))


@given(text=st.text(), numbers=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=6, max_size=6))
def test_canonical_text_is_a_fixed_point(text: str, numbers: list[float]):
    record = task(instruction=text.encode("utf-8", "replace").decode(), start_pose=Pose(*numbers))
    assert record_columns(decode(record_columns(record)["record"], Task)) == record_columns(record)


def test_a_trajectory_comes_back_as_it_was(furnished: Database):
    with furnished.snapshot() as session:
        assert get_trajectory(session, "fetch-1") == trajectory()
        assert trajectory_ids(session) == {"fetch-1"}


def test_committing_a_trajectory_again_changes_nothing(furnished: Database):
    with furnished.session() as session:
        assert commit_trajectory(session, trajectory()) is False
        assert len(list_trajectories(session)) == 1


def test_a_committed_trajectory_is_never_edited(furnished: Database):
    with pytest.raises(RecordConflict, match="trajectories fetch-1"), furnished.session() as session:
        commit_trajectory(session, trajectory(result=Result(success=False)))


def test_a_trajectory_needs_its_task(database: Database):
    with pytest.raises(RecordNotFound, match="trajectory fetch-1: task fetch does not exist"):
        with database.session() as session:
            commit_trajectory(session, trajectory())


def test_trajectories_are_listed_without_decoding_and_filtered(furnished: Database):
    with furnished.session() as session:
        add_tasks(session, [task("door", type=TaskType.OPEN_DOOR)])
        commit_trajectory(session, trajectory("door-1", "door", result=Result(success=False)))
        commit_trajectory(session, trajectory("a-door-2", "door", result=Result(success=None)))
    with furnished.snapshot() as session:
        assert [row.id for row in list_trajectories(session)] == ["fetch-1", "door-1", "a-door-2"]
        assert [row.id for row in list_trajectories(session, task_id="door")] == ["door-1", "a-door-2"]
        assert [row.id for row in list_trajectories(session, type="open_door", success=False)] == ["door-1"]
        (row,) = list_trajectories(session, success=True)
    assert (row.scene, row.type, row.driver_kind, row.n_steps) == ("family-house_0007", TaskType.BASIC, "oracle", 2)
    assert timedelta(0) <= datetime.now(UTC) - row.created_at < timedelta(minutes=5)


def test_trajectories_stream_in_the_order_asked_for(furnished: Database):
    ids = [f"t{number:03}" for number in range(120)]
    with furnished.session() as session:
        for each in ids:
            commit_trajectory(session, trajectory(each))
    with furnished.snapshot() as session:
        assert [each.id for each in iter_trajectories(session)] == ["fetch-1", *ids]
        assert [each.id for each in iter_trajectories(session, reversed(ids))] == ids[::-1]
        with pytest.raises(RecordNotFound, match="trajectory nope"):
            list(iter_trajectories(session, ["fetch-1", "nope"]))


def test_a_trajectory_is_found_by_the_beginning_of_its_id(furnished: Database):
    with furnished.session() as session:
        commit_trajectory(session, trajectory("fetch-10"))
        commit_trajectory(session, trajectory("100%_sure"))
        assert find_trajectory(session, "100%").id == "100%_sure"
        assert find_trajectory(session, "fetch-1").id == "fetch-1"
        for beginning, message in [("fetch", "several ids begin so: fetch-1, fetch-10"), ("%", "no such trajectory")]:
            with pytest.raises(RecordNotFound, match=message):
                find_trajectory(session, beginning)


def test_the_current_annotation_is_the_newest_of_each_step(furnished: Database):
    with furnished.session() as session:
        add_annotations(session, [annotation(1), annotation(0)])
        add_annotations(session, [annotation(0, 2), annotation(0, 3)])
    with furnished.snapshot() as session:
        assert current_annotations(session, "fetch-1") == [annotation(0, 3), annotation(1)]
        assert history(session, "fetch-1", 0) == [annotation(0, 1), annotation(0, 2), annotation(0, 3)]


def test_annotations_of_many_trajectories_come_at_once(furnished: Database):
    with furnished.session() as session:
        commit_trajectory(session, trajectory("fetch-2"))
        add_annotations(session, [annotation(0), annotation(1, trajectory_id="fetch-2")])
        current = current_annotations_of(session, ["fetch-2", "fetch-1", "none"])
    assert current == {"fetch-2": [annotation(1, trajectory_id="fetch-2")], "fetch-1": [annotation(0)], "none": []}


@pytest.mark.parametrize(
    ("late", "message"),
    [
        (annotation(0, 1), "revision 1 was offered where 2 comes next"),
        (annotation(0, 3), "revision 3 was offered where 2 comes next"),
        (annotation(0, 2, parent=None), "written over revision None, but the newest is 1"),
        (annotation(1, 1, parent=1), "written over revision 1, but the newest is None"),
    ],
)
def test_a_revision_must_be_written_over_the_newest(furnished: Database, late, message):
    with furnished.session() as session:
        add_annotations(session, [annotation(0, 1)])
    with pytest.raises(RevisionConflict, match=message), furnished.session() as session:
        add_annotations(session, [late])


@pytest.mark.parametrize("lost", [annotation(2), annotation(0, trajectory_id="nope")])
def test_an_annotation_needs_its_step(furnished: Database, lost):
    with pytest.raises(RecordNotFound, match="has only 2 steps|no such trajectory"), furnished.session() as session:
        add_annotations(session, [lost])


def test_annotations_are_added_all_or_none(furnished: Database):
    with furnished.session() as session:
        with pytest.raises(RevisionConflict):
            add_annotations(session, [annotation(0), annotation(1, 2)])
        assert current_annotations(session, "fetch-1") == []


def test_of_two_people_who_revise_at_once_one_is_told(furnished: Database):
    """On PostgreSQL both see the same newest revision, and the unique constraint decides."""
    barrier, outcomes = threading.Barrier(2), []

    def revise(text: str) -> None:
        barrier.wait()
        try:
            with furnished.session() as session:
                add_annotations(session, [annotation(0, rationale=text)])
            outcomes.append(text)
        except RevisionConflict:
            outcomes.append("told")

    people = [threading.Thread(target=revise, args=(name,)) for name in ("Ann", "Bob")]
    for person in people:
        person.start()
    for person in people:
        person.join()
    with furnished.snapshot() as session:
        assert sorted(outcomes) == sorted(["told", current_annotations(session, "fetch-1")[0].rationale])


def test_frames_are_listed_with_their_steps(furnished: Database):
    seen = [frame(digit * 64, size) for digit, size in (("1", 100), ("2", 200), ("3", 300))]
    final = Final(pose=START, frame=seen[2])
    with furnished.session() as session:
        commit_trajectory(session, trajectory("seen", steps=steps(seen[0], seen[1]), final=final))
        rows = frames_of(session)
    assert rows == {("seen", index): (each.sha256, each.size_bytes) for index, each in enumerate(seen)}
