"""Semantic versions of releases: 1.2.0, or 1.2.0-rc.1 before it."""

import re

from embrace3k.exporters.errors import VersionInvalid
from embrace3k.schema.releases import SEMVER

_FORM = re.compile(SEMVER)


def check_version(version: str) -> str:
    """The version itself. Raises VersionInvalid."""
    if not _FORM.fullmatch(version):
        raise VersionInvalid(f"{version!r} is not a version", hint="write MAJOR.MINOR.PATCH, for example 0.1.0")
    return version


def precedence(version: str) -> tuple[tuple[int, ...], bool, tuple[tuple[bool, int, str], ...]]:
    """Sorts as semver.org says: 1.0.0-rc.1 before 1.0.0; numeric parts as numbers, and before words."""
    core, _, pre = version.partition("-")
    parts = tuple((not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in pre.split(".") if pre)
    return tuple(int(number) for number in core.split(".")), not pre, parts
