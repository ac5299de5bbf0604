"""Draws the table of transitions into docs/workflow.md: `python -m embrace3k.docs.workflow_figure`."""

from enum import StrEnum
from pathlib import Path

from embrace3k.annotator.states import TRANSITIONS, Apart
from embrace3k.schema.reviews import DemonstrationFault, DemonstrationState, RefusalReason, ReviewState
from embrace3k.schema.work import ReturnReason, WorkState

PAGE = Path(__file__).parent / "workflow.md"
STAGES: dict[str, type[StrEnum]] = {"task": ReviewState, "demonstration": DemonstrationState, "rationales": WorkState}
"""Each begins in the first of its states."""
REASONS: dict[str, type[StrEnum]] = {
    "task": RefusalReason, "demonstration": DemonstrationFault, "rationales": ReturnReason
}  # fmt: skip
_BEGIN, _END = "<!-- made from annotator/states.py -->\n", "<!-- end -->\n"
_BETWEEN = {("task", "demonstration"): "collect", ("demonstration", "rationales"): "open"}
_APART = {
    Apart.NOBODY: "",
    Apart.MAKER: "not its maker",
    Apart.ANNOTATORS: "not an annotator of it",
    Apart.MAKERS: "not a maker of any text in it",
}


def rendered(page: str) -> str:
    """The page with the picture and the tables as they are now."""
    before, _, rest = page.partition(_BEGIN)
    return before + _BEGIN + "\n".join([mermaid(), table(), reasons()]) + _END + rest.partition(_END)[2]


def mermaid() -> str:
    lines = ["    direction TB"]
    for stage, states in STAGES.items():
        lines.append(f"    state {stage} {{")
        lines += [f'        state "{state}" as {stage}_{state}' for state in states]
        lines.append(f"        [*] --> {stage}_{next(iter(states))}")
        lines += [
            f"        {stage}_{each.start} --> {stage}_{each.end}: {each.event}"
            for each in TRANSITIONS
            if isinstance(each.start, states)
        ]
        lines.append("    }")
    lines += [f"    {start} --> {end}: {how}" for (start, end), how in _BETWEEN.items()]
    lines.append("    rationales --> [*]: release")
    return "```mermaid\nstateDiagram-v2\n" + "\n".join(lines) + "\n```\n"


def table() -> str:
    stage_of = {states: stage for stage, states in STAGES.items()}
    rows = [
        f"| {stage_of[type(each.start)]} | {each.start} | {each.event} | {each.end} | {', '.join(sorted(each.roles))} "
        f"| {_APART[each.apart_from]} |"
        for each in TRANSITIONS
    ]
    head = "| of | from | event | to | who | must be somebody else |\n|---|---|---|---|---|---|\n"
    return head + "\n".join(rows) + "\n"


def reasons() -> str:
    rows = [f"| {stage} | {', '.join(f'`{each}`' for each in found)} |" for stage, found in REASONS.items()]
    return "| of | reasons of a refusal |\n|---|---|\n" + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(rendered(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
