"""Which rules to test, and with which tests: those inside a rule, and those in the file beside it.

`<slug>.tests.yaml` lies beside `<slug>.yaml` and holds `tests:`, as a rule does.
"""

from __future__ import annotations

import os

from policylint import resources
from policylint.documents import load as load_document
from policylint.errors import InvalidFileError, PolicylintError, read_each
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.policy.files import rule_files, shipped_packs
from policylint.policy.in_force import Settings
from policylint.policy.load import load_policy, load_rule, load_rules
from policylint.policy.rule import TESTS, Rule, Test, is_tests, read_tests

if TYPE_CHECKING:
    from collections.abc import Iterable

    from policylint.policy.in_force import Policy
    from policylint.policy.words.common import Type

_SUFFIXES = (".yaml", ".yml")


class Suite(NamedTuple):
    """A rule with the tests to run, and the packs that name it here."""

    rule: Rule
    tests: tuple[Test, ...]
    packs: tuple[str, ...]


class Source(NamedTuple):
    """Where a suite comes from: a rule's file, one file of tests instead of all, the packs that name the rule.

    `extensions` are those of the policy that the rule is in.
    """

    file: str
    only: str | None
    packs: tuple[str, ...]
    extensions: dict[str, Type]

    @property
    def beside(self) -> list[str]:
        """The files of tests that are read beside the rule."""
        if self.only is not None:
            return [self.only]
        stem = os.path.splitext(self.file)[0]
        return [stem + suffix for suffix in TESTS if os.path.isfile(stem + suffix)]


def open_suite(source: Source) -> Suite:
    """Read a rule and its tests. Raises InvalidFileError."""
    rule = load_rule(source.file, source.extensions)
    tests = [] if source.only is not None else list(rule.tests)
    for file in source.beside:
        found, problems = read_tests(rule, load_document(file, resources.display(file)))
        if problems:
            raise InvalidFileError(problems)
        tests += found
    return Suite(rule, tuple(tests), source.packs)


def tests_of(policy: Policy) -> dict[str, tuple[Test, ...]]:
    """The tests of every rule in force, by rule. Raises InvalidFileError."""
    return {suite.rule.id: suite.tests for suite in open_suites(_members(policy))}


def open_suites(named: Iterable[Source]) -> list[Suite]:
    """All of them. Raises InvalidFileError with the mistakes of every file."""
    return read_each(open_suite, named)


def sources(paths: tuple[str, ...], settings: Settings | None) -> list[Source]:
    """What is named, each rule once: by paths, else by the settings of a config, else everything that is shipped.

    Raises InvalidFileError for a policy that does not load, PolicylintError for one that is not there.
    """
    if paths:
        found = [one for path in paths for one in _named(path)]
    else:
        found = _of_policy(settings) if settings is not None else _shipped()
    return _united(found)


def _spec(path: str) -> str:
    """A file or folder is a path even where its name has no slash; what is not there may be a pack's name."""
    return os.path.join(".", path) if os.path.exists(path) and not os.path.isabs(path) else path


def _named(path: str) -> list[Source]:
    if is_tests(path) and os.path.isfile(path):
        return [_of_tests(path)]
    found = _of_policy(Settings((_spec(path),), base=os.getcwd()))
    extensions = found[0].extensions if found else {}
    beyond = _rules_under(path, extensions) if os.path.isdir(path) else []
    return [*found, *(Source(file, None, (), extensions) for file in beyond)]


def _of_tests(path: str) -> Source:
    stem = path.rpartition(".tests.")[0]
    rule = next((stem + suffix for suffix in _SUFFIXES if os.path.isfile(stem + suffix)), None)
    if rule is None:
        raise PolicylintError(f"{path}: there is no rule beside these tests: it would be `{stem}.yaml`")
    return Source(rule, path, (), {})


def _of_policy(settings: Settings) -> list[Source]:
    return _members(load_policy(settings))


def _members(policy: Policy) -> list[Source]:
    files = {resources.display(file): file for file in policy.files}
    return [
        Source(files[plan["file"]], None, policy.membership[plan["id"]], policy.extensions) for plan in policy.rules
    ]


def _rules_under(folder: str, extensions: dict[str, Type]) -> list[str]:
    """The rules of a folder, also those that none of its packs names. Tests without a rule are a mistake."""
    problems = load_rules(folder, extensions)[1]
    if problems:
        raise InvalidFileError(problems)
    for area, _, names in os.walk(os.path.join(folder, "rules")):
        for name in sorted(filter(is_tests, names)):
            _of_tests(os.path.join(area, name))
    return rule_files(folder)


def _shipped() -> list[Source]:
    members = [one for pack in shipped_packs() for one in _of_policy(Settings((pack,)))]
    return [*members, *(Source(file, None, (), {}) for file in _rules_under(resources.path("policies"), {}))]


def _united(found: Iterable[Source]) -> list[Source]:
    """Each rule once, with all the packs that name it, in the order of their ids; a file of tests only by itself."""
    united: dict[tuple[str, str | None], Source] = {}
    for one in found:
        key = os.path.realpath(one.file), one.only
        known = united.get(key, one)
        united[key] = known._replace(packs=tuple(dict.fromkeys((*known.packs, *one.packs))))
    whole = {file for file, only in united if only is None}
    kept = [one for (file, only), one in united.items() if only is None or file not in whole]
    return sorted(kept, key=lambda one: (os.path.abspath(one.file), one.only or ""))
