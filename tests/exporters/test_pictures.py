"""A frame goes into a release only if it is the picture that its record describes."""

import struct
import zlib
from typing import Literal

import pytest

from embrace3k.exporters.errors import RecordRefused
from embrace3k.exporters.pictures import check_picture
from embrace3k.schema.trajectories import Frame
from embrace3k.tests.exporters.records import HEIGHT_PX, WIDTH_PX, picture

JPEG = picture(1, 1)


def png(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + bytes(3 * width)) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def frame(data: bytes, media_type: Literal["image/jpeg", "image/png"] = "image/jpeg", width: int = WIDTH_PX) -> Frame:
    return Frame(
        sha256="0" * 64, size_bytes=len(data), width_px=width, height_px=HEIGHT_PX, media_type=media_type
    )  # fmt: skip


def test_a_jpeg_and_a_png_of_the_right_size_are_accepted():
    check_picture(JPEG, frame(JPEG), "step 1")
    check_picture(memoryview(png(WIDTH_PX, HEIGHT_PX)), frame(png(WIDTH_PX, HEIGHT_PX), "image/png"), "step 1")


@pytest.mark.parametrize(
    "data, media_type, message",
    [
        (b"", "image/jpeg", "not a JPEG"),
        (b"GIF89a", "image/jpeg", "not a JPEG"),
        (JPEG[:20], "image/jpeg", "not a JPEG"),
        (png(WIDTH_PX, HEIGHT_PX), "image/jpeg", "not a JPEG"),
        (JPEG, "image/png", "not a PNG"),
        (png(WIDTH_PX, HEIGHT_PX)[:20], "image/png", "not a PNG"),
        (png(WIDTH_PX + 1, HEIGHT_PX), "image/png", "33x24, its record says 32x24"),
    ],
    ids=["empty", "GIF", "cut JPEG", "PNG as JPEG", "JPEG as PNG", "cut PNG", "wider"],
)
def test_anything_else_is_refused(data: bytes, media_type: Literal["image/jpeg", "image/png"], message: str):
    with pytest.raises(RecordRefused, match=message):
        check_picture(data, frame(data, media_type), "step 1")


def test_another_length_than_recorded_is_refused():
    with pytest.raises(RecordRefused, match=f"{len(JPEG) - 1} bytes, its record says {len(JPEG)}"):
        check_picture(JPEG[:-1], frame(JPEG), "step 1")
