"""What no client should send: words for each token of a template, made to be misread."""

import re
from collections.abc import Iterable

from hypothesis import strategies as st

_FLOATS = """0 -0 +.5 1. -1e308 1e308 1.7976931348623157e308 1e1299 -1e1299 1e-320 1e12 -1e5 1e18 4e38 90 179.9999999999
nan inf -inf NaN 0x10 1_000 1,5 1e . - ٣ １""".split()
_UINTS = "0 1 2 9 17 255 256 -1 +1 999999999 4294967296 1.5 1e3 ٣ 0x1 00000001".split()
_WORDS = """hero structure front_door red_car png bmp npy lit 0 1 -1e308 1e308 nan 1e1299 True bp_character_C
set_move set_cam set_open_door get_door_state carry_body drop_body reset
.. ../.. ../../../../etc/passwd /etc/passwd a.png ./a.bmp ~/a.npy file:///etc/passwd C:\\a.png /Game/../../a.A_C
family-house_0000/.. family-house_00000000000 _0000 Shot filename=a.png HighResShot
$(touch${IFS}a) `touch${IFS}a` ;touch${IFS}a |touch${IFS}a & >a %s%n%x {0.__class__} {} ' " \\ [str] / //
é \U0001d518 \u202e \ufeff""".split(" ")
_FLOATS += ["", "9" * 400, "-" + "9" * 400, "0." + "0" * 400 + "1"]
_UINTS += ["", "9" * 40]
WORDS = [word for words in _WORDS for word in words.split("\n")]
WORDS += ["", "\0", "a\0b", "\t", "\r", "\u2028", "9" * 400, "a" * 5000]
_STRANGE = {"str": WORDS, "uint": _UINTS, "float": _FLOATS}
_PLAIN = {
    "str": ["hero", "front_door", "cube", "box", "BP_GrabMoveDrop_C", "png", "bmp", "npy"],
    "uint": ["0", "1"],
    "float": ["0", "1", "0.5", "-31.5", "1e5", "1e12"],
}
_TOKEN = re.compile(r"\[(str|uint|float)\]")


def lines(template: str, *names: str) -> st.SearchStrategy[str]:
    """The template with words for its tokens, about half of them plain, so that strange ones get past the others.

    `names` are words too.
    """
    literals, kinds = _TOKEN.split(template)[::2], _TOKEN.findall(template)
    words_of = {kind: [*words, *(names if kind == "str" else ())] for kind, words in _STRANGE.items()}
    pools = [st.sampled_from(_PLAIN[kind]) | st.sampled_from(words_of[kind]) for kind in kinds]

    def fill(words: tuple[str, ...]) -> str:
        return literals[0] + "".join(word + literal for word, literal in zip(words, literals[1:], strict=True))

    return st.tuples(*pools).map(fill)


def calls(functions: Iterable[str]) -> st.SearchStrategy[str]:
    """Functions of the hero and of a cube, most of the time with numbers, and about as many as functions want."""
    plain = st.sampled_from(["0", "1", "-90", "200", "1e12", "-1e12", "1e308", "-1e308"])
    numbers = st.one_of(*[plain] * 5, st.sampled_from([*_FLOATS, *WORDS]))
    words = st.sampled_from([0, 1, 2, 3, 6]).flatmap(lambda count: st.lists(numbers, min_size=count, max_size=count))
    return st.tuples(st.sampled_from(["hero", "hero", "cube"]), st.sampled_from(sorted(functions)), words).map(
        lambda call: " ".join(["vbp", *call[:2], *call[2]])
    )
