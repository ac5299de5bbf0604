"""What a layout cannot say. Losses are found, not listed: what was written is read back and compared field by field."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

import msgspec

from embrace3k.schema.actions import Action
from embrace3k.schema.errors import SchemaError
from embrace3k.schema.layouts.episodes import Episode, EpisodeLike, Loss
from embrace3k.schema.problems import pointer_to
from embrace3k.schema.tasks import Scene
from embrace3k.schema.trajectories import Frame, Step

_IDENTITY = {"id", "task_id", "trajectory_id", "source", "schema_version", "index", "step_index"}
"""Names of records, which every import gives anew."""
_SPLIT = {"pick_drop", "final"}
"""Records inside records whose fields are compared one by one."""

_WHAT = {
    "scene": "which world it is, beyond a folder's name",
    "goal": "the machine-checkable goal",
    "targets": "the names of the targets",
    "door": "the name of the door",
    "pick_drop.object": "the name of the object to carry; the layouts number objects",
    "pick_drop.kind": "whether the object is only picked up or also put down",
    "pick_drop.size": "the size of the object",
    "reason": "why the task tests something",
    "exposure": "the exposure of the scene",
    "stop_poses": "where the imported demonstration stopped; v1 alone holds it, and of this trajectory",
    "shortest_actions": "the length of the shortest solution",
    "maker": "who made the task",
    "success": "where the agent has to end up",
    "difficulty": "the facts of the task's difficulty",
    "simulator": "who drew the frames: backend, version, renderer and camera",
    "profile": "the step sizes",
    "driver": "who or what chose the actions",
    "result": "how the episode ended, as its goal judges it",
    "final": "the pose, state and view after the last action",
    "final.frame": "the view after the last action",
    "final.state": "the state of doors and objects after the last action",
    "final.camera_pose": "the camera's pose after the last action",
    "camera_pose": "the camera's poses",
    "state": "the states of doors, objects and head",
    "outcome": "the outcomes of the actions",
    "evidence": "the measured evidence",
    "decision_time_s": "the time the driver took",
    "author": "who wrote the rationales; a reader will take them for the layout's own author's",
    "created_at": "when the rationales were written",
    "parent": "the revisions that the rationales were written over",
    "revision": "how often the rationales were revised",
    "verdict": "the grounding verdicts",
    "annotation": "an annotation without a text",
    "reason_codes": "the reason codes of the verdicts",
    "answers": "the answers to the three questions",
    "corrected_action": "the corrected actions",
    "provenance": "how the rationales came about: from which drafts, and how long they were looked at",
}
_FILLED_IN = {
    "final": "the pose after the last action is not known; written is the one before it, for Finish moves nothing",
    "scene": "the world is not known; written is the folder name 'unknown'",
}
"""Where the record is empty and the layout is not."""


def fitting(episode: EpisodeLike, actions: Mapping[str, Action], layout: str) -> tuple[Episode, list[Loss]]:
    """The episode without the steps that the layout has no name for, counted anew, and a Loss for each of those."""
    known = set(actions.values())
    kept = [step for step in episode.trajectory.steps if step.action in known]
    if not kept:
        raise SchemaError(f"no step of {episode.trajectory.id} has an action that {layout} can name")
    losses = [_dropped(step, layout) for step in episode.trajectory.steps if step.action not in known]
    indices = {step.index for step in episode.trajectory.steps}
    stray = [note.step_index for note in episode.annotations if note.step_index not in indices]
    if stray:
        raise SchemaError(f"annotations speak of steps {stray[:5]}, which do not exist", where=episode.trajectory.id)
    places = {step.index: place for place, step in enumerate(kept)}
    steps = [msgspec.structs.replace(step, index=place) for place, step in enumerate(kept)]
    notes = [
        msgspec.structs.replace(note, step_index=places[note.step_index])
        for note in episode.annotations
        if note.step_index in places
    ]
    trajectory = msgspec.structs.replace(episode.trajectory, steps=steps)
    return Episode(task=episode.task, trajectory=trajectory, annotations=notes), losses


def frames_of(episode: EpisodeLike) -> list[Frame]:
    """The frames in file order: of all steps or of none, and the final one. Raises SchemaError where one is missing."""
    name, frames = episode.trajectory.id, episode.trajectory.frames()
    missing = [step.index for step in episode.trajectory.steps if step.frame is None]
    if frames and missing:
        raise SchemaError(f"steps {missing[:5]} have no frame while others have", where=name)
    strange = next((frame.media_type for frame in frames if frame.media_type != "image/jpeg"), None)
    if strange:
        raise SchemaError(f"a frame is {strange}; the layout holds image/jpeg", where=name)
    return frames


def losses_between(meant: EpisodeLike, read_back: EpisodeLike) -> list[Loss]:
    """One Loss per field that comes back different, with the first place and how many there are."""
    places: dict[tuple[str, bool], list[str]] = {}
    for field, pointer, filled in _differences(meant, read_back):
        places.setdefault((field, filled), []).append(pointer)
    return [
        Loss(code=field, pointer=found[0], message=_message(field, filled, len(found)))
        for (field, filled), found in places.items()
    ]


def pointed_back(losses: list[Loss], given: EpisodeLike, actions: Mapping[str, Action]) -> list[Loss]:
    """The same losses, pointing into the episode as it was given, before `fitting` took steps out and counted anew."""
    known = set(actions.values())
    steps = [place for place, step in enumerate(given.trajectory.steps) if step.action in known]
    kept = {given.trajectory.steps[place].index for place in steps}
    notes = [place for place, note in enumerate(given.annotations) if note.step_index in kept]
    return [msgspec.structs.replace(loss, pointer=_pointed_back(loss.pointer, steps, notes)) for loss in losses]


def _pointed_back(pointer: str, steps: list[int], notes: list[int]) -> str:
    match = re.fullmatch(r"(/trajectory/steps|/annotations)/(\d+)(.*)", pointer)
    if match is None:
        return pointer
    places = notes if match[1] == "/annotations" else steps
    return f"{match[1]}/{places[int(match[2])]}{match[3]}"


def unknown_to(documents: Sequence[Mapping[str, Any]], empty: Set[str], layout: str) -> list[Loss]:
    """What the layout wants and the records lack: a null, or one of the keys in `empty` left empty."""
    found = {key: value for document in documents for key, value in document.items() if _unknown(value) or key in empty}
    return [
        Loss(
            code=f"unknown.{key}",
            pointer=pointer_to(key),
            message=f"{layout} wants {key}; the records do not hold it{_as(value)}",
        )
        for key, value in found.items()
    ]


def _dropped(step: Step, layout: str) -> Loss:
    gap = "; it moves the agent, so a gap stays between the poses" if step.action is Action.JUMP_FORWARD else ""
    return Loss(
        code="step",
        pointer=pointer_to("trajectory", "steps", step.index),
        message=f"step {step.index} ({step.action.value}), its frame and rationale: {layout} has no such action{gap}",
    )


def _unknown(value: Any) -> bool:
    return value is None or (isinstance(value, list) and None in value)


def _as(value: Any) -> str:
    return " everywhere, null stands for it" if _unknown(value) else ", it is left empty"


def _message(field: str, filled: bool, count: int) -> str:
    text = _FILLED_IN.get(field) if filled else None
    text = text or _WHAT.get(field, f"the field {field}")
    return f"{text} ({count} steps)" if count > 1 else text


def _differences(meant: EpisodeLike, other: EpisodeLike) -> Iterator[tuple[str, str, bool]]:
    """Field, pointer, and whether the record is empty there."""
    yield from _fields(meant.task, other.task, "/task")
    yield from _fields(meant.trajectory, other.trajectory, "/trajectory", skip={"steps", "scene"})
    for one, two in zip(meant.trajectory.steps, other.trajectory.steps, strict=True):
        yield from _fields(one, two, pointer_to("trajectory", "steps", one.index))
    notes = {note.step_index: note for note in other.annotations}
    for place, note in enumerate(meant.annotations):
        if note.step_index in notes:
            yield from _fields(note, notes[note.step_index], pointer_to("annotations", place))
        else:
            yield "annotation", pointer_to("annotations", place), False


def _fields(
    one: Any, two: Any, pointer: str, skip: Set[str] = frozenset(), prefix: str = ""
) -> Iterator[tuple[str, str, bool]]:
    for name in one.__struct_fields__:
        mine, theirs = getattr(one, name), getattr(two, name)
        if name in _IDENTITY or name in skip or mine == theirs or _says_nothing(name, mine, theirs):
            continue
        if name in _SPLIT and mine is not None and theirs is not None:
            yield from _fields(mine, theirs, f"{pointer}/{name}", prefix=f"{name}.")
        else:
            filled = mine is None or mine == Scene(name=None)
            yield prefix + name, f"{pointer}/{name}", filled


def _says_nothing(name: str, mine: object, theirs: object) -> bool:
    """An empty text is no reason, and stop poses follow from the trajectory where the record has none."""
    return (name == "reason" and not mine and not theirs) or (name == "stop_poses" and not mine)
