"""What was asked of a model so far, and how much may be."""

from dataclasses import dataclass

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


@dataclass(slots=True)
class Bill:
    """Counts every answer that came, also those that could not be used: they are charged too."""

    budget: Budget = Budget()
    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0

    @property
    def cost_usd(self) -> float | None:
        """None where no prices were given."""
        budget = self.budget
        if budget.usd_per_million_in is None or budget.usd_per_million_out is None:
            return None
        cost = self.tokens_in * budget.usd_per_million_in + self.tokens_out * budget.usd_per_million_out
        return cost / _TOKENS_PER_PRICE

    def require_room(self) -> None:
        """Raises BudgetSpent once a limit is reached. A single answer may overshoot it."""
        cost, budget = self.cost_usd, self.budget
        for spent, limit, unit in (
            (self.requests, budget.most_requests, "requests"),
            (self.tokens_in + self.tokens_out, budget.most_tokens, "tokens"),
            (cost, budget.most_usd, "US dollars"),
        ):
            if limit is not None and spent is None:
                raise BudgetSpent("a limit in US dollars needs the prices of tokens", hint="give both, or no limit")
            if limit is not None and spent is not None and spent >= limit:
                raise BudgetSpent(f"{spent:g} of {limit:g} {unit} are spent", hint="raise the limit to go on")

    def charge(self, tokens_in: int, tokens_out: int) -> None:
        self.requests += 1
        self.tokens_in += tokens_in
        self.tokens_out += tokens_out
