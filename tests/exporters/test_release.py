"""From a database to a published version: what is in it, what is refused, what stays the same."""

import itertools
import json
from pathlib import Path

import msgspec
import pytest

from embrace3k.exporters.errors import (
    NotBuilt,
    NothingToRelease,
    ReleaseConflict,
    ReleaseIncomplete,
    ReleaseNotFound,
    VersionInvalid,
)
from embrace3k.exporters.release import BuildOptions, build, list_releases, publish, read_manifest, verify
from embrace3k.exporters.versions import precedence
from embrace3k.schema.annotations import Answers, Provenance, Verdict
from embrace3k.schema.authors import AuthorKind
from embrace3k.schema.codec import encode
from embrace3k.schema.layouts import read
from embrace3k.schema.releases import Manifest, SplitPolicy
from embrace3k.schema.trajectories import DriverKind
from embrace3k.schema.validation import validate
from embrace3k.storage.annotations import add_annotations, current_annotations
from embrace3k.storage.blobs import blob_key
from embrace3k.storage.errors import BlobDamaged, StoreUnsafe
from embrace3k.storage.folder_store import FolderStore
from embrace3k.storage.ingest import ingest
from embrace3k.storage.interfaces import ObjectInfo
from embrace3k.tests.exporters.records import PERSON, Home, add_episode, correct_rationale, make_home
from embrace3k.tests.exporters.stock import download, read_stock

SMALL_SHARDS = BuildOptions(
    shard_bytes=20_000, splits=SplitPolicy(salt="two", shares={"train": 0.5, "val": 0.5}), licence="CC-BY-4.0"
)


def release(home: Home, version: str = "0.1.0", options: BuildOptions = SMALL_SHARDS) -> Manifest:
    build(home.database, home.store, version, home.staging, options)
    publish(home.store, version, home.staging)
    return read_manifest(home.store, version)[0]


def test_a_release_verifies_and_holds_everything(home: Home):
    manifest = release(home)
    assert manifest.excluded == []
    assert (manifest.counts.episodes, manifest.counts.steps, manifest.counts.frames) == (8, 31, 39)
    report = verify(home.store, "0.1.0")
    assert report.faults == []
    assert report.counts == manifest.counts
    assert report.content_digest == manifest.content_digest


def test_the_manifest_is_valid_canonical_and_has_no_time_in_it(home: Home):
    manifest = release(home)
    data = home.store.read("releases/v0.1.0/manifest.json")
    assert validate(data, "manifest") == []
    assert encode(manifest) == data
    assert b"2026" not in data


def test_the_manifest_says_plainly_which_rationales_are_machine_drafts(home: Home):
    correct_rationale(home, home.trajectories[0], "The car is to my right.")
    rationales = release(home).rationales
    assert (rationales.template, rationales.human, rationales.human_verified) == (30, 1, 1)
    assert rationales.machine_drafts == 30
    assert rationales.statement.startswith("Of 31 steps, 30 have a machine draft that no person is on record")


def test_stock_webdataset_reads_as_many_frames_and_texts_as_the_manifest_counts(home: Home):
    manifest = release(home)
    shards = download(home.store, manifest, home.folder / "shards")
    assert len({shard.split for shard in manifest.shards}) == 2
    frames, texts = read_stock(shards, "frames-*.tar"), read_stock(shards, "text-*.tar")
    assert len(frames) == len(texts) == manifest.counts.steps
    assert {sample["jpg"].shape for sample in frames} == {(24, 32, 3)}
    assert {sample["json"]["rationale_origin"] for sample in texts} == {"template"}


def test_frames_and_texts_of_a_bin_zip_by_key(home: Home):
    shards = download(home.store, release(home), home.folder / "shards")
    frames, texts = read_stock(shards, "frames-*.tar"), read_stock(shards, "text-*.tar")
    for frame, text in zip(frames, texts, strict=True):
        assert frame["__key__"] == text["__key__"] == text["json"]["key"]


