"""Lints that need nothing but the text. Patterns are narrow on purpose: a false alarm costs a person's time."""

import re
from collections.abc import Iterator
from itertools import chain

from embrace3k.annotator.lints.casing import small
from embrace3k.annotator.lints.codes import Lint, LintCode, lint_at
from embrace3k.schema.rules.texts import HINDSIGHT, PLACEHOLDER

_LEAST_WORDS = 4
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_FIRST_PERSON = re.compile(r"\b(?:i|me|my|mine|myself)\b")
# Beside what rule A005 finds. "The next step is to open the door" is a plan; "in the next step" is of the recording.
_AHEAD_OF_TIME = re.compile(
    r"\b(?:in|at|by) the (?:next|following|coming) (?:time )?steps?\b"
    r"|\bas (?:i|we)(?:['’]ll see\b|(?:['’]ll| will| shall)(?: later| soon| then)? (?:find|learn|discover|notice)\b)"
    r"|\b(?:step|frame|image) (?:no\. ?|number |#)?\d+\b(?! of)",
)
_DIGIT = re.compile(r"\d")
_NUMBER = r"[-+−]?\d+(?:\.\d+)?"
_COORDINATES = re.compile(
    rf"[(\[]\s*{_NUMBER}(?:\s*[,;]\s*{_NUMBER})+\s*[)\]]"
    rf"|\b(?:[xyz]|yaw|pitch|roll|bearing|heading)\s*(?:[=:]|\bof\b|\bis\b)\s*{_NUMBER}"
    rf"|(?<![\w.]){_NUMBER}\s*(?:cm|mm|centimet(?:re|er)s?|millimet(?:re|er)s?|px|pixels?)\b"
    r"|(?<![\w.])\d+\.\d+\s*(?:°|deg(?:ree)?s?\b|m\b|met(?:re|er)s?\b)",
)
_INTERNAL = re.compile(r"(?<!\w)[^\W_]+(?:_[^\W_]+)+(?!\w)")


def lint_wording(text: str) -> Iterator[Lint]:
    if not text.strip():
        yield lint_at(LintCode.EMPTY, "Say why the action was chosen.", 0, len(text))
        return
    for match in PLACEHOLDER.finditer(text):
        message = f"{match.group()} is a model's placeholder token; a training job would break on it. Reword it."
        yield lint_at(LintCode.PLACEHOLDER, message, *match.span())
    lowered = small(text)
    for match in chain(HINDSIGHT.finditer(text), _AHEAD_OF_TIME.finditer(lowered)):
        words = text[match.start() : match.end()]
        message = f'"{words}" speaks of what is not known yet; say only what is known at this step.'
        yield lint_at(LintCode.HINDSIGHT, message, *match.span())
    # Most texts hold no digit, and this finds it out sooner.
    for match in _COORDINATES.finditer(lowered) if _DIGIT.search(text) else ():
        words = text[match.start() : match.end()]
        message = f'"{words}" was measured, not seen; say it in words, such as "close by" or "on my left".'
        yield lint_at(LintCode.COORDINATES, message, *match.span())
    for match in _INTERNAL.finditer(text):
        message = f'"{match.group()}" is a name inside the world; say what people call the thing.'
        yield lint_at(LintCode.INTERNAL_NAME, message, *match.span())
    yield from _whole(text)


def _whole(text: str) -> Iterator[Lint]:
    """Lints of the text as a whole; their span is what is not white space around it."""
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    if sum(1 for _ in zip(range(_LEAST_WORDS), _WORD.finditer(text), strict=False)) < _LEAST_WORDS:
        message = f"Fewer than {_LEAST_WORDS} words leave no room for a reason; say why."
        yield lint_at(LintCode.TOO_SHORT, message, start, end)
    if not _FIRST_PERSON.search(small(text)):
        message = "Nobody speaks of themselves here; write it as the one who acts: I, me or my."
        yield lint_at(LintCode.NOT_FIRST_PERSON, message, start, end)
