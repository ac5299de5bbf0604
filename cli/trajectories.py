"""`embrace3k trajectories`: what was recorded."""

import click
import msgspec

from embrace3k.cli.demonstration_reviews import review
from embrace3k.cli.output import MARKS, json_option, plain, print_json, print_table
from embrace3k.cli.replay_tables import replay_line
from embrace3k.cli.workspace import Workspace
from embrace3k.schema.trajectories import Step


@click.group()
def trajectories() -> None:
    """Recorded demonstrations and episodes."""


@trajectories.command("list")
@json_option
@click.pass_obj
def list_all(workspace: Workspace, as_json: bool) -> None:
    """One line per trajectory."""
    from embrace3k.storage.replays import current_verdicts
    from embrace3k.storage.trajectories import list_trajectories

    with workspace.database.snapshot() as session:
        rows = list_trajectories(session)
        verdicts = current_verdicts(session)
    if as_json:
        print_json([msgspec.to_builtins(row) | {"replay": verdicts.get(row.id)} for row in rows])
    else:
        print_table(
            ["id", "type", "scene", "driver", ">steps", "success", "replay"],
            [
                (
                    row.id,
                    row.type,
                    row.scene,
                    row.driver_name,
                    row.n_steps,
                    MARKS[row.success],
                    verdicts.get(row.id, "-").replace("_", " "),
                )
                for row in rows
            ],
        )


@trajectories.command()
@click.argument("trajectory_id", metavar="ID")
@json_option
@click.pass_obj
def show(workspace: Workspace, trajectory_id: str, as_json: bool) -> None:
    """One trajectory, step by step, with its rationales and the replay that counts. ID may be a unique beginning."""
    from embrace3k.storage.annotations import current_annotations
    from embrace3k.storage.replays import current_replays
    from embrace3k.storage.tasks import get_task
    from embrace3k.storage.trajectories import find_trajectory

    with workspace.database.snapshot() as session:
        trajectory = find_trajectory(session, trajectory_id)
        task = get_task(session, trajectory.task_id)
        annotations = current_annotations(session, trajectory.id)
        replay = current_replays(session, [trajectory.id]).get(trajectory.id)
    if as_json:
        print_json({"task": task, "trajectory": trajectory, "annotations": annotations, "replay": replay})
        return
    rationales = {note.step_index: f"{note.rationale} [{note.author.kind}]" for note in annotations}
    click.echo(f"{trajectory.id}\n{task.instruction}\n{task.type}, {trajectory.scene.map_name}")
    click.echo(f"{plain(replay_line(replay))}\n")
    print_table(
        [">step", "action", "outcome", ">forward cm", ">turn deg", "rationale"],
        [
            (step.index, step.action, step.outcome or "-", *_moved(step), rationales.get(step.index, ""))
            for step in trajectory.steps
        ],
    )


def _moved(step: Step) -> tuple[str, str]:
    if step.evidence is None:
        return "-", "-"
    return f"{step.evidence.forward_cm:.1f}", f"{step.evidence.turn_deg:.1f}"


trajectories.add_command(review)
