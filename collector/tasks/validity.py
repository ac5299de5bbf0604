"""The check that every proposed task has to pass, whoever proposed it: a template, a model or a person.

A task is proved by a shortest plan that is carried out and judged. What fails is refused with the first reason found;
cheap questions come first, so `ambiguous` does not say that the target could be reached.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from embrace3k.collector.footprints import WorldFootprints
from embrace3k.collector.goals import Instant, holds, judge, stages_of
from embrace3k.collector.oracle import shortest_plan
from embrace3k.collector.tasks.naming import words_for
from embrace3k.collector.tasks.reading import meant
from embrace3k.collector.tasks.sight import Sight
from embrace3k.collector.tasks.vantage import Lookout, View
from embrace3k.schema.actions import Action, ActionProfile
from embrace3k.schema.goals import AGENT, AllOf, Goal, Holding, InRegion, Near, Opened, Placed, objects_of
from embrace3k.schema.goals import Sequence as StagedGoal
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import PickDrop, TaskType
from embrace3k.simulator.worlds.model import Kind, World
from embrace3k.simulator.worlds.motion import AgentState, Motion

FEWEST_ACTIONS, MOST_ACTIONS = 4, 60
MOST_TURNS_IN_A_ROW = 8
MOST_NODES = 1_500
"""Where proving a plan shortest takes longer than this, another task is easier to find."""
_LONGEST_TEXT = 300
_WALKED_TO = (TaskType.BASIC, TaskType.EXPLORATION, TaskType.DYNAMIC_SPATIAL_SEMANTIC, TaskType.MULTI_STAGE)


class Reason(StrEnum):
    """Why a proposal is refused."""

    UNKNOWN_OBJECT = "unknown_object"
    NO_SENTENCE = "no_sentence"
    NOT_MENTIONED = "not_mentioned"
    WRONG_GOAL = "wrong_goal"
    NO_ROOM = "no_room"
    TARGET_NOT_VISIBLE = "target_not_visible"
    TARGET_VISIBLE = "target_visible"
    NOTHING_ALIKE = "nothing_alike"
    NO_REFERENT = "no_referent"
    AMBIGUOUS = "ambiguous"
    ALREADY_DONE = "already_done"
    DUPLICATE = "duplicate"
    UNREACHABLE = "unreachable"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    SPINS = "spins"
    NOT_SEEN_ON_ARRIVAL = "not_seen_on_arrival"


class Refusal(NamedTuple):
    """`reason` for programs, `words` for people."""

    reason: Reason
    words: str


class Proof(NamedTuple):
    """A shortest plan, the states it leads through (one more than actions), and what the first of them shows."""

    actions: list[Action]
    states: list[AgentState]
    view: View

    @property
    def end(self) -> AgentState:
        return self.states[-1]


@dataclass(frozen=True, kw_only=True)
class Mention:
    """The words of the instruction, article included, that stand for one object."""

    object: str
    words: str
    one: str | None = None
    """The noun that "one" stands for, in words such as "the one on the left"."""

    @property
    def read(self) -> str:
        return self.words if self.one is None else re.sub(r"\bone\b", self.one, self.words, count=1)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A finished task that nobody has checked. `mentions` are of all the goal's objects, in the instruction's order."""

    type: TaskType
    instruction: str
    start: Pose
    goal: Goal
    mentions: tuple[Mention, ...]
    door: str | None = None
    pick_drop: PickDrop | None = field(default=None)


def check_proposal(lookout: Lookout, proposal: Proposal, profile: ActionProfile) -> Proof | Refusal:
    """The proof that a proposal is a task of its type, or why it is not."""
    world = lookout.motion.world
    refusal = _well_formed(world, proposal) or _misshapen(world, proposal)
    if refusal is not None:
        return refusal
    if not lookout.has_room(proposal.start):
        return Refusal(Reason.NO_ROOM, "nobody can stand and turn at the start pose")
    view = lookout.look(proposal.start)
    refusal = _out_of_type(world, proposal, view) or _unclear(world, proposal, view)
    if refusal is not None:
        return refusal
    proof = prove(lookout.motion, view, proposal.goal, profile)
    if isinstance(proof, Refusal):
        return proof
    return _unseen(lookout, proposal, proof) or proof


