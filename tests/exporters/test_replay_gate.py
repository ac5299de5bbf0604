"""A release that takes only what a replay has verified."""

import pytest

from embrace3k.exporters.errors import NothingToRelease
from embrace3k.exporters.release import BuildOptions, BuildResult, Selection, build, publish, verify
from embrace3k.schema.codec import digest
from embrace3k.schema.replays import Obstacle, PoseError, Replay, ReplayTolerance, ReplayVerdict
from embrace3k.schema.trajectories import Trajectory
from embrace3k.storage.replays import add_replay
from embrace3k.tests.exporters.records import Home
from embrace3k.tests.storage import samples

ASKED_FOR = ReplayTolerance(position_cm=90.0, rotation_deg=2.0, frames=False, own=False)


def replay(trajectory: Trajectory, **changes: object) -> Replay:
    return samples.replay(trajectory.id, **{"trajectory_sha256": digest(trajectory), **changes})


def drifted(trajectory: Trajectory) -> Replay:
    return samples.drifted(trajectory.id, trajectory_sha256=digest(trajectory))


def replay_everything(home: Home, *others: Replay) -> None:
    """Verified, each with a larger error than the one before, and then what is given."""
    with home.database.session() as session:
        for number, one in enumerate(home.trajectories):
            add_replay(session, replay(one, agent=PoseError(number / 8, 0.0), objects=PoseError(0.0, number / 4)))
        for other in others:
            add_replay(session, other)


def gated(home: Home, limits: PoseError | None = None) -> BuildResult:
    options = BuildOptions(selection=Selection(require_replay=True, replay_limits=limits))
    return build(home.database, home.store, "0.1.0", home.staging, options)


def reasons(built: BuildResult) -> dict[str, list[str]]:
    return {each.trajectory_id: each.reasons for each in built.manifest.excluded}


def test_where_everything_is_verified_nothing_is_left_out_and_the_largest_errors_are_told(home: Home):
    replay_everything(home)
    built = gated(home)
    assert (built.manifest.excluded, built.manifest.counts.episodes) == ([], 8)
    assert built.replay_errors == PoseError(7 / 8, 7 / 4)
    assert built.replay_tolerance == PoseError(1.0, 0.5)


def test_what_was_never_replayed_is_left_out_with_the_reason(home: Home):
    with home.database.session() as session:
        add_replay(session, replay(home.trajectories[0]))
    manifest = gated(home).manifest
    assert manifest.counts.episodes == 1
    assert {each.trajectory_id for each in manifest.excluded} == {each.id for each in home.trajectories[1:]}
    assert {reason for each in manifest.excluded for reason in each.reasons} == {
        "replay_missing: no replay of it is on record"
    }


def test_only_the_newest_conclusive_replay_counts(home: Home):
    first, second, third = home.trajectories[:3]
    elsewhere = {"verdict": ReplayVerdict.NOT_REPLAYABLE, "reason": Obstacle.BACKEND_DIFFERS}
    gone = [replay(each, **elsewhere) for each in (first, second)]
    replay_everything(home, drifted(second), drifted(third), replay(third), *gone)
    assert reasons(gated(home)) == {second.id: ["replay_drifted: step 1: agent 0.500 cm, 0.000 deg off"]}


def test_what_could_never_be_replayed_is_left_out_with_the_reason(home: Home):
    first, second = home.trajectories[:2]
    with home.database.session() as session:
        add_replay(session, replay(first, verdict=ReplayVerdict.NOT_REPLAYABLE, words="no such world"))
        add_replay(session, replay(second))
    assert reasons(gated(home))[first.id] == ["not_replayable: no such world"]


def test_a_replay_of_other_content_is_none(home: Home):
    first = home.trajectories[0]
    replay_everything(home, replay(first, trajectory_sha256="0" * 64))
    assert reasons(gated(home)) == {first.id: ["replay_stale: what was replayed had other content"]}


def test_a_tolerance_that_somebody_asked_for_does_not_open_the_gate(home: Home):
    first = home.trajectories[0]
    replay_everything(home, replay(first, tolerance=ASKED_FOR, agent=PoseError(80.0, 0.0)))
    assert reasons(gated(home)) == {
        first.id: ["replay_lenient: it was held to a wider tolerance than the simulator's own"]
    }


@pytest.mark.parametrize("beyond", [PoseError(2.001, 0.0), PoseError(0.0, 2.001)])
def test_limits_hold_what_was_measured_whatever_the_tolerance_was(home: Home, beyond: PoseError):
    first, second = home.trajectories[:2]
    within, without = (PoseError(2.0, 2.0), beyond)
    replay_everything(
        home, *(replay(each, tolerance=ASKED_FOR, camera=error) for each, error in ((first, within), (second, without)))
    )
    built = gated(home, PoseError(2.0, 2.0))
    measured = f"{beyond.position_cm:.3f} cm, {beyond.rotation_deg:.3f} deg"
    assert reasons(built) == {second.id: [f"replay_beyond: its largest errors are {measured}"]}
    assert (built.replay_errors, built.replay_tolerance) == (PoseError(2.0, 2.0), PoseError(90.0, 2.0))


def test_errors_of_what_is_left_out_are_not_told_as_the_releases(home: Home):
    replay_everything(home, drifted(home.trajectories[7]))
    assert gated(home).replay_errors == PoseError(6 / 8, 6 / 4)


def test_without_the_gate_replays_change_nothing(home: Home):
    before = build(home.database, home.store, "0.1.0", home.staging)
    replay_everything(home, drifted(home.trajectories[0]))
    after = build(home.database, home.store, "0.1.0", home.staging)
    assert (after.manifest, after.replay_errors) == (before.manifest, None)


def test_a_gated_release_is_published_and_verifies(home: Home):
    replay_everything(home, drifted(home.trajectories[0]))
    gated(home)
    publish(home.store, "0.1.0", home.staging)
    assert verify(home.store, "0.1.0").ok


def test_a_gate_that_nothing_passes_says_what_is_missing(home: Home):
    with pytest.raises(NothingToRelease, match="replay_missing: no replay of it is on record"):
        gated(home)


def test_a_release_names_the_schemas_of_what_it_holds_and_replays_are_not_in_it(home: Home):
    replay_everything(home)
    assert [each.kind for each in gated(home).manifest.schemas] == ["annotation", "manifest", "task", "trajectory"]
