"""The server with a clock that only the test moves: `pass MS` on the wire lets so many milliseconds of wall time pass.

`python -m embrace3k.tests.simulator.clocked_server LIGHT` says its port, and ends when its stdin does. All else is an
embedded world's.
"""

import sys
from pathlib import Path

from embrace3k.simulator.dispatcher import OK, Reply
from embrace3k.simulator.picture_format import PictureFormat
from embrace3k.simulator.server import Server, end_with_parent
from embrace3k.simulator.session.commands import dispatcher_for
from embrace3k.simulator.session.stage import Stage, StageSettings


class Clock:
    def __init__(self) -> None:
        self.now_ns = 0

    def let_pass(self, milliseconds: int) -> Reply:
        self.now_ns += milliseconds * 1_000_000
        return OK


def main(light: str) -> None:
    end_with_parent()
    clock = Clock()
    settings = StageSettings(cache_dir=Path(light), picture=PictureFormat(160, 120), supersample=1.0)
    with Server("127.0.0.1", 0) as server:
        dispatcher = dispatcher_for(Stage(settings, lambda: clock.now_ns), port=server.port)
        dispatcher.register("pass [uint]", "Let wall time pass", clock.let_pass)
        print(server.port, flush=True)
        server.serve(dispatcher.dispatch)


if __name__ == "__main__":
    main(*sys.argv[1:])
