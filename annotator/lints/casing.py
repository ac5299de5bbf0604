"""Small letters for the patterns: half the time that `re.IGNORECASE` takes, and every character stays in its place."""

from string import ascii_lowercase, ascii_uppercase

_SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)


def small(text: str) -> str:
    """With A to Z as a to z. `str.lower` would make two characters of some others, and move all spans behind them."""
    return text.translate(_SMALL)
