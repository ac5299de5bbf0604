"""Planted steps: annotators are shown a wrong action and ought to say so.

They are planted in blind lanes alone. Lane 0, the only one that is ever released, is written over the true actions.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec
from msgspec import Struct
from sqlmodel import Session

from embrace3k.annotator.errors import LaneClosed, NotAllowed
from embrace3k.annotator.events import StepPlanted, record
from embrace3k.annotator.people import Person
from embrace3k.annotator.roles import Role
from embrace3k.schema.actions import Action
from embrace3k.schema.annotations import Annotation, Verdict
from embrace3k.schema.trajectories import Trajectory
from embrace3k.schema.work import WorkState
from embrace3k.storage.assignments import assignment_history
from embrace3k.storage.errors import RecordNotFound
from embrace3k.storage.finished_texts import finished_texts
from embrace3k.storage.planted_steps import plant_step, planted_in, planted_in_each
from embrace3k.storage.trajectories import get_trajectory, iter_trajectories
from embrace3k.storage.work import get_work, make_blind

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
    return with_planted(trajectory, planted_in(session, trajectory.id))


def with_planted(trajectory: Trajectory, planted: Mapping[int, Action]) -> Trajectory:
    """With the wrong actions in place of the true ones."""
    steps = [
        msgspec.structs.replace(step, action=planted[step.index]) if step.index in planted else step
        for step in trajectory.steps
    ]
    return msgspec.structs.replace(trajectory, steps=steps) if planted else trajectory


def probes(session: Session, trajectory_ids: Iterable[str] | None = None) -> list[Probe]:
    """What came of every planted step, in the lanes that were submitted; of all trajectories, or of these."""
    planted = planted_in_each(session)
    ids = [each for each in (planted if trajectory_ids is None else trajectory_ids) if each in planted]
    texts, trajectories = finished_texts(session, ids), iter_trajectories(session, ids)
    return [
        _probe(text.annotation, trajectory)
        for trajectory in trajectories
        for text in texts[trajectory.id]
        if text.annotation.step_index in planted[trajectory.id] and text.annotation.answers
    ]


def _probe(note: Annotation, trajectory: Trajectory) -> Probe:
    return Probe(
        annotator=note.author.name,
        trajectory_id=trajectory.id,
        step_index=note.step_index,
        caught=bool(note.answers and note.answers.action_matches is Verdict.NOT_GROUNDED),
        corrected=note.corrected_action is trajectory.steps[note.step_index].action,
    )
