"""Accounts below HTTP, on SQLite and PostgreSQL: names, roles, links, passwords, and two who act at once."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST

from embrace3k.annotator import accounts
from embrace3k.annotator.errors import AccountInvalid, AnnotatorError, LastAdmin, LinkRefused
from embrace3k.annotator.passwords import Passwords
from embrace3k.annotator.roles import Role
from embrace3k.annotator.sessions import log_in
from embrace3k.storage.accounts import list_users, password_hash_of
from embrace3k.storage.database import Database
from embrace3k.storage.errors import RecordConflict

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PASSWORD = "correct horse battery"
QUICK = Passwords(PasswordHasher.from_parameters(CHEAPEST))


def add(database: Database, name: str, *roles: Role) -> None:
    with database.session() as session:
        accounts.create_user(session, name, roles, who="root", now=NOW)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", ["", " ", "x" * 65, "../etc", "a/b", "a\x00b", "-rf", "a\u202eb", "<b>"])
def test_a_name_that_could_mislead_is_refused(database: Database, name: str):
    with pytest.raises(AccountInvalid, match="cannot be a user's name"):
        add(database, name, Role.ANNOTATOR)


def test_names_that_look_alike_are_one_name(database: Database):
    add(database, "  Zoë   Müller ", Role.ANNOTATOR)
    with pytest.raises(RecordConflict, match="take another name"):
        add(database, "zoe\u0308 MÜLLER", Role.ANNOTATOR)
    with database.snapshot() as session:
        assert [user.name for user in list_users(session)] == ["Zoë Müller"]


def test_a_link_that_two_use_at_once_opens_for_one(database: Database):
    add(database, "Ann", Role.ANNOTATOR)
    with database.session() as session:
        secret, _ = accounts.make_link(session, "Ann", who="root", now=NOW)

    def use(number: int) -> bool:
        with suppress(LinkRefused), database.session() as session:
            accounts.accept_link(session, QUICK, secret, f"{PASSWORD} {number}", now=NOW)
            return True
        return False

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(use, range(4))) == 1


def test_two_administrators_who_disable_each_other_leave_one(database: Database):
    add(database, "Ann", Role.ADMIN)
    add(database, "Bob", Role.ADMIN)

    def disable(name: str) -> bool:
        with suppress(LastAdmin), database.session() as session:
            accounts.disable(session, name, who="root", now=NOW)
            return True
        return False

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(disable, ["Ann", "Bob"])) == 1


def test_an_old_hash_is_renewed_at_the_next_login(database: Database):
    add(database, "Ann", Role.ANNOTATOR)
    with database.session() as session:
        accounts.set_password(session, QUICK, accounts.find_user(session, "Ann"), PASSWORD, who="root", now=NOW)
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=64, parallelism=1))
    user = log_in(database, stronger, "Ann", PASSWORD, address="192.0.2.1", now=NOW)
    with database.snapshot() as session:
        kept = password_hash_of(session, user.number)
    assert kept and not stronger.outdated(kept) and stronger.fits(PASSWORD, kept)


def test_an_accent_may_be_typed_in_two_ways():
    assert QUICK.fits("cafe\u0301 au lait noir", QUICK.hash("caf\u00e9 au lait noir"))


def test_an_unknown_name_takes_as_long_as_a_known_one():
    slow = Passwords(PasswordHasher(time_cost=20, memory_cost=1024, parallelism=1))
    known = slow.hash(PASSWORD)

    def quickest(password_hash: str | None) -> float:
        times = []
        for _ in range(5):
            started_at = time.perf_counter()
            assert not slow.fits("wrong horse battery", password_hash)
            times.append(time.perf_counter() - started_at)
        return min(times)

    assert 0.5 < quickest(None) / quickest(known) < 2


def test_the_first_link_is_for_an_administrator_who_waits_alone(database: Database):
    with database.session() as session:
        found = accounts.first_link(session, now=NOW)
        assert found and found[0].name == "admin" and found[0].roles == {Role.ADMIN}
        assert accounts.first_link(session, now=NOW)
        accounts.create_user(session, "Ann", [Role.ADMIN], who="root", now=NOW)
        assert accounts.first_link(session, now=NOW) is None


def test_there_is_no_link_for_who_is_disabled(database: Database):
    add(database, "Ann", Role.ANNOTATOR)
    with database.session() as session:
        accounts.disable(session, "Ann", who="root", now=NOW)
        with pytest.raises(AnnotatorError, match="enable the user first"):
            accounts.make_link(session, "Ann", who="root", now=NOW)
