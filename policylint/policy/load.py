"""Packs and rules to a policy: what is in force, at which severity, with which parameters.

A policy loads whole or not at all: with one mistake anywhere nothing is checked.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from policylint import resources
from policylint.documents import Document
from policylint.documents import load as load_document
from policylint.documents.node import MAPPING, SCALAR, Node, Position
from policylint.errors import InvalidFileError, PolicylintError
from policylint.findings import START, Problem, rank
from policylint.policy.in_force import Policy, Settings
from policylint.policy.reader import SEVERITIES, Reader
from policylint.policy.rule import Rule, is_tests, read_rule, rule_id
from policylint.policy.words.common import Type, is_list
from policylint.shapes.check import ABSENT, did_you_mean, expected, scalar

if TYPE_CHECKING:
    from policylint.policy.parameters import Parameter

_RULE_ID = re.compile("[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*")
_PACK_KEYS = ("title", "description", "extends", "rules", "parameters")


Severities = tuple[str | None, ...]
"""The severities asked for a rule, None for the rule's own: the strictest of them wins."""


class Pack(NamedTuple):
    """A pack with all that it extends: its rules with their severities (None: the rule's own) and its parameters.

    `root` is the folder that holds its `rules/`, `roots` those of the packs that brought its rules.
    """

    name: str
    title: str
    rules: dict[str, Severities]
    parameters: dict[str, list[tuple[Node, Document]]]
    places: dict[str, tuple[Document, Node]]
    root: str
    files: tuple[str, ...]
    roots: dict[str, str]


def load_policy(settings: Settings) -> Policy:
    """Load every pack named. Raises InvalidFileError with every mistake, PolicylintError for a pack that nobody has."""
    loader = _Loader(settings)
    packs = [pack for spec in settings.policies for pack in loader.packs(spec)]
    if loader.problems:
        raise InvalidFileError(_sorted(loader.problems))
    return loader.policy(packs)


def load_rules(folder: str | None = None) -> tuple[list[Rule], list[Problem]]:
    """Every rule under a folder's `rules/` (the shipped ones by default), and what is wrong with them."""
    rules, problems = [], []
    for file in rule_files(folder or resources.path("policies")):
        rule, found = read_rule(_open(file), {})
        problems += found
        rules += [rule] if rule is not None else []
    return rules, problems


def load_rule(file: str) -> Rule:
    """One rule by its file. Raises InvalidFileError."""
    rule, problems = read_rule(_open(file), {})
    if rule is None:
        raise InvalidFileError(_sorted(problems))
    return rule


def shipped_packs() -> list[str]:
    """The names of the packs that policylint brings."""
    folder = resources.path("policies", "packs")
    return sorted(name.removesuffix(".yaml") for name in os.listdir(folder) if name.endswith(".yaml"))


def shipped_rule(identifier: str) -> str | None:
    """The file of a rule that policylint brings; None if it brings no such rule."""
    file = resources.path("policies", "rules", *identifier.split("/")) + ".yaml"
    return file if os.path.isfile(file) else None


def rule_files(folder: str) -> list[str]:
    """The rule files of a policy folder: `rules/<area>/<slug>.yaml`."""
    return _rule_files(os.path.join(folder, "rules"))


def _open(file: str) -> Document:
    return load_document(file, resources.display(file))


def _rule_files(folder: str) -> list[str]:
    areas = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    return [
        os.path.join(folder, area, name)
        for area in areas
        if os.path.isdir(os.path.join(folder, area))
        for name in sorted(os.listdir(os.path.join(folder, area)))
        if name.endswith((".yaml", ".yml")) and not is_tests(name)
    ]


def _sorted(problems: list[Problem]) -> list[Problem]:
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.path, problem.span, problem.rule))


