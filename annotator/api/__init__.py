"""The annotator's routes. Every router names its whole path, and every route says who may call it (`callers.py`)."""
