"""Canonical text: equal records, equal bytes; what does not fit is refused with its place."""

import pytest

from embrace3k.schema.codec import canonical, decode, digest, encode, parse_json
from embrace3k.schema.errors import SchemaError
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import Scene


def test_an_unknown_field_is_refused_by_name() -> None:
    with pytest.raises(SchemaError, match="colour"):
        decode(b'{"name": "house", "colour": "red"}', Scene)


def test_a_wrong_type_is_refused_with_its_path_and_file() -> None:
    with pytest.raises(SchemaError, match=r"scene\.json: .*\$\.seed"):
        decode(b'{"name": "house", "seed": "7"}', Scene, where="scene.json")


@pytest.mark.parametrize("data", [b"{", b"\xff", b'{"name": "\xff"}', b"[" * 100_000, b'{"name":' * 100_000, "\ud800"])
def test_what_cannot_be_parsed_is_a_schema_error(data: bytes | str) -> None:
    with pytest.raises(SchemaError, match="scene.json"):
        decode(data, Scene, where="scene.json")
    with pytest.raises(SchemaError, match="not JSON"):
        parse_json(data)


def test_key_order_of_the_input_does_not_reach_the_output() -> None:
    assert encode(decode('{"seed": 7, "name": "house"}', Scene)) == b'{"name":"house","seed":7,"version":null}'


def test_equal_records_have_equal_digests_whatever_kind_of_number_made_them() -> None:
    whole, fractions = Pose(1, 2, 3, 0, 90, 0), Pose(1.0, 2.0, 3.0, 0.0, 90.0, 0.0)
    assert encode(whole) != encode(fractions)
    assert canonical(whole) == canonical(fractions) and digest(whole) == digest(fractions)
