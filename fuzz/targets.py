"""The targets: each takes bytes, gives them to one part of policylint, and raises if a promise is not kept."""

from __future__ import annotations

import contextlib
import io
import json
from datetime import date
from functools import cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from fuzz import promises, seeds
from fuzz.bounds import Broken
from fuzz.sandbox import AS_OF, ROOT, folder, holding
from policylint import baseline, config_file
from policylint.audit import manifest
from policylint.audit.lists import named
from policylint.commands import fixing
from policylint.conversion import convert
from policylint.dates import days_before, days_between, earlier, interval, is_date
from policylint.discover import Found, kind_by_name
from policylint.documents import lines_of, load, read
from policylint.documents.node import MAPPING, SEQUENCE, find, plain_value
from policylint.drafting.automation import has_hook, with_hook
from policylint.errors import InvalidFileError, PolicylintError
from policylint.fixes import fixed
from policylint.ledger.csv_header import header_of
from policylint.ledger.engine import UnreadableLedgerError
from policylint.licenses.combine import combine
from policylint.licenses.compose import compatible
from policylint.licenses.expression import Both, Either, Expression, ExpressionError, Operand, operands, parse
from policylint.licenses.prose import named_alone, plain, restricting, sections, sentences
from policylint.licenses.resolver import resolve, same, suggestion
from policylint.licenses.texts import text_read
from policylint.logic import FALSE, TRUE
from policylint.pipeline import check
from policylint.policy.extensions import extensions_of
from policylint.policy.files import Opened
from policylint.policy.in_force import Policy, Settings
from policylint.policy.load import load_policy, load_rule
from policylint.policy.page import page_of
from policylint.policy.testing import run_tests
from policylint.reporters import render
from policylint.reporters.calendar import calendar
from policylint.reporters.grants import grants_json, grants_text
from policylint.reporters.style import Style, safe
from policylint.request import Request
from policylint.shapes.check import check_shape
from policylint.sheets import typed
from policylint.waivers.editing import appended, without
from policylint.waivers.file import entries_of
from policylint.writers import WRITERS
from tests.reporters import reports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from policylint.documents import Document
    from policylint.documents.node import Node
    from policylint.findings import Report
    from policylint.fixes import Fix
    from policylint.waivers.file import WaiverFile

SHEET = Found("faces.datasheet.yaml", "datasheet", named=True)
DEMO = Found("demo.use.yaml", "use", named=True)
_RECORDS = (
    "consent/ledger-valid-rows", "consent/ledger-no-pii", "consent/not-withdrawn", "consent/not-expired-records",
    "consent/refused-absent", "consent/scope-covers-use-records", "subject/label-vs-claim", "minor/guardian-records",
)  # fmt: skip
"""Rules on the rows of a ledger, and what these say of the sheet."""
_FEW = ("maintenance/owner-role", "consent/private-individuals", "license/statements-disagree", "license/declared")


class Target(NamedTuple):
    """A target: its function, what it begins with, and how many inputs a short run gives it."""

    run: Callable[[bytes], None]
    seeds: Callable[[], tuple[bytes, ...]]
    few: int


# documents


@cache
def policy(*rules: str) -> Policy:
    """A policy of some shipped rules; the pack `core` if none are named."""
    files = tuple(str(ROOT / "policies" / "rules" / f"{rule}.yaml") for rule in rules)
    return load_policy(Settings(files or ("core",)))


def _judge(name: str, data: bytes) -> Report:
    """Check a document as if it came from standard input, in a small project; its report keeps what was promised."""
    with contextlib.chdir(folder()):
        moments = ("create", "consume", "audit") if crc32(data) % 3 == 0 else ()
        report, notes = check([], policy(), Request(AS_OF, moments=moments, keep=True), (name, data))
        promises.of_report(report, data)
        promises.plain("\n".join(map(safe, notes)).replace("\n", " "), "notes")
    return report


