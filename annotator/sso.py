"""Single sign-on by OpenID Connect: the code flow with PKCE, through Authlib (the extra `oidc`).

One secret in a short-lived cookie carries a sign-in from its beginning to its end. State, nonce and PKCE verifier
follow from it, so no server keeps anything meanwhile, and the answer fits only the browser that asked.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import httpx2

from embrace3k.annotator.accounts import create_user
from embrace3k.annotator.errors import SSORefused, SSOUnavailable
from embrace3k.annotator.events import UNKNOWN, LoginFailed, record
from embrace3k.annotator.secrets import equal
from embrace3k.storage.accounts import User, find_sso_user
from embrace3k.storage.database import Database

_SIGNED_WITH = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Never `none`, and none of those whose key the client knows, too."""
_LEEWAY_S = 60
_TIMEOUT_S = 10.0


@dataclass(frozen=True)
class Identity:
    """Who the provider says it is. `subject` never changes; `name` is what people call them there."""

    issuer: str
    subject: str
    name: str


@dataclass(frozen=True)
class SingleSignOn:
    """One provider. `new_roles` are those of somebody who comes for the first time; without any they are refused."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    new_roles: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        parts = urlsplit(self.issuer)
        if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
            raise SSOUnavailable("the provider must speak https", where=self.issuer, hint="set EMBRACE3K_OIDC_ISSUER")

    def start(self, secret: str, callback: str) -> str:
        """Where to send the browser. Raises SSOUnavailable."""
        metadata = self._metadata()
        with self._client(callback) as client:
            url, _ = client.create_authorization_url(
                metadata["authorization_endpoint"],
                state=_derived(secret, "state"),
                nonce=_derived(secret, "nonce"),
                code_verifier=_derived(secret, "verifier"),
            )
        return str(url)

    def finish(self, secret: str, callback: str, code: str, state: str, now: datetime) -> Identity:
        """Raises SSORefused, SSOUnavailable."""
        from authlib.integrations.base_client import OAuthError

        if not equal(state, _derived(secret, "state")):
            raise SSORefused("the answer belongs to another sign-in")
        metadata = self._metadata()
        try:
            with self._client(callback) as client:
                url, verifier = metadata["token_endpoint"], _derived(secret, "verifier")
                token = client.fetch_token(url, code=code, code_verifier=verifier)
        except OAuthError as error:
            raise SSORefused(f"the provider refused the code: {error.error}") from error
        except (httpx2.HTTPError, ValueError) as error:
            raise SSOUnavailable("the provider gave no token", where=metadata["token_endpoint"]) from error
        return self._identity(token, metadata, _derived(secret, "nonce"), now)

    def _identity(self, token: Any, metadata: dict[str, str], nonce: str, now: datetime) -> Identity:
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        keys = self._fetch(metadata["jwks_uri"])
        wanted: Any = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.client_id},
            "sub": {"essential": True, "allow_blank": False},
        }
        known = {"nonce": nonce, "client_id": self.client_id, "access_token": token.get("access_token")}
        try:
            read = jwt.decode(token["id_token"], KeySet.import_key_set(keys), algorithms=_SIGNED_WITH)
            claims = CodeIDToken(read.claims, read.header, wanted, known)
            claims.validate(now=int(now.timestamp()), leeway=_LEEWAY_S)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise SSORefused(f"the provider's id_token is not good: {error}") from error
        subject = str(claims["sub"])
        name = claims.get("preferred_username") or claims.get("email") or subject
        return Identity(self.issuer, subject, str(name))

    def _metadata(self) -> dict[str, str]:
        """Asked for anew at each sign-in: keys and addresses change, and a sign-in is rare."""
        url = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        metadata: dict[str, str] = self._fetch(url)
        wanted = {"authorization_endpoint", "token_endpoint", "jwks_uri"}
        if metadata.get("issuer") != self.issuer or not wanted <= metadata.keys():
            raise SSOUnavailable(f"this does not describe {self.issuer}", where=url, hint="check EMBRACE3K_OIDC_ISSUER")
        return metadata

    def _fetch(self, url: str) -> Any:
        try:
            answer = httpx2.get(url, timeout=_TIMEOUT_S).raise_for_status().json()
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            raise SSOUnavailable(f"the provider does not answer: {error}", where=url) from error
        if not isinstance(answer, dict):
            raise SSOUnavailable("the provider answers with no JSON object", where=url)
        return answer

    def _client(self, callback: str) -> Any:
        try:
            from authlib.integrations.httpx_client import OAuth2Client
        except ModuleNotFoundError as error:
            raise SSOUnavailable(
                "single sign-on needs the package authlib", hint="run: pip install 'embrace3k[oidc]'"
            ) from error
        return OAuth2Client(
            self.client_id, self.client_secret, scope="openid profile email", redirect_uri=callback,
            code_challenge_method="S256", timeout=_TIMEOUT_S,
        )  # fmt: skip


def user_of_identity(database: Database, sso: SingleSignOn, identity: Identity, *, now: datetime) -> User:
    """Somebody known by issuer and subject, never by a name or an address, which others may come to have.

    Raises SSORefused, and RecordConflict where another user has the name of somebody new.
    """
    known_by = (identity.issuer, identity.subject)
    with database.session() as session:
        user = find_sso_user(session, *known_by)
        if user is None and sso.new_roles:
            user = create_user(session, identity.name, sso.new_roles, who=identity.name, now=now, sso=known_by)
        if user is not None and not user.disabled:
            return user
        name, reason = (user.name, "disabled") if user else (UNKNOWN, "unknown_subject")
        record(session, LoginFailed(who=name, user=name, reason=reason), now)
    hint = f"an administrator can: embrace3k users add NAME --role ROLE --sso {identity.subject}"
    raise SSORefused("you are not let in here", where=f"subject {identity.subject}", hint=hint)


def _derived(secret: str, purpose: str) -> str:
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).hexdigest()
