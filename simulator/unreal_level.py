"""A real engine's level made ready for a task, in the order in which the published evaluator does it."""

import re
import time
import uuid
from collections.abc import Callable

from embrace3k.schema.poses import Pose, distance_xy_cm, wrap_deg
from embrace3k.simulator import placing, replies
from embrace3k.simulator.connection import Reply
from embrace3k.simulator.errors import SimulatorError, SimulatorLost, WorldNotFound
from embrace3k.simulator.line import Line
from embrace3k.simulator.recipes import number
from embrace3k.simulator.scenes import Door, SceneSettings

_DOOR_DEG = 0.01
"""How exactly a door must have been closed: a half-open one decides where the agent gets stuck."""
_IN_EDITOR = re.compile(r"^UEDPIE_\d+_", re.IGNORECASE)
_PAWN_Z_CM = 2000.0
"""The player's own body is put up there, out of every picture."""


def load(line: Line, map_name: str, ready_s: float) -> list[str]:
    """Load the level afresh, wait until it answers, and return its objects. Raises WorldNotFound, SimulatorLost."""
    reply = line.batch([f"vset /action/game/level {map_name}"], timeout_s=line.patience.level_s)[0]
    if replies.is_error(reply):
        raise WorldNotFound(f"the simulator answered: {str(reply)[:300]}", where=map_name)
    wait_for_place(line, "/camera/0", ready_s, "the level is not ready")
    loaded = line.batch(["vget /level/name"])[0]
    if isinstance(loaded, str) and not replies.is_error(loaded) and _level_of(loaded) != _level_of(map_name):
        raise WorldNotFound(f"asked for it, the simulator is in {loaded.strip()[:100]!r}", where=map_name)
    return object_names(line.batch)


def _level_of(name: str) -> str:
    """A level's own name, comparable: `/Game/Maps/UEDPIE_0_Yard` is `yard`. The editor puts the prefix before it."""
    return _IN_EDITOR.sub("", name.strip().rsplit("/", 1)[-1]).lower()


def object_names(batch: Callable[[list[str]], list[Reply]]) -> list[str]:
    return replies.text(batch(["vget /objects"])[0], "vget /objects").split()


def wait_for_place(line: Line, thing: str, within_s: float, otherwise: str) -> None:
    """Unreal answers errors, or nothing that makes sense, for what is not there yet. Raises SimulatorLost."""
    command = f"vget {thing}/location"
    deadline = time.monotonic() + within_s
    while not _is_place(line.batch([command])[0], command):
        if time.monotonic() > deadline:
            raise SimulatorLost(f"{otherwise} after {within_s:g} s", where=command)
        time.sleep(line.patience.poll_s)


def furnish(line: Line, scene: SceneSettings, names: list[str]) -> None:
    """Console commands, actors that go, doors that are closed, and the player's body out of the way."""
    replies.send(line.batch, [f"vrun {command}" for command in scene.console])
    line.batch([f"vrun {command}" for command in scene.console_if_known])
    unwanted = tuple(prefix.lower() for prefix in scene.destroy)
    line.batch([f"vset /object/{name}/destroy" for name in names if unwanted and name.lower().startswith(unwanted)])
    for door in scene.doors:
        _close(line, door)
    command = "vget /camera/0/location"
    x_cm, y_cm, _ = replies.numbers(line.batch([command])[0], 3, command)
    replies.send(line.batch, [f"vset /camera/0/location {number(x_cm)} {number(y_cm)} {number(_PAWN_Z_CM)}"])


def enter(line: Line, scene: SceneSettings, names: list[str], start_pose: Pose) -> str:
    """The name of the agent, standing at the nearest reset point, or at `start_pose` where the scene has none.

    Its name is the one that nobody else uses, so the line can tell this world from every other.
    """
    prefix = scene.agent.actor_prefix.lower()
    agent = next((name for name in names if name.lower().startswith(prefix)), None)
    if agent is None:
        agent = f"spawned_char_{uuid.uuid4().hex[:8]}"
        replies.send(line.batch, [f"vset /objects/spawn_from_path {scene.agent.asset_path} {agent}"])
        wait_for_place(line, f"/object/{agent}", scene.waits.spawned_s, "the agent is not there")
        line.mark = f"vget /object/{agent}/location"
    point = min(scene.reset_points, key=lambda pose: distance_xy_cm(pose, start_pose), default=start_pose)
    replies.send(line.batch, placing.put(f"/object/{agent}", point))
    dress = [] if scene.agent.appearance_id is None else [f"vbp {agent} set_app {scene.agent.appearance_id}"]
    replies.send(line.batch, [f"vrun ViewActor {agent}", *dress])
    time.sleep(scene.waits.dressed_s if dress else 0.0)
    return agent


def set_camera(line: Line, scene: SceneSettings, agent: str, camera: int, exposure: float) -> None:
    """And how the agent moves: from here on a move acts once."""
    commands = [f"vset /camera/{camera}/{setting}" for setting in scene.camera.settings]
    commands.append(f"vbp {agent} set_interval 1000")
    commands += [f"vrun r.ExposureOffset {number(exposure)}", f"vset /camera/{camera}/exposure_bias {number(exposure)}"]
    replies.send(line.batch, commands)


def _close(line: Line, door: Door) -> None:
    """Raises SimulatorError when the door is not there, or does not stay closed."""
    words = " ".join(number(part) for part in door.closed_rotation)
    command = f"vget /object/{door.actor}/rotation"
    replies.send(line.batch, [f"vset /object/{door.actor}/rotation {words}"])
    seen = replies.numbers(line.batch([command])[0], 3, command)
    if any(abs(wrap_deg(is_ - was)) > _DOOR_DEG for is_, was in zip(seen, door.closed_rotation, strict=True)):
        raise SimulatorError(f"the door is at {seen}, not closed at {list(door.closed_rotation)}", where=command)


def _is_place(reply: Reply, command: str) -> bool:
    try:
        return len(replies.numbers(reply, 3, command)) == 3
    except SimulatorError:
        return False
