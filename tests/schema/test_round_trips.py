"""decode(encode(x)) == x for every kind of record."""

from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from embrace3k.schema.codec import decode, digest, encode
from embrace3k.schema.errors import SchemaError
from embrace3k.schema.freeze import TYPES
from embrace3k.schema.tasks import Task
from embrace3k.schema.validation import validate
from embrace3k.tests.schema.records import native, strategy


@pytest.mark.parametrize("kind", ["annotation", "replay", "task", "trajectory"])
@given(data=st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_record_survives_its_own_text_and_its_schema(kind: str, data: Any) -> None:
    record = data.draw(strategy(TYPES[kind]))
    text = encode(record)
    assert decode(text, TYPES[kind]) == record
    assert encode(decode(text, TYPES[kind])) == text
    assert validate(text, kind) == []


def test_equal_records_have_equal_digests_and_others_have_not() -> None:
    task = native().task
    assert digest(task) == digest(decode(encode(task), Task))
    assert digest(task) != digest(msgspec.structs.replace(task, instruction="Go."))


def test_a_negative_zero_stays_negative() -> None:
    task = native().task
    pose = task.start_pose._replace(roll_deg=-0.0)
    assert b"-0.0]" in encode(msgspec.structs.replace(task, start_pose=pose))


def test_decoding_names_the_place_and_the_expected_record() -> None:
    with pytest.raises(SchemaError, match=r"\$\.start_pose\[5\].*schema 1\.0\.0 Task"):
        decode(encode(native().task).replace(b"0.0],", b'"x"],', 1), Task)
