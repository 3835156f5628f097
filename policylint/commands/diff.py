"""`policylint diff`: what an edit of a policy, a datasheet or a use newly allows, forbids or leaves undecided."""

from __future__ import annotations

import os
import re

from policylint.cache import plans
from policylint.commands.policy import config_in_force
from policylint.commands.terminal import day, out, style_of
from policylint.discover import Found
from policylint.documents import load
from policylint.documents.node import MAPPING, index_of, plain_value
from policylint.errors import PolicylintError
from policylint.fingerprints import by_ids
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.pipeline import check
from policylint.policy.in_force import Settings
from policylint.reporters.phrases import json_text
from policylint.reporters.style import fit, safe
from policylint.request import Request

if TYPE_CHECKING:
    from typing import Any

    from policylint.findings import Finding, Place
    from policylint.policy.changes import RuleChange
    from policylint.policy.in_force import Policy
    from policylint.policy.witness import Seeds

FORMATS = ("text", "markdown", "json")
_TITLES = {"allowed": "newly allowed", "forbidden": "newly forbidden", "undecided": "newly undecided"}
_SEVERITY = "severity"
"""What changed where the same is found at another severity."""


class Options(NamedTuple):
    """The options of `diff`."""

    old: str
    new: str
    policy: tuple[str, ...] = ()
    use: tuple[str, ...] = ()
    as_of: str | None = None
    format: str = "text"
    config: str | None = None
    no_config: bool = False


class Entry(NamedTuple):
    """One thing that changed, as it is shown in every format: a heading, plain lines, an example as YAML."""

    effect: str
    title: str
    lines: tuple[str, ...]
    example: str
    data: dict[str, Any]


def run(options: Options) -> int:
    """Compare, and print; 0 whatever is found."""
    if options.format not in FORMATS:
        raise PolicylintError(f"--format is one of {', '.join(FORMATS)}, not `{options.format}`")
    as_of = day(options.as_of)
    for use in options.use:
        if not os.path.isfile(use):
            raise PolicylintError(f"--use {use}: there is no such file")
    kinds = [_kind(path) for path in (options.old, options.new)]
    if kinds[0] != kinds[1]:
        raise PolicylintError(
            f"{options.old} is a {kinds[0]} and {options.new} is a {kinds[1]}: compare two of one kind"
        )
    if options.use and kinds[0] != "datasheet":
        raise PolicylintError(f"--use is for two datasheets, which are judged for it: {options.old} is a {kinds[0]}")
    entries = _of_policies(options) if kinds[0] == "policy" else _of_documents(options, kinds[0], as_of)
    render = {"text": _text, "markdown": _markdown, "json": _json}[options.format]
    out(fit(render(kinds[0], entries), style_of("never")))
    return 0


def _kind(path: str) -> str:
    """Whether a path is a policy, a datasheet or a use declaration."""
    if os.path.isdir(path):
        return "policy"
    if not os.path.isfile(path):
        raise PolicylintError(f"{path}: there is no such file or folder")
    root = load(path).root
    keys = {key.value for key, _ in root.value} if root is not None and root.kind == MAPPING else set()
    if "datasheet" in keys:
        return "datasheet"
    if {"use", "datasets"} <= keys:
        return "use"
    if keys & {"require", "forbid", "message", "rules", "extends"}:
        return "policy"
    raise PolicylintError(f"{path}: neither a policy nor a datasheet nor a use declaration")


# policies


def _of_policies(options: Options) -> list[Entry]:
    from policylint.policy.changes import policy_changes  # noqa: PLC0415 - datasheets need no search

    old, new = _policy(options.old), _policy(options.new)
    return [entry for change in policy_changes(old, new, _seeds(old, new)) for entry in _of_change(change)]


def _seeds(old: Policy, new: Policy) -> dict[str, tuple[Seeds, ...]]:
    """The fragments of the tests of both versions, by the rule's id in the new one where each is a single rule."""
    from policylint.policy.suite import tests_of  # noqa: PLC0415 - as above
    from policylint.policy.witness import seeds_of  # noqa: PLC0415 - as above

    before, after = ({rule: seeds_of(tests) for rule, tests in tests_of(one).items()} for one in (old, new))
    if len(before) == len(after) == 1:
        before = dict(zip(after, before.values(), strict=True))
    return {rule: tuple(one[rule] for one in (before, after) if rule in one) for rule in {*before, *after}}


