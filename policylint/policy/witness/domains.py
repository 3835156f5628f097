"""What some rules read, as a tree of fields: each with the values that stand for all that it can hold.

The tree is closed when no datasheet can make the rules come out otherwise than one of those it describes. One item
for each `for_each` is enough, because an item is judged by itself; each quantifier over a list needs one item more
to be decided as it was, and a `count` as many as its bounds tell apart.
"""

from __future__ import annotations

from policylint.dates import days_before
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.policy.in_force import NO_SILENCE
from policylint.policy.witness.values import Reading, Values, values_of
from policylint.policy.words.common import Type, alternatives, element, is_list
from policylint.shapes._table import ENUMS, OBJECTS, ROOTS

if TYPE_CHECKING:
    from typing import Any


AS_OF = "2026-01-01"
"""The day on which witnesses are judged, as tests of rules are."""
Spot = tuple[str, ...]
"""Where a field stands: `datasheet` or `use`, then keys, `*` for the items of a list."""
ITEMS = "*"
SHEET, USE = "datasheet", "use"
_DERIVED: Spot = (SHEET, "")
"""Where the items of a list stand that a fact puts together."""

_RETESTED = [[{"reidentification_test": {"date": day}}] for day in ("2025-06-01", "2027-01-01")]
_TERMS = ["CC-BY-4.0", "CC-BY-NC-4.0", "CC-BY-SA-4.0", "CC-BY-ND-4.0", "LicenseRef-scholars", "NONE"]
_LICENSES = [*_TERMS, "GPL-3.0", "ODbL-1.0", "OGL-UK-3.0"]
_SCHOLARS = {"permits": ["use", "train"], "actors": ["academic"], "purposes": ["research.academic"]}
_ROOT: Spot = ("",)

FACT_FIELDS: dict[tuple[str, str], dict[Spot, list[Any]]] = {
    ("Consent", "effective"): {
        ("status",): ENUMS["consent_status"]["values"],
        ("expires_on",): ["never", "2025-06-01", "2027-01-01", "2026"],
        ("given_by",): [["subject"], ["uploader"], []],
    },
    ("Group", "anonymous"): {
        ("identifiability",): ENUMS["identifiability"]["values"],
        ("biometric", "raw"): [[], ["face_image"]],
        ("biometric", "identity_labels"): ENUMS["identity_labels"]["values"],
        (*_ROOT, "preprocessing", "anonymisation"): [[], *_RETESTED, [{"technique": "masking"}]],
    },
    ("License", "resolved"): {("license",): ["CC-BY-4.0", "NONE", "a licence of our own"]},
    ("Source", "adapted"): {("relation",): ENUMS["relation"]["values"]},
    ("Source", "carries_content"): {("relation",): ENUMS["relation"]["values"]},
    ("Source", "carries_people"): {("relation",): ENUMS["relation"]["values"]},
    ("Maintenance", "role_mailbox"): {("contact",): ["data-office@example.org", "jane@example.org", "none"]},
}
"""The fields that a fact derives from, with values that between them show all that it can be."""
SAMPLED: dict[str, dict[Spot, list[Any]]] = {
    "Use": {
        (*_ROOT, "licenses"): [[{"applies_to": "dataset", "license": license_}] for license_ in _TERMS],
        (*_ROOT, "license_terms"): [{"LicenseRef-scholars": _SCHOLARS}],
    },
    **{
        owner: {("license",): _LICENSES, (*_ROOT, "license_terms"): [{"LicenseRef-scholars": _SCHOLARS}]}
        for owner in ("License", "Source")
    },
}
"""The fields that the other facts of an object derive from, with values to try: they do not stand for all."""


_OWN_ITEMS = {("People", "groups*"): "groups"}
"""Lists that hold a sheet's own items and those of its sources: what a rule comes to on one of the latter, it comes to
on one of the former, unless it also looks at what each sheet says of them (`_OF_SHEETS`)."""
_OF_SHEETS = ("people", "preprocessing", "sources")


class Tree(NamedTuple):
    """An object (`fields`), a list (`item`, at most `most` of them), or a field with its `values`."""

    fields: dict[str, Tree]
    item: Tree | None
    most: int
    values: tuple[Any, ...]
    fixed: dict[str, Any]
    """What an item says so that it is one: its id, or a field that no rule reads."""


