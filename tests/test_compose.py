"""The compose file keeps its promises: health checks, no default secrets, loopback only, processes that start."""

import re
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
