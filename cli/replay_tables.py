"""How replays are shown: a line for one, a table for many, and one instant after another."""

from collections.abc import Sequence

import click

from embrace3k.cli.output import print_table
from embrace3k.schema.replays import InstantErrors, PoseError, Replay, ReplayVerdict
from embrace3k.schema.trajectories import Trajectory

_SAME = PoseError(0.0, 0.0)


def replay_line(replay: Replay | None) -> str:
    """`replay verified: 0.000 cm, 0.000 deg, frames equal (2026-11-28, embedded 0.1.0)`."""
    if replay is None:
        return "replay: none yet"
    date, simulator = replay.created_at[:10], replay.simulator
    when = f"({date}, {simulator.backend} {simulator.version or ''}".rstrip() + ")" if simulator else f"({date})"
    if replay.verdict is ReplayVerdict.NOT_REPLAYABLE:
        return f"not replayable: {replay.words} {when}"
    largest = replay.largest
    measured = f"{largest.position_cm:.3f} cm, {largest.rotation_deg:.3f} deg, {_frames_in_words(replay)}"
    line = f"replay {replay.verdict}: {measured} {when}"
    return f"{line}\nout of tolerance from {replay.words}" if replay.words else line


def print_replays(replays: Sequence[tuple[str, Replay]]) -> None:
    """(scene, replay): one line each, with the largest errors; below them what is wrong, which may be long."""
    print_table(
        ["id", "scene", "replay", ">agent cm", ">deg", ">object cm", ">deg", ">camera cm", ">deg", ">frames", ">out"],
        [_row(scene, replay) for scene, replay in replays],
    )
    troubles = [(replay.trajectory_id, replay.words) for _, replay in replays if replay.words]
    if troubles:
        click.echo()
        print_table(["id", "what is wrong"], troubles)


def print_instants(trajectory: Trajectory, replay: Replay) -> None:
    """One line per step, with what was found before its action, and one for the end."""
    errors = {each.index: each for each in replay.errors}
    actions = [step.action.value for step in trajectory.steps] + (["(end)"] if trajectory.final else [])
    frames = [step.frame for step in trajectory.steps] + ([trajectory.final.frame] if trajectory.final else [])
    click.echo(f"{trajectory.id}\n{trajectory.scene.map_name}\n")
    print_table(
        [">step", "action", ">agent cm", ">deg", ">object cm", ">deg", ">camera cm", ">deg", "frame", "what"],
        [
            (index, actions[index], *_instant(errors.get(index), frames[index] is not None, index == replay.first_out))
            for index in range(replay.instants)
        ],
    )
    click.echo()


def _row(scene: str, replay: Replay) -> tuple[object, ...]:
    verdict = replay.verdict.replace("_", " ")
    if not replay.instants:
        return replay.trajectory_id, scene, verdict, *["-"] * 8
    frames = f"{replay.frames_equal}/{replay.frames_compared}" if replay.frames_compared else "-"
    first = "-" if replay.first_out is None else replay.first_out
    numbers = (*_numbers(replay.agent), *_numbers(replay.objects), *_numbers(replay.camera))
    return replay.trajectory_id, scene, verdict, *numbers, frames, first


def _instant(errors: InstantErrors | None, has_frame: bool, is_first_out: bool) -> tuple[str, ...]:
    if errors is None:
        return *_numbers(_SAME) * 3, "equal" if has_frame else "-", ""
    # Shown only where the collector has just replayed: `trajectories show` need not wait for it.
    from embrace3k.collector.comparison import state_in_words

    objects = PoseError.largest(error for error in errors.objects.values() if error)
    what = [*(["first out of tolerance"] if is_first_out else []), *state_in_words(errors)]
    frame = {True: "equal", False: "differs", None: "-"}[errors.frame_equal]
    numbers = (*_numbers(errors.agent), *_numbers(objects), *_numbers(errors.camera))
    return *numbers, frame, "; ".join(what)


def _numbers(error: PoseError) -> tuple[str, str]:
    return f"{error.position_cm:.3f}", f"{error.rotation_deg:.3f}"


def _frames_in_words(replay: Replay) -> str:
    if not replay.frames_compared:
        return "no frames"
    if replay.frames_equal == replay.frames_compared:
        return "frames equal"
    return f"{replay.frames_equal} of {replay.frames_compared} frames equal"
