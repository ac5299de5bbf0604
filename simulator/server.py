"""The UnrealCV server: one client at a time, its commands carried out strictly in order, one reply each.

`python -m embrace3k.simulator.server` is the child process that `launch.start_embedded` runs: it writes its port as one
JSON line to stdout and ends as soon as its stdin does, so it never outlives its parent. It opens a Unix socket only
when asked for one.
"""

import argparse
import contextlib
import json
import os
import select
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn, Self

from embrace3k.schema.actions import PROFILES
from embrace3k.simulator.dispatcher import END_BATCH, Reply
from embrace3k.simulator.errors import WireBroken
from embrace3k.simulator.peer import Peer
from embrace3k.simulator.picture_format import PUBLISHED, SUPERSAMPLE, PictureFormat
from embrace3k.simulator.rasterizers import Rasterizer
from embrace3k.simulator.session.commands import dispatcher_for
from embrace3k.simulator.session.game_commands import PROJECT
from embrace3k.simulator.session.stage import Stage, StageSettings
from embrace3k.simulator.unix_socket import UnixListener, socket_path
from embrace3k.simulator.wire import GREETING, LARGEST_PAYLOAD, OCCUPIED, frame, frame_head, parse_request

_ACCEPT_PAUSE_S = 0.2
"""Before accepting is tried again after it failed: nothing but time frees file descriptors."""
_LONGEST_WAIT_S = 0.5
"""A signal that comes just before a wait begins does not interrupt it: Python acts on it when the wait is over."""


class Server:
    """Listens from the moment it is made, and greets nobody before it serves.

    `handle` carries out one command line and returns the reply's body.
    """

    def __init__(self, host: str, port: int, *, unix_socket: bool = False) -> None:
        """Port 0 takes a free one; see `port`. With `unix_socket` it also listens at `socket_path(port)`, and its one
        client may come either way. Raises OSError when the port or the path is taken.
        """
        self._listener = socket.create_server((host, port), backlog=8)
        try:
            self._unix = UnixListener(socket_path(self.port)) if unix_socket else None
        except BaseException:
            self._listener.close()
            raise
        self._listeners = [self._listener, *([self._unix.socket] if self._unix else [])]
        for listener in self._listeners:
            listener.setblocking(False)
        self._peer: Peer | None = None
        self._accepts_at = 0.0

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._drop()
        self._listener.close()
        if self._unix is not None:
            self._unix.close()

    def serve(self, handle: Callable[[str], Reply]) -> NoReturn:
        """Goes on until something interrupts it."""
        while True:
            self._turn(handle)

    def _turn(self, handle: Callable[[str], Reply]) -> None:
        waiting = [self._peer.socket] if self._peer else []
        pause_s = self._accepts_at - time.monotonic()
        if pause_s <= 0:
            waiting += self._listeners
        ready, _, _ = select.select(waiting, [], [], pause_s if pause_s > 0 else _LONGEST_WAIT_S)
        try:
            if self._peer and self._peer.socket in ready:
                self._peer.receive()
                self._answer_all(self._peer, handle)
                if self._peer.ended:
                    self._drop()
        except (OSError, WireBroken):
            self._drop()
        # Who was just heard, or comes now, may have left with these words. The next turn tells, and then there is room.
        heard = self._peer is not None and self._peer.socket in ready
        knocked = [listener for listener in self._listeners if listener in ready]
        if knocked and not heard:
            self._accept(knocked[0], handle)

    def _answer_all(self, peer: Peer, handle: Callable[[str], Reply]) -> None:
        while (payload := peer.next_payload()) is not None:
            request = parse_request(payload)
            body = handle(request.command)
            data = body.encode() if isinstance(body, str) else body
            prefix = request.id + b":"
            if len(prefix) + len(data) > LARGEST_PAYLOAD:
                data = b"error The reply is too large"
            peer.send(frame_head(len(prefix) + len(data)) + prefix, data)

    def _accept(self, listener: socket.socket, handle: Callable[[str], Reply]) -> None:
        try:
            connection, _ = listener.accept()
        except OSError:  # Gone again before its turn came, or this process has no file descriptor left.
            self._accepts_at = time.monotonic() + _ACCEPT_PAUSE_S
            return
        if self._peer is not None:
            with contextlib.suppress(OSError):
                connection.sendall(frame(OCCUPIED + b", and there is room for one"))
            connection.close()
            return
        try:
            self._peer = Peer(connection)
            self._peer.send(frame(GREETING + PROJECT.encode()))
        except OSError:
            connection.close()
            self._peer = None
            return
        handle(END_BATCH)  # One that the client before left unfinished is not this client's.

    def _drop(self) -> None:
        if self._peer is not None:
            self._peer.close()
            self._peer = None


@contextlib.contextmanager
def commands(settings: StageSettings, *, port: int, level: str | None = None) -> Iterator[Callable[[str], Reply]]:
    """The command handler of a server on `port`; with `level`, that world is already loaded. Raises WorldNotFound."""
    stage = Stage(settings)
    try:
        if level is not None:
            stage.load(level)
        dispatcher = dispatcher_for(stage, port=port)
        yield lambda line: _answer(dispatcher.dispatch, line)
    finally:
        stage.close()


def _answer(dispatch: Callable[[str], Reply], line: str) -> Reply:
    """A fault of ours is still one reply: the client's next answers must not slip by one."""
    try:
        return dispatch(line)
    except Exception as error:
        traceback.print_exc()
        return f"error Internal {type(error).__name__}: {error}".replace("\n", " ")


def end_with_parent() -> None:
    """Leave as soon as stdin ends, also in the middle of a bake; Ctrl-C is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        os._exit(0)

    threading.Thread(target=watch, name="parent watch", daemon=True).start()


@contextlib.contextmanager
def ended_by_sigterm() -> Iterator[None]:
    """As Ctrl-C does, by KeyboardInterrupt, so that what was opened is closed and the Unix socket's file goes."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m embrace3k.simulator.server")
    parser.add_argument("--cache-dir", type=Path, required=True)
    parser.add_argument("--width", type=int, default=PUBLISHED.width_px)
    parser.add_argument("--height", type=int, default=PUBLISHED.height_px)
    parser.add_argument("--fov", type=float, default=PUBLISHED.fov_deg)
    parser.add_argument("--supersample", type=float, default=SUPERSAMPLE)
    parser.add_argument("--rasterizer", choices=list(Rasterizer), default="software")
    parser.add_argument("--profile", choices=sorted(PROFILES), default="v2")
    parser.add_argument("--unix-socket", action="store_true", help="listen there too, as `worlds serve` does")
    arguments = parser.parse_args()
    end_with_parent()
    settings = StageSettings(
        cache_dir=arguments.cache_dir,
        picture=PictureFormat(arguments.width, arguments.height, arguments.fov),
        supersample=arguments.supersample,
        rasterizer=Rasterizer(arguments.rasterizer),
        profile=PROFILES[arguments.profile],
    )
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.suppress(KeyboardInterrupt))
        if arguments.unix_socket:
            stack.enter_context(ended_by_sigterm())
        server = stack.enter_context(Server("127.0.0.1", 0, unix_socket=arguments.unix_socket))
        handle = stack.enter_context(commands(settings, port=server.port))
        sys.stdout.write(json.dumps({"port": server.port}) + "\n")
        sys.stdout.flush()
        # Nobody reads what follows: a full pipe would stop whatever a library chose to print there.
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        server.serve(handle)


if __name__ == "__main__":
    main()
