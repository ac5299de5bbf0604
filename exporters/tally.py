"""Counts a release, once when it is made and once more from the store when it is verified."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TypeVar

from embrace3k.exporters.samples import content_digest, episode_digest, is_human_verified, origin_of
from embrace3k.exporters.selection import EpisodeRecords
from embrace3k.exporters.splits import group_of
from embrace3k.schema.authors import AuthorKind
from embrace3k.schema.releases import SPLITS, Counts, RationaleCounts, SplitName, SplitSummary

Key = TypeVar("Key", bound=str)


class Tally:
    """Fed episode by episode, in any order; keeps numbers, not records."""

    def __init__(self) -> None:
        self._digests: list[tuple[str, str]] = []
        self._tasks: set[str] = set()
        self._types, self._scenes, self._backends = Counter[str](), Counter[str](), Counter[str]()
        self._actions, self._origins = Counter[str](), Counter[AuthorKind | None]()
        self._verified = 0
        self._sizes: dict[SplitName, Counter[str]] = {split: Counter() for split in SPLITS}
        self._groups: defaultdict[SplitName, set[str]] = defaultdict(set)

    def add(self, records: EpisodeRecords, split: SplitName) -> None:
        trajectory = records.trajectory
        self._digests.append((trajectory.id, episode_digest(records)))
        self._tasks.add(trajectory.task_id)
        self._types[records.task.type] += 1
        self._scenes[group_of(trajectory.scene)] += 1
        self._backends[trajectory.simulator.backend] += 1
        self._actions.update(step.action.value for step in trajectory.steps)
        self._origins.update(map(origin_of, records.annotations))
        self._verified += sum(map(is_human_verified, records.annotations))
        self._sizes[split].update(episodes=1, steps=len(trajectory.steps), frames=len(trajectory.frames()))
        self._groups[split].add(group_of(trajectory.scene))

    def add_all(self, episodes: Iterable[tuple[EpisodeRecords, SplitName]]) -> "Tally":
        for records, split in episodes:
            self.add(records, split)
        return self

    def content_digest(self) -> str:
        return content_digest(self._digests)

    def counts(self) -> Counts:
        return Counts(
            tasks=len(self._tasks),
            episodes=len(self._digests),
            steps=self._total("steps"),
            frames=self._total("frames"),
            episodes_by_type=_sorted(self._types),  # type: ignore[arg-type]
            episodes_by_scene=_sorted(self._scenes),
            episodes_by_backend=_sorted(self._backends),  # type: ignore[arg-type]
            steps_by_action=_sorted(self._actions),
        )

    def rationales(self) -> RationaleCounts:
        human, model, template = (
            self._origins[kind] for kind in (AuthorKind.HUMAN, AuthorKind.MODEL, AuthorKind.TEMPLATE)
        )
        steps, drafts = self._total("steps"), model + template
        missing = steps - human - drafts
        statement = (
            f"Of {steps} steps, {drafts} have a machine draft that no person is on record to have checked ({template} "
            f"from a template, {model} from a model), {human} have a rationale by a person ({self._verified} of them "
            f"verified as grounded), and {missing} have none."
        )
        return RationaleCounts(
            human=human, model=model, template=template, missing=missing, human_verified=self._verified,
            machine_drafts=drafts, statement=statement,
        )  # fmt: skip

    def splits(self) -> list[SplitSummary]:
        """All three, the empty ones too."""
        return [
            SplitSummary(
                name=split, groups=sorted(self._groups[split]), episodes=sizes["episodes"], steps=sizes["steps"],
                frames=sizes["frames"],
            )
            for split, sizes in self._sizes.items()
        ]  # fmt: skip

    def _total(self, what: str) -> int:
        return sum(sizes[what] for sizes in self._sizes.values())


def _sorted(counter: Counter[Key]) -> dict[Key, int]:
    return dict(sorted(counter.items()))
