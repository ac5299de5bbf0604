"""Lints on a rationale while it is being typed: pure functions, all of one step in well under a millisecond."""

from embrace3k.annotator.lints.announcements import lint_announcements
from embrace3k.annotator.lints.codes import LINTS, Lint, LintCode, LintRule, markdown
from embrace3k.annotator.lints.context import StepContext, step_contexts
from embrace3k.annotator.lints.copies import lint_copies
from embrace3k.annotator.lints.sights import lint_sights
from embrace3k.annotator.lints.wording import lint_wording

__all__ = ["LINTS", "LONGEST", "Lint", "LintCode", "LintRule", "StepContext", "lint_step", "markdown", "step_contexts"]


LONGEST = 4000
"""Characters of a text that are looked at: eight times the longest published rationale, and no key press hangs."""


def lint_step(
    text: str, context: StepContext, *, previous: str | None = None, following: str | None = None
) -> list[Lint]:
    """Everything to be said about a step's text, in the order of the text.

    `previous` and `following` are the texts of the steps around it, where there are any.
    """
    text = text[:LONGEST]
    lints = [
        *lint_wording(text),
        *lint_announcements(text, context.action),
        *lint_sights(text, context),
        *lint_copies(text, previous, following),
    ]
    return sorted(lints, key=lambda lint: (lint.start, lint.end))
