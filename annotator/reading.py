"""What an editor shows of a lane, and who may see it: annotators see their own lane and no other."""

from msgspec import Struct
from sqlmodel import Session

from embrace3k.annotator.errors import NotAllowed
from embrace3k.annotator.people import Person
from embrace3k.annotator.roles import Role
from embrace3k.schema.annotations import Annotation
from embrace3k.storage.annotations import current_annotations, history
from embrace3k.storage.assignments import annotated_lanes
from embrace3k.storage.viewings import dwell_of
from embrace3k.storage.work import get_lane, get_work, lane_name

_SEES_ALL = frozenset({Role.REVIEWER, Role.ENGINEER, Role.ADMIN})


class StepText(Struct, frozen=True, kw_only=True):
    """One step as it stands; a save over it names the annotation's revision, or 0 where there is none."""

    step_index: int
    annotation: Annotation | None
    dwell_ms: int
    """How long the reader has had it on screen."""


def read_lane(session: Session, person: Person, trajectory_id: str, lane: int) -> list[StepText]:
    """Every step of the lane. Raises NotAllowed for a lane that is somebody else's."""
    _require_sight(session, person, trajectory_id, lane)
    notes = {note.step_index: note for note in current_annotations(session, trajectory_id, lane=lane)}
    dwell = dwell_of(session, trajectory_id, person.name)
    return [
        StepText(step_index=step, annotation=notes.get(step), dwell_ms=dwell.get(step, 0))
        for step in range(get_work(session, trajectory_id).n_steps)
    ]


def read_history(session: Session, person: Person, trajectory_id: str, lane: int, step_index: int) -> list[Annotation]:
    """Every revision of one step, oldest first. Raises NotAllowed for a lane that is somebody else's."""
    _require_sight(session, person, trajectory_id, lane)
    return history(session, trajectory_id, step_index, lane=lane)


def _require_sight(session: Session, person: Person, trajectory_id: str, lane: int) -> None:
    own = annotated_lanes(session, trajectory_id, person.name)
    if lane in own or get_lane(session, trajectory_id, lane).holder == person.name:
        return
    where = lane_name(trajectory_id, lane)
    if own:
        raise NotAllowed(f"{person.name} annotates lane {min(own)} and sees no other", where=where)
    person.require(_SEES_ALL, "see a lane that is not theirs", where)
