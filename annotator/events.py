"""Every kind of event there is. `record` writes one in the transaction of what it tells: either both are there or none.

Fields hold what a receiver needs to look further, never texts, passwords or tokens. Each kind's name is its tag.
"""

from datetime import datetime
from typing import Any, ClassVar, get_args

import msgspec
from msgspec import Struct
from sqlmodel import Session

from embrace3k.storage.events import RecordedEvent, add_event


class Event(Struct, frozen=True, kw_only=True, tag_field="action"):
    """`who` did it: a user's name; OPERATOR for a command on the machine, UNKNOWN for who has no name here."""

    subject_kind: ClassVar[str]
    subject_field: ClassVar[str]
    """The field whose value is the subject's id."""
    who: str


OPERATOR = "operator"
UNKNOWN = "(unknown)"
"""No user can be called so. What a stranger typed as a name is not kept: it may be a password."""


class TrajectoryEvent(Event, frozen=True, kw_only=True):
    """Of one lane of a trajectory; lane 0 is the one that releases read."""

    subject_kind = "trajectory"
    subject_field = "trajectory_id"
    trajectory_id: str
    lane: int = 0


class AnnotationSaved(TrajectoryEvent, frozen=True, kw_only=True, tag="annotation.saved"):
    step_index: int
    revision: int


class WorkOpened(Event, frozen=True, kw_only=True, tag="work.opened"):
    subject_kind = "campaign"
    subject_field = "campaign"
    campaign: str
    """Empty where it has no name."""
    added: int


class WorkSubmitted(TrajectoryEvent, frozen=True, kw_only=True, tag="work.submitted"):
    pass


class WorkSkipped(TrajectoryEvent, frozen=True, kw_only=True, tag="work.skipped"):
    reason: str


class WorkReviewed(TrajectoryEvent, frozen=True, kw_only=True, tag="work.reviewed"):
    pass


class WorkReturned(TrajectoryEvent, frozen=True, kw_only=True, tag="work.returned"):
    reason: str


class WorkAccepted(TrajectoryEvent, frozen=True, kw_only=True, tag="work.accepted"):
    pass


class WorkRefused(TrajectoryEvent, frozen=True, kw_only=True, tag="work.refused"):
    reason: str


class WorkReopened(TrajectoryEvent, frozen=True, kw_only=True, tag="work.reopened"):
    reason: str


class TaskReviewed(Event, frozen=True, kw_only=True, tag="task.reviewed"):
    subject_kind = "task"
    subject_field = "task_id"
    task_id: str
    by: str
    """Who decided; `who` is the operator where a command said so."""
    state: str
    revision: int
    reason: str
    """Empty for a confirmation."""


class TaskCorrected(Event, frozen=True, kw_only=True, tag="task.corrected"):
    """Another task was made that asks for the same in other words."""

    subject_kind = "task"
    subject_field = "task_id"
    task_id: str
    corrected_id: str


class DemonstrationReviewed(Event, frozen=True, kw_only=True, tag="demonstration.reviewed"):
    subject_kind = "trajectory"
    subject_field = "trajectory_id"
    trajectory_id: str
    by: str
    state: str
    revision: int
    reason: str


class StepPlanted(TrajectoryEvent, frozen=True, kw_only=True, tag="step.planted"):
    """Not for annotators' eyes, like the whole log."""

    step_index: int


class LeaseTaken(TrajectoryEvent, frozen=True, kw_only=True, tag="lease.taken"):
    pass


class LeaseStolen(TrajectoryEvent, frozen=True, kw_only=True, tag="lease.stolen"):
    holder: str
    """Who had it before."""


class LeaseReleased(TrajectoryEvent, frozen=True, kw_only=True, tag="lease.released"):
    pass


class AnnotationsImported(Event, frozen=True, kw_only=True, tag="annotations.imported"):
    subject_kind = "file"
    subject_field = "sha256"
    sha256: str
    added: int


class UserEvent(Event, frozen=True, kw_only=True):
    subject_kind = "user"
    subject_field = "user"
    user: str


class UserAdded(UserEvent, frozen=True, kw_only=True, tag="user.added"):
    roles: list[str]


class UserChanged(UserEvent, frozen=True, kw_only=True, tag="user.changed"):
    changed: list[str]
    """Names of what was changed: `roles`, `password`, or `link` where somebody may now set a password."""
    roles: list[str]
    """As they are now."""


class UserDisabled(UserEvent, frozen=True, kw_only=True, tag="user.disabled"):
    pass


class UserEnabled(UserEvent, frozen=True, kw_only=True, tag="user.enabled"):
    pass


class LoginSucceeded(UserEvent, frozen=True, kw_only=True, tag="login.succeeded"):
    by: str
    """`password`, `link` or `single_sign_on`."""


class LoginFailed(UserEvent, frozen=True, kw_only=True, tag="login.failed"):
    reason: str


class TokenMade(UserEvent, frozen=True, kw_only=True, tag="token.made"):
    token: str
    """The name it was given."""


class TokenRevoked(UserEvent, frozen=True, kw_only=True, tag="token.revoked"):
    token: str


class WebhookEvent(Event, frozen=True, kw_only=True):
    """Names only the host: the rest of a URL may hold a secret."""

    subject_kind = "webhook"
    subject_field = "webhook"
    webhook: int
    host: str


class WebhookAdded(WebhookEvent, frozen=True, kw_only=True, tag="webhook.added"):
    actions: list[str]


class WebhookRemoved(WebhookEvent, frozen=True, kw_only=True, tag="webhook.removed"):
    pass


AnyEvent = (
    AnnotationSaved | WorkOpened | WorkSubmitted | WorkSkipped | WorkReviewed | WorkReturned | WorkAccepted
    | WorkRefused | WorkReopened | StepPlanted | LeaseTaken | LeaseStolen | LeaseReleased | AnnotationsImported
    | TaskReviewed | TaskCorrected | DemonstrationReviewed
    | UserAdded | UserChanged | UserDisabled | UserEnabled | LoginSucceeded | LoginFailed | TokenMade | TokenRevoked
    | WebhookAdded | WebhookRemoved
)  # fmt: skip
"""The closed list."""


def _tag(kind: type[Struct]) -> str:
    return str(kind.__struct_config__.tag)


KINDS: dict[str, type[Event]] = {_tag(kind): kind for kind in get_args(AnyEvent)}
"""Name -> its struct."""


def record(session: Session, event: AnyEvent, now: datetime) -> RecordedEvent:
    """Audit log and outbox, in the caller's transaction: kill -9 loses neither the deed nor its event."""
    detail: dict[str, Any] = msgspec.to_builtins(event)
    action, who, subject = detail.pop("action"), detail.pop("who"), detail.pop(event.subject_field)
    return add_event(session, action, who=who, subject=(event.subject_kind, str(subject)), detail=detail, now=now)


def kinds_table() -> str:
    """For docs/webhooks.md."""
    rows = [
        f"| `{name}` | {kind.subject_kind} | {', '.join(f'`{each}`' for each in _details(kind)) or '–'} |"
        for name, kind in KINDS.items()
    ]
    return "\n".join(["| action | subject | detail |", "|---|---|---|", *rows])


def _details(kind: type[Event]) -> list[str]:
    return [name for name in kind.__struct_fields__ if name not in ("who", kind.subject_field)]
