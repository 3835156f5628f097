"""The laws of the algebra, over random expressions, own terms, and lineages of them."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from policylint.licenses.catalog import known_ids, terms_of
from policylint.licenses.combine import KINDS, combine
from policylint.licenses.compose import compatible
from policylint.licenses.expression import Operand, operands, parse
from policylint.licenses.operands import choices
from policylint.licenses.terms import ACTIONS, READINGS, Terms, meet, stated, under
from policylint.logic import FALSE, TRUE, UNKNOWN

OWN: dict[str, Terms] = {
    "LicenseRef-academic": stated({"permits": ["use", "train", "derive", "distribute"], "actors": ["academic"]}, None),
    "LicenseRef-closed": stated({"prohibits": list(ACTIONS)}, None),
    "LicenseRef-alike": stated({"like": "CC-BY-4.0", "requires": ["share_alike"]}, terms_of("CC-BY-4.0")),
}
UNKNOWN_ID = "LicenseRef-unknown"
IDS = [
    *("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0"),
    *("MIT", "GPL-2.0+", "GPL-3.0", "ODbL-1.0", "C-UDA-1.0", "CDLA-Sharing-1.0", "CC-PDDC", "NONE", "EUPL-1.2"),
    *OWN,
]
READ = [name for name in known_ids() if terms_of(name)]
KNOWN = st.sampled_from(IDS)
ANY = st.sampled_from([*IDS, UNKNOWN_ID, "NOASSERTION"])
KIND = st.sampled_from(sorted(KINDS))
READING = st.sampled_from(READINGS)


def trees(leaves: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.recursive(
        leaves,
        lambda parts: st.builds("({} {} {})".format, parts, st.sampled_from(["AND", "OR"]), parts),
        max_leaves=4,
    )


SOURCES = st.lists(trees(ANY), min_size=1, max_size=3)


@given(trees(ANY), trees(ANY), trees(ANY))
def test_a_choice_gives_no_less_and_a_conjunction_no_more(target: str, one: str, other: str) -> None:
    alone = compatible(target, one, OWN).value
    assert compatible(target, f"{one} OR {other}", OWN).value >= alone
    assert compatible(target, f"({one}) AND ({other})", OWN).value <= alone


@given(trees(ANY), trees(ANY), trees(ANY))
def test_a_target_may_not_offer_a_choice_that_is_not_fine(source: str, one: str, other: str) -> None:
    both = compatible(one, source, OWN) & compatible(other, source, OWN)
    assert compatible(f"({one}) OR ({other})", source, OWN) is both


@given(trees(ANY), trees(ANY), trees(ANY))
def test_the_order_of_operands_does_not_matter(target: str, one: str, other: str) -> None:
    for operator in ("AND", "OR"):
        forth, back = f"({one}) {operator} ({other})", f"({other}) {operator} ({one})"
        assert compatible(target, forth, OWN) is compatible(target, back, OWN)
        assert compatible(forth, target, OWN) is compatible(back, target, OWN)


@given(SOURCES, trees(ANY), KIND, READING)
def test_another_source_never_permits_more(sources: list[str], another: str, kind: str, reading: str) -> None:
    before = combine(sources, kind, reading, OWN)
    after = combine([*sources, another], kind, reading, OWN)
    assert after.possible.value <= before.possible.value
    assert set(after.licenses) <= set(before.licenses)


@given(SOURCES, KIND, READING)
def test_the_order_of_sources_and_saying_them_twice_do_not_matter(sources: list[str], kind: str, reading: str) -> None:
    assert combine([*reversed(sources), *sources], kind, reading, OWN) == combine(sources, kind, reading, OWN)


@given(SOURCES, KIND)
def test_a_conflict_is_one_and_none_of_its_sources_can_be_spared(sources: list[str], kind: str) -> None:
    found = combine(sources, kind, own=OWN)
    for conflict in found.conflicts:
        assert conflict.why
        alone = combine(conflict.between, kind, own=OWN)
        assert not alone.licenses
        assert alone.conflicts == (conflict,)
        for spared in conflict.between[1:]:
            assert not combine([one for one in conflict.between if one != spared], kind, own=OWN).conflicts


@given(trees(KNOWN), trees(KNOWN), KNOWN)
def test_knowing_a_licence_never_undoes_what_was_decided_without(target: str, source: str, known: str) -> None:
    for unknown_in, as_known in (
        ((target, f"({source}) AND {UNKNOWN_ID}"), (target, f"({source}) AND {known}")),
        ((target, f"({source}) OR {UNKNOWN_ID}"), (target, f"({source}) OR {known}")),
        ((f"({target}) AND {UNKNOWN_ID}", source), (f"({target}) AND {known}", source)),
        ((f"({target}) OR {UNKNOWN_ID}", source), (f"({target}) OR {known}", source)),
    ):
        before = compatible(*unknown_in, OWN)
        assert before is UNKNOWN or compatible(*as_known, OWN) is before


@given(st.lists(trees(KNOWN), min_size=1, max_size=2), KNOWN, KIND)
def test_knowing_a_source_adds_no_errors_over_unknown_as_an_error(sources: list[str], known: str, kind: str) -> None:
    before = combine([*sources, UNKNOWN_ID], kind, own=OWN).possible
    assert before is UNKNOWN or combine([*sources, known], kind, own=OWN).possible is before


@given(st.sampled_from(READ), st.sampled_from(READ), st.sampled_from(READ))
def test_a_lineage_grants_no_more_than_its_root(root: str, middle: str, leaf: str) -> None:
    """What may be passed on in two steps takes nothing back that the root keeps: no laundering by a step between."""
    if compatible(middle, root) is compatible(leaf, middle) is TRUE:
        first, last = terms_of(root), terms_of(leaf)
        assert first is not None
        assert last is not None
        named = leaf in first.targets or middle in first.targets
        assert named or first.actions["commercial_use"] == "permit" or last.actions["commercial_use"] != "permit"
        assert named or "attribution" not in first.requires or "attribution" in last.requires


def test_every_licence_that_lets_adaptations_be_shared_allows_itself() -> None:
    allowed = {
        "permit": TRUE,
        "permit_if": TRUE,
        "prohibit": FALSE,
        "silent": FALSE,
        "contested": UNKNOWN,
        None: UNKNOWN,
    }
    for name in known_ids():
        (known,) = choices(_operand(name))
        assert compatible(name, name) is allowed[known.terms.actions["derive"]], name


# readings


@given(st.sampled_from(READ), READING)
def test_a_reading_decides_what_is_contested_and_nothing_else(name: str, reading: str) -> None:
    terms = terms_of(name)
    assert terms is not None
    read = under(terms, reading)
    for action in ACTIONS:
        if terms.actions[action] != "contested" or reading == "legal_minimum":
            assert read.terms.actions[action] == terms.actions[action]
        else:
            assert read.terms.actions[action] in {
                "conservative": ("permit", "permit_if", "prohibit"),
                "strict_deny": ("prohibit",),
            }.get(reading, ())
    assert read.terms._replace(actions=terms.actions) == terms
    assert {action for action, _ in read.obligations} <= {a for a in ACTIONS if terms.actions[a] == "contested"}


def test_readings_of_creative_commons() -> None:
    def read(name: str, reading: str) -> tuple[str | None, list[str]]:
        terms = terms_of(name)
        assert terms is not None
        found = under(terms, reading)
        return found.terms.actions["share_model"], [
            duty for action, duty in found.obligations if action == "share_model"
        ]

    expected = {
        "CC-BY-4.0": ("permit", ["attribution"]),
        "CC-BY-SA-4.0": ("permit", ["attribution", "share_alike"]),
        "CC-BY-NC-4.0": ("permit_if", ["attribution"]),
        "CC-BY-NC-SA-4.0": ("permit_if", ["attribution", "share_alike"]),
        "CC-BY-ND-4.0": ("prohibit", []),
        "CC0-1.0": ("permit", []),
        "CDLA-Permissive-2.0": ("permit", []),
    }
    assert {name: read(name, "conservative") for name in expected} == expected
    assert read("CC-BY-4.0", "legal_minimum") == ("contested", [])
    assert read("CC-BY-4.0", "strict_deny") == ("prohibit", [])
    assert read("CC0-1.0", "strict_deny") == ("permit", [])


@given(st.lists(KNOWN, min_size=2, max_size=3))
def test_conservative_never_gives_more_together_than_alone(names: list[str]) -> None:
    alone = [one.terms for name in names for one in choices(_operand(name), OWN)[:1]]
    together = alone[0]
    for one in alone[1:]:
        together = meet(together, one)
    for action, terms in product(("train", "share_model", "share_output"), alone):
        if under(terms, "strict_deny").terms.actions[action] == "prohibit":
            assert under(together, "strict_deny").terms.actions[action] in ("prohibit", "silent")


def _operand(name: str) -> Operand:
    return operands(parse(name))[0]
