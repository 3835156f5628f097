"""`policylint explain`: a rule's page in the terminal, from the rule file itself."""

from __future__ import annotations

import os
from textwrap import TextWrapper
from typing import TYPE_CHECKING

from policylint.commands.terminal import out, style_of
from policylint.errors import PolicylintError
from policylint.policy.files import shipped_rule, shipped_rules
from policylint.policy.load import load_rule, packs_by_rule
from policylint.policy.page import Page, Section, page_of
from policylint.policy.rule import rule_id
from policylint.reporters.style import Style, fit, paint, safe
from policylint.shapes.check import did_you_mean

if TYPE_CHECKING:
    from policylint.policy.rule import Rule


def run(name: str, color: str) -> int:
    """Print the page of a shipped rule by its id, or of a rule file."""
    rule = _rule(name)
    packs = packs_by_rule().get(rule.id, ()) if shipped_rule(rule.id) is not None else ()
    out(text(page_of(rule, packs), style_of(color)))
    return 0


def _rule(name: str) -> Rule:
    file = name if name.endswith((".yaml", ".yml")) else shipped_rule(name)
    if file is None or not os.path.isfile(file):
        near = did_you_mean(name, [rule_id(one) for one in shipped_rules()])
        hint = f"did you mean `{near}`?" if near else "`policylint rules` lists them"
        raise PolicylintError(f"there is no rule `{name}`: {hint}")
    return load_rule(file)


def text(page: Page, style: Style) -> str:
    """A rule's page for a terminal."""
    parts = [
        f"{paint(page.id, 'bold', style)}: {page.title}",
        "; ".join([paint(page.severity, page.severity, style), *page.facts]),
        *(_section(section, style) for section in page.sections),
    ]
    return fit("\n\n".join(parts), style) + "\n"


def _section(section: Section, style: Style) -> str:
    wrapper = TextWrapper(
        width=max(style.width, 40), initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
    )
    title = paint(section.title, "bold", style) + (f": {section.name}" if section.name else "")
    lines = [*wrapper.wrap(safe(section.text)), *(f"  {safe(line)}" for line in section.code)]
    return "\n".join([title, *lines])
