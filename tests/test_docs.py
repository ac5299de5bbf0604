"""The documents point at things that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    broken = [target for target in LINK.findall(page.read_text()) if not (page.parent / target).exists()]
    assert not broken


def test_every_room_has_its_line_in_the_architecture_page() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    rooms = {marker.parent.name for marker in ROOT.glob("*/py.typed")} | {"tests", "docs", "benchmarks", "tools"}
    assert not {room for room in rooms if f"`{room}/`" not in text}


def test_every_page_can_be_reached_from_the_readme() -> None:
    found, todo = set(), [ROOT / "README.md"]
    while todo:
        page = todo.pop()
        if page not in found:
            found.add(page)
            todo += [
                (page.parent / target).resolve() for target in LINK.findall(page.read_text()) if target.endswith(".md")
            ]
    assert not [page.name for page in PAGES[2:] if page not in found]
