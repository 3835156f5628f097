"""`policylint test`: the tests of policies, what they cover, and the mutants that they do not notice."""

from __future__ import annotations

import os
import time

from policylint import resources
from policylint.commands.policy import config_in_force
from policylint.commands.terminal import out, save, style_of
from policylint.documents import load
from policylint.errors import PolicylintError
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.policy.examine import examine
from policylint.policy.scores import Examined, Score, Shortfall, totals
from policylint.policy.suite import Source, open_suite, open_suites, sources
from policylint.reporters.examined import render_examined
from policylint.reporters.examined_page import render_page
from policylint.reporters.phrases import json_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from policylint.findings import Place

FORMATS = ("text", "json")


class Options(NamedTuple):
    """What the command line asks for."""

    paths: tuple[str, ...] = ()
    coverage: bool = False
    mutate: bool = False
    fail_under: int | None = None
    report: str | None = None
    jobs: int | None = None
    format: str = "text"
    color: str = "auto"
    config: str | None = None
    no_config: bool = False


def run(options: Options) -> int:
    """Test, print, and write the page that is asked for; 0 when all expectations hold, else 1."""
    _refuse(options)
    config = config_in_force(options.config, no_config=options.no_config)
    named = sources(options.paths, config.settings((), os.getcwd()) if config.path is not None else None)
    started = time.perf_counter()
    examined = _all(named, options)
    seconds = time.perf_counter() - started
    good = _good(examined, options)
    if options.format == "json":
        out(json_text(_json(examined, good=good)))
    else:
        out(render_examined(examined, _lines(examined, named), style_of(options.color)))
    if options.report is not None:
        save(options.report, render_page(examined, _command(options), seconds, _jobs(options)))
    return 0 if good else 1


def _refuse(options: Options) -> None:
    if options.format not in FORMATS:
        raise PolicylintError(f"--format is one of {', '.join(FORMATS)}, not `{options.format}`")
    if options.jobs is not None and options.jobs < 1:
        raise PolicylintError("--jobs is at least 1")
    if options.fail_under is not None and not options.coverage:
        raise PolicylintError("--fail-under is about --coverage: ask for both")
    if options.fail_under is not None and not 0 <= options.fail_under <= 100:
        raise PolicylintError("--fail-under is a percentage from 0 to 100")
    if options.report is not None and not (options.coverage and options.mutate):
        raise PolicylintError("--report is about --coverage and --mutate: ask for all three")


def _all(named: list[Source], options: Options) -> list[Examined]:
    """Every rule examined, in the order named, however many processes do it."""
    suites = open_suites(named)  # before any of it runs: a mistake anywhere stops all of it
    jobs = min(_jobs(options), len(named))
    if jobs == 1 or not (options.coverage or options.mutate):
        return [examine(suite, coverage=options.coverage, mutate=options.mutate) for suite in suites]
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - only where there is something to share out

    with ProcessPoolExecutor(jobs) as pool:
        work = [(source, options.coverage, options.mutate) for source in named]
        return list(pool.map(_one, work, chunksize=max(len(work) // (jobs * 4), 1)))


def _one(work: tuple[Source, bool, bool]) -> Examined:
    source, coverage, mutate = work
    return examine(open_suite(source), coverage=coverage, mutate=mutate)


def _jobs(options: Options) -> int:
    return options.jobs or os.cpu_count() or 1


def _good(examined: Iterable[Examined], options: Options) -> bool:
    everything = list(examined)
    least = options.fail_under or 0
    covered = all(one.coverage is None or one.coverage.percent >= least for one in everything)
    return covered and all(one.good for one in everything)


def _lines(examined: Iterable[Examined], named: Iterable[Source]) -> dict[str, tuple[str, ...]]:
    """The lines of the files that frames show."""
    shown = {place.path for one in examined for place in _places(one)}
    files = {resources.display(file): file for source in named for file in (source.file, *source.beside)}
    return {path: load(files[path]).lines for path in shown}


def _places(one: Examined) -> list[Place]:
    scores = [score for score in (one.coverage, one.mutation) if score is not None]
    short = [*(missed.place for score in scores for missed in score.missed), *(unused.place for unused in one.unused)]
    return [*short, *(place for failure in one.failures for place in failure.places)]


def _command(options: Options) -> str:
    return " ".join(["policylint test", *options.paths, "--coverage", "--mutate"])


# JSON


def _json(examined: list[Examined], *, good: bool) -> dict[str, Any]:
    whole = totals(examined)[-1]
    return {
        "version": 1,
        "result": "pass" if good else "fail",
        "summary": {"rules": whole.rules, "tests": whole.tests, "failures": whole.failures},
        "packs": [
            {
                "pack": total.pack, "rules": total.rules, "tests": total.tests, "failures": total.failures,
                "coverage": _counts(total.coverage), "mutation": _counts(total.mutation),
            }
            for total in totals(examined)[:-1]
        ],
        "rules": [_json_rule(one) for one in examined],
    }  # fmt: skip


def _json_rule(one: Examined) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "path": one.path,
        "packs": list(one.packs),
        "tests": one.tests,
        "failures": [
            {
                "test": failure.test, "expect": failure.expect, "outcome": failure.outcome, "message": failure.why,
                **_spot(failure.places[0]), "findings": [seen._asdict() for seen in failure.findings],
            }
            for failure in one.failures
        ],
        "coverage": _score(one.coverage),
        "mutation": _score(one.mutation),
        "unused_explanations": [_shortfall(unused) for unused in one.unused],
    }  # fmt: skip


def _counts(score: Score | None) -> dict[str, Any] | None:
    if score is None:
        return None
    return {
        "percent": score.percent,
        "total": score.total,
        "missed": len(score.open),
        "explained": score.explained,
    }


def _score(score: Score | None) -> dict[str, Any] | None:
    counts = _counts(score)
    return counts and {**counts, "shortfalls": [_shortfall(one) for one in score.missed] if score else []}


def _shortfall(one: Shortfall) -> dict[str, Any]:
    witness = one.witness._asdict() if one.witness is not None else None
    return {"text": one.text, **_spot(one.place), "why": one.why or None, "witness": witness}


def _spot(place: Place) -> dict[str, Any]:
    return {"path": place.path, "line": place.span.line, "column": place.span.column}
