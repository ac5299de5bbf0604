"""`embrace3k works`: giving trajectories to annotators, and where each of them stands."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click
import msgspec

from embrace3k.cli.numbers import NumberRange
from embrace3k.cli.output import json_option, print_json, print_table, talk
from embrace3k.cli.workspace import Workspace
from embrace3k.schema.errors import EmbraceError
from embrace3k.schema.reviews import DemonstrationState
from embrace3k.schema.tasks import TaskType
from embrace3k.schema.work import WorkState

if TYPE_CHECKING:
    from sqlmodel import Session

    from embrace3k.storage.work import Lane

type_option = click.option(
    "--task-type", type=click.Choice([kind.value for kind in TaskType]), help="Only of this type."
)  # fmt: skip
scene_option = click.option("--scene", help="Only in this world, as in family-house_0007.")


@click.group()
def works() -> None:
    """Trajectories that people annotate."""


@works.command("open")
@click.argument("ids", metavar="[ID]...", nargs=-1)
@type_option
@scene_option
@click.option("--reviewed-only", is_flag=True, help="Only demonstrations that a second person has confirmed.")
@click.option("--campaign", help="A name to find them by.")
@click.option(
    "--priority", default=5, show_default=True, type=click.IntRange(0, 1000), help="Lower numbers come first."
)  # fmt: skip
@click.option(
    "--overlap", default=0.0, show_default=True, type=NumberRange(0.0, 1.0), help="Share that several people annotate."
)
@click.option(
    "--annotators", default=2, show_default=True, type=click.IntRange(1, 20),
    help="How many annotate each of that share, blind to each other.",
)  # fmt: skip
@click.pass_obj
def open_for_work(
    workspace: Workspace, ids: tuple[str, ...], task_type: str | None, scene: str | None, reviewed_only: bool,
    campaign: str | None, priority: int, overlap: float, annotators: int,
) -> None:  # fmt: skip
    """Put demonstrations into the queue: those named, or all that reached their goal and nobody has refused.

    ID may be a unique beginning. What is in the queue already stays as it is.
    """
    from embrace3k.annotator.queue import Plan, open_works

    if ids and (task_type or scene or reviewed_only):
        hint = "name them, or choose by --task-type, --scene and --reviewed-only"
        raise EmbraceError("what is named is not chosen as well", where=ids[0], hint=hint)
    plan = Plan(campaign=campaign, priority=priority, annotators=annotators, overlap=overlap)
    with workspace.database.snapshot() as session:
        if ids:
            chosen = _named(session, ids)
        else:
            chosen = _chosen(session, TaskType(task_type) if task_type else None, scene, reviewed_only)
    with workspace.database.session() as session:
        added = open_works(session, chosen, plan, datetime.now(UTC))
    talk.print(f"{added} opened, {len(chosen) - added} were open already")


@works.command("list")
@click.option("--state", type=click.Choice([state.value for state in WorkState]), help="Only works in this state.")
@click.option("--campaign", help="Only of this campaign.")
@type_option
@scene_option
@json_option
@click.pass_obj
def list_all(
    workspace: Workspace, state: str | None, campaign: str | None, task_type: str | None, scene: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Works in the order of the queue, with their states and who holds them."""
    from embrace3k.storage.work import WorkFilter, lanes_of_each, list_works

    wanted = WorkFilter(
        task_type=TaskType(task_type) if task_type else None, scene=scene, campaign=campaign,
        state=WorkState(state) if state else None,
    )  # fmt: skip
    with workspace.database.snapshot() as session:
        found = list_works(session, wanted, limit=None)
        lanes = lanes_of_each(session, [work.trajectory_id for work in found])
    if as_json:
        print_json([msgspec.to_builtins(work) | {"lanes": lanes[work.trajectory_id]} for work in found])
        return
    print_table(
        ["id", "state", ">priority", "campaign", "type", "scene", ">steps", ">annotators", "held by"],
        [
            (work.trajectory_id, work.state, work.priority, work.campaign or "", work.task_type, work.scene,
             work.n_steps, work.annotators, _holders(lanes[work.trajectory_id]))
            for work in found
        ],
    )  # fmt: skip


def _named(session: "Session", beginnings: tuple[str, ...]) -> list[str]:
    from embrace3k.storage.trajectories import find_trajectory

    return list(dict.fromkeys(find_trajectory(session, beginning).id for beginning in beginnings))


def _chosen(session: "Session", task_type: TaskType | None, scene: str | None, reviewed_only: bool) -> list[str]:
    from embrace3k.storage.demonstration_reviews import checked_demonstrations

    found = checked_demonstrations(session, task_type=task_type, scene=scene)
    standing = {DemonstrationState.CONFIRMED} | (set() if reviewed_only else {DemonstrationState.UNCHECKED})
    fit = [each for each in found if each.state in standing and each.success is not False]
    if left_out := len(found) - len(fit):
        more = ", or that nobody has confirmed" if reviewed_only else ""
        talk.print(f"left out {left_out} that missed their goal or were refused{more}")
    return [each.trajectory_id for each in fit]


def _holders(lanes: "list[Lane]") -> str:
    return ", ".join(lane.holder for lane in lanes if lane.holder)
