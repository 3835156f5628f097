"""A document against a shape: typed by it, then valid or with problems that say where and what to do.

This is the one validator that runs in a check. It walks the generated table
instead of a JSON Schema because typing and validating are one walk here (a
string field takes the source text: `version: 1.10` is "1.10"), because every
problem needs the place of its token, and because importing a validator costs
more than this does. Tests hold it to the verdicts of pydantic and jsonschema.
"""

from __future__ import annotations

import math
import re
from functools import cache
from types import MappingProxyType

from policylint.dates import is_date
from policylint.documents.node import MAPPING, NULLS, SCALAR, SEQUENCE, Node, escape, plain_value, resolve
from policylint.findings import Place, Problem
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.shapes._table import ENUMS, LISTS, OBJECTS, ROOTS
from policylint.shapes.slips import meant

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, Final

    from policylint.documents import Document

    Reader = Callable[[Node], Any]

Type = dict[str, "Any"]
Trail = tuple["Trail", str] | None


class _Unsaid:
    """What a value is when it was written as `unknown` or null: asked, and not answered."""

    def __repr__(self) -> str:
        return "UNSAID"


UNSAID: Final = _Unsaid()
_MOST_PROBLEMS = 100
_SAY_SOMETHING = "Fill it in, take it out, or write `unknown` for the whole list."
MAX_STRING = 20_000
_SAID_VERSION = {"Datasheet": "datasheet", "UseDeclaration": "use"}


class Checked(NamedTuple):
    """A typed document: its value, where values stand that the shape has elsewhere, and what is wrong with it.

    In the value, what was written as not said is UNSAID and what was not written
    is absent. It is usable only when there are no problems.
    """

    value: dict[str, Any]
    origins: dict[str, str]
    problems: list[Problem]


def check_fragment(
    document: Document, node: Node, shape: str, extensions: Mapping[str, Type] = MappingProxyType({})
) -> Checked:
    """The typed value of a part of a document as a shape of which nothing is required, as in the tests of policies."""
    return _checked(_Walk(document, extensions, fragment=True), node, shape)


def check_shape(document: Document, shape: str, extensions: Mapping[str, Type] = MappingProxyType({})) -> Checked:
    """The typed value of a whole document. `extensions` types what it says under `extensions`, by name."""
    assert document.root is not None
    return _checked(_Walk(document, extensions), document.root, shape)


def check_item(document: Document, node: Node, shape: str, index: int) -> Checked:
    """The typed value of one item of a document that is a list of them: a mistake in one says nothing of the others."""
    walk = _Walk(document, MappingProxyType({}))
    value = walk.typed(node, LISTS[ROOTS[shape]]["of"], (None, str(index)))
    return Checked(value if isinstance(value, dict) else {}, {}, walk.problems)


def _checked(walk: _Walk, node: Node, shape: str) -> Checked:
    name = ROOTS[shape]
    kind = LISTS.get(name) or {"kind": "object", "name": name}
    value = walk.typed(node, kind, None)
    if name in LISTS:
        value = {"items": value}
    if not isinstance(value, dict):
        return Checked({}, {}, walk.problems)
    origins = settle_people(value) if shape == "datasheet" and not walk.problems else {}
    return Checked(value, origins, walk.problems)


