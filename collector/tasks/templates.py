"""The sentences that tasks are told in. Names are filled in with their article: "the red car", "the second tree"."""

from embrace3k.schema.tasks import TaskType

GO = (
    "Go to {target}.",
    "Walk over to {target}.",
    "Head to {target}.",
    "Walk up to {target}.",
    "Make your way to {target}.",
    "Go and stand by {target}.",
    "Move close to {target}.",
    "Please go to {target}.",
    "Go over to {target} and stop there.",
    "Approach {target}.",
)
GO_SIDE = (
    "Go to {target} {side}.",
    "{Target} is {side}. Go to it.",
    "Walk to {target} that you see {side}.",
    "Head for {target} {side}.",
)
GO_PLACE = (
    "Go to {target} {place}.",
    "Walk over to {target} {place}.",
    "There is {a_target} {place}. Go to it.",
)
FIND = (
    "Find {target}.",
    "Look around for {target} and go to it.",
    "Find {target} and stop next to it.",
    "Search for {target} and walk up to it.",
    "{Target} is not in view. Look for it and go there.",
    "Where is {target}? Find it and go to it.",
    "Locate {target} and go to it.",
    "Explore until you have found {target}, then go up to it.",
    "You cannot see {target} from here. Find it.",
)
FIND_AROUND = (
    "There is {a_target} somewhere {around}. Find it and go to it.",
    "Search {around_for} {target} and go to it.",
    "Find {target}; it must be somewhere {around}.",
)
FIND_PLACE = (
    "Go to {target} {place}.",
    "Find {target} {place} and go to it.",
    "{Target} should be {place}. Go there and find it.",
)
STAGES = (
    "First go to {first}, then to {second}.",
    "Go to {first}, and after that to {second}.",
    "Walk to {first} and then on to {second}.",
    "Go to {first} first. Once you are there, head for {second}.",
    "Before you go to {second}, walk over to {first}.",
    "Visit {first}, then {second}.",
    "Start by going to {first}, then make your way to {second}.",
)
DOOR = (
    "Go to {target} and open it.",
    "Open {target}.",
    "Walk up to {target} and open it.",
    "Please open {target}.",
    "Approach {target} and push it open.",
    "Head to {target}, open it, and stop.",
)
DOOR_SIDE = (
    "Open {target} {side}.",
    "{Target} {side} is closed. Go and open it.",
    "There is a closed door {side}. Walk up to it and open it.",
)
PICK = (
    "Pick up {target} {place}.",
    "Go to {target} {place} and pick it up.",
    "Take {target} {source}.",
    "Fetch {target} {source}.",
    "Go and get {target} {source}.",
    "There is {a_target} {place}. Pick it up.",
)
PUT = (
    "Pick up {target} {place} and put it down next to {near}.",
    "Take {target} {source} to {near} and put it down there.",
    "Bring {target} {source} over to {near} and set it down.",
    "Move {target} {source} to a spot next to {near}.",
    "Carry {target} {source} to {near} and leave it there.",
    "Pick up {target} {place} and set it down beside {near}.",
)
REASONS = {
    TaskType.BASIC: "The target is in view at the start; what is asked for is to walk to the right thing.",
    TaskType.EXPLORATION: "The target is not in view at the start, so it has to be searched for.",
    TaskType.DYNAMIC_SPATIAL_SEMANTIC: (
        "Several things of the kind are in view; which one is meant is told by where it is, as seen from the start."
    ),
    TaskType.MULTI_STAGE: "The second target has to be kept in mind while going to the first.",
    TaskType.OPEN_DOOR: "The door has to be approached to within reach and opened.",
    TaskType.PICK_DROP: "The object has to be found, taken hold of, and where it is said, put down in the right place.",
}


def filled(patterns: tuple[str, ...], **words: str) -> list[str]:
    """The sentences for these words; a pattern that starts with {Target} starts with a capital."""
    target = words.get("target", "")
    return [pattern.format(**words, Target=target[:1].upper() + target[1:]) for pattern in patterns]
