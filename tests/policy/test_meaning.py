"""What a rule means: which items it has, the outcome of each, and where its finding points.

A case is the rule's conditions and a sheet, both in YAML; the outcomes are those of the items in order, and a finding
is shown as its pointer, what it would need to know, and the other places that it names.
"""

import tracemalloc
from itertools import product
from typing import NamedTuple

import pytest

from policylint.documents import Document, read
from policylint.facts.common import Item, Sheet, World
from policylint.findings import Finding
from policylint.logic import FALSE, TRUE, UNKNOWN
from policylint.policy.compile import compile_rule, count_bounds
from policylint.policy.conclude import finding
from policylint.policy.judge import TooManyError, judge
from policylint.policy.rule import Rule, read_rule
from policylint.shapes.check import UNSAID, check_fragment

HEAD = "title: t\nseverity: error\nremedy: r\nwhy: w\nreferences: []\ntests: [{name: t, expect: fail}]\n"
GROUPS = "for_each: {group: people.groups}\n"


def rule(conditions: str) -> Rule:
    message = "" if "message:" in conditions else "message: m\n"
    read_as = read(f"{HEAD}{message}{conditions}\n".encode(), "rules/area/slug.yaml")
    found, problems = read_rule(read_as, {})
    assert problems == []
    assert found is not None
    return found


def sheet(text: str, kind: str = "datasheet") -> Item:
    """A fragment, typed as it would be in a test of a rule."""
    document = read((text or "{}").encode(), f"{kind}.yaml")
    assert document.root is not None
    checked = check_fragment(document, document.root, kind)
    assert checked.problems == []
    return Item(checked.value, Sheet(checked.value, document, kind, checked.origins), "")


def world(datasheet: str, use: str | None = None, as_of: str = "2026-01-01", checked: str = "use") -> World:
    judged = sheet(datasheet)
    if use is None:
        intended = judged.child("uses").child("intended")
        return World(
            judged, None if intended.value is UNSAID else tuple(intended.children()), None, "create", as_of, {}
        )
    declared = sheet(use, "use")
    entries = declared.child("datasets").children()
    return World(judged, (declared,), entries[0] if entries else None, "consume", as_of, {}, checked)


class Judged(NamedTuple):
    """The outcomes of all items, and the findings of those that did not pass."""

    outcomes: list[str]
    findings: list[Finding]


def judged(
    conditions: str, datasheet: str, use: str | None = None, as_of: str = "2026-01-01", checked: str = "use"
) -> Judged:
    compiled, seen = compile_rule(rule(conditions).plan), world(datasheet, use, as_of, checked)
    found = list(judge(compiled, seen))
    shown = [finding(compiled, one, seen, "error") for one in found if one.outcome in ("fail", "unknown")]
    return Judged([one.outcome for one in found], shown)


def groups(*flow: str) -> str:
    return "people: {groups: [" + ", ".join(f"{{id: g{number}, {text}}}" for number, text in enumerate(flow)) + "]}\n"


# which items there are