def did_you_mean(word: str, known: list[str]) -> str | None:
    """The nearest of some known words, if one is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - only where something is misspelled

    lowered = {name.lower().replace("-", "_").replace(" ", "_"): name for name in known}
    close = get_close_matches(word.lower().replace("-", "_").replace(" ", "_"), list(lowered), 1, 0.6)
    return lowered[close[0]] if close else None


def _pointer(trail: Trail) -> str:
    parts: list[str] = []
    while trail is not None:
        trail, part = trail
        parts.append("/" + escape(part))
    return "".join(reversed(parts))


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


class _Walk:
    """One walk over one document, collecting problems."""

    def __init__(self, document: Document, extensions: Mapping[str, Type], *, fragment: bool = False) -> None:
        self.document = document
        self.extensions = extensions
        self.fragment = fragment
        self.problems: list[Problem] = []

    def problem(
        self, rule: str, node: Node, trail: Trail, message: str, remedy: str, related: tuple[Place, ...] = ()
    ) -> Any:
        if len(self.problems) > _MOST_PROBLEMS:
            return UNSAID
        if len(self.problems) == _MOST_PROBLEMS:
            rule, message = "shape/more", f"more than {_MOST_PROBLEMS} mistakes; the rest are not listed"
            remedy, related = "Mend those that are listed first.", ()
        span = self.document.key_span(node)
        self.problems.append(Problem(rule, self.document.path, span, message, remedy, _pointer(trail), related))
        return UNSAID

    def object_of(self, node: Node, kind: Type, trail: Trail) -> Any:
        name = kind["name"]
        shape = shape_of(kind)
        fields = shape["fields"]
        if node.kind != MAPPING:
            return self.problem(
                "shape/type", node, trail, f"a mapping belongs here, not {_kind(node)}",
                f"Write `key: value` lines; the keys are {_listed(list(fields))}.",
            )  # fmt: skip
        value: dict[str, Any] = {}
        quick = {} if "fields" in kind else _QUICK.setdefault(name, {})
        for key, child in node.value:
            said = key.value
            if said not in quick:
                if said not in fields:
                    self.unknown_key(key, list(fields), (trail, said), name)
                    continue
                quick[said] = _quick(fields[said])
            read = quick[said]
            typed = read(child) if read is not None else ABSENT
            if typed is not ABSENT:
                value[said] = typed
                continue
            field = fields[said]
            if said == "extensions" and name in _SAID_VERSION:
                field = extended(self.extensions)
            typed = self.field(child, key, field, (trail, said))
            if typed is not ABSENT:
                value[said] = typed
        for required in () if self.fragment else _required(kind):
            if required in value or any(key.value == required for key, _ in node.value):
                continue
            anchor = node.value[0][0] if node.value else node
            self.problem(
                "shape/missing", anchor, trail, f"`{required}` is missing from {_where(trail, name)}",
                f"Add `{required}:`{'.' if fields[required].get('said') else '; write `unknown` if it is not known.'}",
            )  # fmt: skip
        if name in _SAID_VERSION:
            self.version(node, _SAID_VERSION[name])
        if "rules" in shape:
            _CROSS_FIELD[name](self, node, value, trail)
        return value

    def unknown_key(self, key: Node, known: list[str], trail: Trail, name: str) -> None:
        if len(self.problems) > _MOST_PROBLEMS:
            return
        near = did_you_mean(key.value, known)
        above = trail[0] if trail is not None else None
        extra = (
            " What policylint does not model goes under `extensions`."
            if name in ("Datasheet", "UseDeclaration")
            else ""
        )
        remedy = f"Did you mean `{near}`?" if near else f"The keys here are {_listed(known)}.{extra}"
        self.problem("shape/unknown-key", key, trail, f"`{key.value}` is not a key of {_where(above, name)}", remedy)

    def field(self, node: Node, key: Node, field: Type, trail: Trail) -> Any:
        if _unsaid(node):
            if field.get("said") and not self.fragment:
                at = node if node.value else key
                return self.problem("shape/missing", at, trail, f"`{key.value}` must be said", "Write its value here.")
            return UNSAID
        if node.kind == MAPPING and not node.value and _may_be_empty(field["type"]):
            return ABSENT
        typed = self.typed(node, field["type"], trail)
        if field.get("one_or_list") and typed is not UNSAID and not isinstance(typed, list):
            return [typed]
        return typed

    def typed(self, node: Node, kind: Type, trail: Trail) -> Any:
        name = kind["kind"]
        if name == "object":
            return self.object_of(node, kind, trail)
        if name == "list":
            return self.list_of(node, kind, trail)
        if name == "map":
            return self.map_of(node, kind, trail)
        if name == "any":
            return plain_value(node)
        if name == "union":
            return self.union(node, kind["of"], trail)
        value = scalar(node, kind) if node.kind == SCALAR else ABSENT
        return self.mismatch(node, [kind], trail) if value is ABSENT else value

    def list_of(self, node: Node, kind: Type, trail: Trail) -> Any:
        if node.kind != SEQUENCE:
            return self.mismatch(node, [kind], trail)
        if len(node.value) < kind.get("min", 0):
            return self.problem("shape/value", node, trail, "the list is empty", "Name at least one.")
        items = []
        for index, child in enumerate(node.value):
            at = (trail, str(index))
            if _unsaid(child):
                why, remedy = "an item of a list must be said", "Write `unknown` for the whole list."
                items.append(self.problem("shape/value", child, at, why, remedy))
                continue
            before = len(self.problems)
            items.append(self.typed(child, kind["of"], at))
            if child.kind != MAPPING or kind["of"]["kind"] != "object" or len(self.problems) > before:
                continue
            if all(_unsaid(one) for _, one in child.value):
                self.problem("shape/value", child, at, "an item of a list must say something", _SAY_SOMETHING)
        return UNSAID if self.fragment and UNSAID in items else items

    def map_of(self, node: Node, kind: Type, trail: Trail) -> Any:
        if node.kind != MAPPING:
            return self.mismatch(node, [kind], trail)
        value = {}
        for key, child in node.value:
            at = (trail, key.value)
            if "keys" in kind and _pattern(kind["keys"]).search(key.value) is None:
                self.problem(
                    "shape/unknown-key",
                    key,
                    at,
                    f"`{key.value}` cannot be a key here",
                    f"A key here is {kind['says']}.",
                )
                continue
            of = kind.get("known", {}).get(key.value, kind["of"])
            typed = self.field(child, key, {"type": of, "said": kind.get("said", False)}, at)
            value[key.value] = {} if typed is ABSENT else typed
        return value

    def union(self, node: Node, kinds: list[Type], trail: Trail) -> Any:
        if node.kind == SCALAR:
            for kind in kinds:
                value = scalar(node, kind)
                if value is not ABSENT:
                    return value
            return self.mismatch(node, kinds, trail)
        wanted = ("list",) if node.kind == SEQUENCE else ("object", "map")
        for kind in kinds:
            if kind["kind"] == "any" or kind["kind"] in wanted:
                return self.typed(node, kind, trail)
        return self.mismatch(node, kinds, trail)

    def mismatch(self, node: Node, kinds: list[Type], trail: Trail) -> Any:
        words = [word for kind in kinds for word in words_of(kind)]
        texts = any(kind["kind"] == "string" and "pattern" not in kind for kind in kinds)
        if node.kind == SCALAR and texts and (word := meant(node.value)):
            if self.fragment:
                return UNSAID  # of another format, whose own word it may be: it says nothing
            what = f"`{_short(node.value)}` is not {expected(kinds, 8)}"
            return self.problem("shape/value", node, trail, what, f"Did you mean `{word}`?")
        if node.kind == SCALAR and words and not _is_number(node):
            near = did_you_mean(node.value, words) if node.value else None
            remedy = f"Did you mean `{near}`?" if near else f"Write {expected(kinds)}."
            return self.problem(
                "shape/value", node, trail, f"`{_short(node.value)}` is not {expected(kinds, 8)}", remedy
            )
        found = f"`{_short(node.value)}`" if node.kind == SCALAR else _kind(node)
        rule = (
            "shape/value"
            if node.kind == SCALAR and any(kind["kind"] in ("date", "string") for kind in kinds)
            else "shape/type"
        )
        remedy = f"Write {expected(kinds)}."
        if (
            node.kind == SCALAR
            and not node.plain
            and any(scalar(_unquoted(node), kind) is not ABSENT for kind in kinds)
        ):
            remedy = "Write it without quotes."
        return self.problem(rule, node, trail, f"{found} is not {expected(kinds, 8)}", remedy)

    def version(self, node: Node, key: str) -> None:
        written = node.get(key)
        if written is not None and written.kind == SCALAR and written.value not in ("1", "", "unknown"):
            self.problem(
                "shape/version", written, (None, key),
                f"version {_short(written.value)!r} of the {key} format is not known",
                'This policylint reads version "1"; a newer one may read this file.',
            )  # fmt: skip


class Absent:
    """No value of that type: the scalar is something else, or the mapping is empty."""


ABSENT: Final = Absent()


def scalar(node: Node, kind: Type) -> Any:
    """The value of a scalar if it is of that type, else ABSENT. An enumeration may bring `values` of its own."""
    read = _reader(kind)
    if read is not None:
        return read(node)
    return plain_value(node) if kind["kind"] == "any" else ABSENT


def _reader(kind: Type) -> Reader | None:
    """What reads scalars of a type; None for a type of anything else."""
    made = _READERS.get(kind["kind"])
    return made(kind) if made is not None else None


def _enum(kind: Type) -> Reader:
    values = kind["values"] if "values" in kind else _values(kind["name"])
    return lambda node: node.value if node.value in values else ABSENT


def _string(kind: Type) -> Reader:
    most, pattern = kind.get("max", MAX_STRING), kind.get("pattern")

    def read(node: Node) -> Any:
        text = node.value
        if text == "unknown" or len(text) > most:
            return ABSENT
        if pattern is not None:
            return text if _pattern(pattern).search(text) else ABSENT
        return text if text.strip(" \t\r\n") and meant(text) is None else ABSENT

    return read


def _date(_: Type) -> Reader:
    return lambda node: node.value if is_date(node.value) else ABSENT


def _const(kind: Type) -> Reader:
    constant = kind["value"]

    def read(node: Node) -> Any:
        value = resolve(node.value) if node.plain else node.value
        return value if type(value) is type(constant) and value == constant else ABSENT

    return read


def _boolean(_: Type) -> Reader:
    def read(node: Node) -> Any:
        value = resolve(node.value) if node.plain else None
        return value if isinstance(value, bool) else ABSENT

    return read


def _number(kind: Type) -> Reader:
    least, most, whole = kind.get("min", -math.inf), kind.get("max", math.inf), kind["kind"] == "integer"

    def read(node: Node) -> Any:
        value = resolve(node.value) if node.plain else None
        if isinstance(value, bool) or not isinstance(value, int | float):
            return ABSENT
        if isinstance(value, float) and not math.isfinite(value):
            return ABSENT
        if whole:
            if value != int(value):
                return ABSENT
            value = int(value)
        return value if least <= value <= most else ABSENT

    return read


_READERS: dict[str, Callable[[Type], Reader]] = {
    "enum": _enum, "string": _string, "date": _date, "const": _const, "boolean": _boolean, "integer": _number,
    "number": _number,
}  # fmt: skip
"""For each type of scalars, what reads them: a node to its value, or to ABSENT."""


_QUICK: dict[str, dict[str, Reader | None]] = {}
"""For each object of the table, what reads those of its fields that were met before."""


def _quick(field: Type) -> Reader | None:
    """What reads a field that holds scalars, or a list of them, where nothing is wrong; None for any other field.

    ABSENT where something is, or may be: then the walk looks again, and says what. Most of what it reads is in order.
    """
    kinds = field["type"]["of"] if field["type"]["kind"] == "union" else [field["type"]]
    if any(kind["kind"] == "any" for kind in kinds):
        return None
    scalars = [read for kind in kinds if (read := _reader(kind)) is not None]
    lists = [(read, kind.get("min", 0)) for kind in kinds if kind["kind"] == "list" and (read := _reader(kind["of"]))]
    alone, several = (scalars[0] if len(scalars) == 1 else None), "one_or_list" in field
    read_item, least = lists[0] if lists else (None, 0)
    if alone is None and read_item is None:
        return None

    def quickly(node: Node) -> Any:
        if node.kind == SCALAR:
            if alone is None or _unsaid(node):
                return ABSENT
            value = alone(node)
            return [value] if several and value is not ABSENT else value
        if read_item is None or node.kind != SEQUENCE or len(node.value) < least:
            return ABSENT
        items = [ABSENT if one.kind != SCALAR or _unsaid(one) else read_item(one) for one in node.value]
        return ABSENT if ABSENT in items else items

    return quickly


def _unsaid(node: Node) -> bool:
    """Whether a value is written as not said: `unknown`, or null."""
    return node.kind == SCALAR and (node.value == "unknown" or (node.plain and node.value in NULLS))


@cache
def _values(name: str) -> frozenset[str]:
    return frozenset(ENUMS[name]["values"])


def _may_be_empty(kind: Type) -> bool:
    """Whether `{}` means not said: for an object none of whose keys is required."""
    if kind["kind"] == "union":
        return any(_may_be_empty(one) for one in kind["of"] if one["kind"] == "object")
    return kind["kind"] == "object" and not any(field.get("required") for field in shape_of(kind)["fields"].values())


def shape_of(kind: Type) -> dict[str, Any]:
    """The fields of an object: its own, where a policy's schema describes it, else those of the table."""
    return kind if "fields" in kind else OBJECTS[kind["name"]]


