"""A lineage for Graphviz."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING
from policylint.reporters.style import safe

if TYPE_CHECKING:
    from policylint.graphs.graph import Graph

_COLORS = {"error": "#b3261e", "warning": "#8a5a00", "info": "#2a5db0", None: "#444444"}


def render(graph: Graph) -> str:
    """A digraph; an edge goes from a source to what was made from it, dashed where no content comes along."""
    names = {node.key: f"n{index}" for index, node in enumerate(graph.nodes)}
    lines = ["digraph lineage {", "  rankdir=LR;", '  node [shape=box, fontname="sans-serif"];']
    for node in graph.nodes:
        label = "\\n".join(_quoted(text) for text in (node.name, *node.notes, *node.troubles))
        lines.append(f'  {names[node.key]} [label="{label}", color="{_COLORS[node.severity]}"];')
    for edge in graph.edges:
        style = "" if edge.content == "yes" else ", style=dashed"
        label = _quoted(f"{edge.relation} (content {edge.content}, people {edge.people})")
        lines.append(f'  {names[edge.above]} -> {names[edge.below]} [label="{label}"{style}];')
    return "\n".join([*lines, "}"]) + "\n"


def _quoted(text: str) -> str:
    return safe(text).replace("\\", "\\\\").replace('"', '\\"')
