"""The JSON files of the published layouts, read strictly and written as the published ones are written."""

import json
import math
import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from embrace3k.schema.layouts.safety import LIMITS, Limits, read_regular, refuse
from embrace3k.schema.problems import pointer_to

Document = TypeVar("Document")
MAX_DEPTH = 8
"""The published files nest three deep."""


class _Object(dict[str, Any]):
    """A JSON object that remembers a key which came twice."""

    repeated: str | None = None


def load(path: Path, kind: type[Document], limits: Limits = LIMITS) -> Document:
    """One published JSON file as its document type. Raises ImportRefused with the JSON pointer of what is wrong."""
    return parse(read_regular(path, limits.json_bytes), kind, path)


def parse(data: bytes, kind: type[Document], path: Path) -> Document:
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        raise refuse(path, f"is not UTF-8: byte {data[error.start]:#04x} at offset {error.start}") from error
    except RecursionError as error:
        raise refuse(path, f"nests deeper than {MAX_DEPTH} levels") from error
    except ValueError as error:
        raise refuse(path, f"is not JSON: {error}") from error
    _check_values(value, path)
    return convert(value, kind, path)


def convert(value: Any, kind: type[Document], path: Path, *, below: str = "") -> Document:
    """A parsed value as its document type. `below` is the JSON pointer of the value in the file.

    Raises ImportRefused.
    """
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at ")
        raise refuse(path, reason, pointer=below + _pointer(place.strip("`"))) from error


def dump(value: Any, *, last_newline: bool) -> bytes:
    """The published spelling: four spaces, ASCII only; v1 ends without a line feed, v2 with one."""
    return (json.dumps(value, indent=4, allow_nan=False) + ("\n" if last_newline else "")).encode()


def javascript_number(number: float) -> float | int:
    """v2's task files come from a browser: `269`, where Python writes `269.0`."""
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    result = _Object(pairs)
    if len(result) != len(pairs):
        keys = [key for key, _ in pairs]
        result.repeated = next(key for key in keys if keys.count(key) > 1)
    return result


def _check_values(document: Any, path: Path) -> None:
    """What a parser lets pass: NaN and Infinity, repeated keys, half characters, and nesting without end."""
    waiting: list[tuple[Any, tuple[str | int, ...]]] = [(document, ())]
    while waiting:
        value, place = waiting.pop()
        problem = _value_problem(value, depth=len(place))
        if problem:
            raise refuse(path, problem, pointer=pointer_to(*place))
        if isinstance(value, _Object):
            waiting.extend((part, (*place, key)) for key, part in value.items())
        elif isinstance(value, list):
            waiting.extend((part, (*place, index)) for index, part in enumerate(value))


def _value_problem(value: Any, depth: int) -> str | None:
    match value:
        case _Object(repeated=str(key)):
            return f"the key {ascii(key)} comes twice in one object; each key may come once"
        case float() if not math.isfinite(value):
            return f"the number is {value}; only finite numbers are accepted"
        case str() if any("\ud800" <= letter <= "\udfff" or letter == "\0" for letter in value):
            return "the text holds half of a surrogate pair or a NUL character"
    return f"nests deeper than {MAX_DEPTH} levels" if depth > MAX_DEPTH else None


def _pointer(place: str) -> str:
    """msgspec's `$.Action[3]` as a JSON pointer."""
    return pointer_to(*(name or index for name, index in re.findall(r"\.([^.\[\]]+)|\[([^\]]*)\]", place)))