def _required(kind: Type) -> tuple[str, ...]:
    """The keys that an object must have."""
    return _required_among(kind["fields"]) if "fields" in kind else _required_of(kind["name"])


@cache
def _required_of(name: str) -> tuple[str, ...]:
    return _required_among(OBJECTS[name]["fields"])


def _required_among(fields: dict[str, Type]) -> tuple[str, ...]:
    return tuple(name for name, field in fields.items() if field.get("required"))


def extended(extensions: Mapping[str, Type]) -> dict[str, Any]:
    """The field `extensions`, in which the names that a policy's schemas describe are typed."""
    return {"type": {"kind": "map", "of": {"kind": "any"}, "known": extensions}}


def words_of(kind: Type) -> list[str]:
    """The values of an enumeration, or the one of a constant text; [] for any other type."""
    if kind["kind"] == "enum":
        return list(kind["values"] if "values" in kind else ENUMS[kind["name"]]["values"])
    return [kind["value"]] if kind["kind"] == "const" and isinstance(kind["value"], str) else []


def _is_number(node: Node) -> bool:
    return node.plain and isinstance(resolve(node.value), int | float)


def _unquoted(node: Node) -> Node:
    return Node(SCALAR, node.value, node.start, node.end, plain=True)


_PLAIN = {
    "boolean": "true or false", "date": "a date (2026, 2026-01 or 2026-01-31)", "list": "a list",
    "map": "a mapping", "object": "a mapping", "any": "a value",
}  # fmt: skip


