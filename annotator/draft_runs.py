"""Model drafts of many trajectories: several asked for at once, each on record before the next of its trajectory.

A trajectory's steps are asked for one after the other, since each is told what was thought before it. What is on record
is not asked for again, so a run that was cut off is gone on with by starting it again.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from queue import Empty, SimpleQueue

from embrace3k.annotator.model_drafts import DraftText, ModelDrafter, Objection, Story
from embrace3k.schema.annotations import Annotation
from embrace3k.schema.authors import AuthorKind
from embrace3k.schema.trajectories import Frame, Trajectory
from embrace3k.storage.annotations import add_annotations, current_annotations
from embrace3k.storage.blobs import read_blob
from embrace3k.storage.database import Database
from embrace3k.storage.errors import RevisionConflict
from embrace3k.storage.interfaces import ObjectStore
from embrace3k.storage.tasks import get_task
from embrace3k.storage.trajectories import get_trajectory
from embrace3k.vlm import AnswerUnreadable, VLMUnavailable

_MOST_UNANSWERED = 3
"""In a row: then it is not the steps but the server."""


class Ending(StrEnum):
    """What came of a step."""

    DRAFTED = "drafted"
    LEFT_ALONE = "left_alone"
    """It had an annotation."""
    OVERTAKEN = "overtaken"
    """Somebody wrote one while the model was asked; theirs stands."""
    NO_PICTURE = "no_picture"
    OBJECTIONABLE = "objectionable"
    """Twice a text that would not do as a draft."""
    UNREADABLE = "unreadable"
    """No answer of the asked form."""
    UNANSWERED = "unanswered"


LEFT_OUT = (Ending.NO_PICTURE, Ending.OBJECTIONABLE, Ending.UNREADABLE, Ending.UNANSWERED)
"""Steps that are still without a draft, and that the next run asks for again."""
_NOT_ASKED = (Ending.LEFT_ALONE, Ending.NO_PICTURE)


@dataclass(frozen=True)
class StepReport:
    trajectory_id: str
    step_index: int
    ending: Ending
    words: str = ""
    """Why it is without a draft."""
    error: VLMUnavailable | None = None


class DraftRun:
    """`tally` counts the steps of all calls of `run`, also of those that ended in an error."""

    def __init__(
        self,
        database: Database,
        store: ObjectStore,
        drafter: ModelDrafter,
        *,
        at_once: int = 4,
        hindsight: bool = False,
        replace_templates: bool = False,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`at_once`: trajectories, each of which waits for one answer. `hindsight` shows the view after the action too,
        where there is one. `replace_templates` writes over template drafts that nobody has touched."""
        self.tally = Counter[Ending]()
        self._database, self._store, self._drafter, self._now = database, store, drafter, now
        self._at_once, self._hindsight, self._replace_templates = at_once, hindsight, replace_templates
        self._stop = threading.Event()
        self._unanswered_in_a_row = 0

    def run(self, trajectory_ids: Sequence[str], on_step: Callable[[StepReport], None] = lambda _: None) -> None:
        """Draft what is missing. Raises what ends a run for all steps: BudgetSpent, VLMUnavailable, StorageError.

        Whatever ends it, answers under way are waited for and kept. A second Ctrl-C drops them.
        """
        todo, told = SimpleQueue[str](), SimpleQueue[StepReport | BaseException | None]()
        for trajectory_id in trajectory_ids:
            todo.put(trajectory_id)
        self._stop.clear()
        # Daemons, so that a second Ctrl-C need not wait for them.
        threads = [threading.Thread(target=self._work, args=(todo, told), daemon=True) for _ in range(self._at_once)]
        for thread in threads:
            thread.start()
        try:
            working = len(threads)
            while working:
                news = told.get()
                if isinstance(news, BaseException):
                    raise news
                if news is None:
                    working -= 1
                else:
                    self._count(news, on_step)
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()
            while not told.empty():
                if isinstance(news := told.get(), StepReport):
                    self.tally[news.ending] += 1

    def _count(self, report: StepReport, on_step: Callable[[StepReport], None]) -> None:
        self.tally[report.ending] += 1
        on_step(report)
        if report.error:
            self._unanswered_in_a_row += 1
            if self._unanswered_in_a_row >= _MOST_UNANSWERED:
                raise report.error
        elif report.ending not in _NOT_ASKED:
            self._unanswered_in_a_row = 0

    def _work(self, todo: SimpleQueue[str], told: SimpleQueue[StepReport | BaseException | None]) -> None:
        try:
            while not self._stop.is_set():
                for report in self._draft(todo.get_nowait()):
                    told.put(report)
        except Empty:
            pass
        except BaseException as error:
            told.put(error)
        told.put(None)

    def _draft(self, trajectory_id: str) -> Iterator[StepReport]:
        with self._database.snapshot() as session:
            trajectory = get_trajectory(session, trajectory_id)
            task = get_task(session, trajectory.task_id)
            notes = {note.step_index: note for note in current_annotations(session, trajectory_id)}
        story = Story(task, trajectory)
        said = {index: note.rationale for index, note in notes.items()}
        for index in range(len(trajectory.steps)):
            if self._stop.is_set():
                return
            yield self._draft_step(story, index, said, notes.get(index))

    def _draft_step(self, story: Story, index: int, said: dict[int, str], note: Annotation | None) -> StepReport:
        trajectory = story.trajectory
        report = partial(StepReport, trajectory.id, index)
        if note and not self._may_be_replaced(note):
            return report(Ending.LEFT_ALONE)
        frame = trajectory.steps[index].frame
        if frame is None:
            return report(Ending.NO_PICTURE, "there is no view of it")
        after = _frame_after(trajectory, index) if self._hindsight else None
        views = [read_blob(self._store, each.sha256) for each in (frame, after) if each]
        try:
            draft = self._drafter.write(story, index, said, *views)
        except AnswerUnreadable as error:
            return report(Ending.UNREADABLE, error.what)
        except VLMUnavailable as error:
            return report(Ending.UNANSWERED, error.what, error)
        if isinstance(draft, Objection):
            return report(Ending.OBJECTIONABLE, draft.words)
        try:
            self._keep(trajectory.id, index, draft, over=note.revision if note else None)
        except RevisionConflict:
            return report(Ending.OVERTAKEN)
        said[index] = draft.text
        return report(Ending.DRAFTED)

    def _keep(self, trajectory_id: str, index: int, draft: DraftText, *, over: int | None) -> None:
        revision = Annotation(
            trajectory_id=trajectory_id,
            step_index=index,
            revision=(over or 0) + 1,
            parent=over,
            rationale=draft.text,
            author=draft.author,
            created_at=self._now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        with self._database.session() as session:
            add_annotations(session, [revision])

    def _may_be_replaced(self, note: Annotation) -> bool:
        """A first revision that is still the newest was touched by nobody."""
        return self._replace_templates and note.author.kind is AuthorKind.TEMPLATE and note.revision == 1


def _frame_after(trajectory: Trajectory, index: int) -> Frame | None:
    if index + 1 < len(trajectory.steps):
        return trajectory.steps[index + 1].frame
    return trajectory.final.frame if trajectory.final else None
