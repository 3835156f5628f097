"""Datasheets as hypothesis makes them: any field of the shape, any answer that it accepts, `unknown` among them."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from policylint.documents import read
from policylint.shapes._table import ENUMS, OBJECTS
from policylint.sheets import typed

if TYPE_CHECKING:
    from policylint.facts.common import Sheet

Type = dict[str, Any]
_MATCHING = (
    "waves-1", "DUO:0000042", "DE", "LicenseRef-waves", "P3Y", "US-IL", "EU", "Waves.v2",
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
)  # fmt: skip
_TRICKY = (
    "NO", "yes", "1.10", "2026-01-31", "null", "~", "a: b", "a #b", "- a", "#a", "'", '"', "{a}", "[a]", "a, b", "\\n",
    "=", "<<", "!x", "&x", "*x", "%x", "@x", "`x`", "1e3", "0x1F", "12:30:45", "a\nb", "a\n", "\na", " a", "a ", "a:",
    "a\n\n\nb\n", "  a\nb", "a\n b", "a \nb", "\ta", "a\tb", "é", "\N{GRINNING FACE}", "a\r\nb", "?", "-", ".inf",
    "https://waves.example.org/a?b=c#d", "a" * 200, "| a", "> a", "---", "...", "a\n---\nb", "# a\n\n## b\n",
)  # fmt: skip
_LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"))
TEXTS = (st.sampled_from(_TRICKY) | st.text(_LETTERS, max_size=12)).filter(
    lambda one: one.strip() not in ("", "unknown")
)
LICENSES = st.sampled_from(
    ["CC-BY-4.0", "MIT", "ODbL-1.0", "MIT OR Apache-2.0", "LicenseRef-waves", "GPL-3.0-only", "CC-BY-NC-SA-4.0"]
)
EXTENSION = st.dictionaries(
    st.sampled_from(["x-depth", "x-notes", "x-NO", "x-1.10"]),
    st.recursive(
        st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
        lambda below: st.lists(below, min_size=1, max_size=3) | st.dictionaries(TEXTS, below, min_size=1, max_size=3),
        max_leaves=5,
    ),
    min_size=1,
)
_SCALARS: dict[str, Any] = {
    "boolean": st.booleans(),
    "integer": st.integers(0, 10**6),
    "date": st.sampled_from(["2026", "2026-01", "2026-01-31"]),
    "any": TEXTS,
}


def sheets() -> st.SearchStrategy[dict[str, Any]]:
    """Datasheets as a file would say them, with what must be there."""
    required = {
        "datasheet": st.just("1"), "id": st.just("waves"), "name": TEXTS,
        "people": _people(), "licenses": _of(OBJECTS["Datasheet"]["fields"]["licenses"]["type"]),
        "maintenance": _of({"kind": "object", "name": "Maintenance"}) | st.just("unknown"),
    }  # fmt: skip
    optional = {
        key: _of(field["type"]) | st.just("unknown")
        for key, field in OBJECTS["Datasheet"]["fields"].items()
        if key not in required and key != "extensions"
    }
    extensions = st.dictionaries(
        st.sampled_from(["croissant", "frictionless", "huggingface", "mine"]), EXTENSION, min_size=1
    )
    return st.sets(st.sampled_from([*optional, "extensions"]), max_size=5).flatmap(
        lambda chosen: st.fixed_dictionaries(
            {**required, **{key: {**optional, "extensions": extensions}[key] for key in sorted(chosen)}}
        )
    )


def sheet(value: dict[str, Any]) -> Sheet | None:
    """The typed sheet of a value, from JSON; None if it has a mistake of shape."""
    return typed(read(json.dumps(value).encode(), "datasheet.json"), "datasheet", {}).sheet


def _people() -> st.SearchStrategy[Any]:
    groups = _of(OBJECTS["People"]["fields"]["groups"]["type"])
    return (
        st.just({"present": False})
        | st.just("unknown")
        | st.fixed_dictionaries(
            {"groups": groups}, optional={"ethics_review": _of({"kind": "object", "name": "EthicsReview"})}
        )
    )


def _of(kind: Type) -> st.SearchStrategy[Any]:
    name = kind["kind"]
    if name == "union":
        return st.one_of([_of(one) for one in kind["of"]])
    if name == "list":
        return st.lists(_of(kind["of"]), max_size=2)
    if name == "map":
        keys = st.sampled_from([one for one in _MATCHING if re.search(kind.get("keys", ""), one)])
        return st.dictionaries(keys, _of(kind["of"]), min_size=1, max_size=2)
    if name == "object":
        return st.deferred(lambda: _object(kind["name"]))
    if name == "enum":
        return st.sampled_from(ENUMS[kind["name"]]["values"])
    if name == "const":
        return st.just(kind["value"])
    if name == "number":
        return st.floats(kind.get("min", 0), kind.get("max", 10**6))
    if name == "string" and "pattern" in kind:
        return st.sampled_from([one for one in _MATCHING if re.search(kind["pattern"], one)])
    return TEXTS if name == "string" else _SCALARS[name]


@cache
def _object(name: str) -> st.SearchStrategy[Any]:
    fields = OBJECTS[name]["fields"]
    answers = {key: LICENSES if key == "license" else _of(field["type"]) for key, field in fields.items()}
    required = {key: one for key, one in answers.items() if fields[key].get("required")}
    optional = {key: one | st.just("unknown") for key, one in answers.items() if key not in required}
    made = st.sets(st.sampled_from(sorted(optional)), min_size=0 if required else 1, max_size=6).flatmap(
        lambda chosen: st.fixed_dictionaries({**required, **{key: optional[key] for key in sorted(chosen)}})
    )
    return made.filter(lambda one: any(said != "unknown" for said in one.values()))
