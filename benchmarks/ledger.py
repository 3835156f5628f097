"""Measure rules on records beside a full decode of their columns, other libraries and Spark, in one run.

    python benchmarks/ledger.py [--sizes 1000000 10000000 50000000] [--runs 3] [--write docs/ledger-benchmarks.md]

The ledgers are generated (`make_ledger.py`); every count is compared with what is known of them, and a wrong one ends
the run. Each measurement is a process of its own, so its peak memory is its own; the cases of a size take turns.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import make_ledger
from ledger_peers import CHECKS, PEERS
from make_ledger import AS_OF, COLUMNS, Shape, Totals

from policylint.config import Ledgers
from policylint.ledger.queries import EVERYTHING, Asked, counts
from policylint.policy.compile import compile_rule

if TYPE_CHECKING:
    from policylint.facts.common import World
    from policylint.ledger.book import Ledger

ROOT = Path(__file__).resolve().parent.parent
PEOPLE_MEMORY = "1500MB"
"""What DuckDB may take for rules on items and people; the rest goes to the disk."""
MOST_DECODES, MOST_GROWTH, MOST_MB, MOST_PEOPLE_MB = 4.0, 5.5, 300, 2048


class Run(NamedTuple):
    """One measurement: seconds of the work alone, those of all its threads on a core, and its process's peak memory."""

    seconds: float
    busy: float
    megabytes: float


class Watch:
    """Begins when it is made."""

    def __init__(self) -> None:
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def taken(self) -> tuple[float, float]:
        """Seconds on the wall, and on all cores."""
        return time.perf_counter() - self.wall, time.process_time() - self.cpu


class Case(NamedTuple):
    """What is measured: a name, and the ledger that it is measured on."""

    name: str
    shape: Shape


class Measured(NamedTuple):
    case: Case
    runs: list[Run]

    @property
    def seconds(self) -> float:
        return statistics.median(run.seconds for run in self.runs)

    @property
    def busy(self) -> float:
        return statistics.median(run.busy for run in self.runs)

    @property
    def megabytes(self) -> float:
        return max(run.megabytes for run in self.runs)


# what is measured, each in a process of its own


def decode(path: Path, shape: Shape) -> tuple[float, float]:
    """The columns that the rules on rows read, all of them decoded, and nothing else."""
    with make_ledger.opened(path, shape) as (seen, ledger):
        engine, table = ledger.opened.engine, ledger.opened.table
        query = counts(engine, table, _asked(seen, ledger), AS_OF, EVERYTHING)
        read = [found.name for found in table.ours.values() if f'"{found.name}"' in query]
        columns = ", ".join(f'max("{name}")' for name in read)
        watch = Watch()
        engine.rows(f"SELECT {columns} FROM {engine.relation}")
        return watch.taken()


def _asked(seen: World, ledger: Ledger) -> list[Asked]:
    scope = {"use": (seen.uses or ())[0]}
    return [ledger.asked(compile_rule(plan), scope, seen) for plan in make_ledger.record_plans().values()]


def rules(path: Path, shape: Shape) -> tuple[float, float]:
    """Every shipped rule on rows: how many it applies to, fail, cannot be told, and where the first 20 stand."""
    plans = make_ledger.record_plans()
    watch = Watch()
    with make_ledger.opened(path, shape) as (seen, ledger):
        found = make_ledger.judged(seen, ledger, plans)
    taken = watch.taken()
    _compare(found, make_ledger.expected(shape))
    return taken


def six_rules(path: Path, shape: Shape) -> tuple[float, float]:
    """The rules that the other libraries are given."""
    plans = {name: plan for name, plan in make_ledger.record_plans().items() if name in CHECKS}
    watch = Watch()
    with make_ledger.opened(path, shape) as (seen, ledger):
        found = make_ledger.judged(seen, ledger, plans)
    taken = watch.taken()
    _compare(found, {name: make_ledger.expected(shape)[name] for name in plans})
    return taken


def people(path: Path, shape: Shape) -> tuple[float, float]:
    """Distinct people, items of several people, and listed items that no row covers."""
    watch = Watch()
    with make_ledger.opened(path, shape, Ledgers(memory=PEOPLE_MEMORY)) as (_, ledger):
        found = _totals(ledger, path)
    taken = watch.taken()
    _compare(found, make_ledger.expected_totals(shape))
    return taken


def _totals(ledger: Ledger, path: Path) -> Totals:
    found = ledger.totals(AS_OF)
    assert found is not None
    return found._replace(uncovered=ledger.uncovered(str(path.with_suffix(".txt")), AS_OF))


def _compare(found: object, wanted: object) -> None:
    if found != wanted:
        sys.exit(f"counted {found}\nnot     {wanted}")


