"""How a character goes on by itself between two commands: a velocity that is held, or a way that is walked to its end.

Under `set_interval` nothing of this moves: each `set_move` acts once and at once, and no motion is left over.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from embrace3k.schema.poses import wrap_deg
from embrace3k.simulator.session.game_clock import TICK_S
from embrace3k.simulator.session.navigation import Point, place_of, route
from embrace3k.simulator.worlds.motion import AgentState, Motion

FASTEST_CM_S = 1000.0
"""Nobody runs faster, whatever is asked."""
NAVIGATION_CM_S = 200.0
_ARRIVED_CM = 0.01
_ELSEWHERE_CM = 50.0
"""When a goal has moved this far, or the walker was put elsewhere, the way is looked for again."""
_PATIENCE_TICKS, _MOST_DETOURS, _REST_TICKS = 10, 3, 20
_LEAP_CM_S, _GRAVITY_CM_S2 = 420.0, 980.0
"""Unreal's own for a character."""
_LEAP_TICKS = math.ceil(2 * _LEAP_CM_S / _GRAVITY_CM_S2 / TICK_S)

Goal = Callable[[AgentState], Point | None]
"""Where to go from that state; None when there is no such place any more."""


class Journey:
    """One way to a goal, looked for again when the goal moves, the walker is put elsewhere or something stops it."""

    def __init__(self, goal: Goal, *, stop_short_cm: float = 0.0, then: Goal | None = None) -> None:
        """With `then` the journey never ends: it tells the goal after each goal, from which one rests before."""
        self._goal, self._stop_short_cm, self._then = goal, stop_short_cm, then
        self._way: list[Point] = []
        self._planned: Point | None = None
        self._left_at: Point | None = None
        self._stopped_ticks = self._detours = self._rest_ticks = 0

    @property
    def endless(self) -> bool:
        return self._then is not None

    def tick(self, motion: Motion, state: AgentState, way_cm: float) -> tuple[AgentState, str | None, bool]:
        """Walk that far along it. Also tells what was in the way, and whether the journey goes on."""
        if self._rest_ticks:
            self._rest_ticks -= 1
            return state, None, True
        goal = self._goal(state)
        if goal is None:
            return state, None, False
        if self._detours > _MOST_DETOURS:
            return state, None, self._goes_on(state)
        self._plan(motion, state, goal)
        before = place_of(state)
        state, blocker = self._walk(motion, state, goal, way_cm)
        self._left_at = place_of(state)
        stopped = blocker is not None and math.dist(before, self._left_at) < way_cm / 2
        self._stopped_ticks = self._stopped_ticks + 1 if stopped else 0
        if self._stopped_ticks >= _PATIENCE_TICKS:
            self._planned, self._stopped_ticks, self._detours = None, 0, self._detours + 1
        if self._way and math.dist(self._left_at, goal) > self._stop_short_cm:
            return state, blocker, True
        return state, blocker, self._goes_on(state)

    def _plan(self, motion: Motion, state: AgentState, goal: Point) -> None:
        at_its_place = self._left_at is not None and math.dist(self._left_at, place_of(state)) < _ELSEWHERE_CM
        if self._planned is None or not at_its_place or math.dist(self._planned, goal) > _ELSEWHERE_CM:
            self._way, self._planned = route(motion, state, goal), goal

    def _walk(self, motion: Motion, state: AgentState, goal: Point, way_cm: float) -> tuple[AgentState, str | None]:
        blocker: str | None = None
        while self._way and way_cm > 0.0 and blocker is None:
            here, corner = place_of(state), self._way[0]
            gap_cm = math.dist(here, corner)
            if math.dist(here, goal) <= self._stop_short_cm:
                break
            if gap_cm < _ARRIVED_CM:
                self._way.pop(0)
                continue
            heading_deg = math.degrees(math.atan2(corner[1] - here[1], corner[0] - here[0]))
            stride_cm = min(gap_cm, way_cm)
            state, blocker = motion.advance(state, wrap_deg(heading_deg - state.pose.yaw_deg), stride_cm)
            way_cm -= stride_cm
        return state, blocker

    def _goes_on(self, state: AgentState) -> bool:
        if self._then is None:
            return False
        place = self._then(state)
        self._goal, self._planned = (lambda _state: place), None
        self._detours, self._rest_ticks = 0, _REST_TICKS
        return True


