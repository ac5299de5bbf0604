"""Who wrote a text or made a task."""

import unicodedata
from enum import StrEnum

from msgspec import Struct


class AuthorKind(StrEnum):
    HUMAN = "human"
    MODEL = "model"
    TEMPLATE = "template"


class Author(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Only `human` ever counts as human."""

    kind: AuthorKind
    name: str
    version: str | None = None


def name_key(written: str) -> str:
    """The same for everything that a person may take for the same name; empty for a name that says nothing."""
    return " ".join(unicodedata.normalize("NFKC", written).split()).casefold()
