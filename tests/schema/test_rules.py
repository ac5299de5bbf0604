"""Each rule is tripped alone by one small change, and published data trips exactly what is known to be odd in it."""

import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from embrace3k.schema.actions import Action
from embrace3k.schema.annotations import Annotation, Answers, Provenance, ReasonCode, Verdict
from embrace3k.schema.authors import Author, AuthorKind
from embrace3k.schema.catalogue import CATALOGUE, markdown
from embrace3k.schema.goals import InRegion, Near, Polygon, Sequence
from embrace3k.schema.layouts import Episode, read
from embrace3k.schema.poses import Pose
from embrace3k.schema.problems import Severity
from embrace3k.schema.regions import StageRegion, SuccessRegion
from embrace3k.schema.rules import check_trajectory
from embrace3k.schema.rules.texts import contradicted_side, hindsight_in, placeholder_in
from embrace3k.schema.tasks import PickDrop, Source, TaskType
from embrace3k.schema.trajectories import DriverKind, Evidence, StepOutcome
from embrace3k.tests.schema.records import START, THERE, V1_SAMPLE, V2_SAMPLE, change, native, published, state

ROOT = Path(__file__).resolve().parents[2]
Change = Callable[[Episode], Episode]


def task(**fields: Any) -> Change:
    return lambda episode: change(episode, task=change(episode.task, **fields))


def trajectory(**fields: Any) -> Change:
    return lambda episode: change(episode, trajectory=change(episode.trajectory, **fields))


def step(place: int, /, **fields: Any) -> Change:
    def edit(episode: Episode) -> Episode:
        steps = list(episode.trajectory.steps)
        steps[place] = change(steps[place], **fields)
        return change(episode, trajectory=change(episode.trajectory, steps=steps))

    return edit


def final(**fields: Any) -> Change:
    def edit(episode: Episode) -> Episode:
        assert episode.trajectory.final is not None
        return trajectory(final=change(episode.trajectory.final, **fields))(episode)

    return edit


def note(index: int, **fields: Any) -> Change:
    def edit(episode: Episode) -> Episode:
        notes: list[Annotation] = list(episode.annotations)
        notes[index] = change(notes[index], **fields)
        return change(episode, annotations=notes)

    return edit


WELL = Answers(action_matches=Verdict.GROUNDED, object_present=Verdict.GROUNDED, rationale_supported=Verdict.GROUNDED)
WRONG = change(WELL, action_matches=Verdict.NOT_GROUNDED)


def judged(answers: Answers, **fields: Any) -> Change:
    """What a person says about step 1, consistent but for `fields`."""
    wrong = Verdict.NOT_GROUNDED in answers.each()
    known: dict[str, Any] = {
        "answers": answers, "verdict": answers.verdict, "author": Author(kind=AuthorKind.HUMAN, name="ann"),
        "reason_codes": [ReasonCode.WRONG_ACTION] if wrong else [],
        "provenance": Provenance(origin=AuthorKind.HUMAN),
    }  # fmt: skip
    return note(1, **(known | fields))


def every(*changes: Change) -> Change:
    def edit(episode: Episode) -> Episode:
        for one in changes:
            episode = one(episode)
        return episode

    return edit


def script(episode: Episode) -> Episode:
    """Driven by a script, which may leave out what a demonstration needs."""
    return trajectory(driver=change(episode.trajectory.driver, kind=DriverKind.SCRIPT))(episode)


def twice(episode: Episode) -> Episode:
    return change(episode, annotations=[*episode.annotations, episode.annotations[0]])


def with_pose(index: int, **axes: float) -> Change:
    return lambda episode: step(index, pose=episode.trajectory.steps[index].pose._replace(**axes))(episode)


def everywhere_after(index: int, pose: Pose) -> Change:
    """The body stands at `pose` from that step on."""
    return lambda episode: every(
        *(step(place, pose=pose) for place in range(index, len(episode.trajectory.steps))), final(pose=pose)
    )(episode)


