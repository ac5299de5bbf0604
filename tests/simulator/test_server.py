"""The server's manners on the wire: what it does with strangers, and that it is there for the next one."""

import struct

import pytest

from embrace3k.simulator.wire import LARGEST_PAYLOAD, MAGIC, frame

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
        frame(b"no id"),
        frame(b"1:two\nlines"),
        frame(b"1:\xff\xfe"),
    ],
    ids=["http", "empty", "4 GiB", "256 MiB and one", "no id", "newline", "not utf-8"],
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


def test_a_client_that_vanishes_before_its_replies_leaves_room_for_the_next(raw):
    client = raw()
    client.socket.sendall(frame(b"1:vget /unrealcv/commands") * 2000)
    client.close()
    assert raw().ask(b"0:" + VERSION) == b"0:1.1.0"


def test_replies_may_pile_up_while_a_client_is_still_sending(raw):
    client = raw()
    count = 4000
    client.socket.settimeout(20)
    client.socket.sendall(frame(b"1:vget /unrealcv/help") * count)
    assert {len(client.read()) for _ in range(count)} == {len(client.ask(b"1:vget /unrealcv/help"))}


def test_a_second_client_is_told_that_there_is_one_and_disturbs_nobody(raw):
    first = raw()
    second = raw(greet=False)
    assert second.read().startswith(b"error Another client")
    assert second.read() is None
    assert first.ask(b"0:" + VERSION) == b"0:1.1.0"


def test_a_client_may_come_again_with_ids_that_go_on(raw):
    for number in range(3):
        client = raw()
        assert client.ask(b"%d:%s" % (number, VERSION)) == b"%d:1.1.0" % number
        client.close()


def test_nothing_listens_beyond_loopback(child):
    with open(f"/proc/{child.pid}/net/tcp") as table:
        rows = [line.split()[1:4:2] for line in table if line.split()[1].endswith(f":{child.port:04X}")]
    assert [address for address, state in rows if state == "0A"] == [f"0100007F:{child.port:04X}"]
