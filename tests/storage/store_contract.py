"""What every object store must do. A test class per store inherits this one and says what `store` is."""

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from embrace3k.storage.errors import InvalidKey, ObjectExists, ObjectNotFound, PreconditionFailed
from embrace3k.storage.interfaces import ObjectStore

ROUNDS = 6
BAD_KEYS = ["", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", ".hidden", "a/.b", "a\0b", "a\nb", "a\\b",
            "x" * 201, "x/" * 600 + "x", "a\udc80"]  # fmt: skip


def race(racers: int, write: Callable[[bytes], object]) -> list[bytes]:
    """What the winners wrote when several wrote at once."""
    barrier, won = threading.Barrier(racers), list[bytes]()

    def run(content: bytes) -> None:
        barrier.wait()
        try:
            write(content)
            won.append(content)
        except (ObjectExists, PreconditionFailed):
            pass

    threads = [threading.Thread(target=run, args=(b"racer %d" % number,)) for number in range(racers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return won


class StoreContract:
    racers = 8

    @pytest.mark.parametrize("content", [b"", b"some bytes", bytes(range(256)) * 5000], ids=["empty", "small", "large"])
    def test_what_was_created_is_read_again(self, store: ObjectStore, content: bytes):
        info = store.create("a/b-c/d.json", content)
        assert (info.key, info.size_bytes) == ("a/b-c/d.json", len(content))
        assert store.read("a/b-c/d.json") == content
        assert store.stat("a/b-c/d.json") == info

    def test_a_file_is_copied(self, store: ObjectStore, tmp_path: Path):
        (tmp_path / "source").write_bytes(bytes(9 << 20))
        store.create("shard.tar", tmp_path / "source")
        (tmp_path / "source").write_bytes(b"changed")
        assert store.read("shard.tar") == bytes(9 << 20)

    def test_a_second_create_is_refused_and_changes_nothing(self, store: ObjectStore, tmp_path: Path):
        (tmp_path / "source").write_bytes(b"second")
        store.create("a", b"first")
        for source in (b"second", b"first", tmp_path / "source"):
            with pytest.raises(ObjectExists, match="a: an object with this key is already there"):
                store.create("a", source)
        assert store.read("a") == b"first"

    @pytest.mark.parametrize(
        ("start", "end", "expected"),
        [(0, 4, b"0123"), (4, None, b"456789"), (4, 6, b"45"), (8, 99, b"89"), (10, None, b""), (99, 100, b""),
         (4, 4, b""), (0, 0, b"")],
    )  # fmt: skip
    def test_a_part_is_read(self, store: ObjectStore, start: int, end: int | None, expected: bytes):
        store.create("a", b"0123456789")
        assert store.read("a", start, end) == expected

    def test_a_missing_object_is_named(self, store: ObjectStore):
        store.create("a/b", b"")
        for key in ("nope", "a/nope", "nope/nope", "a"):
            for look in (store.read, store.stat, lambda key: store.read(key, 1, 1), lambda key: store.read(key, 1, 2)):
                with pytest.raises(ObjectNotFound, match=f"{key}: no such object"):
                    look(key)

    def test_objects_are_listed_by_key(self, store: ObjectStore):
        keys = sorted(["a/b", "a-b", "a.b", "a/c/d", "a/é", "ab", "b", "a/c-d", "B"])
        made = {key: store.create(key, key.encode()) for key in reversed(keys)}
        assert list(store.list()) == [made[key] for key in keys]
        for prefix in ("a", "a/", "a/c", "a/c/", "x", "a/b/", "abc"):
            assert [info.key for info in store.list(prefix)] == [key for key in keys if key.startswith(prefix)]

    def test_an_empty_store_lists_nothing(self, store: ObjectStore):
        assert list(store.list()) == list(store.list("blobs/")) == []

    def test_a_swap_needs_the_etag_that_was_read(self, store: ObjectStore):
        first = store.create("a", b"1")
        second = store.replace("a", b"2", if_match=first.etag)
        assert store.stat("a") == second != first
        with pytest.raises(PreconditionFailed, match="a: another object is there than was read"):
            store.replace("a", b"3", if_match=first.etag)
        assert store.read("a") == b"2"

    def test_a_swap_may_begin_with_nothing(self, store: ObjectStore):
        store.replace("new/a", b"1", if_match=None)
        with pytest.raises(PreconditionFailed):
            store.replace("new/a", b"2", if_match=None)
        assert store.read("new/a") == b"1"

    def test_a_swap_of_what_is_gone_is_refused(self, store: ObjectStore):
        etag = store.create("a", b"1").etag
        store.delete("a")
        with pytest.raises(PreconditionFailed):
            store.replace("a", b"2", if_match=etag)

    def test_every_replacement_has_an_etag_of_its_own(self, store: ObjectStore):
        etags = [store.create("a", b"0").etag]
        for number in range(1, 10):
            etags.append(store.replace("a", b"%d" % number, if_match=etags[-1]).etag)
        assert len(set(etags)) == 10

    def test_deleting_twice_does_nothing_more(self, store: ObjectStore):
        store.create("a/b", b"1")
        store.delete("a/b")
        store.delete("a/b")
        assert list(store.list()) == []
        store.create("a/b", b"2")

    @pytest.mark.parametrize("key", BAD_KEYS, ids=ascii)
    def test_keys_that_not_every_store_can_hold_are_refused(self, store: ObjectStore, key: str):
        for use in (store.read, store.stat, store.delete, lambda key: store.create(key, b"")):
            with pytest.raises(InvalidKey, match="not an object key"):
                use(key)
        with pytest.raises(InvalidKey):
            store.replace(key, b"", if_match=None)

    def test_of_many_creators_exactly_one_wins(self, store: ObjectStore):
        for number in range(ROUNDS):
            key = f"race/{number}"
            assert race(self.racers, partial(store.create, key)) == [store.read(key)]

    def test_of_many_swappers_exactly_one_wins(self, store: ObjectStore):
        for number in range(ROUNDS):
            key = f"race/{number}"
            etag = store.create(key, b"base").etag
            won = race(self.racers, partial(store.replace, key, if_match=etag))
            assert won == [store.read(key)]

    def test_it_proves_that_it_keeps_preconditions_and_leaves_nothing(self, store: ObjectStore):
        store.require_preconditions()
        assert list(store.list()) == []
