"""v2's success regions: `success_region/<Map>/<task>/area.json`, which the benchmark's tasks have.

Written after what the published loader reads; no published file was at hand. So further keys are read over, and named.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from embrace3k.schema.goals import Polygon, Ring
from embrace3k.schema.layouts.documents import load
from embrace3k.schema.layouts.safety import LIMITS, Limits, refuse
from embrace3k.schema.problems import pointer_to
from embrace3k.schema.regions import StageRegion, SuccessRegion
from embrace3k.schema.tasks import TaskType

FOLDER, NAME = "success_region", "area.json"
_SYSTEM: Literal["UE left-handed world XY (uu)"] = "UE left-handed world XY (uu)"


class Area(Struct, frozen=True, kw_only=True):
    """One of the polygons. Rings close themselves."""

    Outer_Boundary: Ring
    Holes: list[Ring] = []


class Stage(Struct, frozen=True, kw_only=True):
    character_regions: Annotated[list[Area], Meta(min_length=1)]
    target_footprints: list[Ring]
    character_reference_z: float | None = None
    pd_object_regions: list[Area] | UnsetType = UNSET
    pd_object_reference_z: float | None | UnsetType = UNSET


class Stages(Struct, frozen=True, kw_only=True):
    final: Stage
    midway: Stage | UnsetType = UNSET


class AreaFile(Struct, frozen=True, kw_only=True):
    coordinate_system: Literal["UE left-handed world XY (uu)"]
    distance_metric: Literal["xy"]
    shortest_path_uu: float | None = None
    shortest_path_source: str | None = None
    stages: Stages


def load_area(path: Path, kind: TaskType | None, limits: Limits = LIMITS) -> tuple[SuccessRegion, list[str]]:
    """The record, and JSON pointers to the keys it has no room for. Raises ImportRefused. `kind` None: not known."""
    success = region_of(load(path, AreaFile, limits), kind, path)
    return success, list(_unknown(load(path, dict[str, Any], limits)))


def region_of(area: AreaFile, kind: TaskType | None, path: Path) -> SuccessRegion:
    """Raises ImportRefused where stages or object regions do not fit the task's type."""
    midway = area.stages.midway
    if kind and (midway is not UNSET) != (kind is TaskType.MULTI_STAGE):
        state = "is missing; every Type 3 task has it" if midway is UNSET else "belongs to Type 3 alone"
        raise refuse(path, f"midway {state}", pointer="/stages")
    if kind and kind is not TaskType.PICK_DROP and area.stages.final.pd_object_regions is not UNSET:
        raise refuse(path, "pd_object_regions belongs to Type 5 alone", pointer="/stages/final")
    return SuccessRegion(
        final=_stage(area.stages.final),
        midway=None if midway is UNSET else _stage(midway),
        shortest_path_cm=area.shortest_path_uu,
        shortest_path_source=area.shortest_path_source,
    )


def compose(success: SuccessRegion) -> dict[str, Any]:
    stages = {"final": success.final} | ({"midway": success.midway} if success.midway else {})
    return {
        "coordinate_system": _SYSTEM,
        "distance_metric": "xy",
        "shortest_path_uu": success.shortest_path_cm,
        "shortest_path_source": success.shortest_path_source,
        "stages": {name: _stage_document(stage) for name, stage in stages.items()},
    }


def _stage(stage: Stage) -> StageRegion:
    objects, object_z = stage.pd_object_regions, stage.pd_object_reference_z
    return StageRegion(
        character_regions=[_polygon(area) for area in stage.character_regions],
        target_footprints=stage.target_footprints,
        character_reference_z_cm=stage.character_reference_z,
        object_regions=[] if objects is UNSET else [_polygon(area) for area in objects],
        object_reference_z_cm=None if object_z is UNSET else object_z,
    )


def _stage_document(stage: StageRegion) -> dict[str, Any]:
    document: dict[str, Any] = {
        "character_regions": [_area(polygon) for polygon in stage.character_regions],
        "target_footprints": stage.target_footprints,
        "character_reference_z": stage.character_reference_z_cm,
    }
    if stage.object_regions:
        document["pd_object_regions"] = [_area(polygon) for polygon in stage.object_regions]
        document["pd_object_reference_z"] = stage.object_reference_z_cm
    return document


def _polygon(area: Area) -> Polygon:
    return Polygon(outer=area.Outer_Boundary, holes=area.Holes)


def _area(polygon: Polygon) -> dict[str, list[Any]]:
    return {"Outer_Boundary": polygon.outer, "Holes": polygon.holes}


def _unknown(document: Mapping[str, Any]) -> Iterator[str]:
    levels: list[tuple[str, Mapping[str, Any], type[Struct]]] = [("", document, AreaFile)]
    levels.append(("/stages", document["stages"], Stages))
    for name in ("final", "midway"):
        if name in document["stages"]:
            levels.append((f"/stages/{name}", document["stages"][name], Stage))
    for pointer, value, kind in levels:
        yield from (pointer + pointer_to(key) for key in value if key not in kind.__struct_fields__)
