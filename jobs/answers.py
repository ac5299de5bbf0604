"""What comes back from another process: a pickled result, or a pickled exception that can be made again."""

import pickle
import traceback
from collections.abc import Callable
from typing import Any

from embrace3k.jobs.errors import ResultLost


def answer(work: Callable[[Any], Any], unit: Any) -> bytes:
    """The pickled (result, exception); an exception brings the worker's traceback along as a note."""
    try:
        return pickle.dumps((work(unit), None))
    except Exception as error:
        error.add_note("".join(traceback.format_exception(error)))
        return _pickled_error(error)


def _pickled_error(error: Exception) -> bytes:
    """Not every exception survives pickling: its constructor may want other arguments."""
    try:
        data = pickle.dumps((None, error))
        pickle.loads(data)
    except Exception:
        kind = type(error).__name__
        return pickle.dumps((None, ResultLost(f"{kind}: {error}", hint=f"{kind} itself cannot be pickled")))
    return data