def along(forward_cm: float, right_cm: float = 0.0) -> Pose:
    turn = math.radians(25.0)
    return THERE._replace(
        x_cm=100.0 + forward_cm * math.cos(turn) - right_cm * math.sin(turn),
        y_cm=200.0 + forward_cm * math.sin(turn) + right_cm * math.cos(turn),
    )


MUG_TASK = PickDrop(object="mug", kind="pd", start_pose=START)
FLAT = Polygon(outer=[(0.0, 0.0), (1.0, 1.0), (2.0, 2.0)])
SQUARE = Polygon(outer=[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])


def around(polygon: Polygon, *, midway: bool, object_regions: Iterable[Polygon] = ()) -> SuccessRegion:
    good = StageRegion(character_regions=[SQUARE], target_footprints=[SQUARE.outer])
    final = change(good, character_regions=[polygon], object_regions=list(object_regions))
    return SuccessRegion(final=final, midway=good if midway else None)


EVIDENCE = Evidence(forward_cm=100.0, right_cm=0.0, up_cm=0.0, turn_deg=0.0, blocked=False)

NATIVE: list[tuple[str, str, Change]] = [
    ("N001", "/trajectory/steps/0/decision_time_s", step(0, decision_time_s=math.nan)),
    ("N001", "/task/goal/radius_cm", every(task(goal=Near(object="car", radius_cm=math.inf)))),
    ("N002", "/trajectory/steps/6/camera_pose", step(6, camera_pose=THERE._replace(pitch_deg=176.79))),
    ("K001", "/task/instruction", task(instruction="Go to <image>.")),
    ("K001", "/task/instruction", task(instruction=" ")),
    ("K002", "/task/pick_drop", every(task(type=TaskType.PICK_DROP), step(2, action=Action.IDLE))),
    ("K002", "/task/pick_drop", task(pick_drop=MUG_TASK)),
    ("K002", "/task/door", task(door="garage_door")),
    ("K003", "/task/goal", task(goal=None)),
    ("K004", "/task/goal/goals/1/region/0/outer", task(
        goal=Sequence(goals=[Near(object="car", radius_cm=1.0), InRegion(subject="agent", region=[FLAT])])
    )),
    ("K004", "/task/success/final/character_regions/0/outer", task(success=around(FLAT, midway=True))),
    ("K006", "/task/success/midway", task(success=around(SQUARE, midway=False))),
    ("K006", "/task/success", task(success=around(SQUARE, midway=True, object_regions=[SQUARE]))),
    ("T001", "/trajectory/steps/6/index", step(6, index=7)),
    ("T002", "/trajectory/steps/6/action", step(6, action=Action.IDLE)),
    ("T003", "/trajectory/steps/2/action", every(script, step(2, action=Action.FINISH))),
    ("T004", "/trajectory/steps/2/action", task(type=TaskType.BASIC)),
    ("T005", "/trajectory/steps", step(2, action=Action.IDLE)),
    ("T006", "/trajectory/task_id", trajectory(task_id="another")),
    ("T006", "/trajectory/scene", lambda e: trajectory(scene=change(e.trajectory.scene, seed=8))(e)),
    ("T007", "/trajectory/steps/0/pose", task(start_pose=START._replace(roll_deg=-0.006))),
    ("T011", "/trajectory/final", trajectory(final=None)),
    ("P001", "/trajectory/steps/0", every(step(0, action=Action.TURN_LEFT))),
    ("P001", "/trajectory/steps/0", every(with_pose(0, yaw_deg=0.02), task(start_pose=START._replace(yaw_deg=0.02)))),
    ("P002", "/trajectory/steps/1", everywhere_after(2, along(126.0))),
    ("P003", "/trajectory/steps/1", everywhere_after(2, THERE._replace(yaw_deg=26.0))),
    ("P004", "/trajectory/steps/4", everywhere_after(5, THERE._replace(yaw_deg=34.0))),
    ("P004", "/trajectory/steps/3", everywhere_after(4, along(125.859 + 200.0))),
    ("P004", "/trajectory/steps/6", final(pose=THERE._replace(z_cm=90.0))),
    ("P005", "/trajectory/steps/1", everywhere_after(2, along(80.0))),
    ("P006", "/trajectory/steps/1", everywhere_after(2, along(125.85, 1.0))),
    ("W001", "/trajectory/steps/6", final(state=state(open=False))),
    ("W002", "/trajectory/steps/3", every(*(step(i, state=state(open=True)) for i in range(4)))),
    ("W003", "/trajectory/steps/6", final(state=state(open=True, holding="mug"))),
    ("W004", "/trajectory/steps/4", every(step(5, action=Action.IDLE, state=state(open=True)))),
    ("W005", "/trajectory/steps/1/state", step(1, state=None)),
    ("W005", "/trajectory/final/state", final(state=None)),
    ("W006", "/trajectory/steps/5/state/holding", lambda e: step(5, state=change(state(True, "mug"), objects={}))(e)),
    ("E001", "/trajectory/steps/1/evidence/forward_cm", step(1, evidence=EVIDENCE)),
    ("R001", "/trajectory/result", lambda e: trajectory(result=change(e.trajectory.result, stages=[True, False]))(e)),
    ("F001", "/trajectory/steps/3/frame", step(3, frame=None)),
    ("F002", "/trajectory/steps", lambda e: step(3, frame=change(e.trajectory.frames()[3], width_px=320))(e)),
    ("A001", "/annotations/2/trajectory_id", note(2, trajectory_id="another")),
    ("A001", "/annotations/6/step_index", note(6, step_index=7)),
    ("A002", "/annotations/7/step_index", twice),
    ("A003", "/annotations/1/rationale", note(1, rationale="I see it, <|im_start|> so I go.")),
    ("A004", "/annotations/0/rationale", note(0, rationale="The car is there, so I will turn left.")),
    ("A005", "/annotations/1/rationale", note(1, rationale="In hindsight this was the way.")),
    ("A006", "/annotations/1/rationale", note(1, rationale=" \n")),
    ("A007", "/annotations/1/created_at", note(1, created_at="2026-01-31 09:30")),
    ("A008", "/annotations/1/parent", note(1, revision=2)),
    ("A008", "/annotations/1/parent", note(1, parent=1)),
    ("A009", "/annotations/1/verdict", judged(WELL, verdict=Verdict.UNSURE)),
    ("A009", "/annotations/1/verdict", judged(Answers(object_present=Verdict.GROUNDED), verdict=Verdict.GROUNDED)),
    ("A010", "/annotations/1/reason_codes", judged(WRONG, reason_codes=[])),
    ("A010", "/annotations/1/reason_codes", judged(WELL, reason_codes=[ReasonCode.OTHER])),
    ("A011", "/annotations/1/corrected_action", judged(WELL, corrected_action=Action.IDLE)),
    ("A011", "/annotations/1/corrected_action", note(1, corrected_action=Action.IDLE)),
    ("A012", "/annotations/1/corrected_action", lambda e: judged(
        WRONG, corrected_action=e.trajectory.steps[1].action)(e)),
    ("A013", "/annotations/1/provenance", note(1, provenance=Provenance(origin=AuthorKind.HUMAN))),
    ("A013", "/annotations/1/provenance", judged(WELL, provenance=Provenance(origin=AuthorKind.MODEL))),
]  # fmt: skip

