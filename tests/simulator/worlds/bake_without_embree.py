"""Bakes a small floor in a process that finds no embree: `python -m … FILE` writes its lightmap there."""

import sys

import numpy as np

if __name__ == "__main__":
    sys.modules["embreex"] = None  # type: ignore[assignment]
    from embrace3k.tests.simulator.worlds.test_lighting import bake_floor

    np.save(sys.argv[1], bake_floor().atlas)