def syntax(data: bytes, name: str) -> None:
    """Bytes to a tree and to a typed sheet, and no further, which is soon: every value stands in its line."""
    made = read(data, name)
    loaded = typed(made, "datasheet", {})
    for one in (*made.problems, *loaded.problems):
        promises.inside(one.span, made.lines, repr(one))
        promises.of_places(one.related, made.lines)
    if made.root is None:
        return
    for node in _nodes(made.root):
        promises.inside(made.key_span(node), made.lines, node.kind)
    if name.endswith(".json"):
        json.loads(made.text, parse_int=str)  # what is no JSON to others must be none here


def _nodes(root: Node) -> Iterator[Node]:
    left = [root]
    while left:
        one = left.pop()
        yield one
        if one.kind == MAPPING:
            left += [node for pair in one.value for node in pair]
        elif one.kind == SEQUENCE:
            left += one.value


_MOST_PAIRS = 10_000
"""Some rules look at every pair of items of two lists: to judge a million takes seconds, as many as there are pairs."""


def document(data: bytes, name: str) -> None:
    """A document of policylint's own: loaded, judged, reported; with very many pairs, loaded alone."""
    root = read(data, name).root
    if root is not None and _pairs(root) > _MOST_PAIRS:
        syntax(data, name)
    else:
        _judge(name, data)


def _pairs(root: Node) -> int:
    """How many pairs of items a rule may look at."""
    groups, uses, sources, licenses = (
        len(one.node.value) if one is not None and one.node.kind == SEQUENCE else 1
        for one in (find(root, at) for at in ("/people/groups", "/uses/intended", "/sources", "/licenses"))
    )
    return max(groups * max(uses, licenses), sources * licenses, licenses**2)


def foreign(data: bytes, name: str) -> None:
    """A document of another format: as before; what is made of it can be drafted, and written in every format."""
    _judge(name, data)
    sheet = typed(read(data, name), kind_by_name(name), {}).sheet
    if sheet is None or sheet.kind != "datasheet":
        return
    writers = sorted(WRITERS)
    with contextlib.suppress(PolicylintError):
        promises.observe(convert(sheet, writers[crc32(data) % len(writers)]).text)


# policies


def _loaded(settings: Settings, data: bytes, file: str) -> Policy | None:
    """A policy; None, and the mistakes shown, where there are some."""
    try:
        return load_policy(settings)
    except InvalidFileError as error:
        promises.of_invalid(error, file, read(data, file).lines)
    except PolicylintError as error:
        promises.plain(safe(str(error)), "an error")
    return None


def rule(data: bytes) -> None:
    """A rule file: loaded, its tests run, a project judged by it, its page written."""
    file = "rules/house/fuzzed.yaml"
    with holding(file, data):
        made = _loaded(Settings((f"./{file}",)), data, file)
        if made is None:
            return
        own = load_rule(file)
        for one in run_tests(own):
            promises.observe(f"{one.outcome} {one.failure}")
        promises.observe(repr(page_of(own, ())))
        report, _ = check([SHEET, DEMO], made, Request(AS_OF))
        promises.of_report(report, data)


_ASKED = b"""\
title: Somebody was asked
severity: error
for_each: {group: people.groups}
when: {group.consent.status: {not: given}}
require: {group.consent.coverage: {min: $parameters.most}}
parameters: {most: {type: number, default: 1}}
message: "{group}: not asked"
remedy: Ask.
why: They live there.
references: []
tests:
  - {name: not asked, expect: fail, datasheet: {people: {groups: [{id: a, consent: {status: refused, coverage: 0}}]}}}
"""
_OTHER = b"title: Other\nrules: [house/asked]\n"


def pack(data: bytes) -> None:
    """A pack file beside rules and another pack: loaded, and a project judged by it."""
    file = "packs/fuzzed.yaml"
    with holding("rules/house/asked.yaml", _ASKED), holding("packs/other.yaml", _OTHER), holding(file, data):
        made = _loaded(Settings((f"./{file}",)), data, file)
        if made is not None:
            report, _ = check([SHEET], made, Request(AS_OF))
            promises.of_report(report, data)


_EXTENDED = (
    b'datasheet: "1"\nid: a\nname: A\nextensions: {acme: {tier: secret, ticket: DATA-1, score: 0.5, copies: 3, a: x}}\n'
)