PUBLISHED: list[tuple[str, str, Change]] = [
    ("K005", "/task/source/path", task(source=Source(layout="embrace-v1", path="Basic/x1"))),
    ("T008", "/task/stop_poses/1", lambda e: task(stop_poses=[e.task.stop_poses[0], START])(e)),
    ("T009", "/task/stop_poses/0", lambda e: task(stop_poses=[START, e.task.stop_poses[1]])(e)),
    ("T010", "/task/stop_poses", lambda e: task(stop_poses=e.task.stop_poses[1:])(e)),
    ("T012", "/trajectory/steps/2/action", step(2, action=Action.LOOK_HAND)),
    ("P007", "/trajectory/steps/2", lambda e: every(
        with_pose(3, yaw_deg=-9.2),
        task(stop_poses=[e.task.stop_poses[0], e.task.stop_poses[1]._replace(yaw_deg=-9.2)]),
    )(e)),
    ("F003", "/trajectory/steps/0/frame", lambda e: every(
        *(step(i, frame=change(f, width_px=640, height_px=480)) for i, f in enumerate(e.trajectory.frames())),
        trajectory(simulator=change(e.trajectory.simulator, width_px=640, height_px=480)),
    )(e)),
]  # fmt: skip
NOT_FROM_RECORDS = {"S001", "S002", "S003", "S004", "L001", "L002"}
"""Tripped in test_frozen, test_check and test_layouts."""


