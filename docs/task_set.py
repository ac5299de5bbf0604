"""Judges the set of tasks that a home folder holds, and shows it: .venv/bin/python docs/task_set.py [HOME]

To be run after `embrace3k tasks generate` and `embrace3k collect`. Writes the tables in tasks.md, images/task_set.svg,
and task_gallery.md with its pictures.
"""

import io
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from PIL import Image

from embrace3k.cli.output import print_table
from embrace3k.cli.settings import read_settings
from embrace3k.cli.workspace import Workspace
from embrace3k.collector.tasks.allocation import PRESETS
from embrace3k.collector.tasks.lengths import LONGEST, MEAN_ACTIONS
from embrace3k.docs.task_checks import Row, Take, checks, lengths_by_type, take_of
from embrace3k.docs.task_figure import draw
from embrace3k.schema.tasks import Task, TaskType
from embrace3k.schema.trajectories import DriverKind
from embrace3k.storage.blobs import read_blob
from embrace3k.storage.interfaces import ObjectStore
from embrace3k.storage.tasks import list_tasks
from embrace3k.storage.trajectories import iter_trajectories

HERE = Path(__file__).parent
PAGE, GALLERY, FIGURE, PICTURES = "tasks.md", "task_gallery.md", "images/task_set.svg", "images/tasks"
BEGIN, END = "<!-- written by task_set.py: begin -->", "<!-- end -->"
SHOWN, PICK, COLUMNS = 60, 60, 3
"""How many tasks the gallery shows, the seed of the random pick, and how many cards are side by side."""
WIDTH_PX, HEIGHT_PX, MOST_BYTES, QUALITIES = 320, 240, 15_000, range(75, 20, -5)


def read_set(workspace: Workspace) -> tuple[list[Task], list[Take]]:
    """All tasks, and the oracle's demonstrations."""
    with workspace.database.snapshot() as session:
        tasks = {task.id: task for task in list_tasks(session)}
        takes = [
            take_of(tasks[each.task_id], each)
            for each in iter_trajectories(session)
            if each.driver.kind is DriverKind.ORACLE
        ]
    if not takes:
        raise SystemExit("no demonstrations: run `embrace3k tasks generate` and `embrace3k collect` first")
    return list(tasks.values()), takes


def write_page(tasks: Sequence[Task], rows: Iterable[Row]) -> None:
    """The part of the page between its two marks."""
    numbers, published = Counter(task.type for task in tasks), PRESETS["v2"]
    lines = [BEGIN, "", "| | found | right would be |", "|-|-|-|", *(f"| {' | '.join(row)} |" for row in rows), ""]
    lines += ["| type | this set | published |", "|-|-:|-:|"]
    lines += [f"| {kind.replace('_', ' ')} | {numbers[kind]:,} | {published[kind]:,} |" for kind in TaskType]
    lines += ["", f"![Types and lengths of this set beside the published figures]({FIGURE})", ""]
    lines += [f"Judge for yourself: [{SHOWN} of these tasks at random, with their start views]({GALLERY}).", "", END]
    before, begin, rest = (HERE / PAGE).read_text().partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{PAGE} has lost its marks: {BEGIN} and {END}")
    (HERE / PAGE).write_text(before + "\n".join(lines) + after)


def write_gallery(takes: Sequence[Take], store: ObjectStore) -> None:
    """A plain random sample over the whole set, in the order in which it was drawn."""
    by_id = sorted(takes, key=lambda take: take.task.id)
    chosen = random.Random(PICK).sample(by_id, min(SHOWN, len(by_id)))
    (HERE / PICTURES).mkdir(parents=True, exist_ok=True)
    cards = [card(number, take, store) for number, take in enumerate(chosen, 1)]
    rows = ["<tr>\n" + "\n".join(cards[at : at + COLUMNS]) + "\n</tr>" for at in range(0, len(cards), COLUMNS)]
    (HERE / GALLERY).write_text(
        f"# {len(cards)} tasks at random\n\n"
        f"A plain random sample of the {len(takes):,} tasks that [Tasks]({PAGE}) reports on, chosen by nobody: "
        f"`random.Random({PICK}).sample` over the tasks in the order of their ids. A picture is the first frame of the "
        "demonstration, which is what an agent sees when it hears the instruction; the number of actions is that of a "
        "shortest solution, Finish included.\n\n<table>\n" + "\n".join(rows) + "\n</table>\n"
    )


def card(number: int, take: Take, store: ObjectStore) -> str:
    picture, task = f"{PICTURES}/{number:02d}.jpg", take.task
    assert take.first_frame is not None
    frame = Image.open(io.BytesIO(read_blob(store, take.first_frame))).convert("RGB")
    small = frame.resize((WIDTH_PX, HEIGHT_PX), Image.Resampling.LANCZOS)
    for quality in QUALITIES:
        small.save(HERE / picture, quality=quality, optimize=True, progressive=True)
        if (HERE / picture).stat().st_size <= MOST_BYTES:
            break
    about = f"{task.type.replace('_', ' ')} · {task.scene.map_name} · {take.actions} actions"
    return (
        f'<td valign="top" width="33%"><img src="{picture}" width="{WIDTH_PX}" alt="start view {number}">'
        f"<br><b>{escape(task.instruction, quote=False)}</b><br><sub>{number} · {about}</sub></td>"
    )


def main() -> None:
    workspace = Workspace(read_settings(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
    tasks, takes = read_set(workspace)
    rows = checks(tasks, takes)
    print_table(["", "found", "right would be"], rows)
    write_page(tasks, rows)
    draw(HERE / FIGURE, lengths_by_type(takes), PRESETS["v2"], MEAN_ACTIONS["v2"], LONGEST)
    write_gallery(takes, workspace.store)
    workspace.close()


if __name__ == "__main__":
    main()
