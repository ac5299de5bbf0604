"""One demonstration or episode of one task: n steps, n+1 states. Never edited after it is committed."""

from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta, Struct

from embrace3k.schema.actions import Action, ActionProfile
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import SCHEMA_VERSION, Scene, SchemaVersion

Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", min_length=64, max_length=64)]


class Frame(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One picture in the object store, byte for byte as it was captured or imported."""

    sha256: Sha256
    size_bytes: int
    width_px: int
    height_px: int
    media_type: Literal["image/jpeg", "image/png"] = "image/jpeg"


class WorldState(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a replay needs to set or compare at one instant, besides the agent's pose."""

    doors: dict[str, bool] = {}
    """Door name -> open?"""
    objects: dict[str, Pose] = {}
    """Poses of the objects that can move."""
    holding: str | None = None
    head_pitch_deg: float = 0.0
    object_distance_cm: float | None = None
    """v2's PD_Dist_2D, kept only where the file states another number than the poses give; None means: compute it."""


class TargetView(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a target is in the step's frame. Box in pixels: left, top, right, bottom (the last two exclusive)."""

    object: str
    visible: bool
    pixels: int = 0
    box_px: tuple[int, int, int, int] | None = None
    bearing_deg: float
    """Positive to the right of the heading."""
    distance_cm: float
    """XY, from the agent's body to the object's centre."""


class Evidence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What can be measured about a step, to hold a rationale against."""

    forward_cm: float
    """Part of the movement along the heading before the action; negative is backward."""
    right_cm: float
    """Part of the movement across it: a slide along an obstacle."""
    up_cm: float
    turn_deg: float
    blocked: bool
    blocked_by: str | None = None
    carried: str | None = None
    """What the agent holds after the action."""
    door_changed: str | None = None
    """The door whose state this action changed."""
    targets: list[TargetView] = []


class StepOutcome(StrEnum):
    EFFECTIVE = "effective"
    BLOCKED = "blocked"
    PARTIAL = "partial"
    NO_EFFECT = "no_effect"
    FAILED = "failed"


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One decision. `pose`, `state` and `frame` are those *before* the action: what the agent saw when it chose."""

    index: Annotated[int, Meta(ge=0)]
    action: Action
    pose: Pose
    frame: Frame | None = None
    camera_pose: Pose | None = None
    state: WorldState | None = None
    outcome: StepOutcome | None = None
    evidence: Evidence | None = None
    decision_time_s: float | None = None
    """Wall-clock time the driver took; None where the driver does not decide in real time, so that runs are equal."""


class Final(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The state after the last action; v1 of the published data does not hold it."""

    pose: Pose
    state: WorldState | None = None
    frame: Frame | None = None
    camera_pose: Pose | None = None


class Simulator(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who drew the frames. `embedded` frames can never be taken for `unreal` ones."""

    backend: Literal["embedded", "unreal", "unknown"]
    version: str | None = None
    renderer: str | None = None
    width_px: int | None = None
    height_px: int | None = None
    fov_deg: float | None = None


class DriverKind(StrEnum):
    ORACLE = "oracle"
    SCRIPT = "script"
    PERSON = "person"
    AGENT = "agent"
    UNKNOWN = "unknown"
    """The published layouts do not say who drove."""


class Driver(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: DriverKind
    name: str
    version: str | None = None


class Result(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How it ended, as the task's goal tree judges it; `success` is None where there is no goal to check."""

    success: bool | None
    stages: list[bool] = []
    """One entry per stage of a sequence, else one entry."""
    ended_by: Literal["finish", "step_limit", "driver_stopped", "unknown"] = "finish"


class Trajectory(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    schema_version: SchemaVersion = SCHEMA_VERSION
    id: str
    task_id: str
    scene: Scene
    simulator: Simulator
    profile: ActionProfile
    driver: Driver
    steps: Annotated[list[Step], Meta(min_length=1)]
    final: Final | None = None
    result: Result

    def poses(self) -> list[Pose]:
        """The pose before each action and, where known, the one after the last: n+1 or n of them."""
        return [step.pose for step in self.steps] + ([self.final.pose] if self.final else [])

    def frames(self) -> list[Frame]:
        """Every frame there is, in step order, the final one last."""
        ends = [self.final.frame] if self.final else []
        return [frame for frame in [*(step.frame for step in self.steps), *ends] if frame is not None]
