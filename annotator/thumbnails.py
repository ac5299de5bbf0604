"""Small pictures for lists and film strips, made when they are asked for. Browsers keep them."""

from io import BytesIO

from PIL import Image, UnidentifiedImageError

SIZE_PX = (320, 240)
QUALITY = 82


def thumbnail(data: bytes) -> bytes:
    """A JPEG that fits into `SIZE_PX`. What is no picture is given back as it is: a browser says so best."""
    try:
        with Image.open(BytesIO(data)) as picture:
            picture.draft("RGB", SIZE_PX)  # A JPEG is then decoded at a half, a quarter or an eighth of its size.
            small = picture.convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return data
    small.thumbnail(SIZE_PX)
    written = BytesIO()
    small.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()
