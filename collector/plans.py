"""Plans kept on disk: what proved a task need not be searched for again by the oracle that acts the task out."""

from pathlib import Path

import msgspec

from embrace3k.schema.actions import Action, ActionProfile
from embrace3k.schema.codec import digest, encode
from embrace3k.schema.tasks import Task

ORACLE_VERSION = "1"
"""To be raised when the oracle comes to plan otherwise: its takes are new trajectories then, its plans new files."""


class PlanShelf:
    """One small file per plan, named after all that decides it. Nothing but time is lost with the files.

    Tasks that do not name their world's version have none here: nobody knows which geometry a plan of theirs was for.
    """

    def __init__(self, cache_dir: Path) -> None:
        self._folder = cache_dir / "plans"

    def find(self, task: Task, profile: ActionProfile) -> list[Action] | None:
        """None also for a file that was cut off, or that another process is still writing."""
        if task.scene.version is None:
            return None
        try:
            return msgspec.json.decode(self._path(task, profile).read_bytes(), type=list[Action])
        except (FileNotFoundError, msgspec.DecodeError):
            return None

    def keep(self, task: Task, profile: ActionProfile, actions: list[Action]) -> None:
        if task.scene.version is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._path(task, profile).write_bytes(encode(actions))

    def _path(self, task: Task, profile: ActionProfile) -> Path:
        decisive = (ORACLE_VERSION, task.scene, task.start_pose, task.pick_drop, task.goal, profile)
        return self._folder / f"{digest(decisive)}.json"
