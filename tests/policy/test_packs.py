"""What is in force: packs, what they extend, rules alone, folders; severities and parameters."""

from pathlib import Path
from typing import Any

import pytest

from policylint import resources
from policylint.errors import InvalidFileError, PolicylintError
from policylint.findings import Problem
from policylint.policy.in_force import Policy, Settings
from policylint.policy.load import load_policy, load_rules, shipped_packs

TESTS = "tests:\n  - {name: a, expect: fail, datasheet: {people: {present: false}}}\n"


def rule(severity: str = "error", condition: str = "people.present: true", more: str = "") -> str:
    head = f"title: A rule\nseverity: {severity}\nrequire: {{{condition}}}\n"
    return f"{head}message: m\nremedy: r\nwhy: w\nreferences: []\n{more}{TESTS}"


LEAST = "parameters: {least: {type: integer, default: 1}}\n"
COUNTED = rule(condition="size.items: {min: $parameters.least}", more=LEAST)
BASES = rule(
    condition="every: {in: {g: people.groups}, satisfy: {g.legal_basis: {in: $parameters.bases}}}",
    more="parameters: {bases: {type: [legal_basis], except: [consent], default: []}}\n",
)

SHIPPED = "consent/not-expired"

FILES = {
    "rules/a/one.yaml": rule("error"),
    "rules/a/two.yaml": rule("warning"),
    "rules/b/three.yaml": rule("info"),
    "rules/b/firm.yaml": rule("error", more="waivable: false\n"),
    "rules/p/counted.yaml": COUNTED,
    "rules/p/bases.yaml": BASES,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path, FILES)


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def loaded(folder: Path, *policies: str, **settings: Any) -> Policy:
    return load_policy(Settings(policies=policies, base=str(folder), **settings))


def in_force(policy: Policy) -> dict[str, str]:
    return {plan["id"]: plan["severity"] for plan in policy.rules}


def problems(folder: Path, *policies: str, **settings: Any) -> list[Problem]:
    with pytest.raises(InvalidFileError) as caught:
        loaded(folder, *policies, **settings)
    return list(caught.value.problems)


def shown(found: list[Problem], folder: Path) -> list[tuple[str, int, int, str, str, str]]:
    return [
        (
            Path(one.path).relative_to(folder).as_posix(),
            one.span.line,
            one.span.column,
            one.rule,
            one.message,
            one.remedy,
        )
        for one in found
    ]


# what is in force

