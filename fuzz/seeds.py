"""What fuzzing begins with: the project's own examples, rules and test documents, found when they are asked for."""

from __future__ import annotations

import contextlib
import csv
import json
from functools import cache
from typing import TYPE_CHECKING

from fuzz.sandbox import ABOVE, AS_OF, LEDGER, ROOT, SHEET, USE, folder
from policylint import baseline
from policylint.conversion import convert
from policylint.discover import Found
from policylint.documents import read
from policylint.documents.node import find, plain_value
from policylint.errors import PolicylintError
from policylint.pipeline import check
from policylint.policy.in_force import Settings
from policylint.policy.load import load_policy
from policylint.request import Request
from policylint.sheets import typed

if TYPE_CHECKING:
    from policylint.findings import Finding

_DOCUMENTS = "tests/formats/documents"


def _files(*patterns: str) -> list[bytes]:
    return [file.read_bytes() for pattern in patterns for file in sorted(ROOT.glob(pattern)) if file.is_file()]


def _table(file: str, column: str) -> list[str]:
    with (ROOT / file).open(encoding="utf-8", newline="") as opened:
        return [row[column] for row in csv.DictReader(opened)]


@cache
def datasheets() -> tuple[bytes, ...]:
    """Datasheets in YAML, and what is hardly one."""
    from tests.documents.test_broken_bytes import YAML  # noqa: PLC0415 - tests are where there is a repository

    broken = [text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text for _, text, _ in YAML]
    short = [text for text in broken if len(text) < 2000]
    return (SHEET.encode(), ABOVE.encode(), *_files("examples/*/datasheet.yaml", "tests/**/*.datasheet.yaml"), *short)


@cache
def json_datasheets() -> tuple[bytes, ...]:
    """Datasheets in JSON."""
    from tests.documents.test_broken_bytes import JSON  # noqa: PLC0415

    broken = [text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text for _, text, _ in JSON]
    roots = (read(data, "datasheet.yaml").root for data in datasheets())
    whole = [json.dumps(plain_value(root), indent=1).encode() for root in roots if root is not None]
    return (*whole, *(text for text in broken if len(text) < 2000))


def uses() -> tuple[bytes, ...]:
    """Use declarations."""
    return (USE.encode(), *_files("examples/*/*.use.yaml", "tests/**/*.use.yaml"))


def _converted(form: str) -> list[bytes]:
    """The examples in another format."""
    made = []
    for file in sorted(ROOT.glob("examples/*/datasheet.yaml")):
        sheet = typed(read(file.read_bytes(), file.name), "datasheet", {}).sheet
        try:
            made += [convert(sheet, form).text.encode()] if sheet is not None else []
        except PolicylintError:
            continue  # this format cannot hold it
    return made


def cards() -> tuple[bytes, ...]:
    """Cards of Hugging Face."""
    said = []
    for file in ("tests/formats/phrasings.csv", "tests/formats/unseen.csv"):
        columns = (_table(file, column) for column in ("license", "heading", "text"))
        said += [
            f"---\nlicense: {tag}\n---\n# X\n\n## {head}\n\n{text}\n" for tag, head, text in zip(*columns, strict=True)
        ]
    return (*_files(f"{_DOCUMENTS}/huggingface/*"), *(text.encode() for text in said), *_converted("card"))


def of_format(*folders: str, writer: str = "") -> tuple[bytes, ...]:
    """Test documents of formats, and the examples in one of them."""
    return (*_files(*(f"{_DOCUMENTS}/{folder}/*" for folder in folders)), *(_converted(writer) if writer else []))


def rules() -> tuple[bytes, ...]:
    """Rule files, shipped ones and broken ones."""
    return tuple(_files(
        "policies/rules/*/*.yaml", "examples/own-policy/rules/*/*", "tests/policy/broken/*.yaml",
        "tests/policy/analysed/rules/*/*.yaml",
    ))  # fmt: skip


def packs() -> tuple[bytes, ...]:
    """Pack files, shipped ones and small ones, which load sooner."""
    small = (
        "title: T\nrules: [{house/asked: warning}]\nparameters: {house.most: 3}\n",
        "title: T\nextends: [./other.yaml]\nrules: [{house/asked: 'off'}]\n",
        (
            "title: T\nextends: [other]\nrules: [license/declared, consent/private-individuals]\n"
            "parameters: {consent.accepted_bases: [contract]}\n"
        ),
    )
    return (
        *(text.encode() for text in small * 4),
        *_files("policies/packs/huggingface.yaml", "examples/own-policy/packs/*"),
    )


