"""The closed set of lints in one table: docs/lints.md is held against it, and a test trips each of them."""

from enum import StrEnum

from msgspec import Struct

from embrace3k.schema.problems import Severity


class LintCode(StrEnum):
    EMPTY = "empty"
    PLACEHOLDER = "placeholder"
    CONTRADICTS_ACTION = "contradicts_action"
    UNSEEN_OBJECT = "unseen_object"
    HINDSIGHT = "hindsight"
    COORDINATES = "coordinates"
    INTERNAL_NAME = "internal_name"
    COPY = "copy"
    TOO_SHORT = "too_short"
    NOT_FIRST_PERSON = "not_first_person"


class Lint(Struct, frozen=True, kw_only=True):
    """One finding in a text. The span counts Unicode code points from 0; `end` is exclusive."""

    code: LintCode
    severity: Severity
    message: str
    start: int
    end: int


class LintRule(Struct, frozen=True):
    severity: Severity
    summary: str
    """What is right, in one line."""
    trips: str
    """A text, or a piece of one, that is caught."""


_E, _W = Severity.ERROR, Severity.WARNING
LINTS = {
    LintCode.EMPTY: LintRule(_E, "There is a text (rule A006).", ""),
    LintCode.PLACEHOLDER: LintRule(_E, "There is no model placeholder token (rule A003).", "I see <image> ahead."),
    LintCode.CONTRADICTS_ACTION: LintRule(
        _W, "What is announced is what the action does.", "I turn left to face it. (TurnRight)"
    ),
    LintCode.UNSEEN_OBJECT: LintRule(
        _W, "What is said to be seen is in view, or was at an earlier step.", "I see the red car. (never in view)"
    ),
    LintCode.HINDSIGHT: LintRule(
        _W, "Only what can be known at the step is said (rule A005, and a little more).", "As I will see, it is shut."
    ),
    LintCode.COORDINATES: LintRule(
        _W, "Places and distances are said as they are seen, not measured.", "The door is 314 cm away, at (12, 40)."
    ),
    LintCode.INTERNAL_NAME: LintRule(_W, "Things have the names that people give them.", "I walk to chair_3."),
    LintCode.COPY: LintRule(_W, "The text is not the step before's or after's again, or nearly so.", ""),
    LintCode.TOO_SHORT: LintRule(_W, "The text has four words or more: room for a reason.", "I go on."),
    LintCode.NOT_FIRST_PERSON: LintRule(_W, "Somebody speaks of themselves: I, me or my.", "The agent turns left."),
}  # fmt: skip


def lint_at(code: LintCode, message: str, start: int, end: int) -> Lint:
    """With the severity that the table gives the code."""
    return Lint(code=code, severity=LINTS[code].severity, message=message, start=start, end=end)


_HEAD = """# Lints

What an annotator is told about a rationale while it is being typed. An **error** would keep the text out of a release;
a **warning** is worth a look and never in the way. Codes never change their meaning. The table is made by
`python -m embrace3k.annotator.lints`, the rates below it by `docs/lint_alarms.py`; do not edit.

| code | severity | what is right | what is caught |
|---|---|---|---|
"""


def markdown() -> str:
    """docs/lints.md down to the rates."""
    return _HEAD + "".join(
        f"| `{code}` | {rule.severity} | {rule.summary} | {rule.trips.replace('<', '&lt;')} |\n"
        for code, rule in LINTS.items()
    )
