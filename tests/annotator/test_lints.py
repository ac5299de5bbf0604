"""Each lint is tripped by what it is for, and lets near misses pass."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embrace3k.annotator.lints import LINTS, LONGEST, Lint, LintCode, StepContext, lint_step, markdown, step_contexts
from embrace3k.schema.actions import PROFILES, Action
from embrace3k.schema.layouts import read
from embrace3k.schema.problems import Severity
from embrace3k.schema.trajectories import Driver, DriverKind, Result, Simulator, Step, Trajectory
from embrace3k.tests.annotator.records import step, task, view

ROOT = Path(__file__).parents[2]
LEFT, RIGHT, FORWARD, BACKWARD = Action.TURN_LEFT, Action.TURN_RIGHT, Action.MOVE_FORWARD, Action.MOVE_BACKWARD
UP, DOWN, OPEN, PICK, DROP, FINISH = (
    Action.LOOK_UP, Action.LOOK_DOWN, Action.OPEN_DOOR, Action.PICK, Action.DROP, Action.FINISH,
)  # fmt: skip
NOTHING_KNOWN = StepContext(Action.MIDWAY_TARGET)
CAR_UNSEEN = StepContext(Action.MIDWAY_TARGET, unseen=("red car",))


def spans(
    code: LintCode, text: str, context: StepContext = NOTHING_KNOWN, previous: str = "", following: str = ""
) -> list[str]:
    lints = lint_step(text, context, previous=previous, following=following)
    return [text[lint.start : lint.end] for lint in lints if lint.code is code]


WRONG = {
    "the other side": ("I see the car, so I turn left to face it.", RIGHT, "I turn left"),
    "the other hand side": ("I will turn slightly to the left-hand side.", RIGHT, "I will turn slightly to the left"),
    "let me": ("Let me turn back to the left.", RIGHT, "Let me turn back to the left"),
    "going left": ("I turned right before, now I go left.", RIGHT, "I go left"),
    "an order": ("Turn left to face the car.", RIGHT, "Turn left"),
    "forward while turning": ("The car is ahead, so I'll move forward.", LEFT, "I'll move forward"),
    "walking on while turning": ("I do not see it yet; I keep walking.", RIGHT, "I keep walking"),
    "one more step while turning": ("I take one more step forward.", RIGHT, "I take one more step forward"),
    "turning while moving": ("I see the car on my left, so I turn left to go around it.", FORWARD, "I turn left"),
    "a turn with no side while moving": ("I will turn around to look for it.", FORWARD, "I will turn"),
    "back while moving": ("I step back to have more room.", FORWARD, "I step back"),
    "forward while backing": ("I walk on to the car.", BACKWARD, "I walk"),
    "opening while moving": ("The door is closed, so I open it.", FORWARD, "I open it"),
    "opening while turning": ("I will now open the door.", LEFT, "I will now open the"),
    "picking while moving": ("The mug is close by; I pick it up.", FORWARD, "I pick it up"),
    "dropping while picking": ("I put the mug down here.", PICK, "I put the mug down"),
    "picking while dropping": ("I pick up the mug.", DROP, "I pick up"),
    "up for down": ("I look up to see the lamp.", DOWN, "I look up"),
    "down for up": ("I look further down to find it.", UP, "I look further down"),
    "stopping while moving": ("I have reached the car, so I stop here.", FORWARD, "I stop here"),
    "done while turning": ("I am next to the car; my task is done.", LEFT, "my task is done"),
    "going on at the end": ("I see the car and will move forward.", FINISH, "and will move forward"),
}  # fmt: skip
RIGHT_ALL_THE_SAME = {
    "its own side": ("I turn left.", LEFT),
    "an earlier turn": ("I turned left before, now I go right.", RIGHT),
    "after a turn": ("After turning left I see the door, so I move forward.", FORWARD),
    "a turn done": ("I have turned left. The door is ahead, so I will move forward.", FORWARD),
    "negation": ("I do not turn left: the car is on the other side.", RIGHT),
    "a short negation": ("I won't turn left here.", RIGHT),
    "instead": ("Instead of turning left I turn right.", RIGHT),
    "no need": ("There is no need to turn left.", RIGHT),
    "what was wanted": ("I had to turn left at the corner.", RIGHT),
    "a condition": ("If I turn left I would lose sight of the car.", RIGHT),
    "a thing on the left": ("The car is on the left of the house.", RIGHT),
    "a purpose": ("I walk forward to turn left at the corner.", FORWARD),
    "before a later deed": ("I go on a little before I turn left.", FORWARD),
    "a deed to come": ("I need to approach and open the door.", FORWARD),
    "a deed to come, with a turn": ("I need to pick up the mug, so I turn right to face it.", RIGHT),
    "the task told": ("My task is to find the car and turn left there.", FORWARD),
    "several deeds": ("I turn right and walk forward to the car.", FORWARD),
    "right as a word": ("I go right up to the car.", LEFT),
    "turning a thing": ("I turn the handle of the door.", OPEN),
    "the own deed in other words": ("The handle is here and the next step is to open it.", OPEN),
    "how one stands": ("I am now looking down and have the box in view.", FINISH),
    "back to a place": ("I go back to the kitchen.", FORWARD),
    "looking down a road": ("I look down the road and walk on.", FORWARD),
    "a part that is done": ("The first part of my task is done.", LEFT),
    "an action without words": ("I move forward.", Action.MIDWAY_TARGET),
}


@pytest.mark.parametrize("case", WRONG)
def test_announcing_another_deed_is_a_contradiction(case: str) -> None:
    text, action, span = WRONG[case]
    assert spans(LintCode.CONTRADICTS_ACTION, text, StepContext(action)) == [span]


@pytest.mark.parametrize("case", RIGHT_ALL_THE_SAME)
def test_the_past_plans_and_negations_are_no_contradiction(case: str) -> None:
    text, action = RIGHT_ALL_THE_SAME[case]
    assert spans(LintCode.CONTRADICTS_ACTION, text, StepContext(action)) == []


TEXTS: list[tuple[LintCode, str, list[str]]] = [
    (LintCode.EMPTY, " \n", [" \n"]),
    (LintCode.EMPTY, "I go on.", []),
    (LintCode.PLACEHOLDER, "I see <image> and <think>.", ["<image>", "<think>"]),
    (LintCode.PLACEHOLDER, "I think that 2 < 3.", []),
    (LintCode.HINDSIGHT, "As it turns out, the door is shut.", ["As it turns out"]),
    (LintCode.HINDSIGHT, "It is there, as I will see.", ["as I will see"]),
    (LintCode.HINDSIGHT, "The door opens in the next step.", ["in the next step"]),
    (LintCode.HINDSIGHT, "I reach it at step 12.", ["step 12"]),
    (LintCode.HINDSIGHT, "The next step is to open the door; later I will see more.", []),
    (LintCode.HINDSIGHT, "I see step 1 of 2 stairs, and the picture on the wall.", []),
    (LintCode.COORDINATES, "It stands at (123, 45).", ["(123, 45)"]),
    (LintCode.COORDINATES, "It stands at [1.5; -2; 88].", ["[1.5; -2; 88]"]),
    (LintCode.COORDINATES, "I am at x=12 and yaw: -25.", ["x=12", "yaw: -25"]),
    (LintCode.COORDINATES, "The car is 314 cm away.", ["314 cm"]),
    (LintCode.COORDINATES, "It is 12.59 m away, at 13.5°.", ["12.59 m", "13.5°"]),
    (LintCode.COORDINATES, "I take 2 steps (or 3, perhaps) to room 101 and turn 90 degrees; it is 3 metres off.", []),
    (LintCode.INTERNAL_NAME, "I walk to chair_3 and spawned_char_0.", ["chair_3", "spawned_char_0"]),
    (LintCode.INTERNAL_NAME, "SM_WoodBox_58 is close by.", ["SM_WoodBox_58"]),
    (LintCode.INTERNAL_NAME, "I walk to chair 3, the well-lit one.", []),
    (LintCode.TOO_SHORT, "  I go on. ", ["I go on."]),
    (LintCode.TOO_SHORT, "I go on now.", []),
    (LintCode.NOT_FIRST_PERSON, "The agent walks on.", ["The agent walks on."]),
    (LintCode.NOT_FIRST_PERSON, "The car is on my left.", []),
    (LintCode.NOT_FIRST_PERSON, "It is near, so I'll stop.", []),
]


@pytest.mark.parametrize(("code", "text", "caught"), TEXTS, ids=[f"{code}-{text[:30]}" for code, text, _ in TEXTS])
def test_wording(code: LintCode, text: str, caught: list[str]) -> None:
    assert spans(code, text) == caught


CLAIMS = {
    "seen": ("I see the red car ahead.", ["I see the red car"]),
    "seen, and a plan": ("I see the red car, so I will turn to find a way.", ["I see the red car"]),
    "seen among others": ("I can see a bench and the shiny red car.", ["I can see a bench and the shiny red car"]),
    "placed": ("The red car is now straight ahead, far away.", ["The red car is now straight ahead"]),
    "with it": ("With the red car on my left, I walk on.", ["With the red car on my left"]),
    "kept": ("I keep the red car straight ahead.", ["keep the red car straight ahead"]),
    "in view": ("The red car is still in view.", ["The red car is still in view"]),
    "looked for": ("I look for the red car.", []),
    "not seen": ("I do not see the red car yet.", []),
    "out of view": ("The red car is on my left, out of my view.", []),
    "guessed": ("The red car must be straight ahead.", []),
    "a goal": ("I walk on towards the red car.", []),
    "the task told": ("My task is to go to the red car on my left.", []),
    "any of its kind": ("I see a red car ahead.", []),
    "nobody knows it": ("I see the blue car ahead.", []),
    "several": ("I see the red cars ahead.", []),
}


@pytest.mark.parametrize("case", CLAIMS)
def test_only_a_claim_to_see_what_was_never_in_view_is_caught(case: str) -> None:
    text, caught = CLAIMS[case]
    assert spans(LintCode.UNSEEN_OBJECT, text, CAR_UNSEEN) == caught


def test_an_instruction_that_tells_the_side_lets_it_be_said() -> None:
    told = StepContext(Action.MIDWAY_TARGET, unseen=("red car",), told_where=True)
    assert spans(LintCode.UNSEEN_OBJECT, "The red car is on my right.", told) == []
    assert spans(LintCode.UNSEEN_OBJECT, "The red car is in view.", told) == ["The red car is in view"]


LONG = " ".join(f"word{number}" for number in range(40))
NEIGHBOURS = {
    "the same": ("I see the car, so I go on.", "i see the car so I go on!", True),
    "nearly the same": (LONG, LONG.replace("word7 ", "other "), True),
    "one word of a short text": ("I see the car ahead, so I walk on.", "I see the car ahead, so I go on.", False),
    "another text": ("I see the car.", "I open the door to look behind it.", False),
    "the same words in another order": ("The car is left of me", "left of me The car is", False),
    "nothing yet": ("I see the car.", "", False),
}


@pytest.mark.parametrize("case", NEIGHBOURS)
def test_a_copy_of_a_neighbour_is_caught_on_either_side(case: str) -> None:
    text, neighbour, caught = NEIGHBOURS[case]
    assert spans(LintCode.COPY, text, previous=neighbour) == [text] * caught
    assert spans(LintCode.COPY, text, following=neighbour) == [text] * caught


def test_a_thing_is_unseen_until_any_of_its_name_was_in_view() -> None:
    hidden = view("chair_2", visible=False)
    steps = [step(RIGHT, hidden), step(RIGHT, hidden, view("chair_1")), step(RIGHT, hidden), step(RIGHT)]
    trajectory = Trajectory(
        id="t", task_id="t", scene=task().scene, simulator=Simulator(backend="embedded"), profile=PROFILES["v2"],
        driver=Driver(kind=DriverKind.ORACLE, name="oracle"), result=Result(success=True),
        steps=[Step(index=index, **fields) for index, fields in enumerate(steps)],
    )  # fmt: skip
    assert [context.unseen for context in step_contexts(task(), trajectory)] == [("chair",), (), (), ()]


WORDS = [
    "I",
    "turn",
    "left",
    "right",
    "the",
    "red car",
    "see",
    "and",
    "to",
    "(",
    "1, 2)",
    "<image>",
    "_",
    "a_b",
    ".",
    ",",
    "\n",
    "İ",
    "ß",
    "👍",
]
typed = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))


@given(text=typed, action=st.sampled_from(Action), previous=st.none() | typed, following=st.none() | typed)
def test_any_text_can_be_typed_and_spans_lie_inside_it(
    text: str, action: Action, previous: str | None, following: str | None
) -> None:
    context = StepContext(action, unseen=("red car", "İ"))
    lints: list[Lint] = lint_step(text, context, previous=previous, following=following)
    assert all(0 <= lint.start <= lint.end <= len(text) for lint in lints)
    assert all(text[lint.start : lint.end].strip() for lint in lints if lint.code is not LintCode.EMPTY)


def test_a_text_without_end_is_looked_at_to_a_limit() -> None:
    lints = lint_step("to turn left, I " * 20_000, StepContext(RIGHT), previous="I " * 50_000)
    assert lints and max(lint.end for lint in lints) <= LONGEST


def test_all_lints_of_a_step_take_no_time_that_a_typist_notices() -> None:
    text = (
        "I have moved closer, and the red car is now on the right-hand side; to face it I will turn right again. " * 5
    )
    context = StepContext(LEFT, unseen=("red car", "bench"))
    times = []
    for run in range(100):
        began = time.perf_counter()
        lint_step(f"{text}{run}", context, previous=text[:400], following=text[100:])
        times.append(time.perf_counter() - began)
    assert min(times) < 0.01


def test_published_rationales_ring_no_alarm(published_samples: Path) -> None:
    for episode in (
        each for layout in ("embrace_sample", "embrace_v2_sample") for each in read(published_samples / layout)
    ):
        contexts = step_contexts(episode.task, episode.trajectory)
        texts = {note.step_index: note.rationale for note in episode.annotations}
        for index, text in texts.items():
            previous, following = texts.get(index - 1), texts.get(index + 1)
            assert lint_step(text, contexts[index], previous=previous, following=following) == []


def test_every_code_has_a_row_and_trips_somewhere_above() -> None:
    assert set(LINTS) == set(LintCode)
    tried = {code for code, _, caught in TEXTS if caught}
    assert tried | {LintCode.CONTRADICTS_ACTION, LintCode.UNSEEN_OBJECT, LintCode.COPY} == set(LintCode)
    assert {code for code, rule in LINTS.items() if rule.severity is Severity.ERROR} == {
        LintCode.EMPTY, LintCode.PLACEHOLDER,
    }  # fmt: skip


def test_the_page_is_fresh() -> None:
    table, _, _ = (ROOT / "docs" / "lints.md").read_text(encoding="utf-8").partition("\n## ")
    assert table == markdown(), "run `python -m embrace3k.annotator.lints`"
