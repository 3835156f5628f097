"""Packs: what `--policy`, a config or `extends` names, each with all that it extends."""

from __future__ import annotations

import os
import re

from policylint import resources
from policylint.documents.node import MAPPING, SCALAR, Node
from policylint.errors import PolicylintError
from policylint.findings import START, Problem
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.policy.files import folder_of_pack, folder_of_rule, pack_files, pack_names, rule_files
from policylint.policy.files import shipped_packs as shipped
from policylint.policy.in_force import is_path
from policylint.policy.installed import InstalledPack, InstalledPackError, installed_pack, installed_packs
from policylint.policy.reader import SEVERITIES, Reader
from policylint.policy.rule import rule_id
from policylint.shapes.check import did_you_mean

if TYPE_CHECKING:
    from policylint.documents import Document
from policylint.policy.files import Opened

KEYS = ("title", "description", "extends", "rules", "parameters")
_RULE_ID = re.compile("[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*")

Severities = tuple[str | None, ...]
"""The severities asked for a rule, None for the rule's own: the strictest of them wins."""
Pairs = dict[str, tuple[Node, Node]]


class Pack(NamedTuple):
    """A pack with all that it extends: its rules with their severities (None: the rule's own) and its parameters.

    `root` is its policy folder, `roots` those of the packs that brought its rules, `folders` those of all packs that
    it is made of.
    """

    name: str
    rules: dict[str, Severities]
    root: str
    file: str | None = None
    parameters: dict[str, list[tuple[Node, Document]]] = {}  # noqa: RUF012 - a named tuple's default, never changed
    places: dict[str, tuple[Document, Node]] = {}  # noqa: RUF012
    roots: dict[str, str] = {}  # noqa: RUF012
    folders: tuple[str, ...] = ()


def packs_of(spec: str, base: str, opened: Opened) -> list[Pack]:
    """The packs that a `--policy` value names; paths count from `base`. Raises PolicylintError."""
    if not is_path(spec):
        return [_pack(_named(spec, opened), (), opened)]
    path = os.path.normpath(os.path.join(base, spec))
    if os.path.isdir(path):
        return _folder(path, opened)
    if os.path.isfile(path):
        return [_file(path, opened)]
    raise PolicylintError(f"policy `{spec}`: there is no such file or folder")


def _named(name: str, opened: Opened) -> str:
    """The file of a pack that policylint or an installed package brings."""
    if name in shipped():
        return resources.path("policies", "packs", f"{name}.yaml")
    try:
        found = installed_pack(name)
    except InstalledPackError as error:
        raise PolicylintError(f"policy pack `{name}`: {error}") from None
    if found is not None:
        return _noted(found, opened)
    known = sorted({*shipped(), *installed_packs()})
    near = did_you_mean(name, known)
    hint = f"did you mean `{near}`?" if near else f"the packs are {', '.join(known)}; a path begins with `./`"
    raise PolicylintError(f"there is no policy pack `{name}`: {hint}")


def _folder(path: str, opened: Opened) -> list[Pack]:
    """The packs of a policy folder; without packs, all of its rules as one."""
    found = [_pack(file, (), opened) for file in pack_files(path)]
    if found:
        return found
    files = rule_files(path)
    if not files:
        raise PolicylintError(f"policy `{path}`: the folder has neither `packs/` nor `rules/<area>/<slug>.yaml`")
    return [Pack(os.path.basename(path), {rule_id(file): (None,) for file in files}, path, folders=(path,))]


def _file(path: str, opened: Opened) -> Pack:
    """A pack file, or a rule file as a pack of one."""
    root = opened.open(path).root
    if root is None or not (root.get("require") or root.get("forbid") or root.get("message")):
        return _pack(path, (), opened)
    folder = folder_of_rule(path)
    return Pack(rule_id(path), {rule_id(path): (None,)}, folder, path, folders=(folder,))


def _pack(path: str, above: tuple[str, ...], opened: Opened) -> Pack:
    document = opened.open(path)
    reader = Reader(document)
    name, root = os.path.splitext(os.path.basename(path))[0], folder_of_pack(path)
    if document.root is None:
        missing = Problem("policy/value", document.path, START, "this is no policy", "Write it as YAML.")
        opened.problems += reader.problems or [missing]
        return Pack(name, {}, root)
    pairs = reader.keys(document.root, KEYS, "a pack")
    for needed in ("title", "rules"):
        if needed not in pairs and not (needed == "rules" and "extends" in pairs):
            reader.problem("missing", document.root, f"`{needed}` is missing from the pack", f"Add `{needed}:`.")
    bases = _extended(reader, pairs, path, above, opened)
    pack = _with_own(_united(name, root, path, bases), reader, pairs)
    reader.text(pairs, "title")
    opened.problems += reader.problems
    return pack


