"""A server that passes for a real Unreal Engine: it knows nothing of `/embrace3k`, and spawns an object to carry.

`python -m embrace3k.tests.simulator.strange_engine LIGHT LOG` says its port, and writes what it is told about that
object to LOG. Everything else is an embedded world's.
"""

import sys
from pathlib import Path

from embrace3k.simulator.dispatcher import Reply
from embrace3k.simulator.picture_format import PictureFormat
from embrace3k.simulator.server import Server, commands
from embrace3k.simulator.session.stage import StageSettings

CARRIED_CLASS, CARRIED = "BP_GrabMoveDrop_C", "BP_GrabMoveDrop_C_1"


class Spawned:
    """Answers what a blueprint actor answers in UnrealCV: `ok`, three numbers, `{}`, or an error while it is not."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._there = False
        self._told = {"location": "0.000 0.000 0.000", "rotation": "0.000 0.000 0.000", "scale": "1.000 1.000 1.000"}

    def answer(self, line: str) -> str:
        with self._log.open("a") as log:
            log.write(line + "\n")
        if line == f"vset /objects/spawn {CARRIED_CLASS} {CARRIED}":
            self._there = True
            return CARRIED
        if not self._there:
            return "error Can not find object"
        if line.startswith("vbp"):
            return "{}"
        verb, uri, *words = line.split()
        if verb == "vset":
            self._told[uri.rsplit("/", 1)[1]] = " ".join(f"{float(word):.3f}" for word in words)
            return "ok"
        return self._told[uri.rsplit("/", 1)[1]]


def main(light: str, log: str) -> None:
    settings = StageSettings(cache_dir=Path(light), picture=PictureFormat(160, 120), supersample=1.0)
    spawned = Spawned(Path(log))
    with Server("127.0.0.1", 0) as server, commands(settings, port=server.port) as handle:

        def answer(line: str) -> Reply:
            if "embrace3k" in line:
                return "error No handler found"
            return spawned.answer(line) if CARRIED_CLASS in line else handle(line)

        print(server.port, flush=True)
        server.serve(answer)


if __name__ == "__main__":
    main(*sys.argv[1:])
