"""Writes the published JSON schemas and the plain table from the models.

    python -m policylint.shapes.generate            writes schemas/*.schema.json and policylint/shapes/_*.py
    python -m policylint.shapes.generate --check    exits 1 when one of them is not what the models say

The models are first read into plain types (`plain_type`), and both outputs are written from those; so the table and the
schemas cannot differ. The schemas are draft-07, which every editor knows.
"""

import json
import sys
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

from annotated_types import MinLen
from pydantic import BaseModel, RootModel
from pydantic.fields import FieldInfo

from policylint.generated import assignment, bring_up_to_date, stale
from policylint.shapes.advisory import Advisory
from policylint.shapes.base import DATE_PATTERN, NOT_SAID, Kind, Shape
from policylint.shapes.config import Config
from policylint.shapes.datasheet import Datasheet
from policylint.shapes.ledger import LedgerRow
from policylint.shapes.registry import ExceptionFile, LicenseFile
from policylint.shapes.report import Report
from policylint.shapes.slips import SAYS_SOMETHING
from policylint.shapes.use import UseDeclaration
from policylint.shapes.vocabulary import VOCABULARIES
from policylint.shapes.waiver import Waivers

Plain = dict[str, Any]

REPOSITORY = Path(__file__).resolve().parents[2]
ROOTS: dict[str, type[BaseModel]] = {
    "datasheet": Datasheet,
    "use": UseDeclaration,
    "waivers": Waivers,
    "advisory": Advisory,
    "config": Config,
    "ledger": LedgerRow,
    "report": Report,
    "license": LicenseFile,
    "license-exception": ExceptionFile,
}
INPUTS = ("datasheet", "use", "waivers", "advisory", "config", "ledger")
LARGEST_FLOAT = sys.float_info.max


# Models to plain types


