"""Plans of the oracle against a breadth-first search that tries everything, on worlds small enough for it."""

import math

import pytest

from embrace3k.collector.errors import GoalUndecidable, NoPlan
from embrace3k.collector.footprints import WorldFootprints
from embrace3k.collector.goals import Instant, holds, judge, stages_of
from embrace3k.collector.oracle import plan
from embrace3k.schema.actions import PROFILES, Action
from embrace3k.schema.goals import AllOf, Goal, Holding, InRegion, Near, Opened, Placed, Polygon, Sequence, Visible
from embrace3k.schema.polygons import centroid
from embrace3k.schema.poses import Pose, bearing_deg, distance_xy_cm
from embrace3k.simulator.worlds.model import Kind, World
from embrace3k.simulator.worlds.motion import AgentState, Motion
from embrace3k.tests.collector.tiny_worlds import door, pose, rows_of_boxes, thing, wall, world

V2 = PROFILES["v2"]
HANDS = (Action.OPEN_DOOR, Action.PICK, Action.DROP)
TRIED = (Action.MOVE_FORWARD, Action.TURN_LEFT, Action.TURN_RIGHT, Action.LOOK_DOWN, *HANDS)
TABLE = thing("table", 300, 700)
MUG = thing("mug", 700, 300, kind=Kind.CARRIED, size=(10.0, 10.0, 10.0))
DIVIDED = (wall(492, 0, 508, 450), wall(492, 550, 508, 1000))
DOOR = door("door", 500, 452.5)


def run(motion: Motion, start: AgentState, actions: list[Action], profile=V2) -> tuple[list[Instant], list[str]]:
    """The instants of a plan, and what it ran into."""
    states, bumps = [start], []
    for action in actions:
        effect = motion.apply(states[-1], action, profile)
        bumps += [effect.blocked_by] if effect.blocked_by else []
        states.append(effect.state)
    return [Instant(state.pose, state.world_state()) for state in states], bumps


def shortest_by_brute_force(motion: Motion, start: AgentState, goal: Goal, limit: int) -> int | None:
    """Tries every action in every state, layer by layer; a thing is put down only where that reaches the goal."""
    made, footprints, stages = motion.world, WorldFootprints(motion.world), stages_of(goal)

    def ends(stage: Goal, state: AgentState, held: frozenset[str]) -> bool:
        parts = stage.goals if isinstance(stage, AllOf) else [stage]
        names = [part.object for part in parts if isinstance(part, Near)]
        instant = Instant(state.pose, state.world_state())
        return all(looked_at(made, state, name) for name in names) and holds(stage, instant, footprints, held)

    layer: list[tuple[AgentState, int, frozenset[str]]] = [(start, 0, frozenset())]
    seen: set[object] = set()
    for depth in range(limit):
        following = []
        for state, stage, held in layer:
            if ends(stages[stage], state, held):
                if stage == len(stages) - 1:
                    return depth + 1
                following.append((state, stage + 1, held))
            for action in TRIED:
                effect = motion.apply(state, action, V2)
                if effect.blocked_by is not None or (action in HANDS and not effect.changed):
                    continue
                names = held | {effect.state.holding} if effect.state.holding else held
                if action is not Action.DROP or ends(stages[stage], effect.state, names):
                    following.append((effect.state, stage, names))
        fresh = {exactly(*node): node for node in following if exactly(*node) not in seen}
        seen |= fresh.keys()
        layer = list(fresh.values())
    return None


def looked_at(made: World, state: AgentState, name: str) -> bool:
    """Ahead, and its upper edge not below what a camera at 158 cm shows with some margin."""
    thing = made.object(name)
    middle = Pose(*centroid(WorldFootprints(made)(name, None)), 0, 0, 0, 0)
    away = distance_xy_cm(state.pose, middle)
    lowest = 158 - away * math.tan(math.radians(33 - state.head_pitch_deg))
    return abs(bearing_deg(state.pose, middle)) <= 30 and thing.size_cm[2] >= lowest


def exactly(state: AgentState, stage: int, held: frozenset[str]) -> object:
    poses = [state.pose, *state.objects.values()]
    places = [(round(p.x_cm, 4), round(p.y_cm, 4), round(p.yaw_deg, 3)) for p in poses]
    return stage, held, state.holding, state.head_pitch_deg, tuple(state.swings.items()), *places


