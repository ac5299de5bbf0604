"""Who trains on what: whole worlds fall into splits by a salted hash, and nothing may be seen in two of them."""

import hashlib

from embrace3k.exporters.errors import SplitLeak
from embrace3k.schema.releases import SPLITS, SplitName, SplitPolicy
from embrace3k.schema.tasks import Scene
from embrace3k.schema.trajectories import Trajectory

DEFAULT_POLICY = SplitPolicy(salt="embrace3k", shares={"train": 0.8, "val": 0.1, "test": 0.1})


def group_of(scene: Scene) -> str:
    """The world, whatever version of its geometry. Imports that do not name their world all share one group."""
    return scene.map_name


def split_of(group: str, policy: SplitPolicy) -> SplitName:
    """Depends on nothing but salt, shares and group, so adding worlds moves none."""
    place = hashlib.sha256(f"{policy.salt}\0{group}".encode()).digest()
    draw = int.from_bytes(place[:8], "big") / 2**64 * sum(policy.shares.values())
    for split in SPLITS:
        draw -= policy.shares.get(split, 0.0)
        if draw < 0:
            return split
    return "train"


class LeakGate:
    """Fed every trajectory with its split; raises SplitLeak at the first world, task or picture met in two."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], tuple[SplitName, str]] = {}

    def admit(self, trajectory: Trajectory, split: SplitName) -> None:
        self._admit("world", group_of(trajectory.scene), split, trajectory.id)
        self._admit("task", trajectory.task_id, split, trajectory.id)
        for frame in trajectory.frames():
            self._admit("frame", frame.sha256, split, trajectory.id)

    def _admit(self, kind: str, name: str, split: SplitName, trajectory_id: str) -> None:
        first_split, first_id = self._seen.setdefault((kind, name), (split, trajectory_id))
        if first_split != split:
            raise SplitLeak(
                f"{kind} {name} is in {first_split} (trajectory {first_id}) and in {split}",
                where=f"trajectory {trajectory_id}",
                hint="choose another salt, or leave one of the two out",
            )
