"""Is a simulator serving there? For health checks: `python -m embrace3k.simulator.probe HOST PORT`.

Exits with 0 if one greets, or says that it has a client already; else with 1 and one line on stderr, within 5 seconds.
"""

import argparse
import socket
import sys
import time

from embrace3k.schema.errors import EmbraceError
from embrace3k.simulator.errors import SimulatorLost
from embrace3k.simulator.wire import GREETING, OCCUPIED, FrameReader

_CONNECT_S, _IN_ALL_S = 1.5, 4.0
_RECEIVE_BYTES = 1 << 12
_LONGEST_GREETING = 1 << 12


def probe(host: str, port: int) -> None:
    """Takes the server's only place for as long as its greeting takes. Raises SimulatorLost, or WireBroken."""
    deadline = time.monotonic() + _IN_ALL_S
    try:
        with socket.create_connection((host, port), _CONNECT_S) as connection:
            said = _first_words(connection, deadline)
    except OSError as error:
        raise SimulatorLost(f"no simulator: {error}", where=f"{host}:{port}") from error
    if not said.startswith((GREETING, OCCUPIED)):
        raise SimulatorLost(f"no simulator's greeting: {said[:60]!r}", where=f"{host}:{port}")


def _first_words(connection: socket.socket, deadline: float) -> bytes:
    frames = FrameReader(_LONGEST_GREETING)
    while (payload := frames.next_payload()) is None:
        left_s = deadline - time.monotonic()
        if left_s <= 0:
            raise TimeoutError("timed out")
        connection.settimeout(left_s)
        received = connection.recv(_RECEIVE_BYTES)
        if not received:
            raise ConnectionError("the connection was closed before any greeting")
        frames.feed(received)
    return payload


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m embrace3k.simulator.probe", description=__doc__)
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    arguments = parser.parse_args()
    try:
        probe(arguments.host, arguments.port)
    except EmbraceError as error:
        sys.exit(" ".join(str(error).split()))


if __name__ == "__main__":
    main()
