"""What people write is resolved to the licence that it means, and to none that it does not mean."""

from __future__ import annotations

import csv
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policylint.licenses.expression import parse
from policylint.licenses.resolver import resolve, suggestion
from policylint.licenses.resolver.near import half_known, keys, nearest, slips
from policylint.licenses.resolver.resolve import MAX_TEXT
from policylint.licenses.resolver.tables import elements, registry, tables
from policylint.licenses.resolver.wording import RESTRICTIONS
from policylint.licenses.resolver.words import phrase
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

sys.path.insert(0, str(ROOT / "benchmarks"))

from resolve import Row, report, rows, verdict

STRINGS = rows(ROOT / "tests" / "licenses" / "strings.csv")
NAMED = [row for row in STRINGS if row.kind in ("id", "name", "url", "sentence") and resolve(row.text).license]
IDS = sorted(set(tables().ids.values()))
STATUSES = ("exact", "alias", "ambiguous", "custom", "none", "unknown")


@pytest.mark.parametrize("row", STRINGS, ids=lambda row: row.text)
def test_a_text_means_what_the_table_says(row: Row) -> None:
    assert verdict(row, resolve(row.text)) == "right", resolve(row.text)


# what an answer holds


@pytest.mark.parametrize(
    ("text", "status", "license_"),
    [
        ("CC-BY-4.0", "exact", "CC-BY-4.0"),
        ("cc-by-4.0", "exact", "CC-BY-4.0"),
        ("LicenseRef-PDM-1.0", "exact", "LicenseRef-PDM-1.0"),
        ("LicenseRef-our-terms", "exact", "LicenseRef-our-terms"),
        ("MIT OR (apache-2.0 AND CC0-1.0)", "exact", "MIT OR Apache-2.0 AND CC0-1.0"),
        ("Apache-2.0+", "exact", "Apache-2.0+"),
        ("GPL-3.0", "alias", "GPL-3.0-only"),
        ("GPL-2.0+ OR MIT", "alias", "GPL-2.0-or-later OR MIT"),
        ("GPL-2.0-only WITH no-such-exception", "unknown", None),
        ("CC BY 4.0", "alias", "CC-BY-4.0"),
        ("CC BY", "ambiguous", None),
        ("NONE", "none", None),
        ("none", "unknown", None),
        ("", "unknown", None),
        ("\x00\u202e", "unknown", None),
    ],
)
def test_the_status_says_how_it_was_read(text: str, status: str, license_: str | None) -> None:
    found = resolve(text)
    assert (found.status, found.license) == (status, license_)


def test_an_ambiguous_text_names_the_family_its_members_and_why() -> None:
    found = resolve("CC BY-NC")
    assert (found.family, found.candidates[0], found.restrictions) == ("CC-BY-NC", "CC-BY-NC-4.0", ())
    assert found.why == "CC-BY-NC has several versions, and the text does not say which"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("CC BY 4.1", "there is no version 4.1 of CC-BY"),
        ("CC BY 4.0 US", "there is no US port of CC-BY-4.0: version 4.0 has no ports"),
        ("CC BY 3.0 UK", "there is no UK port of CC-BY-3.0: it was never ported to UK"),
        ("GPL v9", "there is no version 9 of GPL that policylint knows"),
        ("CC NC-SA 4.0", "there is no CC-NC-SA: BY is missing"),
        ("CC BY-SA-ND 4.0", "no Creative Commons licence has the elements BY-SA-ND"),
        (
            "CC BY 4.0 https://creativecommons.org/licenses/by-nc/4.0/",
            "the name says CC-BY-4.0 and the link says CC-BY-NC-4.0: they disagree",
        ),
    ],
)
def test_what_does_not_exist_or_disagrees_is_said_and_not_guessed(text: str, why: str) -> None:
    found = resolve(text)
    assert (found.license, found.why) == (None, why)


def test_several_licences_are_named_and_none_is_chosen() -> None:
    found = resolve("code: MIT, data: CC BY-NC 4.0")
    assert (found.license, found.candidates) == (None, ("MIT", "CC-BY-NC-4.0"))


def test_a_family_in_an_expression_is_a_reference_to_it() -> None:
    assert resolve("CC BY-SA 3.0 and the GFDL").license == "CC-BY-SA-3.0 AND LicenseRef-family-gfdl"


@pytest.mark.parametrize(("text", "near"), [("CC-BYY-4.0", "CC-BY-4.0"), ("Apche-2.0", "Apache-2.0"), ("QQQQ", None)])
def test_a_slip_of_a_key_is_a_hint_and_no_answer(text: str, near: str | None) -> None:
    found = resolve(text)
    assert (found.license, found.near, nearest(text)) == (None, near, near)


@given(st.data())
@settings(max_examples=60)
def test_every_slip_of_a_name_leaves_one_half_known(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(keys())))
    assert half_known(data.draw(st.sampled_from(sorted(slips(name)))))