PACKS: dict[str, tuple[dict[str, str], tuple[str, ...], dict[str, str]]] = {
    "a pack has exactly its rules": (
        {"p": "rules: [a/one, b/three]"},
        ("./packs/p.yaml",),
        {"a/one": "error", "b/three": "info"},
    ),
    "a pack may set severities": (
        {"p": "rules: [{a/one: info}, {a/two: error, b/three: warning}]"},
        ("./packs/p.yaml",),
        {"a/one": "info", "a/two": "error", "b/three": "warning"},
    ),
    "a pack has what it extends": (
        {"p": "rules: [{a/one: info}, a/two]", "q": "extends: [p]\nrules: [b/three]"},
        ("./packs/q.yaml",),
        {"a/one": "info", "a/two": "warning", "b/three": "info"},
    ),
    "extending is enough": (
        {"p": "rules: [a/one]", "q": "extends: [p]"},
        ("./packs/q.yaml",),
        {"a/one": "error"},
    ),
    "what extends has the last word": (
        {"p": "rules: [{a/one: info}, a/two]", "q": "extends: [p]\nrules: [{a/one: warning}, {a/two: info}]"},
        ("./packs/q.yaml",),
        {"a/one": "warning", "a/two": "info"},
    ),
    "naming again keeps the severity": (
        {"p": "rules: [{a/one: info}]", "q": "extends: [p]\nrules: [a/one]"},
        ("./packs/q.yaml",),
        {"a/one": "info"},
    ),
    "off takes an inherited rule out": (
        {"p": "rules: [a/one, a/two]", "q": "extends: [p]\nrules: [{a/one: off}]"},
        ("./packs/q.yaml",),
        {"a/two": "warning"},
    ),
    "and back in": (
        {"p": "rules: [a/one]", "q": "extends: [p]\nrules: [{a/one: off}]", "r": "extends: [q]\nrules: [a/one]"},
        ("./packs/r.yaml",),
        {"a/one": "error"},
    ),
    "over three floors": (
        {"p": "rules: [a/one]", "q": "extends: [p]\nrules: [a/two]", "r": "extends: [q]\nrules: [b/three]"},
        ("./packs/r.yaml",),
        {"a/one": "error", "a/two": "warning", "b/three": "info"},
    ),
    "a pack extended twice is one": (
        {"p": "rules: [a/one]", "q": "extends: [p]", "r": "extends: [p, q]"},
        ("./packs/r.yaml",),
        {"a/one": "error"},
    ),
    "the strictest of two that are extended": (
        {"p": "rules: [a/one, {a/two: info}]", "q": "rules: [{a/one: info}, a/two]", "r": "extends: [p, q]"},
        ("./packs/r.yaml",),
        {"a/one": "error", "a/two": "warning"},
    ),
    "and what extends both decides": (
        {"p": "rules: [a/one]", "q": "rules: [a/one]", "r": "extends: [p, q]\nrules: [{a/one: info}]"},
        ("./packs/r.yaml",),
        {"a/one": "info"},
    ),
    "extends by path": (
        {"p": "rules: [a/one]", "q": "extends: [./p.yaml]"},
        ("./packs/q.yaml",),
        {"a/one": "error"},
    ),
    "several packs are united": (
        {"p": "rules: [a/one]", "q": "rules: [a/two]"},
        ("./packs/p.yaml", "./packs/q.yaml"),
        {"a/one": "error", "a/two": "warning"},
    ),
    "the strictest severity wins": (
        {"p": "rules: [{a/one: info}, {a/two: error}]", "q": "rules: [{a/one: warning}, {a/two: info}]"},
        ("./packs/p.yaml", "./packs/q.yaml"),
        {"a/one": "warning", "a/two": "error"},
    ),
    "a rule's own severity counts too": (
        {"p": "rules: [{a/two: info}]", "q": "rules: [a/two]"},
        ("./packs/p.yaml", "./packs/q.yaml"),
        {"a/two": "warning"},
    ),
    "off is of the pack that says it": (
        {"p": "rules: [a/one]", "q": "extends: [p]\nrules: [{a/one: off}, a/two]"},
        ("./packs/q.yaml", "./packs/p.yaml"),
        {"a/two": "warning", "a/one": "error"},
    ),
    "a rule file is a pack of one": ({}, ("./rules/a/two.yaml",), {"a/two": "warning"}),
    "a folder without packs has all its rules": (
        {},
        ("./",),
        {
            "a/one": "error",
            "a/two": "warning",
            "b/firm": "error",
            "b/three": "info",
            "p/bases": "error",
            "p/counted": "error",
        },
    ),
    "a folder with packs has its packs": (
        {"p": "rules: [a/one]", "q": "rules: [{a/one: info}, a/two]"},
        (".",),
        {"a/one": "error", "a/two": "warning"},
    ),
    "a pack and a rule beside it": (
        {"p": "rules: [a/one]"},
        ("./packs/p.yaml", "./rules/b/three.yaml"),
        {"a/one": "error", "b/three": "info"},
    ),
    "shipped rules may be named": (
        {"p": "rules: [{consent/not-expired: info}, a/one]"},
        ("./packs/p.yaml",),
        {"consent/not-expired": "info", "a/one": "error"},
    ),
    "the same pack twice": ({"p": "rules: [a/one]"}, ("./packs/p.yaml", "./packs/p.yaml"), {"a/one": "error"}),
}


@pytest.mark.parametrize(("packs", "policies", "expected"), PACKS.values(), ids=PACKS)
def test_what_is_in_force(
    packs: dict[str, str], policies: tuple[str, ...], expected: dict[str, str], folder: Path
) -> None:
    write(folder, {f"packs/{name}.yaml": f"title: {name}\n{text}\n" for name, text in packs.items()})
    assert in_force(loaded(folder, *policies)) == expected


def test_shipped_packs_may_be_extended_by_name(folder: Path) -> None:
    core = in_force(load_policy(Settings()))
    write(folder, {"packs/mine.yaml": "title: Mine\nextends: [core]\nrules: [{license/declared: off}, a/one]\n"})
    found = in_force(loaded(folder, "./packs/mine.yaml"))
    assert found == {**{name: level for name, level in core.items() if name != "license/declared"}, "a/one": "error"}


