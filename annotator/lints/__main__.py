"""Writes the table of docs/lints.md, and leaves the rates below it: `python -m embrace3k.annotator.lints`."""

from pathlib import Path

from embrace3k.annotator.lints.codes import markdown

_PAGE, _RATES = Path("docs/lints.md"), "\n## "

if __name__ == "__main__":
    _, mark, rates = _PAGE.read_text(encoding="utf-8").partition(_RATES)
    _PAGE.write_text(markdown() + mark + rates, encoding="utf-8")
