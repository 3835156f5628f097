"""What there is to say of a rule, in words: the one source of `explain` and of the pages in `docs/rules/`."""

from __future__ import annotations

from policylint.documents import read
from policylint.documents.node import MAPPING, SCALAR, plain_value
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.policy.nearby import flow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from policylint.documents.node import Node
    from policylint.policy.rule import Rule, Test


class Section(NamedTuple):
    """A part of a page: prose, or lines of YAML. `name` is that of the test which an example comes from."""

    title: str
    text: str = ""
    code: tuple[str, ...] = ()
    name: str = ""


class Page(NamedTuple):
    """A rule's page."""

    id: str
    title: str
    severity: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...]


def page_of(rule: Rule, packs: Iterable[str]) -> Page:
    """What, why, an example that fails, one that passes, how to fix, when to waive, parameters, references."""
    plan = rule.plan
    facts = (
        f"when it cannot be told: {plan['unknown'] or plan['severity']}",
        f"moments: {', '.join(plan['moments'])}",
        f"packs: {', '.join(packs) or 'none'}",
    )
    sections = (
        Section("What it asks", code=tuple(_asked(rule))),
        Section("Why", rule.why),
        _example("Fails", rule, "fail"),
        _example("Passes", rule, "pass"),
        Section("How to fix", _as_written(plan["remedy"])),
        Section("When to waive", _waiving(rule)),
        Section("Parameters", code=tuple(_parameters(rule))),
        Section("Reported instead of", ", ".join(plan["subsumes"])),
        Section("References", "; ".join(rule.references)),
        Section("The rule", f"{plan['file']} ({len(rule.tests)} test{'' if len(rule.tests) == 1 else 's'})"),
    )
    said = tuple(section for section in sections if section.text or section.code)
    return Page(rule.id, plan["title"], plan["severity"], facts, said)


def _as_written(parts: list[Any]) -> str:
    """A text as its rule has it, placeholders included."""
    return "".join(part if isinstance(part, str) else f"{{{part[0]}}}" for part in parts)


def _asked(rule: Rule) -> Iterator[str]:
    """The rule's own sentence, as its author wrote it."""
    root = rule.document.root
    assert root is not None
    for key, value in root.value:
        if key.value in ("for_each", "when", "require", "forbid"):
            yield from _source(rule, key, value)


def _example(title: str, rule: Rule, expect: str) -> Section:
    test = next((one for one in rule.tests if one.expect == expect), None)
    if test is None:
        return Section(title)
    return Section(title, code=(*_given(test), *_fragments(rule, test)), name=test.name)


def _given(test: Test) -> list[str]:
    return [f"# with {name}: {value}" for name, value in test.parameters.items()]


def _fragments(rule: Rule, test: Test) -> Iterator[str]:
    for key, value in test.node.value:
        if key.value in ("datasheet", "use", "ledger"):
            yield from _readable(_source(rule, key, value), key, value)


def _readable(lines: list[str], key: Node, value: Node) -> list[str]:
    """The author's own lines, or the value on one line where they lean on an anchor that stands elsewhere."""
    read_back = read("\n".join(lines).encode(), "example.yaml").root
    if read_back is not None and plain_value(read_back) == {key.value: plain_value(value)}:
        return lines
    return [f"{key.value}: {flow(plain_value(value))}"]


def _source(rule: Rule, key: Node, value: Node) -> list[str]:
    """The lines of a key and its value as the rule's author wrote them."""
    lines = rule.document.lines
    first, last = key.start.line, _last_line(value)
    flow = value.kind != SCALAR and lines[value.start.line][value.start.column : value.start.column + 1] in ("{", "[")
    end = value.end.column if flow or first == last else None
    if first == last:
        return [lines[first][key.start.column : end].rstrip()]
    indent = key.start.column
    inner = [line[indent:] if not line[:indent].strip() else line for line in lines[first + 1 : last]]
    return [lines[first][indent:], *inner, lines[last][indent:end].rstrip()]


def _last_line(node: Node) -> int:
    """The line of a tree's last token: a block mapping itself ends only where the next thing begins."""
    if node.kind == SCALAR or not node.value or node.end.line == node.start.line:
        return node.end.line
    if node.kind == MAPPING:
        return max(node.start.line, _last_line(node.value[-1][1]))
    return _last_line(node.value[-1])


def _waiving(rule: Rule) -> str:
    if rule.waivable is False:
        return "Never: no config lowers the severity of this rule."
    line = f"`severity: {{{rule.id}: off}}` in the config takes it out for a whole repository, where that was decided."
    if isinstance(rule.waivable, dict):
        return f"For at most {rule.waivable['max_days']} days at a time. {line}"
    return f"When somebody who answers for the data has decided so, and says why. {line}"


def _parameters(rule: Rule) -> Iterator[str]:
    area = rule.id.partition("/")[0]
    for name, parameter in rule.parameters.items():
        yield f"{area}.{name}: {_shown(parameter.default)}"


def _shown(value: object) -> str:
    """A value as YAML writes it."""
    if isinstance(value, list):
        return f"[{', '.join(_shown(one) for one in value)}]"
    return str(value).lower() if isinstance(value, bool) else str(value)
