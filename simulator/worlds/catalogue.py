"""The world families there are, by name."""

from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType

from embrace3k.simulator.errors import WorldNotFound
from embrace3k.simulator.worlds.families import farmyard, flat, house, office, park, shop, street, warehouse
from embrace3k.simulator.worlds.model import World

_FAMILIES: tuple[ModuleType, ...] = (house, flat, office, park, shop, street, warehouse, farmyard)


@dataclass(frozen=True, slots=True)
class Family:
    name: str
    summary: str


def families() -> tuple[Family, ...]:
    return tuple(Family(module.NAME, module.SUMMARY) for module in _FAMILIES)


@lru_cache(maxsize=2)
def build_world(family: str, seed: int) -> World:
    """The same arguments build equal worlds; recent ones are kept. Raises WorldNotFound."""
    for module in _FAMILIES:
        if family == module.NAME:
            if seed < 0:
                raise WorldNotFound(f"{family} has no world {seed}", hint="seeds count up from 0")
            world: World = module.build(seed)
            return world
    known = ", ".join(module.NAME for module in _FAMILIES)
    raise WorldNotFound(f"there is no world family {family!r}", hint=f"known: {known}")