CASES = {"decode": decode, "rules": rules, "rules, all text": rules, "six rules": six_rules, "people": people}


def child(name: str, path: Path, shape: Shape) -> None:
    """Measure one case, and print what it took."""
    taken = CASES[name](path, shape)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    sys.stdout.write(json.dumps([*taken, int(peak) / 1024]) + "\n")


def measured(case: Case, path: Path) -> Run:
    """A case, measured in a process of its own."""
    command = [sys.executable, __file__, "--child", case.name, "--path", str(path), "--shape", json.dumps(case.shape)]
    return Run(*json.loads(_output(command)))


def _output(command: list[str], environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **(environment or {})}
    )
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit code {done.returncode}\n{done.stderr}{done.stdout}")
    return done.stdout.splitlines()[-1]


def in_turns(cases: list[Case], paths: dict[Shape, Path], runs: int) -> list[Measured]:
    """Each case in turn, so many times; the first round warms the disk's cache and is not counted."""
    found: dict[Case, list[Run]] = {case: [] for case in cases}
    for turn in range(runs + 1):
        for case in cases:
            run = measured(case, paths[case.shape])
            if turn:
                found[case].append(run)
                _say(f"{case.name:16} {case.shape.rows:>9} {run}")
    return [Measured(case, made) for case, made in found.items()]


def _say(line: str) -> None:
    sys.stderr.write(f"{line}   load {os.getloadavg()[0]:.1f}\n")


# ledgers


def generated(folder: Path, shape: Shape) -> Path:
    """The ledger of a shape, and the list of its items; one that is there already is used again."""
    kind = "text" if shape.text else shape.profile
    path = folder / f"{kind}-{shape.rows}.parquet"
    if not path.exists():
        begun = path.with_name(f"part-{path.name}")
        make_ledger.write(begun, shape)
        begun.rename(path)
    if not path.with_suffix(".txt").exists():
        make_ledger.write_items(path.with_suffix(".txt"), shape)
    return path


# the whole command


def command(path: Path, shape: Shape, fmt: str) -> tuple[Run, str]:
    """`policylint ledger` on the datasheet of a ledger: what it took, and what it printed."""
    folder = Path(tempfile.mkdtemp(prefix="policylint-bench-"))
    (folder / ".git").mkdir()
    (folder / "ledger.parquet").symlink_to(path)
    shutil.copy(path.with_suffix(".txt"), folder / "items.txt")
    text = make_ledger.datasheet(shape, "ledger.parquet", "items.txt")
    (folder / "datasheet.yaml").write_text(text, encoding="utf-8")
    words = [sys.executable, "-m", "policylint", "ledger", "ledger.parquet", "--datasheet", "datasheet.yaml"]
    words += ["--as-of", AS_OF, "--no-config", "--memory", PEOPLE_MEMORY, "--format", fmt, "--fail-on", "never"]
    started = time.perf_counter()
    with subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        out = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"policylint ledger: exit code {process.returncode}\n{out}")
    shutil.rmtree(folder)
    return Run(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), out


# other libraries


def peers(path: Path, shape: Shape, runs: int) -> list[tuple[str, str, list[Run]]]:
    """The same six rules by other libraries, in an environment that is thrown away."""
    wanted = {name: make_ledger.expected(shape)[name].fail for name in CHECKS}
    with tempfile.TemporaryDirectory(prefix="policylint-peers-") as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = Path(folder) / "bin" / "python"
        needs = sorted({need for peer in PEERS for need in peer.needs})
        subprocess.run([python, "-m", "pip", "install", "-q", *needs], check=True, stdout=subprocess.DEVNULL)
        found: list[tuple[str, str, list[Run]]] = [(peer.name, peer.does, []) for peer in PEERS]
        for _ in range(runs):
            for peer, (_, _, made) in zip(PEERS, found, strict=True):
                *took, fails = json.loads(_output([str(python), "-c", peer.script, str(path), AS_OF]))
                _compare(fails, wanted)
                made.append(Run(*took))
                _say(f"{peer.name:16} {shape.rows:>9} {made[-1]}")
    return found


# Spark


def spark(small: Shape, large: Shape, paths: dict[Shape, Path]) -> list[tuple[str, Shape, list[float]]]:
    """Two scans after each other, by so many threads or workers: the first is cold. On the larger ledger, one."""
    sys.path.insert(0, str(ROOT))
    from tests.ledger.cluster import cluster  # noqa: PLC0415 - only where Spark is measured

    found = [(f"`local[{n}]`", small, _spark(paths[small], small, f"local[{n}]", 2)) for n in (1, 2)]
    for workers, shape, scans in ((1, small, 2), (2, small, 2), (2, large, 1)):
        with tempfile.TemporaryDirectory() as folder, cluster(Path(folder), workers) as made:
            name = f"standalone, {workers} worker{'s' * (workers > 1)} of 1 core"
            found.append((name, shape, _spark(paths[shape], shape, made.master, scans)))
    return found


