"""A lineage as a drawing of its own: sources on the left, the dataset on the right; no script, no font, no network."""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING
from policylint.markup import element, written
from policylint.reporters.style import cells, safe

if TYPE_CHECKING:
    from policylint.graphs.graph import Edge, Graph, Node
    from policylint.markup import Element

_WIDTH, _LINE, _PAD, _GAP_X, _GAP_Y = 230, 16, 10, 190, 24
_LONGEST = 30
_COLORS = {"error": "#b3261e", "warning": "#8a5a00", "info": "#2a5db0", None: "#777"}
Box = tuple[int, int, int]
"""Left edge, top edge, height."""


def render(graph: Graph) -> str:
    """The drawing as a file."""
    return written(drawing(graph))


def drawing(graph: Graph, name: str = "lineage") -> Element:
    """The drawing. Colours come from the page's text colour, so that it reads on light and on dark.

    What a page may want to colour its own way has a severity for its class. `name` begins every id in it.
    """
    boxes, width, height = _laid_out(graph)
    leaving: dict[str, int] = {}
    title = safe(f"Lineage of {graph.nodes[0].name}")
    tip = element("path", d="M0,0 L8,4 L0,8 z", fill="currentColor")
    marker = element(
        "marker", tip, id=f"{name}-tip", viewBox="0 0 8 8", refX=8, refY=4, markerWidth=8, markerHeight=8,
        markerUnits="userSpaceOnUse", orient="auto",
    )  # fmt: skip
    return element(
        "svg",
        element("title", title),
        element("defs", marker),
        *(_arrow(edge, boxes, leaving, f"url(#{name}-tip)") for edge in graph.edges),
        *(_box(node, boxes[node.key]) for node in graph.nodes),
        xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width} {height}", width=width, height=height,
        role="img", aria_label=title, font_family="system-ui, sans-serif", font_size=12, fill="currentColor",
    )  # fmt: skip


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


def _box(node: Node, box: Box) -> Element:
    left, top, tall = box
    color = _COLORS[node.severity]
    texts = []
    for index, line in enumerate(_lines(node)):
        x, y = left + _PAD, top + _PAD + 12 + index * _LINE
        if index > len(node.notes):
            texts.append(element("text", line, class_="trouble", x=x, y=y, fill=color))
        else:
            weight, opacity = ("bold", None) if index == 0 else (None, 0.8)
            texts.append(element("text", line, x=x, y=y, font_weight=weight, opacity=opacity))
    whole = "; ".join((node.name, *node.notes, *node.troubles, *([node.path] if node.path else [])))
    rect = element(
        "rect", x=left, y=top, width=_WIDTH, height=tall, rx=6, fill="none", stroke=color,
        stroke_width=2 if node.severity else 1,
    )  # fmt: skip
    return element("g", element("title", safe(whole)), rect, *texts, class_=node.severity)


def _arrow(edge: Edge, boxes: dict[str, Box], leaving: dict[str, int], tip: str) -> Element:
    """From the source's right edge to the left edge of what was made from it; dashed where no content comes along.

    What flows is written where the arrow leaves, and what breaks along it; `leaving` counts those that left the same
    box before.
    """
    (left, top, tall), (to_left, to_top, to_tall) = boxes[edge.above], boxes[edge.below]
    nth = leaving[edge.above] = leaving.get(edge.above, -1) + 1
    x1, y1, x2, y2 = left + _WIDTH, min(top + tall // 2 + 30 * nth, top + tall), to_left, to_top + to_tall // 2
    middle = (x1 + x2) // 2
    flows = f"content {edge.content}, people {edge.people}"
    breaks = f"✘ {edge.breaks}" if edge.troubles else ""
    line = element(
        "path", d=f"M{x1},{y1} C{middle},{y1} {middle},{y2} {x2},{y2}", fill="none",
        stroke=_COLORS[edge.severity] if edge.troubles else "currentColor", stroke_width=2 if edge.troubles else None,
        stroke_dasharray=None if edge.content == "yes" else "5 4", marker_end=tip,
    )  # fmt: skip
    labels = [_label(_short(edge.relation), x1 + 6, y1 - 5), _label(flows, x1 + 6, y1 + 13)]
    if breaks:
        labels.append(_label(breaks, x1 + 6, y1 + 26, _COLORS[edge.severity]))
    said = "; ".join(filter(None, (safe(f"{edge.relation}: {flows}"), breaks)))
    return element("g", element("title", said), line, *labels, class_=edge.severity)


def _label(text: str, left: int, base: int, color: str | None = None) -> Element:
    return element("text", text, class_="trouble" if color else None, x=left, y=base, font_size=10, fill=color)


def _short(text: str) -> str:
    text = safe(text)
    while cells(text) > _LONGEST:
        text = text[:-2] + "…"
    return text
