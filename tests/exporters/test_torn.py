"""No failure leaves a readable wrong release: what `bench/peers/torn.py` showed of other writers, asked of ours."""

import json
import subprocess
import sys

import pytest

from embrace3k.exporters.errors import NotBuilt, RecordRefused
from embrace3k.exporters.release import build, list_releases, publish, verify
from embrace3k.storage.blobs import blob_key
from embrace3k.tests.exporters.records import Home, picture


def run_harness(home: Home, what: str) -> dict[str, int]:
    home.database.close()
    command = [sys.executable, "-W", "ignore", "-m", "embrace3k.tests.exporters.harness", str(home.folder), what]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    found: dict[str, int] = json.loads(done.stdout)
    return found


def test_a_sigkill_at_40_random_moments_leaves_nothing_or_the_whole_release(home: Home):
    seen = run_harness(home, "random")
    assert seen["kills"] == 40
    assert seen["torn"] == 0
    assert seen["nothing"] + seen["whole"] == 40
    assert seen["completed"] == 40, "a second run must make the bytes of an undisturbed one and leave no work files"


def test_a_sigkill_before_any_write_leaves_nothing_or_the_whole_release(home: Home):
    seen = run_harness(home, "writes")
    assert seen["kills"] > 20
    assert seen["torn"] == 0
    assert seen["whole"] == 1, "only the write that moves `latest` comes after the commit"
    assert seen["completed"] == seen["kills"]


@pytest.mark.parametrize(
    "damage", [None, b"not a picture", picture(9, 9)], ids=["missing", "no picture", "another picture"]
)
def test_a_bad_frame_in_the_middle_stops_the_build_and_nothing_is_readable(home: Home, damage: bytes | None):
    victim = home.trajectories[4].frames()[1]
    blob = home.folder / "store" / blob_key(victim.sha256)
    blob.unlink()
    if damage is not None:
        blob.write_bytes(damage)
    with pytest.raises(RecordRefused, match="episode-004, episode-004_0001.jpg"):
        build(home.database, home.store, "0.1.0", home.staging)
    assert list_releases(home.store) == []
    assert list(home.staging.rglob("*.tar")) == []
    with pytest.raises(NotBuilt, match="release build 0.1.0"):
        publish(home.store, "0.1.0", home.staging)


def test_a_build_goes_on_after_the_bad_frame_is_restored(home: Home):
    victim = home.trajectories[4].frames()[1]
    blob = home.folder / "store" / blob_key(victim.sha256)
    kept = blob.read_bytes()
    blob.unlink()
    with pytest.raises(RecordRefused):
        build(home.database, home.store, "0.1.0", home.staging)
    blob.write_bytes(kept)
    build(home.database, home.store, "0.1.0", home.staging)
    publish(home.store, "0.1.0", home.staging)
    assert verify(home.store, "0.1.0").ok
