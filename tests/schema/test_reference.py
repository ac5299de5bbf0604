from pathlib import Path

from embrace3k.schema.reference import reference

ROOT = Path(__file__).parents[2]


def test_format_reference_is_fresh() -> None:
    text = (ROOT / "docs" / "formats.md").read_text()
    assert text == reference(), "run: python -m embrace3k.schema.reference > docs/formats.md"
