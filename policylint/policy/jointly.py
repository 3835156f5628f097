"""Conditions of several rules asked of one item: a rule made of them, which fails where all of them hold.

Rules that range over the same lists call the items by different names; here each is called by its list.
"""

from __future__ import annotations

from policylint.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any


Plan = dict[str, "Any"]

_OWN = {("People", "groups*"): ["groups"]}
"""Lists that hold all that another list does."""


def ranged(plan: Plan) -> dict[str, str]:
    """What a rule ranges over: the name it gives to an item, to what tells the list of such items from others."""
    lists: dict[str, str] = {}
    for name, listed in plan["for_each"]:
        owner = "" if listed is None else lists.get(listed[1], "")
        keys = [] if listed is None else listed[2]
        fact = _OWN.get(tuple(listed[3]), listed[3]) if listed is not None and listed[3] else []
        own = f"{owner}/{'uses' if listed is None else '.'.join([*keys, *fact])}"
        lists[name] = f"{own} {list(lists.values()).count(own)}" if own in lists.values() else own
    return lists


def applies(plan: Plan) -> list[Any]:
    """That a rule applies to an item."""
    return ["const", True, 0] if plan["when"] is None else _renamed(plan["when"], ranged(plan))


def meets(plan: Plan) -> list[Any]:
    """That an item meets what a rule requires."""
    required = _renamed(plan["require"], ranged(plan))
    return ["not", required] if plan["forbid"] else required


def fails_where(plans: list[Plan], conditions: list[list[Any]]) -> Plan:
    """A rule over what all of some rules range over, which fails on an item on which every condition holds."""
    first = min(plans, key=lambda plan: sum(bool(listed and listed[3]) for _, listed in plan["for_each"]))
    names = ranged(first)
    for_each = [[names[name], listed and _path(listed, names)] for name, listed in first["for_each"]]
    moments = [moment for moment in first["moments"] if all(moment in plan["moments"] for plan in plans)]
    asked = ["all", conditions]
    return {**first, "moments": moments, "for_each": for_each, "when": None, "require": asked, "forbid": True}


def _renamed(plan: list[Any], names: dict[str, str]) -> list[Any]:
    """A condition in which items are called by their lists."""
    match plan:
        case ["leaf", path, word, ["path", other], *rest]:
            return ["leaf", _path(path, names), word, ["path", _path(other, names)], *rest]
        case ["leaf", path, *rest]:
            return ["leaf", _path(path, names), *rest]
        case ["not", inner]:
            return ["not", _renamed(inner, names)]
        case ["all" | "any" as word, parts]:
            return [word, [_renamed(part, names) for part in parts]]
        case ["every" | "some" as word, name, listed, where, satisfy]:
            asked = where and _renamed(where, names)
            return [word, name, listed and _path(listed, names), asked, _renamed(satisfy, names)]
        case ["count", name, listed, where, *rest]:
            return ["count", name, listed and _path(listed, names), where and _renamed(where, names), *rest]
    return plan


def _path(path: list[Any], names: dict[str, str]) -> list[Any]:
    text, root, *rest = path
    return [text, names.get(root, root), *rest]
