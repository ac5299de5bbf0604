"""UnrealZoo's character functions, sent and parsed by the stock `unrealcv` client as UnrealZoo does.

The server's clock moves only when the test says so: nothing here waits.
"""

import json
import math
import re
import subprocess
import sys

import pytest
import unrealcv

from embrace3k.schema.poses import Pose
from embrace3k.tests.simulator.conftest import started
from embrace3k.tests.simulator.places import BEFORE_DOOR, BEFORE_THING, MOTION, ROAD, THING, WORLD

NAME = "BP_Character_2"


class Player:
    """One character, through UnrealZoo's own ways of asking: replies are looked at for their first digit or number."""

    def __init__(self, api: unrealcv.UnrealCv_API) -> None:
        self.api, self.client = api, api.client

    def tell(self, function: str, *words: object) -> None:
        """The client throws such replies away, whatever they say."""
        self.client.request(self.line(function, *words), -1)

    def line(self, function: str, *words: object) -> str:
        return " ".join(["vbp", NAME, function, *map(str, words)])

    def ask(self, function: str, *words: object) -> str:
        return str(self.client.request(self.line(function, *words)))

    def flag(self, function: str) -> bool:
        reply = self.ask(function)
        assert ("1" in reply) != ("0" in reply), reply
        return "1" in reply

    def number(self, function: str) -> float:
        return float(self.api.decoder.string2vector(self.ask(function))[0])

    def nav_goal(self, *words: object) -> tuple[float, float, float]:
        place = json.loads(self.client.request(self.line("generate_nav_goal", *words) + " "))["nav_goal"]
        x, y, z = (float(number) for number in re.findall(r"[-+]?\d*\.\d+|\d+", place))
        return x, y, z

    def wait(self, seconds: float) -> None:
        assert self.client.request(f"pass {round(seconds * 1000)}") == "ok"

    def do(self, *commands: str) -> None:
        for command in commands:
            assert self.client.request(command) == "ok", command

    def put(self, pose: Pose) -> None:
        place = f"vset /object/{NAME}"
        x, y, z, pitch, yaw, roll = pose
        self.do(f"{place}/location {x} {y} {z}", f"{place}/rotation {pitch} {yaw} {roll}")

    @property
    def place(self) -> list[float]:
        return list(self.api.get_obj_location(NAME))

    @property
    def yaw_deg(self) -> float:
        return float(self.api.get_obj_rotation(NAME)[1])

    @property
    def eye_cm(self) -> float:
        return float(self.client.request("vget /camera/1/location").split()[2])

    @property
    def pitch_deg(self) -> float:
        """Of the view."""
        return float(self.client.request("vget /camera/1/rotation").split()[0])


