"""Saying what was not said, inside items that exist, never turns a verdict of a shipped rule.

A fail stays a fail and what was not applicable stays so; a pass stays a pass or turns out not to apply; an unknown
may become anything. Sheets and uses are those of the rules' own tests, or made from the generated table; one unsaid
field is filled, and every rule judges both.
"""

import json
from typing import Any

from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from policylint.documents import read
from policylint.documents.node import plain_value
from policylint.facts.common import Item, Sheet, World
from policylint.policy.compile import Compiled, compile_rule
from policylint.policy.judge import judge
from policylint.policy.load import load_rules
from policylint.shapes._table import ENUMS, OBJECTS, ROOTS
from policylint.shapes.check import UNSAID, check_fragment

PERIOD = "a longest period that is too long counts until a day of destruction is said"
LIMITS = "a part of the data whose terms are not said leaves the limits as the other parts state them"
EXCEPTED = {
    "biometric/retention-schedule": PERIOD,
    "license/academic-actor": LIMITS,
    "license/academic-only": LIMITS,
    "license/model-weights": LIMITS,
    "license/non-commercial": LIMITS,
    "license/use-permitted": LIMITS,
}
"""Rules that saying more may turn, beside those that ask whether something is said, and why.

Nor are fields with a silence filled: silent, they say something.
"""

SHIPPED = load_rules()[0]
RULES = {rule.id: compile_rule(rule.plan) for rule in SHIPPED}


FIELDS: dict[str, tuple[str, ...]] = {
    "Datasheet": (
        "people",
        "collection",
        "preprocessing",
        "licenses",
        "license_terms",
        "uses",
        "sources",
        "maintenance",
    ),
    "People": ("present", "groups", "remainder", "ethics_review"),
    "Group": (
        *(
            "kind",
            "role",
            "share",
            "identifiability",
            "biometric",
            "acquisition",
            "legal_basis",
            "legal_basis_evidence",
        ),
        *("deceased", "ethics_review", "consent", "criterion"),
    ),
    "Consent": ("status", "coverage", "rests_on", "given_by", "scope", "expires_on", "withdrawal"),
    "ConsentScope": ("allow", "deny", "activities", "commercial"),
    "ConsentActivities": ("allow", "deny"),
    "Withdrawal": ("contact", "sla_days", "method"),
    "EthicsReview": ("status",),
    "Biometric": ("raw", "identity_labels"),
    "Criterion": ("kind", "text", "reviewed_by"),
    "Evidence": ("path",),
    "Collection": ("methods", "origins", "opt_out_signals"),
    "Origin": ("url",),
    "OptOutSignals": tuple(OBJECTS["OptOutSignals"]["fields"]),
    "Signal": ("checked",),
    "Preprocessing": ("anonymisation",),
    "Anonymisation": ("technique", "reidentification_test"),
    "ReidentificationTest": ("date",),
    "License": ("applies_to", "license"),
    "LicenseTerms": ("permits", "prohibits", "actors", "purposes"),
    "Uses": ("intended", "prohibited"),
    "IntendedUse": ("id", "purpose", "commercial", "activities"),
    "Source": ("ref",),
    "Maintenance": ("status", "organization", "contact", "backup", "succession", "retraction"),
    "Retraction": ("date", "reason", "advice", "contact", "holders_notified", "replaced_by"),
    "HoldersNotified": ("date",),
    "UseDeclaration": ("purpose", "commercial", "activities", "actor"),
    "Actor": ("type", "subtype"),
}
"""The fields that are said or not: those that rules look at, and the way to them."""

NOT_FILLED = {"Anonymisation.reidentification_test", "ReidentificationTest.date"}
"""Beside fields with a silence: an anonymisation without a dated test of it does not count as one."""

DATES = st.sampled_from(["2019", "2025-12-31", "2026", "2026-01", "2026-01-01", "2026-01-02", "2030"])
TEXTS = st.sampled_from(["x", " ", "a-1", "data@example.org", "jane.doe@example.org", "none"])
LICENSES = st.sampled_from(
    ["MIT", "CC-BY-NC-4.0", "MIT OR CC-BY-4.0", "LicenseRef-x", "NOASSERTION", "NONE", "not a licence ("]
)

Type = dict[str, Any]


def values(kind: Type, field: str = "", *, silences: bool = True) -> st.SearchStrategy[Any]:
    """Values of a type of the table, with the fields that have a silence or without them."""
    name = kind["kind"]
    if name == "object":
        return objects(kind["name"], silences=silences)
    if name == "list":
        return st.lists(values(kind["of"], silences=silences), max_size=2)
    if name == "map":
        return st.fixed_dictionaries({}, optional={"LicenseRef-x": values(kind["of"], silences=silences)})
    if name == "union":
        return st.one_of([values(one, silences=silences) for one in kind["of"]])
    scalars: dict[str, st.SearchStrategy[Any]] = {
        "boolean": st.booleans(),
        "integer": st.sampled_from([0, 1, 30, 31]),
        "number": st.sampled_from([0, 0.5, 0.99, 1, 1.0]),
        "date": DATES,
        "string": LICENSES if field == "license" else st.just("a-1") if "pattern" in kind else TEXTS,
    }
    if name == "enum":
        return st.sampled_from(ENUMS[kind["name"]]["values"])
    return st.just(kind["value"]) if name == "const" else scalars[name]


@st.composite
def objects(draw: st.DrawFn, name: str, *, silences: bool = True) -> dict[str, Any]:
    """Objects of the table of which some fields are said, some unknown, and some absent."""
    fields = OBJECTS[name]["fields"]
    made: dict[str, Any] = {"id": "g"} if name == "Group" else {}
    for field in FIELDS[name]:
        if "silence" in fields[field] and not silences:
            continue
        how = draw(st.sampled_from(["said", "said", "said", "unknown", "absent"]))
        if how != "absent":
            made[field] = (
                "unknown" if how == "unknown" else draw(values(fields[field]["type"], field, silences=silences))
            )
    return made


