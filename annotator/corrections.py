"""Other words for a task. Tasks are never changed: the one with the wrong words is refused, and another one is made
that asks for the same. Whoever wrote the new words is its maker, so somebody else checks it.
"""

import re
from datetime import datetime

import msgspec
from sqlmodel import Session

from embrace3k.annotator.checks import TaskCheck, check_task
from embrace3k.annotator.errors import DecisionRefused
from embrace3k.annotator.events import TaskCorrected, record
from embrace3k.annotator.people import Person
from embrace3k.schema.reviews import CheckEvent, RefusalReason
from embrace3k.schema.rules.tasks import check_task as broken_rules
from embrace3k.schema.tasks import Task
from embrace3k.storage.tasks import add_tasks, get_task, has_task

_NUMBERED = re.compile(r"(?P<of>.*)_r(?P<number>\d+)", re.DOTALL)


def correct_task(
    session: Session, person: Person, task_id: str, instruction: str, over: int, now: datetime, note: str | None = None
) -> Task:
    """The new task; `over` is the revision of the newest decision about the old one that the person has seen.

    Raises DecisionRefused, and whatever refusing a task may raise.
    """
    task, where = get_task(session, task_id), f"task {task_id}"
    instruction = instruction.strip()
    if task.source is not None:
        hint = "refuse it, and say why"
        raise DecisionRefused("an imported task keeps the words it was published with", where=where, hint=hint)
    if instruction == task.instruction:
        raise DecisionRefused("these are the words it has", where=where, hint="confirm it, or write others")
    corrected = msgspec.structs.replace(
        task, id=_free_id(session, task_id), instruction=instruction, maker=person.author
    )  # fmt: skip
    if problems := list(broken_rules(corrected)):
        raise DecisionRefused("; ".join(f"{each.code} {each.message}" for each in problems), where=where)
    check = TaskCheck(
        task_id=task_id, event=CheckEvent.REFUSE, over=over, reason=RefusalReason.BADLY_WORDED, note=note
    )  # fmt: skip
    check_task(session, person, check, now)
    add_tasks(session, [corrected])
    record(session, TaskCorrected(who=person.name, task_id=task_id, corrected_id=corrected.id), now)
    return corrected


def _free_id(session: Session, task_id: str) -> str:
    found = _NUMBERED.fullmatch(task_id)
    of, number = (found["of"], int(found["number"])) if found else (task_id, 0)
    while has_task(session, name := f"{of}_r{number + 1}"):
        number += 1
    return name
