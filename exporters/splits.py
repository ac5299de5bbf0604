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
    """Fed every trajectory with its split; raises SplitLeak for a world, task or picture met in another one.

    A trajectory that was refused leaves no trace.
    """

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], tuple[SplitName, str]] = {}

    def admit(self, trajectory: Trajectory, split: SplitName) -> None:
        things = [("world", group_of(trajectory.scene)), ("task", trajectory.task_id)]
        things += [("frame", frame.sha256) for frame in trajectory.frames()]
        for kind, name in things:
            first_split, first_id = self._seen.get((kind, name), (split, ""))
            if first_split != split:
                raise SplitLeak(
                    f"{kind} {name} is in {first_split} (trajectory {first_id}) and in {split}",
                    where=f"trajectory {trajectory.id}",
                    hint="choose another salt, or leave one of the two out",
                )
        for thing in things:
            self._seen.setdefault(thing, (split, trajectory.id))
