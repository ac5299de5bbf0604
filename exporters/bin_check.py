"""Holds the records and frames of one bin to the frozen schemas, to the rules and to each other.

The episodes shard is the authority: from its tasks and trajectories, and from the annotations in the text shard, every
member of all three shards is made again and compared.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from embrace3k.exporters.errors import RecordRefused
from embrace3k.exporters.faults import Fault
from embrace3k.exporters.pictures import check_picture
from embrace3k.exporters.samples import episode_key, final_member, frame_members, step_key, step_samples
from embrace3k.exporters.selection import EpisodeRecords
from embrace3k.exporters.shard_reader import ReadShard
from embrace3k.schema.annotations import Annotation
from embrace3k.schema.codec import decode, encode, parse_json
from embrace3k.schema.errors import SchemaError
from embrace3k.schema.problems import errors_in
from embrace3k.schema.releases import ShardKind
from embrace3k.schema.rules import check_trajectory
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import Frame, Trajectory
from embrace3k.schema.validation import validate


class BinCheck:
    """Of one (split, bin). `faults` fills while `episodes()` is iterated."""

    def __init__(self, shards: Mapping[ShardKind, ReadShard]) -> None:
        self._shards = shards
        self._sha256 = {member.member: member.sha256 for shard in shards.values() for member in shard.members}
        self._expected: dict[ShardKind, list[str]] = {kind: [] for kind in shards}
        self.faults: list[Fault] = []

    def episodes(self) -> Iterator[EpisodeRecords]:
        """Those that can be read, in order; a fault for everything that is not as it should be."""
        keys = dict.fromkeys(member.key for member in self._shards["episodes"].members)
        for key in keys:
            if records := self._records(key):
                self._check_members(key, records)
                yield records
        for kind, expected in self._expected.items():
            self._check_names(kind, expected)

    def _records(self, key: str) -> EpisodeRecords | None:
        task = self._record("episodes", f"{key}.task.json", "task", Task)
        trajectory = self._record("episodes", f"{key}.trajectory.json", "trajectory", Trajectory)
        if task is None or trajectory is None:
            return None
        if key != episode_key(trajectory.id) or trajectory.task_id != task.id:
            message = f"trajectory {trajectory.id} of task {trajectory.task_id} does not belong to this key and task"
            self._fault("record_misplaced", "episodes", f"{key}.trajectory.json", message)
        annotations = [self._annotation(f"{step_key(key, step.index)}.json") for step in trajectory.steps]
        records = EpisodeRecords(task, trajectory, [each for each in annotations if each is not None])
        for problem in errors_in(check_trajectory(trajectory, task, records.annotations)):
            self._fault("rule_broken", "episodes", f"{key}{problem.pointer}", f"{problem.code} {problem.message}")
        return records

    def _record(self, kind: ShardKind, member: str, record_kind: str, record_type: type[Any]) -> Any:
        content = self._shards[kind].contents.get(member)
        if content is None:
            self._fault("member_missing", kind, member, f"there is no {record_kind} record")
            return None
        return self._decode(kind, member, bytes(content), record_kind, record_type)

    def _annotation(self, member: str) -> Annotation | None:
        content = self._shards["text"].contents.get(member)
        if content is None:
            return None
        try:
            part = parse_json(bytes(content))["annotation"]
        except (SchemaError, KeyError, TypeError):
            self._fault("record_invalid", "text", member, "not a JSON object with an annotation")
            return None
        if part is None:
            return None
        found: Annotation | None = self._decode("text", member, encode(part), "annotation", Annotation)
        return found

    def _decode(self, kind: ShardKind, member: str, data: bytes, record_kind: str, record_type: type[Any]) -> Any:
        for problem in validate(data, record_kind):
            self._fault("record_invalid", kind, f"{member}{problem.pointer}", f"{problem.code} {problem.message}")
        try:
            return decode(data, record_type)
        except SchemaError as error:
            self._fault("record_invalid", kind, member, error.what)
            return None

    def _check_members(self, key: str, records: EpisodeRecords) -> None:
        for sample in step_samples(key, records):
            self._expect("text", f"{sample.key}.json", encode(sample))
        for member, frame in frame_members(key, records.trajectory):
            self._expect_frame("frames", member, frame)
        if final := final_member(key, records.trajectory):
            self._expect_frame("episodes", *final)
        self._expect("episodes", f"{key}.task.json", encode(records.task))
        self._expect("episodes", f"{key}.trajectory.json", encode(records.trajectory))

    def _expect(self, kind: ShardKind, member: str, data: bytes) -> None:
        self._expected[kind].append(member)
        content = self._shards[kind].contents.get(member)
        if content is not None and bytes(content) != data:
            self._fault("record_differs", kind, member, "not what the records of its episode say, in canonical form")

    def _expect_frame(self, kind: ShardKind, member: str, frame: Frame) -> None:
        self._expected[kind].append(member)
        content = self._shards[kind].contents.get(member)
        if content is None:
            return
        if self._sha256[member] != frame.sha256:
            self._fault("frame_differs", kind, member, f"sha256 {self._sha256[member]}, the step says {frame.sha256}")
            return
        try:
            check_picture(content, frame, member)
        except RecordRefused as error:
            self._fault("frame_invalid", kind, member, error.what)

    def _check_names(self, kind: ShardKind, expected: list[str]) -> None:
        found = [member.member for member in self._shards[kind].members]
        if found == expected:
            return
        for member in sorted(set(expected) - set(found)):
            self._fault("member_missing", kind, member, "the records speak of it, the shard does not hold it")
        for member in sorted(set(found) - set(expected)):
            self._fault("member_unexpected", kind, member, "no record of the release speaks of it")
        if sorted(found) == sorted(expected):
            self._fault("members_unordered", kind, expected[0], "the members are not in the order of the episodes")

    def _fault(self, code: str, kind: ShardKind, place: str, message: str) -> None:
        self.faults.append(Fault(code=code, where=f"{self._shards[kind].shard.name}: {place}", message=message))
