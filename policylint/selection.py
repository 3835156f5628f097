"""Which of the rules in force a run asks: `--select`, `--ignore`, and a ledger that may be all there is."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from policylint.request import Request


def selected(plans: Iterable[dict[str, Any]], request: Request) -> list[dict[str, Any]]:
    """The plans of the rules that are asked for."""
    if request.select or request.ignore or request.ledgers.given is not None:
        return [plan for plan in plans if _selected(plan, request)]
    return list(plans)


def _selected(plan: dict[str, Any], request: Request) -> bool:
    """Whether `--select` and `--ignore` leave a rule in: each names a rule or an area."""
    if request.ledgers.given is not None:
        from policylint.policy.compile import about_ledger  # noqa: PLC0415 - only for a ledger by itself

        if not about_ledger(plan):
            return False
    names = {plan["id"], plan["id"].partition("/")[0]}
    return (not request.select or not names.isdisjoint(request.select)) and names.isdisjoint(request.ignore)
