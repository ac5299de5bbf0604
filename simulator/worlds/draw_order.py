"""Which nodes a look draws, and in which order: near before far, so that little is painted over.

Both depend on the eye and on where things stand, and on nothing before, so frames do not either.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from embrace3k.simulator.worlds.in_view import Flags, Frustum, Walls, boxes_between
from embrace3k.simulator.worlds.surfaces import Floats


class DrawOrder:
    """Of nodes with a box around each. They hang below `root` while they are drawn, else nowhere."""

    def __init__(
        self,
        root: Any,
        nodes: Sequence[Any],
        low: Floats,
        high: Floats,
        lateness: Floats,
        first_sorts: Sequence[int],
        walls: Walls,
    ) -> None:
        """`lateness` is added to the squared distance, metres: what is much later comes after everything else.

        `first_sorts`: after which other children of `root` each node comes.
        """
        self._root, self._nodes, self._walls, self._first_sorts = root, nodes, walls, first_sorts
        self._boxes = boxes_between(low, high)
        self._lateness = lateness
        self._drawn: list[int] = []

    def move(self, number: int, low: Floats, high: Floats) -> None:
        """The box around a node that was moved."""
        self._boxes.middle[:, number], self._boxes.half[:, number] = (low + high) / 2, (high - low) / 2

    def look(self, frustum: Frustum) -> None:
        """Hangs up what may be seen, and takes down the rest."""
        self._hang(self._seen_by(frustum))

    def take_down(self) -> None:
        """Everything that hangs. Another order may hang up the same nodes then."""
        self._hang([])

    def keep(self, shown: Flags) -> None:
        """Takes down what the last look hung up, but for these of all nodes."""
        for number in self._drawn:
            if not shown[number]:
                self._nodes[number].detach_node()
        self._drawn = [number for number in self._drawn if shown[number]]

    def _seen_by(self, frustum: Frustum) -> list[int]:
        held = np.flatnonzero(frustum.holds(self._boxes))
        held = held[~self._walls.hide(frustum, self._boxes.only(held))]
        boxes = self._boxes.only(held)
        x, y, z = np.maximum(np.abs(boxes.middle - frustum.eye[:, None]) - boxes.half, 0) ** 2
        nearest_first: list[int] = held[np.argsort(x + y + z + self._lateness[held], kind="stable")].tolist()
        return nearest_first

    def _hang(self, drawn: list[int]) -> None:
        if drawn != self._drawn:
            for number in set(self._drawn).difference(drawn):
                self._nodes[number].detach_node()
            for rank, number in enumerate(drawn):
                self._nodes[number].reparent_to(self._root, self._first_sorts[number] + rank)
            self._drawn = drawn
