"""Published folders in and out: the same bytes from the records alone, and every loss of a conversion named."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from embrace3k.schema.actions import Action
from embrace3k.schema.authors import AuthorKind
from embrace3k.schema.codec import decode, encode
from embrace3k.schema.errors import ImportRefused, SchemaError
from embrace3k.schema.goals import Polygon
from embrace3k.schema.layouts import Episode, ImportedEpisode, read, recognise, write_v1, write_v2
from embrace3k.schema.layouts.episodes import EpisodeLike
from embrace3k.schema.regions import StageRegion, SuccessRegion
from embrace3k.schema.tasks import PickDrop, Task, TaskType
from embrace3k.schema.trajectories import Final, Frame, StepOutcome, Trajectory, WorldState
from embrace3k.schema.validation import validate
from embrace3k.tests.schema.records import (
    START,
    V1_SAMPLE,
    V2_SAMPLE,
    change,
    frame,
    jpeg,
    native,
    tree,
    v1_folder,
    v2_pick_drop,
)

V2_OBJECT_KEYS = {"unknown.PD_Size", "unknown.PD_Pose_Trajectory", "unknown.PD_Dist_2D"}
WRITERS = {"embrace-v1": write_v1, "embrace-v2": write_v2}


def from_folder(episode: ImportedEpisode):
    return lambda wanted: episode.frames[wanted.sha256].read_bytes()


def through_storage(episode: ImportedEpisode) -> Episode:
    """What a database gives back: records decoded from their own text."""
    return Episode(
        task=decode(encode(episode.task), Task),
        trajectory=decode(encode(episode.trajectory), Trajectory),
        annotations=[decode(encode(note), type(note)) for note in episode.annotations],
    )


@pytest.mark.parametrize("name", [V1_SAMPLE, V2_SAMPLE])
def test_samples_come_out_byte_for_byte_with_nothing_lost(name: str, published_samples: Path, tmp_path: Path) -> None:
    sample = published_samples / name
    for episode in read(sample):
        write = WRITERS[recognise(sample)]
        assert write(through_storage(episode), tmp_path, from_folder(episode)) == []
    assert tree(tmp_path) == tree(sample) != {}
    assert [path.name for path in tmp_path.glob(".*")] == []


@pytest.mark.parametrize("name", [V1_SAMPLE, V2_SAMPLE])
def test_samples_become_valid_records_with_the_same_ids_every_time(name: str, published_samples: Path) -> None:
    first, second = list(read(published_samples / name)), list(read(published_samples / name))
    assert first == second
    for episode in first:
        assert validate(encode(episode.task), "task") == validate(encode(episode.trajectory), "trajectory") == []
        assert [problem for note in episode.annotations for problem in validate(encode(note), "annotation")] == []
    assert len({episode.trajectory.id for episode in first}) == len(first) > 0


def test_the_v1_sample_is_what_the_notes_counted(published_samples: Path) -> None:
    episodes = list(read(published_samples / V1_SAMPLE))
    actions = [step.action for episode in episodes for step in episode.trajectory.steps]
    assert (len(episodes), len(actions)) == (8, 68)
    assert (actions.count(Action.MOVE_FORWARD), actions.count(Action.PICK), actions.count(Action.DROP)) == (28, 2, 2)
    assert {note.author.name for episode in episodes for note in episode.annotations} == {"Gemini"}
    assert all(episode.trajectory.final is None for episode in episodes)


def test_the_v2_sample_comes_without_frames_and_says_so(published_samples: Path) -> None:
    (episode,) = read(published_samples / V2_SAMPLE)
    assert [problem.code for problem in episode.remarks] == ["L001"]
    assert (episode.task.scene.name, episode.task.type) == ("SuburbNeighborhood_Day", TaskType.OPEN_DOOR)
    assert episode.trajectory.final is not None and episode.trajectory.final.state == WorldState(doors={"door": True})
    assert {(note.author.kind, note.author.name) for note in episode.annotations} == {
        (AuthorKind.MODEL, "Claude Opus 4.8")
    }


def test_v1_to_v2_names_every_loss_and_can_be_read_again(published_samples: Path, tmp_path: Path) -> None:
    codes = {}
    for episode in read(published_samples / V1_SAMPLE):
        losses = write_v2(episode, tmp_path, from_folder(episode))
        codes[episode.task.id] = {loss.code for loss in losses}
    everywhere = {"scene", "stop_poses", "profile", "driver", "final", "author"}
    assert all(found >= everywhere for found in codes.values())
    assert codes["v1-Multi-stage-x2696_y-02920_z0145_i9"] == everywhere | {"targets", "reason"}
    assert codes["v1-Interaction_Open-Door-x-00092_y-00952_z0126_door0"] == everywhere | {
        "door",
        "unknown.Door_State_Trajectory",
    }
    assert codes["v1-Interaction_Pick-and-Drop-x00236_y-00747_z000114_pd0"] == everywhere | {"step", *V2_OBJECT_KEYS}
    assert sum(len(episode.trajectory.steps) for episode in read(tmp_path)) == 68 - 2


def test_v2_to_v1_names_every_loss(published_samples: Path, tmp_path: Path) -> None:
    (episode,) = read(published_samples / V2_SAMPLE)
    losses = {loss.code: loss.message for loss in write_v1(episode, tmp_path, from_folder(episode))}
    expected = {"scene", "profile", "driver", "final", "state", "author", "frames"} | {
        "unknown.Reason",
        "unknown.Target_Door_Name",
    }
    assert set(losses) == expected
    assert losses["final"] == "the pose, state and view after the last action"
    with pytest.raises(ImportRefused, match="000.jpg: is missing"):
        read(tmp_path)


def test_a_loss_points_into_the_records_that_were_given(published_samples: Path, tmp_path: Path) -> None:
    episode = next(e for e in read(published_samples / V1_SAMPLE) if e.task.id.endswith("x00236_y-00747_z000114_pd0"))
    loss = next(loss for loss in write_v2(episode, tmp_path, from_folder(episode)) if loss.code == "step")
    assert loss.pointer == "/trajectory/steps/4" and "LookHand" in loss.message


def test_a_loss_behind_a_step_left_out_still_points_at_the_given_step(tmp_path: Path) -> None:
    episode = native()
    steps = [change(step, outcome=None) for step in episode.trajectory.steps]
    steps[0] = change(steps[0], action=Action.IDLE)
    steps[5] = change(steps[5], outcome=StepOutcome.EFFECTIVE)
    given = change(episode, trajectory=change(episode.trajectory, steps=steps))
    pointers = {loss.code: loss.pointer for loss in write_v1(given, tmp_path, drawn)}
    assert (pointers["outcome"], pointers["author"]) == ("/trajectory/steps/5/outcome", "/annotations/1/author")


@pytest.mark.parametrize("distances", [[21.5] * 3, [None, 21.5, 21.6], [88.0, 1e6, 21.5]], ids=str)
def test_a_v2_pick_and_drop_comes_out_byte_for_byte(distances: list[float | None], tmp_path: Path) -> None:
    v2_pick_drop(tmp_path / "in", distances)
    (episode,) = read(tmp_path / "in")
    losses = write_v2(through_storage(episode), tmp_path / "out", from_folder(episode))
    unknown = ["unknown.PD_Pose_Trajectory", "unknown.PD_Dist_2D"]
    assert [loss.code for loss in losses] == (unknown if None in distances else [])
    assert tree(tmp_path / "out") == tree(tmp_path / "in")
    held = [step.state.holding if step.state else None for step in episode.trajectory.steps]
    assert held == ["pd_object_7" if d is not None and d < 30 else None for d in distances[:2]]


def test_v1_accepts_one_pose_more_and_says_that_it_cannot_write_it(tmp_path: Path) -> None:
    folder = v1_folder(tmp_path / "in")
    infos = json.loads((folder / "infos.json").read_text())
    infos["Trajectory_Pose"].append(infos["Trajectory_Pose"][0])
    (folder / "infos.json").write_text(json.dumps(infos, indent=4))
    (episode,) = read(tmp_path / "in")
    assert episode.trajectory.final == Final(pose=START)
    assert [loss.code for loss in write_v1(episode, tmp_path / "out", from_folder(episode))] == ["final"]


NATIVE_LOSSES = {
    "scene", "goal", "shortest_actions", "simulator", "driver", "result", "state", "author", "created_at",
}  # fmt: skip


def drawn(wanted: Frame) -> bytes:
    return jpeg(wanted.size_bytes - 1000)


def test_our_own_episodes_can_be_written_and_read_in_both_layouts(tmp_path: Path) -> None:
    episode = native()
    v1_codes = {loss.code for loss in write_v1(episode, tmp_path / "v1", drawn)}
    v2_codes = {loss.code for loss in write_v2(episode, tmp_path / "v2", drawn)}
    assert v1_codes == NATIVE_LOSSES | {"profile", "final", "unknown.Reason"}
    assert v2_codes == NATIVE_LOSSES | {"targets", "final.state"}
    (first,), (second,) = read(tmp_path / "v1"), read(tmp_path / "v2")
    assert [step.pose for step in first.trajectory.steps] == [step.pose for step in episode.trajectory.steps]
    assert second.trajectory.poses() == episode.trajectory.poses()
    assert [note.rationale for note in second.annotations] == [note.rationale for note in episode.annotations]
    assert second.task.scene.name == "family-house_0007"
    assert len(second.trajectory.frames()) == 8


@pytest.mark.parametrize("layout", WRITERS)
def test_what_our_writer_wrote_is_read_and_written_again_byte_for_byte(layout: str, tmp_path: Path) -> None:
    write = WRITERS[layout]
    write(native(), tmp_path / "first", drawn)
    (episode,) = read(tmp_path / "first")
    assert write(through_storage(episode), tmp_path / "second", from_folder(episode)) == []
    assert tree(tmp_path / "second") == tree(tmp_path / "first") != {}


def test_an_idle_step_is_left_out_of_v1_and_the_rest_counted_anew(tmp_path: Path) -> None:
    episode = native()
    steps = list(episode.trajectory.steps)
    steps[3] = change(steps[3], action=Action.IDLE)
    spoiled = change(episode, trajectory=change(episode.trajectory, steps=steps))
    losses = write_v1(spoiled, tmp_path, drawn)
    assert [loss.pointer for loss in losses if loss.code == "step"] == ["/trajectory/steps/3"]
    (back,) = read(tmp_path)
    assert len(back.trajectory.steps) == 6
    assert back.annotations[3].rationale.endswith("at step 4.")


def test_an_unknown_object_number_is_written_as_null_and_read_again(tmp_path: Path) -> None:
    item = PickDrop(object="mug", kind="p", start_pose=START)
    episode = native()
    task = change(episode.task, type=TaskType.PICK_DROP, pick_drop=item)
    losses = write_v2(change(episode, task=task), tmp_path, drawn)
    assert {loss.code for loss in losses} >= {"unknown.PD_ID", "unknown.PD_Size"}
    (back,) = read(tmp_path)
    assert back.task.pick_drop == change(item, object="pd_object")
    name = r"v2-family-house_0007-x000100_y000200_z000088_t5_[a-z]{6}_p"
    assert re.fullmatch(name, back.task.id)


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def failing(wanted: Frame) -> bytes:
        if wanted.size_bytes == 1003:
            raise OSError("the store is gone")
        return drawn(wanted)

    for write in WRITERS.values():
        with pytest.raises(OSError, match="the store is gone"):
            write(native(), tmp_path, failing)
    assert list(tmp_path.rglob("*")) == []


def test_a_second_write_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    for write in WRITERS.values():
        write(native(), tmp_path, drawn)
        before = tree(tmp_path)
        with pytest.raises(SchemaError, match="is there already"):
            write(native(), tmp_path, drawn)
        assert tree(tmp_path) == before


def test_two_takes_of_one_task_get_two_folders(tmp_path: Path) -> None:
    episode = native()
    other = change(episode, trajectory=change(episode.trajectory, id="take-2"), annotations=[])
    for one in (episode, other):
        write_v2(one, tmp_path, drawn)
    assert len(list(read(tmp_path))) == 2


@pytest.mark.parametrize("spoil", ["frame", "media_type", "step"])
def test_what_cannot_be_written_is_refused(spoil: str, tmp_path: Path) -> None:
    episode: EpisodeLike = native()
    steps = list(episode.trajectory.steps)
    if spoil == "frame":
        steps[2] = change(steps[2], frame=None)
    if spoil == "media_type":
        steps[2] = change(steps[2], frame=change(frame(2), media_type="image/png"))
    notes = [change(note, step_index=note.step_index + (spoil == "step")) for note in episode.annotations]
    spoiled = Episode(task=episode.task, trajectory=change(episode.trajectory, steps=steps), annotations=notes)
    with pytest.raises(SchemaError):
        write_v2(spoiled, tmp_path, drawn)
    assert list(tmp_path.iterdir()) == []


def test_every_field_of_the_records_has_words_for_its_loss() -> None:
    from embrace3k.schema.layouts.conversion import _IDENTITY, _WHAT

    named = {name.partition(".")[2] or name for name in _WHAT} | _IDENTITY
    kept = {"instruction", "type", "start_pose", "pick_drop", "steps", "action", "frame", "rationale"}
    for record in (native().task, native().trajectory, native().trajectory.steps[0], native().annotations[0]):
        assert set(record.__struct_fields__) - named - kept - {"pose", "state"} == set()


def test_poses_are_carried_verbatim(tmp_path: Path) -> None:
    folder = v1_folder(tmp_path)
    text = (folder / "infos.json").read_text().replace("88.0", "-0.0")
    (folder / "infos.json").write_text(text)
    (episode,) = read(tmp_path)
    assert str(episode.task.start_pose.z_cm) == "-0.0"
    write_v1(episode, tmp_path / "out", from_folder(episode))
    assert tree(tmp_path / "out") == {name: data for name, data in tree(tmp_path).items() if "out" not in name}


HOLE = [(200.0, 100.0), (220.0, 100.0), (210.0, 90.0)]
HOLED = Polygon(outer=[(0.0, 0.0), (440.0, 0.0), (440.25, 440.0)], holes=[HOLE])
STAGE = StageRegion(character_regions=[HOLED], target_footprints=[HOLE], character_reference_z_cm=88.0)
CARRIED = change(STAGE, object_regions=[HOLED], object_reference_z_cm=58.5)


@pytest.mark.parametrize(
    ("kind", "stages"),
    [
        (TaskType.BASIC, {"final": STAGE}),
        (TaskType.MULTI_STAGE, {"final": STAGE, "midway": STAGE}),
        (TaskType.PICK_DROP, {"final": CARRIED}),
    ],
)
def test_a_success_region_comes_back_from_its_area_file(kind: TaskType, stages: Any, tmp_path: Path) -> None:
    success = SuccessRegion(**stages, shortest_path_cm=812.5, shortest_path_source="visibility graph")
    known = native()
    pick_drop = PickDrop(object="mug", kind="p", start_pose=START) if kind is TaskType.PICK_DROP else None
    episode = change(known, task=change(known.task, type=kind, pick_drop=pick_drop, success=success))
    losses = write_v2(episode, tmp_path, lambda wanted: jpeg())
    assert "success" not in {loss.code for loss in losses}
    (read_back,) = read(tmp_path)
    assert read_back.task.success == success
    write_v2(read_back, tmp_path / "again", lambda wanted: jpeg())
    written = tree(tmp_path / "again")
    assert {name: tree(tmp_path)[name] for name in written if name.endswith(".json")}.items() <= written.items()


def test_an_area_file_has_the_published_keys(tmp_path: Path) -> None:
    known = native()
    success = SuccessRegion(final=CARRIED, shortest_path_cm=1.0, shortest_path_source="x")
    pick_drop = PickDrop(object="mug", kind="p", start_pose=START)
    task = change(known.task, type=TaskType.PICK_DROP, pick_drop=pick_drop, success=success)
    write_v2(change(known, task=task), tmp_path, lambda wanted: jpeg())
    (path,) = tmp_path.glob("success_region/*/*/area.json")
    area = json.loads(path.read_text())
    assert list(area) == ["coordinate_system", "distance_metric", "shortest_path_uu", "shortest_path_source", "stages"]
    assert area["coordinate_system"] == "UE left-handed world XY (uu)" and area["distance_metric"] == "xy"
    assert list(area["stages"]) == ["final"]
    final = area["stages"]["final"]
    assert list(final) == [
        "character_regions", "target_footprints", "character_reference_z", "pd_object_regions", "pd_object_reference_z"
    ]  # fmt: skip
    assert list(final["character_regions"][0]) == ["Outer_Boundary", "Holes"]


def test_what_a_success_region_brings_beside_its_area_is_named_and_left(tmp_path: Path) -> None:
    known = native()
    success = SuccessRegion(final=STAGE, midway=STAGE)
    write_v2(change(known, task=change(known.task, success=success)), tmp_path, lambda wanted: jpeg())
    (path,) = tmp_path.glob("success_region/*/*/area.json")
    area = json.loads(path.read_text())
    area["stages"]["final"]["author"] = "x"
    path.write_text(json.dumps(area))
    path.with_name("xy_region.png").write_bytes(b"")
    (episode,) = read(tmp_path)
    assert [problem.code for problem in episode.remarks] == ["L002", "L002"]
    named = [problem.message.split()[5] for problem in episode.remarks]
    assert named == ["/stages/final/author,", "xy_region.png,"]
    assert episode.task.success == success
