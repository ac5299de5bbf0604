"""What happened to accounts, for the log: an event and its facts. Whoever runs the server decides how it is written."""

import logging

LOGGER = logging.getLogger("embrace3k.accounts")


def log_event(event: str, **facts: object) -> None:
    """No secret, and no name that nobody here has, may be among the facts."""
    LOGGER.info(event, extra={"facts": facts})
