"""Judgements from small tables of letters, and at random."""

from collections.abc import Sequence

import numpy as np

from embrace3k.annotator.quality.judgements import Judgement, Question
from embrace3k.schema.annotations import Verdict
from embrace3k.schema.tasks import TaskType

G, B, U = Verdict.GROUNDED, Verdict.NOT_GROUNDED, Verdict.UNSURE
LETTERS = {"g": G, "n": B, "u": U}
STEPS = 4


def judged(
    annotator: str,
    letters: str,
    question: Question = Question.VERDICT,
    steps: int = STEPS,
    types: Sequence[TaskType] = (TaskType.BASIC,),
) -> list[Judgement]:
    """One letter per step, a dot where the annotator said nothing; `steps` steps make a trajectory."""
    return [
        Judgement(
            trajectory_id=f"t{place // steps:04}",
            step_index=place % steps,
            task_type=types[place // steps % len(types)],
            annotator=annotator,
            answers={question: LETTERS[letter]},
        )
        for place, letter in enumerate(letters)
        if letter != "."
    ]


def clustered(
    random: np.random.Generator, trajectories: int, steps: int = 10, people: int = 2, careful: float = 0.9
) -> list[Judgement]:
    """Of each trajectory an annotator judges every step with the same care, so that its steps are not independent."""
    truth = random.random((trajectories, steps)) < 0.7
    careful_here = random.random((people, trajectories, 1)) < careful
    guess = random.random((people, trajectories, steps)) < 0.5
    said = np.where(careful_here, truth, guess)
    letters = [["".join("g" if each else "n" for each in one) for one in person] for person in said]
    return [each for who, one in enumerate(letters) for each in judged(f"a{who}", "".join(one), steps=steps)]
