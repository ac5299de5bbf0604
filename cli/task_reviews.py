"""`embrace3k tasks review`: the check of tasks, by somebody other than a task's maker."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from embrace3k.annotator.people import Person
from embrace3k.cli.output import json_option, print_json, print_table, talk
from embrace3k.cli.review_options import by_option, note_option, over_option
from embrace3k.cli.workspace import Workspace
from embrace3k.schema.reviews import CheckEvent, RefusalReason, ReviewState, TaskReview

if TYPE_CHECKING:
    from embrace3k.annotator.checks import TaskCheck
    from embrace3k.storage.task_reviews import ReviewedTask


@click.group()
def review() -> None:
    """Confirm or refuse tasks. Decisions are kept for good; a later one is made over the one before it."""


@review.command("list")
@click.option("--state", type=click.Choice([state.value for state in ReviewState]), help="Only tasks in this state.")
@json_option
@click.pass_obj
def list_all(workspace: Workspace, state: str | None, as_json: bool) -> None:
    """Tasks and what was last decided about each."""
    from embrace3k.storage.task_reviews import reviewed_tasks

    with workspace.database.snapshot() as session:
        found = reviewed_tasks(session, ReviewState(state) if state else None)
    if as_json:
        print_json([_summary(each) for each in found])
        return
    print_table(
        ["id", "type", "state", ">revision", "by", "reason", "instruction"],
        [
            (each.task.id, each.task.type, each.state, each.revision, *_decided(each.review), each.task.instruction)
            for each in found
        ],
    )


@review.command()
@click.argument("task_id", metavar="ID")
@by_option
@over_option
@note_option
@click.pass_obj
def confirm(workspace: Workspace, task_id: str, person: Person, over: int, note: str | None) -> None:
    """Let a task stay: its target exists, can be reached, fits the type, and is the only thing that the words fit."""
    from embrace3k.annotator.checks import TaskCheck

    _decide(workspace, person, TaskCheck(task_id=task_id, event=CheckEvent.CONFIRM, over=over, note=note))


@review.command()
@click.argument("task_id", metavar="ID")
@by_option
@click.option(
    "--reason", required=True, type=click.Choice([reason.value for reason in RefusalReason]), help="What is wrong."
)
@over_option
@note_option
@click.pass_obj
def refuse(workspace: Workspace, task_id: str, person: Person, reason: str, over: int, note: str | None) -> None:
    """Say what is wrong with a task that should not be recorded."""
    from embrace3k.annotator.checks import TaskCheck

    check = TaskCheck(
        task_id=task_id, event=CheckEvent.REFUSE, over=over, reason=RefusalReason(reason), note=note
    )  # fmt: skip
    _decide(workspace, person, check)


@review.command()
@click.argument("task_id", metavar="ID")
@json_option
@click.pass_obj
def history(workspace: Workspace, task_id: str, as_json: bool) -> None:
    """Everything that was decided about one task, oldest first."""
    from embrace3k.storage.task_reviews import review_history

    with workspace.database.snapshot() as session:
        found = review_history(session, task_id)
    if as_json:
        print_json(found)
        return
    print_table(
        [">revision", "state", "by", "reason", "when", "note"],
        [(each.revision, each.state, *_decided(each), each.created_at, each.note or "") for each in found],
    )


def _decide(workspace: Workspace, person: Person, check: "TaskCheck") -> None:
    from embrace3k.annotator.checks import check_task
    from embrace3k.annotator.events import OPERATOR

    with workspace.database.session() as session:
        decided = check_task(session, person, check, datetime.now(UTC), who=OPERATOR)
    talk.print(f"{decided.task_id} is {decided.state} by {decided.by}, revision {decided.revision}")


def _decided(review: TaskReview | None) -> tuple[str, str]:
    return (review.by, review.reason or "") if review else ("", "")


def _summary(reviewed: "ReviewedTask") -> dict[str, object]:
    task = reviewed.task
    return {
        "id": task.id,
        "type": task.type,
        "instruction": task.instruction,
        "maker": task.maker,
        "state": reviewed.state,
        "revision": reviewed.revision,
        "review": reviewed.review,
    }
