"""Servers that can be killed: `embrace3k serve`, on a port and a database of the caller's. They log into the home."""

import os
import sys
from importlib import import_module
from pathlib import Path

from embrace3k.cli.main import cli
from embrace3k.tests.forks import carry_out_orders


def _serve(home: str, port: int, environment: dict[str, str]) -> None:
    os.environ |= environment
    with Path(home, "server.log").open("a") as log:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(log.fileno(), stream.fileno())
    cli(["--home", home, "serve", "--port", str(port)], standalone_mode=False)


if __name__ == "__main__":
    for module in ("cli.serve", "annotator.deliveries", "web.app", "web.server", "storage.stores"):
        import_module(f"embrace3k.{module}")  # Once for all servers.
    carry_out_orders(_serve)
