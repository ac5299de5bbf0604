"""Prompts are files beside this one, `NAME-VERSION.md`: changed wording is a new version, and old ones stay.

What was asked can be told from a name, a version and the hash of the text, which every use of a prompt records.
"""

import hashlib
import string
from dataclasses import dataclass
from importlib.resources import files

from embrace3k.vlm.errors import VLMError


@dataclass(frozen=True, slots=True)
class Prompt:
    """`text` has its blanks filled in; `sha256` is that of the file, the same whatever they were filled with."""

    name: str
    version: int
    sha256: str
    text: str

    @property
    def label(self) -> str:
        """For records: which file, and which wording of it, as in `draft_rationale-1@0123456789ab`."""
        return f"{self.name}-{self.version}@{self.sha256[:12]}"


def load_prompt(name: str, version: int, **blanks: str) -> Prompt:
    """Raises VLMError where there is no such file, or where the blanks do not fit its `$words`."""
    file = files(__name__).joinpath(f"{name}-{version}.md")
    if not file.is_file():
        known = ", ".join(sorted(one.name for one in files(__name__).iterdir() if one.name.endswith(".md")))
        raise VLMError(f"there is no prompt {name!r}, version {version}", hint=f"known: {known}")
    content = file.read_bytes()
    template = string.Template(content.decode())
    wanted = set(template.get_identifiers())
    if wanted != set(blanks):
        raise VLMError(f"prompt {name} has the blanks {sorted(wanted)}, not {sorted(blanks)}")
    return Prompt(name, version, hashlib.sha256(content).hexdigest(), template.substitute(blanks))
