"""The oracle: from the world's true geometry to a shortest sequence of actions that reaches a goal.

A plan is one that a person would make: it steps forward and turns, never backs off and never runs into anything, lets
go of a thing only where it is to be, and where the goal is to be near something, it ends with that thing ahead and in
view, after a LookDown if it is low. `optimal` means proven shortest among such plans (one that passes the same door
twice within a stage left aside), and `Task.shortest_actions` counts its actions, Finish included.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct

from embrace3k.collector.errors import NoPlan
from embrace3k.collector.lower_bounds import Cells, Floats, Steps
from embrace3k.collector.search import Bounds, Search
from embrace3k.collector.stages import Stage, Stages
from embrace3k.schema.actions import Action, ActionProfile
from embrace3k.schema.goals import Goal
from embrace3k.simulator.worlds.model import Kind, World
from embrace3k.simulator.worlds.motion import RADIUS_CM, AgentState, Motion
from embrace3k.simulator.worlds.obstacles import blocks

EXACT_NODES = 40_000
MERGED_NODES = 60_000
_CLEAR_CM = 60.0


class Plan(Struct, frozen=True, kw_only=True):
    actions: list[Action]
    optimal: bool
    """Whether no shorter plan exists; False where states were merged or a bound was a guess."""
    nodes: int
    """States that were looked at."""


def plan(motion: Motion, start: AgentState, goal: Goal, profile: ActionProfile) -> Plan:
    """Deterministic. Raises NoPlan when there is none or the search gave up, GoalUndecidable for a placeless goal.

    After `EXACT_NODES` states without a plan, neighbouring states are taken for one another.
    """
    search, stages = _problem(motion, start, goal, profile)
    found = search.run(start, most_nodes=EXACT_NODES)
    if found.actions is not None:
        proven = all(stage.proven for stage in stages)
        return Plan(actions=found.actions, optimal=proven, nodes=found.nodes)
    if found.complete:
        raise NoPlan("no sequence of actions reaches the goal", exhausted=True)
    merged = search.run(start, most_nodes=MERGED_NODES, merge=True)
    if merged.actions is None:
        raise NoPlan(f"no plan among {found.nodes + merged.nodes} states", exhausted=False)
    return Plan(actions=merged.actions, optimal=False, nodes=found.nodes + merged.nodes)


def shortest_plan(
    motion: Motion, start: AgentState, goal: Goal, profile: ActionProfile, *, most_nodes: int = EXACT_NODES
) -> Plan | None:
    """A plan that is proven shortest, or None where there is none or proving it takes more than `most_nodes` states."""
    search, stages = _problem(motion, start, goal, profile)
    found = search.run(start, most_nodes=most_nodes)
    if found.actions is None or not all(stage.proven for stage in stages):
        return None
    return Plan(actions=found.actions, optimal=True, nodes=found.nodes)


def _problem(motion: Motion, start: AgentState, goal: Goal, profile: ActionProfile) -> tuple[Search, Sequence[Stage]]:
    steps = _steps(motion.world, profile.forward_cm, round(start.pose.yaw_deg % 5.0, 6))
    stages = Stages(motion, start, steps, profile).of(goal)
    return Search(motion, profile, steps, stages, Bounds(motion, steps, stages)), stages


@lru_cache(maxsize=2)
def _steps(world: World, forward_cm: float, first_yaw_deg: float) -> Steps:
    """Start poses whose yaw is a multiple of 5 degrees share one, and tasks are made and acted out world by world."""
    cells = Cells.over(world.bounds_cm)
    return Steps(
        cells, _clearance(world, cells), radius_cm=RADIUS_CM, forward_cm=forward_cm, first_yaw_deg=first_yaw_deg
    )


def _clearance(world: World, cells: Cells) -> Floats:
    """Distance to what never moves; nothing above `_CLEAR_CM` matters."""
    boxes = [box for box in world.solids if blocks(world, box)]
    boxes += [thing.footprint(thing.pose) for thing in world.objects if thing.solid and thing.kind is Kind.FIXED]
    clearance = np.full((cells.nx, cells.ny), _CLEAR_CM, np.float32)
    for box in boxes:
        corners = box.corners()
        window = cells.window(corners, _CLEAR_CM)
        np.minimum(clearance[window], cells.distance_to_ring(corners, window), out=clearance[window])
    return clearance