def test_an_episode_never_straddles_two_shards(home: Home):
    manifest = release(home)
    frames = read_stock(download(home.store, manifest, home.folder / "shards"), "frames-*.tar")
    places = {(sample["__key__"].rpartition("_")[0], sample["__url__"]) for sample in frames}
    assert len([shard for shard in manifest.shards if shard.kind == "frames"]) > 2
    assert len(places) == manifest.counts.episodes


def test_the_records_come_back_whole(home: Home):
    shards = download(home.store, release(home), home.folder / "shards")
    found = {sample["__key__"]: sample for sample in read_stock(shards, "episodes-*.tar", decode=False)}
    for trajectory in home.trajectories:
        assert found[trajectory.id]["trajectory.json"] == encode(trajectory)
        assert json.loads(found[trajectory.id]["task.json"])["id"] == trajectory.task_id
        assert found[trajectory.id]["final.jpg"].startswith(b"\xff\xd8")


def test_the_same_data_give_the_same_bytes_whatever_the_number_of_workers(home: Home):
    manifests = [
        build(home.database, home.store, "0.1.0", home.folder / str(workers), SMALL_SHARDS, workers=workers)
        for workers in (1, 2)
    ]
    assert encode(manifests[0].manifest) == encode(manifests[1].manifest)
    assert manifests[1].shards_written == len(manifests[1].manifest.shards)


def test_the_content_digest_does_not_depend_on_how_it_is_sharded(home: Home):
    built = [
        build(home.database, home.store, "0.1.0", home.staging, BuildOptions(shard_bytes=size)).manifest
        for size in (10_000, 10**9)
    ]
    assert built[0].content_digest == built[1].content_digest
    assert len(built[0].shards) > len(built[1].shards)


def test_a_build_tells_how_far_it_is(home: Home):
    heard: list[tuple[int, int]] = []
    build(home.database, home.store, "0.1.0", home.staging, SMALL_SHARDS, on_progress=lambda *told: heard.append(told))
    assert heard == sorted(heard)
    assert heard[-1] == (31, 31)


def test_a_second_build_writes_no_shard(home: Home):
    first = build(home.database, home.store, "0.1.0", home.staging, SMALL_SHARDS)
    again = build(home.database, home.store, "0.1.0", home.staging, SMALL_SHARDS)
    assert (again.shards_written, again.shards_reused) == (0, first.shards_written)


def test_a_receipt_is_not_believed_when_the_shard_is_gone(home: Home):
    shard = build(home.database, home.store, "0.1.0", home.staging, SMALL_SHARDS).manifest.shards[0]
    home.store.delete(blob_key(shard.sha256))
    assert build(home.database, home.store, "0.1.0", home.staging, SMALL_SHARDS).shards_written == 1


def test_a_damaged_receipt_is_made_again(home: Home):
    build(home.database, home.store, "0.1.0", home.staging, SMALL_SHARDS)
    next((home.staging / "receipts").iterdir()).write_bytes(b'{"kind": "\xff"}')
    assert build(home.database, home.store, "0.1.0", home.staging, SMALL_SHARDS).shards_written == 1


def test_a_candidate_that_is_no_json_is_not_published(home: Home):
    build(home.database, home.store, "0.1.0", home.staging).path.write_bytes(b'{"dataset": "\xff"}')
    with pytest.raises(NotBuilt, match="manifest.json"):
        publish(home.store, "0.1.0", home.staging)


def test_a_corrected_rationale_changes_one_text_shard_and_no_other(home: Home):
    before = {shard.name: shard.sha256 for shard in release(home, "0.1.0").shards}
    correct_rationale(home, home.trajectories[3], "I turn because the car is behind me.")
    after = {shard.name: shard.sha256 for shard in release(home, "0.1.1").shards}
    changed = [name for name in before if before[name] != after[name]]
    assert len(changed) == 1
    assert changed[0].startswith("text-")
    assert verify(home.store, "0.1.0").ok
    assert verify(home.store, "0.1.1").ok


