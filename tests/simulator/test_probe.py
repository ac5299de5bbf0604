"""The health check, as a container runs it."""

import socket
import subprocess
import sys
import time

import pytest

from embrace3k.simulator.wire import frame


def probe(port: int) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "embrace3k.simulator.probe", "127.0.0.1", str(port)]
    return subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)


def outcome(run: subprocess.CompletedProcess[str]) -> tuple[int, int]:
    """Exit status, and lines said."""
    return run.returncode, len((run.stdout + run.stderr).splitlines())


def test_a_server_with_room_is_well_and_keeps_its_room(child, raw):
    assert outcome(probe(child.port)) == (0, 0)
    assert raw().ask(b"0:vget /unrealcv/version") == b"0:1.1.0"


def test_a_server_that_has_a_client_is_well_and_keeps_it(child, raw):
    client = raw()
    assert outcome(probe(child.port)) == (0, 0)
    assert client.ask(b"0:vget /unrealcv/version") == b"0:1.1.0"


def test_where_nobody_listens_nobody_is_well():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    run = probe(port)
    assert outcome(run) == (1, 1) and f"127.0.0.1:{port}" in run.stderr


def test_a_server_that_is_still_loading_is_not_well_yet():
    """It listens, and greets nobody before its world is there."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        began = time.monotonic()
        run = probe(listener.getsockname()[1])
    assert outcome(run) == (1, 1) and "timed out" in run.stderr
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("words", [frame(b"error Engine"), b"HTTP/1.1 400 Bad Request\r\n\r\n", b""])
def test_another_service_is_not_taken_for_a_simulator(words):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        run_of_it = subprocess.Popen(
            [sys.executable, "-m", "embrace3k.simulator.probe", "127.0.0.1", str(listener.getsockname()[1])],
            stderr=subprocess.PIPE,
            text=True,
        )
        peer, _ = listener.accept()
        peer.sendall(words)
        peer.close()
        with run_of_it:
            _, said = run_of_it.communicate(timeout=60)
    assert (run_of_it.returncode, len(said.splitlines())) == (1, 1)
