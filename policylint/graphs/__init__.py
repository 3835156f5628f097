"""The shelf of drawings of a lineage: one file each, from a `Graph` to a text."""

from __future__ import annotations

from importlib import import_module

from policylint.lean import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from policylint.graphs.graph import Graph

FORMATS = ("text", "dot", "mermaid", "svg")
"""The drawings, each in a file of that name with `render(graph) -> str`."""


def draw(graph: Graph, form: str) -> str:
    """A lineage in one of FORMATS."""
    render = cast("Callable[[Graph], str]", import_module(f"policylint.graphs.{form}").render)
    return render(graph)
