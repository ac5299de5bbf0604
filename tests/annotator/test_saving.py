"""One step saved by one person: revisions, retries, conflicts, undo, and where a text came from."""

import pytest

from embrace3k.annotator.errors import LaneNotHeld, NothingToUndo, OperationReused, SaveRefused, StepConflict
from embrace3k.annotator.leases import LEASE, take
from embrace3k.annotator.saving import Words, report_viewings, save
from embrace3k.annotator.undo import redo, undo
from embrace3k.schema.annotations import Answers, Provenance, Verdict
from embrace3k.schema.authors import AuthorKind
from embrace3k.storage.annotations import history, newest_revision
from embrace3k.storage.database import Database
from embrace3k.storage.errors import RecordNotFound
from embrace3k.storage.row_check import check_rows
from embrace3k.storage.viewings import dwell_of
from embrace3k.storage.work import get_lane
from embrace3k.tests.annotator.workplace import ANN, BEN, NOW, WELL, WRONG, after, fill, place, words


@pytest.fixture
def held(database: Database) -> Database:
    """Ann holds lane 0 of trajectory `a`, whose steps have drafts."""
    fill(database, "a")
    with database.session() as session:
        take(session, ANN, "a", 0, NOW)
    return database


def test_a_retry_gets_the_first_answer_and_adds_nothing(held: Database) -> None:
    where = place(0, 1, op="once")
    for repeated in (False, True, True):
        with held.session() as session:
            saved = save(session, ANN, where, words(), NOW)
            assert (saved.repeated, saved.annotation.revision) == (repeated, 2)
            assert len(history(session, "a", 0)) == 2


def test_a_retry_is_answered_even_after_the_lane_is_gone(held: Database) -> None:
    with held.session() as session:
        first = save(session, ANN, place(0, 1, op="once"), words(), NOW)
        take(session, BEN, "a", 0, after(16))
        assert save(session, ANN, place(0, 1, op="once"), words(), after(17)).annotation == first.annotation
        with pytest.raises(LaneNotHeld, match="Ben holds it now"):
            save(session, ANN, place(0, 2), words(), after(17))


@pytest.mark.parametrize("other", [place(0, 1, op="once"), place(1, 1, op="once"), place(0, 2, op="once")])
def test_one_operation_id_for_two_saves_is_refused(held: Database, other) -> None:
    with held.session() as session:
        save(session, ANN, place(0, 1, op="once"), words("First."), NOW)
        with pytest.raises(OperationReused, match="once was used for another save"):
            save(session, ANN, other, words("Second."), NOW)


def test_two_people_may_use_the_same_operation_id(held: Database) -> None:
    with held.session() as session:
        save(session, ANN, place(0, 1, op="1"), words("Hers."), NOW)
        take(session, BEN, "a", 0, after(16))
        assert save(session, BEN, place(0, 2, op="1"), words("His."), after(16)).annotation.revision == 3


def test_a_stale_save_is_told_the_newest_value(held: Database) -> None:
    with held.session() as session:
        newest = save(session, ANN, place(0, 1), words("Newer."), NOW).annotation
        with pytest.raises(StepConflict, match="over revision 1, but the newest is 2 by Ann") as conflict:
            save(session, ANN, place(0, 1), words("Older."), NOW)
        assert conflict.value.current == newest == newest_revision(session, "a", 0, 0)


def test_an_accepted_draft_is_a_humans_revision_of_the_drafts_words(held: Database) -> None:
    with held.session() as session:
        (draft,) = history(session, "a", 0)
        kept = save(session, ANN, place(0, 1), words(draft.rationale), NOW, dwell_ms=700).annotation
        edited = save(session, ANN, place(0, 2), words("My own words."), NOW).annotation
    assert kept.provenance == Provenance(origin=AuthorKind.TEMPLATE, draft_revision=1, edited=False, dwell_ms=700)
    assert (kept.is_human, kept.text_origin, kept.verdict) == (True, AuthorKind.TEMPLATE, Verdict.GROUNDED)
    assert edited.provenance == Provenance(origin=AuthorKind.TEMPLATE, draft_revision=1, edited=True)
    assert edited.text_origin is AuthorKind.HUMAN