def _spark(path: Path, shape: Shape, master: str, scans: int) -> list[float]:
    words = [
        sys.executable,
        __file__,
        "--spark",
        master,
        "--runs",
        str(scans),
        "--path",
        str(path),
        "--shape",
        json.dumps(shape),
    ]
    seconds: list[float] = json.loads(_output(words, {"SPARK_LOCAL_IP": "127.0.0.1"}))
    _say(f"Spark {master} {seconds}")
    return seconds


def spark_child(master: str, path: Path, shape: Shape, scans: int) -> None:
    seconds = []
    started = time.perf_counter()
    with make_ledger.opened(path, shape, Ledgers("spark", master=master)) as (seen, ledger):
        for _ in range(scans):
            seconds.append(time.perf_counter() - started)
            started = time.perf_counter()
            ledger.opened.records.clear()
            _compare(make_ledger.judged(seen, ledger), make_ledger.expected(shape))
        seconds.append(time.perf_counter() - started)
    sys.stdout.write(json.dumps(seconds) + "\n")


# the report


def table(head: str, rows: list[list[Any]]) -> list[str]:
    columns = head.split(" | ")
    lines = [f"| {head} |", f"|{'---|' * len(columns)}"]
    return [*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows), ""]


def cells(runs: list[Run]) -> list[str]:
    seconds = [run.seconds for run in runs]
    busy = statistics.median(run.busy for run in runs)
    peak = max(run.megabytes for run in runs)
    return [*(f"{one:.2f}" for one in (statistics.median(seconds), min(seconds), max(seconds), busy)), f"{peak:.0f}"]


def by_size(found: list[Measured]) -> list[str]:
    """Rules on rows and on people beside the decode, and the targets."""
    decodes = {one.case.shape.rows: one for one in found if one.case.name == "decode"}
    rows = []
    for one in found:
        beside = decodes[one.case.shape.rows]
        times = [f"{one.seconds / beside.seconds:.2f}", f"{one.busy / beside.busy:.2f}"]
        rows.append([one.case.name, f"{one.case.shape.rows:,}", *cells(one.runs), *times])
    lines = table("case | rows | median s | min | max | core s | peak MB | × decode | × decode, core s", rows)
    return [*lines, *_targets(found, decodes), ""]


def _targets(found: list[Measured], decodes: dict[int, Measured]) -> list[str]:
    of = {(one.case.name, one.case.shape.rows): one for one in found}
    sizes = sorted(decodes)
    ratio = max(of["rules", size].busy / decodes[size].busy for size in sizes)
    peak = max(of["rules", size].megabytes for size in sizes)
    spilled = max(of["people", size].megabytes for size in sizes)
    said = (
        f"Rules on rows take at most {ratio:.2f} × the work of a decode (target: {MOST_DECODES:g}) and {peak:.0f} MB "
    )
    said += f"(target: {MOST_MB}); rules on people at most {spilled:.0f} MB (target: {MOST_PEOPLE_MB})."
    if len(sizes) > 1:
        last, before = of["rules", sizes[-1]], of["rules", sizes[-2]]
        said += f" From {sizes[-2]:,} to {sizes[-1]:,} rows: {last.seconds / before.seconds:.2f} times the time, "
        said += f"{last.busy / before.busy:.2f} times the work (target for {sizes[-1] // sizes[-2]} times as many: "
        said += f"{MOST_GROWTH:g})."
    return [said]


def report(options: argparse.Namespace, folder: Path) -> str:
    shapes = [Shape(rows) for rows in options.sizes]
    small, large = shapes[0], shapes[min(1, len(shapes) - 1)]
    text = small._replace(text=True)
    paths = {shape: generated(folder, shape) for shape in (*shapes, text)}
    lines = _about(options, paths)
    cases = [Case(name, shape) for shape in shapes for name in ("decode", "rules", "people")]
    found = in_turns([*cases, Case("rules, all text", text), Case("six rules", small)], paths, options.runs)
    whole, _ = command(paths[large], large, "concise")
    lines += ["## Rules on rows, and on items and people", "", _WHAT, *by_size(found)]
    took = f"{whole.seconds:.1f} s, {whole.megabytes:.0f} MB"
    lines += [f"The whole command, `policylint ledger`, on {large.rows:,} rows: {took}.", ""]
    if not options.without_peers:
        six = next(one for one in found if one.case.name == "six rules")
        lines += _of_peers(peers(paths[small], small, options.runs), six)
    if not options.without_spark:
        lines += _of_spark(spark(small, large, paths), found)
    return "\n".join([*lines, *_moment(folder, large.rows)])