@pytest.fixture(scope="module")
def api(light, tmp_path_factory):
    """Of a server that also ends with this process, when its stdin does."""
    words = [sys.executable, "-m", "embrace3k.tests.simulator.clocked_server", str(light)]
    said = tmp_path_factory.mktemp("clocked") / "said"
    with started(words, said, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        client = unrealcv.Client(("127.0.0.1", port))
        client.connect()
        client.request("vset /action/game/level family-house_0000", 120)
        client.disconnect()
        api = unrealcv.UnrealCv_API(port, "127.0.0.1", (160, 120))
        yield api
        api.client.disconnect()


@pytest.fixture
def player(api):
    """On the road, as spawned, with the level as it is made."""
    player = Player(api)
    player.do("vset /action/game/level family-house_0000")
    assert player.client.request(f"vset /objects/spawn bp_character_C {NAME}") == NAME
    player.put(ROAD)
    return player


def moved(before: list[float], after: list[float]) -> float:
    return math.dist(before[:2], after[:2])


def test_a_velocity_is_held_until_the_next_one(player):
    player.tell("set_move", 0, 100)
    player.wait(1)
    assert player.place == pytest.approx([-1590, -570, 88])
    player.wait(2)
    assert player.place == pytest.approx([-1590, -370, 88])
    player.tell("set_move", 0, -50)
    player.wait(2)
    assert player.place == pytest.approx([-1590, -470, 88])
    player.tell("set_move", 0, 0)
    player.wait(5)
    assert player.place == pytest.approx([-1590, -470, 88])


def test_a_turn_is_held_too_and_goes_clockwise(player):
    player.tell("set_move", 30, 0)
    player.wait(1)
    assert (player.yaw_deg, player.number("get_angle")) == (120, 30)
    player.wait(3)
    assert player.yaw_deg == -150
    player.tell("set_move", -30, 0)
    player.wait(4)
    assert (player.yaw_deg, player.number("get_angle")) == (90, -30)


def test_how_often_a_client_looks_makes_no_difference(player):
    ends = []
    for looks in (1, 7, 100):
        player.do("vset /action/game/level family-house_0000")
        player.client.request(f"vset /objects/spawn bp_character_C {NAME}")
        player.put(ROAD)
        player.tell("set_move", 17, 183)
        for look in range(looks):
            player.wait(round(4200 * (look + 1) / looks) / 1000 - round(4200 * look / looks) / 1000)
            place = player.place
        ends.append((place, player.yaw_deg))
    assert ends[0] == ends[1] == ends[2]


def test_slomo_two_doubles_the_way(player):
    player.do("vrun slomo 2")
    player.tell("set_move", 0, 100)
    player.wait(1)
    assert moved([*ROAD], player.place) == pytest.approx(200)
    player.do("vrun slomo 0.5")
    player.wait(1)
    assert moved([*ROAD], player.place) == pytest.approx(250)


def test_slomo_stays_within_what_unreal_takes(player):
    player.do("vrun slomo 1000")
    player.tell("set_move", 0, 10)
    player.wait(1)
    assert moved([*ROAD], player.place) == pytest.approx(200)


def test_nothing_moves_while_the_game_is_paused(player):
    player.tell("set_move", 0, 100)
    player.wait(1)
    player.do("vset /action/game/pause")
    player.wait(100)
    assert moved([*ROAD], player.place) == pytest.approx(100)
    player.do("vset /action/game/resume")
    player.wait(1)
    assert moved([*ROAD], player.place) == pytest.approx(200)


def test_parts_of_a_tick_are_not_lost(player):
    player.tell("set_move", 0, 100)
    for _ in range(50):
        player.wait(0.02)
        player.place  # noqa: B018 - looking is what lets time pass
    assert moved([*ROAD], player.place) == pytest.approx(100)


def test_under_an_interval_a_move_acts_once_and_leaves_nothing_over(player):
    player.tell("set_move", 30, 100)
    player.tell("set_interval", 1000)
    player.wait(10)
    assert (moved([*ROAD], player.place), player.yaw_deg) == (0, 90)
    player.tell("set_move", 0, 200)
    once = player.place
    assert moved([*ROAD], once) == pytest.approx(62.9295, abs=0.001)
    player.wait(10)
    assert player.place == once and player.number("get_speed") == 0


@pytest.mark.parametrize(
    ("speed", "way_cm"), [(200, 62.9295), (100, 62.9295), (60, 50.2325), (43, 36.0), (-200, 62.9295)]
)
def test_under_an_interval_every_speed_has_its_length(player, speed, way_cm):
    player.put(ROAD._replace(y_cm=0.0))
    player.tell("set_interval", 1000)
    player.tell("set_move", 0, speed)
    assert player.place[1] == pytest.approx(math.copysign(way_cm, speed), abs=0.001)


def test_under_an_interval_back_and_forward_cancel(player):
    player.tell("set_interval", 1000)
    player.put(ROAD._replace(y_cm=0.0, yaw_deg=97.0))
    before = player.place
    for speed in (-60, 0, 60, 0):
        player.tell("set_move", 0, speed)
    assert player.place == before


def test_how_long_the_world_runs_after_a_step_makes_no_difference(player):
    player.do("vrun slomo 6")
    player.tell("set_interval", 1000)
    places = [player.place]
    for step in range(20):
        for speed in (200, 200, 0):
            player.do("vset /action/game/resume")
            player.client.request([player.line("set_move", 0, speed), player.line("set_cam", 5, 0, -50, 0, 0, 0)])
            player.wait(0.25 + step * speed / 200)
            player.do("vset /action/game/pause")
        places.append(player.place)
    steps = [moved(before, after) for before, after in zip(places, places[1:], strict=False)]
    assert steps == pytest.approx([125.859] * 20, abs=0.001)


def test_a_respawned_character_holds_its_velocity_again(player):
    player.tell("set_interval", 1000)
    player.do(f"vset /object/{NAME}/destroy")
    player.client.request(f"vset /objects/spawn bp_character_C {NAME}")
    player.put(ROAD)
    player.tell("set_move", 0, 100)
    assert moved([*ROAD], player.place) == 0
    player.wait(1)
    assert moved([*ROAD], player.place) == pytest.approx(100)


def test_speed_is_what_the_character_really_does(player):
    assert json.loads(player.ask("get_speed")) == {"Speed": "0.000"}
    player.tell("set_move", 0, 100)
    player.wait(1)
    assert player.number("get_speed") == 100
    player.tell("set_speed", 40)
    player.wait(1)
    assert player.number("get_speed") == 40
    player.tell("set_move", 0, -100)
    player.wait(1)
    assert player.number("get_speed") == 40
    player.tell("set_move", 0, 0)
    player.wait(1)
    assert player.number("get_speed") == 0


def test_acceleration_takes_its_time(player):
    player.tell("set_acc", 100)
    player.tell("set_move", 0, 200)
    player.wait(1)
    assert player.number("get_speed") == 100
    player.wait(2)
    assert player.number("get_speed") == 200


def test_a_hit_is_told_once_and_again_while_it_lasts(player):
    player.put(ROAD._replace(yaw_deg=180.0))
    assert not player.flag("get_hit")
    player.tell("set_move", 0, 100)
    player.wait(1)
    assert player.flag("get_hit") and not player.flag("get_hit")
    assert player.number("get_speed") == 0
    player.wait(1)
    assert player.flag("get_hit")


def test_walking_keeps_the_head_where_it_was_turned(player):
    player.tell("set_cam", 5, 0, -50, 0, 30, 0)
    player.tell("set_move", 10, 50)
    player.wait(1)
    assert player.pitch_deg == 30


def test_a_reset_stops_and_straightens_up(player):
    player.tell("set_cam", 5, 0, -50, 0, 30, 0)
    player.tell("set_crouch")
    player.tell("set_move", 10, 50)
    player.wait(1)
    player.tell("reset")
    place = player.place
    player.wait(1)
    assert player.place == place and player.eye_cm == 158 and player.pitch_deg == 0


def test_postures_lower_and_raise_the_eye(player):
    heights = [player.eye_cm]
    for function, words in (("set_crouch", ()), ("set_liedown", (100, 100)), ("set_standup", ())):
        player.tell(function, *words)
        heights.append(player.eye_cm)
    assert heights == [158, 98, 30, 158]


def test_a_jump_goes_up_and_comes_down(player):
    player.tell("set_jump")
    player.wait(0.4)
    assert player.eye_cm > 200 and player.place[2] == 88
    player.wait(1)
    assert player.eye_cm == 158


def test_a_door_opens_and_closes_again(player):
    player.put(BEFORE_DOOR)
    assert not player.flag("get_door_state")
    player.tell("set_open_door", 1)
    assert player.flag("get_door_state")
    player.tell("set_open_door", 0)
    assert not player.flag("get_door_state")


def test_a_door_does_not_close_on_somebody(player):
    player.put(BEFORE_DOOR)
    player.tell("set_open_door", 1)
    door = WORLD.object("front_door")
    player.put(BEFORE_DOOR._replace(x_cm=door.pose.x_cm, y_cm=door.pose.y_cm))
    player.tell("set_open_door", 0)
    assert player.flag("get_door_state")


def test_the_state_is_of_the_door_that_was_opened_and_not_of_a_nearer_hinge_behind_the_wall(player):
    player.put(Pose(420.3, 577.5, 88.0, 0.0, 147.2, 0.0))
    assert not player.flag("get_door_state")
    player.tell("set_open_door", 1)
    assert json.loads(player.client.request("vget /embrace3k/state"))["doors"]["study_door"] is True
    assert player.flag("get_door_state")
    player.put(BEFORE_DOOR)
    assert not player.flag("get_door_state"), "front_door is at hand here, and study_door is far"


def test_a_thing_is_carried_and_dropped(player):
    player.put(BEFORE_THING)
    assert not player.flag("is_carrying")
    player.tell("carry_body")
    assert player.flag("is_carrying") and "1" in player.client.request(f"vbp {THING} is_picked")
    player.tell("drop_body")
    assert not player.flag("is_carrying") and "0" in player.client.request(f"vbp {THING} is_picked")
    player.tell("set_pickup")
    assert player.flag("is_carrying")
    player.tell("set_pickup")
    assert not player.flag("is_carrying")


def test_a_goal_can_be_walked_to_and_is_the_same_in_every_run(player):
    player.put(WORLD.start)
    goals = [player.nav_goal(800, 300) for _ in range(5)]
    for x, y, z in goals:
        assert MOTION.free(x, y, MOTION.start()) and 300 <= math.dist((x, y), WORLD.start[:2]) <= 800
        assert z == pytest.approx(WORLD.ground_cm(x, y) + 88, abs=0.001)
    assert len(set(goals)) > 1
    player.do("vset /action/game/level family-house_0000")
    player.client.request(f"vset /objects/spawn bp_character_C {NAME}")
    assert [player.nav_goal(800, 300) for _ in range(5)] == goals


@pytest.mark.parametrize("function", ["nav_to_goal", "nav_to_goal_bypath"])
def test_a_goal_is_walked_to_around_what_is_in_the_way(player, function):
    player.put(WORLD.start)
    far = max((player.nav_goal(5000, 1500) for _ in range(5)), key=lambda goal: math.dist(goal[:2], WORLD.start[:2]))
    player.tell("set_nav_speed", 300)
    player.tell(function, *far)
    player.wait(1)
    assert 150 < player.number("get_speed") <= 300
    player.wait(60)
    assert player.place == pytest.approx(far, abs=0.001) and player.number("get_speed") == 0


def test_a_goal_behind_closed_doors_is_come_near_to(player):
    house = WORLD.object("front_door").pose
    beds = [thing for thing in WORLD.objects if "bed" in thing.name]
    player.tell("nav_to_goal", *beds[0].pose[:3])
    player.wait(60)
    assert moved([house.x_cm, house.y_cm], player.place) < moved([house.x_cm, house.y_cm], [*ROAD])
    assert player.number("get_speed") == 0


def test_a_target_is_walked_to_also_when_it_is_moved(player):
    player.do(f"vset /object/{THING}/location -1590 1000 0")
    player.tell("nav_to_target", THING, 200)
    player.wait(3)
    player.do(f"vset /object/{THING}/location -1590 500 0")
    player.wait(60)
    assert moved([-1590, 500], player.place) == pytest.approx(200, abs=10.1)
    assert "error Can not find actor with id 'unicorn'" in player.ask("nav_to_target", "unicorn", 200)


def test_a_random_walk_goes_where_it_says_and_ends(player):
    x, y, z = player.api.decoder.string2vector(player.ask("nav_random", 1000, 0))
    player.wait(30)
    assert player.place == pytest.approx([x, y, z], abs=0.001)


@pytest.mark.parametrize("start", ["nav_random 1000 True", "set_random 1"])
def test_an_endless_walk_ends_when_it_is_told_to(player, start):
    player.tell(*start.split())
    places = []
    for _ in range(10):
        player.wait(5)
        places.append(tuple(player.place))
    assert len(set(places)) > 5
    player.tell("set_random", 0)
    place = player.place
    player.wait(5)
    assert player.place == place


def test_a_move_ends_a_walk(player):
    player.tell("nav_random", 1000, 1)
    player.tell("set_move", 0, 0)
    player.wait(5)
    assert player.place == [*ROAD[:3]]


def test_functions_that_change_nothing_here_answer_all_the_same(player):
    colours = ("0", "1", "1", "1", "0.5", "0.5", "1", "1", "/tmp/a.png")
    for words in (("set_app", 4), ("set_phy", 0), ("set_viewport",), ("set_stop",), ("set_mat", *colours)):
        assert player.ask(*words) == "{}"
    assert player.flag("is_picked") is False


@pytest.mark.parametrize(
    ("command", "reply"),
    [
        (f"vbp {NAME} fly_away", "error Argument Invalid"),
        (f"vbp {NAME} set_move 1", "error Argument Invalid"),
        (f"vbp {NAME} set_move 1 2 3", "error Argument Invalid"),
        (f"vbp {NAME} set_move 1 inf", "error Argument Invalid"),
        (f"vbp {NAME} set_open_door maybe", "error Argument Invalid"),
        ("vbp unicorn set_move 0 0", "error Can not find actor with id 'unicorn'"),
        (f"vbp 1000 set_interval {NAME}", "error Can not find actor with id '1000'"),
        (f"vexec {NAME} fly_away", "error Argument Invalid"),
        (f"vexec {NAME} set_move 0 0", "ok"),
    ],
)
def test_wrong_calls_are_answered_in_the_words_of_unrealcv(player, command, reply):
    assert player.client.request(command) == reply


def test_unrealzoos_swapped_interval_leaves_velocities_held(player):
    player.client.request(f"vbp 1000 set_interval {NAME}", -1)
    player.tell("set_move", 0, 100)
    player.wait(1)
    assert moved([*ROAD], player.place) == pytest.approx(100)


def test_one_batch_of_an_environments_step_is_answered_in_order(player):
    step = [player.line("set_move", 15, 50), player.line("set_cam", 0, 30, 70, 0, 0, 0), player.line("set_jump")]
    place = f"vget /object/{NAME}/location"
    assert player.client.request([*step, place]) == ["{}", "{}", "{}", "-1590.000 -670.000 88.000"]


def test_a_batch_that_pauses_leaves_no_motion_over(player):
    assert player.client.request("vbatch 3") == "ok"
    player.tell("set_move", 0, 100)
    player.wait(2)
    player.do("vset /action/game/pause")
    assert player.place == player.place == [*ROAD[:3]]
    player.do("vset /action/game/resume")
    player.wait(1)
    assert player.place == pytest.approx([-1590, -570, 88])


def test_a_velocity_is_not_held_before_the_batch_that_begins_it(player):
    assert player.client.request("vbatch 3") == "ok"
    player.client.request("vget /cameras")
    player.wait(1)
    player.tell("set_move", 0, 100)
    assert player.place == [*ROAD[:3]]
    player.wait(1)
    assert player.place == pytest.approx([-1590, -570, 88])


def test_an_absurd_speed_and_a_long_absence_do_not_stop_the_server(player):
    player.tell("set_speed", 1e9)
    player.tell("set_move", 1, 1e9)
    player.do("vrun slomo 1e9")
    player.wait(100_000)
    assert math.isfinite(player.place[0])
