"""Measure policylint beside other tools, and what its own time goes into: whole processes, in turns.

    python benchmarks/run.py [--runs 21] [--files 300] [--tools FOLDER] [--no-peers] [--huge] [--write FILE.md]

Each tool, policylint among them, is installed into an environment of its own, below FOLDER (kept) or a folder that is
thrown away; one that cannot be installed or run becomes a row that says so. Without the others (`--no-peers`), nothing
is installed, the checkout is measured as it is, and no network is needed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import field_rules
import sheets
from anatomy import Import, imports, parts
from peers import PEERS, Installed, installed, policylint
from processes import Case, Measured, counted, environment, measure
from report import CARDS, CORE, PASS, Found, pages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parent.parent
AS_OF = "2026-11-22"
IN_WORDS = "declared: Creative Commons Attribution 4.0 International"
START = "import sys; from policylint.__main__ import main; sys.exit(main())"
"""What the script `policylint` does that an installation brings."""
ONE_CORE = ("--jobs", "1")
GROWTH_RUNS = 3
"""How often even the most files are checked, in turns with the fewest: a machine has slow minutes, and they last."""
_CHECK = ("check", "--as-of", AS_OF, "--no-config", "--format", "concise", "--fail-on", "never")


class Bench:
    """The files that are measured on, and the commands that check them."""

    def __init__(self, top: Path, options: argparse.Namespace, python: str = sys.executable) -> None:
        self.top, self.runs, self.seconds = top, options.runs, options.seconds
        self.python = python
        """The interpreter of an environment that policylint is installed into; ours runs the checkout."""
        script = Path(python).with_name("policylint")
        self.policylint = (python, "-c", START) if python == sys.executable else (str(script),)
        self.cwd = ROOT if python == sys.executable else top
        (top / ".git").mkdir()
        self.one, self.other = self._clean(1), self._clean(2)
        self.size = sheets.write(top / "many", options.files)
        self.many = sorted((top / "many").rglob("*.yaml"))
        self.words = self._clean(3)
        text = self.words.read_text(encoding="utf-8")
        assert "declared: CC-BY-4.0" in text
        self.words.write_text(text.replace("declared: CC-BY-4.0", IN_WORDS), encoding="utf-8")
        self.policy = top / "fields" / "policy"  # alone in its folder: what appears there makes a plan stale
        for name, rule in field_rules.policylint().items():
            file = self.policy / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(rule, encoding="utf-8")

    def _clean(self, number: int) -> Path:
        file = self.top / f"{number}.datasheet.yaml"
        file.write_text(sheets.sheet(number, clean=True), encoding="utf-8")
        return file

    def check(
        self, name: str, did: str, what: Path | Sequence[Path], errors: int, *words: str, cold: bool = True
    ) -> Case:
        """A check of what policylint has not seen, or has (not `cold`); the policy's plan is known."""
        cache = self.top / f"cache of {name}"
        command = (*self.policylint, *_CHECK, *words, *([str(what)] if isinstance(what, Path) else map(str, what)))
        if not cold:
            subprocess.run(command, cwd=self.cwd, env=environment(cache), check=True, stdout=subprocess.DEVNULL)
        prepare = self.forgetful(cache, words) if cold else None
        wrong = counted(lambda out: out.count(": error["), errors)
        return Case(name, command, did, cache=cache, prepare=prepare, wrong=wrong, cwd=self.cwd)

    def forgetful(self, cache: Path, words: Sequence[str]) -> Callable[[], None]:
        """What lets a cache know the plan of a policy, and no file."""
        kept = cache.with_name(f"{cache.name}, kept")

        def forget() -> None:
            if not kept.exists():
                command = [*self.policylint, *_CHECK, *words, str(self.other)]
                subprocess.run(command, cwd=self.cwd, env=environment(kept), check=True, stdout=subprocess.DEVNULL)
            shutil.rmtree(cache, ignore_errors=True)
            shutil.copytree(kept, cache)

        return forget


def red(files: int) -> int:
    """How many of so many sheets have something wrong."""
    return files // 10


# what is measured