def plain_type(annotation: Any) -> Plain:
    """Read an annotation as a plain type, with the ways of saying nothing still in it."""
    if get_origin(annotation) is Annotated and get_origin(get_args(annotation)[0]) is list:
        least = next(part.min_length for part in annotation.__metadata__ if isinstance(part, MinLen))
        return plain_type(get_args(annotation)[0]) | {"min": least}
    if get_origin(annotation) is Annotated:
        return _kind(annotation).plain
    if get_origin(annotation) in (typing.Union, types.UnionType):
        return _union([plain_type(choice) for choice in get_args(annotation)])
    if get_origin(annotation) is Literal:
        return _union([{"kind": "const", "value": value} for value in get_args(annotation)])
    if get_origin(annotation) is list:
        return {"kind": "list", "of": plain_type(get_args(annotation)[0])}
    if get_origin(annotation) is dict:
        return _map(*get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return {"kind": "object", "name": annotation.__name__}
    simple = {Any: "any", bool: "boolean", str: "string", float: "number"}
    if annotation is type(None):
        return {"kind": "const", "value": None}
    return {"kind": simple[annotation]}


def _kind(annotation: Any) -> Kind:
    return next(part for part in annotation.__metadata__ if isinstance(part, Kind))


def _union(choices: list[Plain]) -> Plain:
    flat = [part for choice in choices for part in (choice["of"] if choice["kind"] == "union" else [choice])]
    return flat[0] if len(flat) == 1 else {"kind": "union", "of": flat}


def _map(key: Any, value: Any) -> Plain:
    values = plain_type(value)
    of = without_not_said(values)
    pattern, says = plain_type(key).get("pattern"), plain_type(key).get("says")
    said = of == values and of["kind"] != "any"
    return (
        {"kind": "map", "of": of}
        | ({"keys": pattern, "says": says} if pattern else {})
        | ({"said": True} if said else {})
    )


NOT_SAID_TYPES = [{"kind": "const", "value": NOT_SAID}, {"kind": "const", "value": None}]


def without_not_said(plain: Plain) -> Plain:
    """Leave out the ways of saying nothing; a type that accepts none of them stays as it is."""
    if plain["kind"] != "union" or NOT_SAID_TYPES[0] not in plain["of"]:
        return plain
    return _union([choice for choice in plain["of"] if choice not in NOT_SAID_TYPES])


def models(root: type[BaseModel]) -> Iterator[type[Shape]]:
    """Every model that a root reaches, each once, in the order of the fields."""
    found: dict[type[Shape], None] = {}

    def visit(annotation: Any) -> None:
        if isinstance(annotation, type) and issubclass(annotation, Shape) and annotation not in found:
            found[annotation] = None
            for field in annotation.model_fields.values():
                visit(annotation_of(field))
        for part in get_args(annotation):
            visit(part)

    visit(root.model_fields["root"].annotation if issubclass(root, RootModel) else root)
    yield from found


def annotation_of(field: FieldInfo) -> Any:
    """Put an annotation together again: pydantic moves the metadata of `Annotated` to the field."""
    kinds = [part for part in field.metadata if isinstance(part, Kind)]
    return Annotated[field.annotation, kinds[0]] if kinds else field.annotation


def fields(model: type[Shape]) -> Iterator[tuple[str, FieldInfo, Plain]]:
    """Each field of a model as it is written in a file, with its plain type."""
    for name, field in model.model_fields.items():
        yield field.alias or name, field, plain_type(annotation_of(field))


def extra(field: FieldInfo) -> Plain:
    """Read what was declared beside the type: question, who, term, silence."""
    return typing.cast("Plain", field.json_schema_extra)


# The plain table


def table() -> dict[str, Any]:
    """Build the table as values, by the names that `_table.py` gives them."""
    shapes = _shapes()
    return {
        "ROOTS": {name: ROOTS[name].__name__ for name in INPUTS},
        "LISTS": {
            ROOTS[name].__name__: plain_type(ROOTS[name].model_fields["root"].annotation)
            for name in INPUTS
            if issubclass(ROOTS[name], RootModel)
        },
        "OBJECTS": {model.__name__: _object_row(model) for model in shapes},
        "ENUMS": {name: _enum_row(name) for name in _enums(shapes)},
    }


def questions() -> dict[str, Plain]:
    """What there is to ask: "Object.field" -> the question, who can answer it, what the field means."""
    return {
        f"{model.__name__}.{name}": {
            "question": extra(field)["question"],
            "who": extra(field)["who"],
            "description": field.description,
        }
        for model in _shapes()
        for name, field, _ in fields(model)
    }


def _shapes() -> list[type[Shape]]:
    """The models of all files that people write, each once."""
    return list(dict.fromkeys(model for name in INPUTS for model in models(ROOTS[name])))


def _object_row(model: type[Shape]) -> Plain:
    row: Plain = {"fields": {name: _field_row(field, plain) for name, field, plain in fields(model)}}
    return row | ({"rules": list(model.spanning)} if model.spanning else {})


def _field_row(field: FieldInfo, plain: Plain) -> Plain:
    of = without_not_said(plain)
    row: Plain = {"type": of}
    if field.is_required():
        row["required"] = True
    if of == plain and of["kind"] != "any":
        row["said"] = True
    if _one_or_list(of):
        row["one_or_list"] = True
    if "silence" in extra(field):
        row["silence"] = extra(field)["silence"]
    return row


def _one_or_list(plain: Plain) -> bool:
    if plain["kind"] != "union" or len(plain["of"]) != 2:
        return False
    one, listed = plain["of"]
    return bool(listed["kind"] == "list" and listed["of"] == one)


def _enums(shapes: list[type[Shape]]) -> list[str]:
    """List the vocabularies that the shapes use, in the order of the vocabulary file."""
    used: set[str] = set()

    def visit(plain: Plain) -> None:
        if plain["kind"] == "enum":
            used.add(plain["name"])
        for part in plain["of"] if plain["kind"] == "union" else [plain["of"]] if "of" in plain else []:
            visit(part)

    for model in shapes:
        for _, _, plain in fields(model):
            visit(plain)
    return [name for name in VOCABULARIES if name in used]


def _enum_row(name: str) -> Plain:
    words = VOCABULARIES[name]
    more = {
        key: {word: getattr(meaning, key) for word, meaning in words.items() if getattr(meaning, key)}
        for key in ("broader", "content", "people")
    }
    return {"values": list(words)} | {key: said for key, said in more.items() if said}


_TABLE_HEAD = '''"""What each file may hold, as literal data: the shapes without pydantic.

Generated by `python -m policylint.shapes.generate`; do not edit.

ROOTS      kind of file -> its outermost type, a name in OBJECTS or LISTS
LISTS      files that are a list
OBJECTS    name -> fields -> type, and: required (its key must be there), said (null and "unknown" are refused),
           one_or_list (one value is a list of one), silence (what absence means);
           and rules, the names of those that span fields
ENUMS      name -> values, the broader word of a word, and what comes along by a relation (content, people)

Every field and every value of a map also accepts null and "unknown" (not said), unless it says "said".
"""

# ruff: noqa: E501

from __future__ import annotations

from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any
'''

_TABLE_TYPES = {
    "ROOTS": "dict[str, str]",
    "LISTS": "dict[str, dict[str, Any]]",
    "OBJECTS": "dict[str, dict[str, Any]]",
    "ENUMS": "dict[str, dict[str, Any]]",
}
_QUESTIONS_HEAD = '''"""What there is to ask: "Object.field" -> the question, who can answer it, what the field means.

Generated by `python -m policylint.shapes.generate`; do not edit.
"""

# ruff: noqa: E501

'''


def table_source() -> str:
    """Write the text of `_table.py` as the formatter would."""
    parts = [_TABLE_HEAD]
    parts += [assignment(f"{name}: {_TABLE_TYPES[name]}", value) for name, value in table().items()]
    return "\n".join(parts)


def questions_source() -> str:
    """Write the text of `_questions.py`, which a check needs only where something is not said."""
    return _QUESTIONS_HEAD + assignment("QUESTIONS: dict[str, dict[str, str]]", questions())


# The published schemas


def schema(name: str) -> Plain:
    """Build the JSON schema of one kind of file."""
    root = ROOTS[name]
    shapes = list(models(root))
    definitions = {model.__name__: _object_schema(model, inputs=name in INPUTS) for model in shapes}
    definitions |= {_enum_name(enum): _enum_schema(enum) for enum in _enums(shapes)}
    if _mentions(definitions, _NOT_SAID_REF):
        definitions[NOT_SAID] = {"description": "Nothing is said.", "enum": [NOT_SAID, None]}
    head: Plain = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"urn:policylint:schema:{name}:1",
        "title": f"policylint {name}",
    }
    if issubclass(root, RootModel):
        listed = plain_type(root.model_fields["root"].annotation)
        return head | {"description": root.__doc__} | _type_schema(listed, inputs=True) | {"definitions": definitions}
    return head | definitions.pop(root.__name__) | {"definitions": definitions}


