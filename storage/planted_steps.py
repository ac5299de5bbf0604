"""Wrong actions shown on purpose, to measure annotators. They live here alone: no record and no release has them."""

from datetime import datetime

from msgspec import Struct
from sqlmodel import Session, col, select

from embrace3k.schema.actions import Action
from embrace3k.storage.records import insert_or_nothing
from embrace3k.storage.work_tables import PlantedStepRecord


class PlantedStep(Struct, frozen=True, kw_only=True):
    trajectory_id: str
    step_index: int
    shown_action: Action
    planted_by: str
    created_at: datetime


def plant_step(
    session: Session, trajectory_id: str, step_index: int, shown: Action, *, planted_by: str, now: datetime
) -> bool:
    """False where a step has one already."""
    values = {
        "trajectory_id": trajectory_id, "step_index": step_index, "shown_action": shown.value,
        "planted_by": planted_by, "created_at": now,
    }  # fmt: skip
    return insert_or_nothing(session, PlantedStepRecord, values)


def planted_in(session: Session, trajectory_id: str) -> dict[int, Action]:
    """Step -> the wrong action that annotators are shown there."""
    row = PlantedStepRecord
    query = select(row.step_index, row.shown_action).where(row.trajectory_id == trajectory_id)
    return {step: Action(shown) for step, shown in session.exec(query)}


def planted_steps(session: Session) -> list[PlantedStep]:
    """All of them, by trajectory and step."""
    row = PlantedStepRecord
    query = select(row).order_by(col(row.trajectory_id), col(row.step_index))
    return [
        PlantedStep(
            trajectory_id=found.trajectory_id, step_index=found.step_index, shown_action=Action(found.shown_action),
            planted_by=found.planted_by, created_at=found.created_at,
        )
        for found in session.exec(query)
    ]  # fmt: skip


def planted_in_each(session: Session) -> dict[str, dict[int, Action]]:
    """`planted_in` of every trajectory in which there is one, by id."""
    row, planted = PlantedStepRecord, dict[str, dict[int, Action]]()
    query = select(row.trajectory_id, row.step_index, row.shown_action)
    for trajectory_id, step, shown in session.exec(query.order_by(col(row.trajectory_id), col(row.step_index))):
        planted.setdefault(trajectory_id, {})[step] = Action(shown)
    return planted
