"""UnrealCV frames: uint32 LE magic, uint32 LE length, payload. Requests are `<id>:<command>`, replies `<id>:<body>`.

One request has exactly one reply, in order; the server answers ids, it never makes them up.
"""

import re
import struct
from typing import NamedTuple

from embrace3k.simulator.errors import WireBroken

MAGIC = 0x9E2B83C1
HEADER = struct.Struct("<II")
LARGEST_PAYLOAD = 256 * 1024 * 1024
GREETING = b"connected to "
OCCUPIED = b"error Another client is connected"
"""Begins what a server says, before it hangs up, to whoever comes while it has a client."""

_REQUEST = re.compile(rb"(\d{1,20}):(.*)")


class Request(NamedTuple):
    """`id` is echoed as it came, digits only."""

    id: bytes
    command: str


def frame(payload: bytes) -> bytes:
    """A whole frame. For pictures use `frame_head` and send the payload after it, which saves a copy."""
    return frame_head(len(payload)) + payload


def frame_head(payload_bytes: int) -> bytes:
    if not 0 < payload_bytes <= LARGEST_PAYLOAD:
        raise WireBroken(f"a frame of {payload_bytes} bytes", hint=f"1 to {LARGEST_PAYLOAD} bytes fit")
    return HEADER.pack(MAGIC, payload_bytes)


def parse_request(payload: bytes) -> Request:
    """Raises WireBroken for anything but one line `<id>:<UTF-8 command>`."""
    match = _REQUEST.fullmatch(payload)
    if match is None:
        raise WireBroken(f"no request: {payload[:40]!r}", hint="a request is one line `<id>:<command>`")
    try:
        return Request(match[1], match[2].decode())
    except UnicodeDecodeError as error:
        raise WireBroken("a command is not UTF-8", hint="send commands as UTF-8") from error


class FrameReader:
    """Cuts a byte stream into payloads, however the bytes are split on the way."""

    def __init__(self, largest_payload: int = LARGEST_PAYLOAD) -> None:
        self._buffer = bytearray()
        self._largest = largest_payload

    @property
    def waiting_bytes(self) -> int:
        """Fed, and not yet given out."""
        return len(self._buffer)

    def feed(self, received: bytes) -> None:
        self._buffer += received

    def next_payload(self) -> bytes | None:
        """The next whole payload, or None until more bytes are fed. Raises WireBroken as soon as a header is wrong."""
        if len(self._buffer) < HEADER.size:
            return None
        magic, length = HEADER.unpack_from(self._buffer)
        if magic != MAGIC:
            raise WireBroken(f"magic {magic:#010x}", hint=f"UnrealCV frames start with {MAGIC:#010x}; wrong service?")
        if not 0 < length <= self._largest:
            raise WireBroken(f"a frame of {length} bytes", hint=f"1 to {self._largest} bytes fit")
        end = HEADER.size + length
        if len(self._buffer) < end:
            return None
        payload = bytes(self._buffer[HEADER.size : end])
        del self._buffer[:end]
        return payload
