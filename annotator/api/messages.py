"""What goes in and out: bodies are checked by Pydantic, answers are msgspec structs, encoded once."""

from typing import Annotated, Any

import msgspec
from fastapi import Path, Query, Response
from pydantic import ConfigDict, Field

from embrace3k.annotator.api.shapes import Shape
from embrace3k.schema.reviews import CheckEvent

LARGEST = 2**31 - 1
"""Of the databases' integer columns."""
TrajectoryId = Annotated[str, Path(max_length=300)]
StepIndex = Annotated[int, Path(ge=0, le=LARGEST)]
LaneNumber = Annotated[int, Field(ge=0, le=LARGEST)]
InLane = Annotated[
    int | None, Query(ge=0, le=LARGEST, description="Left out: the one that you hold or held last, else lane 0.")
]
Limit = Annotated[int, Query(ge=1, le=1000)]
AfterNumber = Annotated[int, Query(ge=0, le=2**63 - 1, description="`after` of the last one of the page before.")]
Note = Annotated[str, Field(min_length=1, max_length=2000)]
DwellMs = Annotated[int, Field(ge=0, le=LARGEST)]


class Body(Shape):
    """Unknown fields are refused: a misspelt one would be lost without a word."""

    model_config = ConfigDict(extra="forbid")


class Over(Body):
    """What a change to a step is made over."""

    base_rev: Annotated[int, Field(ge=0, lt=LARGEST)]
    """The revision that its author has seen; 0 where there is none."""
    client_op_id: Annotated[str, Field(min_length=1, max_length=100)]
    """Made by the client, once for each thing that its user does: sent again, it gets the same answer."""


class Checking(Body):
    """A decision of a checker."""

    event: CheckEvent
    over: Annotated[int, Field(ge=0, lt=LARGEST)]
    """Revision of the newest decision that the checker has seen; 0 where there is none."""
    note: Note | None = None


def answer(value: object) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json")


def answers(kind: Any) -> dict[int | str, dict[str, Any]]:
    """For `responses=` of a route that returns `answer(…)` of such a value."""
    (schema,), parts = msgspec.json.schema_components([kind], ref_template="{name}")
    content = {"application/json": {"schema": _written_out(schema, parts)}}
    return {200: {"description": "OK", "content": content}}


def _written_out(part: Any, parts: dict[str, Any]) -> Any:
    if isinstance(part, list):
        return [_written_out(each, parts) for each in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _written_out(parts[part["$ref"]], parts)
    return {name: _written_out(value, parts) for name, value in part.items()}