def extensions() -> tuple[bytes, ...]:
    """Schemas of extensions."""
    from tests.policy.test_extensions import ACME  # noqa: PLC0415

    return (
        ACME.encode(),
        b'{"type": "object", "additionalProperties": false, "properties": {"a": {"type": "string"}}}',
    )


CONFIG = b"""\
policy: [license/declared]
parameters: {consent.accepted_bases: [contract]}
severity: {license/declared: warning}
unknown: warning
exclude: ['a/**', '!b', '*.md']
roots: [../x]
advisories: [registry]
waivers: {file: w.yaml, approvers: [a@example.org]}
ledgers: {'*': {path: private/l.csv, where: {dataset_id: $dataset.id}}}
"""
PROJECT = b"""\
[project]
name = "x"

[tool.policylint]
policy = ["core"]
unknown = "warning"
exclude = ["a/**"]

[tool.policylint.parameters]
"consent.accepted_bases" = ["contract"]

[tool.policylint.severity]
"license/declared" = "warning"
"""


def configs() -> tuple[bytes, ...]:
    """Config files in YAML."""
    return (CONFIG, b"policy: core\n", *_files("examples/*/policylint.yaml", "tests/**/policylint.yaml"))


def projects() -> tuple[bytes, ...]:
    """`pyproject.toml` with a config in it."""
    inline = b"tool.policylint = {policy = 'core', roots = [1979-05-27, 1e3, 07:32:00]}\n"
    return (PROJECT, inline, *_files("pyproject.toml"))


WHO = "  reason: They are asked in the spring.\n  owner: data-office@example.org\n  approved_by: counsel@example.org\n"
WHEN = "  approved_on: 2026-11-01\n  starts: 2026-11-02\n  expires: 2027-01-20\n"


@cache
def _found() -> tuple[Finding, ...]:
    """What a few rules find in the small project."""
    file = str(ROOT / "policies" / "rules" / "maintenance" / "owner-role.yaml")
    with contextlib.chdir(folder()):
        report, _ = check(
            [Found("faces.datasheet.yaml", "datasheet", named=True)], load_policy(Settings((file,))), Request(AS_OF)
        )
    return tuple(one for one in report.findings if one.policy is not None)


@cache
def waiver() -> str:
    """An entry that excuses a finding of the small project, without its days."""
    (finding,) = _found()
    root = read(SHEET.encode(), finding.path).root
    assert root is not None
    lines = [
        f"- id: W-1\n  rule: {finding.rule}\n  dataset: faces\n",
        f"  at: {{file: {finding.path}, pointer: {finding.place.pointer}}}\n  excuses:\n",
    ]
    for looked in finding.looked:
        there = find(root, looked.pointer)
        value = json.dumps(plain_value(there.node)) if there is not None else "absent"
        lines.append(f"    - {{file: {looked.file}, pointer: {looked.pointer}, value: {value}}}\n")
    return "".join(lines) + WHO


def waivers() -> tuple[bytes, ...]:
    """Waiver files."""
    other = (
        "- {id: W-2, rule: consent/private-individuals, dataset: faces, reason: r, owner: o, approved_by: a,\n"
        "   approved_on: 2026-11, expires: 2026-12}\n"
    )
    whole = waiver() + WHEN
    return (whole.encode(), f"# head\n\n{whole}\n# more\n{other}".encode(), b"[]\n", *_files("tests/**/*.waivers.yaml"))


def baselines() -> tuple[bytes, ...]:
    """Baselines."""
    made = baseline.first("fuzzed.json", "2026-01-02", _found()).known
    entry = made.entries[0]
    more = made._replace(entries=(entry, entry._replace(dataset=None, file="x.yaml", fingerprint="0" * 32)))
    return tuple(baseline.to_json(one).encode() for one in (made, more, made._replace(entries=())))


