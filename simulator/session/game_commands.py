"""`/unrealcv`, `/scene`, `/level`, `/action/game`, `vrun`, and `/embrace3k`: the server and the level as a whole."""

import importlib.metadata
import json

import msgspec

from embrace3k.schema import codec
from embrace3k.simulator.dispatcher import OK, Dispatcher, Reply
from embrace3k.simulator.session.stage import STRUCTURE, Stage
from embrace3k.simulator.session.text import rounded
from embrace3k.simulator.worlds.lighting.cache import LIGHT
from embrace3k.simulator.worlds.panda import driver

PROJECT = "embrace3k"
PROTOCOL_VERSION = "1.1.0"
_MOST_WORDS_AFTER_VRUN = 6


class GameCommands:
    def __init__(self, stage: Stage, dispatcher: Dispatcher, port: int) -> None:
        self._stage, self._dispatcher, self._port = stage, dispatcher, port
        for template, help_line, handler in (
            ("vget /unrealcv/status", "What the server is listening on", self.status),
            ("vget /unrealcv/version", "Version of the protocol", lambda: PROTOCOL_VERSION),
            ("vget /unrealcv/commands", "All commands, one template per line", self.commands),
            ("vget /unrealcv/help", "All commands, a template and a help line in turn", self.help),
            ("vget /unrealcv/echo [str]", "The same word", lambda word: word),
            ("vget /scene/name", "Name of the project", lambda: PROJECT),
            ("vget /level/name", "Name of the current level", self.level),
            ("vset /action/game/level [str]", "Load a level afresh, such as family-house_0000", self.load),
            ("vset /action/game/pause", "Pause the game", self.pause),
            ("vset /action/game/resume", "Let the game go on", self.resume),
            ("vget /action/game/is_paused", "true or false", lambda: "true" if self._stage.clock.paused else "false"),
            ("vget /embrace3k/simulator", "JSON: backend, version, renderer, world", self.simulator),
            ("vget /embrace3k/state", "JSON: doors, objects, what is held, pitch of the head", self.state),
            ("vget /embrace3k/seconds", "JSON: what loading worlds and drawing took since the start", self.seconds),
            ("vget /embrace3k/effect", "JSON: what stopped or was changed since this was last asked", self.effect),
        ):
            dispatcher.register(template, help_line, handler)
        for count in range(1, _MOST_WORDS_AFTER_VRUN + 1):
            words = "vrun" + " [str]" * count
            dispatcher.register(words, "Accepted: there is no engine console here", lambda *_words: OK)
        dispatcher.register("vrun slomo [float]", "Let that many seconds of the game pass in one", self.slomo)

    def status(self) -> Reply:
        settings = self._stage.settings
        return "\n".join(
            (
                "Is Listening",
                "Client Connected",
                str(self._port),
                "Configuration",
                "Config file: none",
                f"Port: {self._port}",
                f"Width: {settings.picture.width_px}",
                f"Height: {settings.picture.height_px}",
                f"FOV: {settings.picture.fov_deg:.1f}",
                "EnableInput: true",
                "EnableRightEye: false",
            )
        )

    def commands(self) -> Reply:
        return "\n".join(command.template for command in self._dispatcher.commands())

    def help(self) -> Reply:
        return "\n".join(f"{command.template}\n{command.help}" for command in self._dispatcher.commands())

    def level(self) -> Reply:
        return self._stage.level.name

    def load(self, level: str) -> Reply:
        with self._stage.stopwatch.measure("load"):
            self._stage.load(level)
        return OK

    def pause(self) -> Reply:
        self._stage.clock.pause()
        return OK

    def resume(self) -> Reply:
        self._stage.clock.resume()
        return OK

    def slomo(self, slomo: float) -> Reply:
        self._stage.clock.dilate(slomo)
        return OK

    def simulator(self) -> Reply:
        """Who draws: a real Unreal answers `error` here, so nobody can mistake one for the other."""
        settings = self._stage.settings
        level = self._stage.level if self._stage.has_level else None
        facts = {
            "backend": "embedded",
            "version": importlib.metadata.version("embrace3k"),
            "renderer": f"{driver(settings.rasterizer)}, light {LIGHT}",
            "supersample": settings.supersample,
            "profile": settings.profile.name,
            "structure": STRUCTURE,
            "width_px": settings.picture.width_px,
            "height_px": settings.picture.height_px,
            "fov_deg": settings.picture.fov_deg,
            "level": level.name if level else None,
            "world": level.world.version if level else None,
        }
        return json.dumps(facts)

    def state(self) -> Reply:
        """A `WorldState` record, its poses rounded as every reply on the wire is."""
        state = self._stage.state.world_state()
        objects = {name: rounded(pose) for name, pose in state.objects.items()}
        return codec.encode(msgspec.structs.replace(state, objects=objects)).decode()

    def seconds(self) -> Reply:
        return json.dumps(self._stage.stopwatch.seconds)

    def effect(self) -> Reply:
        character = self._stage.character
        effect = {
            "blocked_by": character.blocker if character else None,
            "changed": character.changed if character else None,
        }
        if character:
            character.blocker = character.changed = None
        return json.dumps(effect)
