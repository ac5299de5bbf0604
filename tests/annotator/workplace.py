"""People, and trajectories of two steps with template drafts, in the queue of a real database."""

from datetime import UTC, datetime, timedelta
from itertools import count

from sqlmodel import Session

from embrace3k.annotator.people import Person
from embrace3k.annotator.queue import Plan, open_works
from embrace3k.annotator.roles import Role
from embrace3k.annotator.saving import Place, Saved, Words, report_viewings, save
from embrace3k.schema.annotations import Answers, ReasonCode, Verdict
from embrace3k.storage.annotations import add_annotations, newest_revision
from embrace3k.storage.database import Database
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import commit_trajectory
from embrace3k.tests.storage.samples import annotation, task, trajectory

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
ANN, BEN, CID = (Person(name, frozenset({Role.ANNOTATOR})) for name in ("Ann", "Ben", "Cid"))
RIA, ROY = (Person(name, frozenset({Role.REVIEWER})) for name in ("Ria", "Roy"))
ADA = Person("Ada", frozenset({Role.ADMIN}))
ENG = Person("Eng", frozenset({Role.ENGINEER}))
BOTH = Person("Bo", frozenset({Role.ANNOTATOR, Role.REVIEWER}))

WELL = Answers(action_matches=Verdict.GROUNDED, object_present=Verdict.GROUNDED, rationale_supported=Verdict.GROUNDED)
WRONG = Answers(
    action_matches=Verdict.NOT_GROUNDED, object_present=Verdict.GROUNDED, rationale_supported=Verdict.GROUNDED
)
_operations = count()


def fill(database: Database, *ids: str, plan: Plan | None = None) -> None:
    """Trajectories `ids` with a draft for each step, opened for work."""
    with database.session() as session:
        add_tasks(session, [task()])
        for name in ids:
            commit_trajectory(session, trajectory(name))
            add_annotations(session, [annotation(step, trajectory_id=name) for step in range(2)])
        open_works(session, ids, plan or Plan(), NOW)


def after(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def operation() -> str:
    return f"op-{next(_operations)}"


def place(step: int = 0, base_rev: int = 1, *, lane: int = 0, name: str = "a", op: str | None = None) -> Place:
    return Place(
        trajectory_id=name, lane=lane, step_index=step, base_rev=base_rev, client_op_id=op or operation()
    )  # fmt: skip


def words(rationale: str = "I see the car, so I go on.", answers: Answers = WELL) -> Words:
    codes = [ReasonCode.WRONG_ACTION] if Verdict.NOT_GROUNDED in answers.each() else []
    return Words(rationale=rationale, answers=answers, reason_codes=codes)


def do_all(session: Session, person: Person, name: str = "a", lane: int = 0, *, text: str = "I go on.") -> list[Saved]:
    """See and judge both steps of a lane that the person holds."""
    report_viewings(session, person, name, lane, {0: 900, 1: 900}, NOW)
    saved = []
    for step in range(2):
        newest = newest_revision(session, name, lane, step)
        where = place(step, newest.revision if newest else 0, lane=lane, name=name)
        saved.append(save(session, person, where, words(text), NOW, dwell_ms=900))
    return saved
