"""A lineage as a drawing of its own: sources on the left, the dataset on the right; no script, no font, no network."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from policylint.reporters.style import cells, safe

if TYPE_CHECKING:
    from policylint.graphs.graph import Edge, Graph, Node

_WIDTH, _LINE, _PAD, _GAP_X, _GAP_Y = 230, 16, 10, 190, 24
_LONGEST = 30
_COLORS = {"error": "#b3261e", "warning": "#8a5a00", "info": "#2a5db0", None: "#777"}
Box = tuple[int, int, int]
"""Left edge, top edge, height."""


def render(graph: Graph) -> str:
    """The drawing. Colours come from the page's text colour, so that it reads on light and on dark."""
    boxes, width, height = _laid_out(graph)
    leaving: dict[str, int] = {}
    parts = [_arrow(edge, boxes, leaving) for edge in graph.edges] + [
        _box(node, boxes[node.key]) for node in graph.nodes
    ]
    title = f"Lineage of {graph.nodes[0].name}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{_text(title)}" font-family="system-ui, sans-serif" font-size="12" '
        'fill="currentColor">\n'
        f"<title>{_text(title)}</title>\n"
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0,0 L8,4 L0,8 z" fill="currentColor"/></marker></defs>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _laid_out(graph: Graph) -> tuple[dict[str, Box], int, int]:
    """Columns by distance, the dataset itself on the right; in each column in the order of the graph."""
    deepest = max(node.depth for node in graph.nodes)
    bottoms = [_PAD] * (deepest + 1)
    boxes: dict[str, Box] = {}
    for node in graph.nodes:
        tall = 2 * _PAD + _LINE * len(_lines(node))
        boxes[node.key] = (_PAD + (deepest - node.depth) * (_WIDTH + _GAP_X), bottoms[node.depth], tall)
        bottoms[node.depth] += tall + _GAP_Y
    return boxes, 2 * _PAD + (deepest + 1) * _WIDTH + deepest * _GAP_X, max(bottoms)


def _lines(node: Node) -> list[str]:
    return [_short(text) for text in (node.name, *node.notes, *node.troubles)]


def _box(node: Node, box: Box) -> str:
    left, top, tall = box
    color = _COLORS[node.severity]
    texts = []
    for index, line in enumerate(_lines(node)):
        trouble = index > len(node.notes)
        style = ' font-weight="bold"' if index == 0 else f' fill="{color}"' if trouble else ' opacity="0.8"'
        texts.append(f'<text x="{left + _PAD}" y="{top + _PAD + 12 + index * _LINE}"{style}>{_text(line)}</text>')
    whole = "; ".join((node.name, *node.notes, *node.troubles, node.path or ""))
    return (
        f"<g><title>{_text(whole)}</title>"
        f'<rect x="{left}" y="{top}" width="{_WIDTH}" height="{tall}" rx="6" fill="none" stroke="{color}" '
        f'stroke-width="{2 if node.severity else 1}"/>{"".join(texts)}</g>'
    )


def _arrow(edge: Edge, boxes: dict[str, Box], leaving: dict[str, int]) -> str:
    """From the source's right edge to the left edge of what was made from it; dashed where no content comes along.

    What flows is written where the arrow leaves; `leaving` counts those that left the same box before.
    """
    (left, top, tall), (to_left, to_top, to_tall) = boxes[edge.above], boxes[edge.below]
    nth = leaving[edge.above] = leaving.get(edge.above, -1) + 1
    x1, y1, x2, y2 = left + _WIDTH, min(top + tall // 2 + 30 * nth, top + tall), to_left, to_top + to_tall // 2
    middle = (x1 + x2) // 2
    dash = "" if edge.content == "yes" else ' stroke-dasharray="5 4"'
    flows = f"content {edge.content}, people {edge.people}"
    return (
        f"<g><title>{_text(f'{edge.relation}: {flows}')}</title>"
        f'<path d="M{x1},{y1} C{middle},{y1} {middle},{y2} {x2},{y2}" fill="none" stroke="currentColor"{dash} '
        'marker-end="url(#tip)"/>'
        f"{_label(_short(edge.relation), x1 + 6, y1 - 5)}{_label(flows, x1 + 6, y1 + 13)}</g>"
    )


def _label(text: str, left: int, base: int) -> str:
    return f'<text x="{left}" y="{base}" font-size="10">{_text(text)}</text>'


def _short(text: str) -> str:
    text = safe(text)
    while cells(text) > _LONGEST:
        text = text[:-2] + "…"
    return text


def _text(text: str) -> str:
    return escape(safe(text), quote=True)
