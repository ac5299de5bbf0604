"""How often the lints ring on texts that are right: .venv/bin/python docs/lint_alarms.py HOME SAMPLES

HOME holds demonstrations, whose template drafts are linted; SAMPLES is the folder of the published samples, which are
read where they lie. Writes all that is below the table of lints.md.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from embrace3k.annotator.drafts import draft_trajectory
from embrace3k.annotator.lints import LintCode, StepContext, lint_step, markdown, step_contexts
from embrace3k.annotator.lints.announcements import lint_announcements
from embrace3k.schema.actions import Action
from embrace3k.schema.layouts import read
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import Trajectory
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.tasks import list_tasks
from embrace3k.storage.trajectories import iter_trajectories

PAGE = Path(__file__).parent / "lints.md"
LAYOUTS = ("embrace_sample", "embrace_v2_sample")
SPEAKING = (Action.TURN_LEFT, Action.TURN_RIGHT, Action.MOVE_FORWARD)
"""Actions whose texts say what they do; each is also held against the other two, which it contradicts."""
RUNS = 9

Told = tuple[Task, Trajectory, list[str]]


@dataclass
class Rates:
    texts: int = 0
    alarms: Counter[LintCode] = field(default_factory=Counter)
    """Texts with at least one of a code."""
    swapped: int = 0
    caught: int = 0
    times_us: list[float] = field(default_factory=list)


def drafts(home: Path) -> Iterator[Told]:
    database = Database(sqlite_url(home / "embrace3k.sqlite3"))
    with database, database.snapshot() as session:
        tasks = {task.id: task for task in list_tasks(session)}
        for each in iter_trajectories(session):
            notes = draft_trajectory(tasks[each.task_id], each, created_at="2026-01-01T00:00:00Z")
            yield tasks[each.task_id], each, [note.rationale for note in notes]


def published(samples: Path) -> Iterator[Told]:
    for layout in LAYOUTS:
        for episode in read(samples / layout):
            notes = {note.step_index: note.rationale for note in episode.annotations}
            steps = episode.trajectory.steps
            yield episode.task, episode.trajectory, [notes.get(step.index, "") for step in steps]


def rates_of(told: Iterable[Told]) -> Rates:
    rates = Rates()
    for task, trajectory, texts in told:
        for index, context in enumerate(step_contexts(task, trajectory)):
            previous, following = texts[index - 1] if index else None, (texts + [""])[index + 1]
            lints = lint_step(texts[index], context, previous=previous, following=following)
            rates.texts += 1
            rates.alarms.update({lint.code for lint in lints})
            rates.times_us.append(_time_us(texts[index], context, previous, following))
            for other in SPEAKING if context.action in SPEAKING else ():
                if other is not context.action:
                    rates.swapped += 1
                    rates.caught += any(lint_announcements(texts[index], other))
    return rates


def _time_us(text: str, context: StepContext, previous: str | None, following: str | None) -> float:
    """The fastest of some runs, each with one more letter, as somebody types; the machine's other work is left out."""
    times = []
    for run in range(RUNS):
        typed = text + "x" * run
        began = time.perf_counter()
        lint_step(typed, context, previous=previous, following=following)
        times.append(time.perf_counter() - began)
    return min(times) * 1e6


def section(of_drafts: Rates, of_published: Rates, day: str) -> str:
    both = (of_drafts, of_published)
    lines = [
        f"\n## How often they ring, measured on {day}\n",
        "Texts that are right as far as anybody knows: template drafts of demonstrations in embedded worlds, and the",
        "published samples. The patterns were tuned on these very texts, so that others will ring more often. For",
        "`unseen_object` the zeros say little: the drafts heed the same views, and the published layouts hold none.\n",
        f"| code | of {of_drafts.texts:,} drafts | of {of_published.texts:,} published rationales |",
        "|---|---:|---:|",
        *(f"| `{code}` | {_cell(of_drafts, code)} | {_cell(of_published, code)} |" for code in LintCode),
        "",
        "What `contradicts_action` finds: texts of TurnLeft, TurnRight and MoveForward, each held against the other",
        "two actions. It misses those that name the other deed as a purpose or a plan.\n",
        "| | drafts | published |",
        "|---|---:|---:|",
        f"| caught | {' | '.join(f'{each.caught:,} of {each.swapped:,}' for each in both)} |",
        "",
        f"Time for all lints of one step, the fastest of {RUNS} runs of each text; the machine did other work too:\n",
        "| | drafts | published |",
        "|---|---:|---:|",
        f"| median | {' | '.join(f'{median(each.times_us) / 1000:.2f} ms' for each in both)} |",
        f"| slowest text | {' | '.join(f'{max(each.times_us) / 1000:.2f} ms' for each in both)} |",
    ]
    return "\n".join(lines) + "\n"


def _cell(rates: Rates, code: LintCode) -> str:
    return f"{rates.alarms[code]} ({rates.alarms[code] / rates.texts:.1%})" if rates.alarms[code] else "0"


def main() -> None:
    home, samples = map(Path, sys.argv[1:])
    rates = rates_of(drafts(home)), rates_of(published(samples))
    PAGE.write_text(markdown() + section(*rates, datetime.now(UTC).date().isoformat()), encoding="utf-8")


if __name__ == "__main__":
    main()
