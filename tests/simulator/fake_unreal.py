"""A scripted Unreal Engine on real sockets, which behaves like the real one where it hurts.

Its process serves one TCP client in its life, and then the Unix socket. Which troubles it makes is said one by one.
"""

import contextlib
import random
import re
import socket
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from embrace3k.schema.poses import Pose
from embrace3k.simulator.line import COMMANDS_PER_TICK, Patience
from embrace3k.simulator.scenes import Scenes, SceneSettings, Waits
from embrace3k.simulator.wire import FrameReader, frame
from embrace3k.tests.simulator.fake_world import FOV_DEG, THING_CLASS, World, bmp, npy, png

HURRY = Patience(
    question_s=5.0, act_s=5.0, level_s=5.0, greeting_s=5.0, tick_s=0.25, settled_s=5.0, poll_s=0.002,
    repeats=3, backoff_s=0.002,
)  # fmt: skip
"""For a fake that is late on purpose only, and then waits for the client."""
UNGREETED_S = 0.3
"""`greeting_s` for an engine that greets nobody over TCP, so that every new connection begins with this wait."""
WAITS = Waits(atomic_s=0.0, destroyed_s=0.0, dressed_s=0.0, ready_s=5.0, spawned_s=5.0)
SCENES = Scenes(scenes=dict.fromkeys(FOV_DEG, SceneSettings(waits=WAITS)))

_LEVELS_AFTER_A_LOSS = 2
"""One for the episode that was cut off, and the next may be disturbed again."""


@dataclass(frozen=True, kw_only=True)
class Troubles:
    one_tcp_client: bool = False
    stale_frames: bool = False
    late: frozenset[int] = frozenset()
    """Numbers of the requests, counted over the life of the process, whose replies come after the client's time-out: it
    waits until the client asks again, or leaves."""
    tick_s: float = 0.0
    """It takes so long after every 32 requests, as if all of them had come in one tick of the game."""
    drop: frozenset[int] = frozenset()
    """Numbers of the requests at which it hangs up."""
    sweep: bool = False
    """It hangs up in one level at its first request, in another at its second, and so on."""
    drop_after_acting: bool = False
    """What is asked when it hangs up was done, and nobody is told."""
    busy: int = 0
    """So many of its first requests are answered with an error."""
    level_errors: int = 0
    """So many requests after a level load are answered with an error."""
    drone: bool = False
    """An actor with a camera, which the client destroys: ids shift."""
    camera_on_thing: bool = False
    """Each spawn and end of the thing shifts the ids of the cameras."""
    own_character: bool = False
    noise_cm: float = 0.0
    chance: int = 7
    """Another number makes other noise."""
    dead_head: bool = False
    """`set_cam` is answered, and nothing turns."""
    door_told: str | None = None
    """What `get_door_state` answers, in place of the truth."""
    level_folder: str = ""
    """What `vget /level/name` puts before the level's own name."""
    png_only: bool = False
    transparent_bmp: bool = False
    no_mask: bool = False
    no_list: bool = False
    unlisted: tuple[str, ...] = ()
    """Templates left out of the list of commands, and not served."""


ALL = Troubles(
    one_tcp_client=True, stale_frames=True, late=frozenset({20, 51}), drop=frozenset({45, 300}), level_errors=4,
    drone=True, camera_on_thing=True, noise_cm=0.2,
)  # fmt: skip


