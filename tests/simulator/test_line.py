"""Questions are asked again, actions never: a line against an engine that is late, hangs up, or is another one."""

import pytest

from embrace3k.simulator.addresses import endpoints
from embrace3k.simulator.connection import Connection
from embrace3k.simulator.errors import SimulatorLost
from embrace3k.simulator.line import COMMANDS_PER_TICK, Line, Patience, dial, is_question
from embrace3k.tests.simulator.fake_unreal import HURRY, UNGREETED_S, FakeUnreal, Troubles

QUESTIONS = ["vget /unrealcv/version", "vget /scene/name", "vget /level/name"]
ANSWERS = ["1.1.0", "FakeProject", "Entry"]


@pytest.fixture
def start(tmp_path):
    engines: list[FakeUnreal] = []
    lines: list[Line] = []

    def make(patience: Patience = HURRY, **troubles) -> tuple[FakeUnreal, Line]:
        engine = FakeUnreal(tmp_path, Troubles(**troubles))
        engines.append(engine)
        where = endpoints(engine.url)
        lines.append(Line(dial(where, patience), lambda: dial(where, patience), patience))
        return engine, lines[-1]

    yield make
    for line in lines:
        line.close()
    for engine in engines:
        engine.close()


def test_a_late_answer_is_never_taken_for_the_next_one(start):
    engine, line = start(HURRY._replace(question_s=0.5), late=frozenset({2}))
    assert line.batch(QUESTIONS) == ANSWERS
    assert line.batch(QUESTIONS[1:2]) == ANSWERS[1:2]
    assert len(engine.log) == 7, "three, the same three again, and one more"


def test_after_the_last_repeat_the_simulator_is_lost(start):
    engine, line = start(HURRY._replace(question_s=0.1), late=frozenset(range(1, 100)))
    with pytest.raises(SimulatorLost, match="vget /unrealcv/version.*timed out"):
        line.batch(QUESTIONS[:1])


@pytest.mark.parametrize("trouble", ["late", "drop"])
def test_what_acts_is_sent_once(start, trouble):
    engine, line = start(HURRY._replace(act_s=0.2), **{trouble: frozenset({1})})
    with pytest.raises(SimulatorLost):
        line.batch(["vset /action/game/pause"])
    assert engine.log == ["vset /action/game/pause"]


def test_a_batch_with_one_action_in_it_is_an_action(start):
    engine, line = start(drop=frozenset({2}))
    with pytest.raises(SimulatorLost):
        line.batch(["vget /scene/name", "vset /action/game/pause"])
    assert len(engine.log) == 2


def test_a_question_lost_with_its_connection_is_asked_over_a_new_one(start):
    engine, line = start(drop=frozenset({2, 4}))
    assert line.batch(QUESTIONS) == ANSWERS
    assert engine.log.count(QUESTIONS[0]) > 2


def test_without_a_mark_nobody_knows_the_world_again(start):
    engine, line = start(drop=frozenset({1}))
    line.mark = None
    with pytest.raises(SimulatorLost):
        line.batch(QUESTIONS)


def test_another_world_behind_the_same_address_is_not_taken_for_the_first(start):
    engine, line = start(drop=frozenset({1}))
    line.mark = "vget /object/spawned_char_0badcafe/location"
    with pytest.raises(SimulatorLost, match="another"):
        line.batch(QUESTIONS)
    assert engine.log[1:] == [line.mark]


def test_the_unix_socket_is_used_once_tcp_has_had_its_client(start):
    engine, line = start(HURRY._replace(greeting_s=UNGREETED_S), one_tcp_client=True, drop=frozenset({1}))
    assert line.batch(QUESTIONS) == ANSWERS
    with pytest.raises(SimulatorLost):
        Connection(("127.0.0.1", engine.port), greeted_s=0.1)


def test_nobody_anywhere_is_said_with_every_place_that_was_tried(tmp_path):
    engine = FakeUnreal(tmp_path)
    engine.close()
    with pytest.raises(SimulatorLost, match=f"127.0.0.1:{engine.port}.*nobody.socket"):
        dial((("127.0.0.1", engine.port), str(tmp_path / "nobody.socket")), HURRY)


@pytest.mark.parametrize("act", [False, True], ids=["questions", "acts"])
def test_a_long_batch_gets_the_ticks_that_it_needs(start, act):
    """Forty ticks take a second, and a single command only half of it."""
    patience = HURRY._replace(question_s=0.5, act_s=0.5, repeats=0)
    engine, line = start(patience, tick_s=0.025)
    asked = ["vrun r.Fog 0" if act else "vget /scene/name"] * (40 * COMMANDS_PER_TICK)
    assert len(line.batch(asked)) == len(engine.log) == len(asked)
    with pytest.raises(SimulatorLost, match="timed out"):
        start(patience._replace(tick_s=0.0), tick_s=0.025)[1].batch(asked)


def test_only_what_does_not_fit_into_one_tick_gets_more_time():
    patience = Patience(tick_s=0.5)
    assert [patience.for_batch(10.0, commands) for commands in (1, 32, 33, 6400)] == [10.0, 10.0, 10.5, 109.5]


def test_what_is_told_only_once_is_no_question():
    assert is_question("vget /cameras") and not is_question("vget /embrace3k/effect")
    assert not is_question("vset /action/game/pause") and not is_question("vbp x get_door_state")
