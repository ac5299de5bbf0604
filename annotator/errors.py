"""Errors of the annotator room:

AnnotatorError
├── WebhookRefused      a URL that we do not send to, or a kind of event that does not exist
└── DeliveryFailed      the receiver did not take an event; it is tried again
"""

from embrace3k.schema.errors import EmbraceError


class AnnotatorError(EmbraceError):
    """What people asked for cannot be done."""


class WebhookRefused(AnnotatorError):
    """Nothing is sent there: it is no URL of ours to call, or leads into our own network."""


class DeliveryFailed(AnnotatorError):
    """The receiver was not reached, took too long, or answered something other than 2xx."""
