"""What a text announces held against what the action does: "I turn left" at a TurnRight, "I walk on" at a turn.

Only what is announced of this step counts. "After I turned left", "before I open it", "I do not go on" and "I walk on
to turn left at the corner" announce no turn, no door and no way on. A text that announces the action's own deed is
right, whatever else it names: "I need to open the door, so I walk forward".
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from embrace3k.annotator.lints.casing import small
from embrace3k.annotator.lints.codes import Lint, LintCode, lint_at
from embrace3k.annotator.lints.deed_words import DEEDS, EXCUSES, FAR_OFF, OWN, SAID, STEMS, TASK_DONE
from embrace3k.schema.actions import Action

_SENTENCE = re.compile(r"[^.;!?\n]+")
_CUE = (
    r"(?:(?P<I>\bi(?:['’](?:ll|m))?)|\b(?P<let>let me)|\b(?P<and>and|then)|\b(?P<to>to)"
    r"|(?P<first>^\s*(?:so\s+|now\s+)?))"
)
_LINK = (
    r"(?P<chain>(?:\s+(?:will|shall|must|should|can|am|need|have|want|intend|plan|choose|decide|going|prefer|try|trying"
    r"|attempt|keep|continue|start|begin|proceed|to|now|then|first|just|simply|therefore|thus|also|again|still|only"
    r"|slightly|carefully|slowly|directly|immediately|next|once more|a little|a bit)){0,6})\s*\b"
)
# Most cues are followed by no deed; the stems find it out before a dozen patterns are tried.
_ANNOUNCED = re.compile(
    f"{_CUE}{_LINK}(?={STEMS})(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in DEEDS.items()) + ")",
)
_BEFORE = 300
"""Characters before a deed that are looked at for what makes it no announcement; sentences are seldom longer."""
# Words shortly before that make it another step's deed, or nobody's.
_ELSEWHEN = re.compile(
    r"\b(?:before|until|till|once|when|whenever|after|if|unless|while|where|whether|without|instead|rather|avoid|never"
    r"|not|no|had|was|were|did|used|made|earlier|previously|ago|would|could|might|may|later|afterwards|eventually|soon"
    r"|as)\b|n['’]t\b",
)
_BREAK = re.compile(r"[,:.;!?\n]|\b(?:so|but|and|therefore|now)\b")
_TASK = re.compile(r"\b(?:(?:my|the|this) (?:task|goal|instruction|aim|job)|asked|instructed|supposed|told)\b")
_WISH = re.compile(r"\b(?:want|intend|plan|prefer)\b")
_DUTY = re.compile(r"\b(?:need|have|should|must|going)\b")


class Deed(NamedTuple):
    kind: str
    """A key of `SAID`."""
    start: int
    end: int


def lint_announcements(text: str, action: Action) -> Iterator[Lint]:
    own = OWN.get(action)
    if own is None:
        return
    turning = action in (Action.TURN_LEFT, Action.TURN_RIGHT)
    text = small(text)
    deeds = [deed for deed in announced_in(text) if turning or not deed.kind.startswith("go ")]
    kinds = {deed.kind.removeprefix("go ") for deed in deeds}
    if not deeds or own in kinds or (turning and "turn" in kinds and not kinds & {"left", "right"}):
        return
    if action not in EXCUSES or not _excused(text, EXCUSES[action], deeds):
        kind, start, end = deeds[0]
        message = f"This announces {SAID[kind.removeprefix('go ')]}; the action is {action}."
        yield lint_at(LintCode.CONTRADICTS_ACTION, message, start, end)


def announced_in(text: str) -> Iterator[Deed]:
    """What is announced of this step, in small letters. "I go left" is of the kind "go left": a turn, or only a way."""
    for sentence in _SENTENCE.finditer(text):
        words, announced = sentence.group(), False
        for match in _ANNOUNCED.finditer(words):
            kind = next(kind for kind in DEEDS if match[kind] is not None)
            if not _is_announced(match, kind, words[max(0, match.start() - _BEFORE) : match.start()], announced):
                continue
            announced = True
            if kind == "side":
                kind = match["hand"]
            elif kind == "bend":
                kind = f"go {match['way']}"
            space = len(match.group()) - len(match.group().lstrip())
            yield Deed(kind, sentence.start() + match.start() + space, sentence.start() + match.end())
    for match in TASK_DONE.finditer(text):
        yield Deed("finish", *match.span())


def _is_announced(match: re.Match[str], kind: str, before: str, announced: bool) -> bool:
    if _ELSEWHEN.search(_BREAK.split(before)[-1]):
        return False
    if match["I"] is None and match["let"] is None:
        if _TASK.search(before):
            return False
        # "to turn" after a deed is its purpose, and a sentence that begins with "Turning" may speak of the past.
        if match["to"] is not None and (announced or kind not in ("side", "turn")):
            return False
        if match["first"] is not None and match[kind].split()[0].endswith("ing"):
            return False
    # "I am now looking down" says how one stands.
    standing = kind in ("up", "down") and match["chain"].split()[:1] == ["am"]
    wished = _WISH.search(match["chain"]) or (kind in FAR_OFF and _DUTY.search(match["chain"]))
    return not standing and not wished


def _excused(text: str, words: re.Pattern[str], deeds: list[Deed]) -> bool:
    """The action's own deed in other words, outside what is announced and what that is done for."""
    parts = [(deed.start, _part_end(text, deed.end)) for deed in deeds]
    return any(not any(start <= match.start() < end for start, end in parts) for match in words.finditer(text))


def _part_end(text: str, start: int) -> int:
    match = _BREAK.search(text, start)
    return match.start() if match else len(text)
