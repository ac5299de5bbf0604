"""What is said about doors, hands, marks and the end: a success or a reach only where the records bear it out."""

from embrace3k.annotator.facts import in_region, known_to_hold, place_of
from embrace3k.annotator.moments import Moment
from embrace3k.annotator.views import CLOSE_CM, NEXT_CM, label, marked, place, stages_of, start
from embrace3k.schema.actions import Action
from embrace3k.schema.goals import AGENT, AllOf, Goal, Holding, InRegion, Near, Opened, Placed, Visible
from embrace3k.schema.poses import distance_xy_cm

_COUNTS = ("one", "two", "three", "four", "five", "six")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


def open_door(moment: Moment) -> str:
    state, evidence = moment.step.state, moment.step.evidence
    shut = {name for name, is_open in state.doors.items() if not is_open} if state else set()
    view, target = moment.view, moment.target
    if moment.name in shut and view and view.distance_cm <= CLOSE_CM:
        return moment.choose(
            f"I am close to {target} and it is closed, so I open it.",
            f"{start(target)} is {place(view)}, close by, and it is shut; I open it.",
        )
    # Only a closed door at hand can be opened, so one that was opened was there to be seen.
    if evidence and evidence.door_changed in shut:
        purpose = f"go on towards {target}" if moment.last_view or view else f"look for {target} behind it"
        return moment.choose(
            f"A closed door is in front of me, so I open it to {purpose}.",
            f"There is a closed door here; I open it to {purpose}.",
        )
    return moment.attempt("open a door here")


def pick(moment: Moment) -> str:
    name = moment.task.pick_drop.object if moment.task.pick_drop else moment.name
    if name is None:
        return moment.attempt("pick something up here")
    thing, view, profile = f"the {label(name)}", moment.view, moment.trajectory.profile
    if moment.holding or moment.place is None or name != moment.name:
        return moment.attempt(f"pick up {thing}")
    if profile.pick_nearest_cm < moment.place.distance_cm < profile.pick_farthest_cm:
        if view:
            return moment.choose(
                f"{start(thing)} is {place(view)}, within my reach, so I pick it up.",
                f"I can reach {thing} from here; I pick it up.",
            )
        if moment.remembered_close_by:
            return f"I no longer see {thing}, but it was not far when I last saw it, so I reach for it."
    # What is far longer than the reach is held by its nearer end.
    if view and moment.step.evidence and moment.step.evidence.carried == name:
        return f"I stand at one end of {thing}, so I take hold of it."
    return moment.attempt(f"pick up {thing}")


def drop(moment: Moment) -> str:
    held = moment.holding
    if held is None:
        return moment.attempt("put something down here" if moment.step.state else "put down what I hold")
    thing = f"the {label(held)}"
    if moment.repeated:
        return moment.attempt(f"let go of {thing}" if moment.tows else f"put down {thing}")
    put_it_down = "let go of it" if moment.tows else "put it down"
    places = [part for stage in stages_of(moment.task) for part in _about(stage, held)]
    near = _destination_at_hand(moment, places)
    if near:
        return f"I am close to the {label(near)}, where I was asked to put {thing}, so I {put_it_down} here."
    if any(isinstance(goal, InRegion) and in_region(moment.step, goal) for goal in places):
        return f"{start(thing)} is where I was asked to bring it, so I {put_it_down}."
    return f"I let go of {thing} here." if moment.tows else f"I put {thing} down here."


def mark(moment: Moment) -> str:
    stages, done = stages_of(moment.task), marked(moment.trajectory, moment.index)
    if not done < len(stages) - 1 < len(_COUNTS):
        return moment.choose("I mark this place on my way.", "I set a mark here before I go on.")
    which = f"the {_ORDINALS[done]} of {_COUNTS[len(stages) - 1]}"
    reached = _achieved(moment, stages[done])
    if reached is None:
        return f"I mark this place as {which} on my way."
    return moment.choose(
        f"{reached}, {which} places I was asked to go to, so I mark it."
        if isinstance(stages[done], Near)
        else f"{reached}. That is {which} parts of my task, so I mark it.",
        f"{reached}. I mark this as {which} parts of my task.",
    )


def finish(moment: Moment) -> str:
    stages = stages_of(moment.task)
    last = bool(stages) and marked(moment.trajectory, moment.index) >= len(stages) - 1
    reached = _achieved(moment, stages[-1]) if last else None
    if reached is None:
        return "I stop here."
    if len(stages) > 1:
        return moment.choose(
            f"{reached}, the last place I was asked to go to, so I stop here."
            if isinstance(stages[-1], Near)
            else f"{reached}, the last part of my task, so I stop here.",
            f"{reached}. That was the last part of my task, so I stop here.",
        )
    return moment.choose(f"{reached}, as I was asked, so I stop here.", f"{reached}; my task is done.")


def _achieved(moment: Moment, goal: Goal) -> str | None:
    """The words for a stage that is known to be reached and can be seen or remembered; else None."""
    if not known_to_hold(goal, moment.trajectory, moment.index):
        return None
    match _main(goal):
        case Near(object=name) if name == moment.name:
            return _arrived(moment)
        case Opened(door=name):
            return f"The {label(name)} is open now"
        case Holding(object=name):
            return f"I have hold of the {label(name)}" if moment.tows else f"I have the {label(name)}"
        case Placed(object=name, near=other):
            return f"The {label(name)} is next to the {label(other)} now"
        case InRegion(subject=name):
            return "I am where I was asked to go" if name == AGENT else f"The {label(name)} is in its place now"
        case Visible(object=name):
            return f"I have the {label(name)} in view"
    return None


def _arrived(moment: Moment) -> str | None:
    view, target = moment.view, moment.target
    if view is None:
        return f"I no longer see {target}, but I have come close to it" if moment.remembered_close_by else None
    if view.distance_cm <= NEXT_CM:
        return f"I stand next to {target}"
    if view.distance_cm <= CLOSE_CM:
        return moment.choose(f"I have reached {target}", f"I have come close to {target}")
    return f"I am near {target}"


def _main(goal: Goal) -> Goal:
    """The part of a stage that says what it is about."""
    if not isinstance(goal, AllOf):
        return goal
    kinds = (Opened, Placed, Holding, InRegion, Near, Visible)
    parts = [_main(part) for part in goal.goals]
    about_things = [part for part in parts if not (isinstance(part, InRegion) and part.subject == AGENT)]
    return min(about_things or parts, key=lambda part: kinds.index(type(part)))


def _about(goal: Goal, held: str) -> list[Goal]:
    """The parts of the goal that say where a thing is to end up."""
    match goal:
        case Placed(object=name) | InRegion(subject=name) if name == held:
            return [goal]
        case AllOf(goals=parts):
            return [found for part in parts for found in _about(part, held)]
    return []


def _destination_at_hand(moment: Moment, places: list[Goal]) -> str | None:
    """What the held thing is to be put next to, if that is close by, and in view or was."""
    for goal in places:
        if isinstance(goal, Placed):
            place_there = place_of(moment.step, goal.near)
            known = goal.near == moment.name and (moment.view or moment.last_view)
            if known and place_there and distance_xy_cm(moment.step.pose, place_there) <= CLOSE_CM:
                return goal.near
    return None


WORDS = {
    Action.IDLE: ("I wait for a moment.", "I wait a little longer."),
    Action.JUMP_FORWARD: ("I jump forward to go on with my task.", "I jump forward to get on."),
    Action.LOOK_BACK: ("I look back to see what is behind me.", "I look behind me."),
    Action.LOOK_HAND: ("I look at my hands.", "I look at what my hands hold."),
}
