"""The object store in a folder. One object is one file; what starts with a dot is ours and no object.

A new object is written to a file in `.new`, synced, and linked to its name: linking fails if the name is taken, so of
two writers exactly one wins. `replace` renames it instead, under a lock file, `.lock-NAME`. A writer holds a lock on
its file in `.new`; what a killed one left there has none, and is removed by the next process that writes.
"""

import errno
import fcntl
import os
import shutil
import stat
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from io import BufferedIOBase, BufferedWriter, BytesIO
from pathlib import Path

from embrace3k.storage.errors import ObjectExists, ObjectNotFound, PreconditionFailed, StorageError, StoreUnsafe
from embrace3k.storage.interfaces import ObjectInfo
from embrace3k.storage.keys import check_key
from embrace3k.storage.preconditions import prove_preconditions

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_NOFOLLOW | os.O_CLOEXEC
_DRAFTS = ".new"
_CANNOT = (errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM, errno.EXDEV)
"""What a file system answers that cannot link or copy as asked."""


class FolderStore:
    """Objects under `root`, which is made at the first write. Links inside the store are refused, never followed."""

    def __init__(self, root: Path) -> None:
        self._root = root.absolute()
        self._durable: set[Sequence[str]] = set()
        """Folders whose entry in the folder above reached the disk, whoever made them."""
        self._swept = False

    @property
    def url(self) -> str:
        return self._root.as_uri()

    def create(self, key: str, source: bytes | Path) -> ObjectInfo:
        with _opened(source) as content, self._place_of(key, make=True) as (folder, name):
            created = not _exists(folder, name) and self._linked(content, folder, name)
            os.fsync(folder)  # Also where another writer was first, who may not have come to this.
            if not created:
                raise ObjectExists(
                    "an object with this key is already there", where=key, hint="objects are never overwritten"
                )
            return _info(key, os.stat(name, dir_fd=folder, follow_symlinks=False))

    def replace(self, key: str, data: bytes, *, if_match: str | None) -> ObjectInfo:
        if if_match is None:
            try:
                return self.create(key, data)
            except ObjectExists as error:
                raise PreconditionFailed("an object is already there", where=key, hint="read it first") from error
        with self._place_of(key, make=True) as (folder, name), _locked(folder, name):
            before = _file_status(folder, name, key) if _exists(folder, name) else None
            if before is None or _info(key, before).etag != if_match:
                what = "another object is there than was read, or none"
                raise PreconditionFailed(what, where=key, hint="read it again")
            with self._written(BytesIO(data)) as (drafts, draft):
                _make_newer(drafts, draft, before)
                os.rename(draft, name, src_dir_fd=drafts, dst_dir_fd=folder)
            os.fsync(folder)
            return _info(key, os.stat(name, dir_fd=folder, follow_symlinks=False))

    def read(self, key: str, start: int = 0, end: int | None = None) -> bytes:
        with self._place_of(key) as (folder, name):
            _file_status(folder, name, key)
            with open(os.open(name, os.O_RDONLY | _FILE, dir_fd=folder), "rb") as file:
                file.seek(start)
                return file.read() if end is None else file.read(max(end - start, 0))

    def stat(self, key: str) -> ObjectInfo:
        with self._place_of(key) as (folder, name):
            return _info(key, _file_status(folder, name, key))

    def list(self, prefix: str = "") -> Iterator[ObjectInfo]:
        base = prefix.rpartition("/")[0]
        try:
            folder = self._open_folder(check_key(base) if base else [], make=False)
        except (FileNotFoundError, NotADirectoryError):
            return
        yield from _list(folder, f"{base}/" if base else "", prefix)

    def delete(self, key: str) -> None:
        with suppress(ObjectNotFound), self._place_of(key) as (folder, name):
            _file_status(folder, name, key)
            with _locked(folder, name) as lock:
                os.unlink(name, dir_fd=folder)
                os.unlink(lock, dir_fd=folder)

    def require_preconditions(self) -> None:
        prove_preconditions(self)

    @contextmanager
    def _place_of(self, key: str, *, make: bool = False) -> Iterator[tuple[int, str]]:
        """The open folder of an object, and the object's name in it."""
        *parents, name = check_key(key)
        try:
            folder = self._open_folder(parents, make)
            try:
                yield folder, name
            finally:
                os.close(folder)
        except FileNotFoundError:
            raise ObjectNotFound("no such object", where=f"{self.url}/{key}") from None
        except OSError as error:
            in_the_way = error.errno in (errno.ENOTDIR, errno.ELOOP)
            hint = "a link or a file is where a folder should be" if in_the_way else None
            raise StorageError(error.strerror or str(error), where=f"{self.url}/{key}", hint=hint) from error

    def _open_folder(self, parents: Sequence[str], make: bool) -> int:
        """Reached step by step without following a link; only the root itself may be one."""
        if make and () not in self._durable:
            self._root.mkdir(parents=True, exist_ok=True)
            _sync_folder(self._root.parent)
            self._durable.add(())
        folder = os.open(self._root, _FOLDER & ~os.O_NOFOLLOW)
        for depth, parent in enumerate(parents, start=1):
            try:
                inner = _open_inner(folder, parent, make)
                if make and (path := tuple(parents[:depth])) not in self._durable:
                    os.fsync(folder)
                    self._durable.add(path)
            finally:
                os.close(folder)
            folder = inner
        return folder

    def _linked(self, content: BufferedIOBase, folder: int, name: str) -> bool:
        """False if the name was taken meanwhile."""
        with self._written(content) as (drafts, draft):
            try:
                os.link(draft, name, src_dir_fd=drafts, dst_dir_fd=folder, follow_symlinks=False)
            except FileExistsError:
                return False
            except OSError as error:
                if error.errno not in _CANNOT:
                    raise
                hint = "choose a folder on another disk with --home, or a store with EMBRACE3K_STORE_URL"
                raise StoreUnsafe("this file system has no hard links", where=self.url, hint=hint) from error
        return True

    @contextmanager
    def _written(self, content: BufferedIOBase) -> Iterator[tuple[int, str]]:
        """A synced draft with the wanted bytes: its open folder and its name. Gone afterwards, unless renamed."""
        drafts = self._open_folder([_DRAFTS], make=True)
        try:
            if not self._swept:
                _sweep(drafts)
                self._swept = True
            name, descriptor = _locked_draft(drafts)
            with open(descriptor, "wb") as file:
                try:
                    _copy(content, file)
                    file.flush()
                    os.fsync(descriptor)
                    yield drafts, name
                finally:
                    with suppress(FileNotFoundError):
                        os.unlink(name, dir_fd=drafts)
        finally:
            os.close(drafts)


