"""Types, frozen files and the two validators say the same."""

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from embrace3k.schema.codec import encode
from embrace3k.schema.errors import SchemaError
from embrace3k.schema.freeze import FOLDER, TYPES, freeze, schema_of
from embrace3k.schema.validation import KINDS, VERSIONS, schema_text, validate
from embrace3k.tests.schema.records import native
from embrace3k.tests.storage.samples import drifted

EPISODE = native()
RECORDS: dict[str, Any] = {
    "task": EPISODE.task,
    "trajectory": EPISODE.trajectory,
    "annotation": EPISODE.annotations[0],
    "replay": drifted(EPISODE.trajectory.id),
}
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 2**40) | st.floats(-1e6, 1e6) | st.text("ab \u00e9", max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["kind", "id", "x"]), inner, max_size=2)
    ),
    max_leaves=3,
)


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_types_and_frozen_files_change_together(kind: str) -> None:
    message = "run `python -m embrace3k.schema.freeze`; a released version needs a new SCHEMA_VERSION"
    assert schema_text(kind) == schema_of(kind), message


def test_every_frozen_version_has_every_kind_and_nothing_else() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.is_dir() and path.name[0].isdigit()} == set(VERSIONS)
    for version in VERSIONS:
        assert {path.stem for path in (FOLDER / version).glob("*")} == set(KINDS) == set(TYPES)


@pytest.mark.parametrize("kind", KINDS)
def test_frozen_files_are_valid_2020_12_schemas_with_their_own_id(kind: str) -> None:
    schema = json.loads(schema_text(kind))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:embrace3k:schema:1.0.0:{kind}"


def test_freezing_refuses_to_change_a_released_version(tmp_path: Path) -> None:
    freeze(tmp_path)
    assert freeze(tmp_path, unreleased=frozenset()) == []
    path = tmp_path / "1.0.0" / "task.json"
    path.write_text(path.read_text().replace("task", "chore", 1))
    with pytest.raises(SchemaError, match="released"):
        freeze(tmp_path, unreleased=frozenset())
    assert freeze(tmp_path) == [path]


@pytest.mark.parametrize("kind", sorted(RECORDS))
def test_good_records_are_valid_as_text_and_as_values(kind: str) -> None:
    text = encode(RECORDS[kind])
    assert validate(text, kind) == validate(json.loads(text), kind) == []


@pytest.mark.parametrize("kind", sorted(RECORDS))
@given(data=st.data())
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
def test_both_validators_give_the_same_verdict_on_mutated_records(kind: str, data: Any) -> None:
    record = _mutated(json.loads(encode(RECORDS[kind])), data)
    reference = jsonschema.Draft202012Validator(json.loads(schema_text(kind)))
    problems = validate(record, kind)
    assert (not problems) == reference.is_valid(record)
    if problems:
        expected = {tuple(error.absolute_path) for error in reference.iter_errors(record)}
        assert {problem.pointer for problem in problems} == {"".join(f"/{part}" for part in path) for path in expected}


def _mutated(record: Any, data: Any) -> Any:
    record = copy.deepcopy(record)
    place = record
    while isinstance(place, dict | list) and place:
        keys = sorted(place) if isinstance(place, dict) else range(len(place))
        key = data.draw(st.sampled_from(list(keys)))
        inner = place[key]
        if isinstance(inner, dict | list) and inner and data.draw(st.booleans()):
            place = inner
            continue
        match data.draw(st.sampled_from(["replace", "delete", "add"])):
            case "replace":
                place[key] = data.draw(JSON_VALUES)
            case "delete":
                del place[key]
            case _ if isinstance(place, dict):
                place["unheard_of"] = data.draw(JSON_VALUES)
            case _:
                place.append(data.draw(JSON_VALUES))
        break
    return record


def test_an_unknown_field_is_an_error_and_named() -> None:
    record = json.loads(encode(RECORDS["task"])) | {"intruction": "typo"}
    (problem,) = validate(record, "task")
    assert problem.code == "S002" and problem.pointer == "" and "intruction" in problem.message


def test_a_record_without_its_version_is_invalid() -> None:
    record = json.loads(encode(RECORDS["annotation"]))
    del record["schema_version"]
    assert [problem.code for problem in validate(record, "annotation")] == ["S002"]


def test_what_is_not_json_is_one_problem() -> None:
    assert [problem.code for problem in validate(b'{"id": NaN}', "task")] == ["S001"]


@pytest.mark.parametrize(("kind", "version"), [("chore", "1.0.0"), ("task", "9.9.9"), ("../task", "1.0.0")])
def test_an_unknown_kind_or_version_names_those_there_are(kind: str, version: str) -> None:
    with pytest.raises(SchemaError, match="task, trajectory, annotation, manifest, replay; versions: 1.0.0"):
        validate({}, kind, version)


def test_a_number_that_is_not_one_in_a_record_breaks_the_schema() -> None:
    step = EPISODE.trajectory.steps[0]
    broken = msgspec.structs.replace(step, pose=step.pose._replace(x_cm=float("nan")))
    trajectory = msgspec.structs.replace(EPISODE.trajectory, steps=[broken])
    assert [problem.pointer for problem in validate(encode(trajectory), "trajectory")] == ["/steps/0/pose/0"]
