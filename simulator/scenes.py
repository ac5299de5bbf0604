"""What a real engine's maps need before an agent can act in them: one file for a project, an entry for each map.

    {"schema_version": "1.0.0", "pickable": [{"id": 7, "name": "wicker basket"}], "scenes": {"IndustrialArea": {…}}}

Every default is what the public EmbRACE release does, so a map without an entry is driven as that release drives it.
All names go onto the wire, so none may hold a space or the end of a line.
"""

from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from embrace3k.schema.codec import digest
from embrace3k.schema.layouts import documents
from embrace3k.schema.layouts.safety import refuse
from embrace3k.schema.poses import Pose
from embrace3k.schema.problems import pointer_to

Version = Literal["1.0.0"]
Word = Annotated[str, Meta(pattern=r"^[!-~]+\Z", max_length=300)]
"""One word of a command."""
ConsoleLine = Annotated[str, Meta(pattern=r"^[ -~]+\Z", max_length=300)]
Text = Annotated[str, Meta(max_length=300)]
Seconds = Annotated[float, Meta(ge=0.0, le=600.0)]
Centimetres = Annotated[float, Meta(ge=-1e6, le=1e6)]
Degrees = Annotated[float, Meta(ge=-360.0, le=360.0)]
Exposure = Annotated[float, Meta(ge=-10.0, le=10.0)]
Offset = tuple[Centimetres, Centimetres, Centimetres]
Rotation = tuple[Degrees, Degrees, Degrees]
"""Pitch, yaw, roll."""


class Agent(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first actor whose name begins with `actor_prefix`, in any case; without one, `asset_path` is spawned."""

    asset_path: Word = "/Game/SmartLocomotion/Blueprints/BP_Character.BP_Character_C"
    actor_prefix: Word = "bp_character"
    appearance_id: Annotated[int, Meta(ge=0)] | None = 4
    """Sent as `set_app`; None sends none."""


class Camera(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The agent's eyes. Without an `id`, the camera that is nearest to the agent."""

    id: Annotated[int, Meta(ge=0)] | None = None
    offset_cm: Offset = (5.0, 0.0, -50.0)
    """Of the head camera, as `set_cam` takes it."""
    settings: tuple[ConsoleLine, ...] = ("lit_source ldr", "reflection none", "illumination none")
    """Each is sent as `vset /camera/ID/…`."""


class Door(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Turned to its closed rotation at each load, and read back."""

    actor: Word
    closed_rotation: Rotation


class Drop(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a dropped object is put: ahead of the agent, so far below the agent's own height, turned with the agent."""

    forward_distance_cm: Centimetres = 70.0
    height_offset_cm: Centimetres = 50.0
    relative_rotation: Rotation = (0.0, 0.0, 0.0)


class Pickable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An object to carry: its `id` is the look that `set_app` gives it, and `object_id` in a task."""

    id: Annotated[int, Meta(ge=0)]
    name: Text
    size: Annotated[float, Meta(gt=0.0, le=1000.0)] = 1.0
    drop: Drop = Drop()


class MapTolerance(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far a repeated action may lead from where it led before, between two runs of this map."""

    position_cm: Annotated[float, Meta(ge=0.0, le=100.0)] = 1.0
    rotation_deg: Annotated[float, Meta(ge=0.0, le=180.0)] = 0.5


class Waits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Wall-clock seconds that the engine is given."""

    atomic_s: Seconds = 0.25
    """Between resume and pause."""
    destroyed_s: Seconds = 1.0
    """From the end of an actor until another gets its name."""
    dressed_s: Seconds = 1.5
    """After `set_app`."""
    ready_s: Seconds = 60.0
    """At most, for a level to answer after its load."""
    spawned_s: Seconds = 10.0
    """At most, for the agent to stand somewhere."""


class SceneSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One map. What it says of `pickable` wins over the file's own list."""

    agent: Agent = Agent()
    camera: Camera = Camera()
    doors: tuple[Door, ...] = ()
    pickable: tuple[Pickable, ...] = ()
    reset_points: tuple[Pose, ...] = ()
    """Where an agent can stand. It is put on the one nearest to the task's start while the level settles."""
    exposure_offset: Exposure = 0.0
    """A task's own exposure is used in its place."""
    warm_up_frames: Annotated[int, Meta(ge=0, le=1000)] = 2
    """Taken while the world runs, before the first frame, and thrown away."""
    tolerance: MapTolerance = MapTolerance()
    waits: Waits = Waits()
    destroy: tuple[Word, ...] = (
        "bp_animal", "bp_basecar", "bp_basebike", "bp_grabmovedrop", "sport", "motorbike", "bp_drone", "drone",
    )  # fmt: skip
    """Actors whose names begin so, in any case, are destroyed at each load."""
    console: tuple[ConsoleLine, ...] = ("slomo 6", "r.Fog 0", "r.VolumetricFog 1", "r.Tonemapper.Sharpen 0.5")
    """Sent as `vrun …` at each load. An error ends the task: the pictures would be others."""
    console_if_known: tuple[ConsoleLine, ...] = (
        "r.MotionBlurQuality 0", "r.AntiAliasingMethod 1", "DisableAllScreenMessages",
    )  # fmt: skip
    """As `console`, but an engine may not know them."""


class Scenes(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    schema_version: Version = "1.0.0"
    pickable: tuple[Pickable, ...] = ()
    """Objects that every map has."""
    scenes: dict[Word, SceneSettings] = {}
    """Map name, as in `vset /action/game/level`, to what is special there."""

    def of(self, map_name: str) -> SceneSettings:
        return self.scenes.get(map_name, _PUBLISHED)

    def fingerprint(self, map_name: str, object_id: int | None) -> str:
        """12 hex digits of all that decides what a map's recordings show; the ends of waits and tolerances do not."""
        own = self.of(map_name)
        waits = replace(own.waits, ready_s=0.0, spawned_s=0.0)
        decisive = replace(own, waits=waits, tolerance=MapTolerance(), pickable=())
        return digest((decisive, self.pickable_with(object_id, map_name)))[:_FINGERPRINT_DIGITS]

    def pickable_with(self, object_id: int | None, map_name: str) -> Pickable | None:
        for thing in (*self.of(map_name).pickable, *self.pickable):
            if thing.id == object_id:
                return thing
        return None


_PUBLISHED = SceneSettings()
_FINGERPRINT_DIGITS = 12


class _File(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """As `Scenes`, whose entries are looked at one by one, so that a refusal can name the map."""

    schema_version: Version
    pickable: tuple[Pickable, ...] = ()
    scenes: dict[Word, Any] = {}


def read_scenes(path: Path) -> Scenes:
    """Raises ImportRefused with file and JSON pointer."""
    file = documents.load(path, _File)
    scenes = {
        name: documents.convert(value, SceneSettings, path, below=pointer_to("scenes", name))
        for name, value in file.scenes.items()
    }
    require_distinct_ids(path, file.pickable, "pickable")
    for name, scene in scenes.items():
        require_distinct_ids(path, scene.pickable, "scenes", name, "pickable")
    return Scenes(pickable=file.pickable, scenes=scenes)


def require_distinct_ids(path: Path, things: tuple[Pickable, ...], *place: str) -> None:
    """Raises ImportRefused at the second object with an id."""
    seen = set[int]()
    for index, thing in enumerate(things):
        if thing.id in seen:
            raise refuse(path, f"there are two objects with id {thing.id}", pointer=pointer_to(*place, index, "id"))
        seen.add(thing.id)
