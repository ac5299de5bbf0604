"""Strangers' folders: one fault anywhere refuses the whole import, and says where and why."""

import json
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from embrace3k.schema.errors import ImportRefused
from embrace3k.schema.layouts import Limits, read, recognise
from embrace3k.tests.schema.records import V1_SAMPLE, jpeg, v1_folder, v2_pick_drop, write_json

Spoil = Callable[[Path], object]


def infos(**values: Any) -> Spoil:
    """Set keys of infos.json; `...` takes one away."""

    def spoil(folder: Path) -> None:
        document = json.loads((folder / "infos.json").read_text()) | values
        write_json(folder / "infos.json", {key: value for key, value in document.items() if value is not ...})

    return spoil


def entry(index: int, **values: Any) -> Spoil:
    def spoil(folder: Path) -> None:
        document = json.loads((folder / "gemini.json").read_text())
        document[index] |= values
        write_json(folder / "gemini.json", document)

    return spoil


def file(name: str, content: bytes) -> Spoil:
    return lambda folder: (folder / name).write_bytes(content)


def without(name: str) -> Spoil:
    return lambda folder: (folder / name).unlink()


def huge_json(folder: Path) -> None:
    """200 MB that take no room on the disk."""
    with (folder / "infos.json").open("r+b") as handle:
        handle.truncate(200 * 2**20)


