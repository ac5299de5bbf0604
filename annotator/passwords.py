"""Passwords: which are allowed, and Argon2id. Slow on purpose, so nothing but a login comes here."""

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from embrace3k.annotator.errors import AccountInvalid

SHORTEST, LONGEST = 12, 256
_AT_ONCE = 4
"""Each takes 64 MiB and 4 threads: a crowd at the door must not take the machine."""


class Passwords:
    """Safe for several threads."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._room = threading.BoundedSemaphore(_AT_ONCE)
        # Nobody has this password. Checking against it takes as long for an unknown name as for a known one.
        self._decoy = self._hasher.hash("")

    def hash(self, password: str) -> str:
        """Raises AccountInvalid."""
        length = len(_normal(password))
        if not SHORTEST <= length <= LONGEST:
            hint = f"use {SHORTEST} to {LONGEST} characters; a few words make a good one"
            raise AccountInvalid(f"the password has {length} characters", where="password", hint=hint)
        with self._room:
            return self._hasher.hash(_normal(password))

    def fits(self, password: str, password_hash: str | None) -> bool:
        """Always false without a hash, after the same work."""
        with self._room:
            try:
                self._hasher.verify(password_hash or self._decoy, _normal(password))
            except (VerificationError, InvalidHashError):
                return False
        return password_hash is not None

    def outdated(self, password_hash: str) -> bool:
        """Whether it was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(password_hash)


def _normal(password: str) -> str:
    """Keyboards compose accents differently."""
    return unicodedata.normalize("NFKC", password)