@pytest.mark.parametrize(
    ("said", "code"),
    [(words(" "), "A006"), (words("<image> I go."), "A003"), (Words(rationale="No.", answers=WRONG), "A010")],
)
def test_what_breaks_a_rule_is_not_saved(held: Database, said: Words, code: str) -> None:
    with held.session() as session:
        with pytest.raises(SaveRefused, match=code):
            save(session, ANN, place(0, 1), said, NOW)
        assert len(history(session, "a", 0)) == 1


def test_an_unfinished_answer_is_kept_without_a_verdict(held: Database) -> None:
    with held.session() as session:
        half = save(session, ANN, place(0, 1), words(answers=Answers(object_present=Verdict.GROUNDED)), NOW)
        assert half.annotation.verdict is None and half.annotation.answers


@pytest.mark.parametrize("step", [2, -1])
def test_a_step_that_is_not_there_is_refused(held: Database, step: int) -> None:
    with held.session() as session:
        with pytest.raises(RecordNotFound, match="the trajectory has steps 0 to 1"):
            save(session, ANN, place(step, 0), words(), NOW)
        with pytest.raises(RecordNotFound, match="the trajectory has steps 0 to 1"):
            report_viewings(session, ANN, "a", 0, {step: 400}, NOW)


def test_undo_and_redo_go_through_the_history_as_new_revisions(held: Database) -> None:
    with held.session() as session:
        for revision, text in enumerate(("one", "two", "three"), 1):
            save(session, ANN, place(0, revision), words(text, WELL), NOW)
    seen = []
    for move in (undo, undo, redo, undo, undo, redo, redo, redo):
        with held.session() as session:
            newest = newest_revision(session, "a", 0, 0)
            assert newest is not None
            seen.append(move(session, ANN, place(0, newest.revision), NOW).annotation.rationale)
    draft = "Step 0, said for the 1. time."
    assert seen == ["two", "one", "two", "one", draft, "one", "two", "three"]
    with held.session() as session:
        with pytest.raises(NothingToUndo, match="nothing to redo"):
            redo(session, ANN, place(0, 12), NOW)
        assert [each.revision for each in history(session, "a", 0)] == list(range(1, 13))


def test_a_new_text_after_an_undo_leaves_nothing_to_redo(held: Database) -> None:
    with held.session() as session:
        save(session, ANN, place(0, 1), words("one"), NOW)
        back = undo(session, ANN, place(0, 2, op="back"), NOW).annotation
        assert (back.verdict, back.text_origin, back.is_human) == (None, AuthorKind.TEMPLATE, True)
        assert undo(session, ANN, place(0, 2, op="back"), NOW).repeated
        with pytest.raises(NothingToUndo, match="nothing to undo"):
            undo(session, ANN, place(0, 3), NOW)
        save(session, ANN, place(0, 3), words("another"), NOW)
        with pytest.raises(NothingToUndo, match="nothing to redo"):
            redo(session, ANN, place(0, 4), NOW)


def test_viewing_times_only_grow(held: Database) -> None:
    with held.session() as session:
        for total in (300, 900, 500, 900):
            report_viewings(session, ANN, "a", 0, {0: total, 1: 10}, NOW)
        assert dwell_of(session, "a", "Ann") == {0: 900, 1: 10}


def test_saving_renews_a_hold_in_its_second_half(held: Database) -> None:
    with held.session() as session:
        save(session, ANN, place(0, 1), words(), after(5))
        assert get_lane(session, "a", 0).expires_at == NOW + LEASE
        save(session, ANN, place(0, 2), words(), after(10))
        assert get_lane(session, "a", 0).expires_at == after(10) + LEASE


def test_what_was_saved_passes_the_integrity_check(held: Database) -> None:
    with held.session() as session:
        save(session, ANN, place(0, 1), words(), NOW)
        undo(session, ANN, place(0, 2), NOW)
    with held.snapshot() as session:
        assert check_rows(session) == []
