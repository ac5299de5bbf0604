"""The real application behind the real server, in a thread of the test, and people who call it over HTTP."""

import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import httpx2
import uvicorn
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from fastapi import FastAPI

from embrace3k.annotator.accounts import create_user, find_user, set_password
from embrace3k.annotator.api.callers import CSRF_HEADER
from embrace3k.annotator.api.context import Context
from embrace3k.annotator.passwords import Passwords
from embrace3k.annotator.roles import Role
from embrace3k.annotator.sessions import make_token
from embrace3k.web.server import Server

PASSWORD = "correct horse battery"
QUICK = Passwords(PasswordHasher.from_parameters(CHEAPEST))


class Clock:
    """Stands still until it is told how much time has passed."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **amount: float) -> None:
        self.now += timedelta(**amount)


class Service:
    """A running server. Its clients are closed with it."""

    def __init__(self, app: FastAPI, url: str, clock: Clock) -> None:
        self.app, self.url, self.clock = app, url, clock
        self.context: Context = app.state.context
        self._clients: list[httpx2.Client] = []

    def client(self, **headers: str) -> httpx2.Client:
        """Nobody: without a cookie or a token."""
        client = httpx2.Client(base_url=self.url, headers=headers, timeout=30)
        self._clients.append(client)
        return client

    def add(self, name: str, *roles: Role) -> None:
        """A user whose password is PASSWORD."""
        with self.context.database.session() as session:
            user = create_user(session, name, roles, who="root", now=self.clock())
            set_password(session, self.context.passwords, user, PASSWORD, who="root", now=self.clock())

    def browser(self, name: str) -> httpx2.Client:
        """Somebody who has signed in, whose page sends the CSRF token."""
        client = self.client()
        answer = sign_in(client, name)
        assert answer.status_code == 200, answer.text
        client.headers[CSRF_HEADER] = answer.json()["csrf_token"]
        return client

    def program(self, name: str) -> httpx2.Client:
        """Somebody's program, with an API token."""
        with self.context.database.session() as session:
            secret = make_token(session, find_user(session, name), "test", now=self.clock())[1]
        return self.client(Authorization=f"Bearer {secret}")

    def people(self, roles: Collection[Role] = tuple(Role)) -> dict[Role, httpx2.Client]:
        """A program of somebody who has one role and no other, for each role."""
        for role in roles:
            self.add(f"only {role}", role)
        return {role: self.program(f"only {role}") for role in roles}

    def close(self) -> None:
        for client in self._clients:
            client.close()


def sign_in(client: httpx2.Client, name: str, password: str = PASSWORD) -> httpx2.Response:
    return client.post("/api/v1/session", json={"name": name, "password": password})


def error_of(answer: httpx2.Response) -> tuple[int, str]:
    """Status and code."""
    return answer.status_code, answer.json()["error"]["code"]


@contextmanager
def serving(app: FastAPI, clock: Clock) -> Iterator[Service]:
    config = uvicorn.Config(app, port=0, log_config=None, access_log=False, ws="none", lifespan="off")
    server = Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.005)
        port = server.servers[0].sockets[0].getsockname()[1]
        service = Service(app, f"http://127.0.0.1:{port}", clock)
        yield service
        service.close()
    finally:
        server.should_exit = True
        thread.join()
