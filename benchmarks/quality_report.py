"""Time and memory of the report on quality from a full database: python -m embrace3k.benchmarks.quality_report

Fills a SQLite file (or the empty database at --url) with works that people have handed in, their texts template drafts
or edits of them, and measures the report in processes of their own, with and without lints.
"""

import argparse
import multiprocessing
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session

from embrace3k.annotator.drafts import draft_trajectory
from embrace3k.annotator.measuring import measure
from embrace3k.annotator.queue import Plan, open_works
from embrace3k.schema.actions import PROFILES, Action
from embrace3k.schema.annotations import Annotation, Answers, Provenance, ReasonCode, Verdict
from embrace3k.schema.authors import Author, AuthorKind
from embrace3k.schema.goals import Near
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import Scene, Task, TaskType
from embrace3k.schema.trajectories import (
    Driver,
    DriverKind,
    Evidence,
    Result,
    Simulator,
    Step,
    TargetView,
    Trajectory,
)
from embrace3k.schema.work import WorkState
from embrace3k.storage.annotations import add_annotations, annotation_values
from embrace3k.storage.assignments import ASSIGNMENTS, Outcome, Purpose
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.tables import AnnotationRecord, table_of
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import commit_trajectory
from embrace3k.storage.work import LANES, WORKS, Work, list_works
from embrace3k.storage.work_tables import PlantedStepRecord, ViewingRecord

NOTES, VIEWINGS, PLANTED = (table_of(AnnotationRecord), table_of(ViewingRecord), table_of(PlantedStepRecord))
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
HERE = Pose(0, 0, 88, 0, 0, 0)
WALK = (Action.MOVE_FORWARD, Action.TURN_LEFT, Action.TURN_RIGHT)
SCENE = Scene(name="made-up", seed=1)
REVISED = ("I see it ahead of me now, ", "It is still some way off, ", "Nothing is in my way here, ")


def fill(database: Database, options: argparse.Namespace) -> None:
    chance, types = random.Random(1), list(TaskType)
    drafts: dict[str, list[Annotation]] = {}
    with database.session() as session:
        for number in range(options.works):
            task = _task(number, types[number % len(types)])
            trajectory = _trajectory(number, task, options.steps, chance)
            drafts[trajectory.id] = draft_trajectory(task, trajectory, created_at=_words(NOW))
            add_tasks(session, [task])
            commit_trajectory(session, trajectory)
            add_annotations(session, drafts[trajectory.id])
        open_works(session, drafts, Plan(annotators=options.lanes, overlap=options.overlap), NOW)
        for work in list_works(session, limit=None):
            _annotate(session, work, drafts[work.trajectory_id], options.annotators, chance)
        session.execute(update(LANES).values(submitted=True))
        session.execute(update(WORKS).values(state=WorkState.ACCEPTED.value))


def _annotate(session: Session, work: Work, drafts: list[Annotation], people: int, chance: random.Random) -> None:
    truth = [chance.random() < 0.8 for _ in drafts]
    names = [f"annotator-{who:02}" for who in chance.sample(range(people), work.annotators)]
    for lane, name in zip(work.annotator_lanes, names, strict=True):
        careful = chance.random() < 0.9
        notes = [
            _said(note, name, true if careful else chance.random() < 0.5, chance)
            for note, true in zip(drafts, truth, strict=True)
        ]
        if lane:
            session.execute(insert(NOTES), [_row(note, lane, NOW) for note in drafts])
        begun = NOW + timedelta(seconds=chance.uniform(0, 600_000))
        times = [begun + timedelta(seconds=9 * step) for step in range(len(notes))]
        session.execute(insert(NOTES), [_row(note, lane, when) for note, when in zip(notes, times, strict=True)])
        held = {
            "trajectory_id": work.trajectory_id, "lane": lane, "holder": name, "purpose": Purpose.ANNOTATE.value,
            "outcome": Outcome.SUBMITTED.value, "started_at": begun, "ended_at": times[-1],
        }  # fmt: skip
        session.execute(insert(ASSIGNMENTS), held)
        seen = {"trajectory_id": work.trajectory_id, "viewer": name, "updated_at": begun}
        session.execute(
            insert(VIEWINGS),
            [seen | {"step_index": step, "dwell_ms": chance.randrange(800, 20_000)} for step in range(len(notes))],
        )
    if work.blind:
        decided = [_said(note, "reviewer", true, chance) for note, true in zip(drafts, truth, strict=True)]
        session.execute(insert(NOTES), [_row(note, 0, NOW) for note in decided])
        if chance.random() < 0.2:
            step = chance.randrange(len(drafts))
            planted = {
                "trajectory_id": work.trajectory_id,
                "step_index": step,
                "shown_action": Action.JUMP_FORWARD.value,
            }
            session.execute(insert(PLANTED), planted | {"planted_by": "engineer", "created_at": NOW})


