"""Which keys an object may have: the same for every store, so that a store can be copied into another one."""

from embrace3k.storage.errors import InvalidKey

RELEASES = "releases/"
LATEST = "channels/latest.json"
_MOST_BYTES = 1024
_MOST_SEGMENT_BYTES = 200
"""File systems take 255; the rest is for the names of temporary and lock files."""


def manifest_key(version: str) -> str:
    """Where a release's manifest lies."""
    return f"{RELEASES}v{version}/manifest.json"


def check_key(key: str) -> list[str]:
    """The segments of a key: relative, separated by `/`, none empty or starting with a dot. Raises InvalidKey."""
    segments = key.split("/")
    if not key or len(key.encode(errors="replace")) > _MOST_BYTES:
        raise _refused(key, f"a key has 1 to {_MOST_BYTES} bytes")
    for segment in segments:
        if not segment or segment.startswith("."):
            raise _refused(key, "no part of a key may be empty or start with a dot")
        if len(segment.encode(errors="replace")) > _MOST_SEGMENT_BYTES:
            raise _refused(key, f"no part of a key may have more than {_MOST_SEGMENT_BYTES} bytes")
    if not key.isprintable() or "\\" in key:
        raise _refused(key, "only printable characters, and no backslash, may be in a key")
    return segments


def _refused(key: str, why: str) -> InvalidKey:
    return InvalidKey("not an object key", where=repr(key[:120]), hint=why)
