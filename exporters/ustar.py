"""Plain ustar archives with nothing in them that differs between two runs: no times, no owners, mode 0644."""

from collections.abc import Iterator

from embrace3k.exporters.errors import ArchiveDamaged, ShardRefused

BLOCK = 512
END = bytes(2 * BLOCK)
NAME_BYTES, PREFIX_BYTES, SIZE_LIMIT = 100, 155, 8**11

_BEFORE_SIZE = b"0000644\0" + b"0000000\0" + b"0000000\0"
_MTIME = b"00000000000\0"
_AFTER_SUM = b"0" + bytes(100) + b"ustar\x0000" + bytes(80)
_FIXED_SUM = sum(_BEFORE_SIZE) + sum(_MTIME) + 8 * ord(" ") + sum(_AFTER_SUM)


def header(member: str, size: int) -> bytes:
    """The 512 bytes before a member's content. Raises ShardRefused for a name that ustar cannot hold."""
    prefix, name = _split_name(member)
    if not 0 <= size < SIZE_LIMIT:
        raise ShardRefused(f"a member of {size} bytes does not fit ustar (limit 8 GiB)", where=member)
    octal = b"%011o\0" % size
    checksum = b"%06o\0 " % (_FIXED_SUM + sum(name) + sum(prefix) + sum(octal))
    return b"".join(
        (name.ljust(NAME_BYTES, b"\0"), _BEFORE_SIZE, octal, _MTIME, checksum, _AFTER_SUM, prefix.ljust(167, b"\0"))
    )


def padding(size: int) -> bytes:
    """What fills a member's last block."""
    return bytes(-size % BLOCK)


def _split_name(member: str) -> tuple[bytes, bytes]:
    """(prefix, name): a path too long for the name field is cut at the first slash that lets both parts fit."""
    encoded = member.encode("ascii", "replace")
    if not member or b"?" in encoded or b"\0" in encoded:
        raise ShardRefused(f"{member!r} is not a plain ASCII member name", hint="use letters, digits, '-', '_', '.'")
    if len(encoded) <= NAME_BYTES:
        return b"", encoded
    cut = encoded.find(b"/", len(encoded) - NAME_BYTES - 1, PREFIX_BYTES + 1)
    if cut <= 0 or cut == len(encoded) - 1:
        raise ShardRefused(
            f"a member name of {len(encoded)} bytes does not fit ustar",
            where=member,
            hint="at most 100 bytes, or 155 + '/' + 100 split at a slash",
        )
    return encoded[:cut], encoded[cut + 1 :]


def members(archive: bytes) -> Iterator[tuple[str, int, memoryview]]:
    """(name, offset of the content, content) of each member of an archive that this module wrote.

    Raises ArchiveDamaged unless every byte besides the contents is exactly what `header` and `padding` give.
    """
    view, at = memoryview(archive), 0
    while archive[at : at + BLOCK] != END[:BLOCK]:
        name, size = _read_header(archive[at : at + BLOCK], at)
        start = at + BLOCK
        at = start + size + len(padding(size))
        if at > len(archive) or archive[start + size : at] != padding(size):
            raise ArchiveDamaged("the archive is cut off or its padding is not zero", where=name)
        yield name, start, view[start : start + size]
    if archive[at:] != END:
        raise ArchiveDamaged(f"after the last member at byte {at} there is something else than the end of the archive")


def _read_header(block: bytes, at: int) -> tuple[str, int]:
    name, prefix = block[:NAME_BYTES].rstrip(b"\0"), block[345:500].rstrip(b"\0")
    try:
        member = (prefix + b"/" + name if prefix else name).decode("ascii")
        size = int(block[124:135], 8)
        if header(member, size) == block:
            return member, size
    except (ValueError, ShardRefused):
        pass
    raise ArchiveDamaged(f"no member header of ours at byte {at}")