def extension(data: bytes) -> None:
    """The schema of an extension: read, and a datasheet typed by it."""
    file = "extensions/acme.schema.json"
    with holding(file, data):
        opened = Opened()
        found = extensions_of(".", opened)
        if opened.problems:
            promises.of_invalid(InvalidFileError(opened.problems), file, read(data, file).lines)
            return
        sheet = read(_EXTENDED, "a.datasheet.yaml")
        _, _, problems = check_shape(sheet, "datasheet", found)
        for one in problems:
            promises.inside(one.span, sheet.lines, repr(one))


def configuration(data: bytes, name: str) -> None:
    """A config: read, and the policy loaded that it asks for."""
    with holding(name, data):
        try:
            found = config_file.read(name)
        except InvalidFileError as error:
            promises.of_invalid(error, name, _lines(data))
            return
        promises.observe(repr(found._replace(base="")))
        few = found.settings((), ".")._replace(policies=tuple(str(ROOT / f"policies/rules/{one}.yaml") for one in _FEW))
        _loaded(few, data, name)
        report, _ = check([SHEET], policy(*_FEW), Request.under(found._replace(advisories=()), AS_OF))
        promises.of_report(report, data)


def _lines(data: bytes) -> tuple[str, ...]:
    return read(data, "x.yaml").lines


# waivers and baselines


_MOST_ENTRIES = 500
"""Each malformed entry is a finding: to show thousands takes seconds, in proportion to their number."""


def waivers(data: bytes) -> None:
    """A waiver file: laid on a report, listed, and written into."""
    file = "fuzzed.waivers.yaml"
    with holding(file, data):
        try:
            entries = entries_of(load(file))
        except InvalidFileError as error:
            promises.of_invalid(error, file, read(data, file).lines)
            return
        if len(entries.waivers) + len(entries.malformed) <= _MOST_ENTRIES:
            _listed(file, data)
        _edited(entries)


def _listed(file: str, data: bytes) -> None:
    report, _ = check([SHEET, DEMO], policy(*_FEW), Request(AS_OF, waivers=file, once=False))
    promises.of_report(report, data)
    listed = grants_text(report.waivers, Style())
    promises.observe(listed)
    promises.plain(listed, "a list of waivers")
    machine = grants_json(report.waivers)
    promises.plain(machine, "waivers as JSON")
    json.loads(machine)
    lines = calendar(report.waivers, report.as_of).split("\r\n")
    if any("\n" in line or len(line.encode()) > 75 for line in lines):
        raise Broken("a calendar has lines of at most 75 bytes", repr(lines)[:2000])
    if lines.count("BEGIN:VEVENT") != lines.count("END:VEVENT") or lines[-2:] != ["END:VCALENDAR", ""]:
        raise Broken("a calendar closes what it opens", repr(lines)[:2000])


def _edited(entries: WaiverFile) -> None:
    """An entry more, and one less: the others are what they were, or nothing is written."""
    text, path = entries.document.text, entries.path
    count = len(entries.waivers) + len(entries.malformed)
    with contextlib.suppress(PolicylintError):
        longer = appended(path, text, [["- id: W-9", "  reason: r"]])
        if len(_items(longer, path)) != count + 1:
            raise Broken("an entry more is one entry more", longer[:2000])
    with contextlib.suppress(PolicylintError):
        if count and _items(without(path, text, {0}), path) != _items(text, path)[1:]:
            raise Broken("an entry less is one entry less", text[:2000])


def _items(text: str, path: str) -> list[str]:
    root = read(text.encode(), path).root
    return [repr(plain_value(one)) for one in root.value] if root is not None else []


def known(data: bytes) -> None:
    """A baseline: read, laid on a report, and written again as it was."""
    file = "fuzzed.json"
    with holding(file, data):
        try:
            found = baseline.read(file)
        except PolicylintError as error:
            promises.plain(safe(str(error)), "an error")
            return
        report, _ = check([SHEET], policy(*_FEW), Request(AS_OF, baseline=found))
        promises.of_report(report, data)
    with holding(file, baseline.to_json(found).encode()):
        again = baseline.read(file)
        if sorted(map(repr, again.entries)) != sorted(map(repr, found.entries)):
            raise Broken("a baseline is read back as it was written")


