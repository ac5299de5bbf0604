"""Errors of the annotator room:

AnnotatorError
├── NotSignedIn, LoginRefused, LinkRefused      nobody known is calling
├── SSORefused, SSOUnavailable, NoSSO           the provider vouches for nobody, or is not there
├── LoginThrottled                              too many wrong passwords; says how long to wait
├── RoleMissing, CSRFRefused                    somebody known, who may not
├── AccountInvalid, LastAdmin                   a change to an account that cannot be
├── NotAllowed                          the role is missing, or maker and checker would be the same person
├── TransitionRefused, WorkChanged,     the state of the work
│   DecisionRefused
├── LaneHeld, LaneNotHeld, LaneClosed,  who may write
│   AlreadyHolding, DemonstrationRefused
├── StepConflict, OperationReused,      one save
│   SaveRefused, NothingToUndo
├── GateClosed                          what a submission still lacks
├── WebhookRefused      a URL that we do not send to, or a kind of event that does not exist
└── DeliveryFailed      the receiver did not take an event; it is tried again
"""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from embrace3k.schema.annotations import Annotation
from embrace3k.schema.errors import EmbraceError
from embrace3k.schema.problems import Problem


class AnnotatorError(EmbraceError):
    """What people asked for cannot be done."""


class NotSignedIn(AnnotatorError):
    """No session and no token, or one that has ended."""


class LoginRefused(AnnotatorError):
    """The same whether the name is unknown, the password wrong or the account disabled."""

    def __init__(self) -> None:
        super().__init__("name or password is wrong", hint="an administrator can send you a new one-time link")


class LinkRefused(AnnotatorError):
    """The same whether the link is unknown, used, replaced or too old."""

    def __init__(self) -> None:
        super().__init__("this one-time link opens nothing", hint="it may be used or too old: ask for a new one")


class SSORefused(AnnotatorError):
    """The provider's answer is not good, or speaks of somebody who is not let in."""

    def __init__(self, what: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(what, where=where, hint=hint or "begin again at /api/v1/sso")


class SSOUnavailable(AnnotatorError):
    """The provider does not answer, or is not set up well."""


class NoSSO(AnnotatorError):
    """There is no provider."""


class LoginThrottled(AnnotatorError):
    """Too many failures of this name or from this address. The password was not looked at."""

    def __init__(self, wait_s: int) -> None:
        self.wait_s = wait_s
        super().__init__("too many failed logins", hint=f"try again in {wait_s} s")


class RoleMissing(AnnotatorError):
    """None of the caller's roles suffices."""

    def __init__(self, roles: Iterable[str]) -> None:
        self.needs = sorted(roles)
        super().__init__("you may not do this", hint=f"it takes the role {' or '.join(self.needs)}")


class CSRFRefused(AnnotatorError):
    """A browser sent the session's cookie, but the page that asked did not know the session's CSRF token."""

    def __init__(self) -> None:
        hint = "send csrf_token of GET /api/v1/session in the header X-CSRF-Token, or use an API token"
        super().__init__("the CSRF token is missing or wrong", hint=hint)


class AccountInvalid(AnnotatorError):
    """A name, a password or a set of roles that no account can have."""


class LastAdmin(AnnotatorError):
    """Nobody could add or change people any more."""


class NotAllowed(AnnotatorError):
    """This person may not do it; somebody else may."""


class TransitionRefused(AnnotatorError):
    """The table of transitions has no such event in this state."""


class WorkChanged(AnnotatorError):
    """The work was decided over a version that is no longer the newest."""


class DecisionRefused(AnnotatorError):
    """A decision that does not say what it needs to, or speaks of what is not there."""


class LaneHeld(AnnotatorError):
    """Somebody else holds the lane."""

    def __init__(self, holder: str, expires_at: datetime, *, where: str) -> None:
        self.holder, self.expires_at = holder, expires_at
        hint = "wait until the hold expires, or ask a reviewer to take it over"
        super().__init__(f"{holder} holds it until {expires_at:%Y-%m-%d %H:%M:%S} UTC", where=where, hint=hint)


class LaneNotHeld(AnnotatorError):
    """Who wants to write does not hold the lane, or not any more. `holder` is who does, if anybody."""

    def __init__(self, holder: str | None, *, where: str) -> None:
        self.holder = holder
        what = f"{holder} holds it now" if holder else "you do not hold it"
        super().__init__(what, where=where, hint="take the lane again; what was saved before is kept")


class DemonstrationRefused(AnnotatorError):
    """Nobody annotates a demonstration that a checker has refused."""

    def __init__(self, trajectory_ids: list[str]) -> None:
        self.trajectory_ids = trajectory_ids
        several = len(trajectory_ids) > 1
        super().__init__(
            f"{len(trajectory_ids)} of the demonstrations were refused" if several else "the demonstration was refused",
            where=f"trajectory {trajectory_ids[0]}",
            hint="leave it out, or let somebody look again: `embrace3k trajectories review list --state refused`",
        )


class LaneClosed(AnnotatorError):
    """The lane takes nobody in the work's present state, or not this person."""


class AlreadyHolding(AnnotatorError):
    """A person works on one lane at a time."""

    def __init__(self, trajectory_id: str, lane: int) -> None:
        self.trajectory_id, self.lane = trajectory_id, lane
        super().__init__(
            "you hold another lane", where=f"trajectory {trajectory_id}, lane {lane}",
            hint="submit, skip or release that one first",
        )  # fmt: skip


class StepConflict(AnnotatorError):
    """A save over a revision that is no longer the newest; `current` is the newest, None where there is none."""

    def __init__(self, base_rev: int, current: Annotation | None, *, where: str) -> None:
        self.base_rev, self.current = base_rev, current
        newest = f"{current.revision} by {current.author.name}" if current else "none"
        what = f"it was written over revision {base_rev}, but the newest is {newest}"
        super().__init__(what, where=where, hint="look at the newest value, merge, and save over it")


class OperationReused(AnnotatorError):
    """One client_op_id for two different saves."""


class SaveRefused(AnnotatorError):
    """A save that breaks rules for annotations."""

    def __init__(self, problems: list[Problem], *, where: str) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{each.code} {each.message}" for each in problems), where=where)


class NothingToUndo(AnnotatorError):
    """There is no earlier value to go back to, or no undone one to come back to."""


class StepGap(Struct, frozen=True, kw_only=True):
    """What one step lacks."""

    step_index: int
    unseen: bool = False
    """Not on screen for long enough."""
    unjudged: bool = False
    """No person's verdict on all three questions."""
    problems: list[str] = []
    """Rules that the text breaks."""


class GateClosed(AnnotatorError):
    """A submission with steps that nobody has seen or judged."""

    def __init__(self, gaps: list[StepGap], *, where: str) -> None:
        self.gaps = gaps
        steps = ", ".join(str(gap.step_index) for gap in gaps[:10]) + (", …" if len(gaps) > 10 else "")
        super().__init__(
            f"{len(gaps)} steps are not done: {steps}", where=where, hint="look at each of them and give a verdict"
        )


class WebhookRefused(AnnotatorError):
    """Nothing is sent there: it is no URL of ours to call, or leads into our own network."""


class DeliveryFailed(AnnotatorError):
    """The receiver was not reached, took too long, or answered something other than 2xx."""
