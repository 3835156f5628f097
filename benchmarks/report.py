"""The page of what was measured, and its pictures."""

from __future__ import annotations

import os
import platform
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from bars import Bar, drawn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from anatomy import Import
    from processes import Measured

PASS, CORE, CARDS = "python -c pass", "policylint, 82 rules of core", "policylint, Croissant"
KILOBYTES = 4000
"""The size of a document that times per document are told for."""


class Found(NamedTuple):
    """All that was measured."""

    starts: Mapping[str, Measured]
    one: Mapping[str, Measured]
    many: Mapping[str, Measured]
    files: int
    croissant: Sequence[Mapping[str, Measured]]
    growth: Mapping[int, Mapping[str, Measured]]
    size: int
    imports: Sequence[Import]
    parts: Mapping[str, float]
    further: Mapping[str, float]
    versions: Mapping[str, str]
    load: tuple[float, float]
    runs: int


class Target(NamedTuple):
    """What was aimed at: `most` and `stretch` are bounds; where more is better, the least."""

    name: str
    value: float | None
    most: float
    stretch: float | None = None
    unit: str = "×"
    more: bool = False

    @property
    def met(self) -> str:
        """Whether it is met, in a word or two."""
        if self.value is None:
            return "not measured"
        if not self._within(self.most):
            return "**no**"
        return "yes, and the stretch" if self.stretch is not None and self._within(self.stretch) else "yes"

    @property
    def shown(self) -> str:
        """What was measured."""
        return "" if self.value is None else f"{self.value:.2f} {self.unit}"

    def _within(self, bound: float) -> bool:
        assert self.value is not None
        return self.value >= bound if self.more else self.value <= bound


def ratio(above: Measured | None, below: Measured | None) -> float | None:
    """How many times as long one takes as another; None where one was not measured."""
    if above is None or below is None or not above.runs or not below.runs:
        return None
    return above.median / below.median


def targets(found: Found) -> list[Target]:
    """What was aimed at, and what came of it."""
    starts, unit = found.starts, found.starts[PASS]
    fewest, most = min(found.growth), max(found.growth)
    cold, seen = _cold(found, fewest), found.growth[fewest][f"{fewest:,} files, unchanged"]
    many = found.many
    return [
        Target(
            "one file that was never seen, to `python -c pass`", ratio(starts["policylint, one file"], unit), 5, 4.5
        ),
        Target("one file that has not changed, to `python -c pass`", ratio(starts["policylint, unchanged"], unit), 2.5),
        *(
            Target(
                f"a document of 4 KB, of {count:,} never seen, on one core",
                per_4_kilobytes(_cold(found, count), count, found.size),
                1.5,
                1,
                "ms",
            )
            for count in (fewest, most)
        ),
        Target(f"{fewest:,} files never seen, to the same unchanged", ratio(cold, seen), 10, more=True),
        Target("the quickest other tool to policylint, one file", _quickest(found.one), 1, more=True),
        Target(f"the quickest other tool to policylint, {found.files} files", _quickest(many), 1, more=True),
        Target(f"Spectral to policylint, {found.files} files", ratio(many.get("Spectral"), many[CORE]), 15, more=True),
        Target(
            f"Rego to policylint, {found.files} files", ratio(many.get("Rego, by regopy"), many[CORE]), 3, more=True
        ),
        Target(f"time for each file, from {fewest:,} to {most:,} files", _slower(found, fewest, most), 1.1),
        Target(f"memory for each further file, up to {most:,}", _further_kilobytes(found, fewest, most), 2, unit="KB"),
    ]


def on_cores(found: Found) -> Found:
    """The same, in processor time: on a busy machine it says more than that on the wall."""

    def turned(rows: Mapping[str, Measured]) -> dict[str, Measured]:
        return {
            name: one._replace(runs=[run._replace(wall=run.core) for run in one.runs]) for name, one in rows.items()
        }

    growth = {count: turned(rows) for count, rows in found.growth.items()}
    return found._replace(starts=turned(found.starts), one=turned(found.one), many=turned(found.many), growth=growth)