def test_an_extended_pack_brings_its_own_rules_from_its_own_folder(folder: Path) -> None:
    write(folder / "acme", {"packs/base.yaml": "title: b\nrules: [x/y]\n", "rules/x/y.yaml": rule("info")})
    write(folder, {"packs/p.yaml": "title: p\nextends: [../acme/packs/base.yaml]\nrules: [a/one]\n"})
    assert in_force(loaded(folder, "./packs/p.yaml")) == {"x/y": "info", "a/one": "error"}


def test_rules_may_be_called_yml(folder: Path) -> None:
    write(folder / "short", {"rules/x/y.yml": rule("info")})
    assert in_force(loaded(folder, "./short")) == {"x/y": "info"}


def test_which_packs_have_a_rule(folder: Path) -> None:
    write(
        folder,
        {"packs/p.yaml": "title: p\nrules: [a/one]\n", "packs/q.yaml": "title: q\nextends: [p]\nrules: [a/two]\n"},
    )
    policy = loaded(folder, "./packs/p.yaml", "./packs/q.yaml")
    assert policy.packs == ("p", "q")
    assert policy.membership == {"a/one": ("p", "q"), "a/two": ("q",)}


# the config

CONFIGURED = [
    ({"severity": (("a/one", "info"),)}, {"a/one": "info", "b/firm": "error", "b/three": "info"}),
    ({"severity": (("b/three", "error"),)}, {"a/one": "error", "b/firm": "error", "b/three": "error"}),
    ({"severity": (("a/one", "off"),)}, {"b/firm": "error", "b/three": "info"}),
    ({"severity": (("b/firm", "off"),)}, {"a/one": "error", "b/firm": "error", "b/three": "info"}),  # cannot be waived
]


@pytest.mark.parametrize(("settings", "expected"), CONFIGURED)
def test_the_config_has_the_last_word_on_severities(
    settings: dict[str, Any], expected: dict[str, str], folder: Path
) -> None:
    write(folder, {"packs/p.yaml": "title: p\nrules: [a/one, b/firm, b/three]\n"})
    assert in_force(loaded(folder, "./packs/p.yaml", **settings)) == expected


def least(policy: Policy) -> Any:
    """The bound that the rule on counts has in force."""
    (plan,) = [plan for plan in policy.rules if plan["id"] == "p/counted"]
    return plan["require"][3][1]


def pack(parameters: str = "", rules: str = "[p/counted, p/bases]") -> str:
    return f"title: t\nrules: {rules}\n" + (f"parameters: {parameters}\n" if parameters else "")


SET = [
    ([""], (), 1),
    (["{p.least: 5}"], (), 5),
    (["{p.least: 5}"], (("p.least", 7),), 7),
    ([""], (("p.least", 7),), 7),
    (["{p.least: 5}", "{p.least: 5}"], (), 5),
    (["{p.least: 5}", ""], (), 5),  # at its default a pack does not differ
    (["", "{p.least: 5}"], (), 5),
    (["{p.least: 5}", "{p.least: 6}"], (("p.least", 7),), 7),  # the config settles it
]


@pytest.mark.parametrize(("parameters", "config", "expected"), SET)
def test_parameters(parameters: list[str], config: tuple[tuple[str, Any], ...], expected: int, folder: Path) -> None:
    write(folder, {f"packs/{name}.yaml": pack(said) for name, said in zip("pq", parameters, strict=False)})
    assert least(loaded(folder, ".", parameters=config)) == expected


def test_what_extends_sets_parameters_anew(folder: Path) -> None:
    write(
        folder,
        {"packs/p.yaml": pack("{p.least: 5}"), "packs/q.yaml": "title: q\nextends: [p]\nparameters: {p.least: 6}\n"},
    )
    assert least(loaded(folder, "./packs/q.yaml")) == 6


def test_two_that_are_extended_must_agree_on_a_parameter_or_what_extends_sets_it(folder: Path) -> None:
    both = {"packs/p.yaml": pack("{p.least: 5}"), "packs/q.yaml": pack("{p.least: 6}")}
    write(folder, {**both, "packs/r.yaml": "title: r\nextends: [p, q]\n"})
    (problem,) = problems(folder, "./packs/r.yaml")
    assert (problem.rule, problem.message) == ("policy/parameter", "the packs in force set `p.least` differently")
    write(folder, {"packs/r.yaml": "title: r\nextends: [p, q]\nparameters: {p.least: 7}\n"})
    assert least(loaded(folder, "./packs/r.yaml")) == 7