def _policy(path: str) -> Policy:
    from policylint.policy.load import load_policy  # noqa: PLC0415 - as above

    return load_policy(Settings((os.path.join(os.curdir, path),)))


def _of_change(change: RuleChange) -> list[Entry]:
    settings = tuple(f"{name}: {_said(old)} → {_said(new)}" for name, old, new in change.settings)
    data = {"rule": change.rule, "change": change.kind}
    named = {name: {"old": old, "new": new} for name, old, new in change.settings}
    entries = [Entry("rule", f"{change.rule} {change.kind}", settings, "", data | {"settings": named})]
    for effect, sought in change.effects.items():
        if sought.witness is not None:
            shown = sought.witness.fragments._asdict()
            came = tuple(" → ".join(sought.witness.outcomes).replace("_", " ").splitlines())
            found = data | {"decided": True, "example": shown, "outcomes": list(sought.witness.outcomes)}
            entries.append(Entry(effect, f"{change.rule}: {_TITLES[effect]}", came, sought.witness.yaml(), found))
        elif not sought.exhausted:
            why = (f"whether anything is could not be decided: {'; '.join(sought.why)}",)
            missing = data | {"decided": False, "example": None, "why": list(sought.why)}
            entries.append(Entry(effect, f"{change.rule}: {_TITLES[effect]}", why, "", missing))
    return entries


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value) if value is not None else "not said"


# datasheets and uses


def _of_documents(options: Options, kind: str, as_of: str) -> list[Entry]:
    settings = config_in_force(options.config, no_config=options.no_config)
    policy = plans.policy(settings.settings(options.policy, os.getcwd()), None)
    request = Request.under(settings, as_of)._replace(uses=options.use, unknown=settings.unknown)
    old, new = (_findings(path, kind, policy, request) for path in (options.old, options.new))
    entries = []
    for before, after in _matched(old, new):
        effect = _effect(before, after)
        if effect is None:
            continue
        places = (_shown(before, after, options.old), _shown(after, before, options.new))
        one = after or before
        assert one is not None
        lines = tuple(f"{name}: {text}" for name, (text, _) in zip(("old", "new"), places, strict=True))
        data = {
            "rule": one.rule, "severity": one.severity,
            "old": places[0][1] | _came(before),
            "new": places[1][1] | _came(after),
        }  # fmt: skip
        entries.append(Entry(effect, f"{one.rule}: {_title(effect, before, after)}", lines, "", data))
    return entries


def _effect(before: Finding | None, after: Finding | None) -> str | None:
    outcomes = (before.outcome if before else None, after.outcome if after else None)
    if outcomes[0] == outcomes[1]:
        return None if _came(before) == _came(after) else _SEVERITY
    return {"fail": "forbidden", "unknown": "undecided", None: "allowed"}[outcomes[1]]


def _matched(
    old: dict[tuple[str, ...], Finding], new: dict[tuple[str, ...], Finding]
) -> list[tuple[Finding | None, Finding | None]]:
    """Each finding with itself in the other version: about the same item, else one that says the same elsewhere."""
    moved = {_words(one): key for key, one in new.items() if key not in old}
    now = {key: key if key in new else moved.pop(_words(one), key) for key, one in old.items()}
    come = [key for key in new if key not in now.values()]
    pairs = [(str(key), old[key], new.get(now[key])) for key in old] + [(str(key), None, new[key]) for key in come]
    return [pair[1:] for pair in sorted(pairs, key=lambda pair: pair[0])]


def _words(finding: Finding) -> tuple[str, ...]:
    return finding.rule, finding.use or "", finding.outcome, finding.message


def _title(effect: str, before: Finding | None, after: Finding | None) -> str:
    if effect != _SEVERITY:
        return _TITLES[effect]
    return f"severity {_came(before)['severity']} → {_came(after)['severity']}"


def _came(finding: Finding | None) -> dict[str, Any]:
    outcome, severity = (finding.outcome, finding.severity) if finding is not None else (None, None)
    return {"outcome": outcome, "severity": severity}


