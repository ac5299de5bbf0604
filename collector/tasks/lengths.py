"""How long tasks are to be: the lengths that a set of tasks is steered to.

Known of the published sets: v2 has 48,264 actions in 3,421 demonstrations (14.1 each), and its longest multi-stage one
needs 52; v1's most frequent length is 5 and its mean 8.4. Nothing is published per type or of v2's spread. So both sets
are taken to be log-normal with v1's ratio of mode to mean, and the types' shares of it are our own choice.
"""

import math
from collections.abc import Mapping
from statistics import NormalDist

from embrace3k.schema.tasks import TaskType

MEAN_ACTIONS = {"v2": 48_264 / 3_421, "v1": 8.4}
SHORTEST, LONGEST = 4, 52
SPREAD = math.sqrt(math.log(8.4 / 5.0) / 1.5)
"""Standard deviation of a length's logarithm, 0.59: of a log-normal, mean / mode = exp(1.5 spread²)."""
SHARE = {
    TaskType.BASIC: 0.72,
    TaskType.EXPLORATION: 1.0,
    TaskType.DYNAMIC_SPATIAL_SEMANTIC: 0.75,
    TaskType.MULTI_STAGE: 1.5,
    TaskType.OPEN_DOOR: 0.9,
    TaskType.PICK_DROP: 1.15,
}
"""Mean length of a type, relative to the others."""


def wanted_lengths(numbers: Mapping[TaskType, int], mean_actions: float) -> list[tuple[TaskType, int]]:
    """For so many tasks of each type their lengths in actions, Finish included: evenly spaced quantiles."""
    total = sum(numbers.values())
    if not total:
        return []
    mean_log = sum(number * math.log(SHARE[kind]) for kind, number in numbers.items()) / total
    between = sum(number * (math.log(SHARE[kind]) - mean_log) ** 2 for kind, number in numbers.items()) / total
    within = NormalDist(0.0, math.sqrt(max(SPREAD**2 - between, 0.01)))
    scale = mean_actions * total / sum(number * SHARE[kind] for kind, number in numbers.items())
    wanted = []
    for kind, number in numbers.items():
        middle = math.log(scale * SHARE[kind]) - within.variance / 2
        quantiles = [math.exp(middle + within.inv_cdf((index + 0.5) / number)) for index in range(number)]
        wanted += [(kind, min(max(round(length), SHORTEST), LONGEST)) for length in quantiles]
    return wanted


def tolerance(length: int) -> int:
    """How far from the length that was wanted a task may be."""
    return max(2, round(0.2 * length))
