import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from pydantic import BaseModel, TypeAdapter, ValidationError

from policylint.shapes import _table, generate
from policylint.shapes.base import DATE_PATTERN, Shape
from policylint.shapes.datasheet import Datasheet
from policylint.shapes.vocabulary import VOCABULARIES

SHEETS = Path(__file__).parent / "sheets"
SMALLEST = yaml.safe_load((SHEETS / "smallest.yaml").read_text(encoding="utf-8"))
INPUT_MODELS = {model.__name__: model for name in generate.INPUTS for model in generate.models(generate.ROOTS[name])}
IRIS = (
    "https://w3id.org/dpv", "http://www.w3.org/ns/", "http://creativecommons.org/ns#", "http://purl.obolibrary.org/obo/DUO_",
    "https://schema.org/",
)  # fmt: skip
SOURCES = {
    *("cc", "cr", "dcterms", "dpv", "duo", "eu-aiact", "eu-gdpr", "odrl", "pd", "policylint"),
    *("prov", "rai", "sc", "spdx"),
}

MISSING = object()
ABSENT: dict[str, Any] = {"present": False}
MAKER = {"id": "labellers", "role": "annotator"}
SUBJECT = {"id": "patients", "role": "patient"}
ROLE_NOT_SAID = {"id": "somebody"}
USE = {"id": "u", "purpose": "research"}


def changed(path: str, value: object) -> Any:
    """The smallest sheet with one value changed, added or (MISSING) taken out."""
    sheet = json.loads(json.dumps(SMALLEST))
    *parents, last = path.split(".")
    node = sheet
    for part in parents:
        node = node.setdefault(part, {})
    if value is MISSING:
        del node[last]
    else:
        node[last] = value
    return sheet


GOOD: list[tuple[str, Any]] = [
    ("description", None),
    ("description", "unknown"),
    ("people", None),
    ("people", {"present": "unknown"}),
    ("people", {"present": True, "groups": "unknown"}),
    ("people", {"present": True}),
    ("people", {"present": "incidental", "groups": [SUBJECT, MAKER]}),
    ("people", {"present": True, "groups": [ROLE_NOT_SAID]}),
    ("people", {"present": False, "groups": [MAKER]}),
    ("people", {"present": False, "groups": []}),
    ("people", {"present": True, "groups": [{"id": "g", "consent": {}, "subsets": "all"}]}),
    ("licenses", "unknown"),
    ("maintenance", None),
    ("maintenance", {"retraction": {"holders_notified": {"count": 3.0}}}),
    ("uses", {"intended": [USE | {"purpose": ["research.academic", "education"]}]}),
    ("license_terms", {"LicenseRef-x": None}),
    ("license_terms", {"LicenseRef-x": {"actors": ["any"], "purposes": ["any"], "permits": ["commercial_use"]}}),
    ("retention", {"max_period": "P3Y", "destroy_by": "2028-02-29", "starts": "2025"}),
    ("size", {"items": 10.0}),
    ("extensions", {"x": {"anything": [None, "unknown", 1]}}),
]

BAD: list[tuple[str, Any]] = [
    ("datasheet", MISSING),
    ("datasheet", 1),
    ("id", "unknown"),
    ("id", "-starts-with-a-dash"),
    ("id", "a" * 201),
    ("id", "trailing-newline\n"),
    ("name", None),
    ("people", MISSING),
    ("people", {}),
    ("people", {"present": 0}),
    ("people", {"present": True, "groups": []}),
    ("people", {"present": True, "groups": [MAKER]}),
    ("people", {"present": "incidental", "groups": [MAKER]}),
    ("people", {"present": False, "groups": [ROLE_NOT_SAID]}),
    ("people", ABSENT | {"groups": [{"role": "annotator"}]}),
    ("people", {"present": True, "groups": [{"id": "g", "role": "maker"}]}),
    ("people", {"present": True, "groups": [{"id": "g", "jurisdictions": ["unknown"]}]}),
    ("people", {"present": True, "groups": [{"id": "g", "share": 1.5}]}),
    ("people", {"present": True, "groups": [{"id": "g", "share": True}]}),
    ("people", {"present": True, "groups": [{"id": "g", "count": 1.5}]}),
    ("licenses", MISSING),
    ("licenses", [None]),
    ("licence", []),
    ("license_terms", {"CC-BY-4.0": {}}),
    ("uses", {"intended": [USE | {"activities": ["commercial_use"]}]}),
    ("uses", {"intended": [USE | {"purpose": "any"}]}),
    ("collection", {"geography": ["Bremen", "unknown"]}),
    ("collection", {"origins": [{"accessed": "2026-02-29"}]}),
    ("collection", {"origins": [{"accessed": "2100-02-29"}]}),
    ("collection", {"origins": [{"accessed": "2026-04-31"}]}),
    ("collection", {"origins": [{"accessed": "2026-01-10\n"}]}),
    ("maintenance", {"retraction": {"holders_notified": True}}),
    ("maintenance", {"retraction": {"holders_notified": 0}}),
    ("size", {"items": -1}),
    ("size", {"items": float("inf")}),
    ("description", "x" * 20_001),
    ("retention", {"max_period": "3 years"}),
]


