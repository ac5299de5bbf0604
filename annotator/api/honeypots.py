"""Planted steps, for those who measure annotators: `/api/v1/honeypots`. No route for annotators tells of them."""

from typing import Annotated

from fastapi import APIRouter, Response
from msgspec import Struct
from pydantic import Field

from embrace3k.annotator import honeypots
from embrace3k.annotator.api.callers import Caller, requires
from embrace3k.annotator.api.context import InContext
from embrace3k.annotator.api.messages import LARGEST, Body, answer, answers
from embrace3k.annotator.honeypots import Probe
from embrace3k.annotator.roles import Role
from embrace3k.schema.actions import Action
from embrace3k.storage.planted_steps import PlantedStep, planted_steps

router = APIRouter(prefix="/api/v1/honeypots", tags=["honeypots"])

Engineer = Annotated[Caller, requires(Role.ENGINEER, Role.ADMIN)]


class Planting(Body):
    trajectory_id: Annotated[str, Field(max_length=300)]
    step_index: Annotated[int, Field(ge=0, le=LARGEST)]
    shown_action: Action


class Planted(Struct, frozen=True, kw_only=True):
    new: bool
    """False where the step has a planted action already."""


class Honeypots(Struct, frozen=True, kw_only=True):
    planted: list[PlantedStep]
    probes: list[Probe]
    """What annotators said of them, in the lanes that were submitted."""


@router.post("", responses=answers(Planted))
def plant(planting: Planting, caller: Engineer, context: InContext) -> Response:
    """Show annotators a wrong action at a step of a work that nobody has begun."""
    of, step, shown = planting.trajectory_id, planting.step_index, planting.shown_action
    with context.database.session() as session:
        new = honeypots.plant(session, caller.person, of, step, shown, context.clock())
    return answer(Planted(new=new))


@router.get("", responses=answers(Honeypots))
def all_honeypots(caller: Engineer, context: InContext) -> Response:
    with context.database.snapshot() as session:
        return answer(Honeypots(planted=planted_steps(session), probes=honeypots.probes(session)))