def prove_shortest(made: World, start: Pose, goal: Goal) -> list[Action]:
    motion = Motion(made)
    state = motion.start(start)
    found = plan(motion, state, goal, V2)
    assert found.optimal
    assert len(found.actions) == shortest_by_brute_force(motion, state, goal, len(found.actions))
    instants, bumps = run(motion, state, found.actions)
    assert judge(goal, instants, found.actions, WorldFootprints(made)).success and not bumps
    return found.actions


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", ["box_0", "box_4"])
def test_no_shorter_way_leads_to_a_box_among_boxes(seed, name):
    made = world(*rows_of_boxes(seed), size=(900.0, 1000.0))
    starts = [pose(x, y, 55.0 * seed % 360) for y in (520.0, 400.0, 60.0) for x in (850.0, 40.0)]
    start = next(start for start in starts if Motion(made).free(start.x_cm, start.y_cm, Motion(made).start()))
    prove_shortest(made, start, Near(object=name, radius_cm=80.0))


def test_no_shorter_way_leads_through_a_door():
    made = world(DOOR, thing("lamp", 700, 600), walls=DIVIDED)
    actions = prove_shortest(made, pose(250, 300), Near(object="lamp", radius_cm=80.0))
    assert actions.count(Action.OPEN_DOOR) == 1


def test_no_shorter_way_opens_a_door():
    goal = AllOf(goals=[Near(object="door", radius_cm=150.0), Opened(door="door")])
    assert prove_shortest(world(DOOR, walls=DIVIDED), pose(200, 300), goal)[-2:] == [Action.OPEN_DOOR, Action.FINISH]


def test_no_shorter_way_picks_a_mug():
    assert Action.PICK in prove_shortest(world(MUG, TABLE), pose(300, 200), Holding(object="mug"))


def test_no_shorter_way_carries_a_mug_to_a_table():
    made = world(MUG, thing("table", 500, 650), size=(900.0, 900.0))
    actions = prove_shortest(made, pose(550, 400, -40), Placed(object="mug", near="table", radius_cm=100.0))
    assert actions[-2:] == [Action.DROP, Action.FINISH]


def test_no_shorter_way_leads_over_two_stages_and_through_a_door():
    made = world(DOOR, TABLE, thing("lamp", 700, 600), walls=DIVIDED)
    stages = Sequence(goals=[Near(object="table", radius_cm=200.0), Near(object="lamp", radius_cm=200.0)])
    actions = prove_shortest(made, pose(300, 450, 65), stages)
    assert actions.count(Action.MIDWAY_TARGET) == 1


def test_a_region_is_reached_as_well_as_a_thing():
    square = Polygon(outer=[(700.0, 700.0), (800.0, 700.0), (800.0, 800.0), (700.0, 800.0)])
    prove_shortest(world(), pose(200, 400), InRegion(subject="agent", region=[square]))


def test_a_low_thing_is_looked_down_at():
    actions = prove_shortest(
        world(thing("ball", 500, 500, size=(22.0, 22.0, 22.0))), pose(190, 500), Near(object="ball", radius_cm=150.0)
    )
    assert actions[-2:] == [Action.LOOK_DOWN, Action.FINISH]


def test_the_target_is_ahead_at_the_end():
    motion = Motion(world(TABLE))
    start = motion.start(pose(310, 600, -90))
    found = plan(motion, start, Near(object="table", radius_cm=200.0), V2)
    instants, _ = run(motion, start, found.actions)
    assert abs(bearing_deg(instants[-1].pose, TABLE.pose)) <= 30


def test_nothing_to_do_means_finish_at_once():
    motion = Motion(world(TABLE))
    found = plan(motion, motion.start(pose(150, 700)), Near(object="table", radius_cm=200.0), V2)
    assert (found.actions, found.optimal) == ([Action.FINISH], True)


def test_the_other_profile_has_other_steps():
    motion = Motion(world(TABLE))
    start = motion.start(pose(800, 200))
    found = plan(motion, start, Near(object="table", radius_cm=100.0), PROFILES["v1"])
    instants, bumps = run(motion, start, found.actions, PROFILES["v1"])
    assert not bumps
    assert holds(Near(object="table", radius_cm=100.0), instants[-1], WorldFootprints(motion.world))


def test_what_is_walled_in_has_no_plan():
    pen = (wall(150, 550, 160, 850), wall(450, 550, 460, 850), wall(150, 550, 460, 560), wall(150, 850, 460, 860))
    motion = Motion(world(TABLE, walls=pen))
    with pytest.raises(NoPlan) as refusal:
        plan(motion, motion.start(pose(800, 200)), Near(object="table", radius_cm=50.0), V2)
    assert refusal.value.exhausted


def test_a_goal_of_being_visible_is_refused():
    motion = Motion(world(TABLE))
    with pytest.raises(GoalUndecidable, match="Visible"):
        plan(motion, motion.start(pose(800, 200)), Visible(object="table"), V2)