def prove(motion: Motion, view: View, goal: Goal, profile: ActionProfile) -> Proof | Refusal:
    """A shortest plan, carried out and judged a success; refused if there is none, or too little or too much to do.

    Too little is also where any stage holds at the start: nobody would have to go there.
    """
    footprints, start = WorldFootprints(motion.world), view.state
    instant = Instant(start.pose, start.world_state())
    if any(holds(stage, instant, footprints) for stage in stages_of(goal)):
        return Refusal(Reason.ALREADY_DONE, "a stage of the goal holds at the start")
    found = shortest_plan(motion, start, goal, profile, most_nodes=MOST_NODES)
    if found is None:
        return Refusal(Reason.UNREACHABLE, f"no shortest plan was found among {MOST_NODES} states")
    count = len(found.actions)
    if count < FEWEST_ACTIONS:
        return Refusal(Reason.TOO_SHORT, f"{count} actions are enough, and at least {FEWEST_ACTIONS} are asked for")
    if count > MOST_ACTIONS:
        return Refusal(Reason.TOO_LONG, f"it takes {count} actions, and an episode has {MOST_ACTIONS}")
    if spins(found.actions):
        return Refusal(Reason.SPINS, f"the plan turns more than {MOST_TURNS_IN_A_ROW} times on the spot")
    states, instants = [start], [instant]
    for action in found.actions:
        states.append(motion.apply(states[-1], action, profile).state)
        instants.append(Instant(states[-1].pose, states[-1].world_state()))
    if not judge(goal, instants, found.actions, footprints).success:
        return Refusal(Reason.UNREACHABLE, "the plan, carried out, does not reach the goal")
    return Proof(found.actions, states, view)


def spins(actions: list[Action]) -> bool:
    """Whether somebody turns further than to face back: the way out of a corner too tight for whole steps."""
    turns = (Action.TURN_LEFT, Action.TURN_RIGHT)
    runs = [len(list(run)) for action, run in groupby(actions) if action in turns]
    return max(runs, default=0) > MOST_TURNS_IN_A_ROW


def _well_formed(world: World, proposal: Proposal) -> Refusal | None:
    known = {thing.name for thing in world.objects}
    named = [*objects_of(proposal.goal), *(mention.object for mention in proposal.mentions)]
    named += [proposal.door] if proposal.door else []
    named += [proposal.pick_drop.object] if proposal.pick_drop else []
    unknown = [name for name in named if name not in known]
    if unknown:
        return Refusal(Reason.UNKNOWN_OBJECT, f"the world has no {', '.join(dict.fromkeys(unknown))}")
    text = proposal.instruction
    if not re.fullmatch(r"[A-Z][^_<>{}\n]*[.?!]", text) or "  " in text or len(text) > _LONGEST_TEXT:
        return Refusal(Reason.NO_SENTENCE, f"{text!r} is not a plain sentence of at most {_LONGEST_TEXT} letters")
    mentioned = {mention.object for mention in proposal.mentions}
    left_out = [name for name in objects_of(proposal.goal) if name not in mentioned]
    if left_out:
        return Refusal(Reason.NOT_MENTIONED, f"nothing is said to stand for {', '.join(left_out)}")
    missing = [mention.words for mention in proposal.mentions if mention.words.lower() not in text.lower()]
    if missing:
        return Refusal(Reason.NOT_MENTIONED, f"the instruction does not say {missing[0]!r}")
    return None


