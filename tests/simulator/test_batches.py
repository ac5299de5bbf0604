"""`vbatch` over the game's own time."""

from itertools import count

from embrace3k.simulator.session.commands import dispatcher_for
from embrace3k.simulator.session.stage import Stage, StageSettings
from embrace3k.tests.simulator.conftest import LIGHT


def test_no_time_passes_between_the_commands_of_a_batch():
    """A second does pass on the wall whenever somebody looks at its clock."""
    seconds = count()
    stage = Stage(StageSettings(cache_dir=LIGHT), wall_ns=lambda: next(seconds) * 1_000_000_000)
    ask = dispatcher_for(stage, port=9000).dispatch
    for command in ("vset /action/game/level family-house_0000", "vset /objects/spawn bp_character_C hero"):
        ask(command)
    ask("vbp hero set_move 30 0")
    look = "vget /object/hero/rotation"
    assert ask(look) != ask(look)
    batch = [ask(line) for line in ("vbatch 3", look, look, look)]
    assert batch[0] == "ok" and len(set(batch[1:])) == 1
    assert ask(look) != batch[-1]
    stage.close()
