"""The Unix socket beside a server's TCP port, where UnrealCV clients look for it.

It lies in the temporary directory, which belongs to everybody. So nothing there is followed or replaced but a socket of
the same user that nobody listens on any more, and only this user may connect.
"""

import errno
import os
import socket
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

_ONLY_OWNER = 0o177
_PROBE_S = 1.0
_LONGEST_PATH = 107
"""Bytes of a Unix socket's path, without the zero at its end."""


def socket_path(port: int) -> Path:
    """Where the clients of the server on TCP port `port` look."""
    return Path(tempfile.gettempdir(), f"unrealcv_{port}.socket")


class UnixListener:
    def __init__(self, path: Path) -> None:
        """Listens at once. Raises OSError where something else lies at `path`, or a live server listens there, or where
        `path` is too long (ENAMETOOLONG).
        """
        if len(os.fsencode(path)) > _LONGEST_PATH:
            raise OSError(errno.ENAMETOOLONG, f"a socket's path has {_LONGEST_PATH} bytes at most", str(path))
        _remove_stale(path)
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            _bind(self.socket, path)
            self.socket.listen(8)
        except BaseException:
            self.socket.close()
            raise
        self._path, self._file = path, _file_at(path)

    def close(self) -> None:
        """Takes the file away, if it still is the one that was made."""
        with suppress(FileNotFoundError):
            if _file_at(self._path) == self._file:
                self._path.unlink()
        self.socket.close()


def _bind(unbound: socket.socket, path: Path) -> None:
    """The mode is there from the first moment: a socket made first and closed to others later is open in between."""
    before = os.umask(_ONLY_OWNER)
    try:
        unbound.bind(str(path))
    finally:
        os.umask(before)


def _remove_stale(path: Path) -> None:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(found.st_mode) or found.st_uid != os.geteuid():
        raise FileExistsError(errno.EEXIST, "what lies there is no socket of this user, it is left alone", str(path))
    if _is_alive(path):
        raise OSError(errno.EADDRINUSE, "another server listens there", str(path))
    path.unlink(missing_ok=True)


def _is_alive(path: Path) -> bool:
    """Only a refusal tells that nobody listens: a server that is busy, or of another kind, is none to replace."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(_PROBE_S)
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            return False
        except OSError:
            return True
    return True


def _file_at(path: Path) -> tuple[int, int]:
    found = path.lstat()
    return found.st_dev, found.st_ino
