"""One command, `embrace3k`; the only reader of the environment."""
