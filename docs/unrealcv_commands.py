"""Fills the tables of docs/unrealcv.md from what the server knows: .venv/bin/python docs/unrealcv_commands.py"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from embrace3k.simulator.dispatcher import Command, Dispatcher
from embrace3k.simulator.session.character_commands import CharacterCommands
from embrace3k.simulator.session.commands import dispatcher_for
from embrace3k.simulator.session.stage import Stage, StageSettings

PAGE = Path(__file__).parent / "unrealcv.md"
WORD = " [str]"
FUNCTIONS = {
    "carry_body": "takes what is at hand",
    "drop_body": "puts down ahead what is held",
    "enter_exit_car": "`i`. Changes nothing: nothing here is driven",
    "generate_nav_goal": '`rmax [rmin]`. A place that can be walked to: `{"nav_goal":"X=1.000 Y=2.000 Z=88.000"}`',
    "get_angle": '`{"Angle":"25.000"}`: degrees a second that it turns',
    "get_door_state": 'of the door pushed last while it is near, else of the one at hand: `{"door_state":"1"}` is open',
    "get_hit": '`{"hit":"1"}` if anything was in the way since this was last asked',
    "get_speed": '`{"Speed":"200.000"}`: centimetres a second that it walks',
    "is_carrying": '`{"carrying":"1"}` with something in hand',
    "is_picked": 'asked of a thing: `{"picked":"1"}` while it is held',
    "nav_random": "`r [loop]`. Walk to a place within `r`, which is answered; with `loop` from there to another",
    "nav_to_goal": "`x y z`. Walk there, round what is in the way",
    "nav_to_goal_bypath": "the same as `nav_to_goal`",
    "nav_to_target": "`object [distance]`. Walk until it is that near",
    "reset": "stand still and upright where it is, looking straight ahead",
    "set_acc": "`a`. Acceleration of held velocities",
    "set_app": "`id`. The look of a spawned thing that has several; else accepted, changes nothing",
    "set_cam": "`x y z roll pitch yaw`. Its camera, relative to the body and absolute: pitch 30 looks up by 30",
    "set_crouch": "lower the eye to 98 cm",
    "set_interval": "`n`. Above 0, `set_move` acts once and at once; with 0 it is held",
    "set_jump": "the eye goes up and comes down again",
    "set_liedown": "`front_back left_right`. Lower the eye to 30 cm",
    "set_light": "accepted, changes nothing",
    "set_mat": "accepted, changes nothing",
    "set_move": "`angle speed`. Held, or once after `set_interval`: speed < 0 is backwards, angle > 0 clockwise",
    "set_nav_speed": "`v`. Of walks by itself, centimetres a second",
    "set_open_door": "`1` opens the door at hand, `0` closes it",
    "set_phy": "`1` lets a spawned thing fall once; else accepted, changes nothing",
    "set_pickup": "takes what is at hand, or puts down what is held",
    "set_random": "`1` walks about until `0`",
    "set_speed": "`v`. No `set_move` is faster from now on",
    "set_standup": "raise the eye to 158 cm again",
    "set_stop": "stand still",
    "set_viewport": "accepted, changes nothing",
}
"""What the page says of each function. One without a line here is an error."""


def tables() -> dict[str, str]:
    """Under the name that marks its place in the page, each table as it must be."""
    stage = Stage(StageSettings(cache_dir=Path()))
    commands = dispatcher_for(stage, port=9000).commands()
    functions = CharacterCommands(stage, Dispatcher())._functions
    listed = sorted({*functions, "is_picked"})
    return {
        "commands": table(("command", "reply"), command_rows(commands)),
        "functions": table(("function", "what it does"), ((f"`{name}`", FUNCTIONS[name]) for name in listed)),
    }


def command_rows(commands: Iterable[Command]) -> Iterator[tuple[str, str]]:
    """Alphabetical by what they speak of. Templates that differ only in how many words they end in share a row."""
    for _, alike in groupby(sorted(commands, key=subject), key=stem_of):
        group = list(alike)
        shortest, longest = group[0].template, group[-1].template
        more = (len(longest) - len(shortest)) // len(WORD)
        yield f"`{shortest}`" + (f" and up to {more} more words" if more else ""), group[0].help


def subject(command: Command) -> tuple[str, str, int]:
    verb, _, rest = command.template.partition(" ")
    path = rest.split(" ")[0] if rest.startswith("/") else ""
    return path, stem_of(command), len(command.template)


def stem_of(command: Command) -> str:
    """Of functions and console lines the verb; of all other commands the whole template."""
    verb, _, rest = command.template.partition(" ")
    return verb if rest and not re.sub(r"\[str\]| ", "", rest) else command.template


def table(head: tuple[str, str], rows: Iterable[tuple[str, str]]) -> str:
    return "".join(f"| {left} | {right} |\n" for left, right in (head, ("---", "---"), *rows))


def filled(page: str) -> str:
    """The page with its tables as they must be."""
    for name, body in tables().items():
        before, begin, rest = page.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition("<!-- end -->")
        assert begin and end, f"the page has no place for {name}"
        page = before + begin + body + end + after
    return page


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text()))
