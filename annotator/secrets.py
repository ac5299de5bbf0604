"""Secrets that open something: sessions, links, tokens. The database keeps their sha256, which is enough to find them.

A slow hash would add nothing: there are 256 random bits in each.
"""

import hashlib
import hmac
import secrets


def new_secret(prefix: str = "") -> str:
    return prefix + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def csrf_token(session_secret: str) -> str:
    """Follows from the session's secret, so it is nowhere kept: who reads the database cannot make one."""
    return hmac.new(session_secret.encode(), b"csrf", hashlib.sha256).hexdigest()


def equal(one: str, other: str) -> bool:
    """In the same time wherever they differ."""
    return hmac.compare_digest(one.encode(), other.encode())
