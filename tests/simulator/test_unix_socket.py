"""The Unix socket beside the port: the same manners, one client over both, and a file that harms nobody's files."""

import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import unrealcv

from embrace3k.simulator.errors import SimulatorError
from embrace3k.simulator.launch import ChildServer, connect, serve
from embrace3k.simulator.unix_socket import UnixListener, socket_path
from embrace3k.simulator.wire import frame
from embrace3k.tests.servers import free_ports
from embrace3k.tests.simulator.conftest import LIGHT, RawClient, started, stopped

VERSION = b"0:vget /unrealcv/version"


@pytest.fixture
def corner():
    """A temporary directory with a short name: a socket's path has room for 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="cv-", dir="/tmp") as folder:
        yield Path(folder)


@pytest.fixture
def own_child(corner, monkeypatch):
    """A server with a Unix socket, and that socket's path."""
    monkeypatch.setenv("TMPDIR", str(corner))
    server = ChildServer([f"--cache-dir={LIGHT}", "--unix-socket"])
    yield server, corner / f"unrealcv_{server.port}.socket"
    server.close()


def test_the_socket_has_unrealcv_s_name_in_the_temporary_directory():
    assert socket_path(9000) == Path(tempfile.gettempdir(), "unrealcv_9000.socket")


def test_one_client_at_a_time_comes_either_way(own_child):
    server, path = own_child
    for first_way, second_way in ((path, server.port), (server.port, path), (path, path)):
        first = RawClient(first_way)
        assert first.read() == b"connected to embrace3k" and first.ask(VERSION) == b"0:1.1.0"
        second = RawClient(second_way)
        assert (second.read() or b"").startswith(b"error Another client") and second.read() is None
        second.close()
        first.close()
        third = RawClient(second_way)
        assert third.read() == b"connected to embrace3k"
        third.close()


def test_the_official_client_comes_by_tcp_and_then_by_the_socket(own_child, capsys):
    """As EmbRACE's tcp_then_unix does."""
    server, path = own_child
    for endpoint, kind in ((("127.0.0.1", server.port), "inet"), (str(path), "unix"), (str(path), "unix")):
        client = unrealcv.Client(endpoint, kind)
        assert client.connect() and client.request("vget /unrealcv/version") == "1.1.0"
        client.disconnect()


def test_who_comes_by_the_socket_finds_room_however_late_the_server_notices_who_left_by_tcp(own_child):
    server, path = own_child
    with stopped(server.pid):
        hasty = RawClient(server.port)
        hasty.socket.sendall(frame(VERSION))
        hasty.close()
        client = RawClient(path)
    assert client.read() == b"connected to embrace3k"
    client.close()


def test_a_crowd_of_requests_by_the_socket_is_answered_in_order(own_child):
    client, count = RawClient(own_child[1]), 10_000
    assert client.read() == b"connected to embrace3k"
    client.socket.sendall(b"".join(frame(b"%d:vget /unrealcv/echo n%d" % (number, number)) for number in range(count)))
    assert [client.read() for _ in range(count)] == [b"%d:n%d" % (number, number) for number in range(count)]
    client.close()


def test_pictures_reach_a_client_that_sends_no_more(own_child):
    """They are far more than the kernel holds: most wait when the server has seen the end of the requests."""
    client, count = RawClient(own_child[1]), 10
    assert client.read() == b"connected to embrace3k"
    assert client.ask(b"0:vset /action/game/level family-house_0000") == b"0:ok"
    client.socket.sendall(b"".join(frame(b"%d:vget /camera/0/lit bmp" % number) for number in range(count)))
    client.socket.shutdown(socket.SHUT_WR)
    replies = [client.read() for _ in range(count)]
    assert [reply and reply[:4] for reply in replies] == [b"%d:BM" % number for number in range(count)]
    assert client.read() is None
    client.close()


def test_only_its_user_may_connect_and_the_file_goes_with_the_server(own_child):
    server, path = own_child
    assert stat.S_IMODE(path.lstat().st_mode) == 0o600
    server.close()
    assert not path.exists()


