"""What turns triangles into pixels in an embedded world. Its name is part of what a simulator says of itself."""

from enum import StrEnum

from embrace3k.simulator.errors import SimulatorError


class Rasterizer(StrEnum):
    SOFTWARE = "software"
    """Panda3D's own, on one core: needs nothing, and gives the same bytes in every process."""
    OPENGL = "opengl"
    """Panda3D's EGL pipe: a GPU where there is one. Pixels depend on the driver."""


def rasterizer_named(name: str) -> Rasterizer:
    """Raises SimulatorError."""
    try:
        return Rasterizer(name)
    except ValueError:
        raise SimulatorError(f"no rasterizer {name!r}", hint=f"there are {', '.join(Rasterizer)}") from None
