"""Pictures on the wire: how the server packs them and how the client reads them back, suspicious of every byte.

BMP is 32-bit BGRA, top row first (negative height), alpha 255: with alpha 0 a dark picture may decode as UTF-8 text,
and the official client would hand it over as a string. PNG is RGBA. Depth is NPY float32, planar, in centimetres.
"""

import io
import struct

import cv2
import numpy as np
import numpy.typing as npt
import simplejpeg

from embrace3k.simulator.errors import SimulatorError

JPEG_QUALITY = 92
JPEG_SUBSAMPLING = "420"
"""As the published frames: half the bytes and 40 % of the time of 4:4:4, no difference seen at this quality."""

LARGEST_SIDE_PX = 8192
SKY_DEPTH_CM = 65504.0
"""The largest half-precision number: what Unreal's depth says where there is nothing."""

_BMP = struct.Struct("<2sIHHIIiiHHIIiiII")

Pixels = npt.NDArray[np.uint8]


def bmp_reply(width_px: int, height_px: int) -> tuple[bytearray, Pixels]:
    """A whole BMP and its pixels (H, W, 4) BGRA, which are a view of it for the caller to fill."""
    pixel_bytes = width_px * height_px * 4
    buffer = bytearray(_BMP.size + pixel_bytes)
    _BMP.pack_into(
        buffer, 0,
        b"BM", len(buffer), 0, 0, _BMP.size, 40, width_px, -height_px, 1, 32, 0, pixel_bytes, 0, 0, 0, 0,
    )  # fmt: skip
    return buffer, np.frombuffer(buffer, np.uint8, offset=_BMP.size).reshape(height_px, width_px, 4)


def png_reply(bgra: Pixels) -> bytes:
    """RGBA PNG. Lightly compressed: it travels over loopback and is decoded at once."""
    return cv2.imencode(".png", bgra, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes()


def npy_reply(depth_cm: npt.NDArray[np.float32]) -> bytes:
    """NPY of float32 (H, W), infinitely far clipped to SKY_DEPTH_CM as a half-precision source would."""
    out = io.BytesIO()
    np.save(out, np.minimum(depth_cm, np.float32(SKY_DEPTH_CM)), allow_pickle=False)
    return out.getvalue()


def decode_bmp(reply: bytes | bytearray, *, where: str) -> Pixels:
    """The pixels (H, W, 4) of a 32-bit BMP, BGRA, top row first; a view of `reply` where its rows run top-down.

    Raises SimulatorError for anything else. `where` names the command that was asked.
    """
    if len(reply) < _BMP.size:
        raise SimulatorError(f"{len(reply)} bytes are no BMP", where=where)
    magic, _, _, _, offset, info_bytes, width, height, _, bits, compression, *_ = _BMP.unpack_from(reply)
    if magic != b"BM" or info_bytes < 40 or bits != 32 or compression not in (0, 3):
        raise SimulatorError(f"not a plain 32-bit BMP: {reply[:32]!r}", where=where)
    rows = abs(height)
    if not (0 < width <= LARGEST_SIDE_PX and 0 < rows <= LARGEST_SIDE_PX):
        raise SimulatorError(f"a BMP of {width}x{rows} pixels", where=where)
    if offset < _BMP.size or len(reply) < offset + width * rows * 4:
        raise SimulatorError(f"a BMP of {width}x{rows} pixels with only {len(reply)} bytes", where=where)
    pixels = np.frombuffer(reply, np.uint8, width * rows * 4, offset).reshape(rows, width, 4)
    return pixels if height < 0 else np.ascontiguousarray(pixels[::-1])


def encode_jpeg(bgra: Pixels) -> bytes:
    """The stored frame. Called once per frame: everything downstream keeps these very bytes."""
    jpeg: bytes = simplejpeg.encode_jpeg(bgra, JPEG_QUALITY, "BGRA", JPEG_SUBSAMPLING, fastdct=False)
    return jpeg


class MaskPalette:
    """Colours to indices, one look-up per run of equal pixels in a table of all 2^24 colours."""

    def __init__(self, colours: list[tuple[int, int, int]]) -> None:
        """`colours` are RGB in index order; black stands for nothing and a colour used twice keeps its first index."""
        self._indices = np.zeros(1 << 24, np.uint16)
        for index, (red, green, blue) in reversed(list(enumerate(colours, start=1))):
            self._indices[red << 16 | green << 8 | blue] = index
        self._indices[0] = 0

    def decode(self, bgra: Pixels) -> npt.NDArray[np.uint16]:
        """(H, W): 1 + place in `colours`, 0 for a colour that nobody has."""
        words = np.ascontiguousarray(bgra).view("<u4").ravel()
        begins = np.empty(len(words), np.bool_)
        begins[:1] = True
        np.not_equal(words[1:], words[:-1], out=begins[1:])
        starts = np.flatnonzero(begins)
        indices = self._indices[words[starts] & np.uint32(0xFFFFFF)]
        return np.repeat(indices, np.diff(starts, append=len(words))).reshape(bgra.shape[:2])


_LEVELS = (255, 127, 63, 191, 31, 223, 95, 159, 0)
MOST_COLOURS = len(_LEVELS) ** 3 - 1


def flat_colours(count: int) -> list[tuple[int, int, int]]:
    """`count` distinct RGB colours, none of them black, the same ones on every run and far apart for small counts."""
    grid = [(red, green, blue) for red in _LEVELS for green in _LEVELS for blue in _LEVELS if red or green or blue]
    if count > len(grid):
        raise ValueError(f"{count} colours asked, {len(grid)} there are")
    step = 269
    return [grid[index * step % len(grid)] for index in range(count)]


def paint_normals(normals: npt.NDArray[np.float32], out: Pixels) -> None:
    """Fill `out` (H, W, 4) BGRA with unit normals, -1 to 1 as 0 to 255: red is x, green y, blue z; the sky is black."""
    shown = normals.any(axis=-1, keepdims=True)
    out[..., 2::-1] = np.rint((normals + 1) * np.float32(127.5)) * shown
    out[..., 3] = 255


def paint_mask(mask: npt.NDArray[np.uint16], colours: npt.NDArray[np.uint32], out: Pixels) -> None:
    """Fill `out` (H, W, 4) BGRA with `colours[mask]`, colours being 0xAARRGGBB words."""
    np.take(colours, mask, out=out.view("<u4")[..., 0], mode="clip")
