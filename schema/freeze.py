"""Makes the frozen JSON Schema files from the types: `python -m embrace3k.schema.freeze`.

A version whose files are already committed under a release tag never changes. So the rule is: a file that exists with
another content is refused, unless its version is listed in UNRELEASED; the release that first ships a version
takes it off that list.
"""

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from embrace3k.schema.annotations import Annotation
from embrace3k.schema.errors import EmbraceError, SchemaError
from embrace3k.schema.releases import Manifest
from embrace3k.schema.replays import Replay
from embrace3k.schema.tasks import SCHEMA_VERSION, Task
from embrace3k.schema.trajectories import Trajectory

TYPES: dict[str, Any] = {
    "task": Task,
    "trajectory": Trajectory,
    "annotation": Annotation,
    "manifest": Manifest,
    "replay": Replay,
}
"""One line per kind of record."""
UNRELEASED = frozenset({"1.0.0"})
FOLDER = Path(__file__).parent / "frozen"


def schema_of(kind: str, version: str = SCHEMA_VERSION) -> str:
    """The JSON Schema file of one kind, as the types stand now."""
    (reference,), components = msgspec.json.schema_components([TYPES[kind]], ref_template="#/$defs/{name}")
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:embrace3k:schema:{version}:{kind}",
        "title": f"embrace3k {kind} {version}",
    }
    document = head | reference | {"$defs": {name: _strict(part) for name, part in sorted(components.items())}}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _strict(part: dict[str, Any]) -> dict[str, Any]:
    """An unknown field is an error, every record names its version, and docstrings lose their indentation."""
    strict = dict(part)
    if "description" in strict:
        strict["description"] = " ".join(str(strict["description"]).split())
    if "properties" in strict:
        strict["additionalProperties"] = False
    if "schema_version" in strict.get("properties", {}):
        strict["required"] = ["schema_version", *(name for name in strict["required"] if name != "schema_version")]
    return strict


def freeze(folder: Path = FOLDER, version: str = SCHEMA_VERSION, unreleased: frozenset[str] = UNRELEASED) -> list[Path]:
    """Write the files of `version`; returns those that changed. A released one never changes: SchemaError."""
    changed = []
    for kind in TYPES:
        path, text = folder / version / f"{kind}.json", schema_of(kind, version)
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if version not in unreleased and path.parent.exists():
            raise SchemaError(
                f"schema {version} is released and its {kind} file would change",
                where=str(path),
                hint="raise SCHEMA_VERSION instead, or take the change to the types back",
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        changed.append(path)
    return changed


def main() -> int:
    try:
        changed = freeze()
    except EmbraceError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("".join(f"{path}\n" for path in changed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
