"""The wheel holds what the rooms hold, installs afresh and runs."""

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def rooms_on_disk() -> set[str]:
    return {marker.parent.name for marker in ROOT.glob("*/py.typed")}


def test_every_room_is_packaged_and_watched_by_the_import_contract() -> None:
    packaged = set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"])
    watched = {name.removeprefix("embrace3k.") for name in PROJECT["tool"]["importlinter"]["root_packages"]}
    assert packaged == watched == rooms_on_disk()


def test_locks_hold_hashes_and_no_index_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (made,) = out.glob("*.whl")
    return made


def test_wheel_holds_only_the_package_and_its_data(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"embrace3k"}
    assert {name.split("/")[1] for name in names if name.startswith("embrace3k/")} == rooms_on_disk()
    assert any(name.startswith("embrace3k/schema/frozen/1.0.0/") for name in names)
    assert any(name.startswith("embrace3k/storage/migrations/") for name in names)
    static = Path(ROOT, "web", "static")
    pages = {f"embrace3k/web/static/{path.relative_to(static)}" for path in static.rglob("*") if path.is_file()}
    assert pages <= set(names)


def test_installed_command_runs_in_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    # The locked dependencies are lent by path; the command itself must come from the wheel.
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    into = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--no-deps", "-q"]
    subprocess.run([*pip, "--target", str(into), str(wheel)], check=True, capture_output=True)
    lent = next(path for path in sys.path if path.endswith("site-packages"))
    program = (
        f"import sys; sys.path[:0] = [{str(into)!r}]; sys.path.append({lent!r}); "
        "import embrace3k.cli.main as main; assert main.__file__.startswith(sys.path[0]); "
        "sys.argv = ['embrace3k', 'worlds', 'list']; main.main()"
    )
    ran = subprocess.run([python, "-I", "-c", program], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "family-house" in ran.stdout
