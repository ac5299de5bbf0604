"""The annotation service under load: how long annotators wait, and whether all they were told is kept.

    python -m embrace3k.benchmarks.annotation_load                               one alone, then 50 at once, 60 s each
    python -m embrace3k.benchmarks.annotation_load --pause-s 0                   as fast as the server answers
    python -m embrace3k.benchmarks.annotation_load --label-studio bin/label-studio    beside Label Studio, one alone

Starts `embrace3k serve` as a user would, on SQLite and on PostgreSQL, with browsers' sessions. Every tenth save is sent
twice. Afterwards the database is compared with what the annotators have noted: each acknowledged save must be there,
once, and nothing else. The annotators share the machine with the server.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace
from sqlmodel import select

from embrace3k.annotator.accounts import create_user, set_password
from embrace3k.annotator.passwords import Passwords
from embrace3k.annotator.queue import Plan, open_works
from embrace3k.annotator.roles import Role
from embrace3k.benchmarks.annotators import Acknowledged, Annotator, Desk, annotate
from embrace3k.benchmarks.label_studio import label_studio_times
from embrace3k.schema.annotations import Annotation
from embrace3k.schema.codec import decode
from embrace3k.storage.annotations import add_annotations
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.tables import AnnotationRecord
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import commit_trajectory
from embrace3k.tests.servers import postgresql
from embrace3k.tests.storage.samples import annotation, steps, task, trajectory

_PASSWORD = "correct horse battery"
_STEPS = 14
"""As many as the published trajectories have on average."""
_KINDS = ("save", "next", "open", "submit")


def fill(database: Database, works: int, names: list[str]) -> None:
    """Works with a draft for each step, and annotators."""
    database.migrate()
    now, (first, last) = datetime.now(UTC), steps(None, None)
    walk = [replace(first, index=index) for index in range(_STEPS - 1)] + [replace(last, index=_STEPS - 1)]
    ids = [f"walk-{number:05}" for number in range(works)]
    with database.session() as session:
        add_tasks(session, [task()])
        for name in ids:
            commit_trajectory(session, trajectory(name, steps=walk))
        add_annotations(session, [annotation(step, trajectory_id=name) for name in ids for step in range(_STEPS)])
        open_works(session, ids, Plan(), now)
        passwords = Passwords()
        for name in names:
            user = create_user(session, name, [Role.ANNOTATOR], who="benchmark", now=now)
            set_password(session, passwords, user, _PASSWORD, who="benchmark", now=now)


@contextmanager
def serving(home: Path, database_url: str) -> Iterator[int]:
    """The port of a server of its own process."""
    program = Path(sys.executable).with_name("embrace3k")
    environment = os.environ | {"EMBRACE3K_DATABASE_URL": database_url}
    command = [str(program), "--home", str(home), "serve", "--port", "0"]
    # A pipe would be full soon: the server logs every request.
    log = home / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environment)
    try:
        while "serving http" not in (said := log.read_text()):
            if process.poll() is not None:
                sys.exit(said)
            time.sleep(0.05)
        yield int(said.partition("serving http")[2].split(";")[0].rpartition(":")[2])
    finally:
        process.terminate()
        process.wait()


def lost_or_doubled(database: Database, annotators: list[Annotator]) -> list[str]:
    """What the database says of saves that differs from what the annotators have noted."""
    told = {operation: what for each in annotators for operation, what in each.acknowledged.items()}
    row = AnnotationRecord
    kept: dict[str, Acknowledged] = {}
    wrong, revisions = list[str](), dict[tuple[str, int], list[int]]()
    with database.snapshot() as session:
        for operation, record in session.exec(select(row.client_op_id, row.record)):
            note = decode(record, Annotation)
            revisions.setdefault((note.trajectory_id, note.step_index), []).append(note.revision)
            if operation is None:
                continue
            if operation in kept:
                wrong.append(f"{operation} is there twice")
            kept[operation] = Acknowledged(note.trajectory_id, note.step_index, note.revision, note.rationale)
    wrong += [f"{operation} is lost or another one" for operation in told if kept.get(operation) != told[operation]]
    wrong += [f"{operation} was never acknowledged" for operation in kept.keys() - told.keys()]
    wrong += [f"{step} has revisions {of}" for step, of in revisions.items() if sorted(of) != [*range(1, len(of) + 1)]]
    return wrong


def percentiles_ms(seconds: list[float]) -> tuple[float, float, float]:
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return 1000 * cuts[49], 1000 * cuts[94], 1000 * cuts[98]


def measure(database_url: str, count: int, options: argparse.Namespace) -> list[str]:
    """A row per kind of request, and a line on what was kept."""
    names = [f"Annotator {number}" for number in range(count)]
    pause_s = options.pause_s if count > 1 else 0.0
    with tempfile.TemporaryDirectory() as folder:
        url = database_url or sqlite_url(Path(folder, "load.db"))
        with Database(url) as database:
            fill(database, options.works, names)
            with serving(Path(folder), url) as port:
                desks = [Desk(port, name, _PASSWORD) for name in names]
                annotators = annotate(desks, options.seconds, pause_s)
                for desk in desks:
                    desk.close()
            wrong = lost_or_doubled(database, annotators)
    errors = [each.error for each in annotators if each.error]
    where = "SQLite" if database.is_sqlite else "PostgreSQL"
    saves = sum(len(each.acknowledged) for each in annotators)
    rows = []
    for kind in _KINDS:
        seconds = [each for desk in desks for each in desk.seconds[kind]]
        if len(seconds) > 1:
            p50, p95, p99 = percentiles_ms(seconds)
            rows.append(f"| {where} | {count} | {kind} | {len(seconds)} | {p50:.1f} | {p95:.1f} | {p99:.1f} |")
    print(
        f"{where}, {count} at once: {saves} saves, {saves / options.seconds:.0f}/s; errors {len(errors)}; lost, "
        f"doubled or unknown {len(wrong)}; 1-minute load {os.getloadavg()[0]:.1f}", *errors[:3], *wrong[:3], flush=True,
    )  # fmt: skip
    if errors or wrong:
        sys.exit(1)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--annotators", type=int, nargs="+", default=[1, 50], help="at once; one alone never pauses")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--pause-s", type=float, default=1.0, help="between two saves of one of several annotators")
    parser.add_argument("--works", type=int, default=2000)
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    parser.add_argument("--label-studio", type=Path, metavar="PROGRAM", help="from an environment of its own")
    options = parser.parse_args()
    rows = []
    for name in options.databases:
        for count in options.annotators:
            with postgresql(durable=True) if name == "postgresql" else nullcontext("") as url:
                rows += measure(url, count, options)
    if options.label_studio:
        for kind, seconds in label_studio_times(options.label_studio, options.seconds).items():
            p50, p95, p99 = percentiles_ms(seconds)
            rows.append(f"| Label Studio | 1 | {kind} | {len(seconds)} | {p50:.1f} | {p95:.1f} | {p99:.1f} |")
    print("\n| server | at once | request | number | p50, ms | p95, ms | p99, ms |\n|---|--:|---|--:|--:|--:|--:|")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
