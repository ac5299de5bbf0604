"""Fixtures that every room may use. Servers start once per worker, when the first test asks for them."""

import os
import signal
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.folder_store import FolderStore
from embrace3k.storage.s3_store import S3Store, make_client
from embrace3k.tests.servers import BUCKET, S3Endpoint, postgresql, seaweedfs

# A shell that starts the tests in the background has Ctrl-C ignored, and all processes that they start inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parent.parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With several workers, those tests that need a PostgreSQL or an S3 share one, so that each server starts once."""
    for item in items:
        params = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        needs_s3 = params.get("home") == "s3" or "s3_endpoint" in getattr(item, "fixturenames", ())
        if needs_s3 or params.get("database_url") == "postgresql":
            item.add_marker(pytest.mark.xdist_group("servers"))


@pytest.fixture(scope="session", autouse=True)
def clean_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No setting, key, proxy or dotfile of whoever runs the tests reaches them or a server that they start."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("EMBRACE3K_", "AWS_", "PG")) or name.lower().endswith("_proxy"):
                patch.delenv(name)
        patch.setenv("NO_PROXY", "*")
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        yield


@pytest.fixture(scope="session")
def published_samples() -> Path:
    """The published samples beside the repository, read where they lie: their licence keeps them out of it."""
    folder = ROOT.resolve().parent / "shared" / "data"
    if (folder / "embrace_sample").is_dir() and (folder / "embrace_v2_sample").is_dir():
        return folder
    reason = "the published samples embrace_sample and embrace_v2_sample are not in ../shared/data"
    if os.environ.get("REQUIRE_SAMPLES") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def light_cache() -> Path:
    """Where baked light is kept between runs."""
    folder = ROOT / ".cache" / "light"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "objects")


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[S3Endpoint]:
    with seaweedfs() as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def shared_s3_client(s3_endpoint: S3Endpoint) -> Iterator[Any]:
    """Making a client takes boto3 a quarter of a second."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in s3_endpoint.environment().items():
            patch.setenv(name, value)
        client = make_client(read_timeout_s=5)
    yield client
    client.close()


@pytest.fixture
def s3_client(shared_s3_client: Any, s3_endpoint: S3Endpoint, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A client of the running SeaweedFS, which has the bucket `tests`; address and keys are also in the environment."""
    for name, value in s3_endpoint.environment().items():
        monkeypatch.setenv(name, value)
    return shared_s3_client


@pytest.fixture
def s3_store(s3_client: Any) -> S3Store:
    """An empty prefix in a bucket that all tests share: SeaweedFS takes new storage for every new bucket."""
    return S3Store(BUCKET, uuid.uuid4().hex, client=s3_client)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgresql() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A new, empty database."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield postgres_server.replace("/postgres?", f"/{name}?")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database without tables, once of each kind."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "a.db")
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated, empty database, once of each kind."""
    with Database(database_url) as database:
        database.migrate()
        yield database
