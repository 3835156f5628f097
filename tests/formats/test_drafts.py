"""Each file under `documents/<format>/` is a test: its golden says what the reader makes of it, and from which place.

A golden line is a pointer of the datasheet's shape, the value, and line:column-column of the token it came from.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from policylint.documents import load
from policylint.documents.node import MAPPING, SEQUENCE, Node, plain_value, span_of
from policylint.formats import recognised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DOCUMENTS = Path(__file__).parent / "documents"
FILES = sorted(str(path.relative_to(DOCUMENTS)) for path in DOCUMENTS.glob("*/*"))


@pytest.mark.parametrize("name", FILES)
def test_what_a_reader_makes_of_a_document(name: str, golden: Callable[[str, str], None]) -> None:
    document = load(str(DOCUMENTS / name), name)
    assert document.problems == ()
    found = recognised(document)
    if found is None:
        golden(f"{name.replace('/', '-')}.txt", "nobody reads it\n")
        return
    draft = found.draft(document)
    lines = [f"{found.NAME}"]
    lines += [f"{pointer}: {value}  {place}" for pointer, value, place in said(draft.root, "", document.offset)]
    lines += [f"{one.rule} {one.span.line}:{one.span.column} {one.message}" for one in draft.problems]
    golden(f"{name.replace('/', '-')}.txt", "\n".join(lines) + "\n")


def said(node: Node, pointer: str, offset: int) -> Iterator[tuple[str, str, str]]:
    """Every value of a draft with its place."""
    if node.kind == MAPPING:
        for key, value in node.value:
            yield from said(value, f"{pointer}/{key.value}", offset)
    elif node.kind == SEQUENCE and any(item.kind == MAPPING for item in node.value):
        for index, item in enumerate(node.value):
            yield from said(item, f"{pointer}/{index}", offset)
    else:
        span = span_of(node, offset)
        value = json.dumps(plain_value(node), ensure_ascii=False)
        yield pointer, value, f"{span.line}:{span.column}-{span.end_column}"
