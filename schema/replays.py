"""What came of acting a recorded trajectory out again on a fresh world: how far from the recording, and where first."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, Struct

from embrace3k.schema.releases import Count
from embrace3k.schema.tasks import SCHEMA_VERSION, SchemaVersion
from embrace3k.schema.trajectories import Sha256, Simulator


class ReplayVerdict(StrEnum):
    VERIFIED = "verified"
    """Every instant came out as recorded, within the tolerance."""
    DRIFTED = "drifted"
    NOT_REPLAYABLE = "not_replayable"
    """It could not be acted out at all, or not to its end."""


class Obstacle(StrEnum):
    """Why a trajectory could not be replayed."""

    SCENE_UNKNOWN = "scene_unknown"
    FINAL_MISSING = "final_missing"
    """What the last action did was not recorded, so nothing could be said of it."""
    WORLD_MISSING = "world_missing"
    BACKEND_DIFFERS = "backend_differs"
    PICTURE_DIFFERS = "picture_differs"
    PROFILE_DIFFERS = "profile_differs"
    ACTION_UNKNOWN = "action_unknown"
    SIMULATOR_REFUSED = "simulator_refused"
    SIMULATOR_LOST = "simulator_lost"


class PoseError(NamedTuple):
    """Written to JSON as `[centimetres, degrees]`, each rounded to a millionth."""

    position_cm: float
    """Length of the straight line between the two positions."""
    rotation_deg: float
    """Angle of the one rotation that turns the recorded orientation into the other."""

    @staticmethod
    def largest(errors: "Iterable[PoseError]") -> "PoseError":
        """The largest of each number, from whichever error; of none it is zero."""
        return PoseError(*map(max, zip(PoseError(0.0, 0.0), *errors, strict=True)))


class ReplayTolerance(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a replay was held to. Where frames must be equal and the rest is 0, all must be equal to the last bit."""

    position_cm: float
    rotation_deg: float
    frames: bool
    """Whether frames must be equal; where not, they are compared all the same."""
    own: bool
    """Whether it is the simulator's own or narrower; else somebody asked for a wider one."""


class InstantErrors(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An instant that came out otherwise: the one before step `index`, or the one after the last step."""

    index: Count
    unequal: list[Literal["pose", "camera", "state", "frame"]]
    """What was not equal to the last bit."""
    agent: PoseError
    camera: PoseError = PoseError(0.0, 0.0)
    """Zero also where none was recorded."""
    objects: dict[str, PoseError | None] = {}
    """Those in another pose; null: not there."""
    new_objects: list[str] = []
    """Those that are told now and were not when it was recorded."""
    doors: dict[str, bool | None] = {}
    """Those in another state, with the state found: true is open, null not told."""
    held: tuple[str | None, str | None] | None = None
    """What was held when it was recorded and what now; null where that is the same."""
    head_pitch_deg: float = 0.0
    frame_equal: bool | None = None
    """Null where none was recorded."""


class Replay(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One replay of one trajectory: evidence, kept for good.

    The newest one that verified it or found it drifted counts; where there is none, the newest.
    """

    schema_version: SchemaVersion = SCHEMA_VERSION
    trajectory_id: str
    trajectory_sha256: Sha256
    """Of the canonical record of the trajectory that was acted out."""
    verdict: ReplayVerdict
    reason: Obstacle | None = None
    """Of one that is not replayable."""
    words: str | None = None
    """What is wrong, for people: of the first instant out of tolerance, or why it could not be replayed."""
    program: str
    """Name and version of the program that replayed it."""
    simulator: Simulator | None = None
    """What it was replayed on; null where none was started."""
    tolerance: ReplayTolerance | None = None
    instants: Count = 0
    """How many were compared: n steps have n+1."""
    frames_compared: Count = 0
    frames_equal: Count = 0
    agent: PoseError = PoseError(0.0, 0.0)
    """The largest errors of the agent, wherever they were."""
    objects: PoseError = PoseError(0.0, 0.0)
    """The largest errors of any object."""
    camera: PoseError = PoseError(0.0, 0.0)
    """The largest errors of the camera."""
    first_out: int | None = None
    """Index of the first instant out of tolerance."""
    errors: list[InstantErrors] = []
    """In order; instants that came out equal are left out."""
    created_at: Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")]
    """UTC, RFC 3339."""

    @property
    def largest(self) -> PoseError:
        """Of agent, objects, camera and head together."""
        heads = (PoseError(0.0, each.head_pitch_deg) for each in self.errors)
        return PoseError.largest([self.agent, self.objects, self.camera, *heads])
