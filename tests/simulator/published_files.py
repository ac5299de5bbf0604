"""The release's two descriptions in its own form, with maps that it does not have."""

from typing import Any

MAPS: dict[str, Any] = {
    "maps": [
        {
            "name": "OldTown",
            "display": "Old town",
            "exposure_offset": -1.5,
            "warm_up_frames": 12,
            "character_init_pose": [120.0, -40.5, 110, 0, 90, 0],
        },
        {"name": "Harbour_Night", "display": "Harbour, night", "exposure_offset": 2, "warm_up_frames": 0},
    ]
}
PD_CONFIG: dict[str, Any] = {
    "default_size": 1.0,
    "drop_by_reset_defaults": {"forward_distance": 70, "height_offset": 50, "relative_rotation": [0, 0, 0]},
    "pd_objects": [
        {"id": 3, "name": "lamp", "size": 0.8},
        {"id": 5, "name": "tray", "drop_by_reset": {"height_offset": 35.5, "relative_rotation": [0, 90, 0]}},
    ],
}
