"""Canonical text: equal records, equal bytes; what does not fit is refused with its place."""

import pytest

from embrace3k.schema.codec import decode, encode
from embrace3k.schema.errors import SchemaError
from embrace3k.schema.tasks import Scene


def test_an_unknown_field_is_refused_by_name() -> None:
    with pytest.raises(SchemaError, match="colour"):
        decode(b'{"name": "house", "colour": "red"}', Scene)


def test_a_wrong_type_is_refused_with_its_path_and_file() -> None:
    with pytest.raises(SchemaError, match=r"scene\.json: .*\$\.seed"):
        decode(b'{"name": "house", "seed": "7"}', Scene, where="scene.json")


def test_key_order_of_the_input_does_not_reach_the_output() -> None:
    assert encode(decode('{"seed": 7, "name": "house"}', Scene)) == b'{"name":"house","seed":7,"version":null}'
