"""How far a run reached: what it did not look at is neither unused nor settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from policylint.facts.common import World


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

    def add(self, world: World) -> None:
        """Note that all rules of a moment were asked about a dataset, alone and for its own uses, or for one use."""
        dataset = world.sheet.sheet.id
        if dataset in self._datasets:
            self._judged |= {(dataset, use, world.moment) for use in _uses(world)}

    def saw(self, dataset: str | None) -> bool:
        """Whether a dataset was judged at all."""
        return any(one == dataset for one, _, _ in self._judged)

    def judged(self, rule: str, dataset: str | None, use: str | None) -> bool:
        """Whether a rule was asked about a dataset and a use."""
        moments = self._rules[rule]["moments"] if rule in self._rules else ()
        return any((dataset, use, moment) in self._judged for moment in moments)


def _uses(world: World) -> set[str | None]:
    """What findings of a world may have as their use."""
    if world.use is not None:
        return {world.use.sheet.id}
    named = [use.value.get("id") for use in world.uses or () if isinstance(use.value, dict)]
    return {None, *(use for use in named if isinstance(use, str))}
