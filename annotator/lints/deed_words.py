"""The words in which people announce a deed, as patterns for small letters; `announcements` puts them together."""

import re

from embrace3k.schema.actions import Action

_HOW = (
    r"(?:\s+(?:slightly|further|farther|more|again|back|sharply|around|a|little|bit|once|one|to|toward|towards|the|my"
    r"|straight|directly|on|over|slowly|carefully|step|steps|another|it|closer|just|now|myself|body|head|view|gaze|up)){0,6}?"
)
# "Right next to it" and "right up to it" are no sides.
_NO_SIDE = (
    r"(?!\s+(?:next|up|in|at|beside|behind|there|here|by|away|through|into|past|on|onto|over|to|of|under|along|down"
    r"|between)\b)"
)
DEEDS = {
    "side": rf"(?:turn|rotat|pivot)(?:e|ing)?{_HOW}\s+(?P<hand>left|right)\b",
    "bend": rf"(?:go|head|bear|swing|veer)(?:ing)?{_HOW}\s+(?P<way>left|right)\b{_NO_SIDE}",
    "turn": r"(?:turn(?:ing)?|rotat(?:e|ing))\b(?!\s+(?:the|a|an|on|off|out|it|my attention)\b)",
    "backward": (
        r"(?:step(?:ping)?\s+(?:a\s+(?:little|bit)\s+)?back(?:wards?)?"
        r"|(?:mov|go|walk)(?:e|ing)?\s+(?:\w+\s+){0,2}?backwards?"
        r"|(?:mov|walk)(?:e|ing)?\s+back(?!\s+(?:to|towards?|into|in|inside|through|on|at|where)\b)"
        r"|back(?:ing)?\s+(?:up|away|off))\b"
    ),
    "forward": (
        r"(?:walk(?:ing)?|advanc(?:e|ing)"
        rf"|(?:mov|go|step|head|edg|driv|continu|proceed|press)(?:e|ing)?{_HOW}\s+"
        r"(?:forwards?|ahead|on(?!\s+(?:look|search|turn)ing)|straight|closer|nearer|towards?|along|through|into|past"
        r"|across|up to)"
        r"|tak(?:e|ing)\s+(?:a|another|one|one more|a few)\s+(?:\w+\s+)?steps?\s+(?:forwards?|ahead|closer|towards?))\b"
    ),
    "up": r"look(?:ing)?\s+(?:\w+\s+){0,2}?(?:up|upwards?)\b(?!\s+(?:the|this|a)\b)",
    "down": r"look(?:ing)?\s+(?:\w+\s+){0,2}?(?:down|downwards?)\b(?!\s+(?:the|this|a)\b)",
    "open": r"open(?:ing)?\s+(?:it|the|this|that|a|my)\b",
    "pick": (
        r"(?:pick(?:ing)?\s+(?:(?:it|them|this|that|(?:the|a|an|my)(?:\s+\w+){1,3}?)\s+)?up"
        r"|grab(?:bing)?|tak(?:e|ing) hold|reach(?:ing)? for)\b"
    ),
    "drop": r"(?:put(?:ting)?\s+(?:\w+\s+){1,4}?down|drop(?:ping)?\s+(?:it|them|the|this|my)|let(?:ting)? go of)\b",
    "finish": r"(?:stop(?:ping)?\s+here\b|finish(?:ing)?\b(?=\s+(?:here|(?:the|my|this) task)\b|\s*$))",
    "wait": r"(?:wait(?:ing)?)\b(?!\s+(?:until|till|to))",
}
"""Kinds of deeds, each with the words that follow "I will". In "side" and "bend", `hand` and `way` are the side."""

STEMS = (
    "(?:turn|rotat|pivot|go|head|bear|swing|veer|step|mov|walk|back|advanc|edg|driv|continu|proceed|press|tak|look"
    "|open|pick|grab|reach|put|drop|let|stop|finish|wait)"
)
"""What a deed's words begin with."""

TASK_DONE = re.compile(r"(?<!part of )\b(?:my|the) task is (?:now )?(?:complete|completed|done|finished)\b")
"""Announces the end without an "I will"."""

FAR_OFF = frozenset(("open", "pick", "drop", "finish", "wait"))
"""What one may have to do in the end while doing something else first: "I need to open the door"."""

OWN = {
    Action.MOVE_FORWARD: "forward",
    Action.MOVE_BACKWARD: "backward",
    Action.TURN_LEFT: "left",
    Action.TURN_RIGHT: "right",
    Action.LOOK_UP: "up",
    Action.LOOK_DOWN: "down",
    Action.OPEN_DOOR: "open",
    Action.PICK: "pick",
    Action.DROP: "drop",
    Action.FINISH: "finish",
    Action.IDLE: "wait",
}
"""The deed that an action is; what is not here cannot be told from others by its words, and is left alone."""

_EXCUSES = {
    Action.MOVE_FORWARD: (
        r"\b(?:i|to|will|can|and)\s+(?:(?:need|keep|am|now|still|again|first|just|also|to)\s+){0,3}"
        r"(?:mov|go|step|head|continu|proceed|approach|follow|enter|cross|climb|edg|press|pass|get|com)(?:e|ing)?\b"
        r"|\b(?:another|one more) step\b"
    ),
    Action.MOVE_BACKWARD: r"\b(?:back|backwards?|away)\b",
    Action.OPEN_DOOR: r"\b(?:(?<!is )open|opening|be opened)\b",
    Action.PICK: r"\b(?:pick|grab|tak|reach|lift|hold)(?:e|ing)?\b",
    Action.DROP: r"\b(?:put|drop|plac|set|releas|let|leav)(?:e|ping|ting|ing)?\b",
    Action.FINISH: r"\b(?:wait|stop|finish|done|complete)\b",
}
EXCUSES = {action: re.compile(words) for action, words in _EXCUSES.items()}
"""Other words for the action's own deed: they announce nothing for certain, and keep a text from being wrong."""

SAID = {
    "left": "a turn to the left",
    "right": "a turn to the right",
    "turn": "a turn",
    "forward": "a step forward",
    "backward": "a step back",
    "up": "a look up",
    "down": "a look down",
    "open": "the opening of something",
    "pick": "a picking up",
    "drop": "a putting down",
    "finish": "the end of the task",
    "wait": "a wait",
}
"""In messages."""
