"""The public evaluator's order of requests, by the stock client, against a real server process.

Its waits are left out: a `set_move` under `set_interval 1000` acts on arrival, however long the world runs afterwards.
"""

import math

import pytest
import unrealcv

from embrace3k.schema.poses import Pose
from embrace3k.tests.simulator.conftest import CHARACTER
from embrace3k.tests.simulator.places import BEFORE_DOOR, ROAD

P = "spawned_char_0"
THING, THING_CLASS = "BP_GrabMoveDrop_C_1", "BP_GrabMoveDrop_C"
LEVEL = "family-house_0000"
DESTROYED = ("bp_animal", "bp_basecar", "bp_basebike", "bp_grabmovedrop", "sport", "motorbike", "bp_drone", "drone")
FORWARD, BACKWARD, IDLE, TURN_RIGHT = (0, 200), (0, -60), (0, 0), (25, 0)


class Evaluator:
    """Keeps everything it was answered. `camera` is the one nearest to P when the level was loaded."""

    def __init__(self, port: int) -> None:
        self.client = unrealcv.Client(("127.0.0.1", port))
        self.said: list[tuple[str, str | bytes]] = []
        self.camera, self.thing_is_there = -1, False
        self.client.connect()
        self.learn()

    def ask(self, command: str) -> str:
        self.said.append((command, self.client.request(command, 120)))
        return str(self.said[-1][1])

    def batch(self, *commands: str) -> list[str]:
        replies: list[str] = self.client.request(list(commands))
        self.said += zip(commands, replies, strict=True)
        return replies

    def errors(self) -> list[str]:
        return [command for command, reply in self.said if str(reply).lower().startswith("error")]

    def numbers(self, command: str) -> list[float]:
        return [float(word) for word in self.ask(command).split()]

    def learn(self) -> list[str]:
        for camera in range(len(self.ask("vget /cameras").split())):
            for kind in ("location", "rotation", "fov"):
                self.ask(f"vget /camera/{camera}/{kind}")
        names = self.ask("vget /objects").split()
        self.batch(*(f"vget /object/{name}/color" for name in names))
        return names

    def load(self) -> None:
        self.ask(f"vset /action/game/level {LEVEL}")
        x, y, _z = self.numbers("vget /camera/0/location")
        names = self.learn()
        for line in ("slomo 6", "r.MotionBlurQuality 0", "r.AntiAliasingMethod 1"):
            self.ask(f"vrun {line}")
        for name in names:
            if name.lower().startswith(DESTROYED):
                self.ask(f"vset /object/{name}/destroy")
        for line in ("set PostProcessVolume BlendWeight 0", "r.Fog 0", "r.VolumetricFog 1", "r.Tonemapper.Sharpen 0.5"):
            self.ask(f"vrun {line}")
        self.ask(f"vset /camera/0/location {x} {y} 2000")
        assert not any(name.lower().startswith("bp_character") for name in names)
        self.ask(f"vget /object/{P}/location")
        self.spawn(ROAD)
        self.camera = self.nearest_camera()
        self.set_up()
        for line in (f"vrun r.ExposureOffset {0.5}", f"vset /camera/{self.camera}/exposure_bias {0.5}"):
            self.ask(line)
        self.ask("vset /action/game/pause")

    def spawn(self, pose: Pose) -> None:
        assert self.ask(f"vset /objects/spawn_from_path {CHARACTER} {P}") == P
        assert len(self.numbers(f"vget /object/{P}/location")) == 3
        self.put(P, pose)

    def put(self, name: str, pose: Pose) -> None:
        x, y, z, pitch, yaw, roll = pose
        self.batch(f"vset /object/{name}/location {x} {y} {z}", f"vset /object/{name}/rotation {pitch} {yaw} {roll}")

    def nearest_camera(self) -> int:
        place = self.numbers(f"vget /object/{P}/location")
        count = len(self.ask("vget /cameras").split())
        return min(range(count), key=lambda camera: math.dist(place, self.numbers(f"vget /camera/{camera}/location")))

    def set_up(self) -> None:
        for line in (f"vrun ViewActor {P}", f"vbp {P} set_app 4", f"vbp {P} set_interval 1000"):
            self.ask(line)
        for setting in ("lit_source ldr", "reflection none", "illumination none"):
            assert self.ask(f"vset /camera/{self.camera}/{setting}") == "ok"

    def start(self, pose: Pose) -> None:
        self.ask("vset /action/game/resume")
        self.ask(f"vset /object/{P}/destroy")
        self.spawn(pose)
        self.set_up()
        self.ask(f"vget /camera/{self.camera}/lit bmp")

    def warm_up(self) -> None:
        for _ in range(2):
            self.atomic(IDLE)
            self.capture()
            self.capture()

    def atomic(self, move: tuple[int, int], cam: str = "5 0 -50 0 0 0") -> None:
        self.ask("vset /action/game/resume")
        turn, speed = move
        self.batch(f"vbp {P} set_move {turn} {speed}", f"vbp {P} set_cam {cam}", f"vbp {P} set_standup")
        self.ask("vset /action/game/pause")

    def capture(self) -> None:
        camera = f"/camera/{self.camera}"
        place = self.numbers(f"vget {camera}/location")
        nudged = " ".join(str(part + 1) for part in place)
        self.ask(f"vset {camera}/location {nudged}")
        self.ask(f"vget {camera}/lit bmp")
        self.ask(f"vset {camera}/location {' '.join(map(str, place))}")
        for _ in range(2):
            self.ask(f"vget {camera}/lit bmp")
        assert self.said[-1][1] == self.said[-2][1]

    def pose(self, name: str = P) -> list[float]:
        """x y z pitch yaw roll."""
        replies = self.batch(f"vget /object/{name}/location", f"vget /object/{name}/rotation")
        return [float(word) for reply in replies for word in reply.split()]

    def record(self) -> list[float]:
        """What is kept of a step: the pose of P, and the doors' state or that of the thing to carry."""
        if self.thing_is_there:
            self.pose(THING)
        pose = self.pose()
        if self.thing_is_there:
            self.pose(THING)
        else:
            self.ask(f"vbp {P} get_door_state")
        self.ask("vset /action/game/pause")
        return pose

    def act(self, *moves: tuple[int, int], cam: str = "5 0 -50 0 0 0") -> list[float]:
        for move in moves:
            self.atomic(move, cam)
        self.capture()
        return self.record()

    def finish(self) -> list[float]:
        """MidwayTarget and Finish: everything is looked at while the world runs."""
        self.ask("vset /action/game/resume")
        self.capture()
        return self.record()

    def open_door(self) -> str:
        for move in (BACKWARD, IDLE, (0, 60), IDLE):
            self.atomic(move)
        self.ask("vset /action/game/resume")
        self.batch(f"vbp {P} set_open_door 1")
        self.ask("vset /action/game/pause")
        self.capture()
        self.record()
        return self.ask(f"vbp {P} get_door_state")

    def distance_to_thing(self) -> float:
        """Before every Pick; an error counts as far away."""
        here, reply = self.pose(), self.ask(f"vget /object/{THING}/location")
        return 1e6 if reply.startswith("error") else math.dist(here[:2], [float(word) for word in reply.split()[:2]])

    def provide(self, pose: Pose) -> None:
        """The object of a task of type 5."""
        self.thing_is_there = True
        self.spawn_thing()
        self.batch(f"vbp {THING} set_app 2", f"vset /object/{THING}/scale 1.0 1.0 1.0")
        self.put(THING, pose)

    def spawn_thing(self) -> None:
        place = f"vset /object/{THING}"
        spawn = f"vset /objects/spawn {THING_CLASS} {THING}"
        self.batch(spawn, f"{place}/location 0 0 -1000", f"{place}/rotation 0 0 0", f"vbp {THING} set_phy 1")

    def pick(self) -> list[float]:
        """While the thing is brought to hand the world is never paused."""
        if 30 < self.distance_to_thing() < 210:
            self.ask("vset /action/game/resume")
            self.bring_ahead(60)
            self.ask(f"vbp {P} set_pickup")
            for _ in range(3):
                self.batch(f"vbp {P} set_move 0 0", f"vbp {P} set_cam 5 0 -50 0 0 0", f"vbp {P} set_standup")
            self.ask(f"vset /object/{THING}/scale 1.0 1.0 1.0")
        for _ in range(3):
            self.atomic(IDLE)
        return self.act(IDLE, cam="20 50 -10 -13 -90 15")

    def drop(self) -> list[float]:
        for move in ((0, -43), (0, -43), IDLE):
            self.atomic(move)
        if self.distance_to_thing() < 30:
            self.bring_ahead(70)
            self.ask(f"vset /object/{THING}/scale 1.0 1.0 1.0")
        self.capture()
        return self.record()

    def bring_ahead(self, ahead_cm: float) -> None:
        """Destroyed and spawned again."""
        x, y, z, _pitch, yaw, _roll = self.pose()
        self.ask(f"vset /object/{THING}/destroy")
        self.spawn_thing()
        self.ask(f"vbp {THING} set_app 2")
        dx, dy = ahead_cm * math.cos(math.radians(yaw)), ahead_cm * math.sin(math.radians(yaw))
        self.put(THING, Pose(x + dx, y + dy, z - 50, 0.0, yaw, 0.0))

    def close(self) -> None:
        self.client.disconnect()