GIVEN = "require: {group.consent.status: given}"
ITEMS: dict[str, tuple[str, str, list[str]]] = {
    "no for_each: the sheet itself": ("require: {people.present: true}", "people: {present: true}", ["pass"]),
    "each item by itself": (
        GROUPS + GIVEN,
        groups("consent: {status: given}", "consent: {status: refused}", "kind: mixed"),
        ["pass", "fail", "unknown"],
    ),
    "over []": (GROUPS + GIVEN, "people: {groups: []}", []),
    "over an absent list": (GROUPS + GIVEN, "people: {present: true}", ["unknown"]),
    "over a list in an absent mapping": (GROUPS + GIVEN, "", ["unknown"]),
    "over a list that is unknown": (GROUPS + GIVEN, "people: {groups: unknown}", ["unknown"]),
    "nobody in the data settles the list": (GROUPS + GIVEN, "people: {present: false}", []),
    "several names: every combination": (
        "for_each: {group: people.groups, license: licenses}\nrequire: {group.kind: mixed, license.holder: {not: b}}",
        groups("kind: mixed", "kind: public_figure") + "licenses: [{holder: a}, {holder: b}]",
        ["pass", "fail", "fail", "fail"],
    ),
    "several names: one is empty": (
        "for_each: {group: people.groups, license: licenses}\nrequire: {group.kind: mixed, license.holder: a}",
        groups("kind: mixed") + "licenses: []",
        [],
    ),
    "several names: empty wins over absent": (
        "for_each: {group: people.groups, license: licenses}\nrequire: {group.kind: mixed, license.holder: a}",
        "licenses: []",
        [],
    ),
    "several names: empty wins over absent, the other way round": (
        "for_each: {license: licenses, group: people.groups}\nrequire: {group.kind: mixed, license.holder: a}",
        "licenses: []",
        [],
    ),
    "several names: absent is one item": (
        "for_each: {group: people.groups, license: licenses}\nrequire: {group.kind: mixed, license.holder: a}",
        groups("kind: mixed", "kind: mixed"),
        ["unknown"],
    ),
    "several names: both absent is one item": (
        "for_each: {group: people.groups, license: licenses}\nrequire: {group.kind: mixed, license.holder: a}",
        "",
        ["unknown"],
    ),
    "a list of an item": (
        "for_each: {group: people.groups, proof: group.legal_basis_evidence}\nrequire: {proof.path: {stated: true}}",
        groups("legal_basis_evidence: [{path: a}, {url: b}]", "legal_basis_evidence: []"),
        ["pass", "fail"],
    ),
    "a list of an item that is absent hides no other": (
        "for_each: {group: people.groups, proof: group.legal_basis_evidence}\nrequire: {proof.path: {stated: true}}",
        groups("kind: mixed", "legal_basis_evidence: [{url: b}]", "kind: mixed"),
        ["fail", "unknown", "unknown"],
    ),
    "uses: the sheet's own": (
        "for_each: {use: uses}\nrequire: {use.commercial: false}",
        "uses: {intended: [{id: a, commercial: false}, {id: b, commercial: true}, {id: c}]}",
        ["pass", "fail", "unknown"],
    ),
    "uses: none": ("for_each: {use: uses}\nrequire: {use.commercial: false}", "uses: {intended: []}", []),
    "uses: not said": ("for_each: {use: uses}\nrequire: {use.commercial: false}", "", ["unknown"]),
}


@pytest.mark.parametrize(("conditions", "datasheet", "expected"), ITEMS.values(), ids=ITEMS)
def test_items(conditions: str, datasheet: str, expected: list[str]) -> None:
    assert judged(conditions, datasheet).outcomes == expected


def test_a_use_declaration_is_the_one_use() -> None:
    conditions = "for_each: {use: uses}\nrequire: {use.commercial: false}"
    own = "uses: {intended: [{id: a, commercial: true}, {id: b, commercial: true}]}"
    assert judged(conditions, own, "id: u\ncommercial: false").outcomes == ["pass"]
    assert judged(conditions, own, "id: u").outcomes == ["unknown"]


SUBSETS = [
    ("[a]", ["fail", "fail", "fail"]),  # g0 names a, g2 both, g3 none
    ("[b]", ["fail", "fail", "fail"]),
    ("[c]", ["fail"]),
    ("all", ["fail"] * 4),
    ("unknown", ["fail"] * 4),
]


@pytest.mark.parametrize(("subsets", "expected"), SUBSETS)
def test_a_group_of_other_subsets_is_no_item_of_a_use(subsets: str, expected: list[str]) -> None:
    listed = "subsets: [{id: a}, {id: b}, {id: c}]\n"
    datasheet = groups("subsets: [a]", "subsets: [b]", "subsets: [a, b]", "kind: mixed") + listed
    use = f"id: u\ndatasets: [{{id: d, subsets: {subsets}}}]"
    assert judged(GROUPS + "require: {group.id: other}", datasheet, use).outcomes == expected


# three-valued conditions

UNKNOWN_STATUS = groups("share: 0.5")
NEVER = "require: {every: {in: {g: people.groups}, satisfy: {g.consent.expires_on: never}}}"
DENIED = "require: {every: {in: {g: people.groups}, satisfy: {g.consent.scope.deny: {stated: true}}}}"
MIXED = groups("kind: mixed", "share: 1")


