import click
import pytest

from embrace3k.cli.seeds import SEEDS


@pytest.mark.parametrize(
    ("text", "seeds"), [("7", [7]), ("0-4", [0, 1, 2, 3, 4]), ("0-2,7", [0, 1, 2, 7]), ("3,1-3", [3, 1, 2])]
)
def test_seeds_are_told_singly_and_in_ranges(text, seeds):
    assert SEEDS.convert(text, None, None) == seeds


@pytest.mark.parametrize("text", ["", "4-2", "-1", "a", "1-", "1,,2"])
def test_what_is_no_list_of_seeds_is_refused(text):
    with pytest.raises(click.BadParameter, match="no list of seeds"):
        SEEDS.convert(text, None, None)