class Domain(NamedTuple):
    """The datasheets, and the uses if `declared`, that some rules tell apart. `why` says what it does not cover."""

    trees: dict[str, Tree]
    declared: bool
    moment: str
    spots: frozenset[Spot]
    """The fields that the rules read, and the lists that they range over."""
    why: tuple[str, ...]


class _Field(NamedTuple):
    type: Type
    readings: list[Reading]
    samples: list[Any]
    silent: bool


def domains(plans: list[dict[str, Any]]) -> list[Domain]:
    """The domains that between them hold all that the rules can be judged on together: by use, and by sheet alone."""
    found: list[Domain] = []
    if any(_of_uses(plan) for plan in plans) and (moment := moment_of(plans, declared=True)):
        found.append(_Reader(plans, declared=True).domain(moment))
    if moment := moment_of(plans, declared=False):
        found.append(_Reader(plans, declared=False).domain(moment))
    return found


def moment_of(plans: list[dict[str, Any]], *, declared: bool) -> str | None:
    """The moment at which rules judge a declared use, or a datasheet alone, together; None if they never do."""
    moments = [moment for moment in plans[0]["moments"] if all(moment in plan["moments"] for plan in plans)]
    if declared:
        return next((moment for moment in ("consume", "audit") if moment in moments), None)
    if any(_of_uses(plan) for plan in plans):
        return next((moment for moment in moments if moment != "consume"), None)
    return moments[0] if moments else None


def _of_uses(plan: dict[str, Any]) -> bool:
    return any(listed is None for _, listed in plan["for_each"]) or _ranges_over_uses(plan["when"], plan["require"])


def _ranges_over_uses(*conditions: Any) -> bool:
    return any(
        (one[0] in ("every", "some", "count") and one[2] is None)
        or _ranges_over_uses(*(part for part in one[1:] if isinstance(part, list) and _is_condition(part)))
        or (one[0] in ("all", "any") and _ranges_over_uses(*one[1]))
        for one in conditions
        if one is not None and one[0] not in ("leaf", "const")  # which hold values, and no conditions
    )


def _is_condition(part: list[Any]) -> bool:
    return bool(part) and part[0] in ("all", "any", "not", "const", "every", "some", "count", "leaf")


