"""First-person rationales made from evidence, for a person to verify or rewrite; never counted as human.

A draft says only what could be known when the action was chosen: the step's own view and state, and how the steps
before went. What no record bears out is not said; "I stop here." is better than a success that nobody saw.
"""

from embrace3k.annotator import deeds, walking
from embrace3k.annotator.moments import STOPPED, STRIDES, TURNS, Moment
from embrace3k.annotator.views import label
from embrace3k.schema.actions import Action
from embrace3k.schema.annotations import Annotation
from embrace3k.schema.authors import Author, AuthorKind
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import Step, StepOutcome, Trajectory

TEMPLATE_AUTHOR = Author(kind=AuthorKind.TEMPLATE, name="template", version="2")
_FAILURES = {
    Action.OPEN_DOOR: "No door opened. ",
    Action.PICK: "I did not get hold of anything. ",
    Action.DROP: "I could not put anything down. ",
}


def draft_trajectory(task: Task, trajectory: Trajectory, *, created_at: str) -> list[Annotation]:
    """One first revision per step. `created_at` is UTC, RFC 3339."""
    texts = [""]
    for step in trajectory.steps:
        texts.append(draft_step(Moment(task, trajectory, step.index, said=texts[-1])))
    return [
        Annotation(
            trajectory_id=trajectory.id,
            step_index=index,
            revision=1,
            rationale=text,
            author=TEMPLATE_AUTHOR,
            created_at=created_at,
        )
        for index, text in enumerate(texts[1:])
    ]


def draft_step(moment: Moment) -> str:
    action = moment.step.action
    match action:
        case Action.TURN_LEFT | Action.TURN_RIGHT:
            text = walking.turn(moment, TURNS[action])
        case Action.MOVE_FORWARD:
            text = walking.forward(moment)
        case Action.MOVE_BACKWARD:
            text = walking.backward(moment)
        case Action.LOOK_UP | Action.LOOK_DOWN:
            text = walking.look(moment, "up" if action is Action.LOOK_UP else "down")
        case Action.OPEN_DOOR:
            text = deeds.open_door(moment)
        case Action.PICK:
            text = deeds.pick(moment)
        case Action.DROP:
            text = deeds.drop(moment)
        case Action.MIDWAY_TARGET:
            text = deeds.mark(moment)
        case Action.FINISH:
            text = deeds.finish(moment)
        case _:
            text = moment.choose(*deeds.WORDS[action])
    return _aftermath(moment) + text


def _aftermath(moment: Moment) -> str:
    """What the step before led to, where that is worth a word."""
    before = moment.before
    if before is None:
        return ""
    if before.outcome in STOPPED:
        return _stopped(before)
    if before.outcome is StepOutcome.FAILED:
        return _FAILURES.get(before.action, "That did not work. ")
    return "" if moment.step.action is Action.FINISH else _progress(moment, before)


def _stopped(before: Step) -> str:
    obstacle = before.evidence.blocked_by if before.evidence else None
    what = f"The {label(obstacle)}" if obstacle else "Something"
    move = "step" if before.action in STRIDES else "turn" if before.action in TURNS else "move"
    if before.outcome is StepOutcome.PARTIAL:
        return f"{what} cut my last {move} short. "
    return f"{what} stopped my last {move}. "


def _progress(moment: Moment, before: Step) -> str:
    state = moment.step.state
    match before.action:
        case Action.OPEN_DOOR if before.evidence and state and state.doors.get(before.evidence.door_changed or ""):
            return "The door is open now. "
        case Action.PICK if state and state.holding:
            held = f"the {label(state.holding)}"
            return f"I have hold of {held} now. " if moment.tows else f"I have {held} now. "
        case Action.MIDWAY_TARGET if moment.name:
            return "On to the next part of my task. "
    return ""
