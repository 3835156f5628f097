"""No file takes for ever, and none takes all memory: what is too much is refused, and the run goes on to its end."""

from __future__ import annotations

import gzip
import json
import resource
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint.gitignore import Ignore
from policylint.policy.patterns import misfit
from policylint.policy.words.text import LONGEST, compiled
from tests.cli.test_bad_input import BOMB, GOOD
from tests.cli.test_lineage import sheet
from tests.conftest import AS_OF, ROOT, clean_environment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

MEMORY = 1 << 30
"""Bytes of addresses that a run gets: an ordinary one takes a tenth."""
SECONDS = 20
"""What no run here comes near, also on a busy machine."""
MEGABYTE = b"x" * (1 << 20)


def limited(*arguments: str, cwd: Path) -> Run:
    """Run policylint with little memory, and not for long."""
    from tests.conftest import Run

    done = subprocess.run(
        [sys.executable, "-m", "policylint", *arguments], cwd=cwd, capture_output=True, timeout=SECONDS, check=False,
        env={**clean_environment(cwd.parent / "cache"), "PYTHONPATH": str(ROOT)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )  # fmt: skip
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


# documents

BOMBS: dict[str, tuple[bytes, str]] = {
    "aliases that multiply": (BOMB, "syntax/nodes"),
    "an alias of itself": (b"datasheet: &a [*a]\n", "syntax/"),
    "merge keys that multiply": (
        b"".join(b"%c: &%c {<<: [%s], %c: 1}\n" % (c, c, b", ".join([b"*%c" % (c - 1)] * 9 if c > 97 else []), c)
                 for c in range(97, 110)), "",
    ),
    "lists 100,000 deep": (b"datasheet: " + b"[" * 100_000, "syntax/depth"),
    "mappings 100,000 deep": (b"datasheet: " + b"{a: " * 100_000, "syntax/depth"),
    "blocks 1,000 deep": (b"".join(b" " * level + b"a:\n" for level in range(1000)), "syntax/depth"),
    "a million items": (b"datasheet: [" + b"1," * 500_000 + b"]", "syntax/nodes"),
    "300,000 keys": (b"".join(b"k%d: 1\n" % one for one in range(180_000)), "syntax/nodes"),
    "100,000 documents": (b"--- 1\n" * 100_000, "syntax/several-documents"),
    "a text of two megabytes": (b"datasheet: '1'\nid: " + b"x" * (2 * 1024 * 1024 - 100), "shape/"),
    "a line of three megabytes": (b"# " + MEGABYTE * 3, "syntax/size"),
    "a number of a million digits": (GOOD.replace(b'"1"', b"9" * 1_000_000), "shape/"),
    "a float beyond all floats": (GOOD.replace(b"commercial: true", b"commercial: 1e999999999"), "shape/"),
    "an integer in base 60": (GOOD.replace(b"commercial: true", b"commercial: " + b"1:" * 100_000 + b"1"), "s"),
    "100,000 anchors": (b"".join(b"k%d: &a%d 1\n" % (one, one) for one in range(60_000)), "shape/"),
    "brackets in a licence": (GOOD.replace(b"CC-BY-4.0", b"(" * 500_000), "shape/"),
    "entities": (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>\n', "s"),
}  # fmt: skip


@pytest.mark.no_cover
@pytest.mark.parametrize("name", BOMBS)
def test_a_document_that_is_too_much(name: str, tmp_path: Path) -> None:
    data, rule = BOMBS[name]
    (tmp_path / "datasheet.yaml").write_bytes(data)
    run = limited("check", "datasheet.yaml", "--format", "json", cwd=tmp_path)
    assert (run.code, run.err) == (1, ""), run.err
    assert json.loads(run.out)["findings"][0]["rule"].startswith(rule)
    assert len(run.out) < 100_000


BRACES = b'{"a": ' * 100_000
KINDS: dict[str, tuple[str, bytes, tuple[str, ...], int]] = {
    "a use": ("x.use.yaml", BOMB, ("check", "x.use.yaml"), 1),
    "JSON": ("x.datasheet.json", BRACES, ("check", "."), 1),
    "a card": ("README.md", b"---\nlicense: mit\ntask_categories: [x]\n" + BOMB + b"---\n", ("check", "README.md"), 1),
    "a config": ("policylint.yaml", BOMB, ("check", "."), 2),
    "a pyproject.toml": ("pyproject.toml", b"[tool.policylint]\npolicy = " + b"[" * 100_000, ("check", "."), 2),
    "a policy": ("p/rules/a/b.yaml", BOMB, ("check", ".", "--policy", "./p"), 2),
    "a pack": ("p/packs/a.yaml", BOMB, ("check", ".", "--policy", "./p/packs/a.yaml"), 2),
    "a baseline": ("b.json", b"[" * 1_000_000, ("check", ".", "--baseline", "b.json"), 2),
    "a report": ("r.json", b"[" * 1_000_000, ("explain", "0" * 8, "--report", "r.json"), 2),
    "a manifest": ("m.jsonl", MEGABYTE * 4, ("audit", ".", "--manifest", "m.jsonl"), 2),
    "a waiver file": ("w.yaml", BOMB, ("check", "."), 2),
    "an advisory": ("a/x.yaml", BOMB, ("check", "."), 2),
}
CONFIGS = {"a waiver file": "waivers: {file: w.yaml}\n", "an advisory": "advisories: [a]\n"}


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_is_bounded(kind: str, tmp_path: Path) -> None:
    name, data, arguments, code = KINDS[kind]
    (tmp_path / "waves.datasheet.yaml").write_bytes(GOOD)
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_bytes(data)
    if kind in CONFIGS:
        (tmp_path / "policylint.yaml").write_text(CONFIGS[kind], encoding="utf-8")
    run = limited(*arguments, cwd=tmp_path)
    assert (run.code, "Traceback" in run.err) == (code, False), run.err
    assert len(run.out + run.err) < 100_000


def filled(text: str) -> bytes:
    """A good datasheet that says a text wherever one may stand."""
    said = json.dumps(text)
    return (
        GOOD.replace(b"name: Waves", f"name: {said}\ndescription: {said}".encode())
        .replace(b"CC-BY-4.0", said.encode())
        .replace(b"https://buoys.example.org", said.encode())
        .replace(b"data@sea.example.org", said.encode())
        .replace(b"Institute", said.encode())
        .replace(b"sources: []", f"sources: [{{ref: {said}, note: {said}}}, {{id: {said}}}]".encode())
    )


LONG = [
    "a",
    " ",
    "(",
    "CC-BY-",
    "MIT OR ",
    "a.",
    "../",
    "https://a/",
    "hf:",
    "@",
    "\u00e4",
    "0",
    "-",
    "a@b.",
    "&#x",
    "`|",
    "no ",
]


@pytest.mark.no_cover
@pytest.mark.parametrize("piece", LONG)
def test_long_texts_take_no_longer_than_they_are_long(
    piece: str, policylint: Callable[..., Run], tmp_path: Path
) -> None:
    (tmp_path / "datasheet.yaml").write_bytes(filled(piece * (15_000 // len(piece))))
    before = time.monotonic()
    run = policylint("check", "datasheet.yaml", "--format", "json", "--output", f"html={tmp_path}/r.html", cwd=tmp_path)
    assert (run.code, run.err) == (1, "")
    assert time.monotonic() - before < SECONDS


# patterns

AGAINST = ("a" * LONGEST, "ab" * (LONGEST // 2), " " * LONGEST, "a b" * 1400)
FOR_EVER = [
    "(a+)+b", "(a|a)*b", "(?:aa|a)" * 20 + "b", "(?:a?a?)*b", "(?:aa?)+b", "(?:a?){30}b", "a?" * 30 + "b",
    "a*a*a*b", "^a*a*a*b", "(?:(?:a?){9}){9}b", "(?:a|ab|abc)(?:a|ab|abc)" * 9, "[\\[" * 9999, "(?:|a|aa){30}b",
]  # fmt: skip


@pytest.mark.parametrize("pattern", FOR_EVER)
def test_a_pattern_that_may_take_for_ever_is_refused(pattern: str) -> None:
    assert misfit(pattern) is not None


PIECES = st.recursive(
    st.sampled_from(["a", "b", " ", ".", "[ab]", "[^b]", "aa", "ab", r"\w", "$", "^"]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "*?", "{3}", "{2,9}", "{0,1}"])).map(
            lambda one: f"(?:{one[0]}){one[1]}"
        ),
    ),
    max_leaves=12,
)


@pytest.mark.no_cover
@given(pattern=PIECES)
def test_a_pattern_that_is_let_through_ends(pattern: str) -> None:
    if misfit(pattern) is None:
        before = time.process_time()
        for text in AGAINST:
            compiled(pattern).search(text)
        assert time.process_time() - before < SECONDS


@pytest.mark.parametrize(
    "pattern", ["*a" * 60 + "b", "**/a/" * 60 + "b", "**/*a*/" * 30 + "*a*b", "**/" * 500 + "b", "?*" * 90 + "b"]
)
def test_a_gitignore_takes_no_longer_than_it_is_long(pattern: str, tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text(f"{pattern}\n" * 50, encoding="utf-8")
    ignore = Ignore((pattern,), str(tmp_path))
    ignore.enter(str(tmp_path))
    before = time.process_time()
    for name in ("a" * 250, "a/" * 100 + "x", "aaaa/" * 40 + "a" * 50):
        assert not ignore.matches(str(tmp_path / name), folder=False)
    assert time.process_time() - before < 5


# lineage and references


def test_a_long_lineage_and_one_of_many_roads_end(policylint: Callable[..., Run], tmp_path: Path) -> None:
    """Each of 40 levels has two sheets that both name both of the next: a million million roads."""
    (tmp_path / ".git").mkdir()
    for level in range(40):
        below = f"[{{ref: ../x{level + 1}}}, {{ref: ../y{level + 1}}}]" if level < 39 else "[{ref: ../x0}]"
        for side in "xy":
            sheet(tmp_path, f"{side}{level}", below)
    for number in range(300):
        sheet(tmp_path, f"z{number}", f"[{{ref: ../z{number + 1}}}]")
    before = time.monotonic()
    run = policylint("check", "x0", "z0", "--as-of", AS_OF, "--format", "json", cwd=tmp_path)
    assert (run.code, run.err) == (1, "")
    assert time.monotonic() - before < SECONDS
    rules = {one["rule"] for one in json.loads(run.out)["findings"]}
    assert "reference/cycle" in rules


def test_a_full_waiver_file(policylint: Callable[..., Run], tmp_path: Path) -> None:
    entry = {"rule": "maintenance/backup", "dataset": "waves", "reason": "r", "owner": "o", "approved_by": "a",
             "approved_on": "2026-01-01", "expires": "2026-02-01"}  # fmt: skip
    lines = "".join(f"- {json.dumps({'id': f'W-{number}', **entry})}\n" for number in range(9_000))
    (tmp_path / "w.yaml").write_text(lines, encoding="utf-8")
    (tmp_path / "policylint.yaml").write_text("waivers: {file: w.yaml}\n", encoding="utf-8")
    (tmp_path / "datasheet.yaml").write_bytes(GOOD)
    before = time.monotonic()
    run = policylint("check", "--as-of", AS_OF, cwd=tmp_path)
    assert run.code in (0, 1)
    assert time.monotonic() - before < SECONDS
    (tmp_path / "w.yaml").write_text(lines * 2, encoding="utf-8")
    assert (refused := policylint("check", cwd=tmp_path)).code == 2
    assert "larger than 2 MiB" in refused.err


# ledgers

LEDGERS: dict[str, Callable[[], bytes]] = {
    "zeros that were packed": lambda: gzip.compress(b"\0" * (40 << 20), 1),
    "one line that was packed": lambda: gzip.compress(b"item_id\n" + b"x" * (40 << 20), 1),
    "a header that never ends": lambda: gzip.compress(b"item_id" + b",x" * (4 << 20), 1),
    "an archive in an archive": lambda: gzip.compress(gzip.compress(b"item_id\n" * 99)),
}


@pytest.mark.no_cover
@pytest.mark.parametrize("name", LEDGERS)
def test_an_archive_that_unpacks_to_too_much(name: str, tmp_path: Path, policylint: Callable[..., Run]) -> None:
    pytest.importorskip("duckdb")
    (tmp_path / "x.csv.gz").write_bytes(LEDGERS[name]())
    text = GOOD.replace(b"{present: false}", b"{present: true, ledger: {path: x.csv.gz}}")
    (tmp_path / "datasheet.yaml").write_bytes(text)
    before, grown = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    run = policylint("check", "datasheet.yaml", "--format", "json", cwd=tmp_path)
    found: list[dict[str, Any]] = [one for one in json.loads(run.out)["findings"] if one["rule"].endswith("/ledger")]
    assert (run.code, len(found)) == (1, 0 if name == "one line that was packed" else 1)
    assert time.monotonic() - before < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - grown < 1 << 20


@pytest.mark.no_cover
@pytest.mark.parametrize("name", ["x.csv", "x.csv.gz"])
def test_no_row_is_left_out_because_it_is_long(name: str, tmp_path: Path, policylint: Callable[..., Run]) -> None:
    """The engine would read on after a last line that does not fit into its buffer, and count one row less."""
    pytest.importorskip("duckdb")
    data = b"item_id,subject_id,status\ni1,s1,given\n" + b"x" * (33 << 20) + b",s2,refused"
    (tmp_path / name).write_bytes(gzip.compress(data, 1) if name.endswith("gz") else data)
    text = GOOD.replace(b"{present: false}", b"{present: true, ledger: {path: %s}}" % name.encode())
    (tmp_path / "datasheet.yaml").write_bytes(text)
    run = policylint("check", "datasheet.yaml", "--format", "json", cwd=tmp_path)
    found = {one["rule"]: one for one in json.loads(run.out)["findings"]}
    refused = found["consent/refused-absent"]
    assert "syntax/ledger" in found or (refused["outcome"], refused["records"]["fail"]) == ("fail", 1)
