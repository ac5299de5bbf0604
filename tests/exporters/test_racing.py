"""Many publishers at once, on a folder and on a real S3 server: one version, one content."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from embrace3k.exporters.errors import ReleaseConflict
from embrace3k.exporters.publish import PublishResult
from embrace3k.exporters.release import BuildOptions, build, list_releases, publish, verify
from embrace3k.storage.interfaces import ObjectStore
from embrace3k.tests.exporters.records import Home, make_home
from embrace3k.tests.exporters.test_torn import run_harness

RACERS = 8


@pytest.fixture(params=["folder", "s3"])
def home(request: pytest.FixtureRequest, folder: Path) -> Home:
    store: ObjectStore | None = request.getfixturevalue("s3_store") if request.param == "s3" else None
    return make_home(folder, worlds=2, per_world=1, store=store)


def race(home: Home, versions: list[str], licences: list[str]) -> list[PublishResult | ReleaseConflict]:
    """What became of each of eight publishers that start together, each with its own staging folder."""
    stagings = [home.staging / str(number) for number in range(RACERS)]
    for version, licence, staging in zip(versions, licences, stagings, strict=True):
        build(home.database, home.store, version, staging, BuildOptions(licence=licence))

    def attempt(version: str, staging: Path) -> PublishResult | ReleaseConflict:
        try:
            return publish(home.store, version, staging)
        except ReleaseConflict as error:
            return error

    with ThreadPoolExecutor(RACERS) as pool:
        return list(pool.map(attempt, versions, stagings))


def test_of_eight_different_contents_one_is_published_and_seven_are_refused(home: Home):
    outcomes = race(home, ["0.1.0"] * RACERS, [f"licence {number}" for number in range(RACERS)])
    won = [outcome for outcome in outcomes if isinstance(outcome, PublishResult)]
    assert [outcome.already_published for outcome in won] == [False]
    report = verify(home.store, "0.1.0")
    assert report.ok
    assert report.manifest_sha256 == won[0].manifest_sha256


def test_eight_publishers_of_the_same_content_all_succeed_and_one_wrote_it(home: Home):
    outcomes = race(home, ["0.1.0"] * RACERS, ["one"] * RACERS)
    already = [outcome.already_published for outcome in outcomes if isinstance(outcome, PublishResult)]
    assert sorted(already) == [False] + [True] * 7
    assert verify(home.store, "0.1.0").ok


def test_eight_versions_at_once_are_all_published_and_latest_is_the_highest(home: Home):
    versions = [f"0.{minor}.0" for minor in (3, 7, 1, 11, 2, 5, 10, 4)]
    race(home, versions, ["one"] * RACERS)
    found = list_releases(home.store)
    assert len(found) == RACERS
    assert [each.version for each in found if each.latest] == ["0.11.0"]


@pytest.mark.parametrize("same", [True, False], ids=["same content", "different contents"])
def test_eight_processes_race_as_eight_threads_do(folder: Path, same: bool):
    seen = run_harness(make_home(folder, worlds=2, per_world=1), "race-same" if same else "race-different")
    assert seen == {"published": 8 if same else 1, "refused": 0 if same else 7, "failed": 0, "whole": True}


def test_a_release_on_s3_is_built_by_two_processes_and_verifies(folder: Path, s3_store: ObjectStore):
    """The workers open the store again by its URL."""
    home = make_home(folder, worlds=2, per_world=2, store=s3_store)
    built = build(home.database, home.store, "0.1.0", home.staging, BuildOptions(shard_bytes=10_000), workers=2)
    publish(home.store, "0.1.0", home.staging)
    assert len(built.manifest.shards) > 3
    assert verify(home.store, "0.1.0").ok
