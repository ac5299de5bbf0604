"""Errors of the vlm room.

VLMError
├── VLMUnavailable     no answer came: refused key, unknown model, time-outs and rate limits beyond all retries
├── AnswerUnreadable   answers came, and none was what had been asked for
└── BudgetSpent        asking again would cost more than was allowed
"""

from embrace3k.schema.errors import EmbraceError


class VLMError(EmbraceError):
    """Something went wrong between us and a vision-language model."""


class VLMUnavailable(VLMError):
    """`status` is the HTTP status of the last answer, None where there was none."""

    def __init__(self, what: str, *, where: str, hint: str, status: int | None = None) -> None:
        self.status = status
        super().__init__(what, where=where, hint=hint)


class AnswerUnreadable(VLMError):
    """`answers` holds what the model said, oldest first, for whoever wants to know why."""

    def __init__(self, what: str, *, where: str, answers: list[str]) -> None:
        self.answers = answers
        super().__init__(what, where=where, hint="a larger model, or one with structured output, may do better")


class BudgetSpent(VLMError):
    """Nothing more was sent."""
