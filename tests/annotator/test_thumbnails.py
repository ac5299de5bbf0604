"""Small pictures."""

from io import BytesIO

import pytest
from PIL import Image

from embrace3k.annotator.thumbnails import thumbnail


def picture(width: int, height: int, kind: str) -> bytes:
    written = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(written, kind)
    return written.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_becomes_a_jpeg_that_fits_and_keeps_its_shape(kind: str):
    with Image.open(BytesIO(thumbnail(picture(640, 480, kind)))) as small:
        assert (small.format, small.size) == ("JPEG", (320, 240))
    with Image.open(BytesIO(thumbnail(picture(1000, 250, kind)))) as wide:
        assert wide.size == (320, 80)


def test_a_small_picture_is_not_made_larger():
    with Image.open(BytesIO(thumbnail(picture(64, 48, "PNG")))) as small:
        assert small.size == (64, 48)


def test_what_is_no_picture_stays_as_it_is():
    whole = picture(640, 480, "JPEG")
    assert thumbnail(b"\xff\xd8\xff no picture") == b"\xff\xd8\xff no picture"
    assert thumbnail(whole[:200]) == whole[:200]
