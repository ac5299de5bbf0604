"""What an agent is asked to do, and where."""

from enum import StrEnum
from typing import Literal

from msgspec import Struct

from embrace3k.schema.authors import Author
from embrace3k.schema.goals import Goal
from embrace3k.schema.poses import Pose
from embrace3k.schema.regions import SuccessRegion

SchemaVersion = Literal["1.0.0"]
SCHEMA_VERSION: SchemaVersion = "1.0.0"


class TaskType(StrEnum):
    """The six types; their numbers differ per published layout and live in `schema.layouts`."""

    BASIC = "basic"
    EXPLORATION = "exploration"
    DYNAMIC_SPATIAL_SEMANTIC = "dynamic_spatial_semantic"
    MULTI_STAGE = "multi_stage"
    OPEN_DOOR = "open_door"
    PICK_DROP = "pick_drop"


class Scene(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A world: an Unreal map's name, or an embedded family with its seed and the digest of its geometry.

    `None` means the published data does not say.
    """

    name: str | None
    seed: int | None = None
    version: str | None = None

    @property
    def map_name(self) -> str:
        """What stands for the world in file names and in `vset /action/game/level`: `family-house_0007`."""
        name = self.name or "unknown"
        return name if self.seed is None else f"{name}_{self.seed:04d}"


class PickDrop(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The object of a pick-and-drop task. `kind` is "p" (pick it up) or "pd" (pick it up and put it down)."""

    object: str
    kind: Literal["p", "pd"]
    start_pose: Pose
    object_id: int | None = None
    size: float | None = None


class Source(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where an imported record came from: the layout, and the path inside it that an export writes again."""

    layout: Literal["embrace-v1", "embrace-v2"]
    path: str


class Difficulty(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Facts about the start view and a shortest solution, for later analysis; `Task.shortest_actions` is one more."""

    turns: int
    """TurnLeft and TurnRight in the solution."""
    path_length_cm: float
    """XY length of the way that the solution's poses make."""
    straight_distance_cm: float
    """XY from the start to the edge of the first target's footprint, and on from edge to edge to the others."""
    doors_on_the_way: int
    """OpenDoor in the solution; the door that an open_door task asks for is one of them."""
    targets_visible_at_start: int
    """How many of the targets fill at least a thousandth of the first view."""
    distractors_in_view: int
    """How many of the distractors show at least a pixel in the first view."""
    distractors_in_world: int
    """Other things that the plain noun of a target would fit too, summed over the targets."""


class Task(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    schema_version: SchemaVersion = SCHEMA_VERSION
    id: str
    instruction: str
    type: TaskType
    scene: Scene
    start_pose: Pose
    goal: Goal | None = None
    """None only for imported tasks, whose layouts hold no machine-checkable goal."""
    targets: list[str] = []
    """Names of the objects that the instruction speaks of, in its order (v1: GenAI_Target_Object)."""
    door: str | None = None
    pick_drop: PickDrop | None = None
    reason: str | None = None
    """Why the task tests something (v1: Reason)."""
    exposure: float | None = None
    stop_poses: list[Pose] = []
    """v1's Target_Pose: where the demonstrator stopped, one entry per stage."""
    shortest_actions: int | None = None
    """Length of the shortest action sequence known (Finish included), where an oracle found one."""
    success: SuccessRegion | None = None
    """Where the agent and the object have to end up, as the published scorer reads it; agrees with `goal`."""
    difficulty: Difficulty | None = None
    """None where nothing was measured, as in imported tasks."""
    maker: Author | None = None
    """Who made the task; somebody else has to confirm it. None where an imported layout does not say."""
    source: Source | None = None
