"""All commands of the server, one table per subject."""

from embrace3k.simulator.dispatcher import Dispatcher
from embrace3k.simulator.session.camera_commands import CameraCommands
from embrace3k.simulator.session.character_commands import CharacterCommands
from embrace3k.simulator.session.game_commands import GameCommands
from embrace3k.simulator.session.object_commands import ObjectCommands
from embrace3k.simulator.session.spawn_commands import SpawnCommands
from embrace3k.simulator.session.stage import Stage


def dispatcher_for(stage: Stage, *, port: int) -> Dispatcher:
    """Every command the server knows, acting on `stage`, which catches up with its clock before each tick.

    `port` is what `vget /unrealcv/status` reports.
    """
    dispatcher = Dispatcher(stage.catch_up, stage.clock.skip)
    GameCommands(stage, dispatcher, port)
    CameraCommands(stage, dispatcher)
    ObjectCommands(stage, dispatcher)
    SpawnCommands(stage, dispatcher)
    CharacterCommands(stage, dispatcher)
    return dispatcher
