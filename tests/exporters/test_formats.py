"""Folders in other people's formats, each read back by its own reader."""

import hashlib
import json
from pathlib import Path

import pytest

from embrace3k.exporters.errors import NothingToRelease, OutputRefused, RecordRefused
from embrace3k.exporters.formats import FORMATS, export
from embrace3k.schema.layouts import read, recognise
from embrace3k.storage.blobs import blob_key
from embrace3k.storage.ingest import ingest
from embrace3k.tests.exporters.records import Home, add_episode, make_home
from embrace3k.tests.exporters.stock import read_stock
from embrace3k.tests.schema.records import v2_pick_drop


@pytest.mark.parametrize("layout, frames", [("embrace-v1", 31), ("embrace-v2", 39)])
def test_a_published_layout_is_recognised_and_read_back(home: Home, layout: str, frames: int):
    summary = export(layout, home.database, home.store, home.folder / "out")
    assert (summary.episodes, summary.steps, summary.frames) == (8, 31, frames)
    assert recognise(home.folder / "out") == layout
    episodes = list(read(home.folder / "out"))
    assert sum(len(episode.trajectory.steps) for episode in episodes) == 31
    originals = {frame.sha256 for trajectory in home.trajectories for frame in trajectory.frames()}
    assert {sha256 for episode in episodes for sha256 in episode.frames} <= originals


def test_v2_lists_each_embedded_world_for_the_public_evaluator(home: Home):
    export("embrace-v2", home.database, home.store, home.folder / "out")
    listed = json.loads((home.folder / "out" / "maps.json").read_text())["maps"]
    assert [entry["name"] for entry in listed] == [f"family-house_000{seed}" for seed in range(4)]
    assert {name.name for name in (home.folder / "out" / "task").iterdir()} == {entry["name"] for entry in listed}
    keys = ["name", "display", "exposure_offset", "warm_up_frames", "character_init_pose"]
    assert all(list(entry) == keys and len(entry["character_init_pose"]) == 6 for entry in listed)
    starts = [
        json.loads(path.read_text())["Start_Pose"] for path in (home.folder / "out/task/family-house_0000").iterdir()
    ]
    assert listed[0]["character_init_pose"] in starts


def test_a_folder_with_maps_json_is_imported_and_exported_again(home: Home, folder: Path):
    export("embrace-v2", home.database, home.store, home.folder / "out")
    (folder / "second").mkdir()
    second = make_home(folder / "second", worlds=0)
    assert ingest(second.database, second.store, read(home.folder / "out")).episodes == 8
    export("embrace-v2", second.database, second.store, folder / "again")
    first = tree(home.folder / "out")
    assert first.pop("maps.json") and tree(folder / "again") == first


def test_an_export_says_what_its_format_cannot_carry(home: Home):
    losses = {loss.code: loss for loss in export("embrace-v1", home.database, home.store, home.folder / "out").losses}
    assert losses["goal"].episodes == 8
    assert losses["goal"].message == "the machine-checkable goal"


def test_stock_webdataset_reads_pictures_and_texts_side_by_side(home: Home):
    summary = export("webdataset", home.database, home.store, home.folder / "out")
    samples = read_stock(home.folder / "out", "*.tar")
    index = json.loads((home.folder / "out" / "index.json").read_text())
    assert len(samples) == summary.steps == index["samples"] == 31
    for sample in samples:
        assert sample["jpg"].shape == (24, 32, 3)
        assert sample["json"]["key"] == sample["__key__"]
        assert sample["json"]["annotation"]["rationale"].startswith("I see the red car")


def test_the_index_of_webdataset_shards_has_their_digests(home: Home):
    export("webdataset", home.database, home.store, home.folder / "out")
    index = json.loads((home.folder / "out" / "index.json").read_text())
    assert [shard["name"] for shard in index["shards"]] == ["train-000000.tar"]
    for shard in index["shards"]:
        assert hashlib.sha256((home.folder / "out" / shard["name"]).read_bytes()).hexdigest() == shard["sha256"]


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_data_give_the_same_folder(home: Home, format: str):
    for name in ("one", "two"):
        export(format, home.database, home.store, home.folder / name)
    assert tree(home.folder / "one") == tree(home.folder / "two")


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_that_fails_leaves_nothing(home: Home, format: str):
    victim = home.trajectories[5].frames()[0]
    (home.folder / "store" / blob_key(victim.sha256)).unlink()
    before = sorted(home.folder.iterdir())
    with pytest.raises(RecordRefused, match="episode-005"):
        export(format, home.database, home.store, home.folder / "out")
    assert sorted(home.folder.iterdir()) == before


def test_a_folder_with_something_in_it_is_refused_and_kept(home: Home):
    out = home.folder / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    with pytest.raises(OutputRefused, match="not empty"):
        export("webdataset", home.database, home.store, out)
    assert tree(out) == {"mine.txt": b"mine"}


def test_an_empty_folder_is_used_and_stays_itself(home: Home, monkeypatch: pytest.MonkeyPatch):
    """It may be a mount point, or where the shell is."""
    out = home.folder / "out"
    out.mkdir()
    before = out.stat().st_ino
    monkeypatch.chdir(out)
    assert export("webdataset", home.database, home.store, Path(".")).episodes == 8
    assert out.stat().st_ino == before
    assert sorted(path.name for path in out.iterdir()) == ["README.md", "index.json", "train-000000.tar"]


def test_an_export_that_fails_leaves_an_empty_folder_empty(home: Home):
    (home.folder / "store" / blob_key(home.trajectories[5].frames()[0].sha256)).unlink()
    (home.folder / "out").mkdir()
    with pytest.raises(RecordRefused):
        export("webdataset", home.database, home.store, home.folder / "out")
    assert list((home.folder / "out").iterdir()) == []


@pytest.mark.parametrize("place", ["file/out", "link", "n" * 300], ids=["below a file", "link to nowhere", "long name"])
def test_a_folder_that_cannot_be_made_is_refused_with_its_place(home: Home, place: str):
    (home.folder / "file").write_bytes(b"")
    (home.folder / "link").symlink_to("nowhere")
    with pytest.raises(OutputRefused, match=f"{place}: .* name a new or an empty folder"):
        export("webdataset", home.database, home.store, home.folder / place)


def test_when_no_trajectory_has_frames_an_export_of_frames_says_so(folder: Path):
    v2_pick_drop(folder / "in", [21.5] * 3)
    for frame in folder.rglob("*.jpg"):
        frame.unlink()
    home = make_home(folder, worlds=0)
    ingest(home.database, home.store, read(folder / "in"))
    with pytest.raises(NothingToRelease, match="each of the 1 trajectories has steps without a frame"):
        export("webdataset", home.database, home.store, folder / "out")


def test_an_unknown_format_is_refused_and_the_known_ones_are_named(home: Home):
    with pytest.raises(OutputRefused, match="embrace-v1, embrace-v2, webdataset"):
        export("parquet", home.database, home.store, home.folder / "out")


def test_an_unsuccessful_episode_is_exported_too(home: Home):
    add_episode(home, 50, success=False)
    assert export("embrace-v2", home.database, home.store, home.folder / "out").episodes == 9


@pytest.mark.parametrize("sample, layout", [("embrace_sample", "embrace-v1"), ("embrace_v2_sample", "embrace-v2")])
def test_a_published_sample_comes_back_as_it_was(folder: Path, published_samples: Path, sample: str, layout: str):
    home = make_home(folder, worlds=0)
    ingest(home.database, home.store, read(published_samples / sample))
    export(layout, home.database, home.store, folder / "out")
    assert tree(folder / "out") == tree(published_samples / sample) != {}
