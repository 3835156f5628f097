"""What is written is valid to the tools of those formats; `make interop` fetches them, else this is skipped."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from policylint.conversion import convert
from policylint.documents import load
from policylint.sheets import typed

pytestmark = pytest.mark.loopback  # they ask, when they are imported, whether this machine has IPv6
ROOT = Path(__file__).parents[2]
SCHEMA = Path(sys.prefix) / "spdx-3.0.1.schema.json"
"""The schema that SPDX publishes, where `make spdx-schema` put it."""
SHEETS = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("examples/*/datasheet.yaml"))


def text_of(path: str, to: str) -> str:
    sheet = typed(load(str(ROOT / path)), "datasheet", {}).sheet
    assert sheet is not None
    return convert(sheet, to).text


@pytest.mark.parametrize("path", SHEETS)
def test_croissant_passes_the_checker_of_croissant(path: str) -> None:
    croissant = pytest.importorskip("mlcroissant")
    croissant.Dataset(jsonld=json.loads(text_of(path, "croissant")))  # what `mlcroissant validate` does


@pytest.mark.parametrize(("key", "value"), [("@type", "sc:Person"), ("distribution", [{"@type": "cr:FileObject"}])])
def test_the_checker_of_croissant_sees_a_mistake(key: str, value: object) -> None:
    croissant = pytest.importorskip("mlcroissant")
    tree = json.loads(text_of(SHEETS[0], "croissant"))
    with pytest.raises(croissant.ValidationError):
        croissant.Dataset(jsonld={**tree, key: value})


@pytest.mark.parametrize("path", SHEETS)
def test_spdx_is_read_by_the_model_of_spdx(path: str) -> None:
    """The bindings that are generated from SPDX's own model know every type, property, value and cardinality.

    They write the document as we do: nothing is lost on them, and what may be several is a list.
    """
    model = pytest.importorskip("spdx_python_model").v3_0_1
    objects, written, ours = model.SHACLObjectSet(), io.BytesIO(), text_of(path, "spdx")
    model.JSONLDDeserializer().read(io.StringIO(ours), objects)
    model.JSONLDSerializer().write(objects, written)  # which asks for everything that must be there
    assert by_id(written.getvalue().decode().replace("_:CreationInfo0", "_:created")) == by_id(ours)


def by_id(text: str) -> dict[str, Any]:
    tree = json.loads(text)
    return {"@context": tree["@context"], **{one.get("spdxId", one.get("@id")): one for one in tree["@graph"]}}


@pytest.mark.parametrize(("key", "value"), [("dataset_datasetType", ["pictures"]), ("dataset_people", "yes")])
def test_the_model_of_spdx_sees_a_mistake(key: str, value: object) -> None:
    model = pytest.importorskip("spdx_python_model").v3_0_1
    tree = json.loads(text_of(SHEETS[0], "spdx"))
    package = next(one for one in tree["@graph"] if one["type"] == "dataset_DatasetPackage")
    package[key] = value
    with pytest.raises((ValueError, KeyError)):
        model.JSONLDDeserializer().read(io.StringIO(json.dumps(tree)), model.SHACLObjectSet())


@pytest.mark.skipif(not SCHEMA.exists(), reason="nobody fetched the schema: make spdx-schema")
@pytest.mark.parametrize("path", SHEETS)
def test_spdx_passes_the_schema_of_spdx(path: str) -> None:
    schema = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    tree = json.loads(text_of(path, "spdx"))
    assert [one.message for one in schema.iter_errors(tree)] == []
    tree["@graph"][0]["created"] = "yesterday"
    assert not schema.is_valid(tree)