BAD_CONFIGS = [
    (("p.least", "many"), "c.yaml: parameter `p.least` takes a whole number"),
    (("p.least", True), "c.yaml: parameter `p.least` takes a whole number"),
    (("p.least", [1]), "c.yaml: parameter `p.least` takes a whole number"),
    (("p.leest", 1), "c.yaml: parameter `p.leest`: did you mean `p.least`?"),
    (("q.whatever", 1), "c.yaml: parameter `q.whatever`: no rule in force has a parameter of that name"),
    (("p.bases", "contract"), "c.yaml: parameter `p.bases` takes a list of one of `consent`, `contract`"),
    (("p.bases", ["contrakt"]), "c.yaml: parameter `p.bases` takes a list of one of `consent`, `contract`"),
    (("p.bases", ["consent"]), "c.yaml: parameter `p.bases` takes a list of one of `consent`, `contract`"),
]


@pytest.mark.parametrize(("parameter", "message"), BAD_CONFIGS)
def test_a_config_parameter_outside_its_type(parameter: tuple[str, Any], message: str, folder: Path) -> None:
    with pytest.raises(PolicylintError) as caught:
        loaded(folder, ".", parameters=(parameter,), origin="c.yaml")
    assert str(caught.value).startswith(message)


# mistakes

MISTAKES: dict[str, tuple[dict[str, str], tuple[str, ...], list[tuple[str, int, int, str, str, str]]]] = {
    "a rule that nobody has": (
        {"packs/p.yaml": "title: p\nrules:\n  - a/one\n  - a/tow\n"},
        ("./packs/p.yaml",),
        [("packs/p.yaml", 4, 5, "policy/unknown-rule", "nobody has the rule `a/tow`", "Did you mean `a/two`?")],
    ),
    "a rule that nobody has, with a severity": (
        {"packs/p.yaml": "title: p\nrules: [{zzz: error}]\n"},
        ("./packs/p.yaml",),
        [
            (
                "packs/p.yaml",
                2,
                10,
                "policy/unknown-rule",
                "nobody has the rule `zzz`",
                "Write the rule, or take the line out.",
            )
        ],
    ),
    "a shipped rule misspelled": (
        {"packs/p.yaml": "title: p\nrules: [consent/not-expierd]\n"},
        ("./packs/p.yaml",),
        [
            (
                *("packs/p.yaml", 2, 9, "policy/unknown-rule", "nobody has the rule `consent/not-expierd`"),
                "Did you mean `consent/not-expired`?",
            )
        ],
    ),
    "off of a rule that is not there": (
        {"packs/p.yaml": "title: p\nrules: [{a/one: off}]\n"},
        ("./packs/p.yaml",),
        [
            (
                *("packs/p.yaml", 2, 10, "policy/unknown-rule"),
                *("`a/one` is off, and nothing that is extended has it", "Take the line out."),
            )
        ],
    ),
    "a pack that nobody has": (
        {"packs/p.yaml": "title: p\nextends: [coer]\nrules: []\n"},
        ("./packs/p.yaml",),
        [("packs/p.yaml", 2, 11, "policy/unknown-pack", "there is no pack `coer`", "Did you mean `core`?")],
    ),
    "a pack file that is not there": (
        {"packs/p.yaml": "title: p\nextends: [./q.yaml]\n"},
        ("./packs/p.yaml",),
        [("packs/p.yaml", 2, 11, "policy/unknown-pack", "there is no pack `./q.yaml`", "Name a pack or its file.")],
    ),
    "a pack that extends itself": (
        {"packs/p.yaml": "title: p\nextends: [p]\n"},
        ("./packs/p.yaml",),
        [
            (
                "packs/p.yaml",
                2,
                11,
                "policy/extends-cycle",
                "the packs extend each other: p → p",
                "Take one `extends` out.",
            )
        ],
    ),
    "packs in a circle": (
        {
            "packs/p.yaml": "title: p\nextends: [q]\n",
            "packs/q.yaml": "title: q\nextends:\n  - r\n",
            "packs/r.yaml": "title: r\nrules: [a/one]\nextends: [p]\n",
        },
        ("./packs/p.yaml",),
        [
            (
                *("packs/r.yaml", 3, 11, "policy/extends-cycle"),
                *("the packs extend each other: p → q → r → p", "Take one `extends` out."),
            )
        ],
    ),
    "a key of a pack misspelled": (
        {"packs/p.yaml": "title: p\nrules: []\nextend: [core]\n"},
        ("./packs/p.yaml",),
        [("packs/p.yaml", 3, 1, "policy/unknown-key", "`extend` is not a key of a pack", "Did you mean `extends`?")],
    ),
    "a pack without title and rules": (
        {"packs/p.yaml": "description: p\n"},
        ("./packs/p.yaml",),
        [
            ("packs/p.yaml", 1, 1, "policy/missing", "`title` is missing from the pack", "Add `title:`."),
            ("packs/p.yaml", 1, 1, "policy/missing", "`rules` is missing from the pack", "Add `rules:`."),
        ],
    ),
    "a severity misspelled": (
        {"packs/p.yaml": "title: p\nrules: [{a/one: warn}]\n"},
        ("./packs/p.yaml",),
        [("packs/p.yaml", 2, 17, "policy/unknown-value", "`warn` is not a severity", "Did you mean `warning`?")],
    ),
    "a rule by no id": (
        {"packs/p.yaml": "title: p\nrules: [one]\n"},
        ("./packs/p.yaml",),
        [
            (
                *("packs/p.yaml", 2, 9, "policy/value", "a rule is named by its id"),
                "Write `area/slug` or `{area/slug: warning}`.",
            )
        ],
    ),
    "one rule in two files of a folder": (
        {"rules/a/one.yml": rule()},
        ("./rules/a/one.yaml",),
        [
            (
                *("rules/a/one.yaml", 1, 1, "policy/duplicate-id"),
                "two rules are called `a/one`: rules/a/one.yaml and rules/a/one.yml",
                "Rename one of them.",
            )
        ],
    ),
    "a pack that is no mapping": (
        {"packs/p.yaml": "title: p\nextends: {core: yes}\n"},
        ("./packs/p.yaml",),
        [("packs/p.yaml", 2, 11, "policy/value", "`extends` is a list", "Write it as `[a, b]`.")],
    ),
    "rules that are no list": (
        {"packs/p.yaml": "title: p\nrules: a/one\n"},
        ("./packs/p.yaml",),
        [("packs/p.yaml", 2, 8, "policy/value", "`rules` is a list", "Write it as `[a, b]`.")],
    ),
    "parameters that are no mapping": (
        {"packs/p.yaml": "title: p\nrules: [p/counted]\nparameters: [p.least]\n"},
        ("./packs/p.yaml",),
        [("packs/p.yaml", 3, 13, "policy/value", "`parameters` is a mapping", "Write `area.name: value` lines.")],
    ),
    "two rules with one id": (
        {
            "packs/p.yaml": "title: p\nrules: [a/one]\n",
            "other/packs/q.yaml": "title: q\nrules: [a/one]\n",
            "other/rules/a/one.yaml": rule(),
        },
        ("./packs/p.yaml", "./other/packs/q.yaml"),
        [
            (
                *("other/packs/q.yaml", 2, 9, "policy/duplicate-id"),
                *("two rules are called `a/one`: other/rules/a/one.yaml and rules/a/one.yaml", "Rename one of them."),
            )
        ],
    ),
    "a rule with the id of a shipped one": (
        {"packs/p.yaml": "title: p\nrules: [consent/not-expired]\n", "rules/consent/not-expired.yaml": rule()},
        ("./packs/p.yaml",),
        [
            (
                *("packs/p.yaml", 2, 9, "policy/duplicate-id"),
                f"two rules are called `{SHIPPED}`: rules/{SHIPPED}.yaml and policies/rules/{SHIPPED}.yaml",
                "Rename one of them.",
            )
        ],
    ),
    "a parameter that no rule has": (
        {"packs/p.yaml": pack("{p.leest: 5}")},
        ("./packs/p.yaml",),
        [
            (
                "packs/p.yaml",
                3,
                23,
                "policy/parameter",
                "`p.leest` is not a parameter of any rule here",
                "Did you mean `p.least`?",
            )
        ],
    ),
    "a parameter outside its type": (
        {"packs/p.yaml": pack("{p.least: many}")},
        ("./packs/p.yaml",),
        [
            (
                *("packs/p.yaml", 3, 23, "policy/unknown-value", "`many` is not a value of `p.least`"),
                "Write a whole number.",
            )
        ],
    ),
    "a parameter outside its vocabulary": (
        {"packs/p.yaml": pack("{p.bases: [contract, contrakt]}")},
        ("./packs/p.yaml",),
        [
            (
                *("packs/p.yaml", 3, 34, "policy/unknown-value", "`contrakt` is not a value of `p.bases`"),
                "Did you mean `contract`?",
            )
        ],
    ),
    "a parameter that the rule refuses": (
        {"packs/p.yaml": pack("{p.bases: [consent]}")},
        ("./packs/p.yaml",),
        [("packs/p.yaml", 3, 24, "policy/parameter", "`consent` is not allowed in `p.bases`", "Take it out.")],
    ),
    "packs that set a parameter differently": (
        {"packs/p.yaml": pack("{p.least: 5}"), "packs/q.yaml": pack("{p.least: 6}")},
        (".",),
        [
            (
                *("packs/q.yaml", 3, 23, "policy/parameter"),
                *("the packs in force set `p.least` differently", "Set it in the config."),
            )
        ],
    ),
    "rules of an area that declare a parameter differently": (
        {
            "rules/p/other.yaml": COUNTED.replace("default: 1", "default: 2"),
            "packs/p.yaml": pack(rules="[p/counted, p/other]"),
        },
        ("./packs/p.yaml",),
        [
            (
                *("rules/p/other.yaml", 8, 1, "policy/parameter"),
                *(
                    "the parameter `least` is declared otherwise by another rule of this area",
                    "Declare it the same way.",
                ),
            )
        ],
    ),
    "a rule in force that does not load": (
        {"packs/p.yaml": "title: p\nrules: [a/bad]\n", "rules/a/bad.yaml": rule("fatal")},
        ("./packs/p.yaml",),
        [
            (
                *("rules/a/bad.yaml", 2, 11, "policy/unknown-value"),
                *("`fatal` is not a severity", "Write one of `error`, `warning`, `info`."),
            )
        ],
    ),
    "a pack that is not YAML": (
        {"packs/p.yaml": "title: [\n"},
        ("./packs/p.yaml",),
        [
            (
                *("packs/p.yaml", 1, 9, "syntax/yaml"),
                "this is not YAML: while parsing a flow node did not find expected node content",
                "Mend the syntax at this place or just above it.",
            )
        ],
    ),
}


