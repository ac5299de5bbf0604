"""The compose file keeps its promises: health checks, no default secrets, loopback only, processes that start."""

import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
SERVICES: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
SECRET = re.compile(r"PASSWORD|SECRET|ACCESS_KEY|TOKEN|USERNAME")


@pytest.mark.parametrize("name", ["app", "postgres", "seaweedfs", "label-studio"])
def test_every_service_has_a_health_check_and_restarts(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_no_secret_has_a_default() -> None:
    secrets = [
        (key, value)
        for service in SERVICES.values()
        for key, value in service["environment"].items()
        if SECRET.search(key)
    ]
    assert len(secrets) == 7
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


SUBSTITUTES = {"POSTGRES_PASSWORD": "pg-secret", "S3_ACCESS_KEY": "key", "S3_SECRET_KEY": secrets.token_hex(16)}


def environment(service: str, folder: Path, database_url: str = "") -> dict[str, str]:
    """A service's environment as compose would set it, with the container's names turned into this machine's."""
    filled = {
        key: re.sub(r"\$\{([A-Z0-9_]+):\?[^}]+\}", lambda found: SUBSTITUTES[found.group(1)], value)
        for key, value in SERVICES[service]["environment"].items()
    }
    here = {"EMBRACE3K_HOME": str(folder), "EMBRACE3K_DATABASE_URL": database_url}
    moved = {key: here.get(key, value.replace("//seaweedfs:", "//127.0.0.1:")) for key, value in filled.items()}
    return {"PATH": os.environ["PATH"], "HOME": str(folder), **moved}


@contextmanager
def running(command: list[str], variables: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=variables, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        process.kill()
        process.wait(timeout=20)


def wait_for_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        assert process.poll() is None, log.read_text()
        time.sleep(0.1)
    raise AssertionError(f"nothing answers on {port}: {log.read_text()}")


def on_this_machine(command: list[str], folder: Path) -> list[str]:
    """The container's command; only its folder and the address it binds (here: loopback) are this machine's."""
    return [part.replace("/data", str(folder)).replace("0.0.0.0", "127.0.0.1") for part in command]


@pytest.mark.xdist_group("compose")
def test_app_and_store_start_with_their_commands_and_become_healthy(
    tmp_path: Path, postgres_url: str, light_cache: Path
) -> None:
    programs = Path(sys.executable).parent
    weed = [str(programs / "weed"), *on_this_machine(SERVICES["seaweedfs"]["command"], tmp_path)]
    serve = [str(programs / "embrace3k"), *on_this_machine(SERVICES["app"]["command"], tmp_path)]
    app = environment("app", tmp_path, postgres_url) | {"EMBRACE3K_CACHE_DIR": str(light_cache)}
    logs = tmp_path / "weed.log", tmp_path / "app.log"
    with running(weed, environment("seaweedfs", tmp_path), logs[0]) as store, running(serve, app, logs[1]) as server:
        wait_for_port(8333, store, logs[0])
        wait_for_port(9000, server, logs[1])
        health = [str(programs / "embrace3k"), *SERVICES["app"]["healthcheck"]["test"][2:]]
        checked = subprocess.run(health, env=app, capture_output=True, text=True, timeout=60, check=False)
    assert checked.returncode == 0, checked.stderr
    assert "database and object store answer" in checked.stderr
