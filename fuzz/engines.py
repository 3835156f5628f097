"""What drives a target: coverage (atheris), hypothesis, or the mutator alone. All keep the same tally."""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from fuzz import sandbox
from fuzz.bounds import MAX_BYTES, MOST_SECONDS, Crash, attempt
from fuzz.minimise import minimised
from fuzz.mutate import mutated, words
from fuzz.promises import observed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fuzz.targets import Target

_MINIMISE = 30.0
"""Seconds that may be spent on making one input smaller."""


_KEPT = 12
_INSTRUMENTED = 4
"""How many times as long code takes that tells what of it runs."""


class Tally:
    """What a target has been given so far: how often, and one input for each crash."""

    def __init__(self, target: Target, seconds: float | None = None, runs: int | None = None) -> None:
        self.target = target
        self.executions = 0
        self.found: dict[str, tuple[Crash, bytes]] = {}
        self.counts: dict[str, int] = {}
        self.kept: list[bytes] = []
        """Some of the inputs, to be tried again in other processes."""
        self.most = MOST_SECONDS
        self._until = time.monotonic() + seconds if seconds is not None else None
        self._runs = runs

    @property
    def done(self) -> bool:
        """Whether time, or what was asked for, is over."""
        late = self._until is not None and time.monotonic() >= self._until
        return late or (self._runs is not None and self.executions >= self._runs)

    def give(self, data: bytes) -> None:
        """Try one input, and keep it if it breaks something that nothing broke before."""
        self.executions += 1
        if self.executions.bit_count() < 3 and len(self.kept) < _KEPT:
            self.kept.append(data)
        crash = attempt(self.target.run, data, self.most)
        observed()
        if crash is not None:
            self.counts[crash.signature] = self.counts.get(crash.signature, 0) + 1
            self.found.setdefault(crash.signature, (crash, data))

    def smaller(self, seconds: float = _MINIMISE) -> dict[Crash, bytes]:
        """For each crash its input, made smaller."""
        return {crash: minimised(data, self._breaks(crash.signature), seconds) for crash, data in self.found.values()}

    def _breaks(self, signature: str) -> Callable[[bytes], bool]:
        def breaks(data: bytes) -> bool:
            again = attempt(self.target.run, data, self.most)
            return again is not None and again.signature == signature

        return breaks


def by_mutation(tally: Tally, seed: int) -> None:
    """The seeds, then what the mutator makes of them: the same inputs for the same seed, until it is done."""
    corpus = tally.target.seeds()
    rng = random.Random(seed)
    for data in corpus if tally.target.few >= len(corpus) else rng.sample(corpus, min(len(corpus), 1000)):
        if not tally.done:
            tally.give(data[:MAX_BYTES])
    while not tally.done:
        tally.give(mutated(rng, corpus))


def by_hypothesis(tally: Tally, seed: int) -> None:
    """What hypothesis draws: bytes, texts, trees, and numbers for the mutator, in rounds until it is done."""
    import hypothesis  # noqa: PLC0415 - for who has it
    from hypothesis import strategies as st  # noqa: PLC0415

    corpus = tally.target.seeds()
    mutants = st.integers(0, 2**64).map(lambda number: mutated(random.Random(number), corpus))
    word = st.sampled_from([one.decode() for one in words()]) | st.text(max_size=20)
    leaf = st.none() | st.booleans() | st.integers() | st.floats() | word
    tree = st.recursive(
        leaf, lambda of: st.lists(of, max_size=4) | st.dictionaries(word, of, max_size=6), max_leaves=30
    )
    inputs = st.one_of(
        mutants, st.binary(max_size=400), st.text(max_size=200).map(_encoded), tree.map(json.dumps).map(_encoded)
    )
    turn = 0
    while not tally.done:

        @hypothesis.seed(seed + turn)
        @hypothesis.settings(
            max_examples=200, database=None, deadline=None, suppress_health_check=list(hypothesis.HealthCheck),
            phases=[hypothesis.Phase.generate],
        )  # fmt: skip
        @hypothesis.given(inputs)
        def one(data: bytes) -> None:
            if not tally.done:
                tally.give(data[:MAX_BYTES])

        one()
        turn += 1


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def by_coverage(tally: Tally, seed: int, finish: Callable[[], int]) -> None:
    """What libFuzzer makes of the corpus where it sees new code run. It never returns: `finish` gives the exit code."""
    import atheris  # noqa: PLC0415 - where it can be installed

    tally.most = _INSTRUMENTED * MOST_SECONDS
    corpus: Sequence[bytes] = tally.target.seeds()
    folder = Path(tempfile.mkdtemp(prefix="policylint-corpus-"))
    for number, data in enumerate(corpus):
        (folder / f"{number:05}").write_bytes(data[:MAX_BYTES])

    def one(data: bytes) -> None:
        if tally.done:
            code = finish()
            for made in (folder, sandbox.folder()):
                shutil.rmtree(made)
            os._exit(code)  # libFuzzer would go on
        tally.give(data)

    def change(data: bytes, most: int, number: int) -> bytes:
        rng = random.Random(number)
        if rng.random() < 0.3:
            made: bytes = atheris.Mutate(data, most)
            return made
        return mutated(rng, (data, data, data, rng.choice(corpus)))[:most]

    atheris.Setup(
        [
            sys.argv[0],
            f"-seed={seed % 2**31 + 1}",
            f"-max_len={MAX_BYTES}",
            "-timeout=100000",
            "-rss_limit_mb=0",
            "-verbosity=0",
            f"-artifact_prefix={folder}/",
            str(folder),
        ],
        one,
        custom_mutator=change,
    )
    atheris.Fuzz()
