"""The official `unrealcv.Client` as a transport that cannot hang.

The official class frames, numbers and pipelines requests. What it leaves open is closed here: its `connect` waits for
ever on a server that does not greet, its batches wait without a time-out, a lost server keeps its reader asleep for a
minute, and it prints to stdout.
"""

import socket
import threading
import time
from collections.abc import Sequence
from typing import Any

import unrealcv

from embrace3k.simulator.errors import SimulatorLost, WireBroken
from embrace3k.simulator.wire import GREETING, HEADER, LARGEST_PAYLOAD, MAGIC, frame

Reply = str | bytes | bytearray


class Connection:
    """One connection to one server. All of it raises SimulatorLost when the server is gone, silent or babbling."""

    def __init__(self, endpoint: tuple[str, int] | str, *, timeout_s: float = 30.0) -> None:
        """`endpoint` is (host, port), or the path of a Unix socket. Connects at once."""
        self.endpoint = endpoint
        self._timeout_s = timeout_s
        self._client = _Transport(endpoint, "unix" if isinstance(endpoint, str) else "inet")
        try:
            self._client.connect(timeout_s)
        except (OSError, WireBroken) as error:
            self.close()
            raise SimulatorLost(str(error), where=self.name, hint="is a simulator serving there?") from error

    @property
    def name(self) -> str:
        return self.endpoint if isinstance(self.endpoint, str) else "{}:{}".format(*self.endpoint)

    def batch(self, commands: Sequence[str], *, timeout_s: float | None = None) -> list[Reply]:
        """Send all commands, then read all replies: one round trip however many there are.

        Whatever interrupts it ends the connection: replies left unread would be taken for those of the next batch.
        """
        if not commands:
            return []
        try:
            self._client.allow(timeout_s or self._timeout_s)
            replies: list[Any] = self._client.request_batch(list(commands))
        except (OSError, WireBroken) as error:
            self.close()
            raise SimulatorLost(f"no answer to {commands[0]!r}: {error}", where=self.name) from error
        except BaseException:
            self.close()
            raise
        if any(not isinstance(reply, str | bytes | bytearray) for reply in replies):
            self.close()
            raise SimulatorLost(f"a reply to {commands[0]!r} is no reply", where=self.name)
        return replies

    def close(self) -> None:
        self._client.disconnect()


class _Transport(unrealcv.Client):  # type: ignore[misc]  # the package has no types
    """The official client without its prints, its endless connect and its minute of retries."""

    def connect(self, timeout: float = 5.0) -> bool:
        """Raises OSError. Asks for no command list: matching each request against it costs more than a request."""
        if isinstance(self.endpoint, str):
            sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            sock.settimeout(timeout)
            sock.connect(self.endpoint)
        else:
            sock = socket.create_connection(self.endpoint, timeout)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock = sock
        self.allow(timeout)
        greeting = self.receive()
        if not greeting.startswith(GREETING.rstrip()):
            raise ConnectionError(f"no greeting but {bytes(greeting[:200])!r}")
        self.t = threading.Thread(target=self.receive_loop_queue, name="unrealcv", daemon=True)
        self.t.start()
        return True

    def allow(self, seconds: float) -> None:
        """Until then everything asked must be answered: the reader gives up on silence and on a trickle of bytes."""
        if self.sock is None:
            raise ConnectionError("the connection is closed")
        self._deadline = time.monotonic() + seconds
        self.sock.settimeout(seconds)

    def send(self, message: bytes) -> bool:
        if self.sock is None:
            raise ConnectionError("the connection is closed")
        self.sock.sendall(frame(message))
        return True

    def receive(self) -> bytearray:
        """One payload. The official way prints, has no size limit and joins every picture from chunks."""
        magic, length = HEADER.unpack(self._exactly(HEADER.size))
        if magic != MAGIC or not 0 < length <= LARGEST_PAYLOAD:
            raise WireBroken(f"not an UnrealCV frame: magic {magic:#010x}, {length} bytes")
        return self._exactly(length)

    def _exactly(self, size: int) -> bytearray:
        received = bytearray(size)
        rest = memoryview(received)
        while rest:
            count = self.sock.recv_into(rest) if self.sock is not None else 0
            if not count:
                raise ConnectionError("the server closed the connection")
            if time.monotonic() > self._deadline:
                raise TimeoutError("timed out")
            rest = rest[count:]
        return received

    def receive_loop_queue(self) -> None:
        """The official loop; whatever ends it reaches the caller, who would otherwise wait for ever."""
        try:
            super().receive_loop_queue()
        except (OSError, AssertionError, ValueError, WireBroken) as error:
            self.recv_data_q.put(ConnectionError(str(error)))
