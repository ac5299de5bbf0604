"""Records against the frozen JSON Schema (2020-12). Compiled once per process; valid records take the short way."""

import functools
import json
from importlib.resources import files
from typing import Any

import jsonschema_rs

from embrace3k.schema.catalogue import found
from embrace3k.schema.codec import parse_json
from embrace3k.schema.errors import SchemaError
from embrace3k.schema.problems import Problem, pointer_to
from embrace3k.schema.tasks import SCHEMA_VERSION

RELEASED_KINDS = ("task", "trajectory", "annotation", "manifest")
"""Those that a release holds, and whose schemas go with it."""
KINDS = (*RELEASED_KINDS, "replay")
VERSIONS = ("1.0.0",)


def schema_text(kind: str, version: str = SCHEMA_VERSION) -> str:
    """The frozen file as it is published. Raises SchemaError naming the kinds and versions there are."""
    if kind not in KINDS or version not in VERSIONS:
        raise SchemaError(
            f"there is no schema for {kind!r} in version {version!r}",
            hint=f"kinds: {', '.join(KINDS)}; versions: {', '.join(VERSIONS)}",
        )
    return (files("embrace3k.schema.frozen") / version / f"{kind}.json").read_text(encoding="utf-8")


def validate(record: bytes | str | dict[str, Any], kind: str, version: str = SCHEMA_VERSION) -> list[Problem]:
    """Every place where `record` (JSON text, or what a parser made of it) breaks the schema; empty when valid."""
    validator = _validator(kind, version)
    if isinstance(record, bytes | str):
        try:
            record = parse_json(record)
        except SchemaError as error:
            return [found("S001", "", f"{error.what}; expected one {kind} object")]
    try:
        if validator.is_valid(record):
            return []
        return [_problem(error, kind, version) for error in validator.iter_errors(record)]
    except ValueError as error:  # The validator gives up at about 255 levels of nesting.
        return [found("S002", "", f"nested too deep: {error}")]


@functools.cache
def _validator(kind: str, version: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json.loads(schema_text(kind, version)), offline=True)


def _problem(error: jsonschema_rs.ValidationError, kind: str, version: str) -> Problem:
    rule = pointer_to(*error.schema_path)
    hint = f"see {rule} in the {kind} schema {version}"
    return found("S002", pointer_to(*error.instance_path), _shorten(error.message), hint)


def _shorten(message: str, limit: int = 300) -> str:
    return message if len(message) <= limit else f"{message[: limit // 2]} … {message[-limit // 2 :]}"
