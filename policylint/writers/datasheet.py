"""The datasheet itself, as YAML: its fields in the order of the shape, whatever file they came from."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING
from policylint.shapes._table import OBJECTS
from policylint.shapes.check import UNSAID
from policylint.writers.common import Value, Written
from policylint.writers.yaml_text import to_yaml

if TYPE_CHECKING:
    from typing import Any


FILE = "datasheet.yaml"
HOLDS = ("",)
_ANY: dict[str, Any] = {"kind": "any"}
_UNNAMED = {"datasheet": "1", "id": "unnamed", "name": "Unnamed"}
"""What a datasheet must say, where the file that it is made from does not."""


def write(value: Value, _base: str | None) -> Written:
    """The whole sheet. What must be there and is not is filled in: an id and a name; the rest as `unknown`."""
    required = [key for key, field in OBJECTS["Datasheet"]["fields"].items() if field.get("required")]
    missing = {key: _UNNAMED.get(key, UNSAID) for key in required if key not in value}
    filled = [f"/{key}: {_plain(one)}" for key, one in missing.items() if key != "datasheet"]
    whole = _ordered({**value, **missing}, {"kind": "object", "name": "Datasheet"})
    return Written(to_yaml(whole), filled=tuple(filled))


def _ordered(value: Any, kind: dict[str, Any]) -> Any:
    """A value with the keys of its mappings in the order of the shape."""
    if isinstance(value, list):
        inner = _one_of(kind, "list").get("of", _ANY)
        return [_ordered(item, inner) for item in value]
    if not isinstance(value, dict):
        return _plain(value)
    shape = _one_of(kind, "object", "map")
    if shape["kind"] == "object":
        fields = OBJECTS[shape["name"]]["fields"]
        return {key: _ordered(value[key], fields[key]["type"]) for key in fields if key in value}
    return {key: _ordered(item, shape.get("of", _ANY)) for key, item in value.items()}


def _one_of(kind: dict[str, Any], *wanted: str) -> dict[str, Any]:
    """The type itself or the member of a union that is of a wanted kind."""
    kinds = kind["of"] if kind["kind"] == "union" else [kind]
    return next((one for one in kinds if one["kind"] in wanted), _ANY)


def _plain(value: Any) -> Any:
    return "unknown" if value is UNSAID else value
