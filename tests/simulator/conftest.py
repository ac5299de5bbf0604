"""Real child processes with small pictures; the baked light is kept between runs in `.cache/light`."""

import contextlib
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from embrace3k.simulator.launch import ChildServer, start_embedded
from embrace3k.simulator.picture_format import PictureFormat
from embrace3k.simulator.wire import FrameReader, frame

CHARACTER = "/Game/SmartLocomotion/Blueprints/BP_Character.BP_Character_C"
LIGHT = Path(__file__).parents[2] / ".cache" / "light"


@pytest.fixture(scope="session")
def light() -> Path:
    return LIGHT


@pytest.fixture(scope="session")
def child():
    """A server process of one's own to connect to; the level it has loaded is whatever the test before left."""
    server = ChildServer([f"--cache-dir={LIGHT}", "--width=160", "--height=120", "--supersample=1"])
    yield server
    server.close()


@pytest.fixture(scope="session")
def small_simulator():
    simulator = start_embedded(cache_dir=LIGHT, picture=PictureFormat(160, 120), supersample=1.0)
    yield simulator
    simulator.close()


@contextlib.contextmanager
def started(command: list[str], log: Path, **options: Any) -> Iterator["subprocess.Popen[str]"]:
    """A process that is gone in the end, whatever happens; what it says on stderr is in `log`."""
    with log.open("w") as stderr, subprocess.Popen(command, stderr=stderr, text=True, **options) as process:
        try:
            yield process
        finally:
            process.kill()


@contextlib.contextmanager
def stopped(pid: int) -> Iterator[None]:
    """The child of this process stands still within, whatever comes to it."""
    os.kill(pid, signal.SIGSTOP)
    try:
        os.waitid(os.P_PID, pid, os.WSTOPPED)
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


class RawClient:
    """Talks bytes, so that a test can also say what no proper client says."""

    def __init__(self, endpoint: int | Path) -> None:
        """A port on loopback, or the path of a Unix socket."""
        if isinstance(endpoint, Path):
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.settimeout(120)
            self.socket.connect(str(endpoint))
        else:
            self.socket = socket.create_connection(("127.0.0.1", endpoint), 120)
        self._frames = FrameReader()

    def read(self) -> bytes | None:
        """The next payload, None at the end of the stream."""
        while (payload := self._frames.next_payload()) is None:
            try:
                received = self.socket.recv(1 << 16)
            except ConnectionResetError:
                return None
            if not received:
                return None
            self._frames.feed(received)
        return payload

    def ask(self, request: bytes) -> bytes | None:
        self.socket.sendall(frame(request))
        return self.read()

    def close(self) -> None:
        self.socket.close()


@pytest.fixture
def raw(child):
    """Factory of raw clients, each greeted already unless `greet` is false; all are closed at the end."""
    clients: list[RawClient] = []

    def make(*, greet: bool = True) -> RawClient:
        clients.append(RawClient(child.port))
        if greet:
            assert clients[-1].read() == b"connected to embrace3k"
        return clients[-1]

    make.clients = clients  # type: ignore[attr-defined]
    yield make
    for client in clients:
        client.close()


@pytest.fixture
def ask(raw):
    """Asks one question of a server with a fresh level and the character `hero`; the reply as text where it is text."""
    client = raw()

    def one(command: str) -> str:
        reply: bytes | None = client.ask(b"5:" + command.encode())
        assert reply is not None and reply.startswith(b"5:")
        return reply[2:].decode("latin-1")

    assert one("vset /action/game/level family-house_0000") == "ok"
    assert one(f"vset /objects/spawn_from_path {CHARACTER} hero") == "hero"
    return one
