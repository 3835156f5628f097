"""How well the metadata files of a folder are read: `python benchmarks/formats.py FOLDER [--labels FILE.csv]`.

A row for each folder in FOLDER: documents read, how many name a licence that is known, how many contradict themselves
(their tag grants what their words take away), fields that questions are open about per document, and the slowest
check of up to 100 KB (processor time: others may be at work on the machine). `--labels` has the columns file, label:
whose label begins with `trap` contradicts nothing, any other does or hides a restriction.
"""

from __future__ import annotations

import argparse
import csv
import gc
import sys
import time
from pathlib import Path
from typing import NamedTuple

from policylint.discover import Found
from policylint.documents import SUFFIXES, load
from policylint.findings import OPEN_QUESTIONS, Report
from policylint.licenses.prose import Section, restricting
from policylint.licenses.resolver import resolve
from policylint.pipeline import check
from policylint.policy.in_force import Policy, Settings
from policylint.policy.load import load_policy
from policylint.request import Request
from policylint.sheets import typed

AS_OF = "2026-11-22"
BOUND_MS, BOUND_BYTES = 50.0, 100_000
_TRIES = 3
_SAYS_NOTHING = ("NOASSERTION", "")


class Read(NamedTuple):
    path: Path
    format: str
    resolved: bool
    contradicts: bool
    questions: int
    milliseconds: float


def measured(path: Path, policy: Policy) -> Read | None:
    """What one file gives; None if it is nothing that policylint knows. One that seems slow is measured again."""
    report, milliseconds = _checked(path, policy)
    if not report.documents:
        return None
    loaded = typed(load(str(path)), None, {})
    entries = loaded.sheet.value.get("licenses") if loaded.sheet is not None else None
    licenses = [one for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
    questions = sum(len(one.missing) for one in report.findings if one.rule == OPEN_QUESTIONS)
    known = any(resolve(said).license for said in map(_license, licenses) if said not in _SAYS_NOTHING)
    return Read(path, report.documents[0].format, known, contradicts(licenses), questions, milliseconds)


def _checked(path: Path, policy: Policy) -> tuple[Report, float]:
    """The report on a file and how long it took; garbage of the files before is not its own."""
    times: list[float] = []
    while len(times) < _TRIES and (not times or times[-1] > BOUND_MS):
        gc.collect()
        start = time.process_time()
        report, _ = check([Found(str(path), None, named=True)], policy, Request(AS_OF, fail_on="never"))
        times.append((time.process_time() - start) * 1000)
    return report, min(times)


def _license(entry: dict[str, object]) -> str:
    return str(entry.get("license") or "")


def contradicts(licenses: list[dict[str, object]]) -> bool:
    """Whether the words of an entry take away what its licence grants, or restrict where the tag says nothing."""
    for entry in licenses:
        license_, words = _license(entry), str(entry.get("declared") or "")
        if words and _restricts(words) and not _restricts(license_):
            return True
        if license_.startswith("LicenseRef-") and _restricts(license_):
            return True  # a tag of the kind `other`: its terms are found by their name
    return False


def _restricts(text: str) -> bool:
    return restricting(Section("", 1, (text,))) is not None


def table(folder: Path, policy: Policy) -> tuple[list[str], list[Read]]:
    lines = [
        "| corpus | files | read | licence known | contradict themselves | open fields, mean | slowest ms |",
        "|---|---|---|---|---|---|---|",
    ]
    slow: list[Read] = []
    for corpus in sorted(one for one in folder.iterdir() if one.is_dir()):
        files = sorted(one for one in corpus.rglob("*") if one.is_file() and one.suffix.lower() in SUFFIXES)
        reads = [one for one in (measured(path, policy) for path in files) if one is not None]
        small = [one for one in reads if one.path.stat().st_size <= BOUND_BYTES]
        slow += [one for one in small if one.milliseconds > BOUND_MS]
        lines.append(
            f"| {corpus.name} | {len(files)} | {len(reads)} | {sum(one.resolved for one in reads)} "
            f"| {sum(one.contradicts for one in reads)} "
            f"| {sum(one.questions for one in reads) / max(len(reads), 1):.1f} "
            f"| {max((one.milliseconds for one in small), default=0.0):.0f} |"
        )
    return lines, slow


def labelled(folder: Path, labels: Path, policy: Policy) -> list[str]:
    with labels.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    reads = {row["file"]: measured(folder / row["file"], policy) for row in rows}
    found = {name for name, read in reads.items() if read is not None and read.contradicts}
    traps = {row["file"] for row in rows if row["label"].startswith("trap")}
    wanted = set(reads) - traps
    return [
        f"recall {len(wanted & found)} of {len(wanted)}, traps hit {len(traps & found)} of {len(traps)}",
        *(f"missed: {name}" for name in sorted(wanted - found)),
        *(f"trap hit: {name}" for name in sorted(traps & found)),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--labels", type=Path)
    arguments = parser.parse_args()
    policy = load_policy(Settings())
    gc.set_threshold(100_000)  # as the command has it
    lines, slow = table(arguments.folder, policy)
    lines += [f"over {BOUND_MS:.0f} ms: {one.path} ({one.milliseconds:.0f} ms)" for one in slow]
    if arguments.labels is not None:
        lines += labelled(arguments.folder, arguments.labels, policy)
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
