"""First-person rationales made from evidence, for a person to verify or rewrite; never counted as human.

A draft says only what could be known when the action was chosen: the step's own view and state, and how the step
before went.
"""

import hashlib
from dataclasses import dataclass

from embrace3k.annotator.views import distance, label, place, pursued, side, target_view
from embrace3k.schema.actions import Action
from embrace3k.schema.annotations import Annotation, Author, AuthorKind
from embrace3k.schema.tasks import Task, TaskType
from embrace3k.schema.trajectories import Step, StepOutcome, TargetView, Trajectory

TEMPLATE_AUTHOR = Author(kind=AuthorKind.TEMPLATE, name="template", version="1")


@dataclass(frozen=True)
class Moment:
    """What one draft may speak of."""

    task: Task
    trajectory: Trajectory
    index: int

    @property
    def step(self) -> Step:
        return self.trajectory.steps[self.index]

    @property
    def before(self) -> Step | None:
        return self.trajectory.steps[self.index - 1] if self.index else None

    @property
    def name(self) -> str | None:
        return pursued(self.task, self.trajectory, self.index)

    @property
    def target(self) -> str:
        """With its article: "the red car"."""
        return f"the {label(self.name)}" if self.name else "my goal"

    @property
    def view(self) -> TargetView | None:
        """The target's place in the view; None when it cannot be seen."""
        found = target_view(self.step, self.name) if self.name else None
        return found if found and found.visible else None

    @property
    def seen_before(self) -> bool:
        name = self.name
        views = [target_view(step, name) for step in self.trajectory.steps[: self.index]] if name else []
        return any(view is not None and view.visible for view in views)

    @property
    def repeated(self) -> bool:
        return self.before is not None and self.before.action == self.step.action

    def choose(self, *wordings: str) -> str:
        """One of several wordings, the same one each time, never the one that an equal step just before got."""
        seed = hashlib.sha256(f"{self.trajectory.id}/{self.task.id}".encode()).digest()[0]
        return wordings[(seed + self.index) % len(wordings)]


def draft_trajectory(task: Task, trajectory: Trajectory, *, created_at: str) -> list[Annotation]:
    """One first revision per step. `created_at` is UTC, RFC 3339."""
    return [
        Annotation(
            trajectory_id=trajectory.id,
            step_index=step.index,
            revision=1,
            rationale=draft_step(Moment(task, trajectory, step.index)),
            author=TEMPLATE_AUTHOR,
            created_at=created_at,
        )
        for step in trajectory.steps
    ]


def draft_step(moment: Moment) -> str:
    match moment.step.action:
        case Action.TURN_LEFT | Action.TURN_RIGHT:
            text = _turn(moment, "left" if moment.step.action is Action.TURN_LEFT else "right")
        case Action.MOVE_FORWARD:
            text = _forward(moment)
        case Action.MOVE_BACKWARD:
            text = "I am too close to go on from here, so I step back."
        case Action.LOOK_UP | Action.LOOK_DOWN:
            text = _look(moment, "up" if moment.step.action is Action.LOOK_UP else "down")
        case Action.OPEN_DOOR:
            text = _open_door(moment)
        case Action.PICK:
            text = _pick(moment)
        case Action.DROP:
            text = _drop(moment)
        case Action.MIDWAY_TARGET:
            text = f"I have reached {moment.target}, the first part of my task, so I mark it before I go on."
        case Action.FINISH:
            text = _finish(moment)
        case _:
            text = f"I carry out {moment.step.action.value} to go on with my task."
    return _after_trouble(moment) + text


def _after_trouble(moment: Moment) -> str:
    """How the step before went, when it did not go as meant."""
    before = moment.before
    if before is None or before.outcome not in (StepOutcome.BLOCKED, StepOutcome.PARTIAL, StepOutcome.FAILED):
        return ""
    obstacle = before.evidence.blocked_by if before.evidence else None
    if before.action in (Action.MOVE_FORWARD, Action.MOVE_BACKWARD):
        return f"The {label(obstacle)} stopped my last step. " if obstacle else "Something stopped my last step. "
    return "That did not work. "