def _list(folder: int, base: str, prefix: str) -> Iterator[ObjectInfo]:
    """Closes `folder`. A folder sorts as if its name ended in `/`, so keys come in the order of their whole text.

    What is deleted meanwhile is passed over.
    """
    try:
        with os.scandir(folder) as entries:
            found = {base + entry.name + "/" * entry.is_dir(follow_symlinks=False): entry for entry in entries}
        for key, entry in sorted(found.items()):
            if entry.name.startswith("."):
                continue
            if key.endswith("/"):
                if key.startswith(prefix) or prefix.startswith(key):
                    yield from _list(os.open(entry.name, _FOLDER, dir_fd=folder), key, prefix)
            elif key.startswith(prefix) and (status := _plain_file(folder, entry.name)):
                yield _info(key, status)
    finally:
        os.close(folder)


def _plain_file(folder: int, name: str) -> os.stat_result | None:
    try:
        status = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None
    return status if stat.S_ISREG(status.st_mode) else None


def _sync_folder(path: Path) -> None:
    """Where we may look into it."""
    if not os.access(path, os.R_OK):
        return
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _open_inner(parent: int, name: str, make: bool) -> int:
    try:
        return os.open(name, _FOLDER, dir_fd=parent)
    except FileNotFoundError:
        if not make:
            raise
    with suppress(FileExistsError):  # Another writer made it first.
        os.mkdir(name, dir_fd=parent)
    return os.open(name, _FOLDER, dir_fd=parent)


def _opened(source: bytes | Path) -> BufferedIOBase:
    return source.open("rb") if isinstance(source, Path) else BytesIO(source)


def _locked_draft(drafts: int) -> tuple[str, int]:
    while True:
        name = uuid.uuid4().hex
        descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FILE, 0o666, dir_fd=drafts)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:
            return name, descriptor
        os.close(descriptor)  # Swept away before it had its lock.


def _sweep(drafts: int) -> None:
    for name in os.listdir(drafts):
        with suppress(FileNotFoundError, BlockingIOError):
            descriptor = os.open(name, os.O_RDONLY | _FILE, dir_fd=drafts)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                os.unlink(name, dir_fd=drafts)
            finally:
                os.close(descriptor)


def _copy(source: BufferedIOBase, target: BufferedWriter) -> None:
    """Inside the kernel where the file system can. Not a hard link: who still writes to `source` must not reach us."""
    if not isinstance(source, BytesIO):
        try:
            while os.copy_file_range(source.fileno(), target.fileno(), 1 << 30):
                pass
        except OSError as error:
            if error.errno not in (*_CANNOT, errno.EINVAL):
                raise
    # Whatever is left: all of it, or what the kernel stopped at, for some file systems answer 0 before the end.
    shutil.copyfileobj(source, target, 1 << 20)


@contextmanager
def _locked(folder: int, name: str) -> Iterator[str]:
    """One writer at a time, also among threads: every call opens the lock file anew. It goes when the object goes."""
    lock = f".lock-{name}"
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | _FILE, 0o666, dir_fd=folder)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield lock
    finally:
        os.close(descriptor)


def _make_newer(folder: int, name: str, before: os.stat_result) -> None:
    """Clocks tick in milliseconds: without this, two replacements in a row could have the same etag."""
    status = os.stat(name, dir_fd=folder)
    newer = max(status.st_mtime_ns, before.st_mtime_ns + 1)
    os.utime(name, ns=(status.st_atime_ns, newer), dir_fd=folder, follow_symlinks=False)


def _exists(folder: int, name: str) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def _file_status(folder: int, name: str, key: str) -> os.stat_result:
    status = os.stat(name, dir_fd=folder, follow_symlinks=False)
    if stat.S_ISDIR(status.st_mode):
        raise ObjectNotFound("no such object", where=key, hint="other objects are below this key")
    if not stat.S_ISREG(status.st_mode):
        raise StorageError("not a regular file", where=key, hint="remove it: links are not followed in a store")
    return status


def _info(key: str, status: os.stat_result) -> ObjectInfo:
    return ObjectInfo(key=key, size_bytes=status.st_size, etag=f"{status.st_mtime_ns:x}-{status.st_size:x}")
