"""Geometry that tests ask about."""

import numpy as np

from embrace3k.simulator.worlds.mesh import Part
from embrace3k.simulator.worlds.surfaces import Floats, face_vectors


def even_directions(count: int) -> Floats:
    """Unit vectors spread over the whole sphere."""
    number = np.arange(count) + 0.5
    height, heading = 1 - 2 * number / count, number * np.pi * (1 + 5**0.5)
    flat = np.sqrt(1 - height * height)
    return np.stack([flat * np.cos(heading), flat * np.sin(heading), height], 1)


def faces_outward(part: Part) -> bool:
    """Do the triangles face the way their normals point?"""
    surface = part.surface
    faces = face_vectors(surface.points, surface.triangles)
    return bool(((faces * surface.normals[surface.triangles].mean(1)).sum(1) >= -1e-9).all())