def count(bounds: str) -> str:
    return f"require: {{count: {{in: {{g: people.groups}}, where: {{g.kind: mixed}}, {bounds}}}}}"


NO_GROUPS = "people: {present: true}"
CONDITIONS: list[tuple[str, str, str]] = [
    # all of several paths and words
    ("require: {people.present: true, id: a}", "{id: a, people: {present: true}}", "pass"),
    ("require: {people.present: true, id: a}", "{id: b}", "fail"),  # FALSE settles it, whatever is not said
    ("require: {people.present: true, id: a}", "{id: a}", "unknown"),
    ("require: {size.items: {min: 1, max: 3}}", "size: {items: 2}", "pass"),
    ("require: {size.items: {min: 1, max: 3}}", "size: {items: 4}", "fail"),
    # any
    ("require: {any: [{people.present: true}, {id: a}]}", "{id: a}", "pass"),  # TRUE settles it
    ("require: {any: [{people.present: true}, {id: a}]}", "{id: b}", "unknown"),
    ("require: {any: [{people.present: true}, {id: a}]}", "{id: b, people: {present: unknown}}", "unknown"),
    ("require: {any: [{people.present: true}, {id: a}]}", "{id: b, people: {present: false}}", "fail"),
    # not, over the whole
    ("require: {not: {people.present: true, id: a}}", "{id: b}", "pass"),
    ("require: {not: {people.present: true, id: a}}", "{id: a}", "unknown"),
    ("require: {modality: {not: {intersects: [image, audio]}}}", "modality: [text]", "pass"),
    ("require: {modality: {not: {intersects: [image, audio]}}}", "modality: [text, audio]", "fail"),
    ("require: {modality: {not: {intersects: [image]}}}", "modality: unknown", "unknown"),
    ("require: {version: {not: a}}", "version: a", "fail"),
    ("require: {version: {not: a}}", "", "unknown"),
    # stated is never unknown; an empty list and none are said
    ("require: {modality: {stated: true}}", "modality: []", "pass"),
    ("require: {modality: {stated: true}}", "modality: unknown", "fail"),
    ("require: {modality: {stated: true}}", "", "fail"),
    ("require: {maintenance.backup: {stated: true}}", "maintenance: {backup: none}", "pass"),
    ("require: {modality: {stated: false}}", "", "pass"),
    ("require: {maintenance: {stated: true}}", "maintenance: {}", "fail"),  # an empty mapping says nothing
    # every
    ("require: {every: {in: {g: people.groups}, satisfy: {g.kind: mixed}}}", "people: {groups: []}", "pass"),
    ("require: {every: {in: {g: people.groups}, satisfy: {g.kind: mixed}}}", NO_GROUPS, "unknown"),
    ("require: {every: {in: {g: people.groups}, satisfy: {g.kind: mixed}}}", MIXED, "unknown"),
    (
        "require: {every: {in: {g: people.groups}, satisfy: {g.kind: mixed}}}",
        groups("share: 1", "kind: public_figure"),
        "fail",
    ),
    (
        "require: {every: {in: {g: people.groups}, where: {g.share: {min: 0.5}}, satisfy: {g.kind: mixed}}}",
        groups("share: 0.1, kind: public_figure", "share: 0.9, kind: mixed"),
        "pass",
    ),
    (
        "require: {every: {in: {g: people.groups}, where: {g.share: {min: 0.5}}, satisfy: {g.kind: mixed}}}",
        groups("kind: public_figure"),
        "unknown",
    ),
    (
        "require: {every: {in: {g: people.groups}, where: {g.share: {min: 0.5}}, satisfy: {g.kind: mixed}}}",
        groups("kind: mixed"),
        "pass",
    ),
    # some
    ("require: {some: {in: {g: people.groups}, satisfy: {g.kind: mixed}}}", "people: {groups: []}", "fail"),
    ("require: {some: {in: {g: people.groups}, satisfy: {g.kind: mixed}}}", NO_GROUPS, "unknown"),
    ("require: {some: {in: {g: people.groups}, satisfy: {g.kind: mixed}}}", groups("share: 1", "kind: mixed"), "pass"),
    (
        "require: {some: {in: {g: people.groups}, satisfy: {g.kind: mixed}}}",
        groups("share: 1", "kind: public_figure"),
        "unknown",
    ),
    (
        "require: {some: {in: {g: people.groups}, where: {g.share: {min: 0.5}}, satisfy: {g.kind: mixed}}}",
        groups("share: 0.1, kind: mixed", "share: 0.9, kind: public_figure"),
        "fail",
    ),
    (
        "require: {some: {in: {g: people.groups}, where: {g.share: {min: 0.5}}, satisfy: {g.kind: mixed}}}",
        groups("kind: mixed"),
        "unknown",
    ),
    # count
    ("require: {count: {in: {g: people.groups}, min: 1}}", NO_GROUPS, "unknown"),
    ("require: {count: {in: {g: people.groups}, min: 1}}", "people: {groups: []}", "fail"),
    ("require: {count: {in: {g: people.groups}, max: 0}}", "people: {groups: []}", "pass"),
    ("require: {count: {in: {g: people.groups}, min: 2, max: 2}}", groups("share: 1", "share: 1"), "pass"),
    (count("min: 1"), MIXED, "pass"),
    (count("min: 2"), MIXED, "unknown"),
    (count("min: 3"), MIXED, "fail"),
    (count("max: 1"), MIXED, "unknown"),
    (count("max: 0"), MIXED, "fail"),
    (count("max: 2"), MIXED, "pass"),
    # lists of terms
    ("require: {uses.prohibited: {covers: [resale]}}", "uses: {prohibited: [resale, security]}", "pass"),
    # another value, the day
    ("require: {maintenance.backup: {not: $maintenance.contact}}", "maintenance: {backup: a, contact: b}", "pass"),
    ("require: {maintenance.backup: {not: $maintenance.contact}}", "maintenance: {backup: a, contact: a}", "fail"),
    ("require: {maintenance.backup: {not: $maintenance.contact}}", "maintenance: {backup: a}", "unknown"),
    ("require: {maintenance.since: {before: $as_of}}", "maintenance: {since: 2025-12-31}", "pass"),
    ("require: {maintenance.since: {before: $as_of}}", "maintenance: {since: 2026-01-01}", "fail"),
    ("require: {maintenance.since: {on_or_before: $as_of}}", "maintenance: {since: 2026}", "unknown"),
    ("require: {maintenance.since: {on_or_after: $as_of - 90 days}}", "maintenance: {since: 2025-10-03}", "pass"),
    ("require: {maintenance.since: {on_or_after: $as_of - 90 days}}", "maintenance: {since: 2025-10-02}", "fail"),
    ("require: {maintenance.since: {on_or_after: $as_of - 90 days}}", "maintenance: {since: 2025-10}", "unknown"),
    # silences
    ("require: {every: {in: {g: people.groups}, satisfy: {g.deceased: none}}}", UNKNOWN_STATUS, "pass"),
    ("require: {every: {in: {g: people.groups}, satisfy: {g.deceased: none}}}", groups("deceased: unknown"), "unknown"),
    (NEVER, groups("consent: {coverage: 1}"), "pass"),
    (NEVER, UNKNOWN_STATUS, "pass"),
    (NEVER, groups("consent: unknown"), "unknown"),
    (NEVER, groups("consent: {expires_on: ~}"), "unknown"),
    (DENIED, groups("consent: {scope: {allow: []}}"), "pass"),
]  # fmt: skip


