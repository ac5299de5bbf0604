import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embrace3k.simulator.errors import WireBroken
from embrace3k.simulator.wire import LARGEST_PAYLOAD, FrameReader, frame, frame_head, parse_request


@given(st.lists(st.binary(min_size=1, max_size=60), max_size=6), st.integers(1, 50))
def test_frames_survive_any_splitting_of_the_stream(payloads, piece):
    stream = b"".join(frame(payload) for payload in payloads)
    reader, seen = FrameReader(), []
    for start in range(0, len(stream), piece):
        reader.feed(stream[start : start + piece])
        while (payload := reader.next_payload()) is not None:
            seen.append(payload)
    assert seen == payloads


@settings(max_examples=300, derandomize=True)
@given(st.lists(st.binary(max_size=30) | st.binary(min_size=1, max_size=9).map(frame), max_size=8))
def test_whatever_bytes_come_they_are_frames_or_no_frames(pieces):
    """And nothing is kept but what was fed: a header's promise takes no memory."""
    reader, fed = FrameReader(1 << 20), b""
    try:
        for piece in pieces:
            reader.feed(piece)
            fed += piece
            while (payload := reader.next_payload()) is not None:
                assert fed.startswith(frame(payload))
                fed = fed.removeprefix(frame(payload))
            assert reader.waiting_bytes == len(fed)
    except WireBroken:
        assert not fed.startswith(frame(b"x")[:4]) or not 0 < int.from_bytes(fed[4:8], "little") <= 1 << 20


@settings(max_examples=300, derandomize=True)
@given(st.binary(max_size=40) | st.tuples(st.integers(0, 99), st.binary(max_size=20)).map(lambda both: b"%d:%s" % both))
def test_whatever_payload_comes_it_is_a_request_or_none(payload):
    try:
        number, command = parse_request(payload)
    except WireBroken:
        return
    assert number + b":" + command.encode() == payload and number.isdigit() and "\n" not in command


@given(st.integers(0, 10**19), st.text(st.characters(exclude_characters="\n", codec="utf-8")))
def test_a_request_keeps_its_id_and_its_command(number, command):
    assert parse_request(f"{number}:{command}".encode()) == (str(number).encode(), command)


@pytest.mark.parametrize(
    "payload", [b"vget /objects", b"-1:vget", b":vget", b"1:vget\nvget", b"1:\xff", b"9" * 40 + b":a"]
)
def test_what_is_no_request_is_refused(payload):
    with pytest.raises(WireBroken):
        parse_request(payload)


@pytest.mark.parametrize("head", [b"\0" * 8, frame(b"x")[:4] + b"\0" * 4, frame(b"x")[:4] + b"\xff" * 4, b"GET / HT"])
def test_a_wrong_header_is_refused_before_its_payload_comes(head):
    reader = FrameReader()
    reader.feed(head)
    with pytest.raises(WireBroken):
        reader.next_payload()


def test_the_largest_frame_is_256_mib():
    assert len(frame_head(LARGEST_PAYLOAD)) == 8
    with pytest.raises(WireBroken, match="268435456 bytes fit"):
        frame_head(LARGEST_PAYLOAD + 1)
