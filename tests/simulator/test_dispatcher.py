import pytest
from hypothesis import given
from hypothesis import strategies as st

from embrace3k.simulator.dispatcher import CommandError, Dispatcher
from embrace3k.simulator.recipes import number


def refuse():
    raise CommandError("Cannot find object")


def dispatcher() -> Dispatcher:
    made = Dispatcher()
    made.register("vget /echo [str]", "", lambda word: f"first {word}")
    made.register("vget /echo [str]", "", lambda word: f"last {word}")
    made.register("vset /at/[uint] [float] [float]", "", lambda place, x, y: repr((place, x, y)))
    made.register("vget /nothing", "", refuse)
    return made


@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("vget /echo a", "last a"),
        ("vget /echo a   ", "last a"),
        ("vset /at/7 1 -2.5", "(7, 1.0, -2.5)"),
        ("vset /at/7 .5 1e-3", "(7, 0.5, 0.001)"),
        ("vset /at/7 1e999 0", "error Argument Invalid"),
        ("vset /at/7 -1e13 0", "error Argument Invalid"),
        ("vget /nothing", "error Cannot find object"),
        ("vget /echo  a", "error No handler found for URI 'vget /echo  a'"),
        ("vset /at/7 nan 0", "error No handler found for URI 'vset /at/7 nan 0'"),
        ("", "error No handler found for URI ''"),
    ],
)
def test_a_line_gets_the_reply_of_the_template_it_fits(line, reply):
    assert dispatcher().dispatch(line) == reply


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_a_number_arrives_as_it_was_sent(value):
    assert "e" not in number(value)
    assert dispatcher().dispatch(f"vset /at/0 {number(value)} 0") == repr((0, value + 0.0, 0.0))


def test_the_commands_of_a_batch_share_one_tick():
    ticks: list[str] = []
    stays: list[str] = []
    made = Dispatcher(lambda: ticks.append("tick"), lambda: stays.append("stay"))
    made.register("vget /ticks", "", lambda: str(len(ticks)))
    lines = ["vget /ticks", "vbatch 2", "vget /ticks", "vget /nonsense", "vget /ticks", "vbatch 9", "vbatch 0"]
    replies = [made.dispatch(line) for line in [*lines, "vget /ticks"]]
    assert replies == ["1", "ok", "2", "error No handler found for URI 'vget /nonsense'", "3", "ok", "ok", "5"]
    assert len(ticks) + len(stays) == len(lines) + 1 and len(stays) == 3
