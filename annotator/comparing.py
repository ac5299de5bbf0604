"""What reviewers look at: disagreements first, and texts side by side with the words that differ."""

from difflib import SequenceMatcher
from itertools import combinations

from msgspec import Struct
from sqlmodel import Session

from embrace3k.schema.actions import Action
from embrace3k.schema.annotations import Annotation, Answers
from embrace3k.storage.annotations import current_annotations, current_drafts
from embrace3k.storage.planted_steps import planted_in
from embrace3k.storage.work import Work


class WordChange(Struct, frozen=True, kw_only=True):
    """One run of words: `equal`, or `delete`, `insert`, `replace` from the left text to the right one."""

    op: str
    left: str
    right: str


class Side(Struct, frozen=True, kw_only=True):
    """One lane's newest word on a step; of the draft, `lane` is 0 and the author no person."""

    lane: int
    annotation: Annotation


class Difference(Struct, frozen=True, kw_only=True):
    """Two of the sides, by their places in the list, with the words that lead from one text to the other."""

    left: int
    right: int
    words: list[WordChange]


class Comparison(Struct, frozen=True, kw_only=True):
    step_index: int
    sides: list[Side]
    differs: list[str]
    """The questions and fields in which people differ; a draft has no opinion and differs in its text alone."""
    similarity: float
    """Of the two texts that are least alike, 0 to 1."""
    words: list[Difference]
    """Of every two sides."""
    settled: Annotation | None
    """What stands in lane 0, if a person wrote it."""
    planted: Action | None
    """The wrong action that annotators were shown on purpose. What they say of it is not to be adopted."""


def compare(session: Session, work: Work) -> list[Comparison]:
    """Every step on which somebody said something: those with differences first, the least alike texts before others.

    Blind lanes are held against each other; where one person annotated, their text against the draft.
    """
    current = {note.step_index: note for note in current_annotations(session, work.trajectory_id)}
    sides: dict[int, list[Side]] = {}
    if work.annotators == 1:
        for draft in current_drafts(session, work.trajectory_id):
            sides[draft.step_index] = [Side(lane=0, annotation=draft)]
    for lane in work.annotator_lanes:
        for note in current_annotations(session, work.trajectory_id, lane=lane):
            if note.is_human:
                sides.setdefault(note.step_index, []).append(Side(lane=lane, annotation=note))
    planted = planted_in(session, work.trajectory_id)
    compared = [_compared(step, found, current.get(step), planted.get(step)) for step, found in sides.items()]
    return sorted(compared, key=lambda each: (-len(each.differs), each.similarity, each.step_index))


def word_changes(left: str, right: str) -> list[WordChange]:
    """From one text to the other, in words."""
    old, new = left.split(), right.split()
    return [
        WordChange(op=op, left=" ".join(old[i:j]), right=" ".join(new[k:n]))
        for op, i, j, k, n in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    ]


def _compared(step: int, sides: list[Side], current: Annotation | None, planted: Action | None) -> Comparison:
    notes = [side.annotation for side in sides]
    people = [note for note in notes if note.is_human]
    words = [
        Difference(left=left, right=right, words=word_changes(notes[left].rationale, notes[right].rationale))
        for left, right in combinations(range(len(notes)), 2)
    ]
    texts = [note.rationale.split() for note in notes]
    alike = [
        SequenceMatcher(a=one, b=two, autojunk=False).ratio()
        for place, one in enumerate(texts)
        for two in texts[place + 1 :]
    ]
    differs = [name for name in Answers.__struct_fields__ if len({_answer(note, name) for note in people}) > 1]
    differs += [
        name for name in ("reason_codes", "corrected_action") if len({str(getattr(note, name)) for note in people}) > 1
    ]
    if len(people) < len(notes) and len({note.rationale for note in notes}) > 1:
        differs.append("rationale")
    return Comparison(
        step_index=step, sides=sides, differs=differs, similarity=min(alike, default=1.0), words=words,
        settled=current if current is not None and current.is_human else None,
        planted=planted,
    )  # fmt: skip


def _answer(note: Annotation, name: str) -> str | None:
    return getattr(note.answers, name) if note.answers else None
