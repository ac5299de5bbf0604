"""Writes docs/rules.md: `python -m embrace3k.schema.rules` in the repository."""

from pathlib import Path

from embrace3k.schema.catalogue import markdown

if __name__ == "__main__":
    Path("docs/rules.md").write_text(markdown(), encoding="utf-8")
