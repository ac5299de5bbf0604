"""What a server can do is asked at connect: what is missing is refused, what is lacking is told."""

import logging

import cv2
import numpy as np
import pytest

from embrace3k.simulator.capabilities import decode_picture
from embrace3k.simulator.errors import SimulatorError, SimulatorLost
from embrace3k.simulator.launch import OneServer, connect, probe
from embrace3k.tests.simulator.fake_unreal import HURRY, FakeUnreal, Troubles


@pytest.fixture
def start(tmp_path):
    engines = []

    def make(**troubles) -> FakeUnreal:
        engines.append(FakeUnreal(tmp_path, Troubles(**troubles)))
        return engines[-1]

    yield make
    for engine in engines:
        engine.close()


def test_an_engine_that_can_not_be_collected_from_is_refused_with_all_it_lacks(start):
    engine = start(unlisted=("vset /action/game/resume", "vget /objects"))
    with pytest.raises(SimulatorError, match="`vget /objects`; .*`vset /action/game/resume`.*docs/unreal.md"):
        connect(engine.url, patience=HURRY)


def test_an_engine_without_pictures_is_refused(start):
    engine = start(unlisted=("vget /camera/[uint]/lit [str]",), no_list=True)
    with pytest.raises(SimulatorError, match="it takes no pictures"):
        connect(engine.url, patience=HURRY)


def test_an_engine_without_masks_is_used_and_that_is_told_once(start, caplog):
    engine = start(no_mask=True)
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            connect(engine.url, patience=HURRY).close()
    assert [record.message for record in caplog.records] == [
        f"127.0.0.1:{engine.port}: no object masks: steps are recorded without the place of targets in the picture"
    ]


@pytest.mark.parametrize(
    ("trouble", "pictures"),
    [
        ("png_only", {"lit": "png", "object_mask": "png", "depth": "npy"}),
        ("no_mask", {"lit": "bmp", "object_mask": None, "depth": "npy"}),
        ("transparent_bmp", {"lit": "bmp", "object_mask": "bmp", "depth": "npy"}),
    ],
)
def test_each_picture_is_tried(start, trouble, pictures):
    assert probe(start(**{trouble: True}).url, patience=HURRY).pictures == pictures


def test_an_engine_without_a_list_of_commands_is_believed(start):
    found = probe(start(no_list=True).url, patience=HURRY)
    assert found.commands is None and found.missing == ()


def test_meeting_takes_few_questions_and_changes_nothing(start):
    engine = start()
    connect(engine.url, patience=HURRY).close()
    assert len(engine.log) < 12 and all(command.startswith("vget ") for command in engine.log)


@pytest.mark.parametrize("number", range(1, 9))
def test_a_connection_lost_while_meeting_is_made_anew(start, number):
    engine = start(drop=frozenset({number}))
    simulator = connect(engine.url, patience=HURRY)
    simulator.close()
    assert simulator.capabilities.has_mask and simulator.facts().version == "1.1.0"


def test_an_engine_that_is_met_while_it_loads_a_level_is_asked_until_it_answers(start):
    calm, busy = start(), start(busy=12)
    assert probe(busy.url, patience=HURRY) == probe(calm.url, patience=HURRY)


def test_an_engine_that_answers_with_errors_for_ever_is_believed_in_the_end(start):
    found = probe(start(busy=10**9).url, patience=HURRY._replace(settled_s=0.05))
    assert found.version is None and found.cameras is None


@pytest.mark.parametrize(
    "other", [{"no_mask": True}, {"unlisted": ("vget /camera/[uint]/depth npy",)}, {"png_only": True}]
)
def test_a_server_that_comes_back_with_other_abilities_is_another(start, other):
    engines = [start(), start(), start(**other)]
    one = OneServer(lambda: connect(engines.pop(0).url, patience=HURRY))
    one().close()
    one().close()
    with pytest.raises(SimulatorLost, match="came back as another"):
        one()


RGB = cv2.imencode(".png", np.zeros((2, 2, 3), np.uint8))[1].tobytes()
DEEP = cv2.imencode(".png", np.zeros((2, 2, 4), np.uint16))[1].tobytes()
RGBA = cv2.imencode(".png", np.full((2, 3, 4), (1, 2, 3, 255), np.uint8))[1].tobytes()


@pytest.mark.parametrize(
    "reply",
    [RGB, DEEP, RGBA[:40], RGBA[:16] + b"\xff" * 8 + RGBA[24:], b"\x89PNG\r\n\x1a\n", b""],
    ids=["three channels", "16 bits", "cut short", "too large", "only its name", "nothing"],
)
def test_a_picture_in_another_form_is_refused(reply):
    with pytest.raises(SimulatorError, match="vget /camera/0/lit png"):
        decode_picture(reply, where="vget /camera/0/lit png")


def test_a_png_is_read_as_blue_green_red():
    pixels = decode_picture(RGBA, where="")
    assert pixels.shape == (2, 3, 4) and pixels[0, 0].tolist() == [1, 2, 3, 255]


def test_our_own_server_is_recognised(child):
    found = probe(f"unrealcv://127.0.0.1:{child.port}")
    assert found.ours and found.missing == () and found.commands
