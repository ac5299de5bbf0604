"""The public release's descriptions of its maps and objects, `maps.json` and `pd_config.json`, as scene settings."""

from pathlib import Path
from typing import Annotated, TypeVar

from msgspec import UNSET, Meta, Struct, UnsetType

from embrace3k.schema.layouts import documents
from embrace3k.schema.layouts.safety import refuse
from embrace3k.schema.poses import Pose
from embrace3k.schema.problems import pointer_to
from embrace3k.simulator.scenes import (
    Centimetres,
    Drop,
    Exposure,
    Pickable,
    Rotation,
    Scenes,
    SceneSettings,
    Text,
    Word,
    require_distinct_ids,
)

Value = TypeVar("Value")
_Size = Annotated[float, Meta(gt=0.0, le=1000.0)]


class _Map(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: Word
    display: Text = ""
    exposure_offset: Exposure = 0.0
    warm_up_frames: Annotated[int, Meta(ge=0, le=1000)] = 2
    character_init_pose: Pose | UnsetType = UNSET


class _Maps(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    maps: tuple[_Map, ...]


class _DropByReset(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    forward_distance: Centimetres | UnsetType = UNSET
    height_offset: Centimetres | UnsetType = UNSET
    relative_rotation: Rotation | UnsetType = UNSET


class _PdObject(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: Annotated[int, Meta(ge=0)]
    name: Text
    size: _Size | UnsetType = UNSET
    drop_by_reset: _DropByReset = _DropByReset()


class _PdConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    default_size: _Size = 1.0
    drop_by_reset_defaults: _DropByReset = _DropByReset()
    pd_objects: tuple[_PdObject, ...]


def import_scenes(maps: Path, pd_config: Path | None = None) -> Scenes:
    """Raises ImportRefused with file and JSON pointer. Fields that nobody has described are refused, not dropped."""
    pickable = _pickable(pd_config) if pd_config else ()
    return Scenes(pickable=pickable, scenes=_scenes(maps))


def _scenes(path: Path) -> dict[str, SceneSettings]:
    scenes: dict[str, SceneSettings] = {}
    for index, each in enumerate(documents.load(path, _Maps).maps):
        if each.name in scenes:
            raise refuse(path, f"the map {each.name!r} comes twice", pointer=pointer_to("maps", index, "name"))
        pose = each.character_init_pose
        scenes[each.name] = SceneSettings(
            exposure_offset=each.exposure_offset,
            warm_up_frames=each.warm_up_frames,
            reset_points=() if pose is UNSET else (pose,),
        )
    return scenes


def _pickable(path: Path) -> tuple[Pickable, ...]:
    config = documents.load(path, _PdConfig)
    things = tuple(
        Pickable(
            id=each.id,
            name=each.name,
            size=config.default_size if each.size is UNSET else each.size,
            drop=_drop(each.drop_by_reset, config.drop_by_reset_defaults),
        )
        for each in config.pd_objects
    )
    require_distinct_ids(path, things, "pd_objects")
    return things


def _drop(own: _DropByReset, general: _DropByReset) -> Drop:
    """Each field from the object, else from the file's defaults, else from ours, which are the published ones."""
    ours = Drop()
    return Drop(
        forward_distance_cm=_first(own.forward_distance, general.forward_distance, ours.forward_distance_cm),
        height_offset_cm=_first(own.height_offset, general.height_offset, ours.height_offset_cm),
        relative_rotation=_first(own.relative_rotation, general.relative_rotation, ours.relative_rotation),
    )


def _first(own: Value | UnsetType, general: Value | UnsetType, ours: Value) -> Value:
    if own is not UNSET:
        return own
    return ours if general is UNSET else general