def _quickest(rows: Mapping[str, Measured]) -> float | None:
    if not rows[CORE].runs:
        return None
    others = [one for name, one in rows.items() if one.runs and not name.startswith(("policylint", "python"))]
    return min((one.median / rows[CORE].median for one in others), default=None)


def _cold(found: Found, count: int) -> Measured:
    """The case of so many files that were never seen, on one core."""
    return found.growth[count][f"{count:,} files"]


def _slower(found: Found, fewest: int, most: int) -> float | None:
    """How many times as long each of the most files takes as each of the fewest, in the turns that both had."""
    few, many = _cold(found, fewest), _cold(found, most)
    turns = min(len(few.runs), len(many.runs))
    in_turns = ratio(many._replace(runs=many.runs[:turns]), few._replace(runs=few.runs[:turns]))
    return None if in_turns is None or fewest == most else in_turns * fewest / most


def _further_kilobytes(found: Found, fewest: int, most: int) -> float | None:
    """Kilobytes of memory for each file beyond the fewest."""
    few, many = _cold(found, fewest), _cold(found, most)
    if fewest == most or not (few.runs and many.runs):
        return None
    return (many.megabytes - few.megabytes) * 1024 / (most - fewest)


def per_4_kilobytes(one: Measured, count: int, size: int) -> float | None:
    """Milliseconds for each 4 KB document of so many of another size."""
    return one.median / count * KILOBYTES / size * 1000 if one.runs else None


# the page


def pages(found: Found, hidden: Mapping[str, str], folder: str = "benchmarks") -> tuple[str, dict[str, str]]:
    """The page in Markdown and its pictures by name, which lie in `folder`; `hidden`: what paths are called instead."""
    text = "\n".join(
        [
            "# Benchmarks",
            "",
            _about(found),
            "",
            *_targets(found),
            *_starts(found),
            *_beside(found, folder),
            *_croissant(found),
            *_growth(found),
            *_anatomy(found),
            *_commands(found),
        ]
    )
    for path, name in hidden.items():
        text = text.replace(f"{path}/", "" if name == "." else f"{name}/").replace(path, name)
    return text + "\n", pictures(found)


def pictures(found: Found) -> dict[str, str]:
    """The pictures of the page."""
    of_files = f"{found.files} files"
    return {
        "one-file.svg": _picture("One file", "milliseconds of a whole process", found.one, 1000),
        "many-files.svg": _picture(of_files[:1].upper() + of_files[1:], "seconds of a whole process", found.many, 1),
    }


def _picture(title: str, unit: str, rows: Mapping[str, Measured], scale: float) -> str:
    sorted_rows = sorted((one for one in rows.values() if one.runs), key=lambda one: one.median)
    bars = [
        Bar(one.case.name, one.median * scale, _digits(one.median * scale), one.case.name.startswith("policylint"))
        for one in sorted_rows
    ]
    return drawn(title, unit, bars)


