"""A loaded level with what was spawned in it, and the character that is driven there."""

from dataclasses import dataclass, field, replace

from embrace3k.simulator.session.character_motion import Locomotion
from embrace3k.simulator.session.navigation import GoalsAtRandom
from embrace3k.simulator.session.spawned import Spawned
from embrace3k.simulator.worlds.changes import UNCHANGED, Added, Changes
from embrace3k.simulator.worlds.model import World
from embrace3k.simulator.worlds.motion import AgentState, Motion


@dataclass
class Level:
    name: str
    world: World
    """As its seed makes it, whatever is spawned."""
    motion: Motion
    """Of the world with all that was spawned in it."""
    resting: AgentState
    """Where things are while no character is there."""
    goals: GoalsAtRandom = field(default_factory=GoalsAtRandom)
    spawned: dict[str, Spawned] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    changes: Changes = UNCHANGED

    def now_with(self, spawned: dict[str, Spawned], hidden: frozenset[str]) -> None:
        """Replaces what is spawned and what is hidden."""
        things = [each.thing for each in spawned.values()]
        if spawned != self.spawned:
            self.motion = Motion(replace(self.world, objects=(*self.world.objects, *things)))
        self.spawned, self.hidden = spawned, hidden
        self.changes = Changes(tuple(Added(thing.name, thing.mesh) for thing in things), hidden)


@dataclass
class Character:
    """`blocker` and `changed` gather what happened since somebody last asked for the effect; `hit` since `get_hit`."""

    name: str
    state: AgentState
    blocker: str | None = None
    changed: str | None = None
    hit: bool = False
    door: str | None = None
    """The door that it pushed last, whether that moved or not."""
    eye_drop_cm: float = 0.0
    """How much lower than standing its eye is."""
    locomotion: Locomotion = field(default_factory=Locomotion)

    def met(self, blocker: str | None) -> None:
        """Keep what was in the way, if anything was."""
        self.blocker = self.blocker or blocker
        self.hit = self.hit or blocker is not None
