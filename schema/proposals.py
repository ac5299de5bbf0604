"""What a model proposed as a task, and what came of it."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from embrace3k.schema.authors import Author
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import SCHEMA_VERSION, Scene, SchemaVersion


class TaskProposal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Kept for good, also when it was refused: the reasons tell how good a model and a prompt are."""

    schema_version: SchemaVersion = SCHEMA_VERSION
    scene: Scene
    start_pose: Pose
    maker: Author
    prompt: str
    """Name and version of the prompt: "propose_tasks-1"."""
    prompt_sha256: str
    instruction: str
    answer: str
    """This task as the model told it: JSON."""
    verdict: Literal["accepted", "refused"]
    reason: str | None = None
    """Of a refusal: a code of `collector.tasks.validity.Reason`, and ..."""
    words: str | None = None
    """... the same for people."""
    task_id: str | None = None
    """Of an accepted one."""
    created_at: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$")]
    """UTC, RFC 3339."""
