"""The recorder's journal: one append-only file per trajectory, in which each step is durable before its action is sent.

    embrace3k journal 1\\n     the format's version, readable with `head -1`
    record, record, ...       checksum u32 | length u32 | kind | body     (crc32 of all that follows it)

A body is the length of its JSON (u32), the JSON, and the picture's bytes as captured. Kinds, in file order: one
`H`eader, a `S`tep for each decision (with what came of the decision before it), and one `E`nd, after which only the
commit is left. A record is one write and one fdatasync, so a crash can tear only the last one, and reopening cuts it
off. A bad record that has a good one after it was not torn but damaged, and the journal is refused.
"""

import fcntl
import os
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from struct import Struct as Layout
from types import TracebackType
from typing import Self

from msgspec import Struct

from embrace3k.collector.errors import JournalDamaged, JournalLocked, JournalMismatch
from embrace3k.schema.actions import ActionProfile
from embrace3k.schema.codec import decode, encode
from embrace3k.schema.tasks import SCHEMA_VERSION, Scene, SchemaVersion
from embrace3k.schema.trajectories import Driver, Evidence, Final, Frame, Result, Simulator, Step, StepOutcome

SUFFIX = ".journal"
MAGIC = b"embrace3k journal "
FIRST_LINE = MAGIC + b"1\n"
_HEAD = Layout("<IIc")
_TEXT_LENGTH = Layout("<I")
_KINDS = re.compile(rb"[HSE]")


class Header(Struct, frozen=True, kw_only=True):
    """What is known of a trajectory before its first step."""

    schema_version: SchemaVersion = SCHEMA_VERSION
    trajectory_id: str
    task_id: str
    scene: Scene
    simulator: Simulator
    profile: ActionProfile
    driver: Driver


class Done(Struct, frozen=True, kw_only=True):
    """What came of an action: known only after it, so it is written with the record that follows."""

    outcome: StepOutcome
    evidence: Evidence


class StepEntry(Struct, frozen=True, kw_only=True):
    step: Step
    """With its frame, without outcome and evidence."""
    before: Done | None
    """Of the step before this one; None for the first."""


class EndEntry(Struct, frozen=True, kw_only=True):
    last: Done
    final: Final
    result: Result


class Record(Struct, frozen=True, kw_only=True):
    """One whole record of a journal's bytes; `picture` says where its picture lies in them, end exclusive."""

    kind: bytes
    text: bytes
    picture: tuple[int, int]


def scan(data: bytes) -> tuple[list[Record], int]:
    """The whole records of a journal and where the last one ends; what lies behind that is a torn tail.

    Raises JournalDamaged where the damage is no torn tail.
    """
    if FIRST_LINE.startswith(data[: len(FIRST_LINE)]) and len(data) < len(FIRST_LINE):
        return [], 0
    if not data.startswith(FIRST_LINE):
        raise JournalDamaged(_unknown_format(data), hint=f"this program reads {FIRST_LINE.decode().strip()!r}")
    records: list[Record] = []
    at = len(FIRST_LINE)
    while (found := _record_at(data, at)) is not None:
        records.append(found)
        at = found.picture[1]
    if _has_record_after(data, at):
        raise JournalDamaged(
            f"record {len(records)} at byte {at} does not match its checksum, and good records follow it",
            hint="the disk changed durable steps; delete the journal to record the task afresh",
        )
    return records, at


def _unknown_format(data: bytes) -> str:
    if data.startswith(MAGIC):
        version = data[len(MAGIC) : len(MAGIC) + 20].partition(b"\n")[0]
        return f"journal version {version.decode(errors='replace')}"
    return f"not a journal: it begins with {data[: len(MAGIC)]!r}"


def _has_record_after(data: bytes, at: int) -> bool:
    kinds = _KINDS.finditer(data, at + _HEAD.size)
    return any(_record_at(data, kind.end() - _HEAD.size) is not None for kind in kinds)


def _record_at(data: bytes, at: int) -> Record | None:
    start = at + _HEAD.size
    if start + _TEXT_LENGTH.size > len(data):
        return None
    checksum, length, kind = _HEAD.unpack_from(data, at)
    end = start + length
    if not _KINDS.match(kind) or end > len(data) or length < _TEXT_LENGTH.size:
        return None
    if zlib.crc32(memoryview(data)[at + 4 : end]) != checksum:
        return None
    (text_length,) = _TEXT_LENGTH.unpack_from(data, start)
    text_start = start + _TEXT_LENGTH.size
    if text_start + text_length > end:
        return None
    return Record(kind=kind, text=data[text_start : text_start + text_length], picture=(text_start + text_length, end))


