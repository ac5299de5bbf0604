"""Commands and bytes that no client should send: each is one reply, none is a fault of ours, and no file is written.

The same examples every time: what breaks here breaks for everybody.
"""

import contextlib
import socket
import struct
import tempfile
import time
from itertools import count

import pytest
import unrealcv
from hypothesis import given, settings
from hypothesis import strategies as st

from embrace3k.simulator.dispatcher import Dispatcher
from embrace3k.simulator.errors import WireBroken
from embrace3k.simulator.picture_format import PictureFormat
from embrace3k.simulator.session.actor_classes import CUBE
from embrace3k.simulator.session.character_commands import CharacterCommands
from embrace3k.simulator.session.commands import dispatcher_for
from embrace3k.simulator.session.stage import Stage, StageSettings
from embrace3k.simulator.wire import LARGEST_PAYLOAD, MAGIC, FrameReader, frame, parse_request
from embrace3k.tests.simulator.conftest import LIGHT, RawClient
from embrace3k.tests.simulator.hostile import WORDS, calls, lines

LEVEL = "family-house_0000"
TEMPLATES = [command.template for command in dispatcher_for(Stage(StageSettings(cache_dir=LIGHT)), port=0).commands()]
QUICK = [template for template in TEMPLATES if not template.startswith("vget /camera/")]


@pytest.fixture(scope="module")
def stage():
    """Its clock goes on by a tick whenever somebody looks at it, so that every run is like the one before."""
    ticks = count(step=50_000_000)
    small = StageSettings(cache_dir=LIGHT, picture=PictureFormat(64, 48), supersample=1.0)
    made = Stage(small, wall_ns=lambda: next(ticks))
    made.load(LEVEL)
    yield made
    made.close()


@pytest.fixture
def watched(tmp_path, monkeypatch):
    """The working directory. Nothing may have come into it in the end, nor where temporary files go."""
    here, temporary = tmp_path / "here", tmp_path / "temporary"
    here.mkdir()
    temporary.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield here
    assert [path.name for path in tmp_path.rglob("*") if path not in (here, temporary)] == []


def put_in_order(stage):
    stage.load(LEVEL)
    stage.spawn_character("hero")
    stage.spawn("box", CUBE)


def check(dispatcher, line):
    began = time.monotonic()
    reply = dispatcher.dispatch(line)
    assert isinstance(reply, str | bytes | bytearray) and len(reply) <= LARGEST_PAYLOAD, line
    assert not str(reply[:20]).startswith("error Internal"), line
    if isinstance(reply, str):
        reply.encode()
    assert time.monotonic() - began < 10, line


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_command_survives_strange_arguments(stage, watched, template):
    put_in_order(stage)
    dispatcher = dispatcher_for(stage, port=9000)
    names = (str(watched / "a.png"), str(watched / "a.npy"))

    @settings(max_examples=40 if "[" in template else 1, derandomize=True, deadline=None, database=None)
    @given(lines(template, *names))
    def survives(line):
        check(dispatcher, line)

    survives()


@pytest.mark.parametrize("with_character", [True, False])
def test_any_order_of_strange_commands_is_survived(stage, watched, with_character):
    """Each example begins with a fresh level, and ends with a picture of what the commands left."""
    dispatcher = dispatcher_for(stage, port=9000)

    functions = CharacterCommands(stage, Dispatcher())._functions
    orders = st.sampled_from(QUICK).flatmap(lines) | calls(functions) | calls({"set_cam", "set_move"})

    @settings(max_examples=100, derandomize=True, deadline=None, database=None)
    @given(st.lists(orders, min_size=5, max_size=25))
    def survives(said):
        put_in_order(stage)
        dispatcher.dispatch("vset /objects/spawn BP_GrabMoveDrop_C cube")
        if not with_character:
            stage.destroy_character()
        for line in [*said, "vget /camera/0/lit bmp", "vget /camera/1/normal bmp", "vget /embrace3k/state"]:
            check(dispatcher, line)

    survives()


def test_commands_before_any_level_are_survived(watched):
    dispatcher = dispatcher_for(Stage(StageSettings(cache_dir=LIGHT)), port=9000)

    @settings(max_examples=200, derandomize=True, deadline=None, database=None)
    @given(st.sampled_from(TEMPLATES).flatmap(lines))
    def survives(line):
        check(dispatcher, line)

    survives()


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(st.text(), st.sampled_from(["", "vget ", "vset /", "vbp ", "vrun ", "vget /camera/", "vset /object/hero/"]))
def test_any_text_is_a_reply(text, begin):
    check(dispatcher_for(Stage(StageSettings(cache_dir=LIGHT)), port=9000), begin + text)


def requests() -> st.SearchStrategy[bytes]:
    commands = st.one_of(st.sampled_from(QUICK).flatmap(lines), st.sampled_from(WORDS))
    return st.tuples(st.integers(0, 10**19), commands).map(lambda pair: frame(f"{pair[0]}:{pair[1]}".encode()))


RUBBISH = st.one_of(
    st.binary(max_size=40),
    st.binary(min_size=1, max_size=40).map(frame),
    st.tuples(st.just(MAGIC), st.integers(0, 2**32 - 1)).map(lambda head: struct.pack("<II", *head)),
    requests().map(lambda whole: whole[:-1]),
)


def answers(sent: bytes) -> tuple[list[bytes], bool]:
    """The ids that are answered, and whether the bytes end in what ends the connection."""
    frames, ids = FrameReader(1 << 20), []
    frames.feed(sent)
    try:
        while (payload := frames.next_payload()) is not None:
            ids.append(parse_request(payload).id)
    except WireBroken:
        return ids, True
    return ids, False


def test_a_server_that_got_rubbish_serves_the_next_client(child, capsys):
    @settings(max_examples=60, derandomize=True, deadline=None, database=None)
    @given(st.lists(st.one_of(requests(), RUBBISH), max_size=8))
    def survives(pieces):
        sent = b"".join(pieces)
        expected, broken = answers(sent)
        client = RawClient(child.port)
        assert client.read() == b"connected to embrace3k"
        with contextlib.suppress(ConnectionError):
            client.socket.sendall(sent)
            client.socket.shutdown(socket.SHUT_WR)
        got = []
        while (payload := client.read()) is not None:
            got.append(payload.split(b":", 1)[0])
        client.close()
        # What the server has sent may get lost where it hangs up on bytes that it has not read.
        assert got == (expected[: len(got)] if broken else expected)

    survives()
    stock = unrealcv.Client(("127.0.0.1", child.port))
    assert stock.connect() and stock.request("vget /unrealcv/version") == "1.1.0"
    stock.disconnect()
