"""The official `unrealcv.Client` as a transport that cannot hang.

The official class numbers and pipelines requests, matches replies to them and ends its own reader thread. Six of its
methods are replaced, each for a fault that its docstring below names: they wait without an end or go quietly wrong
where the server is silent, late, gone or no UnrealCV at all, and they print to stdout.
"""

import socket
import threading
import time
from collections.abc import Sequence
from queue import Empty
from typing import Any

import unrealcv

from embrace3k.simulator.addresses import Endpoint
from embrace3k.simulator.errors import SimulatorLost, WireBroken
from embrace3k.simulator.wire import GREETING, HEADER, LARGEST_PAYLOAD, MAGIC, frame

Reply = str | bytes | bytearray
_PICTURE_SEEN_BY = 32
"""So many bytes of a reply hold its number and the first fields of a BMP, which are its magic and its size."""


class Connection:
    """One connection to one server. All of it raises SimulatorLost when the server is gone, silent or babbling."""

    def __init__(self, endpoint: Endpoint, *, timeout_s: float = 30.0, greeted_s: float | None = None) -> None:
        """Connects at once, and waits for the greeting at most `greeted_s`, else `timeout_s`."""
        self.endpoint = endpoint
        self._timeout_s = timeout_s
        self._client = _Transport(endpoint, "unix" if isinstance(endpoint, str) else "inet")
        try:
            self._client.connect(greeted_s or timeout_s)
        except (OSError, WireBroken) as error:
            self.close()
            raise SimulatorLost(str(error), where=self.name, hint="is a simulator serving there?") from error

    @property
    def name(self) -> str:
        return self.endpoint if isinstance(self.endpoint, str) else "{}:{}".format(*self.endpoint)

    def batch(self, commands: Sequence[str], *, timeout_s: float | None = None, repeats: int = 0) -> list[Reply]:
        """Send all commands, then read all replies: one round trip however many there are.

        Where the replies are late, all is asked again up to `repeats` times, and the late replies are dropped when they
        come. Whatever else interrupts it ends the connection.
        """
        if not commands:
            return []
        try:
            replies = self._ask(list(commands), timeout_s or self._timeout_s, repeats)
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

    def _ask(self, commands: list[str], timeout_s: float, repeats: int) -> list[Any]:
        while True:
            try:
                self._client.allow(timeout_s)
                replies: list[Any] = self._client.request_batch(commands)
                return replies
            except TimeoutError:
                if not repeats:
                    raise
                repeats -= 1


class _Transport(unrealcv.Client):  # type: ignore[misc]  # the package has no types
    """The official client with an end to each of its waits. Its faults are those of version 1.3.2."""

    def connect(self, timeout: float = 5.0) -> bool:
        """Raises OSError or WireBroken.

        The official one ignores its time-out, so a server that never greets holds it for ever; it prints, and says
        False instead of why. It also asks for the list of commands, to match every later request against all of them
        by regular expression, which costs more than the request.
        """
        if isinstance(self.endpoint, str):
            self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.sock.settimeout(timeout)
            self.sock.connect(self.endpoint)
        else:
            self.sock = socket.create_connection(self.endpoint, timeout)
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.allow(timeout)
        self._greeted, self._late = False, 0
        greeting = self.receive()
        self._greeted = True
        if not greeting.startswith(GREETING.rstrip()):
            raise ConnectionError(f"no greeting but {bytes(greeting[:200])!r}")
        self.t = threading.Thread(target=self.receive_loop_queue, name="unrealcv", daemon=True)
        self.t.start()
        return True

    def allow(self, seconds: float) -> None:
        """Until then everything asked must be answered, whether the server is silent or sends a trickle of bytes."""
        self._deadline = time.monotonic() + seconds
        self._open_socket().settimeout(seconds)

    def request_batch(self, batch: list[str]) -> list[Any]:
        """Raises OSError; TimeoutError leaves the connection as it was.

        The official one waits for ever. Replies come in the order of the requests, so those that an earlier batch no
        longer waited for come first, and are dropped.
        """
        for command in batch:
            self.send(b"%d:%s" % (self.send_message_id, command.encode()))
            self.send_message_id += 1
        self.recv_num_q.put(-len(batch))
        replies: list[Any] = []
        while len(replies) < len(batch):
            reply = self._next_reply(missing=len(batch) - len(replies))
            if self._late:
                self._late -= 1
            else:
                replies.append(reply)
        return replies

    def _next_reply(self, missing: int) -> Any:
        try:
            reply = self.recv_data_q.get(timeout=max(0.0, self._deadline - time.monotonic()))
        except Empty:
            self._late += missing
            raise TimeoutError("timed out") from None
        if isinstance(reply, Exception):
            raise reply
        return reply

    def send(self, message: bytes) -> bool:
        """Raises OSError, never TimeoutError: a request that went out in part can not be asked again.

        The official one prints what went wrong and says False.
        """
        try:
            self._open_socket().sendall(frame(message))
        except TimeoutError as error:
            raise ConnectionError("the server does not read") from error
        return True

    def receive(self) -> bytearray:
        """One payload; raises OSError or WireBroken.

        The official one takes a lost server for a pause: it reads the dead socket ten times more, sleeping 55
        seconds in all. It prints, believes any length and joins every picture from pieces.
        """
        magic, length = HEADER.unpack(self._exactly(HEADER.size))
        if magic != MAGIC or not 0 < length <= LARGEST_PAYLOAD:
            raise WireBroken(f"not an UnrealCV frame: magic {magic:#010x}, {length} bytes")
        return self._exactly(length)

    def raw_message_handler(self, raw_message: bytearray) -> Reply | None:
        """Passes pictures on as they came. The official one makes text of every picture whose bytes happen to be UTF-8,
        and searches each with a regular expression and copies it twice, which takes longer than receiving it.
        """
        number, _, start = raw_message[:_PICTURE_SEEN_BY].partition(b":")
        picture_bytes = len(raw_message) - len(number) - 1
        is_picture = start.startswith(b"BM") and int.from_bytes(start[2:6], "little") == picture_bytes
        if not is_picture or number != b"%d" % self.recv_message_id:
            reply: Reply | None = super().raw_message_handler(raw_message)
            return reply
        del raw_message[: len(number) + 1]
        return raw_message

    def receive_loop_queue(self) -> None:
        """Hands whatever ends the reader to the caller. In the official one a reply with a wrong number, or one that is
        cut short, ends the thread alone, and `request_batch` waits for it for ever.
        """
        try:
            super().receive_loop_queue()
        except Exception as error:  # The edge of a thread: what is not handed over here, nobody hears of.
            self.recv_data_q.put(ConnectionError(str(error) or repr(error)))

    def _open_socket(self) -> socket.socket:
        """`disconnect` may take it away from under the reader at any moment."""
        sock: socket.socket | None = self.sock
        if sock is None:
            raise ConnectionError("the connection is closed")
        return sock

    def _exactly(self, size: int) -> bytearray:
        received = bytearray(size)
        rest = memoryview(received)
        while rest:
            rest = rest[self._some(rest) :]
        return received

    def _some(self, into: memoryview) -> int:
        """The reader waits on behind the back of a caller who gave up, so that half a frame is not lost to both."""
        count = -1
        try:
            count = self._open_socket().recv_into(into)
        except TimeoutError:
            if not self._greeted:
                raise
        if not count:
            raise ConnectionError("the server closed the connection")
        if not self._greeted and time.monotonic() > self._deadline:
            raise TimeoutError("timed out")
        return max(count, 0)
