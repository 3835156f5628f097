"""Measure how checking one datasheet grows with what it is made from: a chain, a fan, and a net of layers.

python benchmarks/lineage.py [--sizes 1000 10000]

Prints for each shape and size the seconds of one `check` of the datasheet at the end, in a process of its own, the
seconds for each sheet, and how often a sheet was opened. Linear means that the second column stays the same.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
_LAYER = 10
"""Sheets of one layer of the net; each is made from all those of the layer before."""


def sources_of(shape: str, number: int, size: int) -> list[int]:
    """What a sheet of a shape is made from; the last one, `size - 1`, is checked."""
    if shape == "chain":
        return [number - 1] if number else []
    if shape == "wide":
        return list(range(number)) if number == size - 1 else []
    layer = number // _LAYER
    above = range((layer - 1) * _LAYER, layer * _LAYER) if layer else range(0)
    return list(above)


def write(folder: Path, shape: str, size: int) -> Path:
    """Write the sheets of a shape; returns the one to check."""
    (folder / ".git").mkdir()
    for number in range(size):
        entries = "".join(f"\n  - {{ref: ../s{one}, relation: merged}}" for one in sources_of(shape, number, size))
        path = folder / f"s{number}" / "datasheet.yaml"
        path.parent.mkdir()
        path.write_text(
            f'datasheet: "1"\nid: s{number}\nname: s{number}\npeople: {{present: false}}\nsources:{entries or " []"}\n'
            "licenses: [{applies_to: dataset, license: CC-BY-4.0, holder: Example}]\nmaintenance: {status: active}\n"
        )
    return path


def measured(sheet: Path) -> tuple[float, int]:
    """Seconds of one check, and how many sheets were opened, each opening counted."""
    from policylint.commands.check import Options, run  # noqa: PLC0415 - after the path is set

    opened: list[str] = []

    def note(event: str, arguments: tuple[object, ...]) -> None:
        # the opener that `open` calls is told as well, without a mode
        if listening and event == "open" and arguments[1] and str(arguments[0]).endswith("datasheet.yaml"):
            opened.append(str(arguments[0]))

    listening = True
    sys.addaudithook(note)
    os.chdir(sheet.parent.parent)
    begun = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        run(Options(paths=(f"{sheet.parent.name}/datasheet.yaml",), as_of="2026-11-22", format="json", no_config=True))
    taken = time.perf_counter() - begun
    listening = False
    return taken, len(opened)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10000])
    sys.stdout.write(f"{'shape':<7}{'sheets':>8}{'seconds':>10}{'ms each':>10}{'opened':>9}\n")
    for shape in ("chain", "wide", "net"):
        for size in parser.parse_args().sizes:
            with tempfile.TemporaryDirectory() as folder:
                seconds, opened = measured(write(Path(folder), shape, size))
                os.chdir(ROOT)
            sys.stdout.write(f"{shape:<7}{size:>8}{seconds:>10.2f}{seconds * 1000 / size:>10.2f}{opened:>9}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
