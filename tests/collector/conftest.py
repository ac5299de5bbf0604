from pathlib import Path

import pytest


@pytest.fixture
def marked_light(tmp_path: Path, light_cache: Path) -> Path:
    """The light under a name of this test's own, by which its simulator processes are known."""
    marked = tmp_path / "light"
    marked.symlink_to(light_cache.absolute())
    return marked
