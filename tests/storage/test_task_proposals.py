"""Models' proposals, on SQLite and PostgreSQL."""

from embrace3k.schema.authors import Author, AuthorKind
from embrace3k.schema.poses import Pose
from embrace3k.schema.proposals import TaskProposal
from embrace3k.schema.tasks import Scene
from embrace3k.storage.database import Database
from embrace3k.storage.task_proposals import add_proposal, list_proposals, refusals


def proposal(instruction: str, reason: str | None = None) -> TaskProposal:
    return TaskProposal(
        scene=Scene(name="park", seed=3, version="0" * 16),
        start_pose=Pose(0.0, 0.0, 88.0, 0.0, 0.0, 0.0),
        maker=Author(kind=AuthorKind.MODEL, name="tiny-7b"),
        prompt="propose_tasks-1",
        prompt_sha256="0" * 64,
        instruction=instruction,
        answer="{}",
        verdict="refused" if reason else "accepted",
        reason=reason,
        task_id=None if reason else "park_0003/x",
        created_at="2026-11-22T12:00:00Z",
    )


def test_what_was_proposed_is_kept_in_order_and_told_by_verdict(database: Database):
    kept = [proposal("Go to the pond."), proposal("Go to the tree.", "ambiguous"), proposal("Find it.", "ambiguous")]
    with database.session() as session:
        for one in kept:
            add_proposal(session, one)
    with database.snapshot() as session:
        assert list_proposals(session) == kept
        assert list_proposals(session, verdict="accepted") == kept[:1]
        assert refusals(session) == {("tiny-7b", "ambiguous"): 2}