class _Reader:
    """Collects what some plans read."""

    def __init__(self, plans: list[dict[str, Any]], *, declared: bool) -> None:
        self.declared = declared
        self.fields: dict[Spot, _Field] = {}
        self.needs: dict[Spot, int] = {}
        self.apart: set[Spot] = set()
        self.paths: set[Spot] = set()
        self.derived: set[str] = set()
        self.plain: set[Spot] = set()
        self.why: list[str] = []
        ranged: set[Spot] = set()
        for plan in plans:
            names: dict[str, Spot] = {}
            for name, listed in plan["for_each"]:
                spot = self.ranged(listed, names)
                names[name] = (*spot, ITEMS)
                if spot not in ranged:
                    ranged.add(spot)
                    self.need(spot, 1)
            for condition in (plan["when"], plan["require"]):
                if condition is not None:
                    self.condition(condition, names)
        self.inherited()

    def domain(self, moment: str) -> Domain:
        spots = {*self.fields, *self.needs}
        trees = {root: self.tree((root,), spots) for root in (SHEET, USE)}
        if not self.declared:
            trees.pop(USE)
        return Domain(trees, self.declared, moment, frozenset(self.paths), tuple(dict.fromkeys(self.why)))

    # what is read

    def need(self, spot: Spot, items: int) -> None:
        self.needs[spot] = self.needs.get(spot, 0) + items

    def ranged(self, listed: list[Any] | None, names: dict[str, Spot]) -> Spot:
        """The list that is ranged over."""
        if listed is None:
            return (USE, "uses") if self.declared else (SHEET, "uses", "intended")
        text, _, _, fact, _, silence = listed
        spot = self.spot(listed, names)
        if fact is not None and tuple(fact) in _OWN_ITEMS:
            self.derived.add(text)
            return (*spot, _OWN_ITEMS[tuple(fact)])
        if fact is not None:
            self.why.append(f"`{text}` is derived")
            return _DERIVED
        if silence != NO_SILENCE:
            self.why.append(f"`{text}` has a meaning when it is not said")
        self.paths.add(spot)
        self.plain.add(spot)
        return spot

    def inherited(self) -> None:
        """Note what tells the items of sources from a sheet's own."""
        beside = {spot[1] for spot in self.plain if spot[:1] == (SHEET,) and ITEMS not in spot}
        if not beside.isdisjoint(_OF_SHEETS):
            self.why += [f"`{text}` also holds what comes from sources" for text in sorted(self.derived)]

    def spot(self, path: list[Any], names: dict[str, Spot]) -> Spot:
        _, root, keys, _, _, _ = path
        start = names.get(root, (SHEET,))
        return (USE, *keys) if start == (USE, "uses", ITEMS) else (*start, *keys)

    def condition(self, plan: list[Any], names: dict[str, Spot]) -> None:
        kind = plan[0]
        if kind == "leaf":
            self.leaf(plan, names)
        elif kind == "not":
            self.condition(plan[1], names)
        elif kind in ("all", "any"):
            for part in plan[1]:
                self.condition(part, names)
        elif kind in ("every", "some"):
            self.inside(plan[1], plan[2], [plan[3], plan[4]], 1, names)
        elif kind == "count":
            _, name, listed, where, low, high, _ = plan
            bound = max(low or 0, (high + 1) if high is not None else 0)
            self.inside(name, listed, [where], bound if where is None else 2 * bound, names)

    def inside(self, name: str, listed: Any, conditions: list[Any], items: int, names: dict[str, Spot]) -> None:
        spot = self.ranged(listed, names)
        self.need(spot, items)
        for one in conditions:
            if one is not None:
                self.condition(one, {**names, name: (*spot, ITEMS)})

    def leaf(self, plan: list[Any], names: dict[str, Spot]) -> None:
        _, path, word, operand, vocabulary, _ = plan
        if operand[0] == "path":
            for one in (path, operand[1]):
                self.path(one, None, names)
            return
        constant = days_before(AS_OF, operand[1]) if operand[0] == "as_of" else operand[1]
        self.path(path, Reading(word, constant, vocabulary), names)

    def path(self, path: list[Any], reading: Reading | None, names: dict[str, Spot]) -> None:
        """Note a path; without a reading, something else than a constant tells its values apart."""
        text, _, _, fact, rest, silence = path
        spot = self.spot(path, names)
        if fact is not None:
            self.fact(text, spot, tuple(fact), rest, reading)
            return
        self.paths.add(spot)
        self.plain.add(spot)
        if spot[-1] == ITEMS:
            self.why.append(f"`{text}` is an item itself")
            return
        self.field(spot, [] if reading is None else [reading], [], silent=silence != NO_SILENCE)
        if reading is None:
            self.apart.add(spot)

    def fact(self, text: str, spot: Spot, fact: tuple[str, str], rest: list[str], reading: Reading | None) -> None:
        if fact == ("Use", "dataset"):
            if not self.declared:
                return
            self.need((USE, "datasets"), 0 if (USE, "datasets") in self.needs else 1)
            self.field((USE, "datasets", ITEMS, *rest), [reading] if reading else [], [], silent=False)
            self.paths.add((USE, "datasets", ITEMS, *rest))
            if reading is None or "activities" in rest or "subsets" in rest:
                self.why.append(f"`{text}` has a meaning of its own")
            return
        known = FACT_FIELDS.get((fact[0], fact[1]))
        if known is None:
            self.why.append(f"`{text}` can be more than can be tried")
            known = SAMPLED.get(fact[0], {})
        for keys, samples in known.items():
            where = (SHEET, *keys[1:]) if keys[:1] == _ROOT else (*spot, *keys)
            self.field(where, [], samples, silent=False)
            self.apart.add(where)
            self.paths.add(where)

    def field(self, spot: Spot, readings: list[Reading], samples: list[Any], *, silent: bool) -> None:
        kind, speaks = _type_at(spot)
        if kind is None:
            return  # a field that what is judged here never has
        known = self.fields.get(spot, _Field(kind, [], [], silent=False))
        silent = silent or speaks or known.silent
        self.fields[spot] = known._replace(
            readings=[*known.readings, *readings], samples=[*known.samples, *samples], silent=silent
        )

    # the tree

    def tree(self, spot: Spot, spots: set[Spot]) -> Tree:
        below = dict.fromkeys(
            one[len(spot)] for one in sorted(spots) if len(one) > len(spot) and one[: len(spot)] == spot
        )
        if spot in self.needs or ITEMS in below:
            return self.list_tree(spot, spots)
        if below or spot in ((SHEET,), (USE,)):
            fields = {key: self.tree((*spot, key), spots) for key in below if key != "uses" or spot != (USE,)}
            fixed = {}
            if spot in self.fields:
                self.only_stated(spot)
                fixed = _filler(spot, set(fields))
            return Tree(fields, None, 0, (), fixed)
        return self.field_tree(spot)

    def list_tree(self, spot: Spot, spots: set[Spot]) -> Tree:
        kind = _type_at(spot)[0]
        if spot in self.fields:
            self.only_stated(spot)
        if kind is None or not any(one["kind"] == "object" for one in alternatives(element(kind))):
            if spot != _DERIVED:
                self.why.append(f"`{'.'.join(spot[1:])}` is ranged over and has no fields")
            return Tree({}, None, 0, (), {})
        item = self.tree((*spot, ITEMS), spots | {(*spot, ITEMS, "")})
        fields = {key: tree for key, tree in item.fields.items() if key}
        return Tree(
            {},
            item._replace(fields=fields, fixed=_filler((*spot, ITEMS), set(fields))),
            self.needs.get(spot, 1),
            (),
            {},
        )

    def only_stated(self, spot: Spot) -> None:
        field = self.fields[spot]
        if spot in self.apart or any(reading.word != "stated" for reading in field.readings):
            self.why.append(f"`{'.'.join(spot[1:])}` is compared as a whole")

    def field_tree(self, spot: Spot) -> Tree:
        field = self.fields.get(spot)
        if field is None:
            return Tree({}, None, 0, (), {})
        if any(one["kind"] == "object" for one in alternatives(field.type)) and not field.samples:
            self.only_stated(spot)
            values = Values([filler] if (filler := _filler(spot, set())) else [], closed=bool(filler))
        elif field.samples and not field.readings:
            values = Values(field.samples, closed=True)
        else:
            values = values_of(field.type, field.readings, AS_OF, apart=spot in self.apart, samples=field.samples)
        if not values.closed:
            self.why.append(f"`{'.'.join(spot[1:])}` can be more than can be tried")
        unknown = ["unknown"] if field.silent else []
        return Tree({}, None, 0, (*values.values, *unknown), {})


