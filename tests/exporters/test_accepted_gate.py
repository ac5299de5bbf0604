"""A release takes nothing that was refused, and where it is asked to, only what reviewers have accepted."""

from datetime import UTC, datetime

import msgspec
import pytest

from embrace3k.exporters.errors import NothingToRelease
from embrace3k.exporters.release import BuildOptions, BuildResult, Selection, build, publish, verify
from embrace3k.schema.codec import decode, encode
from embrace3k.schema.releases import Manifest, SelectionRules
from embrace3k.schema.replays import PoseError
from embrace3k.schema.reviews import DemonstrationFault, DemonstrationState
from embrace3k.schema.validation import validate
from embrace3k.schema.work import WorkState
from embrace3k.storage.demonstration_reviews import DEMONSTRATORS, add_demonstration_review
from embrace3k.storage.work import NewWork, add_works, get_work, swap_state
from embrace3k.tests.exporters.records import Home
from embrace3k.tests.storage.samples import demonstration_review

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


def put(home: Home, number: int, state: WorkState) -> str:
    """Where the work on a trajectory stands, whatever led there."""
    of = home.trajectories[number].id
    with home.database.session() as session:
        add_works(session, [NewWork(trajectory_id=of)], NOW)
        assert swap_state(session, get_work(session, of), state, NOW)
    return of


def refuse(home: Home, number: int) -> str:
    of = home.trajectories[number].id
    known = {"state": DemonstrationState.REFUSED, "reason": DemonstrationFault.COLLIDES}
    with home.database.session() as session:
        add_demonstration_review(session, demonstration_review(1, of, **known), NOW)
    return of


def built(home: Home, **selection: object) -> BuildResult:
    options = BuildOptions(selection=Selection(**selection))  # type: ignore[arg-type]
    return build(home.database, home.store, "0.1.0", home.staging, options)


def reasons(result: BuildResult) -> dict[str, list[str]]:
    return {each.trajectory_id: each.reasons for each in result.manifest.excluded}


def test_what_was_refused_is_never_taken(home: Home):
    demonstration, work = refuse(home, 0), put(home, 1, WorkState.REFUSED)
    result = built(home)
    assert reasons(result) == {
        demonstration: ["demonstration_refused: collides"],
        work: ["work_refused: a reviewer has refused its rationales"],
    }
    assert result.manifest.counts.episodes == 6


def test_what_was_confirmed_again_is_taken(home: Home):
    of = refuse(home, 0)
    with home.database.session() as session:
        add_demonstration_review(session, demonstration_review(2, of), NOW)
    assert built(home).manifest.excluded == []


def test_only_what_was_accepted_is_taken_where_that_is_asked_for(home: Home):
    accepted = [put(home, number, WorkState.ACCEPTED) for number in (0, 1, 2)]
    refused = refuse(home, 2)
    returned = put(home, 3, WorkState.RETURNED)
    result = built(home, require_accepted=True)
    told = reasons(result)
    assert result.manifest.counts.episodes == 2 and not told.keys() & set(accepted[:2])
    assert told[refused] == ["demonstration_refused: collides"]
    assert told[returned] == ["not_accepted: its work is returned"]
    assert told[home.trajectories[7].id] == ["not_accepted: it was never opened for annotators"]


def test_a_gate_that_nothing_passes_says_how_many_are_left_out_and_why(home: Home):
    refuse(home, 0)
    put(home, 1, WorkState.REFUSED)
    told = "no episode is left to release; 8 excluded: 7 not_accepted, 1 demonstration_refused, 1 work_refused"
    with pytest.raises(NothingToRelease, match=told):
        built(home, require_accepted=True)


def test_the_manifest_says_what_the_release_was_selected_by(home: Home):
    put(home, 0, WorkState.ACCEPTED)
    expected = SelectionRules(
        drivers=sorted(DEMONSTRATORS), successful_only=True, require_replay=False, replay_limits=None,
        require_accepted=True,
    )  # fmt: skip
    assert built(home, require_accepted=True).manifest.selection == expected
    publish(home.store, "0.1.0", home.staging)
    assert verify(home.store, "0.1.0").ok
    limited = Selection(require_replay=True, replay_limits=PoseError(1, 2)).rules()
    assert limited.replay_limits == (1.0, 2.0) and str(limited.replay_limits) == "(1.0, 2.0)"


def test_a_manifest_that_does_not_say_it_stays_valid_and_canonical(home: Home):
    older = msgspec.structs.replace(built(home).manifest, selection=msgspec.UNSET)
    data = encode(older)
    assert b"selection" not in data and validate(data, "manifest") == []
    assert encode(decode(data, Manifest)) == data
