import hashlib
from importlib.resources import files

import pytest

from embrace3k.vlm import VLMError, load_prompt

BLANKS = {"things": "tv | TV | yes | living room", "count": "3", "types": "basic"}


def test_a_prompt_is_named_by_the_hash_of_its_file_whatever_fills_its_blanks():
    prompt = load_prompt("propose_tasks", 1, **BLANKS)
    other = load_prompt("propose_tasks", 1, **{**BLANKS, "count": "9"})
    content = files("embrace3k.vlm.prompts").joinpath("propose_tasks-1.md").read_bytes()
    assert prompt.sha256 == other.sha256 == hashlib.sha256(content).hexdigest()
    assert "tv | TV | yes" in prompt.text and "$" not in prompt.text


def test_an_unknown_prompt_is_answered_with_the_known_ones():
    with pytest.raises(VLMError, match="propose_tasks-1.md"):
        load_prompt("propose_tasks", 99)


def test_a_blank_that_is_left_out_is_told():
    with pytest.raises(VLMError, match="'things'"):
        load_prompt("propose_tasks", 1, count="3", types="basic")
