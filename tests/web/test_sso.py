"""Single sign-on against a real provider on loopback, honest and lying."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from joserfc.jwk import OctKey

from embrace3k.annotator.accounts import create_user, disable
from embrace3k.annotator.api.context import Context
from embrace3k.annotator.errors import SSOUnavailable
from embrace3k.annotator.roles import Role
from embrace3k.annotator.sso import SingleSignOn
from embrace3k.storage.database import Database
from embrace3k.storage.events import iter_events
from embrace3k.storage.folder_store import FolderStore
from embrace3k.tests.web.provider import CLIENT_ID, CLIENT_SECRET, OTHER_KEY, Provider, oidc_provider
from embrace3k.tests.web.service import QUICK, Clock, Service, error_of, serving
from embrace3k.web.app import create_app

PUBLIC = "http://embrace.test"
"""Nothing listens there: the tests take the browser's steps one by one."""


@pytest.fixture
def provider() -> Iterator[Provider]:
    with oidc_provider() as running:
        yield running


def serving_with(
    provider: Provider, database: Database, store: FolderStore, new_roles: tuple[str, ...] = ("annotator",)
):
    clock = Clock()
    provider.now = int(clock().timestamp())
    sso = SingleSignOn(provider.url, CLIENT_ID, CLIENT_SECRET, new_roles)
    return serving(create_app(Context(database, store, PUBLIC, clock=clock, passwords=QUICK, sso=sso)), clock)


@pytest.fixture
def service(provider: Provider, database: Database, store: FolderStore) -> Iterator[Service]:
    """Lets in whom the provider knows, as annotators."""
    with serving_with(provider, database, store) as running:
        yield running


def begin(browser: httpx2.Client) -> str:
    """What the provider sends the browser back with."""
    begun = browser.get("/api/v1/sso")
    assert begun.status_code == 303, begun.text
    back = httpx2.get(begun.headers["Location"]).headers["Location"]
    assert back.startswith(f"{PUBLIC}/api/v1/sso/callback?")
    return urlsplit(back).query


def come_in(browser: httpx2.Client) -> httpx2.Response:
    return browser.get(f"/api/v1/sso/callback?{begin(browser)}")


def test_whom_the_provider_knows_is_signed_in_and_stays_the_same_person(service: Service, provider: Provider):
    browser = service.client()
    assert come_in(browser).headers["Location"] == f"{PUBLIC}/"
    assert browser.get("/api/v1/session").json()["roles"] == ["annotator"]
    provider.name = "Ann Miller"
    again = service.client()
    assert come_in(again).status_code == 303
    assert again.get("/api/v1/session").json()["name"] == "Ann Lee"


def test_a_sign_in_by_the_provider_is_in_the_audit_log(service: Service):
    come_in(service.client())
    added, came_in = iter_events(service.context.database)
    assert (added.action, came_in.action, came_in.who) == ("user.added", "login.succeeded", "Ann Lee")
    assert came_in.detail == {"by": "single_sign_on"}


def now(service: Service, seconds: int) -> int:
    return int(service.clock().timestamp()) + seconds


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_provider_that_lies_lets_nobody_in(service: Service, provider: Provider):
    lies: list[dict[str, Any]] = [
        {"nonce": "of another sign-in"}, {"nonce": None}, {"aud": "somebody-else"}, {"aud": None},
        {"iss": "https://evil.example"}, {"iss": None}, {"exp": now(service, -120)}, {"exp": None},
        {"sub": None}, {"sub": ""}, {"aud": [CLIENT_ID, "other"], "azp": "other"}, {"at_hash": "AAAA"},
        {"iat": now(service, 3600)}, {"nbf": now(service, 3600)},
    ]  # fmt: skip
    for lie in lies:
        provider.claims = lie
        browser = service.client()
        assert error_of(come_in(browser)) == (403, "sso_refused"), lie
        assert browser.get("/api/v1/session").status_code == 401


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_token_that_the_provider_did_not_sign_is_refused(service: Service, provider: Provider):
    provider.key = OTHER_KEY
    assert error_of(come_in(service.client())) == (403, "sso_refused")
    provider.key, provider.algorithm = OctKey.import_key(CLIENT_SECRET * 3), "HS256"  # type: ignore[assignment]
    assert error_of(come_in(service.client())) == (403, "sso_refused")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_answer_fits_only_the_browser_that_asked_and_only_once(service: Service):
    mine, other = service.client(), service.client()
    answer = begin(mine)
    begin(other)
    assert error_of(other.get(f"/api/v1/sso/callback?{answer}")) == (403, "sso_refused")
    assert error_of(service.client().get(f"/api/v1/sso/callback?{answer}")) == (403, "sso_refused")
    assert mine.get(f"/api/v1/sso/callback?{answer}").status_code == 303
    assert error_of(mine.get(f"/api/v1/sso/callback?{answer}")) == (403, "sso_refused")
    assert error_of(mine.get("/api/v1/sso/callback?error=access_denied")) == (403, "sso_refused")


def test_nobody_new_is_let_in_unless_the_operator_says_so(provider: Provider, database: Database, store: FolderStore):
    with serving_with(provider, database, store, new_roles=()) as service:
        refused = come_in(service.client())
        assert error_of(refused) == (403, "sso_refused") and "--sso s-1" in refused.json()["error"]["hint"]
        with database.session() as session:
            create_user(session, "Ann", [Role.REVIEWER], who="root", now=service.clock(), sso=(provider.url, "s-1"))
        browser = service.client()
        assert come_in(browser).status_code == 303
        assert browser.get("/api/v1/session").json()["roles"] == ["reviewer"]


def test_a_name_at_the_provider_opens_nobody_elses_account(service: Service, provider: Provider):
    service.add("Root", Role.ADMIN)
    provider.name = "root"
    assert error_of(come_in(service.client())) == (409, "record_conflict")


def test_who_is_disabled_here_is_out_whatever_the_provider_says(service: Service):
    come_in(service.client())
    with service.context.database.session() as session:
        disable(session, "Ann Lee", who="root", now=service.clock())
    assert error_of(come_in(service.client())) == (403, "sso_refused")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_provider_that_is_another_one_or_gone_is_said_so(service: Service, provider: Provider):
    provider.issuer = "https://evil.example"
    assert error_of(service.client().get("/api/v1/sso")) == (503, "sso_unavailable")
    with pytest.raises(SSOUnavailable, match="does not answer"):
        SingleSignOn("http://127.0.0.1:1", CLIENT_ID, CLIENT_SECRET).start("secret", PUBLIC)
    with pytest.raises(SSOUnavailable, match="must speak https"):
        SingleSignOn("http://provider.example", CLIENT_ID, CLIENT_SECRET)
