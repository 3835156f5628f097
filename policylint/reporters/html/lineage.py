"""Section 2: what the datasets were made from, what flows along, and where it breaks."""

from __future__ import annotations

from policylint.graphs.graph import graph_of
from policylint.graphs.svg import drawing
from policylint.lean import TYPE_CHECKING
from policylint.markup import element
from policylint.reporters.html.parts import SYMBOLS, badge, note, quiet, scrolling, section, table, together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylint.dossier import Dossier
    from policylint.findings import Report
    from policylint.graphs.graph import Edge, Graph
    from policylint.markup import Child, Element

_FLOWS = {"yes": f"{SYMBOLS['yes']} yes", "no": "○ no", "unknown": f"{SYMBOLS['cannot_tell']} unknown"}


def lineage_section(report: Report, dossier: Dossier) -> Element:
    """A drawing, and the same as a table, for each dataset that nothing else here is made from."""
    graphs = list(_graphs(report, dossier))
    drawn = {node.key for graph in graphs for node in graph.nodes}
    alone = [sheet.name for sheet in dossier.datasheets if sheet.document.path not in drawn]
    return section(
        "lineage",
        "2. Lineage",
        note("An arrow goes from a source to what was made from it; dashed, where its content does not come along.")
        if graphs
        else None,
        *(child for number, graph in enumerate(graphs, 1) for child in _shown(graph, number)),
        element("p", f"No source is stated for: {', '.join(alone)}.") if alone else None,
    )


def _graphs(report: Report, dossier: Dossier) -> Iterator[Graph]:
    """The lineages that hold all others; of datasets that are made from each other in a circle, the first."""
    made = [sheet for sheet in dossier.datasheets if dossier.links(sheet)]
    below = {link.sheet.document.path for sheet in made for link in dossier.links(sheet) if link.sheet is not None}
    drawn: set[str] = set()
    for sheet in sorted(made, key=lambda one: (one.document.path in below, one.document.path)):
        if sheet.document.path not in drawn:
            graph = graph_of(sheet, dossier.links, report.counted)
            drawn |= {node.key for node in graph.nodes}
            yield graph


def _shown(graph: Graph, number: int) -> Iterator[Element]:
    top = graph.nodes[0]
    yield element("h3", f"{top.name}")
    yield scrolling(
        f"Drawing of the lineage of {top.name}", element("div", drawing(graph, f"graph-{number}"), class_="graph")
    )
    heads = ("Source", "made into", "by", "content comes along", "people come along", "what fails because of it")
    yield table(f"What flows in the lineage of {top.name}", heads, _rows(graph))


def _rows(graph: Graph) -> Iterator[list[Child]]:
    for edge in graph.edges:
        above, below = graph.node(edge.above), graph.node(edge.below)
        yield [above.name, below.name, edge.relation, _FLOWS[edge.content], _FLOWS[edge.people], _broken(edge)]


def _broken(edge: Edge) -> Element:
    """Which rules fail because of what comes this way."""
    if not edge.troubles:
        return quiet("nothing")
    return together(badge(edge.severity or "info", edge.breaks), quiet(", ".join(edge.troubles)), class_="stacked")
