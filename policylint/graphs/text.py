"""A lineage as a tree for a terminal: the dataset first, what it was made from below it."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING
from policylint.reporters.style import safe

if TYPE_CHECKING:
    from policylint.graphs.graph import Graph, Node

_MOST_LEVELS = 100


def render(graph: Graph) -> str:
    """The tree. A dataset that several lead to is written out once."""
    top = graph.nodes[0]
    lines = [_said(top), *_troubles(top, "", graph)]
    shown = {top.key}
    path: list[str] = []
    stack = [(edge, "") for edge in reversed(graph.above(top.key))]
    while stack:
        edge, indent = stack.pop()
        del path[len(indent) // 3 :]
        path.append(edge.below)
        node = graph.node(edge.above)
        end = not stack or len(stack[-1][1]) < len(indent)
        flows = f"{edge.relation}: content {edge.content}, people {edge.people}"
        again = "  (back in a circle)" if edge.above in path else "  (see above)" if edge.above in shown else ""
        lines.append(f"{indent}{'└─ ' if end else '├─ '}{safe(node.name) + again if again else _said(node)}  [{flows}]")
        inner = indent + ("   " if end else "│  ")
        if again or len(path) > _MOST_LEVELS:
            continue
        lines += _troubles(node, inner, graph)
        shown.add(edge.above)
        stack += [(one, inner) for one in reversed(graph.above(edge.above))]
    return "\n".join(lines) + "\n"


def _said(node: Node) -> str:
    return f"{safe(node.name)}  ({safe('; '.join(node.notes))})"


def _troubles(node: Node, indent: str, graph: Graph) -> list[str]:
    """What failed at a dataset, under it; the line to its own sources goes on beside it."""
    beside = "│  " if graph.above(node.key) else "   "
    return [f"{indent}{beside}! {trouble}" for trouble in node.troubles]