def expected(kinds: list[Type], most: int = 40) -> str:
    """What values of some types look like, in words."""
    words = [word for kind in kinds for word in words_of(kind)]
    said = [f"one of {_listed(words, most)}"] if len(words) > 1 else [f"`{word}`" for word in words]
    for kind in kinds:
        name = kind["kind"]
        if name in ("integer", "number"):
            said.append(_range("a whole number" if name == "integer" else "a number", kind))
        elif name == "string":
            limit = f" of at most {kind.get('max', MAX_STRING):,} characters"
            said.append(kind.get("says", f"a text{limit}"))
        elif name == "const" and not isinstance(kind["value"], str):
            said.append(f"`{str(kind['value']).lower()}`")
        elif name in _PLAIN:
            said.append(_PLAIN[name])
    return " or ".join(dict.fromkeys(said))


def _range(what: str, kind: Type) -> str:
    low, high = kind.get("min"), kind.get("max")
    if low is not None and high is not None:
        return f"{what} from {low} to {high}"
    return f"{what} of at least {low}" if low is not None else what


def _listed(words: list[str], most: int = 40) -> str:
    shown = ", ".join(f"`{word}`" for word in words[:most])
    return shown + (f" … ({len(words)} in all)" if len(words) > most else "")


def _kind(node: Node) -> str:
    return {SCALAR: "a single value", MAPPING: "a mapping", SEQUENCE: "a list"}[node.kind]


