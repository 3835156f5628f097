"""The same inputs in two processes that order sets otherwise: what is said of them must be the same."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from fuzz.bounds import attempt
from fuzz.promises import observed
from fuzz.sandbox import ROOT, folder
from fuzz.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def unlike(target: str, inputs: Sequence[bytes]) -> list[bytes]:
    """The inputs of which two processes say different things."""
    with tempfile.TemporaryDirectory(prefix="policylint-again-") as made:
        for number, data in enumerate(inputs):
            (Path(made) / f"{number:05}").write_bytes(data)
        said = [_said(target, made, seed) for seed in ("1", "2")]
    return [data for data, one, other in zip(inputs, *said, strict=True) if one != other]


def _said(target: str, where: str, seed: str) -> list[str]:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, "-m", "fuzz.again", target, where],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def _digests(target: str, files: Iterable[Path]) -> None:
    for file in files:
        crash = attempt(TARGETS[target].run, file.read_bytes())
        text = observed().replace(str(folder()), "")
        digest = hashlib.sha256(f"{crash and crash.signature}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()
        sys.stdout.write(f"{digest}\n")


if __name__ == "__main__":
    _digests(sys.argv[1], sorted(Path(sys.argv[2]).iterdir()))
