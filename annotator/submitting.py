"""The gate: a lane is submitted when its person has seen every step and every step has a person's verdict."""

from datetime import datetime

from sqlmodel import Session

from embrace3k.annotator.errors import GateClosed, LaneNotHeld, StepGap
from embrace3k.annotator.events import WorkSubmitted, record
from embrace3k.annotator.honeypots import as_shown
from embrace3k.annotator.leases import ROLES, free, held_lane
from embrace3k.annotator.people import Person
from embrace3k.annotator.states import follow, transition_of
from embrace3k.schema.annotations import Annotation
from embrace3k.schema.problems import Problem, errors_in
from embrace3k.schema.rules.texts import check_annotations
from embrace3k.schema.work import WorkEvent, WorkState
from embrace3k.storage.annotations import current_annotations
from embrace3k.storage.assignments import Outcome, Purpose
from embrace3k.storage.trajectories import get_trajectory
from embrace3k.storage.viewings import dwell_of
from embrace3k.storage.work import Work, change_lane, get_lane, get_work, lanes_of, work_name

DWELL_MS = 400
"""Shorter than this nobody has looked at a step."""


def submit(session: Session, person: Person, trajectory_id: str, lane: int, now: datetime) -> WorkState:
    """Hand in a lane; with the last one the work is annotated. A second call changes nothing.

    Raises GateClosed with the steps that are not done, LaneNotHeld, NotAllowed.
    """
    where = work_name(trajectory_id)
    person.require(ROLES[Purpose.ANNOTATE], "submit it", where)
    work = get_work(session, trajectory_id, lock=True)
    row = get_lane(session, trajectory_id, lane)
    if row.submitted and row.maker == person.name and row.holder is None:
        return work.state
    transition_of(work.state, WorkEvent.SUBMIT, where)
    if row.submitted:
        raise LaneNotHeld(row.holder, where=where)
    held_lane(session, person, trajectory_id, lane, now)
    if found := gaps(session, work, lane, viewer=person.name):
        raise GateClosed(found, where=where)
    change_lane(session, trajectory_id, lane, submitted=True)
    free(session, trajectory_id, lane, Outcome.SUBMITTED, now)
    record(session, WorkSubmitted(who=person.name, trajectory_id=trajectory_id, lane=lane), now)
    if all(each.submitted for each in lanes_of(session, trajectory_id)):
        return follow(session, work, WorkEvent.SUBMIT, person, now)
    return work.state


def gaps(session: Session, work: Work, lane: int, *, viewer: str | None) -> list[StepGap]:
    """What keeps a lane from being handed in; without a viewer only what is said counts, not who has looked."""
    notes = current_annotations(session, work.trajectory_id, lane=lane)
    current, faults = {note.step_index: note for note in notes}, _faults(session, work, lane, notes)
    dwell = dwell_of(session, work.trajectory_id, viewer) if viewer else {}
    found = [
        StepGap(
            step_index=step,
            unseen=viewer is not None and dwell.get(step, 0) < DWELL_MS,
            unjudged=not _judged(current.get(step)),
            problems=[f"{each.code} {each.message}" for each in faults.get(step, [])],
        )
        for step in range(work.n_steps)
    ]
    return [gap for gap in found if gap.unseen or gap.unjudged or gap.problems]


def _judged(note: Annotation | None) -> bool:
    return note is not None and note.is_human and bool(note.answers) and note.verdict is not None


def _faults(session: Session, work: Work, lane: int, notes: list[Annotation]) -> dict[int, list[Problem]]:
    """Step -> the errors in what is said, held against the actions that the lane's author was shown."""
    trajectory = get_trajectory(session, work.trajectory_id)
    shown = as_shown(session, trajectory) if lane else trajectory
    found: dict[int, list[Problem]] = {}
    for problem in errors_in(list(check_annotations(shown, notes))):
        found.setdefault(notes[int(problem.pointer.split("/")[2])].step_index, []).append(problem)
    return found
