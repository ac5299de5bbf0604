"""The proof that a draft is a task: it can be done, and no part of it is done already."""

from itertools import groupby
from typing import NamedTuple

from embrace3k.collector.footprints import WorldFootprints
from embrace3k.collector.goals import Instant, holds, judge, stages_of
from embrace3k.collector.oracle import shortest_plan
from embrace3k.schema.actions import Action, ActionProfile
from embrace3k.schema.goals import Goal
from embrace3k.simulator.worlds.motion import AgentState, Motion

FEWEST_ACTIONS, MOST_ACTIONS = 4, 60
MOST_TURNS_IN_A_ROW = 8
MOST_NODES = 4_000
"""Where proving a plan shortest takes longer than this, another task is easier to find."""


class Proof(NamedTuple):
    """A shortest plan, and where it leads."""

    actions: list[Action]
    end: AgentState


def prove(motion: Motion, start: AgentState, goal: Goal, profile: ActionProfile) -> Proof | None:
    """A shortest plan, carried out and judged a success; None if there is none, or too little or too much to do.

    Too little is also where any stage holds at the start: nobody would have to go there.
    """
    footprints = WorldFootprints(motion.world)
    instant = Instant(start.pose, start.world_state())
    if any(holds(stage, instant, footprints) for stage in stages_of(goal)):
        return None
    found = shortest_plan(motion, start, goal, profile, most_nodes=MOST_NODES)
    if found is None or not FEWEST_ACTIONS <= len(found.actions) <= MOST_ACTIONS or spins(found.actions):
        return None
    state, instants = start, [instant]
    for action in found.actions:
        state = motion.apply(state, action, profile).state
        instants.append(Instant(state.pose, state.world_state()))
    reached = judge(goal, instants, found.actions, footprints).success
    return Proof(found.actions, state) if reached else None


def spins(actions: list[Action]) -> bool:
    """Whether somebody turns further than to face back: the way out of a corner too tight for whole steps."""
    turns = (Action.TURN_LEFT, Action.TURN_RIGHT)
    runs = [len(list(run)) for action, run in groupby(actions) if action in turns]
    return max(runs, default=0) > MOST_TURNS_IN_A_ROW
