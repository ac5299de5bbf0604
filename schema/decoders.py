"""Decoders of JSON, one for each type."""

import threading
from typing import Any, TypeVar

from msgspec.json import Decoder

Value = TypeVar("Value")
_decoders: dict[Any, Decoder[Any]] = {}
_making = threading.Lock()


def decoder_of(kind: type[Value]) -> Decoder[Value]:
    # msgspec 0.22 crashes the process where several threads are the first to decode a type, or one that holds it.
    with _making:
        if kind not in _decoders:
            _decoders[kind] = Decoder(kind)
        return _decoders[kind]
