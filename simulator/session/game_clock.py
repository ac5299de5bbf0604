"""The world's own time: wall time stretched by `slomo`, standing still while paused, dealt out in whole ticks."""

import time
from collections.abc import Callable

TICKS_PER_S = 20
TICK_S = 1 / TICKS_PER_S
"""What moves by itself moves once a tick, however often a client looks, so that walls and doors always act the same."""
SLOWEST, FASTEST = 0.0001, 20.0
"""Unreal takes no time dilation beyond these either."""
_TICK_NS = 1_000_000_000 // TICKS_PER_S
_MOST_TICKS = 120 * TICKS_PER_S


class GameClock:
    """No thread runs: time passes when somebody asks for its ticks. `wall_ns` tells wall time in nanoseconds."""

    def __init__(self, wall_ns: Callable[[], int] = time.monotonic_ns) -> None:
        self._wall_ns = wall_ns
        self.restart()

    def restart(self) -> None:
        """As a level begins: running, at the speed of the wall clock."""
        self._paused, self._slomo = False, 1.0
        self._passed_ns, self._dealt_ticks = 0, 0
        self._since_ns = self._wall_ns()

    @property
    def paused(self) -> bool:
        return self._paused

    def pause(self) -> None:
        self._settle()
        self._paused = True

    def resume(self) -> None:
        self._settle()
        self._paused = False

    def dilate(self, slomo: float) -> None:
        """From now on `slomo` seconds pass in one, within what Unreal takes."""
        self._settle()
        self._slomo = min(max(slomo, SLOWEST), FASTEST)

    def ticks(self) -> int:
        """Whole ticks that have passed since this was last asked; the rest of a tick is kept for the next time.

        Two minutes of them at most, so that nobody waits long for what happened while no client looked.
        """
        self._settle()
        passed = self._passed_ns // _TICK_NS
        ticks, self._dealt_ticks = passed - self._dealt_ticks, passed
        return min(ticks, _MOST_TICKS)

    def skip(self) -> None:
        """What has passed since `ticks` was asked has not: several commands share one moment."""
        self._since_ns = self._wall_ns()

    def _game_ns(self, wall_ns: int) -> int:
        if self._paused:
            return self._passed_ns
        return self._passed_ns + round((wall_ns - self._since_ns) * self._slomo)

    def _settle(self) -> None:
        """Keep what has passed until now, before the pace changes."""
        now_ns = self._wall_ns()
        self._passed_ns, self._since_ns = self._game_ns(now_ns), now_ns