def starts(bench: Bench) -> list[Case]:
    """What a check of one file takes, and what it cannot take less than."""
    load = f"import yaml; yaml.load(open({str(bench.one)!r}, 'rb'), yaml.CSafeLoader)"
    empty = bench.top / "cache of the first"
    did = "parses with lines and columns, validates, judges 82 rules"
    return [
        Case(PASS, (bench.python, "-c", "pass"), "nothing: the unit"),
        Case(
            "import yaml",
            (bench.python, "-c", "import yaml"),
            "nothing: what every tool in Python that reads YAML imports",
        ),
        Case("PyYAML, C loader", (bench.python, "-c", load), "parses; no positions, no check"),
        bench.check("policylint, one file", did, bench.one, 0),
        bench.check("policylint, unchanged", "the same, of a file that it has seen", bench.one, 0, cold=False),
        bench.check(
            "policylint, licence in words", "the same, of a sheet that says its licence in words", bench.words, 0
        ),
        bench.check("policylint, first ever", "the same, and reads the policy first", bench.one, 0)._replace(
            cache=empty, prepare=lambda: shutil.rmtree(empty, ignore_errors=True)
        ),
    ]


def beside(bench: Bench, tools: Sequence[Installed], files: Sequence[Path], what: Path) -> list[Case]:
    """Checks by policylint and the other tools of the same files."""
    wrong = red(len(files)) if len(files) > 1 else 0
    rules = len(field_rules.RULES)
    did = "parses with lines and columns, validates, judges {}, says why and what to do"
    fields = ("--policy", str(bench.policy))
    ours = [
        Case(PASS, (bench.python, "-c", "pass"), "nothing: the unit"),
        bench.check(CORE, did.format("82 rules in three values"), what, wrong),
        bench.check(f"policylint, the {rules} rules", did.format(f"the {rules} rules"), what, 3 * wrong, *fields),
        bench.check("policylint, unchanged", "the same, of files that it has seen", what, wrong, cold=False),
    ]
    if len(files) > 1:
        ours.insert(2, bench.check(f"{CORE}, on one core", "the same", what, wrong, *ONE_CORE))
    return [*ours, *(one.case(files, 3 * wrong) for one in tools if not (one.why or one.peer.croissant))]


def croissant(bench: Bench, tools: Sequence[Installed], count: int) -> list[Case]:
    """Checks by policylint and the tool of Croissant of the same Croissant files."""
    words = [*bench.policylint, "convert", str(bench.one), "--to", "croissant"]
    text = subprocess.run(words, cwd=bench.cwd, capture_output=True, text=True, check=True).stdout
    folder = bench.top / f"croissant-{count}"
    folder.mkdir()
    for number in range(1, count + 1):
        file = folder / f"croissant-{number}.json"
        file.write_text(text.replace("speeches-1", f"speeches-{number}"), encoding="utf-8")
    files = sorted(folder.iterdir())
    did = "parses with lines and columns, reads as a datasheet, judges 82 rules"
    ours = bench.check(CARDS, did, files, 0)
    found = [one.case(files, 0) for one in tools if one.peer.croissant and not one.why]
    return [ours._replace(wrong=None), *found]


def missing(tools: Sequence[Installed], *, croissant: bool = False) -> dict[str, Measured]:
    """The tools that could not be installed, as rows that say why."""
    return {
        one.peer.name: Measured(Case(one.peer.name, (), one.peer.did, one.peer.not_done), [], one.why)
        for one in tools
        if one.why and one.peer.croissant == croissant
    }


def growth(bench: Bench, count: int) -> list[Case]:
    """So many files that were never seen, and again; with all cores where policylint can."""
    folder = bench.top / f"files-{count}"
    if not folder.exists():
        sheets.write(folder, count)
    wrong = red(count)
    cases = [
        bench.check(f"{count:,} files", "never seen, on one core", folder, wrong, *ONE_CORE),
        bench.check(
            f"{count:,} files, unchanged", "all seen before, on one core", folder, wrong, *ONE_CORE, cold=False
        ),
    ]
    cores = str(os.cpu_count())
    return [*cases, bench.check(f"{count:,} files, {cores} cores", "never seen", folder, wrong, "--jobs", cores)]


class Anatomy(NamedTuple):
    imports: list[Import]
    parts: dict[str, float]
    """Milliseconds of one file."""
    further: dict[str, float]
    """Milliseconds of each further file."""


