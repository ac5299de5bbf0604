"""Plans kept on disk: what proved a task need not be searched for again by the oracle that acts the task out."""

import logging
import os
import secrets
from pathlib import Path

import msgspec

from embrace3k.schema.actions import Action, ActionProfile
from embrace3k.schema.codec import digest, encode
from embrace3k.schema.tasks import Task

ORACLE_VERSION = "1"
"""To be raised when the oracle comes to plan otherwise: its takes are new trajectories then, its plans new files."""

_log = logging.getLogger(__name__)


class PlanShelf:
    """One small file per plan, named after all that decides it. Nothing but time is lost with the files, so a folder
    that cannot be read or written is logged and ends nothing.

    Tasks that do not name their world's version have none here: nobody knows which geometry a plan of theirs was for.
    """

    def __init__(self, cache_dir: Path) -> None:
        self._folder = cache_dir / "plans"

    def find(self, task: Task, profile: ActionProfile) -> list[Action] | None:
        """None also for a file that is not whole or cannot be read."""
        if task.scene.version is None:
            return None
        path = self._path(task, profile)
        try:
            return msgspec.json.decode(path.read_bytes(), type=list[Action])
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as problem:
            _log.warning("planning again: %s cannot be read (%s)", path, problem)
            return None

    def keep(self, task: Task, profile: ActionProfile, actions: list[Action]) -> None:
        if task.scene.version is None:
            return
        path = self._path(task, profile)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            _replace(path, encode(actions))
        except OSError as problem:
            _log.warning("a plan is not kept: %s cannot be written (%s)", path, problem)

    def _path(self, task: Task, profile: ActionProfile) -> Path:
        decisive = (ORACLE_VERSION, task.scene, task.start_pose, task.pick_drop, task.goal, profile)
        return self._folder / f"{digest(decisive)}.json"


def _replace(path: Path, data: bytes) -> None:
    """Two processes may keep the same plan at once. Not synced: a file that a power cut empties is made again."""
    temporary = path.with_name(f"{path.stem}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
