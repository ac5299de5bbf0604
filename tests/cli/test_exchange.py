"""The published samples through database and store and out again, by the commands a user types."""

import filecmp
import json
from pathlib import Path

from embrace3k.tests.cli.commands import embrace3k


def files_of(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_v1_samples_come_out_byte_for_byte(published_samples: Path, tmp_path: Path) -> None:
    samples, out = published_samples / "embrace_sample", tmp_path / "out"
    assert embrace3k("import", samples, home=tmp_path / "home").returncode == 0
    ran = embrace3k("export", "embrace-v1", out, home=tmp_path / "home")
    assert ran.returncode == 0, ran.stderr
    names = files_of(samples)
    assert files_of(out) == names and len(names) == 84
    assert filecmp.cmpfiles(samples, out, names, shallow=False) == (names, [], [])


def test_v2_sample_comes_out_equal_in_values_order_and_layout(published_samples: Path, tmp_path: Path) -> None:
    samples, out = published_samples / "embrace_v2_sample", tmp_path / "out"
    imported = embrace3k("import", samples, home=tmp_path / "home")
    assert "note: " in imported.stderr and "frame" in imported.stderr
    assert embrace3k("export", "embrace-v2", out, home=tmp_path / "home").returncode == 0
    assert files_of(out) == files_of(samples)
    assert files_of(samples)
    for name in files_of(samples):
        kept, written = json.loads((samples / name).read_text()), json.loads((out / name).read_text())
        assert kept == written and list(kept) == list(written)


def test_importing_twice_changes_nothing(published_samples: Path, tmp_path: Path) -> None:
    for new, known in ((8, 0), (0, 8)):
        ran = embrace3k("import", published_samples / "embrace_sample", "--json", home=tmp_path / "home")
        summary = json.loads(ran.stdout)
        assert (summary["episodes"], summary["known"]) == (new, known)
    listed = embrace3k("trajectories", "list", "--json", home=tmp_path / "home")
    assert len(json.loads(listed.stdout)) == 8
    assert embrace3k("check", home=tmp_path / "home").returncode == 0