def expressions() -> tuple[bytes, ...]:
    """Licence expressions."""
    made = (
        "MIT", "Apache-2.0 OR MIT", "MIT AND (CC-BY-4.0 OR CC-BY-NC-SA-4.0)", "GPL-2.0+", "NONE", "NOASSERTION",
        "GPL-2.0-or-later WITH Classpath-exception-2.0", "LicenseRef-a AND DocumentRef-b:LicenseRef-c", "((MIT))",
        "CC-BY-SA-3.0 or CC-BY-ND-4.0 and ODbL-1.0",
    )  # fmt: skip
    return tuple(text.encode() for text in made)


def licenses() -> tuple[bytes, ...]:
    """What people write for a licence."""
    return tuple(
        text.encode()
        for text in (
            *_table("tests/licenses/strings.csv", "string"),
            *_table("tests/licenses/restricting_sentences.csv", "sentence"),
        )
    )


def prose() -> tuple[bytes, ...]:
    """Texts about licences: sections of cards, licences by their beginning, sentences."""
    head = b"Creative Commons Attribution-NonCommercial 4.0 International\n\nBy exercising the Licensed Rights ...\n"
    sentences = _table("tests/licenses/restricting_sentences.csv", "sentence")
    together = "# Terms\n\nYou may not:\n\n- sell it;\n- share it.\n\n> " + " ".join(sentences[:20])
    return (
        head,
        together.encode(),
        *_files("LICENSE", "README.md", f"{_DOCUMENTS}/huggingface/*"),
        *(text.encode() for text in sentences),
    )


def ledgers() -> tuple[bytes, ...]:
    """Ledgers in CSV."""
    return (
        LEDGER.encode(),
        LEDGER.replace("\n", "\r\n").encode(),
        LEDGER.replace(",", ";").encode(),
        *_files("tests/acceptance/documents/*.csv"),
    )


def hooks() -> tuple[bytes, ...]:
    """Pre-commit configs."""
    blocks = b"- repo: local\n  hooks:\n  - id: x\n    args: |\n      a\n# b\nci: {}\n"
    whole = b"repos:\n- repo: meta\n  hooks: [{id: a}]\n" + blocks
    return (whole, b"repos:\n  - repo: local\n    hooks:\n      - id: policylint\n", *_files(".pre-commit-*.yaml"))


def advisories() -> tuple[bytes, ...]:
    """Advisories."""
    return tuple(_files("registry/advisories/*/*.yaml", "tests/acceptance/documents/advisories/*/*.yaml"))


def listings() -> tuple[bytes, ...]:
    """Lists of data, and manifests of hashes."""
    dvc = b"outs:\n- md5: 0\n  path: data/faces # all\n"
    lines = b"hf://datasets/a/b\nkaggle:c/d, doi:10.1/x.\nhttps://example.org/e # not this\n"
    entry = {"path": "a/b.zip", "sha256": "0" * 64, "size": 3, "mtime": 5}
    return (dvc, lines, f"{json.dumps(entry)}\n".encode() * 2)


def texts() -> tuple[bytes, ...]:
    """Texts that have got out of their place in some report before."""
    from tests.reporters.reports import HOSTILE  # noqa: PLC0415

    return tuple(one.text.encode("utf-8", "surrogatepass") for one in HOSTILE if len(one.text) < 5000)


def dates() -> tuple[bytes, ...]:
    """Dates, and what is nearly one, one a line."""
    from fuzz.mutate import INTERESTING  # noqa: PLC0415 - its list

    like = [text for text in INTERESTING if text[:1].isdigit() or text[:1] == "P" or text in ("never", "unknown")]
    return (
        b"2026-11-01\n2026-11-02\n2027-02-01",
        b"2026-11\n2026\n2027",
        "\n".join(like).encode(),
        *(text.encode() for text in like),
    )


SPELLED = """\
\ufeffdatasheet: '1' # é
id: s
name: S
licenses:
  - license: NAME
    applies_to: dataset
sources: [{id: a, license: cc by 4.0, retrieved_on: 2026/1/5}]
maintenance: {since: '2026.7'}
"""
FLOW = b"""\
{"datasheet": "1", "sources": [{"license": "mit", "retrieved_on": "2026/1/5"}], "licenses": [{"license": "GPL-3.0"}]}
"""


def spellings() -> tuple[bytes, ...]:
    """Datasheets whose licences and dates are spelled otherwise."""
    names = [json.dumps(name, ensure_ascii=False) for name in _table("tests/licenses/strings.csv", "string")[:60]]
    return (*(SPELLED.replace("NAME", name).encode() for name in names), FLOW, *datasheets())