@pytest.mark.parametrize(("conditions", "datasheet", "expected"), CONDITIONS)
def test_conditions(conditions: str, datasheet: str, expected: str) -> None:
    assert judged(conditions, datasheet).outcomes == [expected]


TURNED = {"pass": "fail", "fail": "pass", "unknown": "unknown"}


@pytest.mark.parametrize(("conditions", "datasheet", "expected"), CONDITIONS)
def test_forbid_is_require_turned_round(conditions: str, datasheet: str, expected: str) -> None:
    assert judged(conditions.replace("require:", "forbid:", 1), datasheet).outcomes == [TURNED[expected]]


WHEN: list[tuple[str, str, str]] = [
    ("a", "a", "pass"),
    ("a", "b", "fail"),
    ("a", "unknown", "unknown"),
    ("b", "a", "not_applicable"),
    ("b", "b", "not_applicable"),
    ("b", "unknown", "not_applicable"),
    ("unknown", "a", "pass"),  # it passes whether or not the rule applies
    ("unknown", "b", "unknown"),
    ("unknown", "unknown", "unknown"),
]


@pytest.mark.parametrize(("when", "required", "expected"), WHEN)
def test_when_and_the_requirement(when: str, required: str, expected: str) -> None:
    conditions = "when: {version: a}\nrequire: {homepage: a}"
    assert judged(conditions, f"version: {when}\nhomepage: {required}").outcomes == [expected]
    forbidden = "when: {version: a}\nforbid: {homepage: {not: a}}"
    assert judged(forbidden, f"version: {when}\nhomepage: {required}").outcomes == [expected]


