"""Where an agent has to stand for its task to count as done: the records behind v2's `area.json`."""

from typing import Annotated

from msgspec import Meta, Struct

from embrace3k.schema.goals import Polygon, Ring

DILATION_CM = 220.0
"""How far a target's footprint is grown to make a region, in the published data."""
Z_TOLERANCE_CM = 100.0
"""How far off the reference height a pose may be, in the published scorer."""


class StageRegion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """World XY in centimetres, on the targets' side of walls. A pose is inside one polygon and near the height."""

    character_regions: Annotated[list[Polygon], Meta(min_length=1)]
    """Where the agent's body has to be."""
    target_footprints: list[Ring]
    """What the targets cover on the floor: navigation errors are measured to it."""
    character_reference_z_cm: float | None = None
    """Height of the body's pose on the ground before the target; None, in imported data: any height."""
    object_regions: list[Polygon] = []
    """pick_drop: where the object has to be, held or put down. Empty: anywhere."""
    object_reference_z_cm: float | None = None


class SuccessRegion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    final: StageRegion
    midway: StageRegion | None = None
    """multi_stage: where the agent has to be at MidwayTarget."""
    shortest_path_cm: float | None = None
    """XY length of a shortest walkable way from the start through all stages, doors counting as open."""
    shortest_path_source: str | None = None
    """How the length was found."""

    def stages(self) -> list[StageRegion]:
        """In the order they are reached."""
        return [self.final] if self.midway is None else [self.midway, self.final]