_NOT_SAID_REF = {"$ref": f"#/definitions/{NOT_SAID}"}


def _mentions(node: Any, wanted: Any) -> bool:
    if node == wanted:
        return True
    parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return any(_mentions(part, wanted) for part in parts)


def _enum_name(name: str) -> str:
    return f"enum.{name}"


def _enum_schema(name: str) -> Plain:
    words = VOCABULARIES[name]
    return {
        "enum": list(words),
        "enumDescriptions": [meaning.says for meaning in words.values()],
        "x-terms": [meaning.source for meaning in words.values()],
    }


def _object_schema(model: type[Shape], *, inputs: bool) -> Plain:
    needed = [name for name, field, _ in fields(model) if field.is_required()]
    result: Plain = {"description": model.__doc__, "type": "object", "additionalProperties": False}
    if needed:
        result["required"] = needed
    result["properties"] = {name: _field_schema(field, plain, inputs=inputs) for name, field, plain in fields(model)}
    if model.spanning:
        result["allOf"] = list(model.spanning.values())
    return result


def _field_schema(field: FieldInfo, plain: Plain, *, inputs: bool) -> Plain:
    declared = extra(field)
    notes = {"x-question": declared["question"], "x-answered-by": declared["who"], "x-term": declared["term"]}
    result: Plain = {"description": field.description} | {key: note for key, note in notes.items() if note}
    if "silence" in declared:
        result["default"] = declared["silence"]
    of = without_not_said(plain)
    if of != plain:
        return result | {"anyOf": [*_choices(of, inputs=inputs), _NOT_SAID_REF]}
    value = _type_schema(plain, inputs=inputs)
    return result | ({"allOf": [value]} if "$ref" in value else value)