BOUNDS = [
    (low, high) for low in (None, 0, 1, 2, 3, 7) for high in (None, 0, 1, 2, 3, 7) if high is None or (low or 0) <= high
]


@pytest.mark.parametrize(("low", "high"), BOUNDS)
def test_a_count_is_an_interval(low: int | None, high: int | None) -> None:
    for true, unknown in product(range(4), range(4)):
        possible = {
            (low is None or number >= low) and (high is None or number <= high)
            for number in range(true, true + unknown + 1)
        }
        expected = UNKNOWN if len(possible) == 2 else TRUE if True in possible else FALSE
        assert count_bounds([TRUE] * true + [FALSE] + [UNKNOWN] * unknown, low, high) is expected


# where a finding points


class Shown(NamedTuple):
    """A finding: its pointer and the text there, the pointers that would decide it, and the other places."""

    at: str
    token: str
    missing: list[tuple[str, str]]
    related: list[str]


def show(found: Finding, documents: dict[str, Document]) -> Shown:
    line, column, end_line, end_column = found.place.span
    assert line == end_line
    token = documents[found.place.path].lines[line - 1][column - 1 : end_column - 1]
    missing = [(one.path, one.pointer) for one in found.missing]
    return Shown(found.place.pointer, token, missing, [place.pointer for place in found.related])


