"""The server's manners on the wire: what it does with strangers, and that it is there for the next one."""

import contextlib
import os
import resource
import socket
import struct
import threading
import time

import pytest

from embrace3k.simulator.peer import LARGEST_BACKLOG, LARGEST_REQUEST, Peer
from embrace3k.simulator.server import Server
from embrace3k.simulator.wire import LARGEST_PAYLOAD, MAGIC, frame
from embrace3k.tests.simulator.conftest import RawClient, stopped

VERSION = b"vget /unrealcv/version"


def test_a_client_is_greeted_at_once_and_its_id_echoed(raw):
    assert raw().ask(b"41:" + VERSION) == b"41:1.1.0"


def test_a_batch_is_answered_in_order_one_reply_each(raw):
    client = raw()
    client.socket.sendall(b"".join(frame(b"%d:vget /unrealcv/echo n%d" % (number, number)) for number in range(500)))
    assert [client.read() for _ in range(500)] == [b"%d:n%d" % (number, number) for number in range(500)]


def test_a_command_may_come_byte_by_byte(raw):
    client = raw()
    for byte in frame(b"3:" + VERSION):
        client.socket.sendall(bytes([byte]))
    assert client.read() == b"3:1.1.0"


@pytest.mark.parametrize(
    "nonsense",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        struct.pack("<II", MAGIC, 0),
        struct.pack("<II", MAGIC, 0xFFFFFFFF),
        struct.pack("<II", MAGIC, LARGEST_PAYLOAD + 1),
        struct.pack("<II", MAGIC, LARGEST_REQUEST + 1),
        frame(b"no id"),
        frame(b"1:two\nlines"),
        frame(b"1:\xff\xfe"),
    ],
    ids=["http", "empty", "4 GiB", "256 MiB and one", "1 MiB and one", "no id", "newline", "not utf-8"],
)
def test_malformed_bytes_end_the_connection_and_only_that(raw, nonsense):
    rude = raw()
    rude.socket.sendall(nonsense)
    assert rude.read() is None
    assert raw().ask(b"0:" + VERSION) == b"0:1.1.0"


def test_a_client_that_vanishes_in_mid_frame_leaves_room_for_the_next(raw):
    client = raw()
    client.socket.sendall(struct.pack("<II", MAGIC, 1000) + b"1:vget /unr")
    client.close()
    assert raw().ask(b"0:" + VERSION) == b"0:1.1.0"


def test_a_client_that_came_while_another_left_is_not_refused(raw, child):
    """All of it waits for the server at once: the first one's last bytes, its farewell and the next one."""
    first = raw()
    with stopped(child.pid):
        first.socket.sendall(struct.pack("<II", MAGIC, 1000) + b"1:vget /unr")
        first.close()
        second = raw(greet=False)
    assert second.read() == b"connected to embrace3k"


def test_a_client_that_vanishes_before_its_replies_leaves_room_for_the_next(raw):
    client = raw()
    client.socket.sendall(frame(b"1:vget /unrealcv/commands") * 2000)
    client.close()
    assert raw().ask(b"0:" + VERSION) == b"0:1.1.0"


def test_ten_thousand_requests_sent_before_one_reply_is_read_are_answered_in_order(raw):
    client, count = raw(), 10_000
    client.socket.sendall(b"".join(frame(b"%d:vget /unrealcv/echo n%d" % (number, number)) for number in range(count)))
    assert [client.read() for _ in range(count)] == [b"%d:n%d" % (number, number) for number in range(count)]


@pytest.mark.parametrize("number", [b"0", b"007", b"00000000000000000000", b"18446744073709551616"])
def test_an_id_comes_back_letter_for_letter(raw, number):
    assert raw().ask(number + b":" + VERSION) == number + b":1.1.0"


