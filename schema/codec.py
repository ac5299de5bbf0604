"""Records to canonical JSON bytes and back; the only place that turns records into text."""

import hashlib
from typing import Any, TypeVar

import msgspec

from embrace3k.schema.decoders import decoder_of
from embrace3k.schema.errors import SchemaError

Record = TypeVar("Record")
_FAULTS = (msgspec.DecodeError, UnicodeError, RecursionError)
"""What parsing may end in: not JSON or not the kind, not UTF-8, nested without end."""
_encoder = msgspec.json.Encoder(order="deterministic")


def encode(record: Any) -> bytes:
    """JSON with keys in declared order (dictionaries sorted), no spaces, UTF-8."""
    return _encoder.encode(record)


def canonical(record: Record) -> bytes:
    """`encode`, through JSON once: Python takes 0 for 0.0, and equal records must become equal bytes.

    Raises SchemaError if the record cannot be read back.
    """
    return encode(decode(encode(record), type(record)))


def decode(data: bytes | str, kind: type[Record], *, where: str | None = None) -> Record:
    """Raises SchemaError with the JSON path of what does not fit."""
    try:
        return decoder_of(kind).decode(data)
    except _FAULTS as error:
        raise SchemaError(str(error), where=where, hint=f"expected a schema 1.0.0 {kind.__name__}") from error


def parse_json(data: bytes | str) -> Any:
    """What a parser makes of JSON text of any kind. Raises SchemaError."""
    try:
        return msgspec.json.decode(data)
    except _FAULTS as error:
        raise SchemaError(f"not JSON: {error}") from error


def digest(record: Any) -> str:
    """sha256 of the canonical JSON, in hex."""
    return hashlib.sha256(canonical(record)).hexdigest()
