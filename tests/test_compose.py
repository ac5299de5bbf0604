"""The compose file keeps its promises: health checks, no default secrets, loopback only, processes that start."""

import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from embrace3k.tests.servers import free_ports

ROOT = Path(__file__).parent.parent
SERVICES: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
SECRET = re.compile(r"PASSWORD|SECRET|ACCESS_KEY|TOKEN|USERNAME")


@pytest.mark.parametrize("name", ["app", "web", "postgres", "seaweedfs", "label-studio"])
def test_every_service_has_a_health_check_and_restarts(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_no_secret_has_a_default() -> None:
    secrets = [
        (key, value)
        for service in SERVICES.values()
        for key, value in service["environment"].items()
        if SECRET.search(key)
    ]
    assert len(secrets) == 9
    assert all(re.fullmatch(r"\$\{[A-Z0-9_]+:\?[^}]+\}", value) for _, value in secrets), secrets


def test_every_variable_that_compose_asks_for_is_in_the_example_and_empty() -> None:
    asked = set(re.findall(r"\$\{([A-Z0-9_]+):\?", (ROOT / "docker-compose.yml").read_text()))
    lines = [line for line in (ROOT / ".env.example").read_text().splitlines() if line and not line.startswith("#")]
    assert {line.split("=")[0] for line in lines} == asked
    assert all(line.endswith("=") for line in lines)


def test_ports_are_published_on_loopback_only() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports and all(port.startswith("127.0.0.1:") for port in ports)


def test_the_image_runs_as_a_user_without_rights() -> None:
    last_stage = (ROOT / "Dockerfile").read_text().split("FROM ")[-1]
    assert re.search(r"^USER embrace3k$", last_stage, re.MULTILINE)


PROGRAMS = Path(sys.executable).parent
OTHER_WEED_PORTS = ("s3.port.grpc", "filer.port", "filer.port.grpc", "master.port", "master.port.grpc", "volume.port",
                    "volume.port.grpc", "admin.port", "admin.port.grpc")  # fmt: skip
SUBSTITUTES = {"POSTGRES_PASSWORD": "pg-secret", "S3_ACCESS_KEY": "key", "S3_SECRET_KEY": secrets.token_hex(16)}


def environment(service: str) -> dict[str, str]:
    """A service's environment as compose would set it."""
    asked, has_default = r"\$\{([A-Z0-9_]+):\?[^}]+\}", r"\$\{[A-Z0-9_]+:-([^}]+)\}"
    filled = {
        key: re.sub(has_default, r"\1", re.sub(asked, lambda found: SUBSTITUTES[found.group(1)], value))
        for key, value in SERVICES[service]["environment"].items()
    }
    return {"PATH": f"{PROGRAMS}:{os.environ['PATH']}", **filled}


@contextmanager
def running(command: list[str], variables: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=variables, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        process.kill()
        process.wait(timeout=20)


def until(condition: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        if condition():
            return
        assert process.poll() is None, log.read_text()
        time.sleep(0.2)
    raise AssertionError(f"not ready: {log.read_text()}")


def answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def on_this_machine(words: str, folder: Path, ports: dict[str, int]) -> str:
    """Of a container's command or setting, only the folder, the address it binds (here: loopback) and ports differ."""
    for container, here in {"/data": str(folder), "0.0.0.0": "127.0.0.1", "//seaweedfs:": "//127.0.0.1:"}.items():
        words = words.replace(container, here)
    return re.sub("8333|9000|8000", lambda found: str(ports[found.group()]), words)


@pytest.mark.xdist_group("compose")
def test_app_web_and_store_start_with_their_commands_and_become_healthy(
    tmp_path: Path, postgres_url: str, light_cache: Path
) -> None:
    names = ["8333", "9000", "8000", *OTHER_WEED_PORTS]
    ports = dict(zip(names, free_ports(len(names)), strict=True))

    def here(service: str) -> tuple[list[str], dict[str, str]]:
        """A service's command and environment."""
        command = [on_this_machine(word, tmp_path, ports) for word in SERVICES[service]["command"]]
        variables = {key: on_this_machine(value, tmp_path, ports) for key, value in environment(service).items()}
        return command, variables

    def healthy(service: str) -> bool:
        health = on_this_machine(SERVICES[service]["healthcheck"]["test"][1], tmp_path, ports)
        variables = here(service)[1] | records
        return subprocess.run(health, shell=True, env=variables, capture_output=True, timeout=60).returncode == 0

    records = {"EMBRACE3K_DATABASE_URL": postgres_url, "EMBRACE3K_CACHE_DIR": str(light_cache)}
    command, variables = here("seaweedfs")
    weed = [str(PROGRAMS / "weed"), *command, *(f"-{name}={ports[name]}" for name in OTHER_WEED_PORTS)]
    log = tmp_path / "weed.log"
    with running(weed, variables, log) as store:
        until(lambda: answers(ports["8333"]), store, log)
        for service in ("app", "web"):
            command, variables = here(service)
            log = tmp_path / f"{service}.log"
            assert not healthy(service)
            with running([str(PROGRAMS / "embrace3k"), *command], variables | records, log) as process:
                until(partial(healthy, service), process, log)
