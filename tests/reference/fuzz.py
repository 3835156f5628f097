"""Random cases, judged by the reference and by policylint; whatever differs is logged with what reproduces it.

    python -m tests.reference.fuzz --cases 100000 --seed 1 --engine tree --log fuzz.json

A case is one rule on one document (a datasheet, many of them with a use), or with an engine one rule on one row. With
an engine, three are compared: the reference, the tree, and the engine's SQL.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from tests.ledger import oracle
from tests.reference import engines
from tests.reference.engines import Case, RefusedError
from tests.reference.evaluator import ROW, USE, Bound, Fact, World, judge, walk
from tests.reference.facts import FACTS, TERMS
from tests.reference.generate import AS_OF, FILES, Maker
from tests.reference.rows import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from policylint.facts.common import World as Judged
    from policylint.ledger.engine import Engine, Source
    from policylint.policy.compile import Compiled
    from tests.reference.kleene import Truth

FORMS = {
    "$path": r'"\$(?!as_of|parameters)',
    "$parameters.name": r': "\$parameters',
    "$parameters.name: value": r'"\$parameters\.\w+":',
    "$as_of": r'"\$as_of"',
    "$as_of - 90 days": r'"\$as_of - \d',
    "$as_of - $parameters.name days": r'"\$as_of - \$',
    "for_each over several lists": r'"for_each": \{"\w+": "[^"]+", ',
    "for_each over a list of an item": r'"two": "one\.',
    "require": '"require":',
    "forbid": '"forbid":',
    "when": '"when":',
}
"""What rules are made of beside words on paths, as it looks in JSON."""
SHOWN = 20
"""Disagreements that are written out."""
ON_SHEETS = (24, 10)
"""Rules and documents of a batch."""
ON_ROWS = {"duckdb": (60, 100), "spark": (40, 300)}
"""Rules and rows of one query: many rules, because they differ more than rows do."""


@dataclass
class Tally:
    """What a run has seen: how often each word came to what on which type, each outcome, and what differed."""

    truths: Counter[tuple[str, str, Truth]] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    disagreements: list[dict[str, Any]] = field(default_factory=list)
    cases: int = 0
    differing: int = 0

    def tell(self, word: str, kind: str, truth: Truth) -> None:
        """Count what a word came to."""
        self.truths[word, kind, truth] += 1

    def taken(self, take: Callable[..., Any], *what: Any) -> Any:
        """What policylint makes of a rule or a document; None of one that it refuses, which is counted."""
        try:
            return take(*what)
        except RefusedError as refused:
            self.refused[str(refused)] += 1
            return None

    def rules(self, rules: list[dict[str, Any]]) -> list[tuple[dict[str, Any], Compiled]]:
        """Rules with what policylint makes of them. What may follow a word is counted by its form."""
        for rule in rules:
            text = json.dumps(plain(rule))
            self.forms.update(form for form, pattern in FORMS.items() if re.search(pattern, text))
        return [(rule, made) for rule in rules if (made := self.taken(engines.compiled, rule))]

    def compare(self, case: Case, **outcomes: list[str]) -> None:
        """Count a case, and keep it if not all came to the same."""
        expected = outcomes["reference"]
        self.cases += 1
        self.outcomes.update(expected or ["no items"])
        if any(found != expected for found in outcomes.values()):
            self.differing += 1
            if len(self.disagreements) < SHOWN:
                self.disagreements.append({**case._asdict(), "rule": plain(case.rule), "outcomes": outcomes})


def plain(rule: dict[str, Any]) -> dict[str, Any]:
    """A rule without what only the generator needs."""
    return {key: value for key, value in rule.items() if key != "focus"}


# --- the reference --------------------------------------------------------------------------------------------------


def by_reference(case: Case, tally: Tally, judged: Judged, rows: list[dict[str, Any]] | None = None) -> list[str]:
    """The outcome of each item, by the text of the language; `judged` knows the terms of licences."""
    parameters = {name: one["default"] for name, one in case.rule.get("parameters", {}).items()}
    seen = World(case.sheet, case.as_of, parameters=parameters, facts=FACTS, files=FILES, tell=tally.tell)
    uses = walk("uses.intended", seen).value if case.use is None else [case.use]
    lists, rule = {"uses": Bound(uses, {"kind": "list", "of": USE})}, case.rule
    if rows is not None:
        lists["records"] = Bound(rows, {"kind": "list", "of": ROW})
        rule = of_what_is_kept(rule)
    known = {("Use", "terms"): (TERMS, of_uses(uses, judged)), ("LedgerRow", "terms"): (TERMS, of_licenses(judged))}
    return judge(rule, replace(seen, lists=lists, facts={**FACTS, **known}))


def of_what_is_kept(rule: dict[str, Any]) -> dict[str, Any]:
    """A rule on rows is about what is still in the data."""
    kept = {"record.in_data": True}
    return {**rule, "when": {"all": [kept, rule["when"]]} if "when" in rule else kept}


def of_uses(uses: Any, judged: Judged) -> Fact:
    """The terms for each use, where somebody asks."""
    number = {id(use): index for index, use in enumerate(uses)} if isinstance(uses, list) else {}
    return lambda use, _: engines.terms_of_use(judged, number[id(use)])


def of_licenses(judged: Judged) -> Fact:
    """The terms of a row's licence, looked up once."""
    known: dict[str, Any] = {}

    def terms(row: Any, _: World) -> Any:
        text = row.get("license", "unknown")
        if text not in known:
            known[text] = engines.terms_of_license(judged, text)
        return known[text]

    return terms


