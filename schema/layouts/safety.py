"""Strangers' folders: nothing is believed before it is looked at, and one bad file refuses the whole import.

`scan` lists a tree without following anything, `read_regular` opens only plain files of a bounded size, and
`inspect_jpeg` accepts only complete JPEG pictures.
"""

import hashlib
import os
import re
import stat
from pathlib import Path

import simplejpeg
from msgspec import Struct

from embrace3k.schema.errors import ImportRefused
from embrace3k.schema.trajectories import Frame


class Limits(Struct, frozen=True, kw_only=True):
    """Far above anything published (0.23 MB a frame, 60 kB a JSON file, about 60,000 files), far below what hurts."""

    json_bytes: int = 16 * 2**20
    frame_bytes: int = 32 * 2**20
    frame_side_px: int = 16_384
    entries: int = 1_000_000
    depth: int = 4


LIMITS = Limits()
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,149}")


def refuse(path: Path | str, reason: str, *, pointer: str = "", hint: str | None = None) -> ImportRefused:
    """The error for one file: `where` is the path and, behind `#`, the JSON pointer."""
    return ImportRefused(reason, where=f"{path}{pointer and f'#{pointer}'}", hint=hint)


def scan(root: Path, limits: Limits = LIMITS) -> list[str]:
    """Every plain file below `root`, relative and sorted; `a/` stands for an empty folder. Raises ImportRefused.

    Links, pipes, sockets and devices are refused wherever they are, and so is a name that is not plain ASCII.
    """
    if not root.is_dir():
        raise refuse(root, "is not a folder", hint="name the folder that holds the data set")
    found: list[str] = []
    waiting: list[tuple[Path, str, int]] = [(root, "", 1)]
    entries = 0
    while waiting:
        folder, prefix, depth = waiting.pop()
        if depth > limits.depth:
            raise refuse(
                folder, f"lies {depth - 1} folders deep; the published layouts need at most {limits.depth - 1}"
            )
        start = entries
        with os.scandir(folder) as listing:
            for entry in listing:
                entries += 1
                if entries > limits.entries:
                    raise refuse(root, f"holds more than {limits.entries} files and folders")
                if _is_folder(entry):
                    waiting.append((Path(entry.path), f"{prefix}{entry.name}/", depth + 1))
                else:
                    found.append(prefix + entry.name)
        if entries == start and prefix:
            found.append(prefix)
    return sorted(found)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """True for a folder, False for a plain file; anything else is refused."""
    mode = entry.stat(follow_symlinks=False).st_mode
    if stat.S_ISLNK(mode):
        raise refuse(entry.path, "is a symbolic link; a link may point outside the folder", hint="copy the file itself")
    if not (stat.S_ISDIR(mode) or stat.S_ISREG(mode)):
        raise refuse(entry.path, "is neither a file nor a folder (a pipe, socket or device)")
    return stat.S_ISDIR(mode)


def require_plain_name(path: Path, name: str) -> None:
    """Folder and task names become record ids and file names again, so only harmless ones are taken."""
    if not _PLAIN_NAME.fullmatch(name):
        raise refuse(
            path, f"the name {ascii(name)} is not plain; letters, digits, '_', '-' and '.' (not first) are, up to 150"
        )


def read_regular(path: Path, limit_bytes: int) -> bytes:
    """The bytes of a plain file. Too large is refused before anything is read; a link or pipe is never opened."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise refuse(path, f"cannot be read: {error.strerror}") from error
    with os.fdopen(handle, "rb") as file:
        facts = os.fstat(file.fileno())
        if not stat.S_ISREG(facts.st_mode):
            raise refuse(path, "is not a plain file")
        if facts.st_size > limit_bytes:
            raise refuse(path, f"has {facts.st_size} bytes; at most {limit_bytes} are accepted for such a file")
        return file.read(limit_bytes)


def inspect_jpeg(path: Path, limits: Limits = LIMITS) -> Frame:
    """The facts of one frame. Refuses what is not a JPEG, what ends early, and sizes out of bounds."""
    data = read_regular(path, limits.frame_bytes)
    if not data.startswith(b"\xff\xd8\xff"):
        raise refuse(path, f"is not a JPEG: it starts with {data[:4].hex(' ') or 'nothing'}, a JPEG with ff d8 ff")
    if not data.endswith(b"\xff\xd9") or not _segments_fit(data):
        raise refuse(
            path, f"is a JPEG that ends early or is damaged: {len(data)} bytes, the end marker ff d9 must be last"
        )
    try:
        height, width, _, _ = simplejpeg.decode_jpeg_header(data)
    except ValueError as error:
        raise refuse(path, f"is a JPEG whose header cannot be decoded: {error}") from error
    if not (0 < width <= limits.frame_side_px and 0 < height <= limits.frame_side_px):
        raise refuse(path, f"is {width}x{height} pixels; at most {limits.frame_side_px} a side are accepted")
    digest = hashlib.sha256(data).hexdigest()
    return Frame(sha256=digest, size_bytes=len(data), width_px=width, height_px=height)


def _segments_fit(data: bytes) -> bool:
    """Walk the marker segments up to the picture's first scan: each must lie inside the file."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if marker == 0xFF:
            at += 1
            continue
        if length < 2 or at + 2 + length > len(data):
            return False
        if marker == 0xDA:
            return True
        at += 2 + length
    return False
