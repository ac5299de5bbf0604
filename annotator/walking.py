"""What is said when turning, walking and looking: where the target is, and how that goes with the action."""

from embrace3k.annotator.moments import Moment
from embrace3k.annotator.views import SLIGHTLY_DEG, distance, label, place, side, start
from embrace3k.schema.trajectories import TargetView

PROGRESS_CM = 10.0


def turn(moment: Moment, hand: str) -> str:
    if moment.place is None:
        return _unmeasured(moment, f"turn {hand}")
    if moment.view is None:
        return _turn_unseen(moment, hand)
    if moment.on_side(hand):
        return _turn_towards(moment, moment.view, hand)
    sight = _sight(moment, moment.view)
    if moment.detouring:
        return moment.choose(
            f"{sight}, but I turn {hand} to find a way around.",
            f"{sight}; I turn {hand} to get around what stopped me.",
        )
    return moment.choose(
        f"{sight}; I turn {hand} before I go on, so as not to head straight for it.",
        f"{sight}, and I turn {hand} to come to it along another line.",
    )


def _turn_towards(moment: Moment, view: TargetView, hand: str) -> str:
    target, where = moment.target, place(view)
    if not view.visible:
        return moment.choose(
            f"I can only just make out {target} {where}, so I turn {hand} for a better view of it.",
            f"I see very little of {target} yet, {where}; I turn {hand} to make sure.",
        )
    if moment.turn_faces_target:
        return moment.choose(
            f"I see {target} {where}, so I turn {hand} to face it.",
            f"{start(target)} is {where}, {distance(view)}; I turn {hand} to face it.",
            f"With {target} {where}, I turn {hand} to bring it to the middle of my view.",
        )
    return moment.choose(
        f"I see {target} {where}, so I turn {hand} towards it.",
        f"{start(target)} is {where}, {distance(view)}, so I turn {hand}.",
    )


def _turn_unseen(moment: Moment, hand: str) -> str:
    target = moment.target
    if moment.detouring:
        return moment.choose(
            f"I turn {hand} to find a way around what stopped me.", f"I turn {hand} to try another way."
        )
    if moment.view_before:
        if moment.on_side(hand):
            return f"{start(target)} has left my view on the {hand}, so I turn {hand} to find it again."
        return f"{start(target)} has just left my view; I turn {hand} before I go on."
    if moment.last_view:
        return _turn_remembering(moment, hand)
    if moment.repeated:
        return moment.choose(
            f"Still no sign of {target}, so I keep turning {hand}.",
            f"I turn further to the {hand}, since I do not see {target} yet.",
            f"I have not found {target} so far; I turn {hand} once more.",
        )
    return moment.choose(
        f"I cannot see {target} from here, so I turn {hand} to look for it.",
        f"{start(target)} is not in my view; I turn {hand} to see more of the place.",
    )


def _turn_remembering(moment: Moment, hand: str) -> str:
    target = moment.target
    if not moment.on_side(hand):
        return moment.choose(
            f"I remember where I saw {target}; I turn {hand} before I go on.",
            f"I no longer see {target}, and I turn {hand} to come to it along another line.",
        )
    if moment.repeated:
        return moment.choose(
            f"I keep turning {hand}, back to where I saw {target}.",
            f"I still do not see {target} again, so I turn further to the {hand}.",
        )
    return moment.choose(
        f"I remember {target} being to my {hand}, so I turn {hand}.",
        f"I no longer see {target}, but I know it is on my {hand}, so I turn {hand}.",
    )


def forward(moment: Moment) -> str:
    target, view = moment.target, moment.view
    if moment.place is None:
        return _unmeasured(moment, "walk forward")
    if view is None:
        return _forward_unseen(moment)
    if not view.visible:
        return moment.choose(
            f"{_sight(moment, view)}, so I walk forward for a better view of it.",
            f"I see very little of {target} yet, {place(view)}; I move closer to make sure.",
            f"What I can see of {target} is small, {place(view)}, so I walk on.",
        )
    return _forward_beside(moment, view) if abs(view.bearing_deg) >= SLIGHTLY_DEG else _forward_ahead(moment, view)


