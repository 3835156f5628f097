"""A lineage for Mermaid, as Markdown renders it."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING
from policylint.reporters.style import safe

if TYPE_CHECKING:
    from policylint.graphs.graph import Graph

_SPECIAL = {char: f"#{ord(char)};" for char in '"#&;<>\\`[](){}|'}


def render(graph: Graph) -> str:
    """A flowchart; an arrow goes from a source to what was made from it, dotted where no content comes along."""
    names = {node.key: f"n{index}" for index, node in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    for node in graph.nodes:
        label = "<br/>".join(_quoted(text) for text in (node.name, *node.notes, *node.troubles))
        lines.append(f'  {names[node.key]}["{label}"]{f":::{node.severity}" if node.severity else ""}')
    for edge in graph.edges:
        label = _quoted(f"{edge.relation}: content {edge.content}, people {edge.people}")
        arrow = "-->" if edge.content == "yes" else "-.->"
        lines.append(f'  {names[edge.above]} {arrow}|"{label}"| {names[edge.below]}')
    lines += ["  classDef error stroke:#b3261e", "  classDef warning stroke:#8a5a00", "  classDef info stroke:#2a5db0"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return "".join(_SPECIAL.get(char, char) for char in safe(text))