def _short(text: str, most: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def _where(trail: Trail, name: str) -> str:
    """What a mapping is called: its key, or the document it is."""
    while trail is not None:
        trail, part = trail
        if not part.isdecimal():
            return f"`{part}`"
    documents = {"Datasheet": "a datasheet", "UseDeclaration": "a use declaration", "Advisory": "an advisory"}
    return documents.get(name, f"a {name.lower()}")


def _is_maker(group: Any) -> bool:
    role = group.get("role") if isinstance(group, dict) else None
    return isinstance(role, str) and ENUMS["role"].get("broader", {}).get(role) == "maker"


def _people(walk: _Walk, node: Node, value: dict[str, Any], trail: Trail) -> None:
    """`present` and `groups` must agree; makers do not count as people in the data."""
    present, groups = value.get("present"), value.get("groups")
    if not isinstance(groups, list) or not (isinstance(present, bool) or present == "incidental"):
        return
    shown, listed = node.get("present"), node.get("groups")
    others = [index for index, group in enumerate(groups) if not _is_maker(group)]
    if shown is None or listed is None or (present is False) != bool(others):
        return
    path, place = walk.document.path, walk.document.key_span
    if present is False:
        group = listed.value[others[0]]
        at = (group.get("id") or group) if group.kind == MAPPING else group
        walk.problem(
            "shape/people", shown, (trail, "present"), "no people are in the data, yet a group of them is listed",
            "Say `present: true`, or take the group out; a group that only made the data needs a maker's role.",
            (Place(path, _pointer(((trail, "groups"), str(others[0]))), place(at), "this group is not a maker"),),
        )  # fmt: skip
    else:
        key = next(key for key, _ in node.value if key.value == "groups")
        walk.problem(
            "shape/people", shown, (trail, "present"), "people are in the data, yet no group of them is listed",
            "List each group of people, or write `groups: unknown`, or say `present: false`.",
            (Place(path, _pointer((trail, "groups")), place(key), "no group here is of people in the data"),),
        )  # fmt: skip


_CROSS_FIELD = {"People": _people}


def settle_people(value: dict[str, Any]) -> dict[str, str]:
    """What `people` says once holds for all of it; returns where what was settled so stands.

    Its ethics review is that of the groups without their own. `present: false`
    answers every question: no groups, and none of the rest.
    """
    people = value.get("people")
    origins: dict[str, str] = {}
    if not isinstance(people, dict):
        return origins
    groups = people.get("groups")
    if "ethics_review" in people and isinstance(groups, list):
        for index, group in enumerate(groups):
            if "ethics_review" not in group:
                group["ethics_review"] = people["ethics_review"]
                origins[f"/people/groups/{index}/ethics_review"] = "/people/ethics_review"
    if people.get("present") is False:
        for name, field in OBJECTS["People"]["fields"].items():
            if people.get(name, UNSAID) is UNSAID:
                origins[f"/people/{name}"] = "/people/present"
                if field["type"]["kind"] == "list":
                    people[name] = []
                elif "none" in _none_words(field["type"]):
                    people[name] = "none"
    return origins


def _none_words(kind: Type) -> list[str]:
    return [word for one in kind.get("of", [kind]) for word in words_of(one)]
