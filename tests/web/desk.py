"""Trajectories of two steps with frames and drafts, and people who work on them over HTTP."""

from itertools import count
from typing import Any

import httpx2

from embrace3k.annotator.roles import Role
from embrace3k.schema.trajectories import Frame
from embrace3k.storage.annotations import add_annotations
from embrace3k.storage.blobs import put_blob
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import commit_trajectory
from embrace3k.tests.storage.samples import annotation, frame, steps, task, trajectory
from embrace3k.tests.web.service import Service

WELL = {"action_matches": "grounded", "object_present": "grounded", "rationale_supported": "grounded"}
WRONG = WELL | {"action_matches": "not_grounded"}
PICTURES = [b"\xff\xd8\xff the first picture", b"\x89PNG the second picture"]
_operations = count()


def stock(service: Service, *names: str, **plan: Any) -> None:
    """Trajectories `names` with a draft for each step, opened for work by an engineer."""
    frames: list[Frame] = [frame(put_blob(service.context.store, each), len(each)) for each in PICTURES]
    with service.context.database.session() as session:
        add_tasks(session, [task()])
        for name in names:
            commit_trajectory(session, trajectory(name, steps=steps(*frames)))
            add_annotations(session, [annotation(step, trajectory_id=name) for step in range(2)])
    service.add(f"Eng {names[0]}", Role.ENGINEER)
    opened = service.program(f"Eng {names[0]}").post("/api/v1/works", json={"trajectory_ids": names, **plan})
    assert opened.json() == {"added": len(names)}, opened.text


def operation() -> str:
    return f"op-{next(_operations)}"


class Worker:
    """Somebody's program. Answers that are not asked for as they are must be good ones."""

    def __init__(self, service: Service, name: str, *roles: Role) -> None:
        service.add(name, *roles)
        self.name, self.service, self.http = name, service, service.program(name)

    def post(self, path: str, **body: Any) -> Any:
        return good(self.http.post(f"/api/v1/{path}", json=body))

    def get(self, path: str) -> Any:
        return good(self.http.get(f"/api/v1/{path}"))

    def next(self, purpose: str = "annotate") -> str | None:
        """The trajectory's id."""
        held = self.post("queue/next", purpose=purpose)
        return held and str(held["trajectory_id"])

    def save(self, step: int, base_rev: int, text: str, answers: Any = WELL, of: str = "a", **more: Any) -> Any:
        return good(self.try_to_save(step, base_rev, text, answers, of, **more))

    def try_to_save(
        self, step: int, base_rev: int, text: str, answers: Any = WELL, of: str = "a", **more: Any
    ) -> httpx2.Response:
        codes = ["wrong_action"] if "not_grounded" in answers.values() else []
        body = {
            "base_rev": base_rev, "client_op_id": operation(), "rationale": text, "answers": answers,
            "reason_codes": codes, "dwell_ms": 900,
        }  # fmt: skip
        return self.http.put(f"/api/v1/works/{of}/steps/{step}", json=body | more)

    def do_all(self, text: str, of: str = "a") -> None:
        """Say something about both steps, over whatever stands there."""
        for step in self.get(f"works/{of}")["work"]["steps"]:
            self.save(step["step_index"], step["annotation"]["revision"], text, of=of)

    def submit(self, of: str = "a") -> str:
        return str(self.post(f"works/{of}/submit")["state"])

    def decide(self, event: str, version: int, of: str = "a", **more: Any) -> Any:
        return self.post(f"works/{of}/decision", event=event, version=version, **more)


def good(answer: httpx2.Response) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None
