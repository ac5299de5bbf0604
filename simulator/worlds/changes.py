"""What a level shows beyond its world as the seed made it: things that were added, and things that are hidden.

Neither touches the world: its version and its baked light stay, and so do the frames of a level without changes.
"""

from dataclasses import dataclass

from embrace3k.simulator.worlds.mesh import Mesh


@dataclass(frozen=True)
class Added:
    """A thing that moves and that the world does not have. `mesh` is compared by identity."""

    name: str
    mesh: Mesh


@dataclass(frozen=True)
class Changes:
    added: tuple[Added, ...] = ()
    """Their order is that of their owners in the mask, which follow the last of the world's."""
    hidden: frozenset[str] = frozenset()
    """Names of objects, also of added ones, that neither picture nor mask shows."""


UNCHANGED = Changes()