def link(name: str, target: str) -> Spoil:
    def spoil(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(target)

    return spoil


def linked_folder(folder: Path) -> None:
    (folder.parent / "x00101_y00200_z0088_i0").symlink_to(folder, target_is_directory=True)


def local_socket(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(folder)
        try:
            server.bind("002.jpg")
        finally:
            os.chdir(here)


POSE = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]


def raw_infos(old: str, new: str) -> Spoil:
    def spoil(folder: Path) -> None:
        text = json.dumps(json.loads((folder / "infos.json").read_text()))
        assert old in text
        (folder / "infos.json").write_text(text.replace(old, new, 1))

    return spoil


GOOD = jpeg(1)
CASES: dict[str, tuple[Spoil, str, str]] = {
    "missing frame": (without("001.jpg"), "001.jpg", "is missing; 2 actions need 000.jpg to 001.jpg"),
    "missing first frame": (without("000.jpg"), "000.jpg", "is missing"),
    "missing infos": (without("infos.json"), "infos.json", "is missing"),
    "missing gemini": (without("gemini.json"), "gemini.json", "is missing"),
    "one frame too many": (file("002.jpg", GOOD), "002.jpg", "is unexpected"),
    "unexpected file": (file("notes.txt", b"hello"), "notes.txt", "is unexpected"),
    "fewer poses": (infos(Trajectory_Pose=[POSE]), "infos.json#/Trajectory_Pose", "1 poses for 2 actions"),
    "more poses": (infos(Trajectory_Pose=[POSE] * 4), "infos.json#/Trajectory_Pose", "4 poses for 2 actions"),
    "fewer entries": (file("gemini.json", b"[]"), "gemini.json", "0 entries for 2 actions"),
    "no action": (infos(Action=[], Trajectory_Pose=[]), "infos.json#/Action", "there is no action"),
    "unknown action": (infos(Action=["Fly", "Finish"]), "infos.json#/Action/0", "'Fly' is no action of v1"),
    "Idle in v1": (infos(Action=["Idle", "Finish"]), "infos.json#/Action/0", "'Idle' is no action of v1"),
    "wrong case": (infos(Action=["finish", "Finish"]), "infos.json#/Action/0", "'finish' is no action"),
    "another action": (entry(0, action="Finish"), "gemini.json#/0/action", "'LookDown' would be right"),
    "climbing out": (entry(1, image_name="../../secret.jpg"), "gemini.json#/1/image_name", "'001.jpg' would be right"),
    "absolute path": (entry(0, image_name="/etc/passwd"), "gemini.json#/0/image_name", "'000.jpg' would be right"),
    "NaN pose": (raw_infos("[100.0, 200.0, 88.0, 0.0, 0.0, 0.0]]}", "[1.0, NaN, 0, 0, 0, 0]]}"),
                 "infos.json#/Trajectory_Pose/1/1", "the number is nan"),
    "infinite pose": (raw_infos("100.0", "-Infinity"), "infos.json#/Start_Pose/0", "the number is -inf"),
    "overflowing pose": (raw_infos("100.0", "1e999"), "infos.json#/Start_Pose/0", "the number is inf"),
    "five numbers": (infos(Start_Pose=[0.0] * 5), "infos.json#/Start_Pose", "length 6, got 5"),
    "text in a pose": (infos(Start_Pose=[0.0] * 5 + ["0"]), "infos.json#/Start_Pose/5", "got `str`"),
    "true in a pose": (infos(Start_Pose=[0.0] * 5 + [True]), "infos.json#/Start_Pose/5", "got `bool`"),
    "unknown type": (infos(Type=7), "infos.json#/Type", "Type is 7; v1 has 0, 1, 2, 3, 4.1, 4.2"),
    "unknown key": (infos(Extra=1), "infos.json", "unknown field `Extra`"),
    "missing key": (infos(Reason=...), "infos.json", "missing required field `Reason`"),
    "key of another type": (infos(PD_ID=3), "infos.json#/PD_ID", "belongs to Type 4.2 alone"),
    "missing key of the type": (infos(Type=4.1), "infos.json", "Target_Door_Name is missing"),
    "repeated key": (raw_infos('"Type": 0', '"Type": 0, "Type": 0'), "infos.json", "the key 'Type' comes twice"),
    "a list": (file("infos.json", b"[]"), "infos.json", "Expected `object`, got `array`"),
    "not JSON": (file("infos.json", b"{"), "infos.json", "is not JSON"),
    "empty JSON": (file("infos.json", b""), "infos.json", "is not JSON"),
    "not UTF-8": (file("infos.json", b'{"Reason": "\xff"}'), "infos.json", "is not UTF-8: byte 0xff at offset 12"),
    "half a character": (infos(Reason="\ud800"), "infos.json#/Reason", "surrogate"),
    "200 MB": (huge_json, "infos.json", "has 209715200 bytes; at most 16777216"),
    "endless nesting": (file("infos.json", b"[" * 2_000_000), "infos.json", "nests deeper than 8 levels"),
    "deep nesting": (infos(Extra=[[[[[[[[[1]]]]]]]]]), "infos.json#/Extra/0/0/0/0/0/0/0/0", "nests deeper"),
    "endless digits": (raw_infos("100.0", "9" * 100_000), "infos.json", "is not JSON"),
    "not a JPEG": (file("001.jpg", b"<html>not found</html>"), "001.jpg", "is not a JPEG: it starts with 3c 68 74 6d"),
    "empty JPEG": (file("001.jpg", b""), "001.jpg", "is not a JPEG: it starts with nothing"),
    "PNG in disguise": (file("001.jpg", b"\x89PNG\r\n\x1a\n"), "001.jpg", "is not a JPEG"),
    "truncated JPEG": (file("001.jpg", GOOD[:-40]), "001.jpg", "ends early"),
    "JPEG with a tail": (file("001.jpg", GOOD + b"<?php"), "001.jpg", "ends early or is damaged"),
    "JPEG of headers only": (file("001.jpg", GOOD[:60] + b"\xff\xd9"), "001.jpg", "ends early or is damaged"),
    "JPEG of three bytes": (file("001.jpg", b"\xff\xd8\xff\xd9"), "001.jpg", "ends early or is damaged"),
    "another size": (file("001.jpg", jpeg(1, 32, 48)), "001.jpg", "is 32x48, 000.jpg 64x48"),
    "link to a frame": (link("001.jpg", "000.jpg"), "001.jpg", "is a symbolic link"),
    "link out of the folder": (link("gemini.json", "/etc/hostname"), "gemini.json", "is a symbolic link"),
    "link to nowhere": (link("002.jpg", "nowhere"), "002.jpg", "is a symbolic link"),
    "linked folder": (linked_folder, "x00101_y00200_z0088_i0", "is a symbolic link"),
    "pipe": (lambda folder: os.mkfifo(folder / "002.jpg"), "002.jpg", "neither a file nor a folder"),
    "socket": (local_socket, "002.jpg", "neither a file nor a folder"),
    "folder for a frame": (lambda folder: (folder / "002.jpg").mkdir(), "002.jpg", "does not belong to the layout"),
    "folders too deep": (lambda folder: v1_folder(folder), "Basic", "lies 4 folders deep"),
    "strange task name": (lambda folder: folder.rename(folder.with_name("a b")), "a b", "is not plain"),
    "hidden task name": (lambda folder: folder.rename(folder.with_name(".x")), ".x", "is not plain"),
    "name that is not text": (
        lambda folder: os.rename(folder, os.fsencode(folder.parent) + b"/\xff") , "", "is not plain"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "where", "reason"), CASES.values(), ids=CASES.keys())
def test_a_broken_folder_is_refused_whole_with_place_and_reason(
    spoil: Spoil, where: str, reason: str, tmp_path: Path
) -> None:
    spoil(v1_folder(tmp_path))
    started = time.perf_counter()
    with pytest.raises(ImportRefused) as caught:
        read(tmp_path)
    assert reason in caught.value.what
    assert where in (caught.value.where or "")
    assert time.perf_counter() - started < 2.0


def test_one_broken_episode_among_good_ones_yields_none(tmp_path: Path) -> None:
    folder = v1_folder(tmp_path)
    folder.rename(folder.with_name("a_good_one"))
    (v1_folder(tmp_path) / "001.jpg").write_bytes(b"no")
    with pytest.raises(ImportRefused):
        read(tmp_path)


def test_reading_changes_nothing_and_leaves_files_at_the_top_alone(tmp_path: Path) -> None:
    v1_folder(tmp_path)
    (tmp_path / "README.md").write_text("Hello")
    before = sorted(tmp_path.rglob("*"))
    assert len(list(read(tmp_path))) == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_too_many_files_stop_the_scan(tmp_path: Path) -> None:
    v1_folder(tmp_path)
    with pytest.raises(ImportRefused, match="more than 3 files"):
        read(tmp_path, Limits(entries=3))


def test_a_frame_too_large_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    v1_folder(tmp_path)
    with pytest.raises(ImportRefused, match="at most 100 are accepted"):
        read(tmp_path, Limits(frame_bytes=100))
    with pytest.raises(ImportRefused, match="at most 50 a side"):
        read(tmp_path, Limits(frame_side_px=50))


@pytest.mark.parametrize("place", ["nothing", "a file", "one task", "one family", "empty"])
def test_a_folder_in_neither_layout_is_told_what_would_be_right(place: str, tmp_path: Path) -> None:
    folder = v1_folder(tmp_path / "data")
    (tmp_path / "empty").mkdir()
    paths = {
        "nothing": tmp_path / "x",
        "a file": folder / "infos.json",
        "one task": folder,
        "one family": folder.parent,
    }
    with pytest.raises(ImportRefused, match="name the folder"):
        recognise(paths.get(place, tmp_path / "empty"))


STAGE = {"character_regions": [{"Outer_Boundary": [[0, 0], [9, 0], [0, 9]]}], "target_footprints": []}


def staged(**stages: Any) -> dict[str, Any]:
    system = "UE left-handed world XY (uu)"
    return {"coordinate_system": system, "distance_metric": "xy", "stages": stages}


def area(task_file: Path, document: Any, task: str = "x000100_y000200_z000088_t5_a_p") -> None:
    write_json(task_file.parents[2] / f"success_region/Town/{task}/area.json", document)


V2_CASES: dict[str, tuple[Callable[[Path, Path], Any], str, str]] = {
    "no task file": (lambda task, folder: task.rename(task.with_name("b.json")), "a_p.json", "is missing"),
    "no trajectory": (lambda task, folder: task.with_name("b.json").write_text("{}"), "b.json", "no trajectory folder"),
    "other instruction": (lambda task, folder: infos(Instruction="x")(folder), "#/Instruction", "differs"),
    "other object": (lambda task, folder: infos(PD_ID=8)(folder), "#/PD_ID", "differs from the task file"),
    "no object keys": (lambda task, folder: infos(PD_Dist_2D=...)(folder), "infos.json", "every Type 5 record"),
    "door states": (lambda task, folder: infos(Door_State_Trajectory=[0, 0, 0])(folder), "infos.json", "Type 4 record"),
    "short state list": (lambda task, folder: infos(PD_Dist_2D=[1.0])(folder), "#/PD_Dist_2D", "1 entries for 3 poses"),
    "null distance": (lambda task, folder: infos(PD_Dist_2D=[1.0, None, 1.0])(folder), "#/PD_Dist_2D/1", "is null"),
    "few rationales": (lambda task, folder: infos(Rationale=["a"])(folder), "#/Rationale", "1 rationales for 2"),
    "v1 action": (lambda task, folder: infos(Action=["PickObject", "Finish"])(folder), "#/Action/0", "no action of v2"),
    "one frame lost": (lambda task, folder: without("001.jpg")(folder), "001.jpg", "is missing"),
    "lonely region": (lambda task, folder: area(task, {}, "a"), "Town/a", "no trajectory folder"),
    "empty region": (lambda task, folder: area(task, {}), "area.json", "missing required field"),
    "older region": (
        lambda task, folder: write_json(task.parents[2] / "success_region/Town/a.json", {}), "a.json", "does not belong"
    ),
    "midway of type 5": (
        lambda task, folder: area(task, staged(final=STAGE, midway=STAGE)), "#/stages", "Type 3 alone"
    ),
    "two corners": (
        lambda task, folder: area(task, staged(final=STAGE | {"target_footprints": [[[0, 0], [1, 1]]]})),
        "#/stages/final/target_footprints/0", "length >= 3",
    ),
    "stray folder": (lambda task, folder: (folder.parent / "left").mkdir(), "left", "does not belong"),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "where", "reason"), V2_CASES.values(), ids=V2_CASES.keys())
