"""What `embrace3k schema check FILE…` runs: native records and published files against schemas and rules.

*.json, *.jsonl   one record, or one per line: task, trajectory, annotation, manifest, replay (told apart by their keys)
infos.json …      files of the published layouts, see `published.py`
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from embrace3k.schema.annotations import Annotation
from embrace3k.schema.catalogue import found
from embrace3k.schema.codec import decode, parse_json
from embrace3k.schema.errors import ImportRefused, SchemaError
from embrace3k.schema.layouts.safety import LIMITS, read_regular
from embrace3k.schema.problems import Problem
from embrace3k.schema.published import check_published, is_published
from embrace3k.schema.rules import check_task, check_trajectory
from embrace3k.schema.rules.texts import check_annotation
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import Trajectory
from embrace3k.schema.validation import validate

_MARKS = {
    "trajectory": "steps",
    "annotation": "rationale",
    "manifest": "shards",
    "task": "instruction",
    "replay": "instants",
}
"""The key that only this kind of record has."""
LINES_BYTES = 2**30
"""JSON Lines may be larger than one record."""


class _Record(NamedTuple):
    prefix: str
    """`line 3: ` in JSON Lines."""
    kind: str
    text: bytes


class _Finding(NamedTuple):
    prefix: str
    problem: Problem


def check_file(path: Path) -> list[Problem]:
    """Every problem of one file, each with its JSON pointer; in JSON Lines the message starts with the line."""
    try:
        problems = _check(path.resolve())
    except ImportRefused as error:
        problems = [_refusal(error, path.resolve())]
    return [msgspec.structs.replace(problem, file=str(path)) for problem in problems]


def _refusal(error: ImportRefused, path: Path) -> Problem:
    """A published file that breaks its layout; where the fault lies in the file beside it, the message names that."""
    place, _, pointer = (error.where or "").partition("#")
    other = "" if place == str(path) else f"{Path(place).name}: "
    return found("S003", pointer, other + error.what, error.hint)


def _check(path: Path) -> list[Problem]:
    if path.suffix in (".jsonl", ".ndjson"):
        lines = read_regular(path, LINES_BYTES).splitlines()
        texts = [(f"line {number}: ", line) for number, line in enumerate(lines, 1) if line.strip()]
    else:
        data = read_regular(path, LIMITS.json_bytes)
        if is_published(path, data):
            return list(check_published(path))
        texts = [("", data)]
    records: list[_Record] = []
    findings = list(_validated(texts, records)) + list(_ruled(records))
    # A task or annotation beside its trajectory is looked at twice.
    return list(dict.fromkeys(_prefixed(*finding) for finding in findings))


def _validated(texts: list[tuple[str, bytes]], records: list[_Record]) -> Iterator[_Finding]:
    """Problems with the JSON Schema; the records that have none are appended to `records`."""
    for prefix, text in texts:
        try:
            value = parse_json(text)
        except SchemaError as error:
            yield _Finding(prefix, found("S001", "", error.what))
            continue
        kind = _kind_of(value)
        if kind is None:
            marks = ", ".join(f"{mark} ({kind})" for kind, mark in _MARKS.items())
            reason = f"no known kind of record; one of these keys would tell: {marks}"
            yield _Finding(prefix, found("S004", "", reason))
            continue
        problems = validate(value, kind)
        yield from (_Finding(prefix, problem) for problem in problems)
        if not problems:
            records.append(_Record(prefix, kind, text))


def _kind_of(value: Any) -> str | None:
    keys = value.keys() if isinstance(value, dict) else ()
    return next((kind for kind, mark in _MARKS.items() if mark in keys), None)


def _ruled(records: list[_Record]) -> Iterator[_Finding]:
    """The rules, over records that are valid; a trajectory is held against its task and annotations in the file."""
    tasks = [(record.prefix, decode(record.text, Task)) for record in records if record.kind == "task"]
    notes = [(record.prefix, decode(record.text, Annotation)) for record in records if record.kind == "annotation"]
    for prefix, task in tasks:
        yield from (_Finding(prefix, _below(problem, "/task")) for problem in check_task(task))
    for prefix, note in notes:
        yield from (_Finding(prefix, problem) for problem in check_annotation(note))
    for record in records:
        if record.kind == "trajectory":
            yield from _ruled_trajectory(record, tasks, notes)


def _ruled_trajectory(
    record: _Record, tasks: list[tuple[str, Task]], notes: list[tuple[str, Annotation]]
) -> Iterator[_Finding]:
    trajectory = decode(record.text, Trajectory)
    task_line, task = next((pair for pair in tasks if pair[1].id == trajectory.task_id), ("", None))
    current = _current([pair for pair in notes if pair[1].trajectory_id == trajectory.id])
    for problem in check_trajectory(trajectory, task, [note for _, note in current]):
        _, kind, *rest = problem.pointer.split("/")
        if kind == "annotations":
            yield _Finding(current[int(rest[0])][0], _below(problem, f"/annotations/{rest[0]}"))
        else:
            yield _Finding(task_line if kind == "task" else record.prefix, _below(problem, f"/{kind}"))


def _current(notes: list[tuple[str, Annotation]]) -> list[tuple[str, Annotation]]:
    """The newest revision of each step."""
    newest = {note.step_index: (prefix, note) for prefix, note in sorted(notes, key=lambda pair: pair[1].revision)}
    return list(newest.values())


def _below(problem: Problem, prefix: str) -> Problem:
    return msgspec.structs.replace(problem, pointer=problem.pointer.removeprefix(prefix))


def _prefixed(prefix: str, problem: Problem) -> Problem:
    return msgspec.structs.replace(problem, message=prefix + problem.message)