STATUS = "group.consent.status"
PLACES: dict[str, tuple[str, str, list[Shown]]] = {
    "fail: the value that decides": (
        GROUPS + "require: {group.consent.status: given}",
        groups("consent: {status: refused}"),
        [Shown("/people/groups/0/consent/status", "refused", [], [])],
    ),
    "fail: the first deciding condition as the rule is written": (
        "require: {homepage: b, version: a, description: c}",
        "{version: x, description: c, homepage: y}",
        [Shown("/homepage", "y", [], ["/version"])],
    ),
    "fail: the first that stands in the file": (
        "require: {version: {stated: true}, homepage: a}",
        "{homepage: b}",
        [Shown("/homepage", "b", [], [])],
    ),
    "fail: none of them stands": (
        GROUPS + "require: {group.consent.status: {stated: true}}",
        groups("kind: mixed"),
        [Shown("/people/groups/0", "g0", [], [])],
    ),
    "fail: what made it apply is related": (
        GROUPS + "when: {group.kind: mixed, group.role: speaker}\nrequire: {group.consent.status: given}",
        groups("kind: mixed, role: speaker, consent: {status: refused}"),
        [Shown("/people/groups/0/consent/status", "refused", [], ["/people/groups/0/kind", "/people/groups/0/role"])],
    ),
    "fail: in any, all of it decides": (
        "require: {any: [{version: a}, {homepage: a}]}",
        "{homepage: h, version: v}",
        [Shown("/version", "v", [], ["/homepage"])],
    ),
    "fail: in not, what is true decides": (
        "require: {not: {any: [{version: a}, {homepage: a}]}}",
        "{version: b, homepage: a}",
        [Shown("/homepage", "a", [], [])],
    ),
    "fail: forbid points at what is true": (
        GROUPS + "forbid: {group.special_categories: {intersects: [health]}}",
        groups("special_categories: [genetic, health]"),
        [Shown("/people/groups/0/special_categories", "special_categories", [], [])],
    ),
    "fail: what it is compared with is related": (
        "require: {maintenance.backup: {not: $maintenance.contact}}",
        "maintenance: {contact: a, backup: a}",
        [Shown("/maintenance/backup", "backup: a".removeprefix("backup: "), [], ["/maintenance/contact"])],
    ),
    "fail: every points at the items that break it": (
        "require: {every: {in: {g: people.groups}, satisfy: {g.kind: mixed}}}",
        groups("kind: public_figure", "kind: mixed", "share: 1", "kind: private_individual"),
        [Shown("/people/groups/0/kind", "public_figure", [], ["/people/groups/3/kind"])],
    ),
    "fail: count points at the list": (
        "require: {count: {in: {g: people.groups}, min: 2}}",
        groups("kind: mixed"),
        [Shown("/people/groups", "groups", [], [])],
    ),
    "fail: some of nothing points at the list": (
        "require: {some: {in: {g: people.groups}, satisfy: {g.kind: mixed}}}",
        "people: {groups: []}",
        [Shown("/people/groups", "groups", [], [])],
    ),
    "fail: a fact points at the fields it comes from": (
        GROUPS + "require: {group.consent.effective: given}",
        groups("consent: {status: given, given_by: [uploader]}"),
        [Shown("/people/groups/0/consent/given_by", "given_by", [], ["/people/groups/0/consent/status"])],
    ),
    "fail: what people say once stands there": (
        GROUPS + "require: {group.ethics_review.status: approved}",
        "people: {ethics_review: {status: pending}, groups: [{id: g0}]}",
        [Shown("/people/ethics_review/status", "pending", [], [])],
    ),
    "fail: nobody in the data is said at present": (
        "require: {people.remainder: unlisted}",
        "people: {present: false}",
        [Shown("/people/present", "false", [], [])],
    ),
    "unknown: said to be unknown": (
        GROUPS + "require: {group.consent.status: given}",
        groups("consent: {status: unknown}"),
        [Shown("/people/groups/0/consent/status", "unknown", [(STATUS, "/people/groups/0/consent/status")], [])],
    ),
    "unknown: null is shown as it is written": (
        GROUPS + "require: {group.consent.status: given}",
        groups("consent: {status: ~}"),
        [Shown("/people/groups/0/consent/status", "~", [(STATUS, "/people/groups/0/consent/status")], [])],
    ),
    "unknown: the nearest ancestor": (
        GROUPS + "require: {group.consent.status: given}",
        groups("consent: {coverage: 1}", "kind: mixed"),
        [
            Shown("/people/groups/0/consent", "consent", [(STATUS, "/people/groups/0/consent/status")], []),
            Shown("/people/groups/1", "g1", [(STATUS, "/people/groups/1/consent/status")], []),
        ],
    ),
    "unknown: all that is missing": (
        "require: {version: a, homepage: b, description: c}",
        "{description: c, id: x}",
        [Shown("", "description", [("version", "/version"), ("homepage", "/homepage")], [])],
    ),
    "unknown: only the branches that are undecided": (
        "require: {any: [{version: a, homepage: b}, {description: c}]}",
        "{homepage: x, id: i}",
        [Shown("", "homepage", [("description", "/description")], [])],
    ),
    "unknown: whether the rule applies": (
        GROUPS + "when: {group.kind: mixed}\nrequire: {group.consent.status: given}",
        groups("consent: {status: refused}"),
        [Shown("/people/groups/0", "g0", [("group.kind", "/people/groups/0/kind")], [])],
    ),
    "unknown: whether it applies, and whether it holds": (
        GROUPS + "when: {group.kind: mixed}\nrequire: {group.consent.status: given}",
        groups("kind: unknown"),
        [
            Shown(
                *("/people/groups/0/kind", "unknown"),
                [("group.kind", "/people/groups/0/kind"), (STATUS, "/people/groups/0/consent/status")],
                [],
            )
        ],
    ),
    "unknown: an absent list": (
        GROUPS + "require: {group.kind: mixed}",
        "people: {present: true}",
        [Shown("/people", "people", [("people.groups", "/people/groups")], [])],
    ),
    "unknown: a list said to be unknown": (
        GROUPS + "require: {group.kind: mixed}",
        "people: {groups: unknown}",
        [Shown("/people/groups", "unknown", [("people.groups", "/people/groups")], [])],
    ),
    "unknown: an absent list in an empty sheet": (
        GROUPS + "require: {group.kind: mixed}",
        "id: x",
        [Shown("", "id", [("people.groups", "/people/groups")], [])],
    ),
    "unknown: a list of an item": (
        "for_each: {group: people.groups, proof: group.legal_basis_evidence}\nrequire: {proof.path: a}",
        groups("kind: mixed"),
        [
            Shown(
                *("/people/groups/0", "g0"),
                [("group.legal_basis_evidence", "/people/groups/0/legal_basis_evidence")],
                [],
            )
        ],
    ),
    "unknown: the list of every": (
        "require: {every: {in: {g: people.groups}, satisfy: {g.kind: mixed}}}",
        "people: {present: true}",
        [Shown("/people", "people", [("people.groups", "/people/groups")], [])],
    ),
    "unknown: items of every": (
        "require: {every: {in: {g: people.groups}, satisfy: {g.kind: mixed}}}",
        groups("kind: mixed", "share: 1"),
        [Shown("/people/groups/1", "g1", [("g.kind", "/people/groups/1/kind")], [])],
    ),
    "unknown: items of count": (
        "require: {count: {in: {g: people.groups}, where: {g.kind: mixed}, min: 1}}",
        groups("kind: public_figure", "kind: unknown"),
        [Shown("/people/groups/1/kind", "unknown", [("g.kind", "/people/groups/1/kind")], [])],
    ),
    "unknown: a fact names the field that would decide it": (
        GROUPS + "require: {group.consent.effective: given}",
        groups("consent: {status: given}"),
        [
            Shown(
                *("/people/groups/0/consent", "consent"),
                [("group.consent.given_by", "/people/groups/0/consent/given_by")],
                ["/people/groups/0/consent/status"],
            )
        ],
    ),
    "unknown: a date that is half said misses nothing": (
        "require: {maintenance.since: {before: 2019-06-15}}",
        "maintenance: {since: 2019-06}",
        [Shown("/maintenance/since", "2019-06", [], [])],
    ),
    "unknown: the uses": (
        "for_each: {use: uses}\nrequire: {use.commercial: false}",
        "uses: {prohibited: []}",
        [Shown("/uses", "uses", [("uses.intended", "/uses/intended")], [])],
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "conditions", "datasheet", "expected"),
    [(name.partition(":")[0], *case) for name, case in PLACES.items()],
    ids=PLACES,
)
def test_where_a_finding_points(outcome: str, conditions: str, datasheet: str, expected: list[Shown]) -> None:
    documents = {"datasheet.yaml": sheet(datasheet).sheet.document}
    found = judged(conditions, datasheet).findings
    assert {one.outcome for one in found} == {
        "unknown" if expected[0].missing or "half said" in conditions else found[0].outcome
    }
    assert {one.outcome for one in found} == {outcome}
    assert [show(one, documents) for one in found] == expected