@cache
def schema(name: str) -> dict[str, Any]:
    text = (generate.REPOSITORY / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    result: dict[str, Any] = json.loads(text)
    return result


def pydantic_accepts(model: type[BaseModel], value: object) -> bool:
    try:
        model.model_validate(value)
    except ValidationError:
        return False
    return True


def verdicts(value: object) -> tuple[bool, bool]:
    """What pydantic and JSON schema each say of a datasheet."""
    return pydantic_accepts(Datasheet, value), Draft7Validator(schema("datasheet")).is_valid(value)


def case_id(value: object) -> str:
    return "missing" if value is MISSING else repr(value)[:60]


@pytest.mark.parametrize("path", generate.outputs(), ids=str)
def test_generated_files_are_what_the_models_say(path: Path) -> None:
    assert (generate.REPOSITORY / path).read_text(encoding="utf-8") == generate.outputs()[path]


@pytest.mark.parametrize("name", generate.ROOTS)
def test_schemas_are_draft_07(name: str) -> None:
    assert schema(name)["$schema"] == "http://json-schema.org/draft-07/schema#"
    Draft7Validator.check_schema(schema(name))
    assert not {"$dynamicRef", "$defs", "prefixItems", "unevaluatedProperties"} & set(words(schema(name)))


def words(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        yield from node
        for value in node.values():
            yield from words(value)
    if isinstance(node, list):
        for value in node:
            yield from words(value)


@pytest.mark.parametrize("model", INPUT_MODELS.values(), ids=INPUT_MODELS)
def test_every_field_says_what_it_is_and_who_can_answer(model: type[Shape]) -> None:
    for name, field, _ in generate.fields(model):
        declared = generate.extra(field)
        assert field.description, name
        assert declared["question"].endswith("?"), name
        assert declared["who"] in VOCABULARIES["answerer"], name
        assert declared["term"].split(":")[0] in SOURCES, name


def test_every_word_has_a_meaning_and_a_source() -> None:
    for name, vocabulary in VOCABULARIES.items():
        for word, meaning in vocabulary.items():
            assert meaning.says, f"{name}.{word}"
            assert meaning.source.startswith(IRIS) or meaning.source.split(":")[0] in SOURCES, f"{name}.{word}"
            assert word != "unknown" or name == "outcome", f"{name}.{word}"


def test_only_the_documented_fields_have_a_silence() -> None:
    found = {
        f"{name}.{field}": row["silence"]
        for name, shape in _table.OBJECTS.items()
        for field, row in shape["fields"].items()
        if "silence" in row
    }
    assert found == {
        "ConsentScope.deny": [],
        "ConsentActivities.deny": [],
        "Consent.expires_on": "never",
        "Group.deceased": "none",
        "Group.subsets": "all",
        "License.subsets": "all",
        "Source.subsets": "all",
        "UsedDataset.subsets": "all",
        "Actor.subtype": "none",
        "LedgerRow.scopes_deny": [],
    }


def test_the_table_needs_no_pydantic() -> None:
    code = "import sys, policylint.shapes._table; print([m for m in sys.modules if m.startswith('pydantic')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("path", sorted(SHEETS.glob("*.yaml")), ids=lambda path: path.stem)
def test_good_sheets_are_valid(path: Path) -> None:
    assert verdicts(yaml.safe_load(path.read_text(encoding="utf-8"))) == (True, True)


@pytest.mark.parametrize(("path", "value"), GOOD, ids=case_id)
def test_good_values_are_valid(path: str, value: object) -> None:
    assert verdicts(changed(path, value)) == (True, True)


@pytest.mark.parametrize(("path", "value"), BAD, ids=case_id)
def test_broken_values_are_not(path: str, value: object) -> None:
    assert verdicts(changed(path, value)) == (False, False)


WAIVER = {
    "id": "W-1",
    "rule": "maintenance/backup",
    "reason": "The library has not signed yet",
    "owner": "data-office@example.org",
    "approved_by": "counsel@example.org",
    "approved_on": "2026-11-22",
    "expires": "2027-01-22",
}
PLACE = {"path": "datasheet.yaml", "pointer": "/licenses/0", "line": 3, "column": 1}
REPORT = {
    "version": 1,
    "tool": {"name": "policylint", "version": "0.1.0"},
    "as_of": "2026-11-22",
    "policy": {"packs": ["core"], "rules": 66, "digest": "sha256:0"},
    "summary": {
        "result": "fail",
        "documents": 1,
        "errors": 1,
        "warnings": 0,
        "infos": 0,
        "unknown": 0,
        "waived": 0,
    },
    "documents": [],
    "findings": [
        {
            **PLACE,
            "rule": "license/declared",
            "severity": "error",
            "outcome": "fail",
            "message": "m",
            "remedy": "r",
            "dataset": None,
            "use": None,
            "end_line": 3,
            "end_column": 9,
            "related": [PLACE | {"message": "m"}],
            "chain": [],
            "missing": [],
            "policy": None,
            "records": None,
            "fingerprint": "f",
            "waiver": None,
            "docs": None,
        }
    ],
    "obligations": [],
    "waivers": [],
    "baseline": None,
}

OTHERS: list[tuple[str, Any, bool]] = [
    ("use", {"use": "1", "id": "u", "datasets": None}, True),
    ("use", {"use": "1", "id": "u", "datasets": [{"ref": "hf:a/b", "agreement": "none"}], "purpose": "product"}, True),
    ("use", {"use": "1", "id": "u", "datasets": [{"ref": None, "activities": ["commercial_use"]}]}, False),
    ("use", {"use": "1", "id": "u", "datasets": [], "deployment": {"capability": ["research"]}}, False),
    ("use", {"use": "1", "id": "u"}, False),
    ("waivers", [], True),
    ("waivers", [WAIVER], True),
    ("waivers", [WAIVER | {"excuses": [{"pointer": "/commercial", "value": True}]}], True),
    ("waivers", [WAIVER | {"expires": "never"}], False),
    ("waivers", [WAIVER | {"reason": "unknown"}], False),
    ("waivers", WAIVER, False),
    ("config", {}, True),
    ("config", {"policy": "core", "ledgers": {"*": {"table": "t", "where": {"dataset_id": "$dataset.id"}}}}, True),
    ("config", {"severity": {"maintenance/backup": "off"}, "parameters": {"consent.accepted_bases": []}}, True),
    ("config", {"severity": {"backup": "off"}}, False),
    ("config", {"policies": ["core"]}, False),
    ("report", REPORT, True),
    ("report", REPORT | {"version": 2}, False),
    ("report", REPORT | {"version": True}, False),
]


@pytest.mark.parametrize(("name", "value", "valid"), OTHERS, ids=case_id)
def test_other_files_are_judged_alike(name: str, value: object, *, valid: bool) -> None:
    assert pydantic_accepts(generate.ROOTS[name], value) is valid
    assert Draft7Validator(schema(name)).is_valid(value) is valid


PROBES: list[Any] = [
    *(None, True, False, 0, 1, 0.5, 1.0, -1, 2**53, 10**400, float("inf")),
    *("", "unknown", "none", "never", "all", "any", "true", "given", "depicted", "maker", "research.academic"),
    *(
        "2019",
        "2019-06",
        "2020-02-29",
        "2019-02-29",
        "2019-13",
        "0999",
        "DE",
        "US-IL",
        "de",
        "P3Y",
        "PT",
        "DUO:0000042",
    ),
    *("name", "na me", "name\n", "train", "commercial_use", "LicenseRef-x", "not_applicable", "open"),
    *([], [None], ["unknown"], ["text"], ["DE"], ["train"], ["any"], ["research"], [{"id": "x"}], [1]),
    *({}, {"x": 1}, {"path": "x"}, {"DE": 3}, {"LicenseRef-x": "unknown"}, {"item_id": "id"}, {"status": "none"}),
]


@pytest.mark.parametrize("name", generate.ROOTS)
def test_pydantic_and_the_schema_agree_on_every_field(name: str) -> None:
    definitions = schema(name)["definitions"] | {generate.ROOTS[name].__name__: schema(name)}
    for model in generate.models(generate.ROOTS[name]):
        for key, field, _ in generate.fields(model):
            adapter: TypeAdapter[Any] = TypeAdapter(generate.annotation_of(field))
            part = definitions[model.__name__]["properties"][key]
            validator = Draft7Validator(part | {"definitions": definitions})
            for probe in PROBES:
                assert adapter_accepts(adapter, probe) == validator.is_valid(probe), (model.__name__, key, probe)


def adapter_accepts(adapter: TypeAdapter[Any], value: object) -> bool:
    try:
        adapter.validate_python(value, strict=True)
    except ValidationError:
        return False
    return True


def test_dates_are_the_days_of_the_calendar() -> None:
    validator = Draft7Validator({"pattern": DATE_PATTERN})
    for year in (1000, 1600, 1700, 1900, 1999, 2000, 2024, 2026, 2100, 2400, 2999):
        for month in range(14):
            for day in range(33):
                text = f"{year}-{month:02}-{day:02}"
                assert validator.is_valid(text) == is_day(year, month, day), text


def is_day(year: int, month: int, day: int) -> bool:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    lengths = [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return 1 <= month <= 12 and 1 <= day <= lengths[month - 1]
