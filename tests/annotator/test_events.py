"""The closed list of events, and what the docs say of them."""

import re
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from embrace3k.annotator.errors import WebhookRefused
from embrace3k.annotator.events import KINDS, AnnotationSaved, UserAdded, kinds_table, record
from embrace3k.annotator.receivers import Sender, networks
from embrace3k.annotator.signatures import signed_headers
from embrace3k.annotator.webhooks import add_webhook, remove_webhook
from embrace3k.storage.database import Database
from embrace3k.storage.events import events_since
from embrace3k.storage.webhooks import list_webhooks

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
PAGE = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text()
SENDER = Sender(networks("127.0.0.0/8"))


def test_an_event_is_kept_with_its_kind_its_subject_and_its_details(database: Database):
    with database.session() as session:
        record(session, AnnotationSaved(who="ann", trajectory_id="t", step_index=3, revision=2), NOW)
        record(session, UserAdded(who="root", user="bob", roles=["annotator"]), NOW)
    saved, added = events_since(database, 0)
    assert (saved.action, saved.who, saved.subject_kind, saved.subject_id) == (
        "annotation.saved",
        "ann",
        "trajectory",
        "t",
    )
    assert saved.detail == {"lane": 0, "step_index": 3, "revision": 2}
    assert (added.action, added.subject_id, added.detail) == ("user.added", "bob", {"roles": ["annotator"]})


def test_the_docs_list_every_kind_of_event():
    assert kinds_table() in PAGE and len(KINDS) == kinds_table().count("\n") - 1


def test_the_verifier_in_the_docs_takes_what_is_genuine_and_nothing_else():
    scope: dict[str, Any] = {}
    exec(re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1], scope)  # type: ignore[index]
    body, is_genuine = b'{"a": "\xc3\xa4"}', scope["is_genuine"]
    headers = dict(signed_headers("whsec_1", "id", "work.submitted", body, datetime.now(UTC)))
    assert is_genuine("whsec_1", headers, body)
    assert not is_genuine("whsec_2", headers, body) and not is_genuine("whsec_1", headers, body + b" ")
    later = str(int(time.time()) + 1)
    assert not is_genuine("whsec_1", headers | {"Embrace3k-Timestamp": later}, body)
    old = signed_headers("whsec_1", "id", "work.submitted", body, datetime.fromtimestamp(time.time() - 400, UTC))
    assert not is_genuine("whsec_1", old, body)
    for odd in ({}, {"Embrace3k-Timestamp": "²"}, headers | {"Embrace3k-Signature": "ä"}):
        assert not is_genuine("whsec_1", odd, body)


def test_a_webhooks_secret_and_path_stay_out_of_the_log(database: Database):
    with database.session() as session:
        new = add_webhook(session, SENDER, "http://127.0.0.1/private?key=1", ["user.added"], who="root", now=NOW)
        assert [hook.actions for hook in list_webhooks(session)] == [["user.added"]]
        remove_webhook(session, new.number, who="root", now=NOW)
    added, removed = events_since(database, 0)
    assert new.secret.startswith("whsec_") and len(new.secret) > 40
    assert added.detail == {"host": "127.0.0.1", "actions": ["user.added"]} and removed.detail == {"host": "127.0.0.1"}


def test_a_webhook_for_an_unknown_kind_of_event_is_refused(database: Database):
    with pytest.raises(WebhookRefused, match="no such kind of event: work.eaten. there are: annotation.saved, "):
        with database.session() as session:
            add_webhook(session, SENDER, "http://127.0.0.1/", ["work.eaten"], who="root", now=NOW)