def _forward_ahead(moment: Moment, view: TargetView) -> str:
    target, where, previous = moment.target, place(view), moment.view_before
    straight = (
        f"{start(target)} is {where}, {distance(view)}, so I walk forward.",
        f"I see {target} {where}, so I move closer.",
    )
    if not (moment.repeated and previous):
        return moment.choose(*straight)
    nearer = previous.distance_cm - view.distance_cm > PROGRESS_CM
    third = f"{start(target)} is getting closer, {where}; I walk on." if nearer else f"I try again to get to {target}."
    fourth = f"I keep {target} {where} and go forward." if place(previous) == where else f"{straight[1][:-1]} again."
    return moment.choose(straight[0], third, straight[1], fourth)


def _forward_beside(moment: Moment, view: TargetView) -> str:
    target, where = moment.target, place(view)
    if not moment.approaching:
        return moment.choose(
            f"{start(target)} is {where}, {distance(view)}; I walk a little further before I turn to it.",
            f"I see {target} {where}, but I go on a little first.",
        )
    return moment.choose(
        f"{start(target)} is {where}, {distance(view)}; I walk on to get closer to it.",
        f"I see {target} {where} and walk forward to pass closer to it.",
        f"With {target} {where}, I go forward first to shorten the way.",
    )


def _forward_unseen(moment: Moment) -> str:
    target = moment.target
    if moment.detouring and moment.before and not moment.repeated:
        return "I walk forward to get around what stopped me."
    if moment.view_before:
        purpose = "to get closer to it all the same" if moment.approaching else "for now"
        return f"{start(target)} has just left my view; I walk on {purpose}."
    if moment.last_view and moment.approaching:
        return moment.choose(
            f"I remember where I saw {target}, so I walk on to get closer to it.",
            f"{start(target)} must be {_about_where(moment)}, out of my view; I walk on to get nearer.",
            f"I do not see {target} at the moment, but I know where it was and go on.",
        )
    if moment.last_view:
        return moment.choose(
            f"I keep in mind where I saw {target} and walk on.",
            f"I no longer see {target}; I walk on before I turn back to it.",
        )
    if moment.repeated:
        return moment.choose(
            f"I still do not see {target}, so I walk on to look further.",
            f"There is no sign of {target} here; I go on.",
            f"I keep walking, looking out for {target}.",
            f"{start(target)} is not in view yet, so I move on to see what comes next.",
        )
    return moment.choose(
        f"I do not see {target} yet, so I walk forward to look further.",
        f"{start(target)} is not in my view; I move forward to see what comes next.",
    )


def _unmeasured(moment: Moment, act: str) -> str:
    """Nobody knows where the target is, or there is none, as when a thing is brought into a room."""
    if moment.holding:
        held = f"the {label(moment.holding)}"
        grip = "in tow" if moment.tows else "with me"
        return moment.choose(f"With {held} {grip}, I {act}.", f"I {act} to go on with my task, {held} {grip}.")
    aim = f", still on my way to {moment.target}" if moment.name else " to do what I was asked to do"
    return moment.choose(f"I {act} to go on with my task.", f"I {act}{aim}.")


def backward(moment: Moment) -> str:
    if moment.detouring:
        return "I step back to find a way around."
    if moment.view:
        return moment.choose(
            f"{_sight(moment, moment.view)}; I step back to have more room.",
            f"I step back to see more of what is around {moment.target}.",
        )
    return moment.choose("I step back to see more of what is in front of me.", "I step back to have more room.")


def look(moment: Moment, where: str) -> str:
    if moment.view:
        return moment.choose(
            f"{_sight(moment, moment.view)}; I look {where} to see it better.",
            f"I look {where} for a better view of {moment.target}, {place(moment.view)}.",
        )
    if moment.place:
        return moment.choose(
            f"I do not see {moment.target}, so I look {where} for it.",
            f"I look {where}, since {moment.target} may be outside my view.",
        )
    return moment.choose(f"I look {where} to see more.", f"I look {where} to get a better idea of what is there.")


def _about_where(moment: Moment) -> str:
    hand = side(moment.place.bearing_deg) if moment.place else None
    return f"somewhere to my {hand}" if hand else "somewhere ahead"


def _sight(moment: Moment, view: TargetView) -> str:
    """That the target is seen, and where; its distance only now and then."""
    if not view.visible:
        return f"I can only just make out {moment.target} {place(view)}"
    return moment.choose(
        f"I see {moment.target} {place(view)}",
        f"{start(moment.target)} is {place(view)}, {distance(view)}",
        f"{start(moment.target)} is {place(view)}",
    )