def dates(data: bytes) -> None:
    """Dates, one a line: as the calendar has them, and as the days of a waiver."""
    said = data.decode("utf-8", "replace").split("\n")[:8]
    for one in said:
        _is_one_day(one)
    for one, other in pairwise(said):
        if earlier(one, other) is TRUE and earlier(other, one) is not FALSE:
            raise Broken("what is earlier is not later", f"{one!r} {other!r}")
    keys = ("approved_on", "starts", "expires")
    days = "".join(f"  {key}: {json.dumps(one)}\n" for key, one in zip(keys, said, strict=False))
    waivers(f"{seeds.waiver()}{days}".encode("utf-8", "surrogatepass"))


def _is_one_day(text: str) -> None:
    try:
        day = date.fromisoformat(text) if len(text) == len(AS_OF) and text.isascii() and text[4] == "-" else None
    except ValueError:
        day = None
    wanted = day is not None and 1000 <= day.year <= 2999
    if len(text) == len(AS_OF) and is_date(text) is not wanted:
        raise Broken("a day is one of the calendar", repr(text))
    span = interval(text)
    if (span is not None) is not (is_date(text) or text == "never"):
        raise Broken("a date has a first and a last day", repr(text))
    if span is not None and text != "never" and (days_between(*span) < 0 or days_before(span[1], 0) != span[1]):
        raise Broken("the last day is not before the first", repr(text))


# licences


def expression(data: bytes) -> None:
    """A licence expression: its operands stand where it says, and it means the same when it is written again."""
    text = data.decode("utf-8", "surrogateescape")
    try:
        tree = parse(text)
    except ExpressionError as error:
        if not 0 <= error.offset <= len(text):
            raise Broken("an expression ends where it stops being one", f"{error.offset} of {text!r}") from None
        promises.plain(safe(error.message), "an error")
        return
    for one in operands(tree):
        if not text[one.start : one.end].startswith(one.id):
            raise Broken("an operand stands where it says", f"{one} in {text!r}")
    written = _written(tree)
    if len(written) <= len(text) and _written(parse(written)) != written:
        raise Broken("an expression means the same when it is written again", text)
    if len(text) < 200:
        promises.observe(f"{compatible(text, 'CC-BY-SA-4.0')} {compatible('MIT', text)}")
        promises.observe(repr(combine([text, "CC-BY-NC-SA-4.0"], ("adaptation", "training")[len(text) % 2])))


def _written(tree: Expression) -> str:
    if isinstance(tree, Operand):
        return tree.id + "+" * tree.or_later + (f" WITH {tree.exception}" if tree.exception else "")
    parts = (_written(one) if isinstance(one, Operand) else f"({_written(one)})" for one in tree.parts)
    return (" AND " if isinstance(tree, Both) else " OR ").join(parts) if isinstance(tree, Both | Either) else ""


def resolver(data: bytes) -> None:
    """What somebody writes for a licence: what it is resolved to is an expression that resolves to itself."""
    text = data.decode("utf-8", "surrogateescape")
    found = resolve(text)
    promises.observe(repr(found._replace(text="")))
    for one in filter(None, (found.license, same(text), suggestion(text))):
        again = resolve(one)
        if again.license != one:
            raise Broken("a licence is written as it resolves", f"{text!r} is {one!r}, which is {again.license!r}")
    for one in found.candidates:
        parse(one)
    if found.status not in ("exact", "alias", "ambiguous", "custom", "none", "unknown") or not found.why:
        raise Broken("an answer has a status and says why", repr(found))
    promises.plain(safe(found.why), "an answer")


def prose(data: bytes) -> None:
    """A Markdown text: its sentences stand where they say."""
    lines = lines_of(data.decode("utf-8", "replace"))
    for one in sections(lines):
        listed = list(sentences(one))
        loose, strict = restricting(one), restricting(one, loose=False)
        told = [*listed, *filter(None, (loose, strict, named_alone(one)))]
        for said in told:
            promises.inside(said.span, lines, repr(said))
        promises.observe(f"{loose} {strict} {plain(' '.join(one.lines)[:2000])}")