def test_publishing_again_changes_nothing(home: Home):
    release(home)
    before = {info.key: info.etag for info in home.store.list("releases/")}
    assert publish(home.store, "0.1.0", home.staging).already_published
    assert {info.key: info.etag for info in home.store.list("releases/")} == before


def test_another_content_under_a_published_version_is_refused_with_both_digests(home: Home):
    first = release(home)
    add_episode(home, 50)
    second = build(home.database, home.store, "0.1.0", home.staging, SMALL_SHARDS).manifest
    with pytest.raises(ReleaseConflict) as refusal:
        publish(home.store, "0.1.0", home.staging)
    assert first.content_digest in str(refusal.value)
    assert second.content_digest in str(refusal.value)
    assert read_manifest(home.store, "0.1.0")[0] == first


def test_a_refusal_of_equal_records_says_what_differs(home: Home):
    release(home)
    options = msgspec.structs.replace(SMALL_SHARDS.splits, salt="three")
    build(home.database, home.store, "0.1.0", home.staging, BuildOptions(licence="CC-BY-4.0", splits=options))
    with pytest.raises(ReleaseConflict, match="the records are equal .* split_policy, .*shards differ"):
        publish(home.store, "0.1.0", home.staging)


def test_latest_only_moves_forward(home: Home):
    for version, latest in [("0.2.0", "0.2.0"), ("0.10.0", "0.10.0"), ("0.9.0", "0.10.0"), ("0.10.0-rc.1", "0.10.0")]:
        build(home.database, home.store, version, home.staging)
        assert publish(home.store, version, home.staging).latest == latest
    found = list_releases(home.store)
    assert [each.version for each in found] == ["0.2.0", "0.9.0", "0.10.0-rc.1", "0.10.0"]
    assert [each.latest for each in found] == [False, False, False, True]


def test_versions_sort_as_semver_says():
    # The example of semver.org, item 11.
    order = "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0 1.0.1"
    for lower, higher in itertools.pairwise(order.split()):
        assert precedence(lower) < precedence(higher)


@pytest.mark.parametrize("version", ["1.0", "v1.0.0", "01.0.0", "1.0.0\n", "../1.0.0", "1.0.0+build", ""])
def test_what_is_not_a_semantic_version_is_refused(home: Home, version: str):
    with pytest.raises(VersionInvalid, match=r"MAJOR\.MINOR\.PATCH"):
        build(home.database, home.store, version, home.staging)
    assert not home.staging.exists()


def test_an_unsuccessful_demonstration_is_left_out_and_the_manifest_says_why(home: Home):
    failed = add_episode(home, 50, success=False)
    (exclusion,) = release(home).excluded
    assert exclusion.trajectory_id == failed.id
    assert exclusion.reasons == ["not_successful: the goal was not reached"]


def test_what_an_agent_did_in_an_evaluation_is_no_demonstration(home: Home):
    played = add_episode(home, 50, driver=DriverKind.AGENT)
    (exclusion,) = release(home).excluded
    assert (exclusion.trajectory_id, exclusion.reasons) == (played.id, ["driver: made by agent test"])


def test_imported_demonstrations_are_released_and_called_machine_drafts(folder: Path, published_samples: Path):
    home = make_home(folder, worlds=0)
    ingest(home.database, home.store, read(published_samples / "embrace_sample"))
    manifest = release(home)
    assert (manifest.counts.episodes, manifest.counts.steps, manifest.excluded) == (8, 68, [])
    assert (manifest.rationales.model, manifest.counts.episodes_by_backend) == (68, {"unknown": 8})
    assert verify(home.store, "0.1.0").ok


def test_an_episode_whose_picture_is_in_another_split_is_left_out(home: Home):
    splits = {group: split.name for split in release(home).splits for group in split.groups}
    elsewhere = next(seed for seed in range(4) if splits[f"family-house_{seed:04d}"] != splits["family-house_0000"])
    twin = add_episode(home, 50, seed=elsewhere, pictures_of=0)
    (exclusion,) = release(home, "0.1.1").excluded
    assert exclusion.trajectory_id == twin.id
    assert exclusion.reasons[0].startswith("split_leak: frame ")