# --- datasheets -----------------------------------------------------------------------------------------------------


def on_sheets(random: Random, tally: Tally) -> None:
    """A batch of rules on a batch of datasheets: the reference and the tree."""
    maker, (rules, documents) = Maker(random), ON_SHEETS
    taken = tally.rules([maker.rule() for _ in range(rules)])
    focus = {asked for rule, _ in taken for asked in rule["focus"]}
    for _ in range(documents):
        sheet = maker.sheet(focus)
        use = maker.document(USE, focus) if random.random() < 0.4 else None
        as_of = random.choice(AS_OF)
        ours = tally.taken(engines.item, sheet, "datasheet")
        theirs = tally.taken(engines.item, use, "use") if use is not None else None
        if ours is None or (use is not None and theirs is None):
            continue
        for rule, compiled in taken:
            case, seen = Case(rule, sheet, use, None, as_of), engines.world(ours, theirs, as_of)
            tally.compare(case, reference=by_reference(case, tally, seen), tree=engines.by_tree(compiled, seen))


# --- rows -----------------------------------------------------------------------------------------------------------


def on_rows(random: Random, tally: Tally, engine: str) -> None:
    """A batch of rules on the rows of one ledger: the reference, the tree and an engine, in one query."""
    maker, (rules, count) = Maker(random), ON_ROWS[engine]
    taken = tally.rules([maker.row_rule() for _ in range(rules)])
    focus = {asked for rule, _ in taken for asked in rule["focus"]}
    sheet, use, rows, as_of = maker.sheet(focus), maker.document(USE, focus), maker.rows(count), random.choice(AS_OF)
    ours, theirs = tally.taken(engines.item, sheet, "datasheet"), tally.taken(engines.item, use, "use")
    if ours is None or theirs is None:
        return
    seen, cells = engines.with_rows(engines.world(ours, theirs, as_of), rows), read(rows)
    asked = {index: one for index, (_, rule) in enumerate(taken) if (one := engines.asked_of(rule, seen))}
    with ledger(engine, rows, csv=random.random() < 0.3) as opened:
        found = iter(engines.by_engine(opened, [one for several in asked.values() for one in several], as_of))
    for index, (rule, compiled) in enumerate(taken):
        case = Case(rule, sheet, use, rows, as_of)
        outcomes = {"reference": by_reference(case, tally, seen, cells), "tree": engines.by_tree(compiled, seen)}
        if index in asked:
            outcomes[engine] = [outcome for _ in asked[index] for outcome in next(found)]
        compare_rows(tally, case, outcomes)


def compare_rows(tally: Tally, case: Case, outcomes: dict[str, list[str]]) -> None:
    """Compare what a rule came to on each row, one case each; where there are no rows to it, on all at once."""
    assert case.rows is not None
    expected = outcomes["reference"]
    if len(expected) < len(case.rows) or any(len(found) != len(expected) for found in outcomes.values()):
        tally.compare(case._replace(rows=case.rows[:1]), **outcomes)
        return
    for index in range(len(expected)):
        row = case.rows[index % len(case.rows)]
        tally.compare(case._replace(rows=[row]), **{name: [found[index]] for name, found in outcomes.items()})


def judged(case: Case, engine: str = "duckdb") -> dict[str, list[str]]:
    """What one case comes to by all that can judge it: so a logged one is looked into."""
    rule, use = engines.compiled(case.rule), engines.item(case.use, "use") if case.use is not None else None
    seen = engines.world(engines.item(case.sheet, "datasheet"), use, case.as_of)
    if case.rows is None:
        return {"reference": by_reference(case, Tally(), seen), "tree": engines.by_tree(rule, seen)}
    seen = engines.with_rows(seen, case.rows)
    with ledger(engine, case.rows, csv=False) as opened:
        found = engines.by_engine(opened, engines.asked_of(rule, seen) or [], case.as_of)
    outcomes = {"reference": by_reference(case, Tally(), seen, read(case.rows)), "tree": engines.by_tree(rule, seen)}
    return {**outcomes, engine: [outcome for several in found for outcome in several]}


