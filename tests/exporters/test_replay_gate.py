"""A release that takes only what its newest replay has verified."""

import pytest

from embrace3k.exporters.errors import NothingToRelease
from embrace3k.exporters.release import BuildOptions, BuildResult, Selection, build, publish, verify
from embrace3k.schema.replays import PoseError, Replay, ReplayVerdict
from embrace3k.storage.replays import add_replay
from embrace3k.tests.exporters.records import Home
from embrace3k.tests.storage.samples import drifted, replay

GATE = BuildOptions(selection=Selection(require_replay=True))


def replay_everything(home: Home, *others: Replay) -> None:
    """Verified, each with a larger error than the one before, and then what is given."""
    with home.database.session() as session:
        for number, one in enumerate(home.trajectories):
            add_replay(session, replay(one.id, agent=PoseError(number / 8, 0.0), objects=PoseError(0.0, number / 4)))
        for other in others:
            add_replay(session, other)


def gated(home: Home) -> BuildResult:
    return build(home.database, home.store, "0.1.0", home.staging, GATE)


def test_where_everything_is_verified_nothing_is_left_out_and_the_largest_errors_are_told(home: Home):
    replay_everything(home)
    built = gated(home)
    assert (built.manifest.excluded, built.manifest.counts.episodes) == ([], 8)
    assert built.replay_errors == PoseError(7 / 8, 7 / 4)


def test_what_was_never_replayed_is_left_out_with_the_reason(home: Home):
    with home.database.session() as session:
        add_replay(session, replay(home.trajectories[0].id))
    manifest = gated(home).manifest
    assert manifest.counts.episodes == 1
    assert {each.trajectory_id for each in manifest.excluded} == {each.id for each in home.trajectories[1:]}
    assert {reason for each in manifest.excluded for reason in each.reasons} == {
        "replay_missing: no replay of it is on record"
    }


def test_only_the_newest_replay_counts(home: Home):
    first, second, third = (each.id for each in home.trajectories[:3])
    gone = replay(first, verdict=ReplayVerdict.NOT_REPLAYABLE, words="no such world")
    replay_everything(home, gone, drifted(second), drifted(third), replay(third))
    reasons = {each.trajectory_id: each.reasons for each in gated(home).manifest.excluded}
    assert reasons == {
        first: ["not_replayable: no such world"],
        second: ["replay_drifted: step 1: agent 0.500 cm, 0.000 deg off"],
    }


def test_errors_of_what_is_left_out_are_not_told_as_the_releases(home: Home):
    replay_everything(home, drifted(home.trajectories[7].id))
    assert gated(home).replay_errors == PoseError(6 / 8, 6 / 4)


def test_without_the_gate_replays_change_nothing(home: Home):
    before = build(home.database, home.store, "0.1.0", home.staging)
    replay_everything(home, drifted(home.trajectories[0].id))
    after = build(home.database, home.store, "0.1.0", home.staging)
    assert (after.manifest, after.replay_errors) == (before.manifest, None)


def test_a_gated_release_is_published_and_verifies(home: Home):
    replay_everything(home, drifted(home.trajectories[0].id))
    gated(home)
    publish(home.store, "0.1.0", home.staging)
    assert verify(home.store, "0.1.0").ok


def test_a_gate_that_nothing_passes_says_what_is_missing(home: Home):
    with pytest.raises(NothingToRelease, match="replay_missing: no replay of it is on record"):
        gated(home)


def test_a_release_names_the_schemas_of_what_it_holds_and_replays_are_not_in_it(home: Home):
    replay_everything(home)
    assert [each.kind for each in gated(home).manifest.schemas] == ["annotation", "manifest", "task", "trajectory"]
