"""The closed list of actions and how far one of each goes."""

from enum import StrEnum

from msgspec import Struct


class Action(StrEnum):
    """Canonical names. v1 of the published data spells Pick and Drop as PickObject and DropObject."""

    MOVE_FORWARD = "MoveForward"
    MOVE_BACKWARD = "MoveBackward"
    TURN_LEFT = "TurnLeft"
    TURN_RIGHT = "TurnRight"
    LOOK_UP = "LookUp"
    LOOK_DOWN = "LookDown"
    OPEN_DOOR = "OpenDoor"
    PICK = "Pick"
    DROP = "Drop"
    MIDWAY_TARGET = "MidwayTarget"
    FINISH = "Finish"
    IDLE = "Idle"
    JUMP_FORWARD = "JumpForward"
    LOOK_BACK = "LookBack"
    LOOK_HAND = "LookHand"


V1_ONLY = frozenset({Action.JUMP_FORWARD, Action.LOOK_BACK, Action.LOOK_HAND})
"""Actions that only the July-2025 layout has."""

OFFERED = (
    Action.MOVE_FORWARD, Action.MOVE_BACKWARD, Action.TURN_LEFT, Action.TURN_RIGHT, Action.LOOK_UP, Action.LOOK_DOWN,
    Action.OPEN_DOOR, Action.PICK, Action.DROP, Action.MIDWAY_TARGET, Action.FINISH,
)  # fmt: skip
"""The eleven actions offered to whoever drives; Idle is only ever recorded."""


class ActionProfile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Step sizes, recorded with every trajectory so that nobody has to guess them."""

    name: str
    forward_cm: float
    backward_cm: float
    turn_deg: float
    look_deg: float
    pick_nearest_cm: float
    pick_farthest_cm: float
    held_within_cm: float
    drop_ahead_cm: float


# Measured on the published demonstrations: v2 forward is two moves of 62.9295 cm, turns exactly 25 degrees; v1 is
# noisy, so these are medians. v2's backward step is in no record; it follows from speed 60 on the line to (43, 36 cm).
PROFILES = {
    "v2": ActionProfile(
        name="v2", forward_cm=125.859, backward_cm=100.465, turn_deg=25.0, look_deg=30.0,
        pick_nearest_cm=30.0, pick_farthest_cm=210.0, held_within_cm=30.0, drop_ahead_cm=70.0,
    ),
    "v1": ActionProfile(
        name="v1", forward_cm=243.0, backward_cm=60.0, turn_deg=29.0, look_deg=30.0,
        pick_nearest_cm=30.0, pick_farthest_cm=210.0, held_within_cm=30.0, drop_ahead_cm=70.0,
    ),
}  # fmt: skip