@pytest.mark.parametrize("episode", [native(), published()], ids=["native", "published"])
def test_good_records_break_no_rule(episode: Episode) -> None:
    assert check_trajectory(episode.trajectory, episode.task, episode.annotations) == []


@pytest.mark.parametrize(
    ("base", "code", "pointer", "spoil"),
    [(native, *case) for case in NATIVE] + [(published, *case) for case in PUBLISHED],
    ids=[f"{code}-{pointer}" for code, pointer, _ in NATIVE + PUBLISHED],
)
def test_each_rule_is_tripped_alone(base: Callable[[], Episode], code: str, pointer: str, spoil: Change) -> None:
    episode = spoil(base())
    (problem,) = check_trajectory(episode.trajectory, episode.task, episode.annotations)
    assert (problem.code, problem.severity) == (code, CATALOGUE[code].severity)
    assert problem.pointer.startswith(pointer)
    assert len(problem.message) > 15


NOISE: list[tuple[str, Change, Change]] = [
    ("T007", task(start_pose=START._replace(x_cm=START.x_cm + 1.9)), task(start_pose=START._replace(roll_deg=1.1))),
    ("P001", with_pose(0, yaw_deg=-0.9), with_pose(0, yaw_deg=-1.1)),
    ("P002", everywhere_after(2, along(127.8)), everywhere_after(2, along(127.9))),
    ("P003", everywhere_after(2, THERE._replace(yaw_deg=25.9)), everywhere_after(2, THERE._replace(yaw_deg=26.1))),
    ("P004", final(pose=THERE._replace(z_cm=89.9)), final(pose=THERE._replace(z_cm=90.1))),
    ("P004", final(pose=THERE._replace(pitch_deg=0.9)), final(pose=THERE._replace(pitch_deg=1.1))),
    ("P006", everywhere_after(2, along(125.8, 1.9)), everywhere_after(2, along(125.8, 2.1))),
    ("W001", step(1, state=state(open=True)), final(state=state(open=False))),
]
"""What a real engine may do, and what not even that may."""


@pytest.mark.parametrize(("code", "noise", "fault"), NOISE)
def test_a_real_engine_may_tremble_and_an_embedded_world_may_not(code: str, noise: Change, fault: Change) -> None:
    def codes(backend: str, spoil: Change) -> set[str]:
        def drawn(episode: Episode) -> Episode:
            return trajectory(simulator=change(episode.trajectory.simulator, backend=backend))(episode)

        episode = every(drawn, step(1, evidence=None), spoil)(native())
        return {problem.code for problem in check_trajectory(episode.trajectory, episode.task)}

    assert code in codes("embedded", noise) and code in codes("unknown", noise)
    assert code not in codes("unreal", noise) and code in codes("unreal", fault)


@pytest.mark.parametrize("answers", [WELL, WRONG, Answers(), change(WELL, object_present=Verdict.UNSURE)])
def test_what_a_person_says_of_a_step_breaks_no_rule(answers: Answers) -> None:
    episode = judged(answers)(native())
    assert check_trajectory(episode.trajectory, episode.task, episode.annotations) == []


def test_every_rule_of_the_catalogue_is_tripped_by_some_test() -> None:
    assert {code for code, _, _ in NATIVE + PUBLISHED} | NOT_FROM_RECORDS == set(CATALOGUE)


def test_the_page_of_rules_is_made_from_the_catalogue() -> None:
    assert (ROOT / "docs" / "rules.md").read_text() == markdown(), "run `python -m embrace3k.schema.rules`"