@pytest.fixture
def evaluator(child, raw):
    """Connects to a level, as `worlds serve` has one from the start."""
    client = raw()
    client.ask(b"0:vset /action/game/level family-house_0000")
    client.close()
    evaluator = Evaluator(child.port)
    yield evaluator
    evaluator.close()


def whole_task(evaluator: Evaluator) -> list[list[float]]:
    """Load, start, and every action once; the poses after each."""
    evaluator.load()
    evaluator.start(ROAD)
    evaluator.warm_up()
    poses = [evaluator.act(FORWARD, FORWARD, IDLE), evaluator.act(BACKWARD, BACKWARD, IDLE)]
    poses += [evaluator.act(TURN_RIGHT), evaluator.finish(), evaluator.act((-25, 0))]
    poses += [evaluator.act(IDLE, cam="5 0 -50 0 30 0"), evaluator.act(IDLE, cam="5 0 -50 0 -30 0")]
    evaluator.open_door()
    return [*poses, evaluator.pick(), evaluator.drop(), evaluator.finish()]


def test_the_whole_order_provokes_two_errors_and_no_other(evaluator):
    """Nobody is there yet, and, asked by Pick and by Drop, no thing to carry."""
    whole_task(evaluator)
    no_thing = f"vget /object/{THING}/location"
    assert evaluator.errors() == [f"vget /object/{P}/location", no_thing, no_thing]


