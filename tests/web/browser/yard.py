"""What one sees of a red car at the end of a yard, drawn in perspective and kept as JPEG."""

from functools import cache
from io import BytesIO
from math import cos, radians, tan

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 640, 480
EYES_CM = 88.0
_FOCAL_PX = 320
_CAR_WIDTH_CM, _CAR_HEIGHT_CM = 180.0, 140.0
_NEAREST_CM = 60.0

Box = tuple[int, int, int, int]


def box(distance_cm: float, bearing_deg: float) -> Box:
    """Where the car is: left, top, right, bottom in pixels."""
    px_per_cm = _FOCAL_PX / max(distance_cm * cos(radians(bearing_deg)), _NEAREST_CM)
    middle, ground = _middle(bearing_deg), HEIGHT / 2 + EYES_CM * px_per_cm
    half, tall = _CAR_WIDTH_CM * px_per_cm / 2, _CAR_HEIGHT_CM * px_per_cm
    return (
        max(round(middle - half), 0),
        max(round(ground - tall), 0),
        min(round(middle + half), WIDTH),
        min(round(ground), HEIGHT),
    )


@cache
def picture(distance_cm: float, bearing_deg: float) -> bytes:
    image = Image.new("RGB", (WIDTH, HEIGHT), "#a9bccd")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, HEIGHT // 2 - 40, WIDTH, HEIGHT // 2), fill="#8a7f72")
    for row in range(HEIGHT // 2, HEIGHT):
        shade = 95 + (row - HEIGHT // 2) // 4
        draw.line((0, row, WIDTH, row), fill=(shade, shade, shade - 8))
    for seam in range(-12, 13):
        draw.line((_middle(bearing_deg), HEIGHT / 2, _middle(bearing_deg) + seam * 160, HEIGHT), fill="#74746d")
    _draw_car(draw, *box(distance_cm, bearing_deg))
    out = BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def _middle(bearing_deg: float) -> float:
    return WIDTH / 2 + _FOCAL_PX * tan(radians(bearing_deg))


def _draw_car(draw: ImageDraw.ImageDraw, left: int, top: int, right: int, bottom: int) -> None:
    tall = bottom - top
    roof, wheel = top + tall // 3, max(tall // 7, 1)
    draw.ellipse((left - wheel, bottom - wheel, right + wheel, bottom + wheel // 2), fill="#4a4a46")
    draw.polygon(
        [(left + tall // 6, roof), (left + tall // 3, top), (right - tall // 3, top), (right - tall // 6, roof)],
        "#7d1a15",
    )
    draw.rectangle((left, roof, right, max(bottom - wheel, roof)), fill="#b3241c")
    for x in (left + 2 * wheel, right - 2 * wheel):
        draw.ellipse((x - wheel, bottom - 2 * wheel, x + wheel, bottom), fill="#1c1c1c")