def _misshapen(world: World, proposal: Proposal) -> Refusal | None:
    """Whether the goal tree is not one of its type."""
    goal, kind = proposal.goal, proposal.type
    match kind:
        case TaskType.MULTI_STAGE:
            parts = goal.goals if isinstance(goal, StagedGoal) else []
            fine = len(parts) == 2 and all(_is_near(part) for part in parts)
            fine = fine and objects_of(parts[0]) != objects_of(parts[1])
            wanted = "a sequence of two different things to be near"
        case TaskType.OPEN_DOOR:
            opened = [part for part in _parts(goal) if isinstance(part, Opened)]
            fine = proposal.door is not None and [part.door for part in opened] == [proposal.door]
            fine = fine and objects_of(goal) == [proposal.door] and world.object(proposal.door or "").kind is Kind.DOOR
            wanted = "one door, to be near and to have opened"
        case TaskType.PICK_DROP:
            pick = proposal.pick_drop
            fine = pick is not None and world.object(pick.object).kind is Kind.CARRIED and _is_handed(goal, pick)
            wanted = "one small thing, to be held (p) or to be put down near something (pd)"
        case _:
            fine = _is_near(goal)
            wanted = "one thing to be near"
    return None if fine else Refusal(Reason.WRONG_GOAL, f"the goal of a {kind} task is {wanted}")


def _is_near(goal: Goal) -> bool:
    parts = _parts(goal)
    others = [part for part in parts if not isinstance(part, Near)]
    agent_only = all(isinstance(part, InRegion) and part.subject == AGENT for part in others)
    return len(parts) - len(others) == 1 and agent_only


def _is_handed(goal: Goal, pick: PickDrop) -> bool:
    wanted = Holding if pick.kind == "p" else Placed
    parts = _parts(goal)
    handed = [part for part in parts if isinstance(part, wanted)]
    others = [part for part in parts if not isinstance(part, wanted)]
    in_place = all(isinstance(part, InRegion) and part.subject in (AGENT, pick.object) for part in others)
    return [part.object for part in handed] == [pick.object] and in_place


def _parts(goal: Goal) -> list[Goal]:
    return [leaf for part in goal.goals for leaf in _parts(part)] if isinstance(goal, AllOf) else [goal]


def _out_of_type(world: World, proposal: Proposal, view: View) -> Refusal | None:
    """Whether the start view is not one of the type."""
    target = objects_of(proposal.goal)[0]
    if proposal.type is TaskType.EXPLORATION:
        if target in view.shares:
            return Refusal(Reason.TARGET_VISIBLE, f"{target} is in view at the start, so there is nothing to explore")
        return None
    if proposal.type is not TaskType.PICK_DROP and not view.shows_well(target):
        return Refusal(Reason.TARGET_NOT_VISIBLE, f"{target} is not clearly in view at the start")
    if proposal.type is TaskType.DYNAMIC_SPATIAL_SEMANTIC:
        words = words_for(world.object(target))
        alike = [name for name in view.shares if name != target and words & words_for(world.object(name))]
        if not alike:
            return Refusal(Reason.NOTHING_ALIKE, f"nothing else in view could be taken for {target}")
    return None


def _unclear(world: World, proposal: Proposal, view: View) -> Refusal | None:
    """Whether some words do not mean the one thing that they stand for.

    What is in view is told from what is in view; what is not, from everything there is.
    """
    seen, all_there_is = Sight(world, view), Sight(world)
    for mention in proposal.mentions:
        found = meant(mention.read, seen if view.shows(mention.object) else all_there_is)
        if mention.object not in found:
            return Refusal(Reason.NO_REFERENT, f"{mention.words!r} does not mean {mention.object}")
        if len(found) > 1:
            others = ", ".join(name for name in found if name != mention.object)
            return Refusal(Reason.AMBIGUOUS, f"{mention.words!r} could also mean {others}")
    return None


def _unseen(lookout: Lookout, proposal: Proposal, proof: Proof) -> Refusal | None:
    """Who was sent to a thing has to see it on arrival: other things may stand before it."""
    if proposal.type not in _WALKED_TO:
        return None
    arrivals = [index for index, action in enumerate(proof.actions) if action is Action.MIDWAY_TARGET]
    targets = objects_of(proposal.goal)
    for index, target in zip([*arrivals, len(proof.actions)], targets, strict=True):
        if not lookout.see(proof.states[index]).shows(target):
            return Refusal(Reason.NOT_SEEN_ON_ARRIVAL, f"something hides {target} from where the plan ends")
    return None
