"""How a delivery is signed: HMAC-SHA256, with the webhook's secret, over the timestamp, a full stop and the body.

docs/webhooks.md says it to receivers, with a verifier.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime

EVENT_ID = "Embrace3k-Event-Id"
EVENT_KIND = "Embrace3k-Event-Kind"
TIMESTAMP = "Embrace3k-Timestamp"
SIGNATURE = "Embrace3k-Signature"


def new_secret() -> str:
    """256 random bits."""
    return "whsec_" + secrets.token_urlsafe(32)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    signed = timestamp.encode() + b"." + body
    return "v1=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def signed_headers(secret: str, event_id: str, action: str, body: bytes, now: datetime) -> Mapping[str, str]:
    """The timestamp is that of this attempt, in whole seconds since 1970."""
    timestamp = str(int(now.timestamp()))
    return {
        "Content-Type": "application/json",
        "User-Agent": "embrace3k",
        EVENT_ID: event_id,
        EVENT_KIND: action,
        TIMESTAMP: timestamp,
        SIGNATURE: signature(secret, timestamp, body),
    }
