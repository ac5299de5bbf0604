"""Trajectories with frames in a store, for a model to write about."""

import json

from embrace3k.annotator.model_drafts import ModelDrafter
from embrace3k.schema.actions import Action
from embrace3k.schema.annotations import Annotation
from embrace3k.schema.authors import Author, AuthorKind
from embrace3k.schema.trajectories import Final, Frame, Step
from embrace3k.storage.annotations import add_annotations, current_annotations
from embrace3k.storage.blobs import put_blob
from embrace3k.storage.database import Database
from embrace3k.storage.interfaces import ObjectStore
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import commit_trajectory
from embrace3k.tests.storage.samples import START, annotation, frame, task, trajectory
from embrace3k.tests.vlm.model_server import Say, completion, model_at
from embrace3k.vlm import Bill, Budget

ACTIONS = (Action.MOVE_FORWARD, Action.TURN_LEFT, Action.MOVE_FORWARD, Action.FINISH)
GOOD = "I see the red car close by, and what I do now serves to reach it."
"""Contradicts no action."""
ANN = Author(kind=AuthorKind.HUMAN, name="Ann")


def said(text: str, **more: object) -> Say:
    """An answer of the form that is asked for, unless there is `more` in it."""
    return completion(json.dumps({"rationale": text} | more))


def picture(of: str, index: int) -> bytes:
    return b"\xff\xd8\xff view %d of %s" % (index, of.encode())


def furnish(database: Database, store: ObjectStore, *ids: str, instruction: str = "Find the red car.") -> None:
    """One task, and for each id a trajectory of four steps with five views."""
    with database.session() as session:
        add_tasks(session, [task(instruction=instruction)])
        for id in ids:
            views = [_view(store, id, index) for index in range(len(ACTIONS) + 1)]
            steps = [
                Step(index=index, action=action, pose=START, frame=views[index]) for index, action in enumerate(ACTIONS)
            ]
            commit_trajectory(session, trajectory(id, steps=steps, final=Final(pose=START, frame=views[-1])))


def _view(store: ObjectStore, id: str, index: int) -> Frame:
    data = picture(id, index)
    return frame(put_blob(store, data), len(data))


def write(database: Database, id: str, index: int, revision: int = 1, author: Author | None = None) -> Annotation:
    """By a template unless by `author`."""
    note = annotation(index, revision, id, **({"author": author} if author else {}))
    with database.session() as session:
        add_annotations(session, [note])
    return note


def notes_of(database: Database, *ids: str) -> list[Annotation]:
    with database.snapshot() as session:
        return [note for id in ids for note in current_annotations(session, id)]


def drafter_at(base_url: str, budget: Budget | None = None, **more: float) -> ModelDrafter:
    return ModelDrafter(model_at(base_url, bill=Bill(budget or Budget()), **more))  # type: ignore[arg-type]
