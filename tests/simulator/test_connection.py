"""The client's side of the wire against servers that misbehave."""

import contextlib
import signal
import socket
import threading
import time

import pytest

from embrace3k.simulator.connection import Connection
from embrace3k.simulator.errors import SimulatorLost
from embrace3k.simulator.wire import frame

GREETING = frame(b"connected to test")
PATIENCE_S = 30.0
"""What ends within it has not hung, however busy the machine is."""


@pytest.fixture
def misbehaving():
    """Starts a server that greets, answers what comes first, and then hangs up or falls silent; gives its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    peers = []

    def start(greeting: bytes = b"", *reply: bytes, hang_up: bool = False) -> tuple[str, int]:
        def run() -> None:
            peer, _ = listener.accept()
            peers.append(peer)
            with contextlib.suppress(OSError):
                peer.sendall(greeting)
                if reply or not hang_up:
                    peer.recv(1 << 16)
                for part in reply:
                    peer.sendall(part)
                    time.sleep(0.01)
            if hang_up:
                peer.close()

        threading.Thread(target=run, daemon=True).start()
        return "127.0.0.1", listener.getsockname()[1]

    yield start
    listener.close()
    for peer in peers:
        peer.close()


def test_a_server_that_never_greets_does_not_hang_the_client(misbehaving):
    began = time.monotonic()
    with pytest.raises(SimulatorLost):
        Connection(misbehaving(), timeout_s=0.3)
    assert time.monotonic() - began < PATIENCE_S


@pytest.mark.parametrize("greeting", [frame(b"error no room"), b"SSH-2.0-OpenSSH_9.2\r\n", b""])
def test_another_kind_of_server_is_refused(misbehaving, greeting):
    with pytest.raises(SimulatorLost):
        Connection(misbehaving(greeting, hang_up=True), timeout_s=0.5)


def test_nobody_there_is_said_with_the_address():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(SimulatorLost, match=f"127.0.0.1:{port}"):
        Connection(("127.0.0.1", port), timeout_s=1)


@pytest.mark.parametrize(
    "reply",
    [b"", frame(b"7:ok"), frame(b"ok"), b"\0" * 16, frame(b"0:ok")[:-1]],
    ids=["silence", "another id", "no id", "no frame", "half a frame"],
)
def test_a_wrong_answer_is_a_lost_simulator_within_the_time_given(misbehaving, reply):
    connection = Connection(misbehaving(GREETING, reply), timeout_s=PATIENCE_S)
    began = time.monotonic()
    with pytest.raises(SimulatorLost):
        connection.batch(["vget /objects"], timeout_s=0.5)
    assert time.monotonic() - began < PATIENCE_S
    with pytest.raises(SimulatorLost):
        connection.batch(["vget /objects"])


def test_a_picture_that_could_be_text_is_none(misbehaving):
    """All bytes of a small black BMP without alpha are ASCII; the official client makes a string of them."""
    picture = b"BM" + (310).to_bytes(4, "little") + bytes(304)
    names = b"BM_sofa BM_table" + b" BM_lamp" * 20
    connection = Connection(misbehaving(GREETING, frame(b"0:" + picture), frame(b"1:" + names)), timeout_s=PATIENCE_S)
    assert connection.batch(["vget /camera/1/lit bmp", "vget /objects"]) == [picture, names.decode()]


def test_a_unix_socket_serves_as_well(tmp_path):
    """Linux builds of Unreal switch to one after their first TCP client."""
    path = str(tmp_path / "unrealcv_9000.socket")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()
        asked = threading.Thread(target=lambda: answer_once(listener), daemon=True)
        asked.start()
        connection = Connection(path, timeout_s=PATIENCE_S)
        assert connection.batch(["vget /unrealcv/version"]) == ["1.1.0"]
        connection.close()
        asked.join()


def answer_once(listener: socket.socket) -> None:
    peer, _ = listener.accept()
    with peer:
        peer.sendall(GREETING)
        peer.recv(1 << 16)
        peer.sendall(frame(b"0:1.1.0"))


def test_a_server_that_sends_a_byte_now_and_then_does_not_hang_the_client(misbehaving):
    trickle = (bytes([byte]) for byte in frame(b"0:ok" * 5000))
    connection = Connection(misbehaving(GREETING, *trickle), timeout_s=PATIENCE_S)
    began = time.monotonic()
    with pytest.raises(SimulatorLost):
        connection.batch(["vget /objects"], timeout_s=0.5)
    assert time.monotonic() - began < PATIENCE_S


def test_a_server_that_hangs_up_in_a_batch_is_noticed_at_once(misbehaving):
    connection = Connection(misbehaving(GREETING, frame(b"0:ok"), hang_up=True), timeout_s=4 * PATIENCE_S)
    began = time.monotonic()
    with pytest.raises(SimulatorLost):
        connection.batch(["vget /objects", "vget /cameras"])
    assert time.monotonic() - began < PATIENCE_S


def test_replies_left_unread_by_an_interrupted_batch_are_never_taken_for_others(misbehaving):
    connection = Connection(misbehaving(GREETING), timeout_s=20)
    with pytest.raises(KeyboardInterrupt):
        threading.Timer(0.2, signal.pthread_kill, [threading.get_ident(), signal.SIGINT]).start()
        connection.batch(["vget /objects"])
    with pytest.raises(SimulatorLost):
        connection.batch(["vget /cameras"])


def test_nothing_is_printed(misbehaving, capfd):
    connection = Connection(misbehaving(GREETING, frame(b"0:ok"), hang_up=True), timeout_s=PATIENCE_S)
    with pytest.raises(SimulatorLost):
        connection.batch(["vget /objects", "vget /cameras"])
    assert capfd.readouterr() == ("", "")
