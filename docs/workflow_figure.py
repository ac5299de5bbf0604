"""Draws the table of transitions into docs/workflow.md: `python -m embrace3k.docs.workflow_figure`."""

from pathlib import Path

from embrace3k.annotator.states import TRANSITIONS, Apart
from embrace3k.schema.work import WorkState

PAGE = Path(__file__).parent / "workflow.md"
_BEGIN, _END = "<!-- made from annotator/states.py -->\n", "<!-- end -->\n"
_APART = {
    Apart.NOBODY: "",
    Apart.ANNOTATORS: "not an annotator of it",
    Apart.MAKERS: "not a maker of any text in it",
}


def rendered(page: str) -> str:
    """The page with the picture and the table as they are now."""
    before, _, rest = page.partition(_BEGIN)
    return before + _BEGIN + mermaid() + "\n" + table() + _END + rest.partition(_END)[2]


def mermaid() -> str:
    lines = [f"    [*] --> {WorkState.RECORDED}"]
    lines += [f"    {each.start} --> {each.end}: {each.event}" for each in TRANSITIONS]
    lines.append(f"    {WorkState.ACCEPTED} --> [*]")
    return "```mermaid\nstateDiagram-v2\n" + "\n".join(lines) + "\n```\n"


def table() -> str:
    rows = [
        f"| {each.start} | {each.event} | {each.end} | {', '.join(sorted(each.roles))} | {_APART[each.apart_from]} |"
        for each in TRANSITIONS
    ]
    head = "| from | event | to | who | must be somebody else |\n|---|---|---|---|---|\n"
    return head + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(rendered(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
