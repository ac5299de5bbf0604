"""Ways to a simulator: an embedded world in a child process, a server elsewhere, or serving a world to others."""

import contextlib
import errno
import json
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import IO

from embrace3k.schema.actions import PROFILES, ActionProfile
from embrace3k.schema.tasks import Scene
from embrace3k.simulator import capabilities
from embrace3k.simulator.addresses import endpoints
from embrace3k.simulator.capabilities import Capabilities
from embrace3k.simulator.connection import Connection
from embrace3k.simulator.errors import SimulatorError, SimulatorLost
from embrace3k.simulator.line import Line, Patience, dial
from embrace3k.simulator.picture_format import PUBLISHED, SUPERSAMPLE, PictureFormat
from embrace3k.simulator.rasterizers import rasterizer_named
from embrace3k.simulator.scenes import Scenes
from embrace3k.simulator.unrealcv_client import UnrealCVSimulator

_START_TIMEOUT_S = 60.0
_END_TIMEOUT_S = 5.0
_LAST_WORDS_TIMEOUT_S = 1.0
_MOST_WORLDS = 256
"""Different ones that the clients of one `serve` can have baked: a few hundred megabytes on disk."""
_SHOWN_STDERR_CHARACTERS = 2000


def start_embedded(
    *,
    cache_dir: Path,
    picture: PictureFormat = PUBLISHED,
    supersample: float = SUPERSAMPLE,
    rasterizer: str = "software",
    profile: str = "v2",
) -> UnrealCVSimulator:
    """A child process that serves the embedded worlds on a free loopback port, and the simulator connected to it.

    The child ends with `close()`, and with this process however that ends. `cache_dir` keeps baked light between runs.
    """
    action_profile = profile_named(profile)
    width_px, height_px, fov_deg = picture
    options = {
        "cache-dir": cache_dir, "width": width_px, "height": height_px, "fov": fov_deg, "supersample": supersample,
        "rasterizer": rasterizer_named(rasterizer), "profile": profile,
    }  # fmt: skip
    child = ChildServer([f"--{name}={value}" for name, value in options.items()])
    try:
        connection = Connection(("127.0.0.1", child.port))
    except BaseException:
        child.close()
        raise
    return UnrealCVSimulator(connection, action_profile, child=child)


def connect(
    url: str, profile: str = "v2", *, scenes: Scenes | None = None, patience: Patience | None = None
) -> UnrealCVSimulator:
    """A simulator that somebody else runs, at an address as `addresses` has them.

    Raises SimulatorLost when nobody answers. `scenes` is for a real Unreal Engine; embedded worlds need none.
    """
    action_profile, patience = profile_named(profile), patience or Patience()
    redial = partial(dial, endpoints(url), patience)
    return UnrealCVSimulator(redial(), action_profile, scenes=scenes, redial=redial, patience=patience)


class OneServer:
    """Makes simulators, each of which must be the one that the first was: takes of one run are never of two servers."""

    def __init__(self, make: Callable[[], UnrealCVSimulator]) -> None:
        self._make = make
        self._first: Capabilities | None = None

    def __call__(self) -> UnrealCVSimulator:
        """Raises SimulatorLost also where a server came back with other abilities."""
        simulator = self._make()
        found = simulator.capabilities
        if self._first is None:
            self._first = found
        if found.identity != self._first.identity:
            simulator.close()
            raise SimulatorLost(
                f"the simulator came back as another: {found.identity}, not {self._first.identity}",
                hint="start the one again that recorded the first tasks, or record with the new one in another run",
            )
        return simulator


def probe(url: str, *, patience: Patience | None = None) -> Capabilities:
    """What the server at an address can do. Raises SimulatorLost when nobody answers."""
    patience = patience or Patience()
    line = Line(dial(endpoints(url), patience), None, patience)
    try:
        return capabilities.probe(line, depth=True)
    finally:
        line.close()


