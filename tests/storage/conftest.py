import pytest

from embrace3k.storage.database import Database
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import commit_trajectory
from embrace3k.tests.storage.samples import task, trajectory


@pytest.fixture
def furnished(database: Database) -> Database:
    """One task with one trajectory of two steps."""
    with database.session() as session:
        add_tasks(session, [task()])
        commit_trajectory(session, trajectory())
    return database