def anatomy(bench: Bench) -> Anatomy:
    """What a check of files that were never seen consists of."""
    case = bench.check("policylint, in parts", "", bench.one, 0)
    assert case.cache is not None
    assert case.prepare is not None
    case.prepare()
    words = list(case.command if bench.python != sys.executable else case.command[1:])
    found = imports(bench.python, words, bench.cwd, case.cache)
    modules = [one.module for one in found if one.module != "__main__"]
    words = [*case.command[case.command.index("check") : -1], *ONE_CORE]
    one, many = (
        parts(bench.python, [*words, str(what)], modules, bench.cwd, case.cache, case.prepare, bench.runs)
        for what in (bench.one, bench.top / "many")
    )
    return Anatomy(found, one, {part: (many[part] - one[part]) / (len(bench.many) - 1) for part in one})


def found(options: argparse.Namespace, top: Path) -> Found:
    """Measure all of it."""
    load = os.getloadavg()[0]
    kept = options.tools or top / "tools"
    bench = Bench(top, options, sys.executable if options.no_peers else policylint(kept, ROOT))
    tools = [] if options.no_peers else [installed(peer, kept) for peer in PEERS]
    seconds = options.seconds
    counts = options.sizes + ([100_000] if options.huge else [])
    first = measure(starts(bench), options.runs, seconds)
    one = measure(beside(bench, tools, [bench.one], bench.one), options.runs, seconds) | missing(tools)
    many = measure(beside(bench, tools, bench.many, bench.top / "many"), options.runs, seconds) | missing(tools)
    cards = [
        measure(croissant(bench, tools, count), options.runs, seconds) | missing(tools, croissant=True)
        for count in (1, options.files)
    ]
    sizes = {count: growth(bench, count) for count in counts}
    grown = measure([case for cases in sizes.values() for case in cases], options.runs, seconds, GROWTH_RUNS)
    by_size = {count: {case.name: grown[case.name] for case in cases} for count, cases in sizes.items()}
    inside, versions = anatomy(bench), {one.peer.name: one.version for one in tools}
    return Found(
        first, one, many, options.files, cards, by_size, bench.size, inside.imports, inside.parts, inside.further,
        versions, (load, os.getloadavg()[0]), options.runs,
    )  # fmt: skip


def parsed(words: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=21, help="how often each case is run")
    parser.add_argument(
        "--seconds", type=float, default=20, help="how long all runs of a case take, before it is run no more"
    )
    parser.add_argument("--files", type=int, default=300, help="how many files the tools are compared on")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[1_000, 10_000], help="how many files policylint is measured on"
    )
    parser.add_argument(
        "--huge", action="store_true", help="100,000 files too: some twenty minutes, and 500 MB of disk"
    )
    parser.add_argument("--tools", type=Path, help="where other tools are installed, and stay")
    parser.add_argument("--no-peers", action="store_true", help="no other tools, no network")
    parser.add_argument(
        "--write", type=Path, help="the page to write; its pictures go into a folder of its name beside it"
    )
    return parser.parse_args(words)


def hidden(folder: str, tools: Path | None) -> dict[str, str]:
    """What commands are called on the page, and where they are: without the paths of this machine."""
    kept = {} if tools is None else {str(tools): "TOOLS"}
    ours = Path("policylint") / "bin" / "policylint"
    scripts = [str(top / ours) for top in (tools, Path(folder) / "tools") if top is not None]
    commands = {**dict.fromkeys(scripts, "policylint"), f'{sys.executable} -c "{START}"': "policylint"}
    return {**commands, sys.executable: "python", folder: "BENCH", **kept, str(ROOT): "."}


def main(words: list[str] | None = None) -> None:
    options = parsed(words)
    with tempfile.TemporaryDirectory(prefix="policylint-bench-") as folder:
        made = found(options, Path(folder))
    page = options.write or Path("benchmarks.md")
    text, pictures = pages(made, hidden(folder, options.tools), page.stem)
    sys.stdout.write(text)
    if options.write is not None:
        options.write.write_text(text, encoding="utf-8")
        page.with_suffix("").mkdir(exist_ok=True)
        for name, picture in pictures.items():
            (page.with_suffix("") / name).write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
