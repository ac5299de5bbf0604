import io

import cv2
import numpy as np
import pytest
import simplejpeg

from embrace3k.simulator.errors import SimulatorError
from embrace3k.simulator.images import (
    SKY_DEPTH_CM,
    MaskPalette,
    bmp_reply,
    decode_bmp,
    encode_jpeg,
    flat_colours,
    npy_reply,
    paint_mask,
    png_reply,
)


def noise(width: int = 7, height: int = 5):
    pixels = np.random.default_rng(0).integers(0, 256, (height, width, 4), np.uint8)
    pixels[..., 3] = 255
    return pixels


def as_bmp(pixels) -> bytes:
    buffer, view = bmp_reply(pixels.shape[1], pixels.shape[0])
    view[:] = pixels
    return bytes(buffer)


def as_opencv_reads(data: bytes):
    read = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    assert read is not None
    return read


def test_a_bmp_comes_back_as_it_was_sent():
    assert np.array_equal(decode_bmp(as_bmp(noise()), where="test"), noise())


def test_a_bmp_is_what_opencv_reads_and_never_text():
    read = as_opencv_reads(as_bmp(noise()))
    assert np.array_equal(read[..., :3], noise()[..., :3])
    with pytest.raises(UnicodeDecodeError):
        as_bmp(np.full((2, 2, 4), (0, 0, 0, 255), np.uint8)).decode()


def test_rows_that_run_upwards_are_turned_round():
    upwards = bytearray(as_bmp(noise()[::-1]))
    upwards[22:26] = (5).to_bytes(4, "little", signed=True)
    assert np.array_equal(decode_bmp(bytes(upwards), where="test"), noise())


@pytest.mark.parametrize(
    "damage",
    [
        lambda bmp: bmp[:40],
        lambda bmp: bmp[:-1],
        lambda bmp: b"PM" + bmp[2:],
        lambda bmp: bmp[:18] + b"\xff\xff\xff\x7f" + bmp[22:],
        lambda bmp: bmp[:28] + b"\x18" + bmp[29:],
        lambda bmp: bmp[:10] + b"\0\0\0\0" + bmp[14:],
    ],
    ids=["short", "cut", "magic", "width", "24 bit", "offset"],
)
def test_what_is_no_plain_bmp_is_refused(damage):
    with pytest.raises(SimulatorError, match="vget /camera/1/lit bmp"):
        decode_bmp(damage(as_bmp(noise())), where="vget /camera/1/lit bmp")


def test_a_png_has_alpha_so_that_clients_do_not_cut_off_a_colour():
    assert np.array_equal(as_opencv_reads(png_reply(noise())), noise())


def test_depth_keeps_centimetres_and_ends_at_half_precision():
    depth = np.array([[123.456, np.inf]], np.float32)
    read = np.load(io.BytesIO(npy_reply(depth)))
    assert read.dtype == np.float32 and read.tolist() == [[np.float32(123.456), SKY_DEPTH_CM]]


def test_a_mask_comes_back_through_its_colours():
    colours = flat_colours(300)
    words = np.array([0xFF << 24 | r << 16 | g << 8 | b for r, g, b in [(0, 0, 0), *colours]], np.uint32)
    mask = np.arange(301, dtype=np.uint16).reshape(7, 43)
    buffer, pixels = bmp_reply(43, 7)
    paint_mask(mask, words, pixels)
    assert len(set(colours)) == 300 and (0, 0, 0) not in colours
    assert np.array_equal(MaskPalette(colours).decode(decode_bmp(bytes(buffer), where="test")), mask)


def test_a_jpeg_is_the_same_bytes_each_time_and_looks_like_its_picture():
    picture = np.asarray(cv2.resize(noise(), (64, 48), interpolation=cv2.INTER_CUBIC), np.uint8)
    jpeg = encode_jpeg(picture)
    assert jpeg == encode_jpeg(picture.copy())
    assert np.abs(simplejpeg.decode_jpeg(jpeg, "BGRA")[..., :3].astype(int) - picture[..., :3]).mean() < 12