def _said(draft: Annotation, name: str, grounded: bool, chance: random.Random) -> Annotation:
    edited = chance.random() < 0.3
    first = Verdict.GROUNDED if grounded else Verdict.NOT_GROUNDED
    answers = Answers(action_matches=first, object_present=Verdict.GROUNDED, rationale_supported=Verdict.GROUNDED)
    return Annotation(
        trajectory_id=draft.trajectory_id, step_index=draft.step_index, revision=2, parent=1,
        rationale=chance.choice(REVISED) * edited + draft.rationale, verdict=answers.verdict, answers=answers,
        reason_codes=[] if grounded else [ReasonCode.WRONG_ACTION], created_at=_words(NOW),
        author=Author(kind=AuthorKind.HUMAN, name=name),
        provenance=Provenance(origin=AuthorKind.TEMPLATE, draft_revision=1, edited=edited, dwell_ms=3000),
    )  # fmt: skip


def _row(note: Annotation, lane: int, when: datetime) -> dict[str, Any]:
    return annotation_values(note) | {"lane": lane, "created_at": when}


def _task(number: int, task_type: TaskType) -> Task:
    goal = Near(object="red_car", radius_cm=200)
    return Task(
        id=f"task-{number:05}", instruction="Find the red car.", type=task_type, scene=SCENE, start_pose=HERE, goal=goal
    )  # fmt: skip


def _trajectory(number: int, task: Task, steps: int, chance: random.Random) -> Trajectory:
    return Trajectory(
        id=f"trajectory-{number:05}", task_id=task.id, scene=SCENE, simulator=Simulator(backend="embedded"),
        profile=PROFILES["v2"], driver=Driver(kind=DriverKind.ORACLE, name="oracle"),
        steps=list(_steps(steps, chance)), result=Result(success=True, stages=[True]),
    )  # fmt: skip


def _steps(count: int, chance: random.Random) -> Iterator[Step]:
    for index in range(count):
        views = [
            TargetView(
                object=name, visible=chance.random() < 0.6, pixels=500, bearing_deg=chance.uniform(-60, 60),
                distance_cm=chance.uniform(200, 2000),
            )
            for name in ("red_car", "bench", "oak_tree")
        ]  # fmt: skip
        evidence = Evidence(forward_cm=100, right_cm=0, up_cm=0, turn_deg=0, blocked=False, targets=views)
        action = Action.FINISH if index == count - 1 else chance.choice(WALK)
        yield Step(index=index, action=action, pose=HERE, evidence=evidence)


def _words(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def timed(url: str, lints: bool) -> None:
    before_mb, began, clock = _peak_mb(), time.process_time(), time.monotonic()
    with Database(url) as database:
        report = measure(database, lints=lints)
    used, passed = time.process_time() - began, time.monotonic() - clock
    probes = sum(each.caught + each.missed for each in report.attention)
    print(
        f"{'with' if lints else 'without'} lints: {used:.1f} s of the processor, {passed:.1f} s by the clock, "
        f"peak {_peak_mb():.0f} MB ({before_mb:.0f} before); {report.works} works, "
        f"{report.progress.steps} finished steps, "
        f"{report.agreement.groups[0].answers} judgements, {len(report.agreement.pairs) // 4} pairs, {probes} probes"
    )


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="an empty database; default: a SQLite file in a temporary folder")
    parser.add_argument("--works", type=int, default=3400)
    parser.add_argument("--steps", type=int, default=14)
    parser.add_argument("--annotators", type=int, default=50)
    parser.add_argument("--lanes", type=int, default=2, help="annotators of each work of the overlap")
    parser.add_argument("--overlap", type=float, default=0.2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.url or sqlite_url(Path(folder) / "full.db")
        with Database(url) as database:
            database.migrate()
            fill(database, options)
        for lints in (False, True):
            process = multiprocessing.get_context("spawn").Process(target=timed, args=(url, lints))
            process.start()
            process.join()


if __name__ == "__main__":
    main()
