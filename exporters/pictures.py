"""Reads a picture's size from its header, so that a release never ships a frame that is not the picture it says."""

import simplejpeg

from embrace3k.exporters.errors import RecordRefused
from embrace3k.schema.trajectories import Frame

EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png"}
_PNG_START = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


def check_picture(data: bytes | memoryview, frame: Frame, where: str) -> None:
    """Raises RecordRefused when the bytes are not a picture of the size and type that the record says."""
    if len(data) != frame.size_bytes:
        raise RecordRefused(f"the frame has {len(data)} bytes, its record says {frame.size_bytes}", where=where)
    size = _png_size(data) if frame.media_type == "image/png" else _jpeg_size(data)
    if size is None:
        kind = "PNG" if frame.media_type == "image/png" else "JPEG"
        raise RecordRefused(f"frame {frame.sha256[:12]} is not a {kind}", where=where)
    if size != (frame.width_px, frame.height_px):
        said = f"{frame.width_px}x{frame.height_px}"
        raise RecordRefused(f"the frame is {size[0]}x{size[1]}, its record says {said}", where=where)


def _jpeg_size(data: bytes | memoryview) -> tuple[int, int] | None:
    try:
        height, width, _, _ = simplejpeg.decode_jpeg_header(data)
    except ValueError:
        return None
    return width, height


def _png_size(data: bytes | memoryview) -> tuple[int, int] | None:
    head = bytes(data[:24])
    if not head.startswith(_PNG_START) or len(head) < 24:
        return None
    return int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