@dataclass
class Locomotion:
    """As a character is spawned: it stands, and a `set_move` will be held."""

    acts_once: bool = False
    turn_deg_s: float = 0.0
    """Of the velocity that is held; clockwise if positive."""
    speed_cm_s: float = 0.0
    fastest_cm_s: float = FASTEST_CM_S
    acceleration_cm_s2: float = math.inf
    journey: Journey | None = None
    journey_cm_s: float = NAVIGATION_CM_S
    pace_cm_s: float = 0.0
    """Towards which acceleration has brought the speed."""
    seen_cm_s: float = 0.0
    """How fast it really went in the last tick, and how fast it turned."""
    seen_deg_s: float = 0.0
    leap_ticks: int = 0

    @property
    def moves(self) -> bool:
        """May the next tick change anything?"""
        held = self.turn_deg_s or self.speed_cm_s or self.pace_cm_s
        return bool(held or self.journey or self.leap_ticks or self.seen_cm_s or self.seen_deg_s)

    def hold(self, turn_deg_s: float, speed_cm_s: float) -> None:
        """Go on like this until something else is said."""
        self.journey = None
        self.turn_deg_s, self.speed_cm_s = turn_deg_s, self.capped(speed_cm_s)

    def halt(self) -> None:
        """Stand at once."""
        self.hold(0.0, 0.0)
        self.pace_cm_s = self.seen_cm_s = self.seen_deg_s = 0.0

    def go(self, journey: Journey) -> None:
        self.halt()
        self.journey = journey

    def leap(self) -> None:
        self.leap_ticks = self.leap_ticks or _LEAP_TICKS

    @property
    def leap_cm(self) -> float:
        """How high above its feet's place a jump has brought it."""
        seconds = (_LEAP_TICKS - self.leap_ticks) * TICK_S if self.leap_ticks else 0.0
        return max(0.0, _LEAP_CM_S * seconds - _GRAVITY_CM_S2 * seconds**2 / 2)

    def capped(self, speed_cm_s: float) -> float:
        return math.copysign(min(abs(speed_cm_s), self.fastest_cm_s), speed_cm_s)

    def tick(self, motion: Motion, state: AgentState) -> tuple[AgentState, str | None]:
        """One tick later. Walking leaves the head as it is: here nothing but `set_cam` tilts it."""
        before, pitch_deg, blocker = state.pose, state.head_pitch_deg, None
        if self.journey is not None:
            state, blocker, goes_on = self.journey.tick(motion, state, self.journey_cm_s * TICK_S)
            if not goes_on:
                self.journey = None
        else:
            self._accelerate()
            if self.turn_deg_s or self.pace_cm_s:
                state, blocker = motion.advance(state, self.turn_deg_s * TICK_S, self.pace_cm_s * TICK_S)
        self.leap_ticks = max(0, self.leap_ticks - 1)
        self.seen_cm_s = math.dist(before[:2], state.pose[:2]) / TICK_S
        self.seen_deg_s = wrap_deg(state.pose.yaw_deg - before.yaw_deg) / TICK_S
        return motion.look(state, pitch_deg), blocker

    def _accelerate(self) -> None:
        most = self.acceleration_cm_s2 * TICK_S
        lacking = self.speed_cm_s - self.pace_cm_s
        self.pace_cm_s = self.speed_cm_s if abs(lacking) <= most else self.pace_cm_s + math.copysign(most, lacking)
