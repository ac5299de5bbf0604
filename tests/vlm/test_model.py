import json

import pytest
from msgspec import Struct

from embrace3k.tests.vlm.model_server import Say, completion, model_at, model_server
from embrace3k.vlm import AnswerUnreadable, Bill, Budget, BudgetSpent, Prompt, VLMUnavailable

PROMPT = Prompt("count", 1, "0" * 64, "How many chairs?")
JPEG = b"\xff\xd8\xff\xd9"


class Count(Struct, forbid_unknown_fields=True):
    chairs: int


def ask(base_url, **more):
    return model_at(base_url, **more).ask(PROMPT, [JPEG], Count)


def test_an_answer_of_the_asked_form_is_handed_over_with_who_gave_it():
    with model_server(completion('{"chairs": 4}')) as (server, url):
        reply = ask(url)
    assert (reply.value, reply.model, reply.attempts) == (Count(4), "tiny-7b-0101", 1)
    assert reply.prompt_sha256 == PROMPT.sha256
    assert server.keys == ["Bearer secret"]


def test_the_picture_the_words_and_the_form_of_the_answer_are_sent():
    with model_server(completion('{"chairs": 4}')) as (server, url):
        ask(url)
    [request] = server.requests
    picture, text = request["messages"][0]["content"]
    assert picture["image_url"]["url"] == "data:image/jpeg;base64,/9j/2Q=="
    assert text["text"] == "How many chairs?"
    schema = request["response_format"]["json_schema"]["schema"]
    assert schema["type"] == "object" and schema["required"] == ["chairs"] and schema["additionalProperties"] is False


@pytest.mark.parametrize("text", ['```json\n{"chairs": 4}\n```', '  {"chairs": 4}\n', '```\n{"chairs":4}```'])
def test_a_fence_round_the_answer_does_no_harm(text):
    with model_server(completion(text)) as (_, url):
        assert ask(url).value == Count(4)


