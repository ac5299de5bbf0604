"""Talking to a vision-language model: any server that speaks OpenAI's chat completions.

Prompts are versioned files named by their hash, answers are decoded into a type or refused, retries are bounded, and
a budget stops before it is overspent.
"""

from embrace3k.vlm.bill import Bill, Budget
from embrace3k.vlm.errors import AnswerUnreadable, BudgetSpent, VLMError, VLMUnavailable
from embrace3k.vlm.model import Endpoint, Reply, VisionModel
from embrace3k.vlm.prompts import Prompt, load_prompt

__all__ = [
    "AnswerUnreadable",
    "Bill",
    "Budget",
    "BudgetSpent",
    "Endpoint",
    "Prompt",
    "Reply",
    "VLMError",
    "VLMUnavailable",
    "VisionModel",
    "load_prompt",
]
