"""What a check finds: a code that stays the same, where it is, and what would be right."""

from enum import StrEnum

from msgspec import Struct


class Severity(StrEnum):
    """An error keeps a record out of a release; a warning is legal and worth a look."""

    ERROR = "error"
    WARNING = "warning"


class Problem(Struct, frozen=True, kw_only=True):
    """One finding. `pointer` is a JSON pointer into the record or file that was checked."""

    code: str
    pointer: str
    message: str
    """What is wrong, the offending value and what would be right."""
    hint: str | None = None
    """The next move, where there is one."""
    severity: Severity = Severity.ERROR
    file: str | None = None

    def __str__(self) -> str:
        place = f"{self.file or ''}{self.pointer and f'#{self.pointer}'}"
        text = f"{self.code} {self.message}" + (f". {self.hint}" if self.hint else "")
        return f"{place}: {text}" if place else text


def errors_in(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def pointer_to(*parts: str | int) -> str:
    """RFC 6901: `/steps/3/pose`, with `~` and `/` inside a part escaped."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)
