"""Answers of any length: one JSON object a line, as they come."""

from collections.abc import Iterable, Iterator
from typing import Any

from fastapi.responses import StreamingResponse

from embrace3k.schema.codec import encode

_PIECE_BYTES = 1 << 16


class JSONLines(StreamingResponse):
    media_type = "application/jsonl"


def json_lines(values: Iterable[Any]) -> JSONLines:
    return JSONLines(_pieces(values))


def _pieces(values: Iterable[Any]) -> Iterator[bytes]:
    """Many lines at once: each piece takes a way through a worker thread."""
    piece = bytearray()
    for value in values:
        piece += encode(value) + b"\n"
        if len(piece) >= _PIECE_BYTES:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece)
