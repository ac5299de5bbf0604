"""A vision-language model behind any server that speaks OpenAI's chat completions: OpenAI, Gemini, vLLM and others."""

import base64
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from embrace3k.schema.decoders import decoder_of
from embrace3k.vlm.bill import Bill
from embrace3k.vlm.errors import AnswerUnreadable, BudgetSpent, VLMError, VLMUnavailable
from embrace3k.vlm.prompts import Prompt

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types.chat import ChatCompletion

Answer = TypeVar("Answer")

_CORRECTION = "That could not be used: {problem}. Answer again with one JSON value of the required form, nothing else."
_MOST_TOLD_BACK = 2000
"""Characters of an answer that could not be used: who rambles is not paid for reading it again."""
_LONGEST_NAME = 200
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`base_url` ends before `/chat/completions`. `api_key` None sends none, as local servers like it."""

    base_url: str
    model: str
    api_key: str | None = field(default=None, repr=False)
    timeout_s: float = 120.0
    most_retries: int = 4
    """Of one request after time-outs, lost connections, 429 and 5xx; waits grow, and Retry-After is obeyed."""
    temperature: float | None = None
    """None leaves it to the server."""


@dataclass(frozen=True, slots=True)
class Reply(Generic[Answer]):
    value: Answer
    model: str
    """As the server names it, for a snapshot may be more exact than what was asked for; else as it was asked for."""
    prompt_sha256: str
    attempts: int
    """How many answers it took."""


class VisionModel:
    """Keeps its connections; `bill` says what was asked through it so far. Several threads may ask at once."""

    def __init__(self, endpoint: Endpoint, bill: Bill, *, most_answers: int = 3) -> None:
        """`most_answers`: how often the model may try to give an answer of the right form."""
        self.endpoint, self.bill = endpoint, bill
        self._most_answers = most_answers
        self._first_use = threading.Lock()

    def ask(self, prompt: Prompt, pictures: Sequence[bytes], answer: type[Answer]) -> Reply[Answer]:
        """Show pictures and ask for one JSON value of the type `answer`, a msgspec struct without optional fields.

        Pictures are JPEG or PNG files. An answer of another form is told what was wrong with it and tried again.
        Raises AnswerUnreadable, VLMUnavailable, BudgetSpent.
        """
        messages: list[dict[str, Any]] = [{"role": "user", "content": _content(prompt, pictures)}]
        said: list[str] = []
        problem = ""
        for attempt in range(1, self._most_answers + 1):
            completion = self._complete(messages, answer)
            text = _text_of(completion)
            try:
                value = decoder_of(answer).decode(_unfenced(text))
            except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
                problem = str(error) if text else "there was no text"
            else:
                return Reply(value, self._name_of(completion), prompt.sha256, attempt)
            said.append(text)
            correction = _CORRECTION.format(problem=problem)
            told = {"role": "assistant", "content": text[:_MOST_TOLD_BACK]}
            messages = [*messages[:1], told, {"role": "user", "content": correction}]
        raise AnswerUnreadable(
            f"{self._most_answers} answers could not be read; the last: {problem}", where=self._where, answers=said
        )

    @property
    def _where(self) -> str:
        return f"{self.endpoint.model} at {self.endpoint.base_url}"

    @cached_property
    def _client(self) -> "OpenAI":
        try:
            from openai import OpenAI
        except ImportError as error:
            raise VLMError("the openai package is not installed", hint="pip install 'embrace3k[vlm]'") from error
        endpoint = self.endpoint
        return OpenAI(
            base_url=endpoint.base_url,
            api_key=endpoint.api_key or "none",
            timeout=endpoint.timeout_s,
            max_retries=endpoint.most_retries,
        )

    def _complete(self, messages: list[dict[str, Any]], answer: type[Any]) -> "ChatCompletion":
        asked: dict[str, Any] = {"messages": messages, "response_format": _response_format(answer)}
        if self.endpoint.temperature is not None:
            asked["temperature"] = self.endpoint.temperature
        with self.bill.asking():
            completion = self._send(asked)
            tokens = _tokens_of(completion)
            self.bill.charge(*(tokens or (0, 0)))
        if tokens is None and self.bill.budget.counts_tokens:
            what = "the server does not say how many tokens an answer took; no limit on tokens or dollars can be kept"
            raise BudgetSpent(what, where=self._where, hint="limit the requests instead")
        return completion

    def _send(self, asked: dict[str, Any]) -> "ChatCompletion":
        with self._first_use:
            client = self._client
        from openai import OpenAIError
        from openai.types.chat import ChatCompletion, ChatCompletionMessage

        try:
            completion = client.chat.completions.create(model=self.endpoint.model, **asked)
        except (OpenAIError, ValueError) as error:
            raise self._unavailable(error) from None
        # The package checks no types: the server may have left out any part.
        if isinstance(completion, ChatCompletion) and completion.choices:
            if isinstance(getattr(completion.choices[0], "message", None), ChatCompletionMessage):
                return completion
        raise self._unavailable(ValueError("there is no message in it"))

    def _name_of(self, completion: "ChatCompletion") -> str:
        # The package hands on whatever the server wrote there.
        name: object = completion.model
        usable = isinstance(name, str) and name.isprintable() and 0 < len(name) <= _LONGEST_NAME
        return str(name) if usable else self.endpoint.model

    def _unavailable(self, error: Exception) -> VLMUnavailable:
        from openai import APIConnectionError, APIStatusError

        if isinstance(error, APIStatusError):
            what = f"the model server answered {error.status_code}: {error.message[:300]}"
            return VLMUnavailable(what, where=self._where, hint=_hint(error.status_code), status=error.status_code)
        if isinstance(error, APIConnectionError):
            what = f"no answer after {self.endpoint.most_retries + 1} attempts: {error.__cause__ or error}"
            return VLMUnavailable(what, where=self._where, hint="is the address right, and does the server run?")
        what = f"the server's answer is no chat completion: {str(error)[:300]}"
        return VLMUnavailable(what, where=self._where, hint="does base_url end where it should?")


def _content(prompt: Prompt, pictures: Sequence[bytes]) -> list[dict[str, Any]]:
    shown = [{"type": "image_url", "image_url": {"url": _data_url(picture)}} for picture in pictures]
    return [*shown, {"type": "text", "text": prompt.text}]


def _data_url(picture: bytes) -> str:
    kind = "png" if picture.startswith(_PNG) else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"


def _response_format(answer: type[Any]) -> dict[str, Any]:
    """In the part of JSON Schema that strict servers take: an object at the root, and no discriminators."""
    (root,), parts = msgspec.json.schema_components([answer], ref_template="#/$defs/{name}")
    name = root["$ref"].rpartition("/")[2]
    schema = _plain({**parts[name], "$defs": {key: part for key, part in parts.items() if key != name}})
    return {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": schema}}


def _plain(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {key: _plain(value) for key, value in schema.items() if key != "discriminator"}
    return [_plain(value) for value in schema] if isinstance(schema, list) else schema


def _tokens_of(completion: "ChatCompletion") -> tuple[int, int] | None:
    """In and out; None where the server does not say."""
    usage = completion.usage
    # The package checks no types, and a bill that counts down would never end.
    counts: tuple[object, ...] = (usage.prompt_tokens, usage.completion_tokens) if usage else ()
    numbers = [count for count in counts if isinstance(count, int) and count >= 0]
    return (numbers[0], numbers[1]) if len(numbers) == 2 else None


def _text_of(completion: "ChatCompletion") -> str:
    """Empty where the model refused."""
    content: object = completion.choices[0].message.content
    return content if isinstance(content, str) else ""


def _unfenced(text: str) -> str:
    """Without the Markdown fence that many models put round JSON, asked or not."""
    stripped = text.strip()
    if stripped.startswith("```") and stripped.endswith("```"):
        return stripped.removeprefix("```json").removeprefix("```").removesuffix("```").strip()
    return stripped


def _hint(status: int) -> str:
    if status in (401, 403):
        return "check the API key"
    if status == 404:
        return "check the base URL and the model's name"
    if status == 429:
        return "wait, or ask the provider for a higher rate limit"
    return "try again later" if status >= 500 else "the server may not take pictures or structured output"
