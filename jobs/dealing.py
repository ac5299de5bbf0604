"""Who gets which unit next: units of one group go to one worker in a row, as long as there are groups enough."""

from collections import Counter, deque
from collections.abc import Hashable, Sequence


class Dealer:
    """Deals out the places of a list, each with a group.

    A worker stays with its group until that is done. Then it takes the largest group that nobody is at, and at last
    joins where most is left for each. So a group is begun afresh by few workers, and none of them idles at the end.
    """

    def __init__(self, groups: Sequence[Hashable]) -> None:
        self._groups = groups
        self._left: dict[Hashable, deque[int]] = {}
        self._group_of: dict[Hashable, Hashable] = {}
        for place, group in enumerate(groups):
            self._left.setdefault(group, deque()).append(place)

    def __bool__(self) -> bool:
        return bool(self._left)

    def next(self, worker: Hashable) -> int:
        """Raises ValueError when nothing is left."""
        if self._group_of.get(worker, self) not in self._left:
            self.leave(worker)
            self._group_of[worker] = self._choose()
        group = self._group_of[worker]
        place = self._left[group].popleft()
        if not self._left[group]:
            del self._left[group]
        return place

    def put_back(self, place: int) -> None:
        """Dealt out again before the rest of its group."""
        self._left.setdefault(self._groups[place], deque()).appendleft(place)

    def leave(self, worker: Hashable) -> None:
        """The worker is gone. A second call does nothing."""
        self._group_of.pop(worker, None)

    def clear(self) -> None:
        self._left.clear()

    def _choose(self) -> Hashable:
        workers = Counter(self._group_of.values())

        def crowding(group: Hashable) -> tuple[bool, float]:
            return workers[group] > 0, -len(self._left[group]) / (workers[group] + 1)

        return min(self._left, key=crowding)
