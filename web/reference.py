"""The reference of the HTTP API, made from the application: `python -m embrace3k.web.reference > docs/api.md`."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastapi.routing import RouteContext, iter_route_contexts

from embrace3k.annotator import errors as annotator_errors
from embrace3k.annotator.api.callers import OpenToAll
from embrace3k.annotator.api.context import Context
from embrace3k.schema.errors import EmbraceError
from embrace3k.storage import errors as storage_errors
from embrace3k.storage.database import Database
from embrace3k.storage.folder_store import FolderStore
from embrace3k.web.app import create_app, requirement_of
from embrace3k.web.errors import FRAMEWORK_CODES, STATUSES, code_of, status_of

INTRODUCTION = """# The HTTP API

Made by `python -m embrace3k.web.reference`; do not edit. The same as OpenAPI: `GET /api/v1/openapi.json`.
[A client in twenty lines](api_client.md) shows how it is used, [accounts.md](accounts.md) how to sign in.

Bodies and answers are JSON unless a route says otherwise. Whoever is not *anybody* sends `Authorization: Bearer TOKEN`,
or the session's cookie and, with every change, the header `X-CSRF-Token`.

## Errors

Every error has one shape; further facts stand beside these four:

```json
{"error": {"code": "record_not_found", "message": "no such user", "where": "user Bob", "hint": "…"}}
```

Any route may answer with what concerns all: 401 `not_signed_in`, 403 `role_missing` or `csrf_refused`, 413
`body_too_large`, 422 `invalid_request`, 500 `internal_error`, 503 `storage_error` or a more exact code. The others
follow from what the route does.
"""


_FIELDS = "| field | type | meaning |\n|---|---|---|"


def reference() -> str:
    """The page. Opens no database."""
    app = create_app(Context(Database("sqlite:///none.db"), FolderStore(Path("none")), "http://127.0.0.1:8000"))
    described = app.openapi()
    requirements = {
        (route.path_format, method.lower()): _who(route)
        for route in iter_route_contexts(app.routes)
        for method in route.methods or ()
    }
    parts = [INTRODUCTION, *_errors(), "\n## Routes\n"]
    by_tag: dict[str, list[str]] = {}
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            text = "\n".join(_route(method, path, operation, requirements[path, method]))
            by_tag.setdefault(operation.get("tags", ["other"])[0], []).append(text)
    for tag, texts in by_tag.items():
        parts += [f"### {tag.capitalize()}\n", *texts]
    parts += ["## Shapes\n", *_shapes(described["components"]["schemas"])]
    return "\n".join(parts).rstrip() + "\n"


def _who(route: RouteContext) -> str:
    requirement = requirement_of(route)
    if isinstance(requirement, OpenToAll) or requirement is None:
        return "anybody"
    return " or ".join(sorted(requirement.roles)) or "anybody who has signed in"


def _errors() -> Iterator[str]:
    """Every class that a route may let pass, as its code."""
    kinds = {
        kind
        for module in (annotator_errors, storage_errors)
        for kind in vars(module).values()
        if inspect.isclass(kind) and issubclass(kind, EmbraceError) and status_of(kind) < 500
    }
    kinds |= STATUSES.keys() - {EmbraceError}
    rows = {(status_of(kind), code_of(kind), _first_line(kind.__doc__)) for kind in kinds}
    rows |= {(status, code, code.replace("_", " ")) for status, code in FRAMEWORK_CODES.items()}
    rows |= {
        (422, "invalid_request", "not what the route takes; `problems` names each field"),
        (500, "internal_error", "our fault; the hint has the request's id"),
    }
    yield "| status | code | meaning |\n|---|---|---|"
    yield from (f"| {status} | `{code}` | {meaning} |" for status, code, meaning in sorted(rows))


def _route(method: str, path: str, operation: dict[str, Any], who: str) -> Iterator[str]:
    yield f"#### `{method.upper()} {path}`\n"
    yield f"*{who}*\n"
    if text := operation.get("description"):
        yield f"{text}\n"
    if parameters := operation.get("parameters"):
        yield "| parameter | in | type | meaning |\n|---|---|---|---|"
        yield from map(_parameter, parameters)
        yield ""
    if body := operation.get("requestBody"):
        yield f"Body: {_content(body)}\n"
        yield from _written_out(body)
    for status, answer in operation["responses"].items():
        if status != "default":
            yield f"{status}: {_answer(answer)}\n"
            yield from _written_out(answer)


def _parameter(each: dict[str, Any]) -> str:
    schema = each["schema"]
    kind = _type(schema)
    if not each.get("required"):
        default = schema.get("default")
        kind += f", default `{default}`" if default not in (None, "") else ", optional"
    meaning = each.get("description") or schema.get("description") or ""
    return f"| `{each['name']}` | {each['in']} | {kind} | {_cell(meaning)} |"


def _answer(answer: dict[str, Any]) -> str:
    content, text = _content(answer), str(answer.get("description", ""))
    return content if text in ("Successful Response", "OK") else f"{text} {content}".strip()


def _content(holder: dict[str, Any]) -> str:
    found = [
        _type(each.get("schema", {})) if media == "application/json" else f"`{media}`"
        for media, each in holder.get("content", {}).items()
    ]
    return " or ".join(found) or "nothing"


def _written_out(holder: dict[str, Any]) -> Iterator[str]:
    """The fields of what has no name of its own to link to."""
    rows = [row for each in holder.get("content", {}).values() for row in _fields(each.get("schema", {}))]
    if rows:
        yield "\n".join([_FIELDS, *rows]) + "\n"


def _fields(schema: dict[str, Any], prefix: str = "") -> Iterator[str]:
    """`steps[].action` is a field of each object in a list; what has a name is linked to and not written out."""
    for each in (schema, *schema.get("anyOf", ())):
        if isinstance(each.get("items"), dict):
            yield from _fields(each["items"], f"{prefix}[]")
        for name, value in each.get("properties", {}).items():
            path = f"{prefix}.{name}".lstrip(".")
            optional = "" if name in each.get("required", []) else ", optional"
            yield f"| `{path}` | {_type(value)}{optional} | {_cell(value.get('description', ''))} |"
            yield from _fields(value, path)


def _shapes(schemas: dict[str, Any]) -> Iterator[str]:
    for name, schema in sorted(schemas.items()):
        yield f"### {name}\n"
        if text := schema.get("description"):
            yield f"{text}\n"
        if "properties" not in schema:
            yield f"{_type(schema)}\n"
            continue
        yield "\n".join([_FIELDS, *_fields(schema)]) + "\n"


def _type(schema: dict[str, Any]) -> str:
    """In words, with links to shapes."""
    if reference := schema.get("$ref"):
        name = reference.rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if choices := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
        return " or ".join(dict.fromkeys(_type(each) for each in choices))
    if values := schema.get("enum"):
        return ", ".join(f"`{value}`" for value in values)
    if "const" in schema:
        return f"`{schema['const']}`"
    kind = str(schema.get("type", "anything"))
    if parts := schema.get("prefixItems"):
        return f"list of {len(parts)}: {', '.join(dict.fromkeys(map(_type, parts)))}"
    if kind == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if kind == "object" and isinstance(values := schema.get("additionalProperties"), dict):
        return f"object of {_type(values)}"
    return f"{kind} ({form})" if (form := schema.get("format")) else kind


def _first_line(text: str | None) -> str:
    return _cell((text or "").strip().split("\n\n")[0])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    print(reference(), end="")