@pytest.mark.parametrize("checked", ["use", "datasheet"])
def test_a_condition_of_a_use_and_a_sheet_points_at_the_one_that_is_checked_and_names_both(checked: str) -> None:
    conditions = "for_each: {use: uses}\nforbid: {use.purpose: {intersects: $uses.prohibited}}"
    sheet_and_use = ("id: d\nuses: {prohibited: [resale]}", "id: u\npurpose: resale")
    (found,) = judged(conditions, *sheet_and_use, checked=checked).findings
    places = [(place.path, place.pointer) for place in (found.place, *found.related)]
    of_the_use, of_the_sheet = ("use.yaml", "/purpose"), ("datasheet.yaml", "/uses/prohibited")
    assert places == ([of_the_use, of_the_sheet] if checked == "use" else [of_the_sheet, of_the_use])
    assert (found.dataset, found.use) == ("d", "u")


# messages

REFUSED = "consent: {status: refused}"
MESSAGES = [
    ("{group}", groups(REFUSED), "g0"),
    ("{group.consent.status}, {group.kind}", groups(REFUSED), "refused, not stated"),
    ("{group.special_categories}", groups(f"{REFUSED}, special_categories: [health, genetic]"), "health, genetic"),
    ("{group.special_categories}", groups(f"{REFUSED}, special_categories: []"), "none"),
    ("{group.notified}", groups(f"{REFUSED}, notified: false"), "false"),
    ("{group.share}", groups(f"{REFUSED}, share: 0.5"), "0.5"),
    ("{group.criterion.text}", groups(REFUSED + ', criterion: {text: "a\\n  b"}'), "a b"),
    ("{group.criterion.text}", groups(f"{REFUSED}, criterion: {{text: {'x' * 200}}}"), "x" * 119 + "\u2026"),
    ("{id} {name}", "id: d\n" + groups(REFUSED), "d not stated"),
    ("{group} {id}", "{id: d, people: {present: true}}", "each group d"),
]


