"""What most commands need: the settings, and the database and object store they name."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from embrace3k.cli.settings import Settings
from embrace3k.schema.errors import EmbraceError

if TYPE_CHECKING:
    from embrace3k.simulator.unrealcv_client import UnrealCVSimulator
    from embrace3k.storage.database import Database
    from embrace3k.storage.interfaces import ObjectStore


class Workspace:
    """Opens things when they are first asked for; `close` lets go of them. One per command."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._closers: list[Callable[[], None]] = []

    @cached_property
    def database(self) -> "Database":
        """Migrated to the newest tables."""
        from embrace3k.storage.database import Database

        self._make_home()
        database = Database(self.settings.database_url)
        self._closers.append(database.close)
        database.migrate()
        return database

    @cached_property
    def store(self) -> "ObjectStore":
        from embrace3k.storage.stores import open_store

        self._make_home()
        return open_store(self.settings.store_url)

    def simulator(self) -> "UnrealCVSimulator":
        """A new simulator; the caller closes it."""
        from embrace3k.simulator.launch import connect, start_embedded

        if self.settings.simulator == "embedded":
            return start_embedded(cache_dir=self.settings.cache_dir)
        if self.settings.simulator.startswith("unrealcv://"):
            return connect(self.settings.simulator)
        raise EmbraceError(
            f"unknown simulator {self.settings.simulator!r}", hint="use `embedded` or unrealcv://host:port"
        )

    def close(self) -> None:
        while self._closers:
            self._closers.pop()()

    def _make_home(self) -> None:
        home: Path = self.settings.home
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EmbraceError(
                f"cannot make the home folder: {error.strerror}", where=str(home), hint="choose another with --home"
            ) from error
