from itertools import count

from embrace3k.jobs.dealing import Dealer


def dealt(groups: str, workers: int) -> list[str]:
    """What each worker got, when they take turns."""
    dealer, got = Dealer(groups), [""] * workers
    for turn in count():
        if not dealer:
            return got
        got[turn % workers] += groups[dealer.next(turn % workers)]
    raise AssertionError


def test_each_group_goes_to_one_worker_though_the_units_alternate():
    assert dealt("abcdabcdabcd", 2) == ["aaaccc", "bbbddd"]


def test_larger_groups_come_first_and_nobody_idles_at_the_end():
    assert dealt("abbbbbbbb", 2) == ["bbbbb", "abbb"]
    assert dealt("aaaaaaaaa", 3) == ["aaa", "aaa", "aaa"]


def test_many_groups_are_loaded_once_each_where_taking_turns_loads_them_for_nearly_every_unit():
    groups = [chr(ord("A") + place % 20) for place in range(400)]

    def loads(parts: list[str]) -> int:
        return sum(1 for part in parts for place, group in enumerate(part) if part[place - 1 : place] != group)

    in_order = ["".join(groups[worker::3]) for worker in range(3)]
    assert loads(in_order) == 400
    assert loads(dealt("".join(groups), 3)) <= 20 + 3


def test_a_unit_that_is_put_back_comes_before_the_rest_of_its_group():
    dealer = Dealer("aabb")
    first = dealer.next("one")
    dealer.leave("one")
    dealer.put_back(first)
    assert [dealer.next("two") for _ in range(4)] == [0, 1, 2, 3]


def test_the_last_unit_can_be_put_back():
    dealer = Dealer("a")
    dealer.put_back(dealer.next("one"))
    assert dealer and dealer.next("two") == 0 and not dealer
