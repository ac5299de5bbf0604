"""The object store in a folder. One object is one file; what starts with a dot is ours and no object.

A new object is written to `.new-…` beside its place, synced, and linked to its name: linking fails if the name is
taken, so of two writers exactly one wins. `replace` does the same under a lock file, `.lock-NAME`.
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

from embrace3k.storage.errors import ObjectExists, ObjectNotFound, PreconditionFailed, StorageError
from embrace3k.storage.interfaces import ObjectInfo
from embrace3k.storage.keys import check_key
from embrace3k.storage.preconditions import prove_preconditions

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_NOFOLLOW | os.O_CLOEXEC


class FolderStore:
    """Objects under `root`, which is made at the first write. Links inside the store are refused, never followed."""

    def __init__(self, root: Path) -> None:
        self._root = root.absolute()

    @property
    def url(self) -> str:
        return self._root.as_uri()

    def create(self, key: str, source: bytes | Path) -> ObjectInfo:
        with _opened(source) as content, self._place_of(key, make=True) as (folder, name):
            if _exists(folder, name):
                raise _taken(key)
            with _written(folder, content) as temporary:
                try:
                    os.link(temporary, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
                except FileExistsError:
                    raise _taken(key) from None
            os.fsync(folder)
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
            with _written(folder, BytesIO(data)) as temporary:
                _make_newer(folder, temporary, before)
                os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
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
        if make and not self._root.is_dir():
            self._root.mkdir(parents=True, exist_ok=True)
            _sync_folder(self._root.parent)
        folder = os.open(self._root, _FOLDER & ~os.O_NOFOLLOW)
        for parent in parents:
            try:
                inner = _open_inner(folder, parent, make)
            finally:
                os.close(folder)
            folder = inner
        return folder


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
    try:
        os.mkdir(name, dir_fd=parent)
        os.fsync(parent)
    except FileExistsError:
        pass  # Another writer made it first.
    return os.open(name, _FOLDER, dir_fd=parent)


def _opened(source: bytes | Path) -> BufferedIOBase:
    return source.open("rb") if isinstance(source, Path) else BytesIO(source)


@contextmanager
def _written(folder: int, content: BufferedIOBase) -> Iterator[str]:
    """A synced temporary file with the wanted bytes; gone afterwards, unless it was renamed."""
    name = f".new-{uuid.uuid4().hex}"
    descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FILE, 0o666, dir_fd=folder)
    try:
        with open(descriptor, "wb") as file:
            if isinstance(content, BytesIO):
                file.write(content.getbuffer())
            else:
                _copy(content, file)
            file.flush()
            os.fsync(file.fileno())
        yield name
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=folder)


def _copy(source: BufferedIOBase, target: BufferedWriter) -> None:
    """Inside the kernel where the file system can. Not a hard link: who still writes to `source` must not reach us."""
    try:
        while os.copy_file_range(source.fileno(), target.fileno(), 1 << 30):
            pass
    except OSError as error:
        if error.errno not in (errno.EXDEV, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL, errno.EPERM):
            raise
        source.seek(0)
        target.seek(0)
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


def _taken(key: str) -> ObjectExists:
    return ObjectExists("an object with this key is already there", where=key, hint="objects are never overwritten")
