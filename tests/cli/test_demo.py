"""`embrace3k demo`, and what can be done with what it leaves."""

import json
import re
from pathlib import Path

import pytest
import webdataset

from embrace3k.schema.codec import decode
from embrace3k.schema.releases import Manifest
from embrace3k.schema.tasks import TaskType
from embrace3k.tests.cli.commands import embrace3k

# The first run bakes the light of two worlds, plans and records, on a machine that other tests share.
pytestmark = [pytest.mark.xdist_group("demo"), pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, light_cache: Path) -> tuple[Path, str]:
    home = tmp_path_factory.mktemp("demo") / "home"
    ran = embrace3k("demo", home=home, cache=light_cache)
    assert ran.returncode == 0, ran.stderr
    return home, ran.stdout


def test_demo_collects_all_six_types_and_succeeds_in_every_one(shown: tuple[Path, str]) -> None:
    rows = dict(re.findall(r"^(\w+) +\d+ +\d+ +(\d+/\d+)$", shown[1], re.MULTILINE))
    assert set(rows) == {*TaskType, "all"} and rows["all"] == "24/24"


def test_demo_names_the_release_its_digest_the_times_and_what_to_try_next(shown: tuple[Path, str]) -> None:
    home, said = shown
    manifest = decode((home / "store/releases/v0.1.0/manifest.json").read_bytes(), Manifest)
    assert manifest.content_digest in said and str(home / "store/releases/v0.1.0/manifest.json") in said
    assert all(f"{stage} " in said for stage in ("worlds", "tasks", "demonstrations", "drafts", "release", "verify"))
    assert len(re.findall(r"^  \S+ (trajectories show|export webdataset)", said, re.MULTILINE)) == 2


def test_demo_again_repeats_nothing(shown: tuple[Path, str], light_cache: Path) -> None:
    home, said = shown
    again = embrace3k("demo", home=home, cache=light_cache)
    digest = re.compile(r"digest +(\w+)")
    assert again.returncode == 0, again.stderr
    assert digest.findall(again.stdout) == digest.findall(said)
    listed = embrace3k("trajectories", "list", "--json", home=home)
    assert len(json.loads(listed.stdout)) == 24


def test_manifest_says_that_every_rationale_is_a_machine_draft(shown: tuple[Path, str]) -> None:
    manifest = decode((shown[0] / "store/releases/v0.1.0/manifest.json").read_bytes(), Manifest)
    rationales = manifest.rationales
    assert (rationales.human, rationales.machine_drafts) == (0, manifest.counts.steps)
    assert set(manifest.counts.episodes_by_backend) == {"embedded"}


# webdataset leaves the files it has read to the garbage collector.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_stock_webdataset_reads_the_export_and_counts_the_same(shown: tuple[Path, str], tmp_path: Path) -> None:
    home = shown[0]
    ran = embrace3k("export", "webdataset", tmp_path / "shards", home=home)
    assert ran.returncode == 0, ran.stderr
    shards = sorted(str(path) for path in (tmp_path / "shards").glob("*.tar"))
    samples = list(webdataset.WebDataset(shards, shardshuffle=False))
    manifest = decode((home / "store/releases/v0.1.0/manifest.json").read_bytes(), Manifest)
    steps = [sample for sample in samples if "json" in sample]
    assert len(steps) == manifest.counts.steps
    assert all(sample["jpg"][:2] == b"\xff\xd8" for sample in steps)


def test_everything_that_was_kept_is_whole(shown: tuple[Path, str]) -> None:
    assert embrace3k("check", home=shown[0]).returncode == 0
    assert embrace3k("release", "verify", "0.1.0", home=shown[0]).returncode == 0


def test_a_step_shows_its_action_effect_and_rationale(shown: tuple[Path, str]) -> None:
    listed = json.loads(embrace3k("trajectories", "list", "--json", home=shown[0]).stdout)
    ran = embrace3k("trajectories", "show", listed[0]["id"][:8], home=shown[0])
    assert ran.returncode == 0 and "Finish" in ran.stdout and "[template]" in ran.stdout
