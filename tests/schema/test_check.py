"""`embrace3k schema check`: what it says of native and published files."""

import json
from pathlib import Path

import pytest

from embrace3k.schema.check import check_file
from embrace3k.schema.codec import encode
from embrace3k.schema.problems import Problem
from embrace3k.tests.schema.records import V1_SAMPLE, V2_SAMPLE, change, native, v1_folder, v2_pick_drop
from embrace3k.tests.storage.samples import drifted


def places(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, problem.pointer) for problem in problems]


def test_good_native_records_have_no_problems(tmp_path: Path) -> None:
    episode = native()
    for name, record in (("task", episode.task), ("trajectory", episode.trajectory), ("note", episode.annotations[0])):
        (tmp_path / f"{name}.json").write_bytes(encode(record))
        assert check_file(tmp_path / f"{name}.json") == []


def test_a_broken_record_is_placed_by_file_pointer_and_code(tmp_path: Path) -> None:
    path = tmp_path / "trajectory.json"
    trajectory = native().trajectory
    path.write_bytes(encode(change(trajectory, steps=trajectory.steps[:-1])))
    (problem,) = check_file(path)
    assert str(problem).startswith(f"{path}#/steps/5/action: T002 the last action is Drop; Finish would be right")


def test_json_lines_hold_records_against_each_other_and_name_the_line(tmp_path: Path) -> None:
    episode = native()
    late = change(episode.annotations[2], step_index=99)
    odd = change(episode.task, start_pose=episode.task.start_pose._replace(x_cm=0.0))
    path = tmp_path / "all.jsonl"
    path.write_bytes(b"\n".join([encode(odd), encode(episode.trajectory), b"", encode(late), b"{"]))
    problems = check_file(path)
    assert sorted(places(problems)) == [("A001", "/step_index"), ("S001", ""), ("T007", "/steps/0/pose")]
    assert sorted(problem.message.split(":")[0] for problem in problems) == ["line 2", "line 4", "line 5"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "S001"),
        (b"{}", "S004"),
        (b"[1]", "S004"),
        (b"\xff", "S001"),
        (b'{"instruction": "\xff"}', "S001"),
        (b"[" * 100_000, "S001"),
        (b'{"instruction": ' + b"[" * 300 + b"]" * 300 + b"}", "S002"),
    ],
    ids=["open", "empty", "list", "byte", "byte in a text", "endless nesting", "deep nesting"],
)
def test_what_is_no_record_is_one_problem(content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    assert [problem.code for problem in check_file(path)] == [code]


def test_the_published_samples_are_checked_where_they_lie(published_samples: Path) -> None:
    found = {}
    for path in sorted(
        [*(published_samples / V1_SAMPLE).rglob("*.json"), *(published_samples / V2_SAMPLE).rglob("*.json")]
    ):
        problems = check_file(path)
        if problems:
            found[f"{path.parent.name}/{path.name}"] = places(problems)
    assert found["x2696_y-02920_z0145_i9/infos.json"] == [("T007", "/Trajectory_Pose/0")]
    assert found["x000269_y-000779_z000116_t4_a/infos.json"] == [
        ("P005", "/Action/9"),
        ("P006", "/Action/9"),
        ("W002", "/Action/8"),
    ]
    assert len(found) == 6


def test_a_published_file_that_breaks_its_layout_is_one_problem(tmp_path: Path) -> None:
    folder = v1_folder(tmp_path)
    infos = json.loads((folder / "infos.json").read_text())
    (folder / "infos.json").write_text(json.dumps(infos | {"Action": ["Fly", "Finish"]}))
    assert places(check_file(folder / "infos.json")) == [("S003", "/Action/0")]
    assert "infos.json: 'Fly' is no action" in check_file(folder / "gemini.json")[0].message


def test_rationales_are_reported_in_the_file_they_stand_in(tmp_path: Path) -> None:
    folder = v1_folder(tmp_path)
    entries = json.loads((folder / "gemini.json").read_text())
    entries[0]["thinking"], entries[1]["thinking"] = "", "I see <image>."
    (folder / "gemini.json").write_text(json.dumps(entries))
    assert check_file(folder / "infos.json") == []
    assert places(check_file(folder / "gemini.json")) == [("A003", "/1/thinking")]
    _, other = v2_pick_drop(tmp_path / "v2", [21.5] * 3)
    document = json.loads((other / "infos.json").read_text()) | {"Rationale": ["", "I <think>."]}
    (other / "infos.json").write_text(json.dumps(document))
    assert ("A003", "/Rationale/1") in places(check_file(other / "infos.json"))


def test_files_alone_are_checked_as_far_as_they_go(tmp_path: Path) -> None:
    folder = v1_folder(tmp_path)
    (folder / "gemini.json").rename(tmp_path / "gemini.json")
    assert check_file(folder / "infos.json") == check_file(tmp_path / "gemini.json") == []
    task_file, other = v2_pick_drop(tmp_path / "v2", [21.5] * 3)
    task_file.rename(tmp_path / "elsewhere.json")
    assert check_file(tmp_path / "elsewhere.json") == []
    assert {code for code, _ in places(check_file(other / "infos.json"))} <= {"W004"}


def test_a_replay_is_known_and_held_to_its_schema(tmp_path: Path) -> None:
    path = tmp_path / "replays.jsonl"
    spoilt = encode(drifted()).replace(b"drifted", b"fine")
    path.write_bytes(encode(drifted()) + b"\n" + spoilt)
    assert places(check_file(path)) == [("S002", "/verdict")]