class FakeUnreal:
    """One process of the engine. `log` holds every command that it was sent, in order."""

    def __init__(self, folder: Path, troubles: Troubles = Troubles()) -> None:
        self._troubles = troubles
        self.log: list[str] = []
        self.swept = 0
        """How many requests of a level it has hung up at, with `sweep`."""
        self._chance = random.Random(troubles.chance)
        self._world, self._level = World(self._chance), "Entry"
        self._errors_left = troubles.busy
        self._asked_in_level, self._rest, self._back = 0, 1, False
        self._frames: dict[tuple[int, str], np.ndarray] = {}
        self._moved: set[tuple[int, str]] = set()
        self._ending = threading.Event()
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self.port = self._tcp.getsockname()[1]
        self.socket_path = folder / f"unrealcv_{self.port}.socket"
        self._unix: socket.socket | None = None
        self._peer: socket.socket | None = None
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Of the mode that this one needs."""
        way = f"127.0.0.1:{self.port}"
        return f"unrealcv+unix://{way}{self.socket_path}" if self._troubles.one_tcp_client else f"unrealcv://{way}"

    def close(self) -> None:
        self._ending.set()
        for each in (self._peer, self._unix, self._tcp):
            if each is not None:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
                each.close()
        self._thread.join()

    def _serve(self) -> None:
        listener = self._tcp
        with contextlib.suppress(OSError):
            while not self._ending.is_set():
                self._peer, _ = listener.accept()
                if listener is self._tcp:
                    self._peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                with self._peer, contextlib.suppress(ConnectionError):
                    self._serve_client(self._peer)
                if self._troubles.one_tcp_client and listener is self._tcp:
                    listener = self._unix = socket.socket(socket.AF_UNIX)
                    listener.bind(str(self.socket_path))
                    listener.listen()

    def _serve_client(self, peer: socket.socket) -> None:
        frames, waiting = FrameReader(), deque[bytes]()
        peer.sendall(frame(b"connected to FakeProject"))
        while waiting or _receive(peer, frames, waiting):
            if not waiting:
                continue
            number, _, command = waiting.popleft().partition(b":")
            reply = self._answer(command.decode())
            if reply is None:
                return
            if len(self.log) in self._troubles.late:
                _wait_until_asked_again(command, peer, frames, waiting)
            peer.sendall(frame(number + b":" + (reply if isinstance(reply, bytes) else reply.encode())))

    def _answer(self, command: str) -> str | bytes | None:
        """None hangs up."""
        self.log.append(command)
        if self._troubles.tick_s and len(self.log) % COMMANDS_PER_TICK == 0:
            self._ending.wait(self._troubles.tick_s)
        hangs_up = len(self.log) in self._troubles.drop or self._sweeps(command)
        if hangs_up and not self._troubles.drop_after_acting:
            return None
        reply = self._carry_out(command)
        return None if hangs_up else reply

    def _sweeps(self, command: str) -> bool:
        """After it hung up, the levels that the client loads to come back to where it was are left alone."""
        if self._back and command.startswith("vget /object/"):
            self._rest = 1
        self._back = False
        if command.startswith("vset /action/game/level"):
            self._asked_in_level, self._rest = 0, self._rest - 1
        self._asked_in_level += 1
        if not self._troubles.sweep or self._rest > 0 or self._asked_in_level != self.swept + 1:
            return False
        self.swept, self._rest, self._back = self.swept + 1, _LEVELS_AFTER_A_LOSS, True
        return True

    def _carry_out(self, command: str) -> str | bytes:
        if self._errors_left:
            self._errors_left -= 1
            return "error Can not find object"
        for template, act in _COMMANDS.items():
            match = _PATTERNS[template].fullmatch(command)
            if match and template not in self._troubles.unlisted:
                try:
                    return act(self, *match.groups())
                except (KeyError, IndexError):
                    return "error Can not find object"
        return f"error No handler found for URI '{command}'"

    def version(self) -> str:
        return "1.1.0"

    def help(self) -> str:
        if self._troubles.no_list:
            return "error No handler found"
        return "\n".join(f"{each}\nHelp" for each in _COMMANDS if each not in self._troubles.unlisted)

    def scene(self) -> str:
        return "FakeProject"

    def level_name(self) -> str:
        return self._troubles.level_folder + self._level

    def load(self, name: str) -> str:
        """An engine that has no such map stays where it is."""
        trouble = self._troubles
        known = {level.lower(): level for level in FOV_DEG}
        if name.lower() in known:
            self._world = World(
                self._chance, own_character=trouble.own_character, drone=trouble.drone, noise_cm=trouble.noise_cm
            )
            self._level, self._errors_left = known[name.lower()], trouble.level_errors
            self._frames.clear()
        return "ok"

    def pause(self) -> str:
        self._world.paused = True
        return "ok"

    def resume(self) -> str:
        self._world.paused = False
        return "ok"

    def objects(self) -> str:
        return " ".join(self._world.things) + " "

    def cameras(self) -> str:
        return " ".join(self._world.cameras) + " "

    def camera_location(self, camera: str) -> str:
        return _three(self._world.camera_pose(int(camera))[:3])

    def camera_rotation(self, camera: str) -> str:
        return _three(self._world.camera_pose(int(camera))[3:])

    def put_camera(self, camera: str, *place: str) -> str:
        x, y, z = map(float, place)
        before = self._world.camera_pose(int(camera))
        self._world.put_camera(int(camera), (x, y, z))
        if self._world.camera_pose(int(camera)) != before:
            self._moved |= {(int(camera), kind) for kind in ("lit", "object_mask")}
        return "ok"

    def picture(self, camera: str, kind: str, picture_format: str) -> str | bytes:
        trouble = self._troubles
        if kind == "object_mask" and trouble.no_mask or picture_format == "bmp" and trouble.png_only:
            return "error Argument Invalid"
        pixels = self._captured(int(camera), kind)
        return png(pixels) if picture_format == "png" else bmp(pixels, alpha=0 if trouble.transparent_bmp else 255)

    def _captured(self, camera: int, kind: str) -> np.ndarray:
        """While paused: the frame before the last one, and a new one only after the camera has moved."""
        key = (camera, kind)
        drawn = self._world.draw(camera, kind)
        if not self._troubles.stale_frames or not self._world.paused or key not in self._frames:
            self._frames[key] = drawn
            return drawn
        stale = self._frames[key]
        if key in self._moved:
            self._frames[key] = drawn
            self._moved.discard(key)
        return stale

    def depth(self, camera: str) -> bytes:
        return npy(100.0)

    def location(self, name: str) -> str:
        return _three(self._world.reported(name)[:3])

    def rotation(self, name: str) -> str:
        return _three(self._world.reported(name)[3:])

    def put(self, name: str, what: str, *words: str) -> str:
        pose, (a, b, c) = self._world.things[name], map(float, words)
        if what == "location":
            self._world.things[name] = Pose(a, b, c, *pose[3:])
        elif what == "rotation":
            self._world.things[name] = Pose(*pose[:3], a, b, c)
        return "ok"

    def colour(self, name: str) -> str:
        index = list(self._world.things).index(name)
        return f"(R={index * 20 + 20},G=255,B=63,A=255)"

    def destroy(self, name: str) -> str:
        self._world.destroy(name)
        return "ok"

    def spawn(self, kind: str, name: str) -> str:
        if kind != THING_CLASS:
            return f"error Can not find a class with name '{kind}'"
        if name in self._world.things:
            return f"error Failed to spawn {name}, object exists."
        self._world.spawn_thing(camera=self._troubles.camera_on_thing)
        return name

    def spawn_from_path(self, _: str, name: str) -> str:
        self._world.spawn_agent(name)
        return name

    def console(self, line: str) -> str:
        return "error" if line.startswith("DisableAllScreenMessages") else "ok"

    def blueprint(self, name: str, function: str, words: str) -> str:
        world, numbers = self._world, [float(word) for word in words.split()]
        world.things[name]
        if function == "set_interval":
            world.interval = int(numbers[0])
        elif function == "set_move":
            world.move(*numbers)
        elif function == "set_cam":
            world.camera_shift = (0.0, 0.0, 0.0)
            world.head_pitch_deg = 0.0 if self._troubles.dead_head else numbers[4]
        elif function == "set_open_door":
            world.door_open = world.door_open or world.near_door()
        elif function == "get_door_state" and self._troubles.door_told is not None:
            return self._troubles.door_told
        elif function == "get_door_state":
            return f'{{"door_state":"{int(world.near_door() and world.door_open)}"}}'
        elif function == "set_pickup":
            world.toggle_hands()
        return "{}"

    def accepted(self, *_: str) -> str:
        return "ok"


def _receive(peer: socket.socket, frames: FrameReader, waiting: deque[bytes]) -> bool:
    """Put the requests that come next behind those that wait. False where the client has left."""
    received = peer.recv(1 << 16)
    frames.feed(received)
    while (payload := frames.next_payload()) is not None:
        waiting.append(payload)
    return bool(received)


def _wait_until_asked_again(command: bytes, peer: socket.socket, frames: FrameReader, waiting: deque[bytes]) -> None:
    """Raises ConnectionError where the client leaves instead."""
    while not any(payload.partition(b":")[2] == command for payload in waiting):
        if not _receive(peer, frames, waiting):
            raise ConnectionError("the client has left")


def _three(values: tuple[float, ...]) -> str:
    return " ".join(f"{value:.3f}" for value in values)


_COMMANDS: dict[str, Callable[..., str | bytes]] = {
    "vget /unrealcv/version": FakeUnreal.version,
    "vget /unrealcv/help": FakeUnreal.help,
    "vget /scene/name": FakeUnreal.scene,
    "vget /level/name": FakeUnreal.level_name,
    "vset /action/game/level [str]": FakeUnreal.load,
    "vset /action/game/pause": FakeUnreal.pause,
    "vset /action/game/resume": FakeUnreal.resume,
    "vget /objects": FakeUnreal.objects,
    "vget /cameras": FakeUnreal.cameras,
    "vget /camera/[uint]/location": FakeUnreal.camera_location,
    "vget /camera/[uint]/rotation": FakeUnreal.camera_rotation,
    "vset /camera/[uint]/location [float] [float] [float]": FakeUnreal.put_camera,
    "vget /camera/[uint]/fov": lambda self, camera: f"{FOV_DEG[self._level]:f}",
    "vget /camera/[uint]/depth npy": FakeUnreal.depth,
    "vget /camera/[uint]/lit [str]": lambda self, camera, each: self.picture(camera, "lit", each),
    "vget /camera/[uint]/object_mask [str]": lambda self, camera, each: self.picture(camera, "object_mask", each),
    "vset /camera/[uint]/lit_source [str]": FakeUnreal.accepted,
    "vset /camera/[uint]/reflection [str]": FakeUnreal.accepted,
    "vset /camera/[uint]/illumination [str]": FakeUnreal.accepted,
    "vset /camera/[uint]/exposure_bias [float]": FakeUnreal.accepted,
    "vget /object/[str]/location": FakeUnreal.location,
    "vget /object/[str]/rotation": FakeUnreal.rotation,
    "vset /object/[str]/[part] [float] [float] [float]": FakeUnreal.put,
    "vget /object/[str]/color": FakeUnreal.colour,
    "vset /object/[str]/destroy": FakeUnreal.destroy,
    "vset /objects/spawn [str] [str]": FakeUnreal.spawn,
    "vset /objects/spawn_from_path [path] [str]": FakeUnreal.spawn_from_path,
    "vrun [rest]": FakeUnreal.console,
    "vbp [str] [str][rest]": FakeUnreal.blueprint,
}
_TOKENS = {
    "path": r"([^ ]+)",
    "str": r"([^ /]+)", "uint": r"(\d+)", "float": r"(-?\d+(?:\.\d+)?)", "rest": "(.*)",
    "part": "(location|rotation|scale)",
}  # fmt: skip
_PATTERNS = {
    template: re.compile(re.sub(r"\\\[(\w+)\\\]", lambda match: _TOKENS[match[1]], re.escape(template)))
    for template in _COMMANDS
}