def _digits(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def _about(found: Found) -> str:
    before, after = found.load
    busy = max(before, after) > (os.cpu_count() or 1)
    walls = [run.wall * 1000 for run in found.starts[PASS].runs]
    warning = " **The machine was busy: times on the wall, and their ratios, say little here, and *core* says more.**"
    return (
        f"Made by `make bench`: {platform.machine()}, {os.cpu_count()} cores, Python {' '.join(sys.version.split())}; "
        f"the machine's load was {before:.1f} at the start and {after:.1f} at the end. Whole processes, bytecode "
        f"compiled, in turns, up to {found.runs} runs each after one that is not counted (what takes long has fewer, "
        "what takes very long has few); trust the ratios. The "
        f"datasheets are generated (`benchmarks/sheets.py`), {found.size / 1000:.1f} KB each; in the folders one in "
        "ten has something wrong. *ms* and *s* are of the median run, *core* is the processor time of all its threads, "
        "and no peak of memory is told that is below the one of the program that measures. How much the machine's "
        f"minutes differ, an empty program shows: it took {_digits(min(walls))} to {_digits(max(walls))} ms."
        f"{warning * busy}"
    )


def _table(head: str, rows: Iterable[Sequence[str]]) -> list[str]:
    columns = head.split(" | ")
    return [f"| {head} |", f"|{'---|' * len(columns)}", *(f"| {' | '.join(row)} |" for row in rows), ""]


def _targets(found: Found) -> list[str]:
    rows = []
    for one, other in zip(targets(found), targets(on_cores(found)), strict=True):
        bound = "at least" if one.more else "at most"
        stretch = f" (stretch {one.stretch:g})" if one.stretch is not None else ""
        rows.append([one.name, f"{bound} {one.most:g} {one.unit}{stretch}", one.shown, other.shown, one.met])
    return ["## Targets", "", *_table("what | target | measured | by core | met", rows)]


def _starts(found: Found) -> list[str]:
    unit = found.starts[PASS]
    rows = [[one.case.name, *_numbers(one, 1000), _of(one, unit), one.case.did] for one in found.starts.values()]
    head = f"case | {_NUMBERS.format('ms')} | × `python -c pass` | what it does"
    return ["## One file", "", *_table(head, rows)]


_NUMBERS = "{0} | min | max | core {0} | runs | peak MB"


def _numbers(one: Measured, scale: float) -> list[str]:
    """The cells of a case under `_NUMBERS`, or why there is nothing in them."""
    if not one.runs:
        return [f"not measured: {one.why}", *[""] * 5]
    walls = [run.wall for run in one.runs]
    times = (one.median, min(walls), max(walls), one.core)
    return [*(_digits(seconds * scale) for seconds in times), str(len(one.runs)), f"{one.megabytes:.0f}"]


def _of(one: Measured, other: Measured | None) -> str:
    value = ratio(one, other)
    return "" if value is None else f"{value:.2f}"


def _beside(found: Found, folder: str) -> list[str]:
    lines = ["## Beside other tools", "", _ASKED, ""]
    for title, name, rows, unit, scale in (
        ("One file", "one-file", found.one, "ms", 1000.0),
        (f"{found.files} files", "many-files", found.many, "s", 1.0),
    ):
        lines += [f"### {title}", "", f"![{title}: each tool's time, as a bar]({folder}/{name}.svg)", ""]
        head = f"tool | {_NUMBERS.format(unit)} | × `python -c pass` | × policylint"
        sorted_rows = sorted(rows.values(), key=lambda one: (not one.runs, one.median if one.runs else 0))
        lines += _table(
            head,
            [
                [_named(found, one), *_numbers(one, scale), _of(one, rows[PASS]), _of(one, rows[CORE])]
                for one in sorted_rows
            ],
        )
    did = [[one.case.name, one.case.did, one.case.not_done] for name, one in found.many.items() if name != PASS]
    return [*lines, "What each did of the work, and what it leaves out:", "", *_table("tool | did | did not", did)]


def _named(found: Found, one: Measured) -> str:
    return f"{one.case.name} {found.versions.get(one.case.name, '')}".strip()


_ASKED = """\
One table of eighty rules on fields (`benchmarks/field_rules.py`: a pointer and a test) is written in the words of each
tool, and a run counts only if it finds what is known to be wrong. policylint judges these, and for itself the 82 rules
of its own `core`, which are about more than one field and know three values; it also validates, keeps lines and
columns, and says why and what to do. Each tool runs in its quickest form: what can be built before is, and what can be
read once for all files is. Libraries get their sheets from the C loader of PyYAML."""


def _croissant(found: Found) -> list[str]:
    rows = [
        [str(count), _named(found, one), *_numbers(one, 1), _of(one, measured[CARDS]), one.case.did, one.case.not_done]
        for count, measured in zip((1, found.files), found.croissant, strict=True)
        for one in measured.values()
    ]
    head = f"files | tool | {_NUMBERS.format('s')} | × policylint | did | did not"
    return ["## Croissant", "", "On what `policylint convert --to croissant` writes:", "", *_table(head, rows)]


def _growth(found: Found) -> list[str]:
    rows = [
        [one.case.name, *_numbers(one, 1), _each(one, count, found.size), one.case.did]
        for count, measured in sorted(found.growth.items())
        for one in measured.values()
    ]
    lines = _table(f"case | {_NUMBERS.format('s')} | ms per 4 KB document | what", rows)
    for low, high in pairwise(sorted(found.growth)):
        slower, each = _slower(found, low, high), _further_kilobytes(found, low, high)
        if slower is not None and each is not None:
            memory = _cold(found, high).megabytes / _cold(found, low).megabytes
            more = f"{high / low:g} × as many: {slower * high / low:.2f} × the time in the same turns, "
            more += f"{memory:.2f} × the memory, {each:.1f} KB for each further file"
            lines += [f"From {low:,} to {high:,} files, {more}.", ""]
    return ["## Many files", "", *lines, _HELD, ""]


_HELD = """\
What a further file takes in memory is what the report says of it: its path and id, and what is wrong with one in ten. A
document is held only while it is judged ([decision 18](decisions/0018-what-a-run-holds.md))."""


def _each(one: Measured, count: int, size: int) -> str:
    value = per_4_kilobytes(one, count, size)
    return "" if value is None else f"{value:.2f}"


def _anatomy(found: Found) -> list[str]:
    whole = sum(found.parts.values())
    each = sum(found.further.values())
    rows = [
        [part, f"{taken:.1f}", f"{taken / whole:.0%}", f"{found.further[part]:.2f}"]
        for part, taken in found.parts.items()
    ]
    groups = {name: [one for one in found.imports if _group(one.module) == name] for name in _GROUPS}
    by_group = [
        [name, str(len(ones)), f"{sum(one.microseconds for one in ones) / 1000:.1f}"] for name, ones in groups.items()
    ]
    slowest = sorted(found.imports, key=lambda one: -one.microseconds)[:10]
    floor, ours = found.starts["PyYAML, C loader"], found.starts["policylint, one file"]
    above = (ours.median - floor.median) * 1000 if floor.runs and ours.runs else 0.0
    least = (
        f"The floor (start Python, import yaml, parse the file) is {_digits(floor.median * 1000)} ms here; ",
        f"policylint adds {above:.0f} ms to that, most of them to import its own modules and what they need.",
    )
    lines = [f"One clean file that was never seen, its policy known: medians of {found.runs} processes, in ms.", ""]
    lines += _table(
        "part | ms | share | ms of each further file", [*rows, ["all", f"{whole:.1f}", "100%", f"{each:.2f}"]]
    )
    slow = "The imports, by `python -X importtime`, which slows each; those of an empty program are left out:"
    lines += [slow, ""]
    lines += _table("of | modules | ms", by_group)
    lines += [f"The slowest: {', '.join(f'`{one.module}` {one.microseconds / 1000:.1f}' for one in slowest)}.", ""]
    return ["## What a cold check consists of", "", *lines, "".join(least), ""]


_GROUPS = ("yaml", "policylint", "the standard library")


def _group(module: str) -> str:
    top = module.partition(".")[0].lstrip("_")
    return top if top in _GROUPS else _GROUPS[2]


def _commands(found: Found) -> list[str]:
    cases = [*found.starts.values(), *found.one.values()]
    lines = {one.case.name: " ".join(map(_word, one.case.command)) for one in cases}
    return [
        "## The commands",
        "",
        "On one file; on many, the files of a folder follow.",
        "",
        "```text",
        *lines.values(),
        "```",
    ]


def _word(word: str) -> str:
    return f'"{word}"' if " " in word else word