@pytest.mark.parametrize(
    "command",
    [
        b"vget /unrealcv/echo \0",
        b"vget /object/\0/location",
        b"vget /objects\r",
        "vget /object/café\u2028/location".encode(),
        "vget /camera/٣/location".encode(),
        b"vset /camera/0/fov " + b"1" * (LARGEST_REQUEST - 100) + b"x",
        b"vget /object/" + b"/" * (LARGEST_REQUEST - 100),
        b"vrun" + b" a" * (LARGEST_REQUEST // 2 - 100),
        b"vget /unrealcv/echo x" + b" " * (LARGEST_REQUEST - 100),
        b" " * (LARGEST_REQUEST - 100),
        b"",
    ],
    ids=[
        "NUL",
        "NUL name",
        "return",
        "café",
        "other digits",
        "digits",
        "slashes",
        "words",
        "trailing",
        "spaces",
        "empty",
    ],
)
def test_a_strange_command_is_one_reply_in_no_time(raw, command):
    client, began = raw(), time.monotonic()
    reply = client.ask(b"1:" + command)
    assert reply is not None and reply.startswith((b"1:error ", b"1:\0", b"1:x"))
    assert time.monotonic() - began < 10
    assert client.ask(b"2:" + VERSION) == b"2:1.1.0"


def test_a_four_gigabyte_length_takes_no_memory(raw, child):
    rude, before = raw(), memory_of(child.pid)
    rude.socket.sendall(struct.pack("<II", MAGIC, 0xFFFFFFFF) + bytes(1 << 16))
    assert rude.read() is None
    assert memory_of(child.pid) - before < LARGEST_BACKLOG


def test_a_client_that_only_stops_sending_still_gets_its_replies(raw):
    """A half-open connection: what was asked before the end is answered, then there is room again."""
    client = raw()
    client.socket.sendall(frame(b"1:" + VERSION))
    assert client.read() == b"1:1.1.0"
    client.socket.sendall(frame(b"2:vget /unrealcv/echo last"))
    client.socket.shutdown(socket.SHUT_WR)
    assert client.read() == b"2:last" and client.read() is None
    assert raw().ask(b"0:" + VERSION) == b"0:1.1.0"


def test_the_end_of_what_a_client_sends_is_no_reason_to_stop_sending():
    client, server = socket.socketpair()
    peer = Peer(server)
    client.shutdown(socket.SHUT_WR)
    got: list[int] = []
    reader = threading.Thread(target=lambda: got.extend(iter(lambda: len(client.recv(1 << 16)), 0)), daemon=True)
    reader.start()
    peer.receive()
    peer.send(bytes(8 << 20))
    peer.close()
    reader.join()
    client.close()
    assert peer.ended and sum(got) == 8 << 20


def test_a_client_reset_in_mid_reply_leaves_room_for_the_next(raw):
    client = raw()
    client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.socket.sendall(frame(b"1:vget /unrealcv/help") * 2000)
    client.close()
    assert raw().ask(b"0:" + VERSION) == b"0:1.1.0"


def test_replies_may_pile_up_while_a_client_is_still_sending(raw):
    client = raw()
    count = 4000
    client.socket.settimeout(120)
    client.socket.sendall(frame(b"1:vget /unrealcv/help") * count)
    assert {len(client.read()) for _ in range(count)} == {len(client.ask(b"1:vget /unrealcv/help"))}


def test_a_client_that_sends_and_never_reads_is_dropped_before_it_fills_the_memory(raw, child):
    rude, before, sent = raw(), memory_of(child.pid), 0
    requests = frame(b"1:vget /unrealcv/help") * 40_000
    rude.socket.settimeout(300)
    with contextlib.suppress(ConnectionError):
        while sent < 300 << 20:
            rude.socket.sendall(requests)
            sent += len(requests)
    assert sent < 8 * LARGEST_BACKLOG
    assert memory_of(child.pid) - before < 3 * LARGEST_BACKLOG
    assert raw().ask(b"0:" + VERSION) == b"0:1.1.0"


def memory_of(pid: int) -> int:
    """Bytes resident in memory."""
    with open(f"/proc/{pid}/statm") as sizes:
        return int(sizes.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_a_client_that_only_goes_on_sending_counts_as_stalled():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        peer = Peer(listener.accept()[0], stall_s=0.5)
    done = threading.Event()

    def trickle() -> None:
        while not done.wait(0.05):
            client.send(b"\x83")

    sender = threading.Thread(target=trickle)
    sender.start()
    began = time.monotonic()
    with pytest.raises(ConnectionAbortedError, match="does not read"):
        peer.send(bytes(64 << 20))
    done.set()
    sender.join()
    assert 0.5 <= time.monotonic() - began < 60
    peer.close()
    client.close()


def test_the_kernel_asks_whether_a_silent_client_is_still_there():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        peer = Peer(listener.accept()[0])
    assert peer.socket.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
    peer.close()
    client.close()


def test_a_server_without_file_descriptors_greets_when_it_has_one_again(raw, child):
    first = raw()
    before = resource.prlimit(child.pid, resource.RLIMIT_NOFILE)
    in_use = {int(name) for name in os.listdir(f"/proc/{child.pid}/fd")}
    next_free = min(set(range(len(in_use) + 1)) - in_use)
    resource.prlimit(child.pid, resource.RLIMIT_NOFILE, (next_free, before[1]))
    try:
        second = raw(greet=False)
        assert first.ask(b"0:" + VERSION) == b"0:1.1.0"
    finally:
        resource.prlimit(child.pid, resource.RLIMIT_NOFILE, before)
    assert second.read().startswith(b"error Another client")


def test_a_second_client_is_told_that_there_is_one_and_disturbs_nobody(raw):
    first = raw()
    second = raw(greet=False)
    assert second.read().startswith(b"error Another client")
    assert second.read() is None
    assert first.ask(b"0:" + VERSION) == b"0:1.1.0"


def test_the_next_client_finds_room_however_late_the_server_notices_that_the_one_before_left(raw, child):
    hasty = raw()
    with stopped(child.pid):
        hasty.socket.sendall(frame(b"1:" + VERSION))
        hasty.close()
        client = raw(greet=False)
    assert client.read() == b"connected to embrace3k"


def test_a_client_may_come_again_with_ids_that_go_on(raw):
    for number in range(3):
        client = raw()
        assert client.ask(b"%d:%s" % (number, VERSION)) == b"%d:1.1.0" % number
        client.close()


def test_a_batch_ends_with_the_client_that_began_it():
    lines: list[str] = []

    def handle(line: str) -> str:
        lines.append(line)
        if line == "leave":
            raise EOFError
        return "ok"

    with Server("127.0.0.1", 0) as server:
        for command in (b"vbatch 5", b"leave"):
            client = RawClient(server.port)
            client.socket.sendall(frame(b"0:" + command))
            client.close()
        with pytest.raises(EOFError):
            server.serve(handle)
    assert lines == ["vbatch 0", "vbatch 5", "vbatch 0", "leave"]


def test_nothing_listens_beyond_loopback(child):
    with open(f"/proc/{child.pid}/net/tcp") as table:
        rows = [line.split()[1:4:2] for line in table if line.split()[1].endswith(f":{child.port:04X}")]
    assert [address for address, state in rows if state == "0A"] == [f"0100007F:{child.port:04X}"]