def test_a_step_forward_is_twenty_five_commands(evaluator):
    evaluator.load()
    evaluator.start(ROAD)
    before = len(evaluator.said)
    evaluator.act(FORWARD, FORWARD, IDLE)
    assert len(evaluator.said) - before == 25


def test_a_character_under_the_same_name_gets_the_same_camera(evaluator):
    evaluator.load()
    first = evaluator.ask("vget /cameras")
    evaluator.start(ROAD)
    assert evaluator.ask("vget /cameras") == first and evaluator.nearest_camera() == evaluator.camera == 1


def test_a_level_that_is_loaded_again_answers_the_same_to_the_last_digit(evaluator):
    poses = whole_task(evaluator)
    first, evaluator.said = evaluator.said, []
    assert whole_task(evaluator) == poses
    assert evaluator.said == first[-len(evaluator.said) :]


def test_twenty_steps_in_a_row_have_one_length(evaluator):
    evaluator.load()
    evaluator.start(ROAD)
    places = [evaluator.pose()] + [evaluator.act(FORWARD, FORWARD, IDLE) for _ in range(20)]
    steps = [math.dist(before[:2], after[:2]) for before, after in zip(places, places[1:], strict=False)]
    assert steps == pytest.approx([125.859] * 20, abs=0.001)


def test_a_turn_is_over_when_the_world_runs_on_for_finish(evaluator):
    evaluator.load()
    evaluator.start(ROAD)
    turned = evaluator.act(TURN_RIGHT)
    assert turned[4] == 115
    assert evaluator.finish() == evaluator.finish() == turned


def test_a_door_is_opened_from_where_one_stood(evaluator):
    evaluator.load()
    evaluator.start(BEFORE_DOOR)
    before = evaluator.pose()
    assert evaluator.open_door() == '{"door_state":"1"}'
    assert evaluator.pose() == before


def test_the_thing_of_a_task_of_type_five_is_picked_and_dropped(evaluator):
    evaluator.load()
    evaluator.start(ROAD)
    evaluator.provide(ROAD._replace(y_cm=ROAD.y_cm + 250, z_cm=0.0))
    evaluator.warm_up()
    evaluator.act(FORWARD, FORWARD, IDLE)
    evaluator.pick()
    assert evaluator.distance_to_thing() < 30
    evaluator.act(FORWARD, FORWARD, IDLE)
    assert evaluator.distance_to_thing() < 30
    evaluator.drop()
    assert evaluator.distance_to_thing() == pytest.approx(70, abs=0.01)
    dropped = evaluator.ask(f"vget /object/{THING}/location")
    evaluator.act(BACKWARD, BACKWARD, IDLE)
    assert evaluator.ask(f"vget /object/{THING}/location") == dropped
    assert evaluator.errors() == [f"vget /object/{P}/location"]