def test_a_short_step_that_its_record_calls_blocked_is_fine() -> None:
    episode = every(everywhere_after(2, along(48.0, 17.0)), step(1, outcome=StepOutcome.BLOCKED))(native())
    assert check_trajectory(episode.trajectory, episode.task) == []


ODDITIES = {
    "Basic/x02083_y-00369_z0119_i2": [("P005", 3), ("P006", 3), ("P005", 6), ("P006", 6)],
    "Dynamic_Spatial-Semantic/x-00118_y-01142_z0099_i7": [("P005", 2), ("P006", 2)],
    "Interaction_Pick-and-Drop/x00236_y-00747_z000114_pd0": [("T012", 4), ("P007", 3)],
    "Interaction_Pick-and-Drop/x003064_y013109_z-12713_pd0": [("T012", 2), ("P007", 1)],
    "Multi-stage/x2696_y-02920_z0145_i9": [("T007", 0)],
    "SuburbNeighborhood_Day/x000269_y-000779_z000116_t4_a": [("P005", 9), ("P006", 9), ("W002", 8)],
}
"""Named in the project's notes: three v1 steps below 200 cm, which slid 43, 25 and 76 cm; LookHand recorded as a step;
Pick turning by -9.2 and +0.2 degrees; a start pose off by 0.05 and -0.006; in v2 a blocked step and a failed door."""


def test_the_published_samples_show_their_known_oddities_and_nothing_else(published_samples: Path) -> None:
    found: dict[str, list[tuple[str, int]]] = {}
    for episode in [*read(published_samples / V1_SAMPLE), *read(published_samples / V2_SAMPLE)]:
        assert episode.task.source is not None
        for problem in check_trajectory(episode.trajectory, episode.task, episode.annotations):
            assert problem.severity is Severity.WARNING
            place = (problem.code, int(problem.pointer.split("/")[3]))
            found.setdefault(episode.task.source.path, []).append(place)
    assert found == ODDITIES


def test_the_multi_stage_sample_names_both_angles_of_its_start(published_samples: Path) -> None:
    episode = next(e for e in read(published_samples / V1_SAMPLE) if e.task.type is TaskType.MULTI_STAGE)
    (problem,) = check_trajectory(episode.trajectory, episode.task, episode.annotations)
    assert problem.message.endswith("pitch_deg +0.050, roll_deg -0.006")


@pytest.mark.parametrize("text", ["<image>", "a <|im_end|> b", "</think>", "<ACTION>", "[INST]", "<|begin_of_box|>"])
def test_placeholder_tokens_are_found(text: str) -> None:
    token = placeholder_in(text)
    assert token is not None and token in text


@pytest.mark.parametrize("text", ["I think the action is right.", "a < b > c", "image", "<- left", "the 2 < 3 case"])
def test_plain_words_are_no_placeholder_tokens(text: str) -> None:
    assert placeholder_in(text) is None


@pytest.mark.parametrize(
    "text", ["I will turn left.", "I need to turn slightly more to the left-hand side.", "So I turn left now.",
             "Let me turn back to the left."],
)  # fmt: skip
def test_announcing_the_other_side_is_a_contradiction(text: str) -> None:
    assert contradicted_side(text, Action.TURN_RIGHT) == "left"
    assert contradicted_side(text, Action.TURN_LEFT) is None
    assert contradicted_side(text, Action.MOVE_FORWARD) is None


@pytest.mark.parametrize(
    "text", ["I turned left before, so I turn right.", "The car is on the left.", "After turning left I see the door.",
             "I will not turn left.", "I will turn around the left corner.", "I turn left, no: I turn right."],
)  # fmt: skip
def test_speaking_of_the_other_side_is_no_contradiction(text: str) -> None:
    assert contradicted_side(text, Action.TURN_RIGHT) is None


def test_hindsight_is_about_the_future_not_the_plan() -> None:
    assert hindsight_in("As it turns out, the door is locked.") == "As it turns out"
    assert hindsight_in("The next step is to open the door; later I will go on.") is None