def serve(
    family: str,
    seed: int,
    port: int,
    host: str = "127.0.0.1",
    *,
    cache_dir: Path,
    picture: PictureFormat = PUBLISHED,
    supersample: float = SUPERSAMPLE,
    rasterizer: str = "software",
    profile: str = "v2",
    other_names: Sequence[str] = (),
    unrealzoo: bool = False,
    on_ready: Callable[[int], None] | None = None,
) -> None:
    """Serve one world to any UnrealCV client until interrupted. `on_ready` gets the port once clients may come.

    `other_names`: map names of others under which a client may load this world too. `unrealzoo`: every level that is
    loaded starts with UnrealZoo's agents in it. Clients may come by the Unix socket of that port too. Raises
    WorldNotFound, or SimulatorError when either is taken or a name can be no map's.
    """
    # The renderer's libraries load only where a world is served in this very process.
    from embrace3k.simulator.server import Server, commands, ended_by_sigterm
    from embrace3k.simulator.session.stage import LEVEL_NAME, StageSettings
    from embrace3k.simulator.worlds.catalogue import build_world

    build_world(family, seed)
    level = Scene(name=family, seed=seed).map_name
    for name in other_names:
        if LEVEL_NAME.fullmatch(name) or not name.isprintable() or not name or " " in name:
            raise SimulatorError(
                f"{name!r} can not stand for {level}", hint="one word, and no level's own name such as house_0001"
            )
    settings = StageSettings(
        cache_dir=cache_dir,
        picture=picture,
        supersample=supersample,
        rasterizer=rasterizer_named(rasterizer),
        profile=profile_named(profile),
        other_names=dict.fromkeys(other_names, level),
        most_worlds=_MOST_WORLDS,
        unrealzoo=unrealzoo,
    )
    with contextlib.suppress(KeyboardInterrupt), ended_by_sigterm():
        try:
            server = Server(host, port, unix_socket=True)
        except OSError as error:
            raise _can_not_listen(error, f"{host}:{port}") from error
        with server, commands(settings, port=server.port, level=level) as handle:
            if on_ready is not None:
                on_ready(server.port)
            server.serve(handle)


def _can_not_listen(error: OSError, address: str) -> SimulatorError:
    if error.errno == errno.ENAMETOOLONG:
        hint = "set TMPDIR to a directory with a shorter name"
        return SimulatorError(f"can not listen: {error.strerror}", where=str(error.filename), hint=hint)
    return SimulatorError(f"can not listen: {error}", where=address, hint="choose another port")


def profile_named(name: str) -> ActionProfile:
    if name not in PROFILES:
        raise SimulatorError(f"no action profile {name!r}", hint=f"there are {', '.join(sorted(PROFILES))}")
    return PROFILES[name]


class ChildServer:
    """The server process of one simulator. It reads its stdin for the end of this process; nothing is ever written."""

    def __init__(self, arguments: list[str]) -> None:
        """Waits until it listens. Raises SimulatorLost with what it said when it does not come up."""
        self._stderr: IO[bytes] = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "embrace3k.simulator.server", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
        )
        try:
            self.port = self._read_port()
        except BaseException:
            self.close()
            raise

    @property
    def pid(self) -> int:
        return self._process.pid

    def last_words(self) -> str:
        """The end of what it wrote to stderr, and how it ended if it did. For one that is about to end."""
        if self._stderr.closed:
            return "the simulator was closed"
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_LAST_WORDS_TIMEOUT_S)
        self._stderr.seek(0)
        said = self._stderr.read().decode(errors="replace").strip()[-_SHOWN_STDERR_CHARACTERS:]
        status = self._process.poll()
        ended = "its process is still running" if status is None else f"its process ended with status {status}"
        return f"{ended} and said: {said}" if said else ended

    def close(self) -> None:
        """A second call does nothing."""
        if self._stderr.closed:
            return
        self._process.terminate()
        try:
            self._process.wait(_END_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._stderr.close()

    def _read_port(self) -> int:
        assert self._process.stdout is not None
        try:
            with self._process.stdout as pipe:
                return int(json.loads(first_line(pipe.fileno(), _START_TIMEOUT_S))["port"])
        except (ValueError, KeyError, TypeError, TimeoutError) as error:
            if isinstance(error, TimeoutError):
                self._process.kill()
            raise SimulatorLost("the simulator process did not start", hint=self.last_words()) from error


def first_line(pipe: int, timeout_s: float) -> bytes:
    """Cut short where the pipe ends. Raises TimeoutError when there is no whole line in time."""
    line, deadline = b"", time.monotonic() + timeout_s
    while not line.endswith(b"\n"):
        left_s = deadline - time.monotonic()
        if left_s <= 0 or not select.select([pipe], [], [], left_s)[0]:
            raise TimeoutError(f"no line within {timeout_s:g} s")
        received = os.read(pipe, 1)
        if not received:
            break
        line += received
    return line
