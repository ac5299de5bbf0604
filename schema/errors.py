"""The one error tree. Every error says what was wrong, where, and what to do next:

EmbraceError
├── SchemaError          a record or file breaks its schema or a consistency rule
├── ImportRefused        a stranger's folder was refused whole
└── (each room adds its own below EmbraceError, in its errors.py)
"""


class EmbraceError(Exception):
    """A failure we know how to explain. `where` is a file, JSON pointer or step; `hint` is the next move."""

    def __init__(self, what: str, *, where: str | None = None, hint: str | None = None) -> None:
        self.what, self.where, self.hint = what, where, hint
        parts = [f"{where}: {what}" if where else what]
        if hint:
            parts.append(hint)
        super().__init__(". ".join(part.rstrip(".") for part in parts))


class SchemaError(EmbraceError):
    """A record or file breaks its JSON Schema or a consistency rule."""


class ImportRefused(EmbraceError):
    """A folder that somebody else made was refused whole; nothing of it was kept."""