def license_text(data: bytes) -> None:
    """A licence's text: what it comes to stands where it says; a project that has it beside its sheet is judged."""
    text = data.decode("utf-8", "replace")
    found = text_read(text)
    promises.observe(repr(found))
    if found is not None:
        promises.inside(found.span, lines_of(text), repr(found)[:500])
    with holding("LICENSE", data):
        report, _ = check([SHEET], policy(*_FEW), Request(AS_OF))
        promises.of_report(report, data)


# reports

_LONGEST = 1200
"""Of a text: more than any format cuts off, and no more, since a reader of Markdown takes most of a second for 2,400
halves of surrogates. It stands in ids of rules too, where SARIF allows 20,000 characters; those that load are words."""


def reporters(data: bytes) -> None:
    """A report with a text wherever a text can stand: every format holds it, and can be read."""
    text = data.decode("utf-8", "surrogateescape")[:_LONGEST]
    report = reports.hostile(text)
    for style in promises.STYLES[:-1]:
        for form in ("text", *promises.MACHINES):
            if form != "text" and style != Style():
                continue
            if form in ("gitlab", "sarif", "markdown") and any(_is_no_name(one.path) for one in report.findings):
                continue  # formats whose readers look from the top of the repository are given such paths
            _rendered(report, form, style)


def _rendered(report: Report, form: str, style: Style) -> None:
    if form == "text":
        promises.plain(render(report, "text", style), "text")
    else:
        promises.machine_readable(report, form)


def _is_no_name(path: str) -> bool:
    return path.startswith(("/", "./")) or "://" in path


# ledgers


def ledger(data: bytes) -> None:
    """A CSV file as the ledger of a datasheet: its columns, its rows, the rules on them."""
    with holding("ledger.csv", data):
        with contextlib.suppress(UnreadableLedgerError):
            promises.observe(repr(header_of("ledger.csv", "ledger.csv")))
        report, _ = check([SHEET, DEMO], policy(*_RECORDS), Request(AS_OF))
        promises.of_report(report, data)
    rows = data.count(b"\n") + data.count(b"\r") + 1
    for one in report.findings:
        for row in one.records.sample if one.records is not None else ():
            if not 1 <= row.row <= rows:
                raise Broken("a row lies in its ledger", f"{row} of {rows}")


# what lies beside

HOOKS = ".pre-commit-config.yaml"


def hook(data: bytes) -> None:
    """A pre-commit config: with the hook in it, it says what it said and runs policylint, or nothing is changed."""
    text = data.decode("utf-8", "replace")
    made = with_hook(text)
    if made is None:
        return
    promises.observe(made)
    if not has_hook(read(made.encode(), HOOKS)) or (text.strip() and with_hook(made) != made):
        raise Broken("a config with the hook runs policylint", made[:2000])


def advisory(data: bytes) -> None:
    """An advisory of one's own: loaded, and a project judged by it."""
    file = "advisories/faces/OWN-2026-0001.yaml"
    with holding(file, data):
        try:
            report, _ = check(
                [SHEET], policy("retraction/advisory-match", *_FEW), Request(AS_OF, advisories=("advisories",))
            )
        except InvalidFileError as error:
            promises.of_invalid(error, file, read(data, file).lines)
            return
        promises.of_report(report, data)


def listing(data: bytes) -> None:
    """A file that lists data: what it names stands where it says. A manifest: read, or said why not."""
    lines = lines_of(data.decode("utf-8", "replace"))
    for one in (*named(lines, "dvc.lock"), *named(lines, "requirements.txt")):
        promises.inside(one.span, lines, repr(one))
    with holding("manifest.jsonl", data):
        try:
            promises.observe(repr(list(manifest.read("manifest.jsonl"))))
        except PolicylintError as error:
            promises.plain(safe(str(error)), "an error")


# fixes


