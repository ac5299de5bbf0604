"""All commands of the server, one table per subject."""

from embrace3k.simulator.dispatcher import Dispatcher, Reply
from embrace3k.simulator.session.camera_commands import CameraCommands
from embrace3k.simulator.session.character_commands import CharacterCommands
from embrace3k.simulator.session.game_commands import GameCommands
from embrace3k.simulator.session.object_commands import ObjectCommands
from embrace3k.simulator.session.spawn_commands import SpawnCommands
from embrace3k.simulator.session.stage import Stage


class _TimelyDispatcher(Dispatcher):
    """Before each command the world catches up with the clock, so that whoever looks sees it as it is now."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage

    def dispatch(self, line: str) -> Reply:
        self._stage.catch_up()
        return super().dispatch(line)


def dispatcher_for(stage: Stage, *, port: int) -> Dispatcher:
    """Every command the server knows, acting on `stage`. `port` is what `vget /unrealcv/status` reports."""
    dispatcher = _TimelyDispatcher(stage)
    GameCommands(stage, dispatcher, port)
    CameraCommands(stage, dispatcher)
    ObjectCommands(stage, dispatcher)
    SpawnCommands(stage, dispatcher)
    CharacterCommands(stage, dispatcher)
    return dispatcher
