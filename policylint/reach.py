"""How far a run reached: what it did not look at is neither unused nor settled."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from typing import Any


class Reach:
    """What a run judged of the datasets that waivers and a baseline speak of: of others, nothing is kept."""

    def __init__(
        self, datasets: Collection[str | None], rules: Mapping[str, dict[str, Any]], *, undecided: bool = True
    ) -> None:
        self.undecided = undecided
        """Whether what could not be decided is among the findings."""
        self._datasets = datasets
        self._rules = rules
        self._judged: set[tuple[str | None, str | None, str]] = set()

    def add(self, reached: Iterable[tuple[str | None, str | None, str]]) -> None:
        """Note for which datasets, uses (None: its own) and moments all rules were asked."""
        self._judged.update(one for one in reached if one[0] in self._datasets)

    def saw(self, dataset: str | None) -> bool:
        """Whether a dataset was judged at all."""
        return any(one == dataset for one, _, _ in self._judged)

    def judged(self, rule: str, dataset: str | None, use: str | None) -> bool:
        """Whether a rule was asked about a dataset and a use."""
        moments = self._rules[rule]["moments"] if rule in self._rules else ()
        return any((dataset, use, moment) in self._judged for moment in moments)