def fix(data: bytes) -> None:
    """`--fix`: nothing but the fixed values changes, and there is nothing left to fix."""
    name = "fuzzed.datasheet.json" if data[:1] in (b"{", b"[") else "fuzzed.datasheet.yaml"
    before = read(data, name)
    done = fixed(before, "datasheet")
    told = io.StringIO()
    with holding(name, data) as file, contextlib.redirect_stderr(told), contextlib.redirect_stdout(told):
        fixing.show({name: "datasheet"}, None)
        fixing.apply({name: "datasheet"}, None)
        after = file.read_bytes()
    promises.observe(told.getvalue())
    if typed(before, "datasheet", {}).kind == "datasheet" and typed(before, "datasheet", {}).format == "":
        _only_the_fixed(data, before, done.fixes, after, name)
    again = fixed(read(after, name), "datasheet")
    if again.fixes:
        raise Broken("what is fixed stays fixed", repr(again.fixes))


def _only_the_fixed(data: bytes, before: Document, fixes: Iterable[Fix], after: bytes, name: str) -> None:
    made = sorted(fixes, key=lambda one: one.start)
    wanted, at = "", 0
    for one in made:
        wanted += before.text[at : one.start] + one.new
        at = one.end
    wanted += before.text[at:]
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    if after != (mark + wanted.encode() if made else data):
        raise Broken("nothing outside of a fixed value changes", repr(made))
    document = read(after, name)
    for one in made:
        promises.inside(before.span(one.pointer), before.lines, repr(one))
        there = find(document.root, one.pointer) if document.root is not None else None
        if there is None or there.node.value != one.new:
            raise Broken("what is fixed can be read", repr(one))


# all of them

TARGETS: dict[str, Target] = {
    "yaml": Target(partial(syntax, name="x.yaml"), seeds.datasheets, 200),
    "json": Target(partial(syntax, name="x.json"), seeds.json_datasheets, 200),
    "front-matter": Target(partial(syntax, name="README.md"), seeds.cards, 200),
    "datasheet": Target(partial(document, name="datasheet.yaml"), seeds.datasheets, 12),
    "datasheet-json": Target(partial(document, name="datasheet.json"), seeds.json_datasheets, 12),
    "use": Target(partial(document, name="fuzzed.use.yaml"), seeds.uses, 12),
    "card": Target(partial(foreign, name="README.md"), seeds.cards, 20),
    "croissant": Target(
        partial(foreign, name="croissant.json"), lambda: seeds.of_format("croissant", writer="croissant"), 20
    ),
    "frictionless": Target(
        partial(foreign, name="datapackage.json"), lambda: seeds.of_format("frictionless", writer="frictionless"), 20
    ),
    "kaggle": Target(partial(foreign, name="dataset-metadata.json"), lambda: seeds.of_format("kaggle"), 20),
    "dpi": Target(partial(foreign, name="summaries.json"), lambda: seeds.of_format("dpi"), 20),
    "d4d": Target(partial(foreign, name="d4d.yaml"), lambda: seeds.of_format("d4d"), 20),
    "aws": Target(partial(foreign, name="aws.yaml"), lambda: seeds.of_format("aws"), 20),
    "jsonld": Target(partial(foreign, name="page.jsonld"), lambda: seeds.of_format("schema_org", "croissant"), 20),
    "spdx": Target(partial(foreign, name="bom.spdx.json"), lambda: seeds.of_format(writer="spdx"), 20),
    "rule": Target(rule, seeds.rules, 20),
    "pack": Target(pack, seeds.packs, 8),
    "extension": Target(extension, seeds.extensions, 200),
    "config": Target(partial(configuration, name="policylint.yaml"), seeds.configs, 20),
    "pyproject": Target(partial(configuration, name="pyproject.toml"), seeds.projects, 20),
    "waivers": Target(waivers, seeds.waivers, 20),
    "baseline": Target(known, seeds.baselines, 50),
    "dates": Target(dates, seeds.dates, 20),
    "expression": Target(expression, seeds.expressions, 40),
    "resolver": Target(resolver, seeds.licenses, 200),
    "prose": Target(prose, seeds.prose, 20),
    "license-text": Target(license_text, seeds.prose, 20),
    "reporters": Target(reporters, seeds.texts, 10),
    "ledger": Target(ledger, seeds.ledgers, 6),
    "hook": Target(hook, seeds.hooks, 200),
    "advisory": Target(advisory, seeds.advisories, 20),
    "listing": Target(listing, seeds.listings, 100),
    "fix": Target(fix, seeds.spellings, 50),
}
"""Every target by its name."""
