"""Packs and rules to a policy: what is in force, at which severity, with which parameters.

A policy loads whole or not at all: with one mistake anywhere nothing is checked.
"""

from __future__ import annotations

import os
from types import MappingProxyType

from policylint import resources
from policylint.documents.node import SCALAR
from policylint.errors import InvalidFileError
from policylint.findings import START, Problem
from policylint.lean import TYPE_CHECKING
from policylint.policy import configured
from policylint.policy.extensions import extensions_of, united_extensions
from policylint.policy.files import (
    Opened,
    files_of,
    folder_of_rule,
    open_policy,
    rule_files,
    shipped_packs,
    shipped_rule,
    shipped_rules,
)  # fmt: skip
from policylint.policy.in_force import Policy, Settings
from policylint.policy.packs import Pack, packs_of
from policylint.policy.rule import Rule, read_rule, rule_id
from policylint.shapes.check import did_you_mean

if TYPE_CHECKING:
    from typing import Any

    from policylint.policy.extensions import Extensions

__all__ = ["load_policy", "load_rules", "shipped_packs", "shipped_rule"]


def load_policy(settings: Settings) -> Policy:
    """Load every pack named. Raises InvalidFileError with every mistake, PolicylintError for a pack that nobody has."""
    opened = Opened()
    packs = [pack for spec in settings.policies for pack in packs_of(spec, settings.base, opened)]
    _stop_at(opened.problems)
    return _policy(packs, settings, opened)


def load_rules(
    folder: str | None = None, extensions: Extensions = MappingProxyType({})
) -> tuple[list[Rule], list[Problem]]:
    """Every rule under a folder's `rules/` (the shipped ones by default), and what is wrong with them.

    `extensions` are those of the policy that the folder is used in, beside its own.
    """
    top = folder or resources.path("policies")
    opened = Opened()
    extensions = {**extensions, **extensions_of(top, opened)}
    rules = []
    for file in rule_files(top):
        rule, found = read_rule(open_policy(file), {}, extensions)
        opened.problems += found
        rules += [rule] if rule is not None else []
    return rules, opened.problems


def load_rule(file: str, extensions: Extensions = MappingProxyType({})) -> Rule:
    """One rule by its file. `extensions` are those of the policy that it is in. Raises InvalidFileError."""
    opened = Opened()
    own = extensions_of(folder_of_rule(file), opened)
    rule, problems = read_rule(open_policy(file), {}, {**extensions, **own})
    _stop_at([*opened.problems, *problems])
    assert rule is not None
    return rule


def packs_by_rule() -> dict[str, list[str]]:
    """The shipped packs that each rule is in."""
    found: dict[str, list[str]] = {}
    for pack in shipped_packs():
        for identifier in load_policy(Settings((pack,))).membership:
            found.setdefault(identifier, []).append(pack)
    return found


def _stop_at(problems: list[Problem]) -> None:
    if problems:
        raise InvalidFileError(
            sorted(dict.fromkeys(problems), key=lambda problem: (problem.path, problem.span, problem.rule))
        )


def _policy(packs: list[Pack], settings: Settings, opened: Opened) -> Policy:
    files = _rule_files(packs, opened)
    extensions = united_extensions([folder for pack in packs for folder in pack.folders], opened)
    rules = _rules(files, extensions, opened)
    _refuse_unknown_subsumed(rules, opened)
    values = configured.parameters(packs, rules, settings, opened.problems)
    opened.problems += configured.unknown_rules(settings, opened.files)
    _stop_at(opened.problems)
    rules |= _with_values(rules, values)
    plans = tuple(configured.at_severity(rules[identifier], packs, settings) for identifier in files)
    return Policy(
        packs=tuple(dict.fromkeys(pack.name for pack in packs)),
        rules=tuple(plan for plan in plans if plan["severity"] != "off"),
        digest=_digest(opened, settings, values),
        files=tuple(sorted(opened.files)),
        membership={identifier: tuple(pack.name for pack in packs if identifier in pack.rules) for identifier in files},
        extensions=extensions,
        watched=tuple(dict.fromkeys(opened.watched)),
    )