@pytest.mark.parametrize(("message", "datasheet", "expected"), MESSAGES)
def test_messages(message: str, datasheet: str, expected: str) -> None:
    conditions = f'message: "{message}"\n{GROUPS}require: {{group.consent.status: given}}'
    assert [found.message for found in judged(conditions, datasheet).findings] == [expected]


def test_an_item_without_an_id_is_called_by_its_pointer() -> None:
    conditions = 'message: "{license}"\nfor_each: {license: licenses}\nrequire: {license.holder: a}'
    assert [one.message for one in judged(conditions, "licenses: [{holder: b}]").findings] == ["/licenses/0"]


def test_the_line_of_the_policy_is_that_of_the_deciding_condition() -> None:
    conditions = "when:\n  version: a\nrequire:\n  homepage: b\n  description: c\n"
    first = rule(conditions).document.lines.index("  version: a") + 1
    assert [one.policy for one in judged(conditions, "{version: a, homepage: b, description: d}").findings] == [
        ("rules/area/slug.yaml", first + 3)
    ]
    assert [one.policy for one in judged(conditions, "{homepage: x, description: c}").findings] == [
        ("rules/area/slug.yaml", first)
    ]


def test_fingerprints_are_of_ids_and_values_not_of_lines_and_order() -> None:
    conditions = GROUPS + "require: {group.consent.status: given}"
    one = judged(conditions, "id: d\n" + groups("consent: {status: refused}")).findings[0]
    moved = (
        "people:\n  groups:\n\n  - {id: other, consent: {status: given}}\n"
        "  - consent:\n      status: refused\n    id: g0\nid: d\n"
    )
    other = judged(conditions, "id: d\n" + groups("consent: {status: deferred}")).findings[0]
    assert judged(conditions, moved).findings[0].fingerprint == one.fingerprint
    assert other.fingerprint != one.fingerprint


def test_a_list_that_is_not_said_has_many_pairs_with_others() -> None:
    """What is not said has no place of its own to point at."""
    listed = ", ".join(["{license: MIT}"] * 400)
    for lists in ("a: licenses, b: licenses, c: sources", "c: sources, a: licenses, b: licenses"):
        compiled = compile_rule(rule(f"for_each: {{{lists}}}\nrequire: {{a.license: $b.license}}").plan)
        with pytest.raises(TooManyError, match="looks at each"):
            list(judge(compiled, world(f"licenses: [{listed}]")))


def test_pairs_of_two_long_lists_are_not_kept() -> None:
    seen = world("licenses: [" + ", ".join(["{applies_to: dataset, license: MIT}"] * 200) + "]")
    pairs = compile_rule(rule("for_each: {a: licenses, b: licenses}\nrequire: {a.applies_to: $b.applies_to}").plan)
    tracemalloc.start()
    try:
        assert sum(one.outcome == "pass" for one in judge(pairs, seen)) == 200 * 200
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 2_000_000
