"""Who drives without a person: scripts, and the oracle on the true geometry of a world."""

import pytest
from msgspec.structs import replace

from embrace3k.collector.drivers import OracleDriver, driver_maker, read_script
from embrace3k.collector.errors import NoPlan, PlanBroken, ScriptRefused
from embrace3k.collector.plans import PlanShelf
from embrace3k.schema.actions import PROFILES, Action
from embrace3k.schema.goals import Opened
from embrace3k.schema.tasks import Scene, Task, TaskType
from embrace3k.simulator.interfaces import Observation
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.simulator.worlds.motion import AgentState, Motion
from embrace3k.tests.collector.toy import yard_task

V2 = PROFILES["v2"]
WORLD = build_world("family-house", 0)


def door_task() -> Task:
    return Task(
        id="door",
        instruction="Open the front door.",
        type=TaskType.OPEN_DOOR,
        scene=Scene(name="family-house", seed=0),
        start_pose=WORLD.start,
        goal=Opened(door="front_door"),
    )


def seen(state: AgentState) -> Observation:
    return Observation(jpeg=b"", pose=state.pose, camera_pose=state.pose, state=state.world_state())


def started(task: Task) -> OracleDriver:
    driver = OracleDriver(V2)
    driver.begin(task)
    return driver


def test_the_oracle_follows_its_plan_to_the_goal():
    driver, motion = started(door_task()), Motion(WORLD)
    state, actions = motion.start(WORLD.start), list[Action]()
    while (action := driver.decide(len(actions), seen(state))) is not None:
        actions.append(action)
        state = motion.apply(state, action, V2).state
    assert actions[-1] is Action.FINISH
    assert state.doors["front_door"] is True


def test_a_new_oracle_goes_on_where_another_one_was():
    motion = Motion(WORLD)
    first = started(door_task()).decide(0, seen(motion.start(WORLD.start)))
    assert first is Action.OPEN_DOOR
    after = motion.apply(motion.start(WORLD.start), first, V2).state
    assert started(door_task()).decide(1, seen(after)) is Action.FINISH


def test_a_world_that_does_not_move_as_planned_stops_the_oracle():
    elsewhere = Motion(WORLD).start(WORLD.start._replace(x_cm=WORLD.start.x_cm + 5.0))
    with pytest.raises(PlanBroken, match="step 0: the plan has the agent at .* the simulator at"):
        started(door_task()).decide(0, seen(elsewhere))


def test_the_oracle_refuses_a_scene_that_it_cannot_build():
    in_unreal = replace(yard_task(), scene=Scene(name="SuburbNeighborhood_Day"))
    with pytest.raises(NoPlan, match="record it with a script or by hand"):
        started(in_unreal)


@pytest.mark.parametrize(
    "text, where, what",
    [
        ('["MoveForward", "Jump", "Finish"]', "/1", "unknown action 'Jump'"),
        ('["Finish", "TurnLeft"]', "/1", "actions follow Finish"),
        ('{"actions": []}', "", "not a list of actions"),
        ("[]", "", "not a list of actions"),
        ("[MoveForward]", "", "no JSON"),
    ],
)
def test_a_script_that_is_no_list_of_actions_is_refused(tmp_path, text, where, what):
    path = tmp_path / "script.json"
    path.write_text(text)
    with pytest.raises(ScriptRefused) as caught:
        read_script(path)
    assert what in caught.value.what and str(caught.value.where).endswith(where)


def test_an_unknown_action_is_answered_with_the_closed_list(tmp_path):
    (tmp_path / "script.json").write_text('["jump"]')
    with pytest.raises(ScriptRefused, match="use one of MoveForward, MoveBackward, TurnLeft.*MidwayTarget, Finish"):
        driver_maker(f"script:{tmp_path / 'script.json'}")


def test_a_policy_that_nobody_knows_is_refused():
    with pytest.raises(ScriptRefused, match="unknown policy 'random'. use `oracle` or script:FILE"):
        driver_maker("random")


def kept_task() -> Task:
    """Its world's version is named, so its plan may be kept."""
    task = door_task()
    return replace(task, scene=replace(task.scene, version=WORLD.version))


def test_a_plan_on_the_shelf_is_followed_without_a_search(tmp_path):
    plans, task = PlanShelf(tmp_path), kept_task()
    plans.keep(task, V2, [Action.TURN_LEFT, Action.FINISH])
    driver = OracleDriver(V2, plans)
    driver.begin(task)
    assert driver.decide(0, seen(Motion(WORLD).start(WORLD.start))) is Action.TURN_LEFT


@pytest.mark.parametrize("left_there", [None, b'["TurnLeft", "Fin', b"{}"], ids=["nothing", "cut off", "no list"])
def test_a_plan_that_is_not_whole_is_searched_for_and_kept(tmp_path, left_there):
    plans, task = PlanShelf(tmp_path), kept_task()
    if left_there is not None:
        plans.keep(task, V2, [])
        next((tmp_path / "plans").iterdir()).write_bytes(left_there)
    OracleDriver(V2, plans).begin(task)
    assert plans.find(task, V2) == [Action.OPEN_DOOR, Action.FINISH]


@pytest.mark.parametrize("in_the_way", ["cache", "plans", "plan"])
def test_a_shelf_that_cannot_be_used_costs_a_search_and_a_line_in_the_log(tmp_path, caplog, in_the_way):
    """Permissions would not stop a test that runs as root."""
    plans, task = PlanShelf(tmp_path / "cache"), kept_task()
    if in_the_way == "plan":
        plans.keep(task, V2, [])
        (kept,) = (tmp_path / "cache" / "plans").iterdir()
        kept.unlink()
        kept.mkdir()
    else:
        file = tmp_path / "cache" / "plans" if in_the_way == "plans" else tmp_path / "cache"
        file.parent.mkdir(exist_ok=True)
        file.touch()
    driver = OracleDriver(V2, plans)
    driver.begin(task)
    assert driver.decide(0, seen(Motion(WORLD).start(WORLD.start))) is Action.OPEN_DOOR
    assert "a plan is not kept" in caplog.text
    assert not list(tmp_path.rglob("*.tmp"))


def test_a_plan_is_kept_whole_or_not_at_all(tmp_path):
    plans, task = PlanShelf(tmp_path), kept_task()
    plans.keep(task, V2, [Action.TURN_LEFT, Action.FINISH])
    (kept,) = (tmp_path / "plans").iterdir()
    with kept.open() as half_read:
        plans.keep(task, V2, [Action.FINISH])
        assert half_read.read() == '["TurnLeft","Finish"]'
    assert plans.find(task, V2) == [Action.FINISH] and list((tmp_path / "plans").iterdir()) == [kept]


def test_plans_of_another_profile_or_of_an_unnamed_geometry_are_not_found(tmp_path):
    plans = PlanShelf(tmp_path)
    for task in (kept_task(), door_task()):
        plans.keep(task, V2, [Action.FINISH])
    assert plans.find(kept_task(), PROFILES["v1"]) is None
    assert plans.find(door_task(), V2) is None
