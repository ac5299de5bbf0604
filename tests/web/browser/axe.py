"""axe-core, which looks for what keeps people from using a page. It comes with the package axe-playwright-python."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page


def violations(page: Page) -> list[str]:
    """One line for each element that breaks a rule; none for a good page."""
    # Not as a script of the page, which its policy forbids.
    page.evaluate(_source())
    found: list[dict[str, Any]] = page.evaluate(
        "async () => (await axe.run({ resultTypes: ['violations'] })).violations"
    )
    return list(_lines(found))


def _lines(found: list[dict[str, Any]]) -> Iterator[str]:
    for rule in found:
        for node in rule["nodes"]:
            yield f"{rule['id']} ({rule['help']}): {node['html'][:200]} {node.get('failureSummary', '')}"


@cache
def _source() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text()
