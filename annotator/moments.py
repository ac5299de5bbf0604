"""One step as a draft may speak of it: its own view and state, and what went before. Nothing later."""

import hashlib
import math
from dataclasses import dataclass
from functools import cached_property

from embrace3k.annotator.views import CLOSE_CM, label, pursued, seen, side, target_view
from embrace3k.schema.actions import Action
from embrace3k.schema.poses import distance_xy_cm
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import Step, StepOutcome, TargetView, Trajectory

STOPPED = (StepOutcome.BLOCKED, StepOutcome.PARTIAL)
FACING_DEG = 10.0
TURNS = {Action.TURN_LEFT: "left", Action.TURN_RIGHT: "right"}
STRIDES = (Action.MOVE_FORWARD, Action.MOVE_BACKWARD)


@dataclass(frozen=True)
class Moment:
    task: Task
    trajectory: Trajectory
    index: int
    said: str = ""
    """The draft of the step just before."""

    @property
    def step(self) -> Step:
        return self.trajectory.steps[self.index]

    @property
    def before(self) -> Step | None:
        return self.trajectory.steps[self.index - 1] if self.index else None

    @property
    def holding(self) -> str | None:
        return self.step.state.holding if self.step.state else None

    @property
    def tows(self) -> bool:
        """What is held is not in the hands but on the ground."""
        state = self.step.state
        if state is None or state.holding not in state.objects:
            return False
        return distance_xy_cm(state.objects[state.holding], self.step.pose) > self.trajectory.profile.held_within_cm

    @cached_property
    def name(self) -> str | None:
        """The object or door that this step is about."""
        return pursued(self.task, self.trajectory, self.index)

    @property
    def target(self) -> str:
        """With its article: "the red car"."""
        return f"the {label(self.name)}" if self.name else "my goal"

    @cached_property
    def place(self) -> TargetView | None:
        """Where the target is, seen or not; None where nobody measured."""
        return target_view(self.step, self.name) if self.name else None

    @property
    def view(self) -> TargetView | None:
        """The target's place in the view; None when it cannot be seen."""
        return self.place if seen(self.place) else None

    @property
    def view_before(self) -> TargetView | None:
        """The same of the step just before; None unless it was clearly visible then."""
        view = target_view(self.before, self.name) if self.before and self.name else None
        return view if view and view.visible else None

    @cached_property
    def last_view(self) -> TargetView | None:
        """Where the target was when it was last seen, before this step."""
        for step in reversed(self.trajectory.steps[: self.index]):
            view = target_view(step, self.name) if self.name else None
            if seen(view):
                return view
        return None

    @property
    def remembered_close_by(self) -> bool:
        """Out of view and close by, and no more than a step from that when it was last seen."""
        if self.view or self.place is None or self.last_view is None:
            return False
        step_off_cm = self.last_view.distance_cm - self.trajectory.profile.forward_cm
        return max(self.place.distance_cm, step_off_cm) <= CLOSE_CM

    @property
    def repeated(self) -> bool:
        return self.before is not None and self.before.action is self.step.action

    @property
    def detouring(self) -> bool:
        """A step was stopped, and since then there were only turns."""
        for step in reversed(self.trajectory.steps[: self.index]):
            if step.action not in TURNS:
                return step.action is Action.MOVE_FORWARD and step.outcome in STOPPED
        return False

    @property
    def approaching(self) -> bool:
        """A step forward from here ends nearer to the target, if nothing stops it."""
        if self.place is None:
            return False
        along_cm = self.place.distance_cm * math.cos(math.radians(self.place.bearing_deg))
        return along_cm > self.trajectory.profile.forward_cm / 2

    @property
    def turn_faces_target(self) -> bool:
        """A turn to the target's side brings it about straight ahead."""
        off_deg = abs(self.place.bearing_deg) - self.trajectory.profile.turn_deg if self.place else 0.0
        return abs(off_deg) < FACING_DEG

    def on_side(self, hand: str) -> bool:
        return self.place is not None and side(self.place.bearing_deg) == hand

    def attempt(self, what: str) -> str:
        """Nothing claimed but the try."""
        if not self.repeated:
            return f"I try to {what}."
        return self.choose(f"I try again to {what}.", f"I make another attempt to {what}.")

    def choose(self, *wordings: str) -> str:
        """One of several wordings: the same one each time, and none that was said just before if there is another."""
        seed = hashlib.sha256(f"{self.trajectory.id}/{self.task.id}".encode()).digest()[0]
        first = (seed + self.index) % len(wordings)
        turned = wordings[first:] + wordings[:first]
        return next((wording for wording in turned if wording not in self.said), turned[0])
