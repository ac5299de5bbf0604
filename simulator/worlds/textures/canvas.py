"""What every texture is painted on."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from embrace3k.simulator.worlds.noise import value_noise
from embrace3k.simulator.worlds.surfaces import Floats


class Canvas:
    """A square texture being painted, with the noise and coordinates that recipes share."""

    def __init__(self, name: str, size: int) -> None:
        self.size = size
        self.rng = np.random.default_rng([0, sum(name.encode())])
        self.noise = value_noise(self.rng, size)
        self.rows, self.columns = np.mgrid[0:size, 0:size]

    def grain(self, stretch: int, squeeze: int) -> Floats:
        """Fresh noise drawn out along the columns, as in wood."""
        fresh = value_noise(self.rng, self.size)
        grain: Floats = fresh[(self.rows * squeeze) % self.size, (self.columns // stretch) % self.size]
        return grain

    def speckle(self) -> Floats:
        return np.asarray(self.rng.random((self.size, self.size)), np.float64)

    def border(self, width: int) -> npt.NDArray[np.bool_]:
        last = self.size - 1 - width
        edge = (self.columns < width) | (self.columns > last) | (self.rows < width) | (self.rows > last)
        return np.asarray(edge, np.bool_)


class Recipe(NamedTuple):
    paint: Callable[[Canvas], Floats]
    """(size, size, 3 or 4), 0 to 255, first row at v = 0; repeats without a seam."""
    size: int
    """Pixels: a power of two."""
    even: bool = False
    """So even that the bake may fold a small copy into the lightmap, which saves drawing it."""
    cut_out: bool = False
    """Has an alpha channel that is either there or not."""
