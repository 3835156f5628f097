"""`policylint explain`: a rule's page in the terminal, from the rule file itself."""

from __future__ import annotations

import os
from textwrap import TextWrapper

from policylint.commands.policy import policy_in_force
from policylint.commands.terminal import out, style_of
from policylint.errors import PolicylintError
from policylint.lean import TYPE_CHECKING
from policylint.policy.files import shipped_rule, shipped_rules
from policylint.policy.load import load_rule, packs_by_rule
from policylint.policy.page import Page, Section, page_of
from policylint.policy.rule import rule_id
from policylint.reporters.style import Style, fit, paint, safe
from policylint.shapes.check import did_you_mean

if TYPE_CHECKING:
    from policylint.policy.in_force import Policy


def run(name: str, policy: tuple[str, ...], color: str, config: str | None, *, no_config: bool) -> int:
    """Print the page of a rule: of a shipped one or one in force by its id, of any other by its file."""
    if name.endswith((".yaml", ".yml")) and os.path.isfile(name):
        page = page_of(load_rule(name), ())
    elif (file := shipped_rule(name)) is not None:
        page = page_of(load_rule(file), packs_by_rule().get(name, ()))
    else:
        page = _page_in_force(name, policy_in_force(policy, config, no_config=no_config))
    out(text(page, style_of(color)))
    return 0


def _page_in_force(name: str, policy: Policy) -> Page:
    """The page of a rule of somebody's own, which the policy in force names."""
    files = {plan["id"]: plan["file"] for plan in policy.rules}
    if name not in files:
        near = did_you_mean(name, sorted({*files, *(rule_id(one) for one in shipped_rules())}))
        hint = f"did you mean `{near}`?" if near else "`policylint rules` lists them"
        raise PolicylintError(f"there is no rule `{name}`: {hint}")
    return page_of(load_rule(files[name], policy.extensions), policy.membership[name])


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
