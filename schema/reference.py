"""The format reference, made from the frozen schemas: `python -m embrace3k.schema.reference > docs/formats.md`."""

import ast
import inspect
import json
import sys
from typing import Any

from embrace3k.schema.freeze import FOLDER, TYPES
from embrace3k.schema.tasks import SCHEMA_VERSION

HEAD = f"""# Record formats

Made by `python -m embrace3k.schema.reference`; do not edit. The JSON Schema 2020-12 files of version {SCHEMA_VERSION}
are in `schema/frozen/{SCHEMA_VERSION}`; `embrace3k schema check FILE…` holds a file against them and against the
[consistency rules](rules.md). Lengths are centimetres and angles degrees, in Unreal axes: x forward, y right, z up; yaw
grows to the right. A field that is not required may be missing or hold its default.
"""


def reference() -> str:
    parts, done = [HEAD], set()
    for kind in TYPES:
        definitions = json.loads((FOLDER / SCHEMA_VERSION / f"{kind}.json").read_text(encoding="utf-8"))["$defs"]
        parts.append(f"## {kind}\n")
        for name in sorted(definitions, key=lambda name: (name != TYPES[kind].__name__, name)):
            if name not in done:
                done.add(name)
                parts.append(_section(name, definitions[name]))
    return "\n".join(parts).rstrip() + "\n"


def _section(name: str, definition: dict[str, Any]) -> str:
    lines = [f"### {name}\n"]
    if "description" in definition:
        lines.append(definition["description"] + "\n")
    if "properties" in definition:
        notes, required = _field_notes(name), definition.get("required", [])
        lines += ["| field | type | required | meaning |", "|---|---|---|---|"]
        for field, value in definition["properties"].items():
            needed = "yes" if field in required else ""
            lines.append(f"| `{field}` | {_type(value)} | {needed} | {notes.get(field, '')} |")
        lines.append("")
    else:
        lines.append(_type(definition) + "\n")
    return "\n".join(lines)


def _type(value: dict[str, Any]) -> str:
    match value:
        case {"$ref": reference}:
            name = str(reference).rsplit("/", 1)[-1]
            return f"[{name}](#{name.lower()})"
        case {"anyOf": options}:
            return " or ".join(_type(option) for option in options)
        case {"enum": options}:
            return " · ".join(f"`{option}`" for option in options)
        case {"type": "array", "prefixItems": items}:
            return f"list of {len(items)}: " + ", ".join(dict.fromkeys(_type(item) for item in items))
        case {"type": "array", "items": item}:
            return f"list of {_type(item)}"
        case {"type": "object", "additionalProperties": dict(item)}:
            return f"object of {_type(item)}"
        case {"type": "string", "pattern": pattern}:
            escaped = str(pattern).replace("|", "\\|")
            return f"string `{escaped}`"
        case {"type": kind}:
            return str(kind)
    return "anything"


def _field_notes(name: str) -> dict[str, str]:
    """The strings below a type's fields, which the schema files do not hold."""
    owner = next((getattr(module, name) for module in _modules() if hasattr(module, name)), None)
    if owner is None:
        return {}
    body = ast.parse(inspect.getsource(owner)).body[0]
    members = body.body if isinstance(body, ast.ClassDef) else []
    notes = {}
    for before, after in zip(members, members[1:], strict=False):
        match before, after:
            case ast.AnnAssign(target=ast.Name(id=field)), ast.Expr(value=ast.Constant(value=str(text))):
                notes[field] = " ".join(text.split()).replace("|", "\\|")
    return notes


def _modules() -> list[Any]:
    names = (
        "poses", "actions", "authors", "goals", "regions", "tasks", "trajectories", "annotations", "releases",
        "replays",
    )  # fmt: skip
    return [sys.modules[f"embrace3k.schema.{name}"] for name in names]


if __name__ == "__main__":
    sys.stdout.write(reference())