TESTED = [test for rule in SHIPPED for test in rule.tests]
SHEETS = [plain_value(test.datasheet_node) for test in TESTED if test.datasheet_node is not None]
USES = [plain_value(test.use_node) for test in TESTED if test.use_node is not None]
sheets = st.one_of(st.sampled_from(SHEETS), objects(ROOTS["datasheet"]))
uses = st.one_of(st.none(), st.sampled_from(USES), objects(ROOTS["use"]))

Slot = tuple[tuple[str | int, ...], Type]


def slots(value: Any, kind: Type, at: tuple[str | int, ...] = ()) -> list[Slot]:
    """The fields that are not said, inside objects and items that exist."""
    for one in kind["of"] if kind["kind"] == "union" else [kind]:
        if one["kind"] == "object" and isinstance(value, dict):
            fields = {name: OBJECTS[one["name"]]["fields"][name] for name in FIELDS[one["name"]]}
            open_ = [
                ((*at, name), row["type"])
                for name, row in fields.items()
                if unsaid(value, name) and "silence" not in row
            ]
            inner = [slots(value[name], row["type"], (*at, name)) for name, row in fields.items() if name in value]
            return [*open_, *(slot for found in inner for slot in found)]
        if one["kind"] == "list" and isinstance(value, list):
            return [slot for index, item in enumerate(value) for slot in slots(item, one["of"], (*at, index))]
        if one["kind"] == "map" and isinstance(value, dict):
            return [slot for key, item in value.items() for slot in slots(item, one["of"], (*at, key))]
    return []


def unsaid(value: dict[str, Any], name: str) -> bool:
    return bool(value.get(name, "unknown") == "unknown")


def fillable(field: str, row: dict[str, Any]) -> bool:
    return "silence" not in row and field not in NOT_FILLED


def filled(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    copied = json.loads(json.dumps(value))
    target = copied
    for part in path[:-1]:
        target = target[part]
    target[path[-1]] = new
    return copied


def item(value: Any, shape: str) -> Item:
    document = read(json.dumps(value).encode(), f"{shape}.json")
    assert document.root is not None
    checked = check_fragment(document, document.root, shape)
    assume(not checked.problems)
    return Item(checked.value, Sheet(checked.value, document, shape, checked.origins), "")


def world(datasheet: Any, use: Any) -> World:
    sheet = item(datasheet, "datasheet")
    if use is not None:
        return World(sheet, (item(use, "use"),), None, "consume", "2026-01-01", {})
    intended = sheet.child("uses").child("intended")
    return World(
        sheet, None if intended.value is UNSAID else tuple(intended.children()), None, "create", "2026-01-01", {}
    )


def outcomes(rule: Compiled, seen: World) -> dict[tuple[str, ...], str]:
    """The outcome of each item; items of a list that is not said are not among them."""
    return {
        tuple(f"{name}{one.pointer}" for name, one in judged.scope.items()): judged.outcome
        for judged in judge(rule, seen)
        if judged.unlisted is None
    }


MAY_BECOME = {
    "pass": {"pass", "not_applicable"},
    "fail": {"fail"},
    "not_applicable": {"not_applicable"},
    "unknown": {"pass", "fail", "not_applicable", "unknown"},
}


def words_in(plan: Any) -> set[str]:
    """The words that a condition uses."""
    if not isinstance(plan, list):
        return set()
    own = {plan[2]} if plan[:1] == ["leaf"] else set()
    return own.union(*(words_in(part) for part in plan))


def asks_whether_said(rule: Any) -> bool:
    return "stated" in words_in([rule.plan["when"], rule.plan["require"]])


JUDGED = {name: rule for name, rule in RULES.items() if name not in EXCEPTED and not asks_whether_said(rule)}


def test_rules_that_are_excepted_exist_and_need_it() -> None:
    assert set(EXCEPTED) <= set(RULES)
    assert not [name for name in EXCEPTED if asks_whether_said(RULES[name])]


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.data())
def test_saying_more_never_turns_a_verdict(data: st.DataObject) -> None:
    datasheet, use = data.draw(sheets), data.draw(uses)
    before = world(datasheet, use)
    of_sheet = [("datasheet", slot) for slot in slots(datasheet, {"kind": "object", "name": ROOTS["datasheet"]})]
    of_use = [("use", slot) for slot in slots(use, {"kind": "object", "name": ROOTS["use"]})]
    where, (path, kind) = data.draw(st.sampled_from([*of_sheet, *of_use] or [("", ((), {}))]))
    assume(path and not own_review_beside_the_common_one(datasheet, path))
    new = data.draw(values(kind, str(path[-1]), silences=False))
    after = (
        world(filled(datasheet, path, new), use) if where == "datasheet" else world(datasheet, filled(use, path, new))
    )
    note(f"{where}: {path} is now {new!r}")
    for name, rule in JUDGED.items():
        now = outcomes(rule, after)
        for judged, outcome in outcomes(rule, before).items():
            assert now.get(judged, outcome) in MAY_BECOME[outcome], (name, judged, outcome, now[judged])


def own_review_beside_the_common_one(datasheet: dict[str, Any], path: tuple[str | int, ...]) -> bool:
    """A group without an ethics review has that of all the people, so its own is said already."""
    people = datasheet.get("people")
    return path[-1] == "ethics_review" and len(path) > 2 and isinstance(people, dict) and "ethics_review" in people
