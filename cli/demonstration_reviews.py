"""`embrace3k trajectories review`: the check of demonstrations, by somebody other than who drove."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click
import msgspec

from embrace3k.annotator.people import Person
from embrace3k.cli.output import MARKS, json_option, print_json, print_table, talk
from embrace3k.cli.review_options import by_option, note_option, over_option
from embrace3k.cli.workspace import Workspace
from embrace3k.schema.reviews import CheckEvent, DemonstrationFault, DemonstrationReview, DemonstrationState

if TYPE_CHECKING:
    from embrace3k.storage.demonstration_reviews import CheckedDemonstration


@click.group()
def review() -> None:
    """Confirm or refuse demonstrations. Decisions are kept for good; a later one is made over the one before it.

    What is refused is not annotated and not released.
    """


@review.command("list")
@click.option(
    "--state", type=click.Choice([state.value for state in DemonstrationState]), help="Only those in this state."
)
@json_option
@click.pass_obj
def list_all(workspace: Workspace, state: str | None, as_json: bool) -> None:
    """Demonstrations and what was last decided about each; agents' episodes are none."""
    from embrace3k.storage.demonstration_reviews import checked_demonstrations

    with workspace.database.snapshot() as session:
        found = checked_demonstrations(session, DemonstrationState(state) if state else None)
    if as_json:
        print_json([_summary(each) for each in found])
        return
    print_table(
        ["id", "type", "driver", ">steps", "success", "state", ">revision", "by", "reason", "instruction"],
        [
            (
                each.trajectory_id, each.task_type, each.driver_name, each.n_steps, MARKS[each.success], each.state,
                each.revision, *_decided(each.review), each.instruction,
            )
            for each in found
        ],
    )  # fmt: skip


@review.command()
@click.argument("trajectory_id", metavar="ID")
@by_option
@over_option
@note_option
@click.pass_obj
def confirm(workspace: Workspace, trajectory_id: str, person: Person, over: int, note: str | None) -> None:
    """Let a demonstration stay: it does what was asked for, without a detour. ID may be a unique beginning."""
    _decide(workspace, person, trajectory_id, CheckEvent.CONFIRM, over, None, note)


@review.command()
@click.argument("trajectory_id", metavar="ID")
@by_option
@click.option(
    "--reason", required=True, type=click.Choice([fault.value for fault in DemonstrationFault]), help="What is wrong."
)
@over_option
@note_option
@click.pass_obj
def refuse(workspace: Workspace, trajectory_id: str, person: Person, reason: str, over: int, note: str | None) -> None:
    """Say what is wrong with a demonstration that should not be annotated. ID may be a unique beginning."""
    _decide(workspace, person, trajectory_id, CheckEvent.REFUSE, over, DemonstrationFault(reason), note)


@review.command()
@click.argument("trajectory_id", metavar="ID")
@json_option
@click.pass_obj
def history(workspace: Workspace, trajectory_id: str, as_json: bool) -> None:
    """Everything that was decided about one demonstration, oldest first. ID may be a unique beginning."""
    from embrace3k.storage.demonstration_reviews import demonstration_review_history
    from embrace3k.storage.trajectories import find_trajectory

    with workspace.database.snapshot() as session:
        found = demonstration_review_history(session, find_trajectory(session, trajectory_id).id)
    if as_json:
        print_json(found)
        return
    print_table(
        [">revision", "state", "by", "reason", "when", "note"],
        [(each.revision, each.state, *_decided(each), each.created_at, each.note or "") for each in found],
    )


def _decide(
    workspace: Workspace,
    person: Person,
    beginning: str,
    event: CheckEvent,
    over: int,
    reason: DemonstrationFault | None,
    note: str | None,
) -> None:
    from embrace3k.annotator.checks import DemonstrationCheck, check_demonstration
    from embrace3k.annotator.events import OPERATOR
    from embrace3k.storage.trajectories import find_trajectory

    with workspace.database.session() as session:
        trajectory_id = find_trajectory(session, beginning).id
        check = DemonstrationCheck(trajectory_id=trajectory_id, event=event, over=over, reason=reason, note=note)
        decided = check_demonstration(session, person, check, datetime.now(UTC), who=OPERATOR)
    talk.print(f"{decided.trajectory_id} is {decided.state} by {decided.by}, revision {decided.revision}")


def _decided(review: DemonstrationReview | None) -> tuple[str, str]:
    return (review.by, review.reason or "") if review else ("", "")


def _summary(found: "CheckedDemonstration") -> dict[str, object]:
    shown: dict[str, object] = msgspec.to_builtins(found)
    del shown["number"]
    return shown | {"state": found.state, "revision": found.revision}
