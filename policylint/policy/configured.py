"""What packs and the config set: parameters, checked against the rules that declare them, and severities."""

from __future__ import annotations

from policylint.documents.node import SCALAR, Node, Position
from policylint.findings import START, Problem, rank
from policylint.lean import TYPE_CHECKING
from policylint.policy.files import shipped_rule, shipped_rules
from policylint.policy.reader import Reader
from policylint.policy.rule import rule_id
from policylint.policy.words.common import Type, is_list
from policylint.shapes.check import ABSENT, did_you_mean, expected, scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from policylint.documents import Document
    from policylint.policy.in_force import Settings
    from policylint.policy.packs import Pack
    from policylint.policy.parameters import Parameter
    from policylint.policy.rule import Rule

Declared = dict[str, "Parameter"]


def parameters(
    packs: list[Pack], rules: dict[str, Rule], settings: Settings, problems: list[Problem]
) -> dict[str, Any]:
    """The values that packs and the config set, by full name (`area.name`); the config has the last word."""
    declared = _declared(rules, problems)
    given = dict(settings.parameters)
    values: dict[str, Any] = {}
    for name, nodes in _said(packs).items():
        typed = [_of_pack(name, node, document, declared, problems) for node, document in nodes]
        values[name] = typed[0]
        if name not in given and any(value != typed[0] for value in typed):
            reader = Reader(nodes[-1][1])
            message = f"the packs in force set `{name}` differently"
            reader.problem("parameter", nodes[-1][0], message, "Set it in the config.")
            problems += reader.problems
    for name, value in given.items():
        wrong = _misfit(name, value, declared)
        if wrong is not None:
            problems.append(_at_config(settings, "parameters", name, f"parameter `{name}`{wrong}"))
        values[name] = value
    return values


def _said(packs: list[Pack]) -> dict[str, list[tuple[Node, Document]]]:
    """What all packs say of each parameter."""
    found: dict[str, list[tuple[Node, Document]]] = {}
    for pack in packs:
        for name, said in pack.parameters.items():
            found.setdefault(name, []).extend(said)
    return found


def _declared(rules: dict[str, Rule], problems: list[Problem]) -> Declared:
    """The parameters that rules declare, by full name: two rules of an area that share one must agree."""
    declared: Declared = {}
    for identifier, rule in rules.items():
        for name, parameter in rule.parameters.items():
            full = f"{identifier.partition('/')[0]}.{name}"
            if full in declared and declared[full][:3] != parameter[:3]:
                message = f"the parameter `{name}` is declared otherwise by another rule of this area"
                span = START._replace(line=parameter.line)
                problems.append(Problem("policy/parameter", rule.file, span, message, "Declare it the same way."))
            declared[full] = parameter
    return declared


def _of_pack(name: str, node: Node, document: Document, declared: Declared, problems: list[Problem]) -> Any:
    """The value that a pack sets, typed."""
    reader = Reader(document)
    if name not in declared:
        near = did_you_mean(name, list(declared))
        remedy = f"Did you mean `{near}`?" if near else "No rule in force has a parameter of that name."
        reader.problem("parameter", node, f"`{name}` is not a parameter of any rule here", remedy)
        problems += reader.problems
        return None
    kind, refused = declared[name].type, declared[name].refused
    items = reader.items(node, f"`{name}`") if is_list(kind) else [node]
    one: Type = kind["of"] if is_list(kind) else kind
    typed = [reader.typed(item, one, f"`{name}`") for item in items]
    for item, found in zip(items, typed, strict=True):
        if found in refused:
            reader.problem("parameter", item, f"`{found}` is not allowed in `{name}`", "Take it out.")
    problems += reader.problems
    return typed if is_list(kind) else typed[0]


def _misfit(name: str, value: Any, declared: Declared) -> str | None:
    """What is wrong with a parameter of the config; None if nothing is."""
    if name not in declared:
        near = did_you_mean(name, list(declared))
        return f": did you mean `{near}`?" if near else ": no rule in force has a parameter of that name"
    kind, refused = declared[name].type, declared[name].refused
    listed = value if isinstance(value, list) else [value]
    one: Type = kind["of"] if is_list(kind) else kind
    if is_list(kind) == isinstance(value, list) and all(_fits(item, one) and item not in refused for item in listed):
        return None
    wanted = ("a list of " if is_list(kind) else "") + expected([one])
    return f" takes {wanted}" + (f", but not {', '.join(refused)}" if refused else "")


def _fits(value: Any, kind: Type) -> bool:
    """Whether a plain value from a config is of a type."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    nowhere = Position(0, 0)
    node = Node(SCALAR, text, nowhere, nowhere, plain=not isinstance(value, str))
    return isinstance(value, str | int | float | bool) and scalar(node, kind) is not ABSENT


def unknown_rules(settings: Settings, files: Iterable[str]) -> Iterator[Problem]:
    """Every rule whose severity the config sets must exist, in force (its file is among `files`) or not."""
    known: list[str] = []
    for identifier, _ in settings.severity:
        if shipped_rule(identifier) is not None:
            continue
        known = known or [rule_id(file) for file in (*shipped_rules(), *files)]
        if identifier not in known:
            near = did_you_mean(identifier, known)
            hint = f"did you mean `{near}`?" if near else "nobody has such a rule"
            yield _at_config(settings, "severity", identifier, f"severity of `{identifier}`: {hint}")


def at_severity(rule: Rule, packs: list[Pack], settings: Settings) -> dict[str, Any]:
    """A rule's plan at the strictest severity that a pack asks for, or at the config's."""
    own: str = rule.plan["severity"]
    asked = [severity or own for pack in packs for severity in pack.rules.get(rule.id, ())]
    configured = dict(settings.severity).get(rule.id)
    severity = configured if configured is not None and rule.plan["waivable"] else min(asked, key=rank)
    return {**rule.plan, "severity": severity, "own_severity": own}


def _at_config(settings: Settings, table: str, key: str, message: str) -> Problem:
    """A mistake of the config, at its own line."""
    span = dict(settings.places).get(f"{table} {key}", START)
    return Problem("config/value", settings.origin or "the settings", span, message, "Correct it, or take it out.")
