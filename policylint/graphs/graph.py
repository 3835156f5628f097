"""The lineage of a datasheet as a graph: its datasets, what flows along each edge, what is wrong with each."""

from __future__ import annotations

from collections import deque
from itertools import pairwise

from policylint.facts.lineage import flow
from policylint.findings import Finding, rank
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.logic import FALSE, TRUE, Truth
from policylint.shapes.check import UNSAID

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable
    from typing import Any

    from policylint.facts.common import Item, Link, Sheet

_FEW = 5
_FLOWS = {TRUE: "yes", FALSE: "no"}


class Node(NamedTuple):
    """A dataset: `path` is its datasheet's, None where there is none; `depth` is its distance from the top.

    `troubles` are the rules that failed there, the worst first, and `severity` is the worst of all that was found.
    """

    key: str
    name: str
    path: str | None
    depth: int
    notes: tuple[str, ...]
    troubles: tuple[str, ...]
    severity: str | None


class Edge(NamedTuple):
    """One entry of `sources`: from the dataset that names it to the source, by which relation, what comes along.

    `content` and `people` are `yes`, `no` or `unknown`; `troubles` are the rules that fail because of what comes this
    way, and `severity` is the worst of them.
    """

    below: str
    above: str
    relation: str
    content: str
    people: str
    troubles: tuple[str, ...] = ()
    severity: str | None = None

    @property
    def breaks(self) -> str:
        """How many rules fail because of it, in words."""
        return "1 rule fails" if len(self.troubles) == 1 else f"{len(self.troubles)} rules fail"


class Graph(NamedTuple):
    """A lineage, the dataset it is about first, then by distance; edges in the order in which they are written."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def node(self, key: str) -> Node:
        """The node of that key."""
        return next(node for node in self.nodes if node.key == key)

    def above(self, key: str) -> list[Edge]:
        """The edges that lead up from a dataset to what it was made from."""
        return [edge for edge in self.edges if edge.below == key]


def graph_of(sheet: Sheet, links: Callable[[Sheet], tuple[Link, ...]], findings: Iterable[Finding]) -> Graph:
    """The lineage of a sheet. A finding is shown at the last of its chain that is drawn, or at the sheet itself."""
    findings = tuple(findings)
    broken = _broken(sheet, findings)
    nodes: dict[str, tuple[str, Sheet | None, int]] = {sheet.document.path: (sheet.name, sheet, 0)}
    edges: list[Edge] = []
    waiting = deque([sheet])
    while waiting:
        here = waiting.popleft()
        below = here.document.path
        for entry, source in links(here):
            name = _name(entry, source)
            above = source.document.path if source is not None else f"{below}#{entry.pointer}"
            if above not in nodes:
                nodes[above] = (name, source, nodes[below][2] + 1)
                if source is not None:
                    waiting.append(source)
            edges.append(_edge(entry, below, above, broken.get((here.name, name), [])))
    troubles = _troubles(sheet, findings, {name for name, _, _ in nodes.values()})
    return Graph(tuple(_node(key, *nodes[key], troubles) for key in nodes), tuple(edges))


def _name(entry: Item, source: Sheet | None) -> str:
    if source is not None:
        return source.name
    said = (entry.child(key).value for key in ("id", "ref", "note"))
    return next((one for one in said if isinstance(one, str)), "not named")


def _broken(sheet: Sheet, findings: Iterable[Finding]) -> dict[tuple[str, str], list[Finding]]:
    """What fails because of what comes along from one dataset to another, by their names: the worst first."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for one in sorted(findings, key=lambda finding: (rank(finding.severity), finding.rule)):
        if one.dataset == sheet.id and one.outcome == "fail" and one.policy is not None:
            for step in pairwise(one.chain):
                found.setdefault(step, []).append(one)
    return found


def _edge(entry: Item, below: str, above: str, broken: list[Finding]) -> Edge:
    relation = entry.child("relation").value
    content, people = (_said(flow(entry, kind)) for kind in ("content", "people"))
    return Edge(
        below, above, "not stated" if relation is UNSAID else str(relation), content, people,
        tuple(dict.fromkeys(one.rule for one in broken)), broken[0].severity if broken else None,
    )  # fmt: skip


def _said(truth: Truth) -> str:
    return _FLOWS.get(truth, "unknown")


def _troubles(sheet: Sheet, findings: Iterable[Finding], drawn: Container[str]) -> dict[str, list[Finding]]:
    """Findings by the name of the dataset that they are shown at: what an advisory leads on to is not drawn."""
    found: dict[str, list[Finding]] = {}
    for one in sorted(findings, key=lambda finding: (rank(finding.severity), finding.rule)):
        if one.dataset == sheet.id:
            at = next((name for name in reversed(one.chain) if name in drawn), sheet.name)
            found.setdefault(at, []).append(one)
    return found


def _node(key: str, name: str, sheet: Sheet | None, depth: int, troubles: dict[str, list[Finding]]) -> Node:
    found = troubles.get(name, [])
    notes = _notes(sheet.value) if sheet is not None else ("no datasheet here",)
    return Node(
        key, name, sheet.document.path if sheet is not None else None, depth, notes, _in_short(found),
        found[0].severity if found else None,
    )  # fmt: skip


def _in_short(findings: list[Finding]) -> tuple[str, ...]:
    """The rules that failed, the worst first, and how many questions are open."""
    failed = list(dict.fromkeys(one.rule for one in findings if one.outcome == "fail"))
    more = [f"{len(failed) - _FEW} more"] if len(failed) > _FEW else []
    asked = len({one.missing[0] if one.missing else one.rule for one in findings if one.outcome == "unknown"})
    questions = [f"{asked} open question{'' if asked == 1 else 's'}"] if asked else []
    return (*failed[:_FEW], *more, *questions)


def _notes(value: dict[str, Any]) -> tuple[str, ...]:
    """What one wants to know of a dataset at a glance: licences, people, status."""
    licenses = [str(one["license"]) for one in _dicts(value.get("licenses")) if isinstance(one.get("license"), str)]
    people = value.get("people")
    present = people.get("present") if isinstance(people, dict) else None
    maintenance = value.get("maintenance")
    status = maintenance.get("status") if isinstance(maintenance, dict) else None
    kinds = [
        str(group["kind"])
        for group in _dicts(people.get("groups") if isinstance(people, dict) else None)
        if "kind" in group
    ]
    notes = [
        " + ".join(dict.fromkeys(licenses)) or "no licence stated",
        "no people" if present is False else ", ".join(dict.fromkeys(kinds)) if kinds else "people not stated",
        str(status) if isinstance(status, str) and status != "active" else "",
    ]
    return tuple(note for note in notes if note)


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
