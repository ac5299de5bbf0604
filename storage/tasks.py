"""Tasks in the database."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from embrace3k.schema.codec import decode
from embrace3k.schema.tasks import Task, TaskType
from embrace3k.storage.errors import RecordNotFound
from embrace3k.storage.records import Values, insert_new, record_columns
from embrace3k.storage.tables import TaskRecord
from embrace3k.storage.trajectories import in_batches


def add_tasks(session: Session, tasks: Iterable[Task]) -> int:
    """Keep tasks; returns how many were new. Equal ones are passed over. Raises RecordConflict on other content."""
    return sum(insert_new(session, TaskRecord, task_values(task)) for task in tasks)


def get_task(session: Session, task_id: str) -> Task:
    """Raises RecordNotFound."""
    record = session.exec(select(TaskRecord.record).where(TaskRecord.id == task_id)).first()
    if record is None:
        raise RecordNotFound(
            "no such task", where=f"task {task_id}", hint="`embrace3k tasks list` shows those there are"
        )
    return decode(record, Task, where=f"task {task_id}")


def get_tasks(session: Session, task_ids: Iterable[str]) -> dict[str, Task]:
    """By id; one that does not exist is left out."""
    found = dict[str, Task]()
    for some in in_batches(list(task_ids)):
        rows = session.exec(select(TaskRecord.id, TaskRecord.record).where(col(TaskRecord.id).in_(some)))
        found |= {task_id: decode(record, Task, where=f"task {task_id}") for task_id, record in rows}
    return found


def has_task(session: Session, task_id: str) -> bool:
    return session.exec(select(TaskRecord.number).where(TaskRecord.id == task_id)).first() is not None


def list_tasks(session: Session, *, type: TaskType | str | None = None, scene_name: str | None = None) -> list[Task]:
    """In the order they were added."""
    query = select(TaskRecord.id, TaskRecord.record).order_by(col(TaskRecord.number))
    if type is not None:
        query = query.where(TaskRecord.type == TaskType(type).value)
    if scene_name is not None:
        query = query.where(TaskRecord.scene_name == scene_name)
    return [decode(record, Task, where=f"task {task_id}") for task_id, record in session.exec(query)]


def task_values(task: Task) -> Values:
    return {"id": task.id, "type": task.type.value, "scene_name": task.scene.name, **record_columns(task)}
