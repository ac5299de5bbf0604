"""What a server can do, asked once when it is met: few questions, nothing that changes its world."""

import re
import time

import cv2
import numpy as np
from msgspec import Struct

from embrace3k.simulator import replies
from embrace3k.simulator.connection import Reply
from embrace3k.simulator.errors import SimulatorError
from embrace3k.simulator.images import LARGEST_SIDE_PX, Pixels, decode_bmp
from embrace3k.simulator.line import Line

WHO = "vget /embrace3k/simulator"
_VERSION, _SCENE, _LEVEL, _CAMERAS = "vget /unrealcv/version", "vget /scene/name", "vget /level/name", "vget /cameras"
_LISTS = ("vget /unrealcv/commands", "vget /unrealcv/help")
_ESSENTIAL = (
    "vget /cameras", "vget /objects", "vset /action/game/level", "vset /action/game/pause", "vset /action/game/resume",
    "vget /camera/[uint]/location", "vset /camera/[uint]/location", "vget /camera/[uint]/lit", "vbp",
)  # fmt: skip
"""How a command's template begins."""
_TOKEN = re.compile(r"\[[^\]]*\]")
_USEFUL = {
    "vset /objects/spawn_from_path": "a level needs a character of its own",
    "vset /camera/[uint]/lit_source": "pictures may be brighter or darker than the published ones",
}
"""Template to what its absence means."""
_FORMATS = {"lit": ("bmp", "png"), "object_mask": ("bmp", "png"), "depth": ("npy",)}
_NO_MASK = "no object masks: steps are recorded without the place of targets in the picture"


class Capabilities(Struct, frozen=True, kw_only=True):
    """What was found. `missing` makes collecting impossible, `lacking` makes it poorer; both are sentences."""

    ours: bool
    """Serves `/embrace3k`, so its pictures and poses are exact, and its world is known."""
    version: str | None = None
    scene: str | None = None
    level: str | None = None
    commands: int | None = None
    """How many it lists; None where it has no list."""
    cameras: int | None = None
    pictures: dict[str, str | None] = {}
    """lit, object_mask, depth -> the format in which it can be had; None: not at all. Empty where no camera is yet."""
    missing: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def identity(self) -> tuple[object, ...]:
        """What stays as it is while one server lives, whatever level it is in."""
        recorded = {kind: self.pictures.get(kind) for kind in ("lit", "object_mask")}
        return self.ours, self.version, self.scene, self.commands, *recorded.items()

    @property
    def has_mask(self) -> bool:
        return self.pictures.get("object_mask", "bmp") is not None


OURS = Capabilities(ours=True)


def probe(line: Line, *, depth: bool = False) -> Capabilities:
    """Raises SimulatorLost. `depth` is asked for only where somebody wants to know: nothing recorded needs it."""
    version, scene, cameras, listed = _ask(line, [_VERSION, _SCENE, _CAMERAS, _LISTS[0]])
    who, level = line.batch([WHO, _LEVEL])
    if replies.is_error(listed):
        listed = _ask(line, [_LISTS[1]])[0]
    templates = _templates(listed)
    names = _told(cameras)
    pictures = _pictures(line, depth) if names else {}
    missing = [f"it does not know `{each}`" for each in _ESSENTIAL if templates and not _knows(templates, each)]
    if pictures and not pictures["lit"]:
        missing.append("it takes no pictures: neither `lit bmp` nor `lit png` is answered with one")
    lacking = [f"no `{each}`: {why}" for each, why in _USEFUL.items() if templates and not _knows(templates, each)]
    if pictures and not pictures["object_mask"]:
        lacking.append(_NO_MASK)
    return Capabilities(
        ours=not replies.is_error(who),
        version=_told(version),
        scene=_told(scene),
        level=_told(level),
        commands=len(templates) or None,
        cameras=None if names is None else len(names.split()),
        pictures=pictures,
        missing=tuple(missing),
        lacking=tuple(lacking),
    )


def require_essentials(found: Capabilities, where: str) -> None:
    """Raises SimulatorError that says all that is missing."""
    if found.missing:
        hint = "collecting needs the UnrealCV plug-in of UnrealZoo's packages; see docs/unreal.md"
        raise SimulatorError("; ".join(found.missing), where=where, hint=hint)


def decode_picture(reply: bytes | bytearray, *, where: str) -> Pixels:
    """The pixels (H, W, 4), BGRA, of a BMP or a PNG. Raises SimulatorError for anything else."""
    if reply[:8] != b"\x89PNG\r\n\x1a\n":
        return decode_bmp(reply, where=where)
    width, height = (int.from_bytes(reply[at : at + 4], "big") for at in (16, 20))
    if not (0 < width <= LARGEST_SIDE_PX and 0 < height <= LARGEST_SIDE_PX):
        raise SimulatorError(f"a PNG of {width}x{height} pixels", where=where)
    pixels = cv2.imdecode(np.frombuffer(reply, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None or pixels.dtype != np.uint8 or pixels.shape[2:] != (4,):
        raise SimulatorError("not an RGBA PNG of 8 bits", where=where)
    return np.ascontiguousarray(pixels, np.uint8)


def _ask(line: Line, commands: list[str]) -> list[Reply]:
    """The answers. While a level loads, anything may be answered with an error: that is believed only when it stays."""
    seen = dict(zip(commands, line.batch(commands), strict=True))
    deadline = time.monotonic() + line.patience.settled_s
    while (passing := [command for command in commands if _may_pass(seen[command])]) and time.monotonic() < deadline:
        time.sleep(line.patience.poll_s)
        seen.update(zip(passing, line.batch(passing), strict=True))
    return [seen[command] for command in commands]


def _may_pass(reply: Reply) -> bool:
    """A server that has no such command says so at any time."""
    return isinstance(reply, str) and replies.is_error(reply) and "no handler" not in reply.lower()


def _pictures(line: Line, depth: bool) -> dict[str, str | None]:
    """In which format each kind can be had of the first camera. What can not be had is tried some times more."""
    kinds = _FORMATS if depth else {kind: formats for kind, formats in _FORMATS.items() if kind != "depth"}
    found: dict[str, str | None] = dict.fromkeys(kinds)
    for attempt in range(line.patience.repeats + 1):
        time.sleep(line.patience.poll_s if attempt else 0.0)
        for kind in (kind for kind, had in found.items() if had is None):
            found[kind] = next((each for each in kinds[kind] if _is_had(line, kind, each)), None)
        if None not in found.values():
            break
    return found


def _is_had(line: Line, kind: str, picture_format: str) -> bool:
    command = f"vget /camera/0/{kind} {picture_format}"
    reply = line.batch([command])[0]
    if isinstance(reply, str):
        return False
    if picture_format == "npy":
        return reply.startswith(b"\x93NUMPY")
    try:
        decode_picture(reply, where=command)
    except SimulatorError:
        return False
    return True


def _templates(reply: Reply) -> tuple[str, ...]:
    """Of either list; that of `/unrealcv/help` has a line of help after each template."""
    lines = reply.splitlines() if isinstance(reply, str) and not replies.is_error(reply) else []
    return tuple(line.strip() for line in lines if line.startswith(("vget ", "vset ", "vbp ", "vrun ")))


def _knows(templates: tuple[str, ...], wanted: str) -> bool:
    wanted = _TOKEN.sub("[]", wanted)
    known = (_TOKEN.sub("[]", template) for template in templates)
    return any(template == wanted or template.startswith(f"{wanted} ") for template in known)


def _told(reply: Reply) -> str | None:
    return reply.strip()[:100] if isinstance(reply, str) and not replies.is_error(reply) else None
