"""Annotations from a team's own front end, as JSON Lines: all of a file or nothing.

A line is what `annotations export` writes; only its `annotation` is needed. Revisions keep the author they state and
must follow on the newest one that is here. Those that are here already are passed over, so a second import of the
same file adds nothing.
"""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct
from sqlmodel import Session

from embrace3k.annotator.events import AnnotationsImported, record
from embrace3k.schema.check import LINES_BYTES
from embrace3k.schema.codec import decode, digest, parse_json
from embrace3k.schema.errors import ImportRefused, SchemaError
from embrace3k.schema.layouts.safety import read_regular
from embrace3k.schema.problems import errors_in
from embrace3k.schema.rules.texts import check_annotations
from embrace3k.schema.validation import validate
from embrace3k.storage.annotation_feed import ExportedAnnotation, RevisionOf, revision_digests, trajectory_facts
from embrace3k.storage.annotations import add_annotations
from embrace3k.storage.database import Database
from embrace3k.storage.trajectories import iter_trajectories


class ImportSummary(Struct, frozen=True, kw_only=True):
    added: int
    known: int
    """Revisions that were there already."""


class _Line(NamedTuple):
    where: str
    """File and line."""
    said: ExportedAnnotation


def import_annotations(database: Database, path: Path, *, who: str, now: datetime) -> ImportSummary:
    """A file's. Raises as `import_lines` does."""
    return import_lines(database, read_regular(path.resolve(), LINES_BYTES), named=str(path), who=who, now=now)


def import_lines(database: Database, data: bytes, *, named: str, who: str, now: datetime) -> ImportSummary:
    """Raises ImportRefused with name, line and JSON pointer, and RevisionConflict where somebody saved meanwhile."""
    lines = _read(named, data)
    with database.session() as session:
        ids = list(dict.fromkeys(line.said.annotation.trajectory_id for line in lines))
        facts = trajectory_facts(session, ids)
        for line in lines:
            _require_ours(line, facts)
        _require_rules(session, lines)
        new = _new(lines, revision_digests(session, ids))
        add_annotations(session, [line.said.annotation for line in new])
        if new:
            sha256 = hashlib.sha256(data).hexdigest()
            record(session, AnnotationsImported(who=who, sha256=sha256, added=len(new)), now)
    return ImportSummary(added=len(new), known=len(lines) - len(new))


def _read(named: str, data: bytes) -> list[_Line]:
    texts = [(number, text) for number, text in enumerate(data.split(b"\n"), 1) if text.strip()]
    return [_Line(where, _line(where, text)) for where, text in ((f"{named}:{number}", text) for number, text in texts)]


def _line(where: str, text: bytes) -> ExportedAnnotation:
    try:
        value = parse_json(text)
    except SchemaError as error:
        raise ImportRefused(error.what, where=where, hint="each line is one JSON object") from error
    if isinstance(value, dict) and isinstance(value.get("annotation"), dict):
        for problem in validate(value["annotation"], "annotation"):
            raise _refused(where, f"/annotation{problem.pointer}", problem.message, problem.hint)
    try:
        return decode(text, ExportedAnnotation)
    except SchemaError as error:
        raise _refused(
            where, "", error.what, 'like {"annotation": {…}}, or as `annotations export` writes it'
        ) from error


def _require_ours(line: _Line, facts: dict[str, tuple[str, str]]) -> None:
    said = line.said
    known = facts.get(said.annotation.trajectory_id)
    if known is None:
        hint = "import the trajectory first"
        raise _refused(line.where, "/annotation/trajectory_id", "no such trajectory is here", hint)
    task_id, sha256 = known
    if said.task_id not in (None, task_id):
        raise _refused(line.where, "/task_id", f"is {said.task_id!r}, but the trajectory's task is {task_id!r}")
    if said.trajectory_sha256 not in (None, sha256):
        what = "is of another content than the trajectory of this id has here"
        raise _refused(line.where, "/trajectory_sha256", what, "annotate the one that is here")


def _require_rules(session: Session, lines: list[_Line]) -> None:
    of_trajectory: dict[str, list[_Line]] = {}
    for line in lines:
        of_trajectory.setdefault(line.said.annotation.trajectory_id, []).append(line)
    for trajectory in iter_trajectories(session, of_trajectory):
        for line in of_trajectory[trajectory.id]:
            for problem in errors_in(list(check_annotations(trajectory, [line.said.annotation]))):
                pointer = problem.pointer.removeprefix("/annotations/0")
                raise _refused(line.where, f"/annotation{pointer}", f"{problem.code} {problem.message}", problem.hint)


def _new(lines: list[_Line], known: dict[RevisionOf, str]) -> list[_Line]:
    """Those that are not here yet, each following on the newest before it, in the file or here."""
    new: list[_Line] = []
    for line in sorted(lines, key=lambda line: line.said.annotation.revision):
        note = line.said.annotation
        revision, content = (note.trajectory_id, note.step_index, note.revision), digest(note)
        if known.get(revision) == content:
            continue
        if revision in known:
            what = f"revision {note.revision} is there already, and says something else"
            raise _refused(line.where, "/annotation/revision", what, "export it, and write over the newest revision")
        before = note.revision - 1
        if before and (*revision[:2], before) not in known:
            what = f"revision {before}, which it follows, is neither here nor in the file"
            raise _refused(line.where, "/annotation/revision", what, "revisions of a step count up by one")
        if note.parent != (before or None):
            what = f"is {note.parent}, but the revision before it is {before or None}"
            raise _refused(line.where, "/annotation/parent", what)
        known[revision] = content
        new.append(line)
    return new


def _refused(where: str, pointer: str, what: str, hint: str | None = None) -> ImportRefused:
    return ImportRefused(what, where=f"{where}#{pointer}", hint=hint)