def test_an_empty_release_is_refused(folder: Path):
    home = make_home(folder, worlds=0)
    with pytest.raises(NothingToRelease):
        build(home.database, home.store, "0.1.0", home.staging)


def test_an_empty_split_is_listed_as_empty(home: Home):
    splits = {split.name: split for split in release(home).splits}
    assert (splits["test"].episodes, splits["test"].groups) == (0, [])


def test_nothing_is_published_when_an_object_is_missing(home: Home):
    built = build(home.database, home.store, "0.1.0", home.staging)
    home.store.delete(blob_key(built.manifest.shards[1].index.sha256))
    with pytest.raises(ReleaseIncomplete):
        publish(home.store, "0.1.0", home.staging)
    assert list_releases(home.store) == []


def test_nothing_is_published_when_a_byte_of_a_shard_is_wrong_and_a_rebuild_heals_it(home: Home):
    built = build(home.database, home.store, "0.1.0", home.staging)
    text = next(shard for shard in built.manifest.shards if shard.kind == "text")
    blob = home.folder / "store" / blob_key(text.sha256)
    damaged = bytearray(blob.read_bytes())
    damaged[700] ^= 1
    blob.write_bytes(damaged)
    with pytest.raises(ReleaseIncomplete, match="text-train-00000.tar: nothing was published: blob_damaged, .* build"):
        publish(home.store, "0.1.0", home.staging)
    assert list_releases(home.store) == []
    with pytest.raises(BlobDamaged, match=f"{text.sha256}: .* remove it and collect or build again"):
        build(home.database, home.store, "0.1.0", home.staging)
    blob.unlink()
    assert release(home, options=BuildOptions()) == built.manifest


def test_a_candidate_that_somebody_edited_is_not_published(home: Home):
    built = build(home.database, home.store, "0.1.0", home.staging)
    built.path.write_bytes(built.path.read_bytes().replace(b'"steps":31', b'"steps":30'))
    with pytest.raises(NotBuilt, match="not what the plan foresaw"):
        publish(home.store, "0.1.0", home.staging)


def test_a_store_that_ignores_preconditions_is_refused(home: Home):
    class Overwriting(FolderStore):
        def create(self, key: str, source: bytes | Path) -> ObjectInfo:
            self.delete(key)
            return super().create(key, source)

    build(home.database, home.store, "0.1.0", home.staging)
    store = Overwriting(home.folder / "store")
    with pytest.raises(StoreUnsafe):
        publish(store, "0.1.0", home.staging)
    assert list_releases(store) == []


def test_a_version_that_is_not_there_is_not_verified(home: Home):
    with pytest.raises(ReleaseNotFound, match="0.3.0 is not published"):
        verify(home.store, "0.3.0")


def test_an_accepted_draft_stays_the_machines_words_and_other_lanes_stay_at_home(home: Home):
    trajectory = home.trajectories[0]
    with home.database.session() as session:
        draft = current_annotations(session, trajectory.id)[0]
        answers = Answers(**dict.fromkeys(Answers.__struct_fields__, Verdict.GROUNDED))
        accepted = msgspec.structs.replace(
            draft, revision=2, parent=1, author=PERSON, answers=answers, verdict=Verdict.GROUNDED,
            provenance=Provenance(origin=AuthorKind.TEMPLATE, draft_revision=1),
        )  # fmt: skip
        add_annotations(session, [accepted])
        add_annotations(session, [msgspec.structs.replace(draft, rationale="A blind annotator's words.")], lane=1)
    manifest = release(home)
    assert verify(home.store, "0.1.0").faults == []
    texts = read_stock(download(home.store, manifest, home.folder / "shards"), "text-*.tar")
    (sample,) = (text["json"] for text in texts if text["json"]["human_verified"])
    assert (sample["rationale_origin"], sample["annotation"]["author"]["kind"]) == ("template", "human")
    assert not [text for text in texts if "blind" in text["json"]["annotation"]["rationale"]]
