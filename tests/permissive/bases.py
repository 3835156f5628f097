"""Red builds to start from: each is a folder of files, what is asked of it, and the rules that stop it.

Most are the tests of the shipped rules: each that fails or is undecided is a build that one rule alone stops, often
for one value alone. The others are whole documents, judged by all rules at once.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from policylint.discover import Found, kind_by_name
from policylint.documents import read
from policylint.findings import milder
from policylint.policy.in_force import Policy, Settings
from policylint.policy.load import load_policy, load_rules
from policylint.request import Request
from tests.permissive.trees import Listed, Mapping, Scalar, Tree, tree_of, written
from tests.permissive.whole import whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylint.documents.node import Node
    from policylint.policy.rule import Rule
    from policylint.policy.rule import Test as RuleTest

AS_OF = "2026-11-22"


class Base(NamedTuple):
    """A build. Of `files`, `target` is the one that is mutated: its tree, and the shape that makes a fragment whole."""

    name: str
    kind: str
    """What the mutated document is: `datasheet`, `use`, or a format."""
    files: dict[str, str]
    target: str
    tree: Tree
    shape: str | None
    policy: Policy
    request: Request
    checked: tuple[Found, ...]
    prefix: str = ""
    """What stands above the tree in the file, and `suffix` below it: the rest of a Markdown file."""
    suffix: str = ""

    def text(self, tree: Tree) -> str:
        """The mutated file with a tree in it."""
        made = whole(tree, self.shape) if self.shape is not None else tree
        return self.prefix + written(made, self.target.rpartition(".")[2]) + self.suffix


SHEET, USE, ADVISORIES = "datasheet.yaml", "use.yaml", "advisories"
EMPTY = Mapping(())


def of_rules() -> Iterator[Base]:
    """A base for each document of each test that a shipped rule does not pass. Tests on rows of ledgers are none."""
    for rule in load_rules()[0]:
        policies: dict[str, Policy] = {}
        for test in rule.tests:
            if test.expect in ("fail", "unknown") and test.ledger is None and costs(rule.plan) is not None:
                yield from _of_test(rule, test, policies)


def costs(plan: dict[str, Any]) -> str | None:
    """What a rule's findings cost at least: the milder of its severity and what it makes of not knowing.

    None where not knowing costs nothing: there the rule's own author said that something else asks.
    """
    unknown = plan["unknown"] or plan["severity"]
    return None if unknown == "ignore" else milder(unknown, plan["severity"])


def _of_test(rule: Rule, test: RuleTest, policies: dict[str, Policy]) -> Iterator[Base]:
    key = repr(test.parameters)
    if key not in policies:
        policies[key] = load_policy(Settings((os.path.abspath(rule.file),), tuple(test.parameters.items())))
    sheet, use = _tree(test.datasheet_node), _with_entry(_tree(test.use_node))
    moments = rule.plan["moments"]
    moment = test.moment or (moments[0] if test.use is None else "consume")
    folders = (ADVISORIES,) if test.advisories else ()
    request = Request(
        test.as_of, moments=(moment,), fail_on=costs(rule.plan) or "info", advisories=folders, fold=False
    )
    fixed = dict(test.files)
    fixed |= {path: written(whole(_tree(node), "datasheet"), "yaml") for path, _, node in test.sheets}
    fixed |= {
        f"{ADVISORIES}/{name}.yaml": written(whole(tree_of(test_advisory(test, name)), "advisory"), "yaml")
        for name, _ in test.advisories
    }
    trees = {SHEET: (sheet, "datasheet")} | ({USE: (use, "use")} if test.use_node is not None else {})
    files = fixed | {path: written(whole(tree, shape), "yaml") for path, (tree, shape) in trees.items()}
    top = USE if test.use_node is not None else SHEET
    for target, (tree, shape) in trees.items():
        if tree != EMPTY:
            yield Base(
                f"{rule.id}: {test.name}", shape, files, target, tree, shape, policies[key], request,
                (Found(top, kind_by_name(top), named=True),),
            )  # fmt: skip


def test_advisory(test: RuleTest, name: str) -> Node:
    """The advisory of a test as it is written."""
    listed = test.node.get("advisories")
    found = listed.get(name) if listed is not None else None
    assert found is not None
    return found


def _tree(node: Node | None) -> Tree:
    return tree_of(node) if node is not None else EMPTY


def _with_entry(use: Tree) -> Tree:
    """A use whose first dataset is described by the datasheet."""
    assert isinstance(use, Mapping)
    pairs = dict(use.pairs)
    listed = pairs.get("datasets")
    items = listed.items if isinstance(listed, Listed) and listed.items else (EMPTY,)
    first = items[0]
    assert isinstance(first, Mapping)
    pairs["datasets"] = Listed((Mapping((*first.pairs, ("sheet", Scalar(SHEET)))), *items[1:]))
    return Mapping(tuple(pairs.items()))


def document(path: str, text: str) -> Tree:
    """The tree of a file's text."""
    read_ = read(text.encode(), path)
    assert read_.root is not None, (path, read_.problems)
    return tree_of(read_.root)
