"""A budget holds however many ask at once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from embrace3k.tests.vlm.model_server import completion, model_at, model_server
from embrace3k.tests.vlm.test_model import JPEG, PROMPT, Count
from embrace3k.vlm import Bill, Budget, BudgetSpent

LIMITS = {
    "requests": (Budget(most_requests=10), 10),
    "tokens": (Budget(most_tokens=1150), 10),
    "dollars": (Budget(most_usd=0.00115, usd_per_million_in=1.0, usd_per_million_out=1.0), 10),
}


@pytest.mark.parametrize(("budget", "answers"), LIMITS.values(), ids=LIMITS)
def test_eight_threads_stop_where_one_would(budget, answers):
    bill = Bill(budget)
    with model_server(completion('{"chairs": 4}')) as (server, url):
        model = model_at(url, bill=bill)

        def ask(_):
            with suppress(BudgetSpent):
                return model.ask(PROMPT, [JPEG], Count)

        with ThreadPoolExecutor(8) as pool:
            replies = list(pool.map(ask, range(40)))
    assert (bill.requests, bill.tokens_in, bill.tokens_out) == (answers, 100 * answers, 20 * answers)
    assert len(server.requests) == answers == sum(reply is not None for reply in replies)


def test_the_first_answer_is_waited_for_before_more_are_asked_with_a_limit_in_tokens():
    bill = Bill(Budget(most_tokens=1000))
    with ThreadPoolExecutor(1) as pool:
        with bill.asking():
            second = pool.submit(bill.asking().__enter__)
            with pytest.raises(TimeoutError):
                second.result(timeout=0.2)
            bill.charge(600, 300)
        second.result(timeout=5)


def test_room_that_was_kept_for_an_answer_that_never_came_is_given_back():
    bill = Bill(Budget(most_requests=1))
    with suppress(OSError), bill.asking():
        raise OSError("the connection was cut")
    with bill.asking():
        bill.charge(1, 1)
    with pytest.raises(BudgetSpent, match="1 of 1 requests"), bill.asking():
        pass