def _about(options: argparse.Namespace, paths: dict[Shape, Path]) -> list[str]:
    sizes = ", ".join(f"{shape.rows:,} rows {path.stat().st_size / 1e6:,.0f} MB" for shape, path in paths.items())
    made = (
        f"Made by `python benchmarks/ledger.py`: {platform.machine()}, {os.cpu_count()} cores, ",
        f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f} at the start. {options.runs} interleaved ",
        "runs after one that warms the disk's cache, each in a process of its own; trust the ratios. The ledgers are ",
        f"generated, with {len(COLUMNS)} columns, NULLs and NULL lists in them (Parquet: {sizes}; the last is all ",
        "text). Every count was compared with the one that is known beforehand.",
    )
    return ["# Benchmarks of the ledger", "", "".join(made), ""]


_WHAT = """\
*decode*: DuckDB reads all columns that the rules read (`max` of each). *rules*: all shipped rules on rows at once,
three counts and the first 20 positions of each. *people*: distinct people by kind, age and consent, in all and by
group, items of several people, and listed items without a row; what does not fit into the memory is spilled.
*rules, all text*: where dates, lists and booleans are text, as in CSV. *six rules*: those that the other libraries get.
"""


def _of_peers(found: list[tuple[str, str, list[Run]]], six: Measured) -> list[str]:
    rows = [["policylint", *cells(six.runs), "1.0", "fail, unknown and applied counts, and the first 20 positions"]]
    for name, does, runs in found:
        ratio = statistics.median(run.seconds for run in runs) / six.seconds
        rows.append([name, *cells(runs), f"{ratio:.1f}", does])
    listed = ", ".join(f"`{name}`" for name in CHECKS)
    head = "library | median s | min | max | core s | peak MB | × policylint | what it does"
    about = f"On {six.case.shape.rows:,} rows: {listed}. Imports are not counted. All count the same failing rows."
    return ["## Beside other libraries", "", about, "", *table(head, rows)]


def _of_spark(found: list[tuple[str, Shape, list[float]]], before: list[Measured]) -> list[str]:
    rows = [[name, f"{shape.rows:,}", *(f"{one:.1f}" for one in seconds)] for name, shape, seconds in found]
    duck = {one.case.shape: one.seconds for one in before if one.case.name == "rules"}
    _, shape, seconds = found[-1]
    rate, cores = shape.rows / seconds[-1] / 2, 128
    paper = (
        f"On paper: by the last line a core does {rate:,.0f} rows a second, so {cores} cores take ",
        f"{5e9 / rate / cores / 60:.0f} minutes for 5,000,000,000 rows, if the storage keeps up: in these rules rows ",
        "meet in counters and in the first 20 positions only, so nothing else is shuffled.",
    )
    beside = ", ".join(f"{one.rows:,} rows {taken:.1f} s" for one, taken in duck.items())
    about = f"The same rules and the same counts (DuckDB, 2 threads: {beside})."
    padded = [row + [""] * (5 - len(row)) for row in rows]
    spent = table("where | rows | start s | first scan s | second", padded)
    return ["## Spark", "", about, "", *spent, "".join(paper), ""]


def _moment(folder: Path, rows: int) -> list[str]:
    """A sheet that claims public figures only, and the ledger that shows who is in it."""
    shape = Shape(rows, profile="celebrities")
    path = generated(folder, shape)
    run, out = command(path, shape, "text")
    sheet = make_ledger.datasheet(shape, "ledger.parquet", "items.txt")
    about = (
        f"A ledger of {rows:,} rows, in which three in ten people are private individuals, and a datasheet that ",
        f"claims public figures who all agreed. `policylint ledger` takes {run.seconds:.1f} s and ",
        f"{run.megabytes:.0f} MB, and says:",
    )
    head = ["## Public figures only, says the datasheet", "", "".join(about), ""]
    return [*head, "```yaml", sheet.rstrip(), "```", "", "```text", out.rstrip(), "```", ""]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000_000, 10_000_000, 50_000_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--data", type=Path, help="keep the ledgers here, and use those that are there")
    parser.add_argument("--without-peers", action="store_true")
    parser.add_argument("--without-spark", action="store_true")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--spark", help=argparse.SUPPRESS)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--shape", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child, options.path, Shape(*json.loads(options.shape)))
        return
    if options.spark:
        spark_child(options.spark, options.path, Shape(*json.loads(options.shape)), options.runs)
        return
    with tempfile.TemporaryDirectory(prefix="policylint-bench-") as folder:
        kept: Path = options.data or Path(folder)
        kept.mkdir(exist_ok=True, parents=True)
        made = report(options, kept)
    sys.stdout.write(made)
    if options.write is not None:
        options.write.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