def _united(name: str, root: str, path: str, bases: list[Pack]) -> Pack:
    """A pack that has what it extends, and nothing of its own yet."""
    rules: dict[str, Severities] = {}
    parameters: dict[str, list[tuple[Node, Document]]] = {}
    places: dict[str, tuple[Document, Node]] = {}
    roots: dict[str, str] = {}
    for base in bases:
        rules |= {identifier: (*rules.get(identifier, ()), *asked) for identifier, asked in base.rules.items()}
        for parameter, said in base.parameters.items():
            parameters[parameter] = [*parameters.get(parameter, ()), *said]
        places |= base.places
        roots |= base.roots
    folders = tuple(dict.fromkeys([root, *(folder for base in bases for folder in base.folders)]))
    return Pack(name, rules, root, path, parameters, places, roots, folders)


def _with_own(pack: Pack, reader: Reader, pairs: Pairs) -> Pack:
    """What a pack itself says has the last word on what it extends."""
    for identifier, severity, node in _named_rules(reader, pairs):
        pack.places[identifier] = (reader.document, node)
        pack.roots.setdefault(identifier, pack.root)
        if severity != "off":
            pack.rules[identifier] = (severity,) if severity else pack.rules.get(identifier, (None,))
        elif pack.rules.pop(identifier, None) is None:
            message = f"`{identifier}` is off, and nothing that is extended has it"
            reader.problem("unknown-rule", node, message, "Take the line out.")
    own = _said_parameters(reader, pairs["parameters"][1]) if "parameters" in pairs else {}
    return pack._replace(parameters=pack.parameters | {parameter: [said] for parameter, said in own.items()})


def _extended(reader: Reader, pairs: Pairs, path: str, above: tuple[str, ...], opened: Opened) -> list[Pack]:
    found = []
    for node in reader.items(pairs["extends"][1], "`extends`") if "extends" in pairs else []:
        target = _target(reader, node, path, opened)
        if target is None:
            continue
        if target in (*above, path):
            chain = " → ".join(os.path.splitext(os.path.basename(one))[0] for one in (*above, path, target))
            reader.problem("extends-cycle", node, f"the packs extend each other: {chain}", "Take one `extends` out.")
            continue
        found.append(_pack(target, (*above, path), opened))
    return found


def _target(reader: Reader, node: Node, path: str, opened: Opened) -> str | None:
    """The file of a pack that `extends` names: by path, beside the pack, shipped, or of an installed package."""
    spec = node.value if node.kind == SCALAR else ""
    folder = os.path.dirname(os.path.abspath(path))
    if is_path(spec):
        file = os.path.normpath(os.path.join(folder, spec))
        if os.path.isfile(file):
            return file
        reader.problem("unknown-pack", node, f"there is no pack `{spec}`", "Name a pack or its file.")
        return None
    for place in (folder, resources.path("policies", "packs")):
        for suffix in (".yaml", ".yml"):
            if spec and os.path.isfile(os.path.join(place, spec + suffix)):
                return os.path.join(place, spec + suffix)
    return _installed_target(reader, node, spec, folder, opened)


def _installed_target(reader: Reader, node: Node, spec: str, folder: str, opened: Opened) -> str | None:
    try:
        found = installed_pack(spec) if spec else None
    except InstalledPackError as error:
        reader.problem("unknown-pack", node, str(error), "Mend the package, or name the pack's file.")
        return None
    if found is None:
        near = did_you_mean(spec, sorted({*shipped(), *pack_names(folder), *installed_packs()})) if spec else None
        remedy = f"Did you mean `{near}`?" if near else "Name a pack or its file."
        reader.problem("unknown-pack", node, f"there is no pack `{spec}`", remedy)
        return None
    return _noted(found, opened)


def _noted(found: InstalledPack, opened: Opened) -> str:
    """The file of an installed pack; what led to it is watched for changes."""
    opened.watched = (*opened.watched, *found.watched)
    return found.file


def _named_rules(reader: Reader, pairs: Pairs) -> list[tuple[str, str | None, Node]]:
    """The rules that a pack names: `id`, or `{id: severity}`."""
    named: list[tuple[str, str | None, Node]] = []
    for node in reader.items(pairs["rules"][1], "`rules`") if "rules" in pairs else []:
        if node.kind == SCALAR and _RULE_ID.fullmatch(node.value):
            named.append((node.value, None, node))
        elif node.kind == MAPPING:
            named += [
                (key.value, reader.one_of(value, [*SEVERITIES, "off"], "a severity"), key) for key, value in node.value
            ]
        else:
            reader.problem("value", node, "a rule is named by its id", "Write `area/slug` or `{area/slug: warning}`.")
    return named


def _said_parameters(reader: Reader, node: Node) -> dict[str, tuple[Node, Document]]:
    """The parameters that a pack sets, each with the document that says so."""
    if node.kind != MAPPING:
        reader.problem("value", node, "`parameters` is a mapping", "Write `area.name: value` lines.")
        return {}
    return {key.value: (value, reader.document) for key, value in node.value}
