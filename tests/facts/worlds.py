"""Worlds made of a few lines of YAML, as the tests of facts need them."""

from __future__ import annotations

from typing import Any

from policylint.documents import read
from policylint.facts.common import Answer, Fact, Item, Sheet, World
from policylint.shapes.check import UNSAID, check_fragment
from policylint.worlds import entries


def sheet_of(text: str, shape: str = "datasheet") -> Sheet:
    document = read(text.encode(), f"{shape}.yaml")
    assert document.root is not None, document.problems
    value, origins, problems = check_fragment(document, document.root, shape)
    assert problems == []
    return Sheet(value, document, shape, origins)


def world(datasheet: str, use: str | None = None, as_of: str = "2026-01-01") -> World:
    sheet = sheet_of(datasheet)
    root = Item(sheet.value, sheet, "")
    if use is None:
        intended = root.child("uses").child("intended")
        return World(root, None if intended.value is UNSAID else tuple(intended.children()), None, "create", as_of, {})
    declared = sheet_of(use, "use")
    listed = entries(declared)
    return World(root, (Item(declared.value, declared, ""),), listed[0] if listed else None, "consume", as_of, {})


def ask(fact: Fact, item: Item, seen: World) -> Answer:
    return fact.derive(item, seen)


def pointers(items: tuple[Item, ...]) -> list[str]:
    return [item.pointer for item in items]


def value_of(answer: Answer) -> Any:
    return answer.value
