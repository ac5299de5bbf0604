"""What was asked of a model so far, and how much may be."""

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from embrace3k.vlm.errors import BudgetSpent

_TOKENS_PER_PRICE = 1_000_000


@dataclass(frozen=True, slots=True)
class Budget:
    """None: no limit. Prices are US dollars for a million tokens; without them a bill has no `cost_usd`."""

    most_requests: int | None = None
    most_tokens: int | None = None
    most_usd: float | None = None
    usd_per_million_in: float | None = None
    usd_per_million_out: float | None = None

    @property
    def counts_tokens(self) -> bool:
        return self.most_tokens is not None or self.most_usd is not None

    def cost_usd(self, tokens_in: int, tokens_out: int) -> float | None:
        """None where no prices were given."""
        if self.usd_per_million_in is None or self.usd_per_million_out is None:
            return None
        return (tokens_in * self.usd_per_million_in + tokens_out * self.usd_per_million_out) / _TOKENS_PER_PRICE


@dataclass(slots=True)
class Bill:
    """Counts every answer that came, also those that could not be used: they are charged too. Safe for threads."""

    budget: Budget = Budget()
    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    _under_way: int = field(default=0, init=False, repr=False, compare=False)
    _dearest: tuple[int, int] | None = field(default=None, init=False, repr=False, compare=False)
    """The most tokens in and out that one answer took so far."""
    _changed: threading.Condition = field(default_factory=threading.Condition, init=False, repr=False, compare=False)

    @property
    def cost_usd(self) -> float | None:
        """None where no prices were given."""
        return self.budget.cost_usd(self.tokens_in, self.tokens_out)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Room in the budget for one answer, which may overshoot it. Raises BudgetSpent once a limit is reached.

        Answers that other threads wait for are taken to be as dear as the dearest so far. Where they may use up the
        budget, this one waits for them; while nobody knows what an answer costs, one is asked for at a time.
        """
        with self._changed:
            self._changed.wait_for(self._has_room)
            self._under_way += 1
        try:
            yield
        finally:
            with self._changed:
                self._under_way -= 1
                self._changed.notify_all()

    def charge(self, tokens_in: int, tokens_out: int) -> None:
        with self._changed:
            self.requests += 1
            self.tokens_in += tokens_in
            self.tokens_out += tokens_out
            most_in, most_out = self._dearest or (0, 0)
            self._dearest = max(most_in, tokens_in), max(most_out, tokens_out)

    def _has_room(self) -> bool:
        budget, tokens = self.budget, self._dearest
        dearest_usd = budget.cost_usd(*tokens) if tokens else math.inf
        for spent, dearest, limit, unit in (
            (self.requests, 1, budget.most_requests, "requests"),
            (self.tokens_in + self.tokens_out, sum(tokens) if tokens else math.inf, budget.most_tokens, "tokens"),
            (self.cost_usd, dearest_usd, budget.most_usd, "US dollars"),
        ):
            if limit is None:
                continue
            if spent is None or dearest is None:
                raise BudgetSpent("a limit in US dollars needs the prices of tokens", hint="give both, or no limit")
            if spent >= limit:
                raise BudgetSpent(f"{spent:g} of {limit:g} {unit} are spent", hint="raise the limit to go on")
            if self._under_way and spent + self._under_way * dearest >= limit:
                return False
        return True
