"""Red builds to start from: each is a folder of files, what is asked of it, and the rules that stop it.

Most are the tests of the shipped rules: each that fails or is undecided is a build that one rule alone stops, often
for one value alone. The others are whole documents, judged by all rules at once.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from policylint.discover import Found, is_document, kind_by_name
from policylint.documents import read
from policylint.findings import milder
from policylint.policy.files import shipped_rules
from policylint.policy.in_force import Policy, Settings
from policylint.policy.load import load_policy, load_rules
from policylint.request import Request
from tests.conftest import AS_OF, ROOT
from tests.permissive.judging import CLEAN
from tests.permissive.trees import Listed, Mapping, Scalar, Tree, tree_of, written
from tests.permissive.whole import whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylint.documents.node import Node
    from policylint.policy.rule import Rule
    from policylint.policy.rule import Test as RuleTest

EXAMPLES = ROOT / "examples"


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
    card: str = ""
    """A card that a mutated use names: what waits for the card alone is a warning by default, and stops nothing."""

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
    request = Request(test.as_of, moments=(moment,), fail_on=costs(rule.plan) or "info", advisories=folders, fold=False)
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


# whole documents


@cache
def every_rule() -> Policy:
    """All rules that policylint brings, in force at once: what each makes of a document is seen in one run."""
    return load_policy(Settings(tuple(os.path.abspath(file) for file in shipped_rules())))


def of_family() -> Iterator[Base]:
    """The documents of the golden family, and the datasheets of those that use them, under every rule."""
    texts = {str(path.relative_to(EXAMPLES)): path.read_text("utf-8") for path in sorted(EXAMPLES.rglob("*.yaml"))}
    request = Request(AS_OF, fail_on="info", fold=False)
    for path in sorted(texts):
        kind = kind_by_name(path)
        if kind is None:
            continue
        targets = [path] if kind == "datasheet" else [path, f"{path.rpartition('/')[0]}/{SHEET}"]
        for target in targets:
            if target in texts:
                yield Base(
                    f"examples/{path}", kind_by_name(target) or "", texts, target, document(target, texts[target]),
                    None, every_rule(), request, (Found(path, kind, named=True),),
                )  # fmt: skip


class Card(NamedTuple):
    """A file of another format: its name, its structured part, and what stands around that."""

    format: str
    case: str
    name: str
    text: str
    prefix: str
    suffix: str


def cards() -> list[Card]:
    """Files of each other format, restricted, contradicting themselves, or of a dataset that was taken down.

    They lie in `cards/<format>/<case>/`: drop one in, and it is a base.
    """
    files = sorted(path for path in (ROOT / "tests/permissive/cards").rglob("*") if path.is_file())
    return [_card(path.parts[-3], path.parts[-2], path.name, path.read_text("utf-8")) for path in files]


def _card(format_: str, case: str, name: str, text: str) -> Card:
    if not name.endswith(".md"):
        return Card(format_, case, name, text, "", "")
    _, front, below = text.split("---\n", 2)
    return Card(format_, case, name, front, "---\n", f"---\n{below}")


_USED = (
    'use: "1"\nid: product\nactor: {name: A company, type: [company], country: DE}\npurpose: [product.public]\n'
    "commercial: true\nactivities: [use, train, derive, distribute]\n"
    "datasets: [{id: trams, sheet: %s, rests_on: license}]\n"
)


def of_cards() -> Iterator[Base]:
    """Cards alone and used in a product, under every rule, each question a finding.

    Beside those that a walk takes by name a clean sheet is checked, so that one which is overlooked makes a run green.
    What is known by its content alone, and so must be named, is nothing we know without it: then nothing is checked.
    """
    clean = {f"{CLEAN}datasheet.yaml": (EXAMPLES / "no-people/datasheet.yaml").read_text("utf-8")}
    request = Request(AS_OF, fail_on="info", fold=False)
    for card in cards():
        tree = document(card.name, card.prefix + card.text + card.suffix)
        alone = {card.name: card.prefix + card.text + card.suffix, **clean}
        beside = Found(f"{CLEAN}datasheet.yaml", "datasheet", named=False)
        known = is_document(card.name)
        found = (Found(card.name, None, named=not known), *([beside] if known else []))
        name = f"{card.format}, {card.case}"
        yield Base(
            f"{name}, alone", card.format, alone, card.name, tree, None, every_rule(), request, found, card.prefix,
            card.suffix,
        )  # fmt: skip
        used = {USE: _USED % card.name, **alone}
        use = Found(USE, "use", named=False)
        yield Base(
            f"{name}, used", card.format, used, card.name, tree, None, every_rule(), request, (use, beside),
            card.prefix, card.suffix,
        )  # fmt: skip
        yield Base(
            f"{name}, use", "use", used, USE, document(USE, used[USE]), None, every_rule(), request, (use, beside),
            card=card.name,
        )  # fmt: skip
