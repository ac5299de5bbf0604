"""Planted steps: annotators are shown a wrong action and ought to say so.

They are planted in blind lanes alone. Lane 0, the only one that is ever released, is written over the true actions.
"""

from datetime import datetime

import msgspec
from msgspec import Struct
from sqlmodel import Session

from embrace3k.annotator.errors import LaneClosed, NotAllowed
from embrace3k.annotator.events import StepPlanted, record
from embrace3k.annotator.people import Person
from embrace3k.annotator.roles import Role
from embrace3k.schema.actions import Action
from embrace3k.schema.annotations import Verdict
from embrace3k.schema.trajectories import Trajectory
from embrace3k.schema.work import WorkState
from embrace3k.storage.annotations import current_annotations
from embrace3k.storage.assignments import assignment_history
from embrace3k.storage.errors import RecordNotFound
from embrace3k.storage.planted_steps import plant_step, planted_in, planted_trajectories
from embrace3k.storage.trajectories import get_trajectory
from embrace3k.storage.work import get_work, lanes_of, make_blind

_PLANTS = frozenset({Role.ENGINEER, Role.ADMIN})


class Probe(Struct, frozen=True, kw_only=True):
    """What one annotator said of one planted step."""

    annotator: str
    trajectory_id: str
    step_index: int
    caught: bool
    """The action was said not to match."""
    corrected: bool
    """The true action was given instead."""


def plant(session: Session, person: Person, trajectory_id: str, step_index: int, shown: Action, now: datetime) -> bool:
    """Show annotators another action than the true one; False where a step has a planted one already.

    Work without blind lanes gets one. Raises LaneClosed where somebody has begun, NotAllowed.
    """
    where = f"trajectory {trajectory_id}, step {step_index}"
    person.require(_PLANTS, "plant a step", where)
    work = get_work(session, trajectory_id, lock=True)
    if work.state is not WorkState.RECORDED or assignment_history(session, trajectory_id):
        raise LaneClosed("somebody has begun to annotate it", where=where, hint="plant in one that nobody had yet")
    if not 0 <= step_index < work.n_steps:
        raise RecordNotFound(f"the trajectory has only {work.n_steps} steps", where=where, hint="steps count from 0")
    if get_trajectory(session, trajectory_id).steps[step_index].action is shown:
        raise NotAllowed(f"{shown} is the true action", where=where, hint="plant another one")
    if not work.blind:
        make_blind(session, work)
    planted = plant_step(session, trajectory_id, step_index, shown, planted_by=person.name, now=now)
    if planted:
        record(session, StepPlanted(who=person.name, trajectory_id=trajectory_id, step_index=step_index), now)
    return planted


def as_shown(session: Session, trajectory: Trajectory) -> Trajectory:
    """The trajectory as annotators in blind lanes get it."""
    planted = planted_in(session, trajectory.id)
    steps = [
        msgspec.structs.replace(step, action=planted[step.index]) if step.index in planted else step
        for step in trajectory.steps
    ]
    return msgspec.structs.replace(trajectory, steps=steps) if planted else trajectory


def probes(session: Session) -> list[Probe]:
    """What came of every planted step, in the lanes that were submitted."""
    return [probe for trajectory_id in planted_trajectories(session) for probe in _probes_of(session, trajectory_id)]


def _probes_of(session: Session, trajectory_id: str) -> list[Probe]:
    planted, found = planted_in(session, trajectory_id), []
    steps = get_trajectory(session, trajectory_id).steps
    for lane in lanes_of(session, trajectory_id):
        if not (lane.lane and lane.submitted):
            continue
        for note in current_annotations(session, trajectory_id, lane=lane.lane):
            if note.step_index in planted and note.answers:
                found.append(
                    Probe(
                        annotator=note.author.name,
                        trajectory_id=trajectory_id,
                        step_index=note.step_index,
                        caught=note.answers.action_matches is Verdict.NOT_GROUNDED,
                        corrected=note.corrected_action is steps[note.step_index].action,
                    )  # fmt: skip
                )
    return found