@pytest.mark.parametrize(("files", "policies", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_are_shown_in_the_file_that_makes_them(
    files: dict[str, str], policies: tuple[str, ...], expected: list[Any], folder: Path
) -> None:
    write(folder, files)
    found = problems(folder, *policies)
    message = [problem._replace(message=problem.message.replace(f"{folder.as_posix()}/", "")) for problem in found]
    assert shown(message, folder) == expected


def test_a_rule_that_is_not_in_force_may_be_broken(folder: Path) -> None:
    write(folder, {"packs/p.yaml": "title: p\nrules: [a/one]\n", "rules/a/bad.yaml": rule("fatal")})
    assert in_force(loaded(folder, "./packs/p.yaml")) == {"a/one": "error"}


# the digest, and what is shipped


def test_the_digest_changes_with_the_policy_and_with_nothing_else(folder: Path) -> None:
    write(folder, {"packs/p.yaml": pack()})
    first = loaded(folder, ".").digest
    assert first.startswith("sha256:")
    assert loaded(folder, ".").digest == first
    write(folder, {"rules/a/one.yaml": rule("info")})  # not in force
    assert loaded(folder, ".").digest == first
    others = {
        loaded(folder, ".", parameters=(("p.least", 3),)).digest,
        loaded(folder, ".", severity=(("p/counted", "info"),)).digest,
        loaded(write(folder, {"rules/p/counted.yaml": COUNTED.replace("m\n", "n\n")}), ".").digest,
    }
    assert len(others | {first}) == 4


def test_the_core_pack_names_rules_that_are_there_and_every_shipped_rule_is_in_a_pack() -> None:
    rules, broken = load_rules()
    assert broken == []
    policies = {name: load_policy(Settings(policies=(name,))) for name in shipped_packs()}
    assert "core" in policies
    assert {plan["id"] for policy in policies.values() for plan in policy.rules} == {one.id for one in rules}


def test_every_shipped_pack_loads_together_with_the_others() -> None:
    policy = load_policy(Settings(policies=tuple(shipped_packs())))
    assert policy.packs == tuple(shipped_packs())
    assert all(Path(resources.root(), plan["file"]).is_file() for plan in policy.rules)


def test_a_shipped_rule_file_alone_is_a_policy() -> None:
    rules, _ = load_rules()
    for one in rules:
        path = resources.path(*one.file.split("/"))
        assert in_force(load_policy(Settings(policies=(path,)))) == {one.id: one.plan["severity"]}