BAD = {
    "no JSON": "There are four chairs.",
    "half of it": '{"chairs": ',
    "another type": '{"chairs": "four"}',
    "an unknown field": '{"chairs": 4, "tables": 1}',
    "nothing": None,
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_an_answer_of_another_form_is_told_so_and_tried_again(text):
    with model_server(completion(text), completion('{"chairs": 4}')) as (server, url):
        reply = ask(url)
    assert reply.attempts == 2
    assert "could not be used" in server.requests[1]["messages"][-1]["content"]


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_a_model_that_never_gives_the_asked_form_is_given_up_with_all_it_said(text):
    with model_server(completion(text)) as (server, url), pytest.raises(AnswerUnreadable, match="3 answers") as caught:
        ask(url)
    assert caught.value.answers == [text or ""] * 3
    assert len(server.requests) == 3


TROUBLE = {
    "a rate limit": Say({"error": {"message": "slow down"}}, status=429, Retry_After="0"),
    "an error of its own": Say("<html>bad gateway</html>", status=502, Retry_After="0"),
    "a cut connection": Say(cut=True),
    "a time-out": Say(wait_s=30.0),
}


@pytest.mark.parametrize("trouble", TROUBLE.values(), ids=TROUBLE)
def test_a_passing_trouble_is_waited_out(trouble):
    with model_server(trouble, completion('{"chairs": 4}')) as (server, url):
        assert ask(url, timeout_s=0.5).value == Count(4)
    assert len(server.requests) == 2


@pytest.mark.parametrize("trouble", TROUBLE.values(), ids=TROUBLE)
def test_a_lasting_trouble_ends_after_the_allowed_retries(trouble):
    with model_server(trouble) as (server, url), pytest.raises(VLMUnavailable, match="tiny-7b at"):
        ask(url, timeout_s=0.3, retries=1)
    assert len(server.requests) == 2


@pytest.mark.parametrize(("status", "hint"), [(401, "API key"), (404, "model's name"), (400, "pictures")])
def test_a_refusal_is_final_and_says_what_to_check(status, hint):
    refusal = Say({"error": {"message": "no"}}, status=status)
    with model_server(refusal) as (server, url), pytest.raises(VLMUnavailable) as caught:
        ask(url)
    assert caught.value.status == status and hint in (caught.value.hint or "")
    assert len(server.requests) == 1


@pytest.mark.parametrize("body", ["<html>hello</html>", "{}", '{"choices": []}', '{"choices": [{}]}', "[1, 2"])
def test_what_is_no_chat_completion_is_refused(body):
    with model_server(Say(body)) as (_, url), pytest.raises(VLMUnavailable, match="no chat completion|attempts"):
        ask(url, retries=0)


def test_no_key_ever_shows_in_a_message_or_a_description():
    with model_server(Say({"error": {"message": "no"}}, status=401)) as (_, url):
        model = model_at(url)
        with pytest.raises(VLMUnavailable) as caught:
            model.ask(PROMPT, [JPEG], Count)
    assert "secret" not in str(caught.value) + repr(model.endpoint)


def test_every_answer_is_charged_and_the_budget_stops_the_next_one():
    bill = Bill(Budget(most_requests=2, usd_per_million_in=1.0, usd_per_million_out=10.0))
    with model_server(completion("four")) as (server, url), pytest.raises(BudgetSpent, match="2 of 2 requests"):
        ask(url, bill=bill)
    assert (bill.requests, bill.tokens_in, bill.tokens_out) == (2, 200, 40)
    assert bill.cost_usd == pytest.approx(0.0006)
    assert len(server.requests) == 2


def test_a_limit_in_dollars_without_prices_is_refused_before_anything_is_sent():
    with model_server(completion("four")) as (server, url), pytest.raises(BudgetSpent, match="needs the prices"):
        ask(url, bill=Bill(Budget(most_usd=1.0)))
    assert not server.requests


def test_a_limit_in_tokens_is_not_kept_blindly_where_the_server_counts_none():
    body = json.loads(completion("four").body) | {"usage": None}
    with model_server(Say(body)) as (server, url), pytest.raises(BudgetSpent, match="does not say how many tokens"):
        ask(url, bill=Bill(Budget(most_tokens=1000)))
    assert len(server.requests) == 1


def test_a_picture_is_sent_as_what_it_is():
    with model_server(completion('{"chairs": 4}')) as (server, url):
        model_at(url).ask(PROMPT, [b"\x89PNG\r\n\x1a\n", JPEG], Count)
    sent = [part["image_url"]["url"][:15] for part in server.requests[0]["messages"][0]["content"][:2]]
    assert sent == ["data:image/png;", "data:image/jpeg"]


@pytest.mark.parametrize(
    "name", [None, "", 7, "\x1b[2J", "x" * 300], ids=["none", "empty", "number", "control", "long"]
)
def test_a_model_whose_server_does_not_name_it_properly_is_called_as_it_was_asked_for(name):
    body = json.loads(completion('{"chairs": 4}').body) | {"model": name}
    with model_server(Say(body)) as (_, url):
        assert ask(url).model == "tiny-7b"


def test_a_long_answer_that_was_no_use_is_not_sent_back_whole():
    with model_server(completion("four " * 20_000), completion('{"chairs": 4}')) as (server, url):
        ask(url)
    assert len(server.requests[1]["messages"][1]["content"]) < 3000


class Near(Struct, tag="near", tag_field="kind", forbid_unknown_fields=True):
    object: str


class Opened(Struct, tag="opened", tag_field="kind", forbid_unknown_fields=True):
    door: str


class Goals(Struct, forbid_unknown_fields=True):
    goals: list[Near | Opened]


def test_a_choice_of_forms_is_asked_for_in_words_that_strict_servers_know():
    with model_server(completion('{"goals": [{"kind": "opened", "door": "gate"}]}')) as (server, url):
        reply = model_at(url).ask(PROMPT, [JPEG], Goals)
    assert reply.value == Goals([Opened("gate")])
    sent = json.dumps(server.requests[0]["response_format"])
    assert "discriminator" not in sent and "#/$defs/Near" in sent
