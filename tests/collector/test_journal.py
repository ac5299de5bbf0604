"""The journal's file: what is durable, what is torn, what is damaged, and who may write it."""

import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embrace3k.collector.drivers import ScriptDriver
from embrace3k.collector.errors import JournalDamaged, JournalLocked, JournalMismatch
from embrace3k.collector.journal import FIRST_LINE, Journal, left_over, scan
from embrace3k.collector.loop import run_episode
from embrace3k.schema.actions import Action
from embrace3k.tests.collector.toy import Yard, yard_footprints, yard_header, yard_task

ACTIONS = [Action.MOVE_FORWARD, Action.PICK, Action.FINISH]
TASK = yard_task()
DRIVER = ScriptDriver(ACTIONS)
HEADER = yard_header(TASK, DRIVER)


def fill(path: Path) -> bytes:
    with Journal(path, HEADER) as journal:
        run_episode(Yard(), TASK, DRIVER, journal, footprints=yard_footprints)
    return path.read_bytes()


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> bytes:
    return fill(tmp_path_factory.mktemp("whole") / "a.journal")


def ends_of(data: bytes) -> list[int]:
    return [record.picture[1] for record in scan(data)[0]]


def test_a_journal_keeps_its_header_every_step_and_the_end(whole):
    records, end = scan(whole)
    assert b"".join(record.kind for record in records) == b"HSSSE"
    assert end == len(whole)


def test_a_picture_comes_back_byte_for_byte(tmp_path):
    fill(tmp_path / "a.journal")
    with Journal(tmp_path / "a.journal", HEADER) as journal:
        pictures = list(journal.pictures())
    assert pictures[0][1] == Yard().reset(TASK.scene, TASK.start_pose).jpeg
    assert all(len(jpeg) == frame.size_bytes for frame, jpeg in pictures)
    assert len(pictures) == len(ACTIONS) + 1


def test_cut_at_every_byte_a_journal_keeps_exactly_the_whole_records(whole):
    ends = ends_of(whole)
    for length in range(len(whole)):
        records, end = scan(whole[:length])
        assert len(records) == sum(end <= length for end in ends)
        assert end in (0, len(FIRST_LINE), *ends)


def test_one_changed_byte_anywhere_is_cut_off_at_the_tail_and_refused_before_it(whole):
    last_good = ends_of(whole)[-2]
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 0x40
        if at < last_good:
            with pytest.raises(JournalDamaged):
                scan(bytes(changed))
        else:
            assert scan(bytes(changed))[1] == last_good


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_torn_last_write_never_yields_a_record_that_was_not_written(whole, data):
    ends = [len(FIRST_LINE), *ends_of(whole)]
    index = data.draw(st.integers(1, len(ends) - 1))
    lost = data.draw(st.binary(max_size=ends[index] - ends[index - 1]))
    records, end = scan(whole[: ends[index - 1]] + lost)
    assert ends[index - 1] <= end <= ends[index]
    assert records[: index - 1] == scan(whole)[0][: index - 1]


@pytest.mark.parametrize("keep", ["header", "two steps", "all but a byte"])
def test_reopening_a_torn_journal_continues_it_to_the_same_bytes(tmp_path, whole, keep):
    ends = ends_of(whole)
    length = {"header": ends[0] - 1, "two steps": ends[2] + 7, "all but a byte": len(whole) - 1}[keep]
    (tmp_path / "a.journal").write_bytes(whole[:length])
    assert fill(tmp_path / "a.journal") == whole


def test_a_journal_of_another_version_is_refused_by_name(tmp_path):
    (tmp_path / "a.journal").write_bytes(b"embrace3k journal 2\nwhatever")
    with pytest.raises(JournalDamaged, match=r"a.journal: journal version 2. this program reads 'embrace3k journal 1'"):
        Journal(tmp_path / "a.journal", HEADER)


def test_a_file_that_is_no_journal_is_refused_and_kept(tmp_path):
    path = tmp_path / "a.journal"
    path.write_bytes(b"PK\x03\x04 and so on")
    with pytest.raises(JournalDamaged, match="not a journal"):
        Journal(path, HEADER)
    assert path.read_bytes() == b"PK\x03\x04 and so on"


def test_the_journal_of_another_trajectory_is_refused(tmp_path):
    fill(tmp_path / "a.journal")
    other = yard_header(TASK, ScriptDriver([Action.FINISH]))
    with pytest.raises(JournalMismatch, match=HEADER.trajectory_id):
        Journal(tmp_path / "a.journal", other)


def test_a_journal_has_one_writer(tmp_path):
    with Journal(tmp_path / "a.journal", HEADER), pytest.raises(JournalLocked):
        Journal(tmp_path / "a.journal", HEADER)
    Journal(tmp_path / "a.journal", HEADER).close()


def test_only_journals_that_nobody_writes_are_left_over(tmp_path):
    fill(tmp_path / "cut_off.journal")
    with Journal(tmp_path / "active.journal", HEADER):
        assert left_over(tmp_path) == [tmp_path / "cut_off.journal"]


def test_the_lock_of_a_killed_writer_is_free(tmp_path):
    code = (
        "import sys, time, pathlib; from embrace3k.tests.collector.test_journal import HEADER, Journal;"
        "journal = Journal(pathlib.Path(sys.argv[1]), HEADER); print('locked', flush=True); time.sleep(60)"
    )
    path = tmp_path / "a.journal"
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"locked\n"
        with pytest.raises(JournalLocked):
            Journal(path, HEADER)
        writer.kill()
    Journal(path, HEADER).close()


def test_a_record_is_checked_as_the_format_says(whole):
    checksum, length = (int.from_bytes(whole[len(FIRST_LINE) + at :][:4], "little") for at in (0, 4))
    covered = whole[len(FIRST_LINE) + 4 :][: 5 + length]
    assert zlib.crc32(covered) == checksum
