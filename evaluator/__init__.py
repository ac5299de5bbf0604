"""Measuring agents. Nothing here yet."""
