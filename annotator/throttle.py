"""Failed logins make the next attempt wait, by name and by address. Kept in the database, because replicas share it.

An attempt is counted before the password is looked at and taken back when it was right, so a hundred attempts at
once get no more guesses than a hundred one after the other.
"""

import hashlib
import ipaddress
import math
from datetime import datetime, timedelta

from sqlmodel import Session

from embrace3k.annotator.errors import LoginThrottled
from embrace3k.storage.credentials import Failures, lock_failures, set_failures

FREE_PER_NAME, FREE_PER_ADDRESS = 5, 20
"""So many failures cost nothing; the next wait is a second, and each further one twice as long."""
LONGEST_WAIT = timedelta(minutes=15)
FORGET_AFTER = timedelta(days=1)


def count_attempt(session: Session, name_key: str, address: str, *, now: datetime) -> None:
    """Raises LoginThrottled, and then counts nothing."""
    free = _subjects(name_key, address)
    known = lock_failures(session, list(free), now=now, forget_after=FORGET_AFTER)
    wait = max(each.wait_until for each in known.values()) - now
    if wait > timedelta():
        raise LoginThrottled(math.ceil(wait.total_seconds()))
    for subject, failures in known.items():
        count = failures.count + 1
        set_failures(session, subject, Failures(count, now + wait_after(count, free[subject])), now=now)


def forgive(session: Session, name_key: str, address: str, *, now: datetime) -> None:
    """The attempt was right: the name's failures are forgotten, and the address's are as before the attempt."""
    of_name, of_address = _subjects(name_key, address)
    known = lock_failures(session, [of_name, of_address], now=now, forget_after=FORGET_AFTER)
    set_failures(session, of_name, Failures(0, now), now=now)
    set_failures(session, of_address, Failures(max(known[of_address].count - 1, 0), now), now=now)


def wait_after(failures: int, free: int) -> timedelta:
    if failures <= free:
        return timedelta()
    return min(timedelta(seconds=2 ** min(failures - free - 1, 20)), LONGEST_WAIT)


def _subjects(name_key: str, address: str) -> dict[str, int]:
    """Name before address. Hashed, because people type passwords into the field for the name."""
    of_name = hashlib.sha256(f"name:{name_key}".encode()).hexdigest()
    of_address = hashlib.sha256(f"address:{_network(address)}".encode()).hexdigest()
    return {of_name: FREE_PER_NAME, of_address: FREE_PER_ADDRESS}


def _network(address: str) -> str:
    """Whoever has one IPv6 address usually has the 2**64 beside it."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else address