def _pack(kind: bytes, entry: Header | StepEntry | EndEntry, picture: bytes) -> bytes:
    text = encode(entry)
    body = _TEXT_LENGTH.pack(len(text)) + text + picture
    head = _HEAD.pack(0, len(body), kind)
    return _HEAD.pack(zlib.crc32(body, zlib.crc32(head[4:])), len(body), kind) + body


class Journal:
    """One trajectory's journal, open and locked by its only writer. Closing it keeps the file; `remove` ends it."""

    def __init__(self, path: Path, header: Header) -> None:
        """Create the journal, or continue the one that is there with its torn tail cut off.

        Raises JournalLocked while another process writes it, JournalDamaged, and JournalMismatch where the file is
        the journal of another trajectory.
        """
        self.path, self.header = path, header
        self.steps: list[StepEntry] = []
        self.end: EndEntry | None = None
        self._pictures: list[tuple[int, int]] = []
        self._file = _open_locked(path)
        try:
            self._recover()
        except BaseException:
            self.close()
            raise

    def _recover(self) -> None:
        data = os.pread(self._file, os.fstat(self._file).st_size, 0)
        records, self._size = _scan_file(self.path, data)
        os.ftruncate(self._file, self._size if records else 0)
        if not records:
            self._size = 0
            self._write(FIRST_LINE + _pack(b"H", self.header, b""))
            _sync_folder(self.path.parent)
            return
        _require_header(self.path, records[0], self.header)
        for record in records[1:]:
            self._keep(record)

    def _keep(self, record: Record) -> None:
        if record.kind == b"S":
            self.steps.append(decode(record.text, StepEntry, where=str(self.path)))
        else:
            self.end = decode(record.text, EndEntry, where=str(self.path))
        self._pictures.append(record.picture)

    def append_step(self, entry: StepEntry, picture: bytes) -> None:
        """Durable on return."""
        self._append(b"S", entry, picture)
        self.steps.append(entry)

    def append_end(self, entry: EndEntry, picture: bytes) -> None:
        """Durable on return. Nothing may follow."""
        self._append(b"E", entry, picture)
        self.end = entry

    def _append(self, kind: bytes, entry: StepEntry | EndEntry, picture: bytes) -> None:
        data = _pack(kind, entry, picture)
        self._write(data)
        self._pictures.append((self._size - len(picture), self._size))

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(self._file, view) :]
        os.fdatasync(self._file)
        self._size += len(data)

    def pictures(self) -> Iterator[tuple[Frame, bytes]]:
        """Every frame with its bytes, in step order, the final one last."""
        frames = [entry.step.frame for entry in self.steps] + ([self.end.final.frame] if self.end else [])
        for frame, (start, end) in zip(frames, self._pictures, strict=True):
            if frame is not None:
                yield frame, os.pread(self._file, end - start, start)

    def remove(self) -> None:
        """Delete the file, once its trajectory is committed or is not worth keeping."""
        self.path.unlink()
        self.close()

    def close(self) -> None:
        """Give up the lock. A second call does nothing."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def left_over(folder: Path) -> list[Path]:
    """Journals that nobody is writing: runs that were cut off. Sorted by name."""
    return [path for path in sorted(folder.glob(f"*{SUFFIX}")) if not _is_locked(path)]


def _scan_file(path: Path, data: bytes) -> tuple[list[Record], int]:
    try:
        return scan(data)
    except JournalDamaged as error:
        raise JournalDamaged(error.what, where=str(path), hint=error.hint) from None


def _require_header(path: Path, record: Record, expected: Header) -> None:
    if record.kind != b"H":
        raise JournalDamaged("its first record is no header", where=str(path), hint="delete it to record afresh")
    header = decode(record.text, Header, where=str(path))
    if header != expected:
        raise JournalMismatch(
            f"this is the journal of trajectory {header.trajectory_id} of task {header.task_id}, "
            f"not of {expected.trajectory_id}",
            where=str(path),
            hint="resume with the task, driver, profile and simulator it was started with, or delete it",
        )


def _open_locked(path: Path) -> int:
    """The writer before us may have removed the file between our open and our lock: then open its successor."""
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        if not _lock(file):
            os.close(file)
            raise JournalLocked("another process is recording this trajectory", where=str(path))
        if path.exists() and path.stat().st_ino == os.fstat(file).st_ino:
            return file
        os.close(file)


def _lock(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_locked(path: Path) -> bool:
    try:
        file = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return True
    try:
        return not _lock(file)
    finally:
        os.close(file)


def _sync_folder(folder: Path) -> None:
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