def _type_at(spot: Spot) -> tuple[Type | None, bool]:
    """The type of a field, and whether its absence means more than that it is not said."""
    kind: Type | None = {"kind": "object", "name": ROOTS[spot[0]]}
    silent = False
    for key in spot[1:]:
        if kind is None:
            return None, False
        if key == ITEMS:
            kind = element(kind) if is_list(kind) else None
            continue
        name = next((one["name"] for one in alternatives(kind) if one["kind"] == "object"), None)
        field = OBJECTS[name]["fields"].get(key) if name is not None else None
        kind, silent = (field["type"], "silence" in field) if field is not None else (None, False)
    return kind, silent


def _filler(spot: Spot, read: set[str]) -> dict[str, Any]:
    """A field that nothing reads, so that an object says something; the id where there is one."""
    kind = _type_at(spot)[0]
    name = next((one["name"] for one in alternatives(kind or {"kind": "any"}) if one["kind"] == "object"), None)
    fields = OBJECTS[name]["fields"] if name is not None else {}
    for key in sorted(fields, key=lambda key: key != "id"):
        if key in read:
            continue
        if key == "id":
            return {"id": "a"}
        found = values_of(fields[key]["type"], [], AS_OF, apart=False).values
        if found and found[0] not in ([], "none"):
            return {key: found[0]}
    return {}