def _rule_files(packs: list[Pack], opened: Opened) -> dict[str, str]:
    """The file of each rule that a pack names: beside the pack that brings it, or shipped."""
    files: dict[str, str] = {}
    for pack in packs:
        for identifier in pack.rules:
            folders = (pack.roots.get(identifier, pack.root), pack.root, resources.path("policies"))
            candidates = files_of(identifier, folders)
            if pack.name == identifier and pack.file is not None:
                # A rule file is that rule, wherever else another of its id stands; not beside it, though.
                candidates = files_of(identifier, (pack.root,)) or [pack.file]
            if not candidates:
                _refuse_unknown_rule(pack, identifier, opened)
                continue
            known = files.setdefault(identifier, candidates[0])
            if len(candidates) > 1 or not os.path.samefile(known, candidates[0]):
                both = " and ".join(sorted({resources.display(file) for file in (*candidates, known)}))
                message = f"two rules are called `{identifier}`: {both}"
                _at_pack(pack, identifier, "duplicate-id", message, "Rename one of them.", opened)
    return files


def _rules(files: dict[str, str], extensions: Extensions, opened: Opened) -> dict[str, Rule]:
    """Every rule that loads with the defaults of its parameters."""
    loaded: dict[str, Rule] = {}
    for identifier, file in files.items():
        rule, problems = read_rule(opened.open(file), {}, extensions)
        opened.problems += problems
        if rule is not None:
            loaded[identifier] = rule
    return loaded


def _with_values(rules: dict[str, Rule], values: dict[str, Any]) -> dict[str, Rule]:
    """The rules with parameters, with the values that are set."""
    if not values:
        return {}
    again = {
        identifier: read_rule(rule.document, values, rule.extensions)[0]
        for identifier, rule in rules.items()
        if rule.parameters
    }
    return {identifier: rule for identifier, rule in again.items() if rule is not None}


def _refuse_unknown_subsumed(rules: dict[str, Rule], opened: Opened) -> None:
    """A rule that another one subsumes must exist, in force or not."""
    for rule in rules.values():
        node = rule.document.root.get("subsumes") if rule.document.root is not None else None
        for item in node.value if node is not None else ():
            if item.kind != SCALAR:
                continue  # said where the rule was read
            if item.value not in rules and shipped_rule(item.value) is None:
                near = did_you_mean(item.value, [*rules, *(rule_id(file) for file in shipped_rules())])
                remedy = f"Did you mean `{near}`?" if near else "Name a rule that exists."
                opened.problem(rule.document, item, "unknown-rule", f"nobody has the rule `{item.value}`", remedy)


def _refuse_unknown_rule(pack: Pack, identifier: str, opened: Opened) -> None:
    known = [rule_id(file) for file in (*rule_files(pack.root), *shipped_rules())]
    near = did_you_mean(identifier, known)
    remedy = f"Did you mean `{near}`?" if near else "Write the rule, or take the line out."
    _at_pack(pack, identifier, "unknown-rule", f"nobody has the rule `{identifier}`", remedy, opened)


def _at_pack(pack: Pack, identifier: str, code: str, message: str, remedy: str, opened: Opened) -> None:
    """Note a mistake where a pack names a rule; at the pack itself where it is a folder or a rule file."""
    if identifier in pack.places:
        document, node = pack.places[identifier]
        opened.problem(document, node, code, message, remedy)
    else:
        path = resources.display(pack.file or pack.root)
        opened.problems.append(Problem(f"policy/{code}", path, START, message, remedy))


def _digest(opened: Opened, settings: Settings, values: dict[str, Any]) -> str:
    import hashlib  # noqa: PLC0415 - made once; a cached plan holds it

    state = hashlib.sha256()
    for name, path in sorted((_name(path), path) for path in opened.files):
        state.update(f"{name}\n{opened.files[path].text}\n".encode(errors="surrogateescape"))
    state.update(repr((sorted(values.items()), settings.severity)).encode())
    return f"sha256:{state.hexdigest()}"


def _name(path: str) -> str:
    """What a policy file is called in the digest: one from elsewhere as in its policy folder, wherever that lies."""
    shown = resources.display(path)
    return "/".join(shown.split("/")[-3:]) if os.path.isabs(shown) else shown
