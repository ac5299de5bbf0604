"""The measures of quality of what is in the database: rows for `quality_report`, a few queries for every 500 works.

Only lanes that were handed in count. Judgements are those of blind lanes; how people work is measured in all lanes.
"""

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from embrace3k.annotator.honeypots import Probe, probes, with_planted
from embrace3k.annotator.lints import LintCode, lint_step, step_contexts
from embrace3k.annotator.people import Person
from embrace3k.annotator.quality.agreement import require_libraries
from embrace3k.annotator.quality.judgements import Judgement, Question
from embrace3k.annotator.quality.progress import FinishedStep
from embrace3k.annotator.quality.report import QualityReport, quality_report
from embrace3k.annotator.reading import in_full_sight
from embrace3k.schema.actions import Action
from embrace3k.schema.annotations import Annotation
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import Trajectory
from embrace3k.schema.work import WorkState
from embrace3k.storage.annotations import current_annotations_of
from embrace3k.storage.database import Database
from embrace3k.storage.errors import RecordNotFound
from embrace3k.storage.finished_texts import FinishedText, finished_texts
from embrace3k.storage.planted_steps import planted_in_each
from embrace3k.storage.tasks import get_tasks
from embrace3k.storage.trajectories import in_batches, iter_trajectories
from embrace3k.storage.work import Work, WorkFilter, list_works

_DECIDED = frozenset({WorkState.REVIEWED, WorkState.ACCEPTED})
_TRAJECTORIES = 50
"""Decoded at once, for lints."""

_ONE_AT_A_TIME = threading.Lock()
"""In this process: each takes seconds of it, and a few hundred MB where all works have several annotators."""

Codes = tuple[LintCode, ...]


@dataclass(frozen=True)
class Rows:
    """What `quality_report` takes."""

    works: int
    hidden: int
    probes: list[Probe]
    judgements: list[Judgement] = field(default_factory=list)
    adjudicated: list[Judgement] = field(default_factory=list)
    steps: list[FinishedStep] = field(default_factory=list)


def measure(
    database: Database, *, campaign: str | None = None, person: Person | None = None, lints: bool = False
) -> QualityReport:
    """Of all works or those of a campaign. A person gets those alone of which they may see every lane.

    Looking for `lints` takes as long again as all the rest. Raises LibraryMissing, RecordNotFound, JudgedTwice.
    """
    require_libraries()
    with _ONE_AT_A_TIME:
        with database.snapshot() as session:
            rows = read_rows(session, campaign=campaign, person=person, lints=lints)
        return quality_report(
            rows.judgements,
            adjudicated=rows.adjudicated,
            probes=rows.probes,
            steps=rows.steps,
            works=rows.works,
            hidden=rows.hidden,
        )


def read_rows(
    session: Session, *, campaign: str | None = None, person: Person | None = None, lints: bool = False
) -> Rows:
    """Raises RecordNotFound for a campaign that has no works."""
    works = list_works(session, WorkFilter(campaign=campaign), limit=None)
    if campaign is not None and not works:
        raise RecordNotFound("it has no works", where=f"campaign {campaign}", hint="look for a misspelt name")
    seen = {work.trajectory_id: work for work in (in_full_sight(session, person, works) if person else works)}
    rows = Rows(works=len(seen), hidden=len(works) - len(seen), probes=probes(session, seen))
    planted = planted_in_each(session) if lints else {}
    for ids in in_batches(list(seen)):
        texts = finished_texts(session, ids)
        decided = current_annotations_of(session, [of for of in ids if seen[of].blind and seen[of].state in _DECIDED])
        codes = dict(_codes(session, texts, planted)) if lints else {}
        for of in ids:
            if seen[of].blind:
                rows.judgements.extend(_judgements(seen[of], [text.annotation for text in texts[of]]))
                rows.adjudicated.extend(_judgements(seen[of], decided.get(of, ())))
            rows.steps.extend(_finished(texts[of], codes.get(of) or [None] * len(texts[of])))
    return rows


def _judgements(work: Work, notes: Iterable[Annotation]) -> Iterator[Judgement]:
    for note in notes:
        if note.is_human and note.answers:
            given = {Question(name): getattr(note.answers, name) for name in note.answers.__struct_fields__}
            given[Question.VERDICT] = note.verdict
            yield Judgement(
                trajectory_id=note.trajectory_id,
                step_index=note.step_index,
                task_type=work.task_type,
                annotator=note.author.name,
                answers={question: verdict for question, verdict in given.items() if verdict is not None},
            )


def _finished(texts: Iterable[FinishedText], codes: Iterable[Codes | None]) -> Iterator[FinishedStep]:
    for text, lints in zip(texts, codes, strict=True):
        note = text.annotation
        if note.verdict is not None:
            yield FinishedStep(
                annotator=note.author.name,
                saved_at=text.saved_at,
                dwell_ms=text.dwell_ms,
                origin=note.provenance.origin if note.provenance else note.author.kind,
                edited=note.provenance.edited if note.provenance else False,
                lints=lints,
            )


def _codes(
    session: Session, texts: Mapping[str, list[FinishedText]], planted: Mapping[str, Mapping[int, Action]]
) -> Iterator[tuple[str, list[Codes]]]:
    """For each trajectory the lints of its texts, held against the actions that their authors were shown."""
    for ids in in_batches([of for of, written in texts.items() if written], _TRAJECTORIES):
        trajectories = list(iter_trajectories(session, ids))
        tasks = get_tasks(session, {trajectory.task_id for trajectory in trajectories})
        for trajectory in trajectories:
            shown = with_planted(trajectory, planted.get(trajectory.id, {}))
            yield trajectory.id, list(_codes_of(tasks[shown.task_id], shown, texts[shown.id]))


def _codes_of(task: Task, trajectory: Trajectory, texts: Iterable[FinishedText]) -> Iterator[Codes]:
    contexts = step_contexts(task, trajectory)
    said = {(text.lane, text.annotation.step_index): text.annotation.rationale for text in texts}
    for (lane, step), words in said.items():
        previous, following = said.get((lane, step - 1)), said.get((lane, step + 1))
        lints = lint_step(words, contexts[step], previous=previous, following=following)
        yield tuple(lint.code for lint in lints)
