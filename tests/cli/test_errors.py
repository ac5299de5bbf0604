"""Known errors are one line on stderr and exit 1, with no traceback."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from embrace3k.cli.main import cli
from embrace3k.cli.output import progress
from embrace3k.cli.settings import read_settings
from embrace3k.cli.stages import collect_missing
from embrace3k.cli.workspace import Workspace
from embrace3k.jobs import Executor
from embrace3k.schema.errors import EmbraceError
from embrace3k.tests.cli.commands import embrace3k


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["trajectories", "show", "nope"], "embrace3k trajectories list"),
        (["collect"], "embrace3k tasks generate"),
        (["tasks", "generate", "--world", "atlantis"], "family-house"),
        (["worlds", "serve", "atlantis", "--port", "0"], "family-house"),
        (["release", "publish", "0.1.0"], "release build"),
        (["release", "verify", "9.9.9"], "9.9.9"),
        (["release", "build", "one"], "one"),
        (["export", "webdataset", "out"], "traject"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_known_error_is_one_line_that_says_what_to_do(arguments: list[str], says: str, tmp_path: Path) -> None:
    ran = embrace3k(*arguments, home=tmp_path / "home")
    last = ran.stderr.strip().splitlines()[-1]
    assert ran.returncode == 1, ran.stderr
    assert last.startswith("embrace3k: ") and says in last
    assert "Traceback" not in ran.stderr and not ran.stdout


def test_a_home_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = embrace3k("tasks", "list", home=tmp_path / "file" / "home")
    assert ran.returncode == 1 and "--home" in ran.stderr and "Traceback" not in ran.stderr


def test_a_cache_that_is_no_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    ran = embrace3k("worlds", "serve", "family-house", "--port", "0", home=tmp_path / "home", cache=tmp_path / "cache")
    assert ran.returncode == 1 and str(tmp_path / "cache") in ran.stderr and "Traceback" not in ran.stderr


def test_several_workers_on_one_running_simulator_are_refused(tmp_path: Path) -> None:
    settings = read_settings(tmp_path, {"EMBRACE3K_SIMULATOR": "unrealcv://127.0.0.1:9"})
    with pytest.raises(EmbraceError, match="one client at a time"), progress() as bar:
        collect_missing(Workspace(settings), bar, [], policy="oracle", resume=False, workers=2)
    with pytest.raises(EmbraceError, match="one client at a time"), progress() as bar:
        collect_missing(Workspace(settings), bar, [], policy="oracle", resume=False, workers=1, executor=Executor.DASK)


def test_the_serial_executor_refuses_several_workers(tmp_path: Path) -> None:
    with pytest.raises(EmbraceError, match="has one worker, not 2. use --executor processes"), progress() as bar:
        workspace = Workspace(read_settings(tmp_path, {}))
        collect_missing(workspace, bar, [], policy="oracle", resume=False, workers=2, executor=Executor.SERIAL)


def collect_with_an_address(home: Path, *options: str) -> str:
    """What is said on stderr, and the error: there are no tasks."""
    environment = {"EMBRACE3K_DASK_ADDRESS": "tcp://127.0.0.1:9"}
    ran = CliRunner().invoke(cli, ["--home", str(home), "collect", *options], env=environment)
    assert isinstance(ran.exception, EmbraceError)
    return f"{ran.stderr}{ran.exception}"


@pytest.mark.parametrize("count", ["1", "3"])
def test_a_number_of_workers_for_a_running_cluster_is_refused(tmp_path: Path, count: str) -> None:
    said = collect_with_an_address(tmp_path, "--executor", "dask", "--workers", count)
    assert "--workers: a running cluster records with all the workers it has. leave out --workers" in said


@pytest.mark.parametrize("options", [[], ["--workers", "2"], ["--executor", "processes"]], ids=" ".join)
def test_a_dask_address_that_is_not_used_is_pointed_out(tmp_path: Path, options: list[str]) -> None:
    said = collect_with_an_address(tmp_path, *options)
    assert "EMBRACE3K_DASK_ADDRESS is set and not used: that takes --executor dask" in said
    assert "not used" not in collect_with_an_address(tmp_path, "--executor", "dask")


def test_a_broken_folder_is_refused_whole_and_leaves_nothing(published_samples: Path, tmp_path: Path) -> None:
    folder = tmp_path / "published"
    shutil.copytree(published_samples / "embrace_sample", folder)
    (broken,) = folder.glob("Multi-stage/*/005.jpg")
    broken.write_bytes(b"\xff\xd8 no picture")
    ran = embrace3k("import", folder, home=tmp_path / "home")
    assert ran.returncode == 1 and "005.jpg" in ran.stderr
    listed = embrace3k("trajectories", "list", "--json", home=tmp_path / "home")
    assert json.loads(listed.stdout) == []
    assert not list((tmp_path / "home").glob("store/blobs/**/*"))
