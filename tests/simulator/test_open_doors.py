"""A door that a character opens lets in light: the floor behind it is brighter, until the level begins anew."""

import cv2
import numpy as np

HALL = "vset /camera/0/location 420 548 158", "vset /camera/0/rotation -8 180 0"
FLOOR = slice(80, 86), slice(48, 62)
"""Rows and columns of the floor beside the front door, in a picture of 160x120."""


def brightness(ask) -> float:
    assert [ask(command) for command in HALL] == ["ok", "ok"]
    png = ask("vget /camera/0/lit png").encode("latin-1")
    picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return float(picture[FLOOR].mean())


def test_an_opened_front_door_lets_the_sun_in(ask):
    dark = brightness(ask)
    ask("vbp hero set_open_door 1")
    assert brightness(ask) > dark + 20
    ask("vset /action/game/level family-house_0000")
    assert brightness(ask) == dark
