"""The model that the settings name, what it may cost, and what it did cost: for each command that asks one."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from embrace3k.cli.numbers import NumberRange
from embrace3k.cli.settings import VLM_BASE_URL, VLM_MODEL, Settings
from embrace3k.schema.errors import EmbraceError

if TYPE_CHECKING:
    from embrace3k.vlm import Bill, Budget, VisionModel

_USD = NumberRange(0.0, 1e6)


def budget_options(most_requests: int | None = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The command gets `budget`. `most_requests` is the default of that option."""

    def decorated(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def called(
            *arguments: Any,
            most_requests: int | None,
            most_tokens: int | None,
            most_usd: float | None,
            usd_in: float | None,
            usd_out: float | None,
            **options: Any,
        ) -> Any:
            from embrace3k.vlm import Budget

            return command(*arguments, budget=Budget(most_requests, most_tokens, most_usd, usd_in, usd_out), **options)

        for option in reversed(_options(most_requests)):
            called = option(called)
        return called

    return decorated


def _options(most_requests: int | None) -> list[Callable[[Callable[..., Any]], Callable[..., Any]]]:
    count, shown = click.IntRange(1), most_requests is not None
    return [
        click.option(
            "--most-requests",
            type=count,
            default=most_requests,
            show_default=shown,
            help="Ask no more often than this.",
        ),
        click.option("--most-tokens", type=count, help="Stop once so many tokens are spent, in and out together."),
        click.option("--most-usd", type=_USD, help="Stop once so many US dollars are spent; needs the prices."),
        click.option("--usd-in", type=_USD, help="Price of a million tokens in, in US dollars."),
        click.option("--usd-out", type=_USD, help="Price of a million tokens out."),
    ]


def open_model(settings: Settings, budget: "Budget") -> "VisionModel":
    from embrace3k.vlm import Bill, Endpoint, VisionModel

    if not settings.vlm_base_url or not settings.vlm_model:
        raise EmbraceError("no model is set", hint=f"set {VLM_BASE_URL.variable} and {VLM_MODEL.variable}")
    endpoint = Endpoint(settings.vlm_base_url, settings.vlm_model, settings.vlm_api_key or None)
    return VisionModel(endpoint, Bill(budget))


def bill_line(bill: "Bill") -> str:
    cost = f", {bill.cost_usd:.4f} US dollars" if bill.cost_usd is not None else ""
    return f"{bill.requests} answers, {bill.tokens_in} tokens in, {bill.tokens_out} out{cost}"