def test_a_broken_v2_folder_is_refused_whole(spoil: Any, where: str, reason: str, tmp_path: Path) -> None:
    task_file, folder = v2_pick_drop(tmp_path, [21.5, 21.5, 21.5])
    spoil(task_file, folder)
    with pytest.raises(ImportRefused) as caught:
        read(tmp_path)
    assert reason in caught.value.what and where in (caught.value.where or "")


def test_v2_accepts_frames_for_the_actions_alone_but_not_for_some_trajectories_only(tmp_path: Path) -> None:
    _, folder = v2_pick_drop(tmp_path, [21.5, 21.5, 21.5])
    (folder / "002.jpg").unlink()
    (episode,) = read(tmp_path)
    assert len(episode.trajectory.frames()) == 2
    task_file, _ = v2_pick_drop(tmp_path / "other", [21.5, 21.5, 21.5])
    task_file.rename(tmp_path / "task/Town/bare.json")
    bare = tmp_path / "trajectory/Town/bare"
    bare.mkdir()
    (bare / "infos.json").write_bytes((folder / "infos.json").read_bytes())
    for path in sorted((tmp_path / "other").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    (tmp_path / "other").rmdir()
    with pytest.raises(ImportRefused, match="bare: has no frames while others have"):
        read(tmp_path)


def test_a_flipped_byte_in_a_sample_frame_marker_is_found(published_samples: Path, tmp_path: Path) -> None:
    folder = v1_folder(tmp_path)
    data = bytearray(next((published_samples / V1_SAMPLE).rglob("000.jpg")).read_bytes())
    data[-1] = 0
    (folder / "000.jpg").write_bytes(bytes(data))
    with pytest.raises(ImportRefused, match="ends early"):
        read(tmp_path)