def test_a_child_opens_no_unix_socket_unless_asked(child, corner, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(corner))
    server = ChildServer([f"--cache-dir={LIGHT}"])
    assert list(corner.iterdir()) == []
    server.close()


def test_the_file_of_a_server_that_was_killed_is_replaced(own_child):
    server, path = own_child
    os.kill(server.pid, signal.SIGKILL)
    server.close()
    assert path.is_socket()
    listener = UnixListener(path)
    RawClient(path).close()
    listener.close()
    assert not path.exists()


def test_the_socket_of_a_living_server_is_left_alone(own_child):
    server, path = own_child
    with pytest.raises(OSError, match="another server listens there"):
        UnixListener(path)
    client = RawClient(path)
    assert client.read() == b"connected to embrace3k"
    client.close()


def test_a_server_too_busy_to_accept_counts_as_living(corner):
    path = corner / "busy.socket"
    with socket.socket(socket.AF_UNIX) as listener, socket.socket(socket.AF_UNIX) as waiting:
        listener.bind(str(path))
        listener.listen(0)
        waiting.connect(str(path))
        with pytest.raises(OSError, match="another server listens there"):
            UnixListener(path)
    assert path.is_socket()


@pytest.mark.parametrize("kind", ["file", "link to a file", "link to a stale socket", "link to nowhere", "folder"])
def test_what_is_no_socket_is_neither_followed_nor_replaced(corner, kind):
    path, target = corner / "unrealcv_1.socket", corner / "target"
    if kind == "file":
        path.write_text("precious")
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(target)
        if kind == "link to a file":
            target.write_text("precious")
        elif kind == "link to a stale socket":
            with socket.socket(socket.AF_UNIX) as listener:
                listener.bind(str(target))
    before = {entry.name: entry.lstat().st_ino for entry in corner.iterdir()}
    with pytest.raises(OSError, match="no socket of this user"):
        UnixListener(path)
    assert {entry.name: entry.lstat().st_ino for entry in corner.iterdir()} == before


def test_a_file_that_somebody_put_in_its_place_is_not_removed(corner):
    path = corner / "unrealcv_1.socket"
    listener = UnixListener(path)
    path.unlink()
    path.write_text("precious")
    listener.close()
    assert path.read_text() == "precious"


@pytest.mark.parametrize("goodbye", [signal.SIGINT, signal.SIGTERM])
def test_a_served_world_has_a_unix_socket_until_it_ends(corner, monkeypatch, tmp_path, goodbye):
    monkeypatch.setenv("TMPDIR", str(corner))
    code = f"""
from pathlib import Path
from embrace3k.simulator.launch import serve
serve("family-house", 0, 0, cache_dir=Path("{LIGHT}"), on_ready=lambda port: print(port, flush=True))
"""
    with started([sys.executable, "-c", code], tmp_path / "said", stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        path = corner / f"unrealcv_{int(server.stdout.readline())}.socket"
        simulator = connect(f"unrealcv://{path}")
        assert simulator.facts().backend == "embedded"
        simulator.close()
        server.send_signal(goodbye)
        assert (server.stdout.read(), server.wait(120), (tmp_path / "said").read_text()) == ("", 0, "")
    assert list(corner.iterdir()) == []


def test_a_temporary_directory_with_too_long_a_name_is_said(corner, monkeypatch):
    deep = corner / ("d" * 90)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    with pytest.raises(SimulatorError, match=r"107 bytes.*set TMPDIR") as refusal:
        serve("family-house", 0, 0, cache_dir=LIGHT)
    assert str(deep) in str(refusal.value) and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_world_is_not_served_beside_what_lies_in_the_socket_s_place(corner, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(corner))
    (port,) = free_ports(1)
    socket_path(port).write_text("precious")
    with pytest.raises(SimulatorError, match="no socket of this user.*choose another port"):
        serve("family-house", 0, port, cache_dir=LIGHT)
    assert socket_path(port).read_text() == "precious"
    with socket.create_server(("127.0.0.1", port)):
        pass  # The port was let go.
