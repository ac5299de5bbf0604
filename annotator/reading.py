"""What an editor shows of a lane, and who may see it: annotators see their own lane and no other.

Nothing here tells an annotator whether others annotate the same, or whether the action shown is a planted one: of
what was never theirs they learn as much as of what does not exist.
"""

from collections.abc import Iterable

from msgspec import Struct
from sqlmodel import Session

from embrace3k.annotator.errors import NotAllowed
from embrace3k.annotator.people import Person
from embrace3k.annotator.roles import Role
from embrace3k.schema.annotations import Annotation
from embrace3k.schema.work import WorkState
from embrace3k.storage.annotations import current_annotations, history
from embrace3k.storage.assignments import annotated_lanes, annotated_trajectories, last_lane
from embrace3k.storage.errors import RecordNotFound
from embrace3k.storage.viewings import dwell_of
from embrace3k.storage.work import Work, get_lane, get_work, work_name, work_states_among

SEES_ALL = frozenset({Role.REVIEWER, Role.ENGINEER, Role.ADMIN})
_OPEN = (WorkState.RECORDED, WorkState.RETURNED)


class StepText(Struct, frozen=True, kw_only=True):
    """One step as it stands; a save over it names the annotation's revision, or 0 where there is none."""

    step_index: int
    annotation: Annotation | None
    dwell_ms: int
    """How long the reader has had it on screen."""


def lane_for(session: Session, person: Person, trajectory_id: str) -> int:
    """The lane that is meant where a person names none: that which they hold or held last, else lane 0.

    Raises RecordNotFound for an annotator who never held one.
    """
    lane = last_lane(session, trajectory_id, person.name)
    if lane is None:
        if not person.roles & SEES_ALL:
            hint = "the queue gives out what is to be annotated"
            raise RecordNotFound("no such work", where=work_name(trajectory_id), hint=hint)
        return 0
    return lane


def named_lane(session: Session, person: Person, trajectory_id: str, lane: int | None) -> int:
    """The lane to read: `lane_for`, or another one. Raises NotAllowed for annotators of it, who cannot name lanes."""
    if lane is None:
        return lane_for(session, person, trajectory_id)
    require_sight_of_all(session, person, trajectory_id)
    return lane


def read_lane(session: Session, person: Person, trajectory_id: str, lane: int) -> list[StepText]:
    """Every step of the lane. Raises NotAllowed for a lane that is somebody else's."""
    require_sight(session, person, trajectory_id, lane)
    notes = {note.step_index: note for note in current_annotations(session, trajectory_id, lane=lane)}
    dwell = dwell_of(session, trajectory_id, person.name)
    return [
        StepText(step_index=step, annotation=notes.get(step), dwell_ms=dwell.get(step, 0))
        for step in range(get_work(session, trajectory_id).n_steps)
    ]


def read_history(session: Session, person: Person, trajectory_id: str, lane: int, step_index: int) -> list[Annotation]:
    """Every revision of one step, oldest first. Raises NotAllowed for a lane that is somebody else's."""
    require_sight(session, person, trajectory_id, lane)
    return history(session, trajectory_id, step_index, lane=lane)


def require_sight(session: Session, person: Person, trajectory_id: str, lane: int) -> bool:
    """Whether it is one of the person's own lanes as an annotator. Raises NotAllowed for one hidden from them."""
    own = annotated_lanes(session, trajectory_id, person.name)
    if lane in own:
        return True
    # Whoever asks for other people's lanes does not learn from the answer whether there are any.
    holding = last_lane(session, trajectory_id, person.name) == lane
    if not holding or get_lane(session, trajectory_id, lane).holder != person.name:
        _require_stranger(session, person, trajectory_id, own)
    return False


def require_sight_of_all(session: Session, person: Person, trajectory_id: str) -> None:
    """Of every lane, and of what was planted. Raises NotAllowed."""
    _require_stranger(session, person, trajectory_id, annotated_lanes(session, trajectory_id, person.name))


def in_full_sight(session: Session, person: Person, works: Iterable[Work]) -> list[Work]:
    """Those that `require_sight_of_all` lets the person see, found with one query."""
    if not person.roles & SEES_ALL:
        return []
    own = annotated_trajectories(session, person.name)
    hidden = _OPEN if Role.ANNOTATOR in person.roles else ()
    return [work for work in works if work.trajectory_id not in own and work.state not in hidden]


def hidden_among(session: Session, person: Person, trajectory_ids: list[str]) -> set[str]:
    """Those that whoever sees all is yet refused by `require_sight_of_all`; none that is no work."""
    own = annotated_trajectories(session, person.name)
    states = work_states_among(session, trajectory_ids) if Role.ANNOTATOR in person.roles else {}
    return {each for each in trajectory_ids if each in own or states.get(each) in _OPEN}


def _require_stranger(session: Session, person: Person, trajectory_id: str, own: set[int]) -> None:
    where = work_name(trajectory_id)
    if own:
        raise NotAllowed(f"{person.name} annotates it and sees no other lane", where=where)
    person.require(SEES_ALL, "see a lane that is not theirs", where)
    if Role.ANNOTATOR in person.roles and get_work(session, trajectory_id).state in _OPEN:
        hint = "look at it when it has been annotated"
        raise NotAllowed(f"{person.name} may still be asked to annotate it", where=where, hint=hint)