def test_what_to_write_instead() -> None:
    assert suggestion("https://creativecommons.org/licenses/by/4.0/") == "CC-BY-4.0"
    assert [suggestion(text) for text in ("CC-BY-4.0", "CC BY", "research only", "not MIT")] == [None] * 4


# laws


@given(st.text())
@example("[" * 3000)
@example("not " * 4000)
@example("cc " * 5000)
@example("http://" * 2000)
@example("a." * 9000 + "/")
@example("or any later version " * 800)
@example("İſ 4.0" * 50)
def test_any_text_has_an_answer(text: str) -> None:
    start = time.process_time()
    found = resolve(text)
    assert time.process_time() - start < 2
    assert found.text == text
    assert found.status in STATUSES
    assert found.why
    assert (found.license is not None) == (found.status in ("exact", "alias"))
    assert set(found.restrictions) <= set(RESTRICTIONS)


@given(
    st.lists(
        st.sampled_from(
            [*"a1 .,-/()", "not", "CC", "BY", "NC", "4.0", "GPL", "v2", "or later", "MIT", "and", "license"]
        )
    )
)
def test_a_licence_that_is_given_can_be_read_as_an_expression(parts: list[str]) -> None:
    found = resolve(" ".join(parts)).license
    if found is not None:
        known = set(tables().ids.values())
        assert {operand for operand in _ids(found) if operand not in known and not _is_port(operand)} == set()


def _ids(expression: str) -> Iterator[str]:
    from policylint.licenses.expression import operands

    return (operand.id for operand in operands(parse(expression)))


def _is_port(identifier: str) -> bool:
    return identifier.startswith("LicenseRef-CC-BY") and identifier.rpartition("-")[2] in elements().ports


@pytest.mark.parametrize("identifier", IDS)
def test_an_id_is_itself(identifier: str) -> None:
    for text in (identifier, identifier.lower(), f" {identifier}\n"):
        assert (resolve(text).status, resolve(text).license) == ("exact", identifier)


@given(st.sampled_from(NAMED), st.randoms(use_true_random=False))
def test_case_and_spaces_tell_no_licences_apart(row: Row, chance: Any) -> None:
    if "creativecommons.org" in row.text or row.kind == "sentence" or " IGO" in row.text:
        text = f"  {row.text} "
    else:
        text = "".join(one.upper() if chance.random() < 0.5 else one.lower() for one in row.text.replace(" ", "  "))
    assert resolve(text).license == resolve(row.text).license


@given(st.sampled_from(NAMED), st.sampled_from(["not {}", "not licensed under {}", "{} does not apply", "never {}"]))
def test_a_negation_is_never_an_alias(row: Row, sentence: str) -> None:
    assert resolve(sentence.format(row.text)).license is None


@given(st.sampled_from(NAMED), st.sampled_from(NAMED))
def test_two_licences_side_by_side_are_not_one_of_them(one: Row, other: Row) -> None:
    first, second = resolve(one.text).license, resolve(other.text).license
    found = resolve(f"{one.text}; {other.text}").license
    assert found is None or first == second or (found in (first, second) and _related(first, second))


def _related(one: str | None, other: str | None) -> bool:
    """Licences of which one says what the other says less of."""
    bases = {str(name).removesuffix("-only").removesuffix("-or-later") for name in (one, other)}
    return len(bases) == 1 or "LicenseRef-PublicDomain" in (one, other)


# limits


def test_a_document_is_not_a_name() -> None:
    assert resolve("MIT " * MAX_TEXT).status == "unknown"


def test_many_texts_take_little_time() -> None:
    texts = [row.text for row in STRINGS]
    start = time.process_time()
    for text in texts * 10:
        resolve(text)
    assert time.process_time() - start < 4


def test_a_clean_check_does_not_load_the_tables() -> None:
    program = (
        "import sys; from policylint.__main__ import main;"
        "main(['check', 'examples/no-people/datasheet.yaml', '--no-config', '-q']);"
        "sys.exit(any(name.startswith('policylint.licenses.resolver') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False).returncode == 0


# the benchmark


def test_the_benchmark_tells_wrong_from_missed(tmp_path: Any) -> None:
    file = tmp_path / "some.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerows(
            [
                ("string", "expected", "kind"),
                ("CC BY 4.0", "CC-BY-4.0", "right"),
                ("CC BY 4.0", "CC-BY-3.0", "wrong"),
                ("CC BY 4.0", "AMBIGUOUS:CC-BY", "over"),
                ("CC BY", "CC-BY-4.0", "missed"),
            ]
        )
    lines = list(report(rows(file), show=True))
    assert [line.split(":")[0] for line in lines[:3]] == ["wrong", "over-claimed", "missed"]
    assert "right 25.0%, wrong or over-claimed 50.0% of 4" in lines


# the tables


def test_no_name_is_two_licences() -> None:
    seen: dict[str, str] = {}
    families = {key: entry["names"] for key, entry in registry("license-families")["families"].items()}
    for key, names in [*families.items(), *registry("license-names")["names"].items()]:
        for name in names:
            assert seen.setdefault(phrase(name), key) == key, name
