"""Undo and redo: new revisions with older values. What can be undone follows from the history and survives a reload.

A revision stands for itself, or for the one that it restores. Undo goes from there to what its author had seen
before; redo goes to the newest revision that was written over what stands now.
"""

from datetime import datetime

import msgspec
from sqlmodel import Session

from embrace3k.annotator.errors import NothingToUndo
from embrace3k.annotator.leases import held_lane
from embrace3k.annotator.people import Person
from embrace3k.annotator.saving import Place, Saved, append, repeated, require_newest, restored
from embrace3k.schema.annotations import Annotation
from embrace3k.storage.annotations import history


def undo(session: Session, person: Person, place: Place, now: datetime) -> Saved:
    """Raises NothingToUndo, StepConflict, LaneNotHeld, OperationReused."""
    return _step_back(session, person, place, now, forward=False)


def redo(session: Session, person: Person, place: Place, now: datetime) -> Saved:
    """Take the newest undo back. A new text since then leaves nothing to redo. Raises as `undo` does."""
    return _step_back(session, person, place, now, forward=True)


def undo_target(revisions: list[Annotation]) -> Annotation | None:
    """What an undo would restore, given all revisions of a step, oldest first."""
    by_number = {each.revision: each for each in revisions}
    parent = by_number[_stands_for(revisions[-1])].parent if revisions else None
    return by_number[_stands_for(by_number[parent])] if parent else None


def redo_target(revisions: list[Annotation]) -> Annotation | None:
    """What a redo would restore."""
    if not revisions or not _restores(revisions[-1]):
        return None
    by_number, now = {each.revision: each for each in revisions}, _stands_for(revisions[-1])
    written_over = [
        each for each in revisions if not _restores(each) and each.parent and _stands_for(by_number[each.parent]) == now
    ]
    return written_over[-1] if written_over else None


def _step_back(session: Session, person: Person, place: Place, now: datetime, *, forward: bool) -> Saved:
    if again := repeated(session, person, place):
        return again
    held_lane(session, person, place.trajectory_id, place.lane, now)
    newest = require_newest(session, person, place)
    if isinstance(newest, Saved):
        return newest
    revisions = history(session, place.trajectory_id, place.step_index, lane=place.lane)
    target = redo_target(revisions) if forward else undo_target(revisions)
    if target is None:
        what = "there is nothing to redo" if forward else "there is nothing to undo"
        raise NothingToUndo(what, where=place.where)
    values = restored(target)
    provenance = msgspec.structs.replace(values["provenance"], restores=target.revision)
    return append(session, person, place, values | {"author": person.author, "provenance": provenance}, now)


def _restores(note: Annotation) -> int | None:
    return note.provenance.restores if note.provenance else None


def _stands_for(note: Annotation) -> int:
    return _restores(note) or note.revision