@contextmanager
def ledger(engine: str, rows: Sequence[dict[str, Any]], *, csv: bool) -> Iterator[Engine]:
    """The rows in a file, open in an engine."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger"
        opened = opening(engine)(oracle.as_csv(path, rows) if csv else as_parquet(path, rows))
        try:
            yield opened
        finally:
            opened.close()


def opening(engine: str) -> Callable[[Source], Engine]:
    """What opens a file in an engine."""
    from policylint.ledger.engine import Options

    if engine == "spark":
        from policylint.ledger.spark import Spark

        return lambda source: Spark(source, Options(threads=2))
    from policylint.ledger.duckdb import DuckDB

    return lambda source: DuckDB(source, Options(threads=1))


def as_parquet(path: Path, rows: Sequence[dict[str, Any]]) -> Source:
    """The rows as Parquet, in which booleans and lists are what they are."""
    import duckdb

    from policylint.facts.records import COLUMNS
    from policylint.ledger.engine import Source

    types = {"boolean": "BOOLEAN", "list": "VARCHAR[]"}
    columns = ", ".join(
        f"'{name}': '{types.get(COLUMNS[name].kind if name in COLUMNS else '', 'VARCHAR')}'" for name in rows[0]
    )
    lines = path.with_suffix(".json")
    lines.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    with duckdb.connect() as connection:
        read_them = f"SELECT * FROM read_json('{lines}', format='newline_delimited', columns={{{columns}}})"
        connection.execute(f"COPY ({read_them}) TO '{path}' (FORMAT parquet)")
    return Source("parquet", (str(path),), (path.name,), shown=path.name)


# --- a run ----------------------------------------------------------------------------------------------------------


def run(cases: int, seed: int, engine: str = "tree", *, until_one_differs: bool = False) -> Tally:
    """Judge at least so many cases; each batch is told by the seed and its number."""
    tally, batch = Tally(), 0
    with session(engine):
        while tally.cases < cases and not (until_one_differs and tally.differing):
            before, random = len(tally.disagreements), Random(f"{seed}/{engine}/{batch}")
            if engine == "tree":
                on_sheets(random, tally)
            else:
                on_rows(random, tally, engine)
            for one in tally.disagreements[before:]:
                one["batch"] = batch
            batch += 1
    return tally


@contextmanager
def session(engine: str) -> Iterator[None]:
    """Spark starts once for all batches; a session that there is already is used."""
    if engine != "spark":
        yield
        return
    from pyspark.sql import SparkSession

    from policylint.ledger import spark
    from policylint.ledger.engine import Options

    already = SparkSession.getActiveSession() is not None
    made = spark.session(Options(threads=2))
    try:
        yield
    finally:
        if not already:
            made.stop()


def report(tally: Tally, **run_of: Any) -> dict[str, Any]:
    """What a log says of a run."""
    words: dict[str, dict[str, list[int]]] = {}
    for (word, kind, truth), count in sorted(tally.truths.items(), key=str):
        words.setdefault(word, {}).setdefault(kind, [0, 0, 0])[(True, False, None).index(truth)] += count
    return {
        **run_of,
        "cases": tally.cases,
        "rules_with": dict(sorted(tally.forms.items())),
        "outcomes": dict(sorted(tally.outcomes.items())),
        "disagreements": tally.differing,
        "refused": tally.refused.total(),
        "refused_most_often": dict(tally.refused.most_common(5)),
        "true_false_unknown": words,
        "differing": tally.disagreements,
    }


def main() -> int:
    """Run from the command line. Exit code 1 says that something differed."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.reference.fuzz", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--engine", choices=["tree", *ON_ROWS], default="tree")
    parser.add_argument("--log", type=Path, required=True)
    chosen = parser.parse_args()
    start = time.perf_counter()
    tally = run(chosen.cases, chosen.seed, chosen.engine)
    seconds = round(time.perf_counter() - start, 1)
    said = report(tally, engine=chosen.engine, seed=chosen.seed, asked=chosen.cases, seconds=seconds)
    chosen.log.write_text(json.dumps(said, indent=1, default=repr, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.stdout.write(f"{tally.cases} cases ({chosen.engine}) in {seconds} s: {tally.differing} disagreements\n")
    return 1 if tally.differing else 0


if __name__ == "__main__":
    sys.exit(main())
