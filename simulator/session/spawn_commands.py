"""`/objects/spawn…` and what changes one thing for good: destroy, name, scale, show and hide."""

from itertools import count

from embrace3k.simulator.dispatcher import OK, CommandError, Dispatcher, Reply
from embrace3k.simulator.session.actor_classes import CUBE, PERSON, actor_class, class_word, is_character
from embrace3k.simulator.session.spawned import LARGEST_SCALE, SMALLEST_SCALE, Spawned
from embrace3k.simulator.session.stage import STRUCTURE, Stage
from embrace3k.simulator.session.text import numbers


class SpawnCommands:
    def __init__(self, stage: Stage, dispatcher: Dispatcher) -> None:
        self._stage = stage
        at = "/object/[str]"
        for template, help_line, handler in (
            ("vset /objects/spawn [str]", "Spawn something by its class", self.spawn),
            ("vset /objects/spawn [str] [str]", "Spawn something by its class, under a name", self.spawn),
            ("vset /objects/spawn_from_path [str] [str]", "Spawn something by its asset path", self.spawn),
            ("vset /objects/spawn_cube", "Spawn a cube of 1 m", lambda: self.spawn(CUBE.name)),
            (
                "vset /objects/spawn_cube [str]",
                "Spawn a cube of 1 m, under a name",
                lambda name: self.spawn(CUBE.name, name),
            ),
            (f"vset {at}/destroy", "Take away what was spawned, also a camera", self.destroy),
            (f"vset {at}/name [str]", "Rename what was spawned, or the character", self.rename),
            (f"vset {at}/label [str]", "Accepted: names are the only labels here", self.label),
            (f"vget {at}/scale", "Along the heading, across and up", self.get_scale),
            (
                f"vset {at}/scale [float] [float] [float]",
                "Scale what was spawned, by 0.001 to 100; all else takes 1 1 1 only",
                self.set_scale,
            ),
            (f"vset {at}/show", "Show it again in pictures and masks", self.show),
            (f"vset {at}/hide", "Leave it out of pictures and masks; it still blocks the way", self.hide),
        ):
            dispatcher.register(template, help_line, handler)

    def spawn(self, kind: str, name: str | None = None) -> Reply:
        """`kind` is a class (`bp_character_C`) or an asset path that ends in one. A second character only stands."""
        word = class_word(kind)
        found = actor_class(word)
        if found is None and not is_character(word):
            raise CommandError(f"Can not find a class with name '{kind}'")
        name = name or self._free_name(word)
        if found is None and self._stage.character is not None:
            found = PERSON
        if found is None:
            self._stage.spawn_character(name)
        else:
            self._stage.spawn(name, found)
        return name

    def destroy(self, name: str) -> Reply:
        if self._stage.is_character(name):
            self._stage.destroy_character()
        elif not self._stage.is_taken(name):
            self._stage.cameras.destroy(name)
        else:
            self._spawned(name, "destroyed")
            self._stage.destroy(name)
        return OK

    def rename(self, name: str, new_name: str) -> Reply:
        if not self._stage.is_character(name):
            self._spawned(name, "renamed")
        if new_name != name:
            self._stage.rename(name, new_name)
        return OK

    def label(self, name: str, _label: str) -> Reply:
        self._stage.require(name)
        return OK

    def get_scale(self, name: str) -> Reply:
        self._stage.require(name)
        spawned = self._stage.level.spawned.get(name)
        return numbers(*(spawned.scale if spawned else (1.0, 1.0, 1.0)))

    def set_scale(self, name: str, ahead: float, right: float, up: float) -> Reply:
        self._stage.require(name)
        scale = (ahead, right, up)
        spawned = self._stage.level.spawned.get(name)
        if spawned is None and scale != (1.0, 1.0, 1.0):
            raise CommandError("Argument Invalid")
        if not all(SMALLEST_SCALE <= share <= LARGEST_SCALE for share in scale):
            raise CommandError("Argument Invalid")
        if spawned is not None and scale != spawned.scale:
            self._stage.reshape(name, spawned.with_scale(scale))
        return OK

    def show(self, name: str) -> Reply:
        return self._show(name, True)

    def hide(self, name: str) -> Reply:
        return self._show(name, False)

    def _show(self, name: str, shown: bool) -> Reply:
        """The character is in no picture, so for it there is nothing to do."""
        self._stage.require(name)
        if name == STRUCTURE and not shown:
            raise CommandError(f"{name} can not be hidden")
        if not self._stage.is_character(name):
            self._stage.show(name, shown)
        return OK

    def _spawned(self, name: str, done: str) -> Spawned:
        self._stage.require(name)
        if name not in self._stage.level.spawned:
            raise CommandError(f"{name} belongs to the level and can not be {done}")
        return self._stage.level.spawned[name]

    def _free_name(self, word: str) -> str:
        return next(name for number in count() if not self._stage.is_taken(name := f"{word}_{number}"))
