"""What can be spawned besides the character, by the class names that UnrealCV's clients send."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.simulator.worlds.model import Kind
from embrace3k.simulator.worlds.props.farm_animals import dog
from embrace3k.simulator.worlds.props.pick_and_drop import LOOKS
from embrace3k.simulator.worlds.props.stand_ins import drone, person
from embrace3k.simulator.worlds.props.two_wheelers import scooter
from embrace3k.simulator.worlds.props.vehicles import estate, saloon

CHARACTER_CLASS = "bp_character_C"
_GREY = (0.46, 0.47, 0.49)


@dataclass(frozen=True)
class ActorClass:
    name: str
    kind: Kind
    looks: Mapping[int, tuple[str, Callable[[], Mesh]]]
    """By the number that `set_app` takes: what a person calls it, and its mesh. The first one is how it is spawned."""
    solid: bool = True
    eye_cm: float | None = None
    """Height of the camera that it carries, if it does."""
    lands: bool = False
    """Whether it stands on what is below, wherever it is put."""


def _cube() -> Mesh:
    return Mesh().box((0, 0, 0), (1.0, 1.0, 1.0), color=(0.62, 0.62, 0.62), luxel_m=0)


THING_TO_CARRY = ActorClass("BP_GrabMoveDrop_C", Kind.CARRIED, LOOKS, solid=False)
CUBE = ActorClass("CubeActor", Kind.PLACED, {0: ("cube", _cube)})
ANIMAL = ActorClass("BP_animal_C", Kind.PLACED, {0: ("dog", dog)}, lands=True, eye_cm=60.0)
PERSON = ActorClass(CHARACTER_CLASS, Kind.PLACED, {0: ("person", person)}, lands=True, eye_cm=158.0)
"""What a second character is: it stands where it is put, for only one can be driven."""
DRONE = ActorClass("BP_drone01_C", Kind.PLACED, {0: ("drone", drone)}, solid=False, eye_cm=10.0)
MOTORBIKE = ActorClass(
    "MotorBikes_C", Kind.PLACED, {0: ("scooter", lambda: scooter((0.16, 0.3, 0.6)))}, lands=True, eye_cm=120.0
)
CAR = ActorClass("BP_BaseCar_C", Kind.PLACED, {0: ("car", lambda: saloon((0.6, 0.08, 0.07)))}, lands=True, eye_cm=160.0)
GREY_CAR = ActorClass("BP_Car_Gray_C", Kind.PLACED, {0: ("grey car", lambda: estate(_GREY))}, lands=True)

_CLASSES = {each.name.lower(): each for each in (THING_TO_CARRY, CUBE, ANIMAL, DRONE, MOTORBIKE, CAR, GREY_CAR)}

UNREALZOO_AGENTS: tuple[tuple[str, ActorClass | None], ...] = (
    ("BP_animal_2", ANIMAL),
    ("BP_Character_2", None),
    ("BP_Drone01_2", DRONE),
    ("MotorBikes_2", MOTORBIKE),
    ("BP_BaseCar_2", CAR),
    ("BP_Car_Gray", GREY_CAR),
)
"""What an UnrealZoo map holds from the start, in the order of the cameras' ids; None is the character."""


def class_word(path_or_class: str) -> str:
    """`/Game/…/BP_Character.BP_Character_C` names the class BP_Character_C."""
    return path_or_class.rsplit("/", 1)[-1].rsplit(".", 1)[-1]


def is_character(word: str) -> bool:
    return word.lower().startswith("bp_character")


def actor_class(word: str) -> ActorClass | None:
    """Unreal finds classes whatever the case of their letters."""
    return _CLASSES.get(word.lower())