def _choices(plain: Plain, *, inputs: bool) -> list[Plain]:
    parts = plain["of"] if plain["kind"] == "union" else [plain]
    return [_type_schema(part, inputs=inputs) for part in parts]


def _type_schema(plain: Plain, *, inputs: bool) -> Plain:
    match plain["kind"]:
        case "string" | "date":
            return _string_schema(plain, inputs=inputs)
        case "enum":
            return {"$ref": f"#/definitions/{_enum_name(plain['name'])}"}
        case "object":
            return {"$ref": f"#/definitions/{plain['name']}"}
        case "const":
            return {"const": plain["value"]}
        case "boolean":
            return {"type": "boolean"}
        case "integer" | "number":
            return _number_schema(plain)
        case "list":
            return _list_schema(plain, inputs=inputs)
        case "map":
            return _map_schema(plain, inputs=inputs)
        case "union":
            return {"anyOf": _choices(plain, inputs=inputs)}
        case _:
            return {}


def _list_schema(plain: Plain, *, inputs: bool) -> Plain:
    items = _type_schema(plain["of"], inputs=inputs)
    if inputs and plain["of"]["kind"] == "object":
        items = {"allOf": [items, {"not": {"additionalProperties": {"enum": [None, NOT_SAID]}}}]}
    return {"type": "array", "items": items} | ({"minItems": plain["min"]} if "min" in plain else {})


def _string_schema(plain: Plain, *, inputs: bool) -> Plain:
    if plain["kind"] == "date":
        return {"type": "string", "pattern": DATE_PATTERN}
    result: Plain = {"type": "string"}
    if "pattern" in plain or inputs:
        result["pattern"] = plain.get("pattern", SAYS_SOMETHING)
    if "max" in plain:
        result["maxLength"] = plain["max"]
    return result | ({"not": {"const": NOT_SAID}} if inputs else {})


def _number_schema(plain: Plain) -> Plain:
    return {
        "type": plain["kind"],
        "minimum": plain.get("min", -LARGEST_FLOAT),
        "maximum": plain.get("max", LARGEST_FLOAT),
    }


def _map_schema(plain: Plain, *, inputs: bool) -> Plain:
    values = _type_schema(plain["of"], inputs=inputs)
    if not plain.get("said") and plain["of"]["kind"] != "any":
        values = {"anyOf": [values, _NOT_SAID_REF]}
    names = {"propertyNames": {"pattern": plain["keys"]}} if "keys" in plain else {}
    return {"type": "object", **names, "additionalProperties": values or True}


# Files


def outputs() -> dict[Path, str]:
    """Every generated file, relative to the repository, and its text."""
    schemas = {
        Path("schemas") / f"{name}.schema.json": json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"
        for name in ROOTS
    }
    return schemas | {
        Path("policylint/shapes/_table.py"): table_source(),
        Path("policylint/shapes/_questions.py"): questions_source(),
    }


def main(arguments: list[str]) -> int:
    """Write what is stale, or only name it."""
    old = stale({path.as_posix(): text for path, text in outputs().items()})
    return bring_up_to_date(old, arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
