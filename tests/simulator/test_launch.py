"""Processes: how a simulator starts, ends, is killed, and what is left of it."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from embrace3k.schema.actions import PROFILES, Action
from embrace3k.schema.tasks import Scene
from embrace3k.simulator.connection import Connection
from embrace3k.simulator.errors import SimulatorError, SimulatorLost, WorldNotFound
from embrace3k.simulator.launch import ChildServer, connect, first_line, serve
from embrace3k.simulator.unrealcv_client import UnrealCVSimulator
from embrace3k.simulator.worlds.catalogue import build_world

SCENE = Scene(name="family-house", seed=0)
START = build_world("family-house", 0).start


@pytest.fixture
def doomed(light):
    """A child of our own that may be killed, and the simulator on it."""
    child = ChildServer([f"--cache-dir={light}", "--width=160", "--height=120", "--supersample=1"])
    simulator = UnrealCVSimulator(Connection(("127.0.0.1", child.port)), PROFILES["v2"], child=child)
    yield child, simulator
    simulator.close()


def is_running(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False


def gone_within(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not is_running(pid)


def run_python(code: str, **options) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def test_a_killed_parent_leaves_no_child_behind(light):
    parent = run_python(f"""
        import time
        from pathlib import Path
        from embrace3k.simulator.launch import ChildServer
        print(ChildServer(["--cache-dir={light}"]).pid, flush=True)
        time.sleep(600)
    """)
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_running(child)
        parent.kill()
        assert gone_within(child, 60)


def test_closing_ends_the_child_and_may_be_done_twice(doomed):
    child, simulator = doomed
    simulator.close()
    simulator.close()
    assert not is_running(child.pid)


def test_a_simulator_killed_between_steps_is_lost_within_seconds(doomed):
    child, simulator = doomed
    simulator.reset(SCENE, START)
    os.kill(child.pid, signal.SIGKILL)
    began = time.monotonic()
    with pytest.raises(SimulatorLost, match="ended with status -9"):
        simulator.act(Action.MOVE_FORWARD)
    with pytest.raises(SimulatorLost):
        simulator.act(Action.MOVE_FORWARD)
    assert time.monotonic() - began < 20, "less than a reply is waited for"


def test_a_simulator_killed_in_mid_step_is_lost_within_seconds(doomed):
    child, simulator = doomed
    simulator.reset(SCENE, START)
    killer = threading.Timer(0.1, os.kill, (child.pid, signal.SIGKILL))
    killer.start()
    with pytest.raises(SimulatorLost):
        while True:
            simulator.act(Action.TURN_LEFT)
    killer.join()


def test_a_child_that_does_not_start_says_why():
    with pytest.raises(SimulatorLost, match="invalid choice: 'v9'"):
        ChildServer(["--cache-dir=.", "--profile=v9"])


@pytest.mark.parametrize("said", [b"", b'{"po'], ids=["nothing", "half a line"])
def test_a_child_that_does_not_say_its_port_is_not_waited_for_without_end(said):
    reader, writer = os.pipe()
    os.write(writer, said)
    with pytest.raises(TimeoutError):
        first_line(reader, 0.1)
    os.write(writer, b"\n")
    assert first_line(reader, 60) == b"\n"
    os.close(writer)
    assert first_line(reader, 60) == b""
    os.close(reader)


def test_what_a_child_prints_later_fills_no_pipe(doomed):
    child, _ = doomed
    assert os.readlink(f"/proc/{child.pid}/fd/1") == os.readlink(f"/proc/{child.pid}/fd/2")


def test_a_served_world_can_be_driven_and_stops_at_ctrl_c(light):
    server = run_python(f"""
        from pathlib import Path
        from embrace3k.simulator.launch import serve
        from embrace3k.simulator.picture_format import PictureFormat
        serve("family-house", 0, 0, cache_dir=Path("{light}"), picture=PictureFormat(160, 120), supersample=1.0,
              on_ready=lambda port: print(port, flush=True))
    """)
    assert server.stdout is not None
    simulator = connect(f"unrealcv://127.0.0.1:{int(server.stdout.readline())}")
    assert simulator.reset(SCENE, START).pose == pytest.approx(START)
    server.send_signal(signal.SIGINT)
    assert (*server.communicate(timeout=120), server.returncode) == ("", "", 0)
    simulator.close()


def test_a_world_that_is_not_there_is_not_served(light):
    with pytest.raises(WorldNotFound, match="moon"):
        serve("moon", 0, 0, cache_dir=light)


def test_a_world_that_can_not_be_loaded_is_not_served(tmp_path):
    """Whoever runs it sees the process fail, instead of clients that are greeted by a server without a world."""
    occupied = tmp_path / "light"
    occupied.write_text("not a folder")
    code = f"""
        from pathlib import Path
        from embrace3k.simulator.launch import serve
        serve("family-house", 0, 0, cache_dir=Path("{occupied}"), on_ready=lambda port: print(port))
    """
    with run_python(code) as server:
        told, said = server.communicate(timeout=300)
    assert (told, server.returncode) == ("", 1) and str(occupied) in said


def test_a_port_that_is_taken_is_said(child, light):
    with pytest.raises(SimulatorError, match="choose another port"):
        serve("family-house", 0, child.port, cache_dir=light)