def _turn(moment: Moment, hand: str) -> str:
    view, target = moment.view, moment.target
    if view is None:
        return _turn_blind(moment, hand)
    if side(view.bearing_deg) == hand:
        return moment.choose(
            f"I see {target} {place(view)}, so I turn {hand}.",
            f"{_start(target)} is {place(view)}, {distance(view)}; I turn {hand} to face it.",
            f"With {target} {place(view)}, I turn {hand} to bring it to the middle of my view.",
        )
    return moment.choose(
        f"{_start(target)} is {place(view)}, but the way there is not clear, so I turn {hand} to go around.",
        f"I see {target} {place(view)}; going straight to it would not work, so I turn {hand} first.",
    )


def _turn_blind(moment: Moment, hand: str) -> str:
    target = moment.target
    if moment.seen_before:
        return moment.choose(
            f"{_start(target)} has left my view; I turn {hand} to go on my way to it.",
            f"I no longer see {target}, but I remember where it was, so I turn {hand}.",
        )
    if moment.repeated:
        return moment.choose(
            f"Still no sign of {target}, so I keep turning {hand}.",
            f"I turn further to the {hand}, since {target} is not in view yet.",
        )
    return moment.choose(
        f"I cannot see {target} from here, so I turn {hand} to look for it.",
        f"{_start(target)} is not in front of me; I turn {hand} to see more of the place.",
    )


def _forward(moment: Moment) -> str:
    view, target = moment.view, moment.target
    if view is None:
        if moment.seen_before:
            return moment.choose(
                f"{_start(target)} is out of my view for now; I walk on along the way that leads to it.",
                f"The way in front of me is open and brings me on towards {target}, so I walk forward.",
            )
        return moment.choose(
            f"I do not see {target} yet and the way ahead is open, so I walk forward to look further.",
            f"Nothing here looks like {target}; I move forward to see what comes next.",
        )
    return moment.choose(
        f"{_start(target)} is {place(view)}, {distance(view)}, so I walk forward.",
        f"I see {target} {place(view)} and the way is open; I move closer.",
        f"I keep {target} {place(view)} and go forward.",
    )


def _look(moment: Moment, where: str) -> str:
    if moment.view:
        return f"I see {moment.target} {place(moment.view)}; I look {where} to see it better."
    return f"I look {where}, since {moment.target} may be outside my view."


def _open_door(moment: Moment) -> str:
    if moment.task.type is TaskType.OPEN_DOOR:
        return moment.choose(
            f"I stand in front of {moment.target} and it is closed, so I open it.",
            f"{_start(moment.target)} is within reach and shut; I open it.",
        )
    return "A closed door is in my way, so I open it."


def _pick(moment: Moment) -> str:
    target = moment.target
    if _towed(moment.trajectory, moment.name):
        return f"I am next to {target} now, so I take hold of it."
    return moment.choose(
        f"{_start(target)} is within my reach, so I pick it up.", f"I can reach {target}; I pick it up."
    )


def _drop(moment: Moment) -> str:
    held = moment.step.state.holding if moment.step.state else None
    thing = f"the {label(held)}" if held else "what I hold"
    verb = "let go of it" if _towed(moment.trajectory, held) else "put it down"
    there = f" next to {moment.target}" if moment.name and moment.name != held else " here"
    return f"This is where {thing} belongs, so I {verb}{there}."


def _finish(moment: Moment) -> str:
    target = moment.target
    if moment.task.type is TaskType.OPEN_DOOR:
        return f"{_start(target)} is open now, which is what I was asked to do, so I stop."
    if moment.task.pick_drop:
        thing = f"the {label(moment.task.pick_drop.object)}"
        if moment.task.pick_drop.kind == "p":
            return f"I have {thing}, as I was asked, so my task is done."
        return f"{_start(thing)} is where I was asked to bring it, so my task is done."
    return moment.choose(
        f"I stand next to {target}, which is where I was asked to go, so I stop here.",
        f"I have reached {target}; my task is done.",
    )


def _towed(trajectory: Trajectory, name: str | None) -> bool:
    """Held things that stay out of the hands, on a tow bar."""
    for step in trajectory.steps:
        if name and step.state and step.state.holding == name and name in step.state.objects:
            held = step.state.objects[name]
            reach = trajectory.profile.held_within_cm
            return (held.x_cm - step.pose.x_cm) ** 2 + (held.y_cm - step.pose.y_cm) ** 2 > reach**2
    return False


def _start(text: str) -> str:
    return text[0].upper() + text[1:]
