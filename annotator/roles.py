"""What somebody may do. A user has a set of roles; none contains another."""

from enum import StrEnum


class Role(StrEnum):
    ANNOTATOR = "annotator"
    """Writes rationales and verdicts."""
    REVIEWER = "reviewer"
    """Checks what others wrote."""
    ENGINEER = "engineer"
    """Runs imports, exports and releases, and reads the metrics."""
    ADMIN = "admin"
    """Adds people, changes their roles, and keeps them out."""
