"""One connected client of the server, and how much of it is borne: requests that pile up, and time without reading."""

import select
import socket
import sys
import time

from embrace3k.simulator.wire import FrameReader

LARGEST_REQUEST = 1 << 20
LARGEST_BACKLOG = 16 << 20
"""So many bytes of requests may wait while the client has not taken the reply to an earlier one."""
_RECEIVE_BYTES = 1 << 18
_STALL_S = 60.0
_SILENCE_S, _PROBE_S, _PROBES = 60, 15, 4
"""After so long without a word the kernel asks whether the other machine is still there, and how often."""


class Peer:
    """Reads on while it writes: a client may pipeline more than the kernel buffers hold."""

    def __init__(self, connection: socket.socket, *, stall_s: float = _STALL_S) -> None:
        """A client that takes no byte of a reply for `stall_s` is given up, so that another may come."""
        connection.setblocking(False)
        if connection.family != socket.AF_UNIX:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            _keep_alive(connection)
        self.socket = connection
        self.ended = False
        """The client sends no more. It may still read what it asked for."""
        self._frames = FrameReader(LARGEST_REQUEST)
        self._stall_s = stall_s

    def receive(self) -> None:
        """Call when readable. Raises ConnectionError where the connection is broken, or the backlog full."""
        received = self.socket.recv(_RECEIVE_BYTES)
        self.ended = not received
        self._frames.feed(received)
        if self._frames.waiting_bytes > LARGEST_BACKLOG:
            raise ConnectionAbortedError("the client sends and does not read")

    def next_payload(self) -> bytes | None:
        """Raises WireBroken for what is no request, or one of more than LARGEST_REQUEST bytes."""
        return self._frames.next_payload()

    def send(self, *parts: bytes | bytearray) -> None:
        """Returns when the kernel has it all. Raises OSError."""
        taken_at = time.monotonic()
        for part in parts:
            rest = memoryview(part)
            while rest:
                try:
                    rest = rest[self.socket.send(rest) :]
                    taken_at = time.monotonic()
                except BlockingIOError:
                    self._wait_for_room(taken_at + self._stall_s)

    def close(self) -> None:
        self.socket.close()

    def _wait_for_room(self, deadline: float) -> None:
        """What the client sends meanwhile is no sign that it reads."""
        left_s = deadline - time.monotonic()
        if left_s <= 0:
            raise ConnectionAbortedError("the client does not read")
        # What has ended is readable for ever.
        readable, writable, _ = select.select([] if self.ended else [self.socket], [self.socket], [], left_s)
        if readable and not writable:
            self.receive()


def _keep_alive(connection: socket.socket) -> None:
    """A machine that vanished without a word would hold the only place for ever."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if sys.platform == "linux":
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, _SILENCE_S)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, _PROBE_S)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, _PROBES)