class _Loader:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.problems: list[Problem] = []
        self.files: dict[str, Document] = {}

    # packs

    def packs(self, spec: str) -> list[Pack]:
        """The packs that a `--policy` value names."""
        if not _looks_like_path(spec):
            return [self.named(spec)]
        path = os.path.normpath(os.path.join(self.settings.base, spec))
        if os.path.isdir(path):
            return self.folder(path)
        if os.path.isfile(path):
            return [self.file(path)]
        raise PolicylintError(f"policy `{spec}`: there is no such file or folder")

    def named(self, name: str) -> Pack:
        if name not in shipped_packs():
            near = did_you_mean(name, shipped_packs())
            hint = (
                f"did you mean `{near}`?"
                if near
                else f"the packs are {', '.join(shipped_packs())}; a path begins with `./`"
            )
            raise PolicylintError(f"there is no policy pack `{name}`: {hint}")
        return self.pack(resources.path("policies", "packs", f"{name}.yaml"), ())

    def folder(self, path: str) -> list[Pack]:
        packs = os.path.join(path, "packs")
        names = sorted(os.listdir(packs)) if os.path.isdir(packs) else []
        found = [self.pack(os.path.join(packs, name), ()) for name in names if name.endswith((".yaml", ".yml"))]
        if found:
            return found
        files = rule_files(path)
        if not files:
            raise PolicylintError(f"policy `{path}`: the folder has neither `packs/` nor `rules/<area>/<slug>.yaml`")
        rules: dict[str, Severities] = {rule_id(file): (None,) for file in files}
        return [Pack(os.path.basename(path), "", rules, {}, {}, path, (), {})]

    def file(self, path: str) -> Pack:
        document = self.open(path)
        root = document.root
        if root is not None and (root.get("require") or root.get("forbid") or root.get("message")):
            identifier = rule_id(path)
            folder = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(path))))
            return Pack(identifier, "", {identifier: (None,)}, {}, {}, folder, (path,), {})
        return self.pack(path, ())

    def open(self, path: str) -> Document:
        if path not in self.files:
            self.files[path] = _open(path)
        return self.files[path]

    def pack(self, path: str, above: tuple[str, ...]) -> Pack:
        document = self.open(path)
        reader = Reader(document)
        name = os.path.splitext(os.path.basename(path))[0]
        root = os.path.dirname(os.path.dirname(os.path.abspath(path)))
        empty = Pack(name, "", {}, {}, {}, root, (), {})
        if document.root is None:
            missing = Problem("policy/value", document.path, START, "this is no policy", "Write it as YAML.")
            self.problems += reader.problems or [missing]
            return empty
        pairs = reader.keys(document.root, _PACK_KEYS, "a pack")
        for needed in ("title", "rules"):
            if needed not in pairs and not (needed == "rules" and "extends" in pairs):
                reader.problem("missing", document.root, f"`{needed}` is missing from the pack", f"Add `{needed}:`.")
        rules: dict[str, Severities] = {}
        parameters: dict[str, list[tuple[Node, Document]]] = {}
        places: dict[str, tuple[Document, Node]] = {}
        roots: dict[str, str] = {}
        for base in self.extended(reader, pairs, path, above):
            rules |= {identifier: (*rules.get(identifier, ()), *asked) for identifier, asked in base.rules.items()}
            for parameter, said in base.parameters.items():
                parameters[parameter] = [*parameters.get(parameter, ()), *said]
            places |= base.places
            roots |= base.roots
        for identifier, severity, node in _named_rules(reader, pairs):
            places[identifier] = (document, node)
            roots.setdefault(identifier, root)
            if severity == "off":
                if identifier not in rules:
                    reader.problem(
                        "unknown-rule",
                        node,
                        f"`{identifier}` is off, and nothing that is extended has it",
                        "Take the line out.",
                    )
                rules.pop(identifier, None)
            else:
                rules[identifier] = (severity,) if severity else rules.get(identifier, (None,))
        if "parameters" in pairs:
            own = _said_parameters(reader, pairs["parameters"][1])
            parameters |= {parameter: [said] for parameter, said in own.items()}
        title = reader.text(pairs, "title")
        self.problems += reader.problems
        return Pack(name, title, rules, parameters, places, root, (path,), roots)

    def extended(
        self, reader: Reader, pairs: dict[str, tuple[Node, Node]], path: str, above: tuple[str, ...]
    ) -> list[Pack]:
        if "extends" not in pairs:
            return []
        found = []
        for node in reader.items(pairs["extends"][1], "`extends`"):
            target = self.target(reader, node, path)
            if target is None:
                continue
            if target in (*above, path):
                chain = " → ".join(os.path.basename(one).removesuffix(".yaml") for one in (*above, path, target))
                reader.problem(
                    "extends-cycle", node, f"the packs extend each other: {chain}", "Take one `extends` out."
                )
                continue
            found.append(self.pack(target, (*above, path)))
        return found

    def target(self, reader: Reader, node: Node, path: str) -> str | None:
        spec = node.value if node.kind == SCALAR else ""
        folder = os.path.dirname(os.path.abspath(path))
        if _looks_like_path(spec):
            file = os.path.normpath(os.path.join(folder, spec))
            known: list[str] = []
        else:
            beside = os.path.join(folder, f"{spec}.yaml")
            file = beside if os.path.isfile(beside) else resources.path("policies", "packs", f"{spec}.yaml")
            known = sorted(
                {
                    *shipped_packs(),
                    *(name.removesuffix(".yaml") for name in os.listdir(folder) if name.endswith(".yaml")),
                }
            )
        if spec and os.path.isfile(file):
            return file
        near = did_you_mean(spec, known) if spec else None
        reader.problem(
            "unknown-pack",
            node,
            f"there is no pack `{spec}`",
            f"Did you mean `{near}`?" if near else "Name a pack or its file.",
        )
        return None

    # rules

    def policy(self, packs: list[Pack]) -> Policy:
        files = self.rule_files(packs)
        parameters = self.parameters(packs)
        loaded: dict[str, Rule] = {}
        for identifier, file in files.items():
            rule, problems = read_rule(self.open(file), {})
            self.problems += problems
            if rule is not None:
                loaded[identifier] = rule
        self.subsumed(loaded)
        values = self.checked_parameters(parameters, loaded)
        self.configured_rules()
        if self.problems:
            raise InvalidFileError(_sorted(self.problems))
        if values:
            again = {
                identifier: read_rule(rule.document, values)[0]
                for identifier, rule in loaded.items()
                if rule.parameters
            }
            loaded |= {identifier: rule for identifier, rule in again.items() if rule is not None}
        plans = tuple(self.at_severity(loaded[identifier], packs) for identifier in files)
        names = tuple(dict.fromkeys(pack.name for pack in packs))
        membership = {
            identifier: tuple(pack.name for pack in packs if identifier in pack.rules) for identifier in files
        }
        in_force = tuple(plan for plan in plans if plan["severity"] != "off")
        return Policy(names, in_force, self.digest(values), tuple(sorted(self.files)), membership)

    def rule_files(self, packs: list[Pack]) -> dict[str, str]:
        files: dict[str, str] = {}
        for pack in packs:
            for identifier in pack.rules:
                folders = (pack.roots.get(identifier, pack.root), pack.root, resources.path("policies"))
                candidates = _files_of(identifier, folders)
                if pack.name == identifier:
                    candidates = list(pack.files)  # a rule file is that rule, wherever another of its id stands
                if not candidates:
                    self.unknown_rule(pack, identifier)
                elif len(candidates) > 1 or not os.path.samefile(
                    files.setdefault(identifier, candidates[0]), candidates[0]
                ):
                    self.duplicate(pack, identifier, [*candidates, files.get(identifier, candidates[0])])
        return files

    def subsumed(self, rules: dict[str, Rule]) -> None:
        """A rule that another one subsumes must exist, in force or not."""
        for rule in rules.values():
            node = rule.document.root.get("subsumes") if rule.document.root is not None else None
            for item in node.value if node is not None else ():
                if item.kind != SCALAR:
                    continue  # said where the rule was read
                if item.value not in rules and shipped_rule(item.value) is None:
                    reader = Reader(rule.document)
                    near = did_you_mean(item.value, list(rules))
                    remedy = f"Did you mean `{near}`?" if near else "Name a rule that exists."
                    reader.problem("unknown-rule", item, f"nobody has the rule `{item.value}`", remedy)
                    self.problems += reader.problems

    def unknown_rule(self, pack: Pack, identifier: str) -> None:
        known = [rule_id(file) for folder in (pack.root, resources.path("policies")) for file in rule_files(folder)]
        near = did_you_mean(identifier, known)
        remedy = f"Did you mean `{near}`?" if near else "Write the rule, or take the line out."
        self.at_pack(pack, identifier, "unknown-rule", f"nobody has the rule `{identifier}`", remedy)

    def duplicate(self, pack: Pack, identifier: str, files: list[str]) -> None:
        both = " and ".join(sorted({resources.display(file) for file in files}))
        self.at_pack(
            pack, identifier, "duplicate-id", f"two rules are called `{identifier}`: {both}", "Rename one of them."
        )

    def at_pack(self, pack: Pack, identifier: str, code: str, message: str, remedy: str) -> None:
        if identifier in pack.places:
            document, node = pack.places[identifier]
            reader = Reader(document)
            reader.problem(code, node, message, remedy)
            self.problems += reader.problems
        else:
            path = pack.files[0] if pack.files else pack.root
            self.problems.append(Problem(f"policy/{code}", resources.display(path), START, message, remedy))

    # parameters

    def parameters(self, packs: list[Pack]) -> dict[str, list[tuple[Node, Document]]]:
        found: dict[str, list[tuple[Node, Document]]] = {}
        for pack in packs:
            for name, said in pack.parameters.items():
                found.setdefault(name, []).extend(said)
        return found

    def checked_parameters(
        self, said: dict[str, list[tuple[Node, Document]]], rules: dict[str, Rule]
    ) -> dict[str, Any]:
        declared: dict[str, Parameter] = {}
        for identifier, rule in rules.items():
            for name, parameter in rule.parameters.items():
                full = f"{identifier.partition('/')[0]}.{name}"
                if full in declared and declared[full][:3] != parameter[:3]:
                    message = f"the parameter `{name}` is declared otherwise by another rule of this area"
                    self.problems.append(
                        Problem(
                            "policy/parameter",
                            rule.file,
                            START._replace(line=parameter.line),
                            message,
                            "Declare it the same way.",
                        )
                    )
                declared[full] = parameter
        values: dict[str, Any] = {}
        given = dict(self.settings.parameters)
        for name, nodes in said.items():
            typed = [(self.parameter(name, node, document, declared), node, document) for node, document in nodes]
            values[name] = typed[0][0]
            if any(value != typed[0][0] for value, _, _ in typed) and name not in given:
                reader = Reader(typed[-1][2])
                reader.problem(
                    "parameter", typed[-1][1], f"the packs in force set `{name}` differently", "Set it in the config."
                )
                self.problems += reader.problems
        for name, value in given.items():
            values[name] = self.config_parameter(name, value, declared)
        return values

    def parameter(self, name: str, node: Node, document: Document, declared: dict[str, Parameter]) -> Any:
        reader = Reader(document)
        value = None
        if name not in declared:
            near = did_you_mean(name, list(declared))
            remedy = f"Did you mean `{near}`?" if near else "No rule in force has a parameter of that name."
            reader.problem("parameter", node, f"`{name}` is not a parameter of any rule here", remedy)
        else:
            kind, refused = declared[name].type, declared[name].refused
            items = reader.items(node, f"`{name}`") if is_list(kind) else [node]
            one: Type = kind["of"] if is_list(kind) else kind
            typed = [reader.typed(item, one, f"`{name}`") for item in items]
            for item, found in zip(items, typed, strict=True):
                if found in refused:
                    reader.problem("parameter", item, f"`{found}` is not allowed in `{name}`", "Take it out.")
            value = typed if is_list(kind) else typed[0]
        self.problems += reader.problems
        return value

    def config_parameter(self, name: str, value: Any, declared: dict[str, Parameter]) -> Any:
        if name not in declared:
            near = did_you_mean(name, list(declared))
            hint = f"did you mean `{near}`?" if near else "no rule in force has a parameter of that name"
            self.at_config("parameters", name, f"parameter `{name}`: {hint}")
            return None
        kind, refused = declared[name].type, declared[name].refused
        listed = value if isinstance(value, list) else [value]
        one: Type = kind["of"] if is_list(kind) else kind
        if is_list(kind) != isinstance(value, list) or any(not _fits(item, one) or item in refused for item in listed):
            wanted = ("a list of " if is_list(kind) else "") + expected([one])
            but = f", but not {', '.join(refused)}" if refused else ""
            self.at_config("parameters", name, f"parameter `{name}` takes {wanted}{but}")
        return value

    # severities and identity

    def configured_rules(self) -> None:
        """Every rule whose severity the config sets must exist, in force or not."""
        known: list[str] = []
        for identifier, _ in self.settings.severity:
            if shipped_rule(identifier) is not None:
                continue
            known = known or [
                rule_id(file) for file in (*_rule_files(resources.path("policies", "rules")), *self.files)
            ]
            if identifier not in known:
                near = did_you_mean(identifier, known)
                hint = f"did you mean `{near}`?" if near else "nobody has such a rule"
                self.at_config("severity", identifier, f"severity of `{identifier}`: {hint}")

    def at_config(self, table: str, key: str, message: str) -> None:
        """Note a mistake of the config, at its own line."""
        span = dict(self.settings.places).get(f"{table} {key}", START)
        path = self.settings.origin or "the settings"
        self.problems.append(Problem("config/value", path, span, message, "Correct it, or take it out."))

    def at_severity(self, rule: Rule, packs: list[Pack]) -> dict[str, Any]:
        own: str = rule.plan["severity"]
        asked = [severity or own for pack in packs for severity in pack.rules.get(rule.id, ())]
        severity = min(asked, key=rank)
        configured = dict(self.settings.severity).get(rule.id)
        if configured is not None and rule.plan["waivable"]:
            severity = configured
        return {**rule.plan, "severity": severity, "own_severity": rule.plan["severity"]}

    def digest(self, values: dict[str, Any]) -> str:
        import hashlib  # noqa: PLC0415 - made once; a cached plan holds it

        state = hashlib.sha256()
        for path in sorted(self.files, key=resources.display):
            state.update(f"{resources.display(path)}\n{self.files[path].text}\n".encode(errors="surrogateescape"))
        state.update(repr((sorted(values.items()), self.settings.severity)).encode())
        return f"sha256:{state.hexdigest()}"


def _named_rules(reader: Reader, pairs: dict[str, tuple[Node, Node]]) -> list[tuple[str, str | None, Node]]:
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


def _files_of(identifier: str, folders: tuple[str, ...]) -> list[str]:
    """The files in some folders' `rules/` that are called as a rule is."""
    stems = [os.path.join(os.path.abspath(folder), "rules", *identifier.split("/")) for folder in folders]
    files = [stem + suffix for stem in dict.fromkeys(stems) for suffix in (".yaml", ".yml")]
    return [file for file in files if os.path.isfile(file)]


def _fits(value: Any, kind: Type) -> bool:
    """Whether a plain value from a config is of a type."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    nowhere = Position(0, 0)
    node = Node(SCALAR, text, nowhere, nowhere, plain=not isinstance(value, str))
    return isinstance(value, str | int | float | bool) and scalar(node, kind) is not ABSENT


def _looks_like_path(spec: str) -> bool:
    return "/" in spec or os.sep in spec or spec.startswith(".") or spec.endswith((".yaml", ".yml"))