def _findings(path: str, kind: str, policy: Policy, request: Request) -> dict[tuple[str, ...], Finding]:
    """The findings of a document, by what they are about: rule, use, and items by their ids."""
    report, _ = check([Found(path, kind, named=True)], policy, request)
    found: dict[tuple[str, ...], Finding] = {}
    for one in report.findings:
        root = load(one.place.path).root
        plain = plain_value(root) if root is not None else None
        about = one.item or (() if one.policy else (one.place.pointer,))
        found.setdefault((one.rule, one.use or "", *(_by_ids(item, plain) for item in about)), one)
    return found


def _by_ids(item: str, root: Any) -> str:
    name, equals, pointer = item.rpartition("=")
    return f"{name}{equals}{by_ids(pointer, root)}"


def _shown(finding: Finding | None, other: Finding | None, path: str) -> tuple[str, dict[str, Any]]:
    """What one version shows: its finding with its place, or the place where the other version has one."""
    if finding is not None:
        place = finding.place
        return _at(place, f"{finding.outcome}: {finding.message}"), _data(place, finding.message)
    assert other is not None
    pointer = _follow(other.place, path)
    place = load(path).place(pointer)
    return _at(place, "no finding"), _data(place, None)


def _follow(place: Place, path: str) -> str:
    """The pointer of a value in another version of its file, where items are found by their ids."""
    here, there = load(place.path).root, load(path).root
    if here is None or there is None:
        return place.pointer
    ids = by_ids(place.pointer, plain_value(here)).split("/")[1:]
    value, parts = plain_value(there), []
    for key in ids:
        if isinstance(value, list):
            named = next((n for n, one in enumerate(value) if isinstance(one, dict) and one.get("id") == key), None)
            index = named if named is not None else index_of(key, value)
            key = str(index) if index is not None else key  # noqa: PLW2901 - an id becomes an index
            value = value[index] if index is not None else None
        else:
            value = value.get(key) if isinstance(value, dict) else None
        parts.append(key)
    return "".join(f"/{part}" for part in parts)


def _at(place: Place, text: str) -> str:
    return f"{place.path}:{place.span.line}:{place.span.column}: {text}"


def _data(place: Place, message: str | None) -> dict[str, Any]:
    line, column = place.span.line, place.span.column
    return {"path": place.path, "pointer": place.pointer, "line": line, "column": column, "message": message}


# output


def _text(_: str, entries: list[Entry]) -> str:
    lines = []
    for entry in entries:
        lines.append(safe(entry.title))
        lines += [f"  {safe(line)}" for line in entry.lines]
        lines += [f"    {safe(line)}" for line in entry.example.splitlines()]
    return "\n".join([*lines, _sum(entries)]) + "\n"


def _markdown(_: str, entries: list[Entry]) -> str:
    parts = [f"**{_sum(entries)}**"]
    for entry in entries:
        parts.append("\n".join([f"- **{_escaped(entry.title)}**", *(f"  - {_escaped(line)}" for line in entry.lines)]))
        if entry.example:
            longest = max((len(run) for run in re.findall("`+", entry.example)), default=0)
            fence = "`" * max(3, longest + 1)
            body = "".join(f"  {safe(line)}\n" for line in entry.example.splitlines())
            parts.append(f"  {fence}yaml\n{body}  {fence}")
    return "\n\n".join(parts) + "\n"


def _json(kind: str, entries: list[Entry]) -> str:
    groups = {"rules": "rule", **{effect: effect for effect in _TITLES}, "severities": _SEVERITY}
    found = {name: [entry.data for entry in entries if entry.effect == effect] for name, effect in groups.items()}
    return json_text({"version": 1, "kind": kind, **found})


def _sum(entries: list[Entry]) -> str:
    shown = [entry.effect for entry in entries if not entry.data.get("why")]
    counted = [f"{shown.count(effect)} {title}" for effect, title in _TITLES.items()]
    moved = shown.count(_SEVERITY)
    return ", ".join([*counted, f"{moved} at another severity"] if moved else counted)


def _escaped(text: str) -> str:
    """A text in which nothing is markup, a mention or a reference of the page that it is put into."""
    marked = re.sub(r"([\\`*_{}\[\]()#+!|~-])", r"\\\1", safe(text))
    return marked.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "&#64;")
