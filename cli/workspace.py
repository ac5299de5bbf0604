"""What most commands need: the settings, and the database and object store they name."""

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from embrace3k.cli.settings import Settings
from embrace3k.schema.errors import EmbraceError

if TYPE_CHECKING:
    from embrace3k.simulator.unrealcv_client import UnrealCVSimulator
    from embrace3k.storage.database import Database
    from embrace3k.storage.interfaces import ObjectStore

EMBEDDED = "embedded"


def open_simulator(settings: Settings) -> "UnrealCVSimulator":
    """An embedded one, or one that already runs, at an address such as unrealcv://host:port."""
    from embrace3k.simulator.addresses import is_address
    from embrace3k.simulator.launch import connect, start_embedded
    from embrace3k.simulator.scenes import read_scenes

    if settings.simulator == EMBEDDED:
        return start_embedded(
            cache_dir=settings.cache_dir,
            picture=settings.picture,
            profile=settings.profile,
            rasterizer=settings.rasterizer,
        )
    if is_address(settings.simulator):
        scenes = read_scenes(settings.scenes) if settings.scenes else None
        return connect(settings.simulator, settings.profile, scenes=scenes)
    raise EmbraceError(f"unknown simulator {settings.simulator!r}", hint="use `embedded` or unrealcv://host:port")


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

    @property
    def simulator_factory(self) -> "Callable[[], UnrealCVSimulator]":
        """Makes a new simulator, in this process or in another; whoever calls it closes what it gets."""
        from embrace3k.simulator.launch import OneServer

        return OneServer(partial(open_simulator, self.settings))

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
