"""`policylint explain`: a rule's page in the terminal, from the rule file itself."""

from __future__ import annotations

import os
from textwrap import TextWrapper
from typing import TYPE_CHECKING, Any

from policylint import resources
from policylint.commands.terminal import out, style_of
from policylint.documents import load
from policylint.documents.node import MAPPING, SCALAR
from policylint.errors import InvalidFileError, PolicylintError
from policylint.policy.in_force import Settings
from policylint.policy.load import load_policy, load_rules, shipped_packs, shipped_rule
from policylint.policy.rule import Rule, Test, read_rule
from policylint.reporters.style import Style, fit, paint, safe
from policylint.shapes.check import did_you_mean

if TYPE_CHECKING:
    from policylint.documents.node import Node


def run(name: str, color: str) -> int:
    """Print the page of a shipped rule by its id, or of a rule file."""
    out(page(_rule(name), style_of(color)))
    return 0


def _rule(name: str) -> Rule:
    file = name if name.endswith((".yaml", ".yml")) else shipped_rule(name)
    if file is None or not os.path.isfile(file):
        known = [rule.id for rule in load_rules()[0]]
        near = did_you_mean(name, known)
        hint = f"did you mean `{near}`?" if near else "`policylint rules` lists them"
        raise PolicylintError(f"there is no rule `{name}`: {hint}")
    rule, problems = read_rule(load(file, resources.display(file)), {})
    if rule is None:
        raise InvalidFileError(problems)
    return rule


def page(rule: Rule, style: Style) -> str:
    """What, why, how to fix, an example that fails and one that passes, parameters, references."""
    plan = rule.plan
    unknown = plan["unknown"] or plan["severity"]
    packs = [pack for pack in shipped_packs() if rule.id in load_policy(Settings((pack,))).membership]
    parts = [
        f"{paint(rule.id, 'bold', style)}: {plan['title']}",
        "; ".join(
            (
                paint(plan["severity"], plan["severity"], style),
                f"when it cannot be told: {unknown}",
                f"moments: {', '.join(plan['moments'])}",
                f"packs: {', '.join(packs) or 'none'}",
            )
        ),
        _section("Why", rule.why, style),
        _section("How to fix", _as_written(plan["remedy"]), style),
        *(_example(title, rule, expect, style) for title, expect in (("Fails", "fail"), ("Passes", "pass"))),
        _parameters(rule, style),
        _section("References", "; ".join(rule.references), style),
        _section("The rule", f"{plan['file']} ({len(rule.tests)} tests)", style),
    ]
    return fit("\n\n".join(part for part in parts if part), style) + "\n"


def _section(title: str, text: str, style: Style) -> str:
    wrapper = TextWrapper(
        width=max(style.width, 40), initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
    )
    return f"{paint(title, 'bold', style)}\n" + "\n".join(wrapper.wrap(safe(text))) if text else ""


def _example(title: str, rule: Rule, expect: str, style: Style) -> str:
    test = next((one for one in rule.tests if one.expect == expect), None)
    if test is None:
        return ""
    shown = [line for node in (test.datasheet_node, test.use_node) if node is not None for line in _source(rule, node)]
    return f"{paint(title, 'bold', style)}: {test.name}\n" + "\n".join(
        f"  {safe(line)}" for line in [*shown, *_given(test)]
    )


def _given(test: Test) -> list[str]:
    return [f"# with {name}: {value}" for name, value in test.parameters.items()]


def _source(rule: Rule, node: Node) -> list[str]:
    """The lines of a fragment as the rule's author wrote them."""
    lines = rule.document.lines[node.start.line : _last_line(node) + 1]
    if len(lines) == 1:
        return [lines[0][node.start.column : node.end.column]]
    return [
        lines[0][node.start.column :],
        *(line[node.start.column :] if not line[: node.start.column].strip() else line for line in lines[1:]),
    ]


def _last_line(node: Node) -> int:
    """The line of a tree's last token: a block mapping itself ends only where the next thing begins."""
    if node.kind == SCALAR or not node.value or node.end.line == node.start.line:
        return node.end.line
    if node.kind == MAPPING:
        return max(node.start.line, _last_line(node.value[-1][1]))
    return _last_line(node.value[-1])


def _parameters(rule: Rule, style: Style) -> str:
    area = rule.id.partition("/")[0]
    lines = [f"  {area}.{name}: default {parameter.default!r}" for name, parameter in rule.parameters.items()]
    return f"{paint('Parameters', 'bold', style)}\n" + "\n".join(lines) if lines else ""


def _as_written(parts: list[Any]) -> str:
    """A remedy as its rule has it, placeholders included."""
    return "".join(part if isinstance(part, str) else f"{{{part[0]}}}" for part in parts)
