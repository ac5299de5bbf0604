"""Work for worker processes: they can only import it, so it cannot stand inside a test."""

import os
import signal
import threading
import time
from pathlib import Path

from embrace3k.schema.errors import EmbraceError


class Picky(Exception):
    """An exception that cannot be made again from its message."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} and {second}")


def square(number: int) -> int:
    return number * number


def slow_square(number: int) -> int:
    """The first units take longest, so they are done last."""
    time.sleep(0.3 / (number + 1))
    return number * number


def fail_at_two(number: int) -> int:
    if number == 2:
        raise EmbraceError("two is not allowed", where="number", hint="use another")
    time.sleep(0.1)
    return number


def fail_pickily(number: int) -> int:
    raise Picky("one thing", f"another in {number}")


def answer_with_a_lambda(number: int) -> object:
    return lambda: number


def die_at_one(number: int) -> int:
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.2)
    return number


def die_while_sending(marker: Path) -> bytes:
    """The second one is killed in the middle of an answer that is larger than any pipe, when the first is reported.
    Once: whoever does it again lives."""
    if marker.name != "second":
        return b""
    while not marker.with_name("reported").exists():
        time.sleep(0.01)
    if not marker.with_name("died").exists():
        marker.with_name("died").touch()
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGKILL)).start()
    marker.touch()
    return bytes(50 << 20)


def die_once(marker: Path) -> str:
    """Dies the first time that it is called with a marker that is there."""
    if marker.exists():
        marker.unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    return marker.name


def die_always(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def note_process(folder: Path, unit: tuple[str, int]) -> int:
    """The process, which leaves a file when its `group` is another than before."""
    if unit[0] != _last_group[0]:
        (folder / f"{os.getpid()}-{unit[0]}").touch(exist_ok=False)
        _last_group[0] = unit[0]
    time.sleep(0.01)
    return os.getpid()


_last_group = [""]


def note_end(folder: Path) -> None:
    (folder / f"{os.getpid()}-end").touch(exist_ok=False)


class DeadOnArrival:
    """Work that ends any process that unpickles it."""

    def __call__(self, number: int) -> int:
        return number

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (3,)


def exit_with_seven(number: int) -> int:
    raise SystemExit(7)


def note_pid_and_hang(folder: str) -> None:
    Path(folder, str(os.getpid())).touch()
    time.sleep(60)


def process_of(number: int) -> int:
    return os.getpid()


def nothing() -> None:
    """Also a way to end."""


def alone_in_the_process(number: int) -> int:
    """Fails where it is called twice at once."""
    if not _alone.acquire(blocking=False):
        raise EmbraceError("there are two of us in this process")
    time.sleep(0.02)
    _alone.release()
    return os.getpid()


_alone = threading.Lock()
