import pytest
from hypothesis import given
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
