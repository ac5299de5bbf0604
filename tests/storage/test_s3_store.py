"""S3 on a real SeaweedFS; what only a misbehaving server shows, on a small one made for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from embrace3k.storage.errors import ObjectExists, PreconditionFailed, StorageError, StoreUnsafe
from embrace3k.storage.s3_store import S3Store, make_client
from embrace3k.storage.stores import open_store
from embrace3k.tests.storage.odd_s3 import OddS3, odd_s3
from embrace3k.tests.storage.store_contract import StoreContract


@pytest.mark.timeout(120)
class TestS3Store(StoreContract):
    racers = 4
    """With more of them SeaweedFS 4.48 keeps some waiting for seconds, now and then."""

    @pytest.fixture
    def store(self, s3_store: S3Store) -> S3Store:
        return s3_store

    def test_a_listing_may_have_many_pages(self, store: S3Store, s3_client: Any):
        def small_pages(params: dict[str, Any], **_: object) -> None:
            params["MaxKeys"] = 3

        for number in range(10):
            store.create(f"{number:02}", b"")
        event = "provide-client-params.s3.ListObjectsV2"
        s3_client.meta.events.register(event, small_pages)
        found = [info.key for info in store.list()]
        s3_client.meta.events.unregister(event, small_pages)
        assert found == [f"{number:02}" for number in range(10)]

    def test_what_is_beside_the_prefix_is_not_seen(self, store: S3Store, s3_client: Any):
        prefix = store.url.rpartition("/")[2]
        s3_client.put_object(Bucket="tests", Key=f"{prefix}-other/a", Body=b"1")
        s3_client.put_object(Bucket="tests", Key=f"{prefix}/folder/", Body=b"")
        store.create("a", b"2")
        assert [(info.key, info.size_bytes) for info in store.list()] == [("a", 1)]

    def test_a_url_opens_it(self, store: S3Store):
        store.create("a", b"1")
        opened = open_store(store.url + "/")
        assert (opened.url, opened.read("a")) == (store.url, b"1")

    def test_a_missing_bucket_is_named(self, s3_client: Any):
        store = S3Store("nowhere", client=s3_client)
        for use in (store.stat, store.read, lambda key: store.create(key, b""), lambda key: list(store.list(key))):
            with pytest.raises(
                StorageError, match="the bucket nowhere does not exist. make it .aws s3 mb s3://nowhere"
            ):
                use("a")

    def test_a_wrong_key_is_refused_with_what_to_check(self, store: S3Store, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
        with pytest.raises(StorageError, match="refused access .SignatureDoesNotMatch.. check AWS_ACCESS_KEY_ID"):
            open_store(store.url).read("a")


def test_missing_credentials_are_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    with pytest.raises(StorageError, match="no S3 credentials were found. set AWS_ACCESS_KEY_ID"):
        open_store("s3://bucket").read("a")


@pytest.fixture
def odd() -> Iterator[OddS3]:
    with odd_s3() as server:
        yield server


@pytest.fixture
def odd_store(odd: OddS3, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Store]:
    for name, value in (("ENDPOINT_URL", odd.url), ("ACCESS_KEY_ID", "a"), ("SECRET_ACCESS_KEY", "b")):
        monkeypatch.setenv(f"AWS_{name}", value)
    client = make_client(read_timeout_s=2)
    yield S3Store("bucket", client=client)
    client.close()


def test_an_unreachable_server_is_named(odd_store: S3Store, odd: OddS3):
    odd.server_close()
    with pytest.raises(StorageError, match="cannot connect to http://127.0.0.1:.* see that the server runs"):
        odd_store.create("a", b"")


def test_a_store_that_keeps_its_promises_is_accepted(odd_store: S3Store, odd: OddS3):
    odd_store.require_preconditions()
    assert odd.objects == {}


def test_a_store_where_nothing_can_be_deleted_is_accepted(odd_store: S3Store, odd: OddS3):
    odd.forbids_deleting = True
    odd_store.require_preconditions()


@pytest.mark.parametrize(("fault", "says"), [("ignores_preconditions", "create-only"), ("ignores_digests", "sha256")])
def test_what_is_wrong_is_said_although_the_probe_cannot_be_deleted(
    odd_store: S3Store, odd: OddS3, fault: str, says: str
):
    odd.forbids_deleting = True
    setattr(odd, fault, True)
    with pytest.raises(StoreUnsafe, match=says):
        odd_store.require_preconditions()


def test_a_store_that_ignores_preconditions_is_refused(odd_store: S3Store, odd: OddS3):
    odd.ignores_preconditions = True
    with pytest.raises(StoreUnsafe, match="a create-only write replaced an object. publish to a store that honours"):
        odd_store.require_preconditions()
    assert odd.objects == {}


def test_a_store_that_ignores_digests_is_refused(odd_store: S3Store, odd: OddS3):
    odd.ignores_digests = True
    with pytest.raises(StoreUnsafe, match="a write was accepted whose sha256 is not the announced one"):
        odd_store.require_preconditions()
    assert odd.objects == {}


@pytest.mark.parametrize("fates", [["kept"], ["dropped"], ["dropped", "kept"]], ids=" ".join)
def test_a_write_without_an_answer_is_settled(odd_store: S3Store, odd: OddS3, tmp_path: Path, fates: list[str]):
    (tmp_path / "source").write_bytes(b"content")
    odd.silent_puts = list(fates)
    assert odd_store.create("a", tmp_path / "source") == odd_store.stat("a")
    odd.silent_puts = list(fates)
    swapped = odd_store.replace("a", b"new content", if_match=odd_store.stat("a").etag)
    assert (odd_store.read("a"), odd_store.stat("a")) == (b"new content", swapped)


def test_who_was_overtaken_without_an_answer_is_told(odd_store: S3Store, odd: OddS3):
    odd.silent_puts = ["overtaken"]
    with pytest.raises(ObjectExists):
        odd_store.create("a", b"mine")
    etag = odd_store.create("b", b"base").etag
    odd.silent_puts = ["overtaken"]
    with pytest.raises(PreconditionFailed):
        odd_store.replace("b", b"mine", if_match=etag)
    assert odd_store.read("a") == odd_store.read("b") == b"of somebody else"


def test_a_server_that_never_answers_is_given_up(odd_store: S3Store, odd: OddS3):
    odd.silent_puts = ["dropped"] * 99
    with pytest.raises(StorageError, match="does not answer as it should .* try again"):
        odd_store.create("a", b"mine")
    assert odd.puts == 4


def test_a_conflict_is_tried_again(odd_store: S3Store, odd: OddS3):
    odd.conflicts = 2
    odd_store.create("a", b"mine")
    assert (odd_store.read("a"), odd.puts) == (b"mine", 3)
