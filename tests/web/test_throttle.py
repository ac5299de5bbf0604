"""Failed logins make the next one wait, on SQLite and PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from embrace3k.annotator.roles import Role
from embrace3k.tests.web.service import Service, error_of, sign_in

WRONG = "wrong horse battery"


@pytest.fixture
def ann(service: Service) -> Service:
    service.add("Ann", Role.ANNOTATOR)
    return service


def fail(service: Service, name: str, times: int) -> None:
    client = service.client()
    assert [sign_in(client, name, WRONG).status_code for _ in range(times)] == [401] * times


def wait_for(service: Service, name: str) -> int:
    answer = sign_in(service.client(), name)
    assert error_of(answer) == (429, "login_throttled")
    assert int(answer.headers["Retry-After"]) == answer.json()["error"]["wait_s"]
    return int(answer.headers["Retry-After"])


def test_each_failure_after_the_fifth_doubles_the_wait(ann: Service):
    fail(ann, "Ann", 6)
    waits = []
    for _ in range(11):
        waits.append(wait_for(ann, "Ann"))
        ann.clock.pass_by(seconds=waits[-1])
        fail(ann, "Ann", 1)
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900]


def test_the_right_password_is_not_looked_at_during_the_wait_and_opens_after_it(ann: Service):
    fail(ann, "Ann", 6)
    assert wait_for(ann, "Ann") == 1
    ann.clock.pass_by(seconds=1)
    assert sign_in(ann.client(), "Ann").status_code == 200
    fail(ann, "Ann", 5)  # The success has wiped the slate.


def test_a_name_that_nobody_has_is_throttled_too(ann: Service):
    fail(ann, "Nobody", 6)
    assert wait_for(ann, "nobody") == 1


def test_an_address_that_tries_many_names_waits_with_all_of_them(ann: Service):
    for number in range(21):
        fail(ann, f"guess {number}", 1)
    assert wait_for(ann, "Ann") == 1


def test_right_passwords_do_not_count_against_an_address(ann: Service):
    for _ in range(25):
        assert sign_in(ann.client(), "Ann").status_code == 200


def test_failures_are_forgotten_after_a_quiet_day(ann: Service):
    fail(ann, "Ann", 6)
    ann.clock.pass_by(days=1)
    fail(ann, "Ann", 5)


def test_guesses_at_once_are_no_more_than_guesses_one_by_one(ann: Service):
    client = ann.client()
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: sign_in(client, "Ann", WRONG).status_code, range(32)))
    assert sorted(answers) == [401] * 6 + [429] * 26


def test_who_is_signed_in_stays_so_while_somebody_guesses(ann: Service):
    browser = ann.browser("Ann")
    fail(ann, "Ann", 6)
    assert browser.get("/api/v1/session").status_code == 200
