"""One JSON object a line on stderr, for uvicorn's messages and ours alike."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from embrace3k.web.requests import REQUEST_ID


class JSONLines(logging.Formatter):
    """Line breaks and control characters in what strangers wrote cannot begin a line of their own."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        if request_id := REQUEST_ID.get():
            line["request_id"] = request_id
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def log_config(level: str = "INFO") -> dict[str, Any]:
    """For `logging.config.dictConfig`, which uvicorn calls. Its access log is off: it would know less than ours."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JSONLines}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}},
        "loggers": {
            name: {"handlers": ["stderr"], "level": level, "propagate": False} for name in ("embrace3k", "uvicorn")
        },
    }
