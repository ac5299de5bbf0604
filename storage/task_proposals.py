"""Models' proposals in the database: added and never changed, with what came of each."""

from collections import Counter

from sqlalchemy import insert
from sqlmodel import Session, col, select

from embrace3k.schema.codec import decode
from embrace3k.schema.proposals import TaskProposal
from embrace3k.storage.records import record_columns
from embrace3k.storage.tables import TaskProposalRecord, table_of


def add_proposal(session: Session, proposal: TaskProposal) -> None:
    values = {
        "scene": proposal.scene.map_name,
        "maker": proposal.maker.name,
        "verdict": proposal.verdict,
        "reason": proposal.reason,
        **record_columns(proposal),
    }
    session.execute(insert(table_of(TaskProposalRecord)), [values])


def list_proposals(session: Session, *, verdict: str | None = None) -> list[TaskProposal]:
    """Oldest first; those of one verdict or all."""
    row = TaskProposalRecord
    query = select(row.number, row.record).order_by(col(row.number))
    if verdict is not None:
        query = query.where(row.verdict == verdict)
    return [decode(record, TaskProposal, where=f"task proposal {number}") for number, record in session.exec(query)]


def refusals(session: Session) -> Counter[tuple[str, str]]:
    """How often each maker's proposals were refused for each reason."""
    row = TaskProposalRecord
    found = session.exec(select(row.maker, row.reason).where(row.verdict == "refused"))
    return Counter((maker, reason or "") for maker, reason in found)
