import pytest

from embrace3k.schema.actions import OFFERED, PROFILES, V1_ONLY, Action
from embrace3k.simulator.errors import SimulatorError
from embrace3k.simulator.recipes import recipe

V2 = PROFILES["v2"]


def test_move_forward_is_sent_as_published():
    first, second, idle = recipe(Action.MOVE_FORWARD, V2, holding=False)
    assert first == second
    assert first == ("vbp {agent} set_move 0 200", "vbp {agent} set_cam 5 0 -50 0 0 0", "vbp {agent} set_standup")
    assert idle[0] == "vbp {agent} set_move 0 0"


@pytest.mark.parametrize(
    ("action", "command"),
    [
        (Action.TURN_LEFT, "set_move -25 0"),
        (Action.TURN_RIGHT, "set_move 25 0"),
        (Action.LOOK_UP, "set_cam 5 0 -50 0 30 0"),
        (Action.LOOK_DOWN, "set_cam 5 0 -50 0 -30 0"),
    ],
)
def test_turning_and_looking_are_one_atomic(action, command):
    (atomic,) = recipe(action, V2, holding=False)
    assert f"vbp {{agent}} {command}" in atomic


@pytest.mark.parametrize("action", OFFERED)
def test_only_look_actions_end_with_a_tilted_head(action):
    atomics = recipe(action, V2, holding=True)
    pitches = [line.split()[7] for atomic in atomics for line in atomic if "set_cam" in line]
    assert pitches[-1:] == {Action.LOOK_UP: ["30"], Action.LOOK_DOWN: ["-30"]}.get(action, ["0"] if atomics else [])


def test_the_hands_toggle_only_when_that_is_what_is_meant():
    toggle = ("vbp {agent} set_pickup",)
    assert toggle in recipe(Action.PICK, V2, holding=False) and toggle not in recipe(Action.PICK, V2, holding=True)
    assert toggle in recipe(Action.DROP, V2, holding=True) and toggle not in recipe(Action.DROP, V2, holding=False)


@pytest.mark.parametrize("action", sorted(V1_ONLY))
def test_actions_without_a_published_recipe_are_refused(action):
    with pytest.raises(SimulatorError, match=action):
        recipe(action, V2, holding=False)
