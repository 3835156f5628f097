"""The report: what `check --format json` writes, version 1."""

from typing import Annotated, Literal

from policylint.shapes.base import END, Count, Shape, integer, one_of, required, string

Version = Annotated[int, integer(1, 1)]
Position = Annotated[int, integer(1)]
Pointer = Annotated[str, string(rf"^(?:/(?:[^~/]|~[01])*)*{END}", longest=None)]
Day = Annotated[str, string(rf"^[12][0-9]{{3}}-[0-9]{{2}}-[0-9]{{2}}{END}")]
Severity = Annotated[str, one_of("severity")]


class Tool(Shape):
    """The tool that wrote the report."""

    name: Literal["policylint"] = required("Its name.")
    version: str = required("Its version.")


class PolicyInForce(Shape):
    """The policy that was in force."""

    packs: list[str] = required("The packs, by name or path.")
    rules: Count = required("How many rules they hold.")
    digest: str = required("A hash of the rules and parameters.")


class Summary(Shape):
    """The run in numbers: errors, warnings and infos are the unwaived findings."""

    result: Annotated[str, one_of("result")] = required("`fail` exactly when the exit code is 1.")
    documents: Count = required("Documents checked.")
    errors: Count = required("Errors.")
    warnings: Count = required("Warnings.")
    infos: Count = required("Infos.")
    unknown: Count = required("Those findings of them whose outcome is `unknown`.")
    waived: Count = required("Findings that a waiver excuses.")


class CheckedDocument(Shape):
    """A document that was checked, and how often each rule applied to it."""

    path: str = required("Its path.")
    kind: Annotated[str, one_of("document_kind")] = required("What it is.")
    format: str = required("The format it is written in.")
    id: str | None = required("Its id, where it has one.")
    valid: bool = required("Whether syntax and shape are in order; if not, no rule judged it.")
    applied: dict[str, Count] = required("Rule to the number of items that it applied to.")


class RelatedPlace(Shape):
    """Another place that a finding is about."""

    path: str = required("The file.")
    pointer: Pointer = required("The JSON pointer.")
    line: Position = required("The line, from 1.")
    column: Position = required("The column, from 1.")
    message: str = required("What is there.")


class MissingPlace(Shape):
    """A place that would decide an unknown."""

    path: str = required("The file.")
    pointer: Pointer = required("The JSON pointer.")


class RulePlace(Shape):
    """Where a rule is written."""

    path: str = required("The file of the rule.")
    line: Position = required("The line, from 1.")


class Row(Shape):
    """A row of a ledger, by position; never by person."""

    file: str = required("The ledger.")
    row: Position = required("The row, from 1; the header is not counted.")


class Records(Shape):
    """A rule on records in numbers."""

    applied: Count = required("Rows that the rule applied to.")
    fail: Count = required("Rows that failed.")
    unknown: Count = required("Rows that it could not judge.")
    sample: list[Row] = required("Some of those rows.")


class Finding(Shape):
    """A finding says what is wrong, where, why, and what to do."""

    rule: str = required("The rule.")
    severity: Severity = required("How much it counts.")
    outcome: Annotated[str, one_of("outcome")] = required("Whether the rule failed, or could not tell.")
    message: str = required("What is wrong.")
    remedy: str | None = required("What to do.")
    dataset: str | None = required("The id of the dataset.")
    use: str | None = required("The id of the use.")
    path: str = required("The file.")
    pointer: Pointer = required("The JSON pointer.")
    line: Position = required("The first line, from 1.")
    column: Position = required("The first column, from 1.")
    end_line: Position = required("The last line.")
    end_column: Position = required("The column after the last.")
    related: list[RelatedPlace] = required("Other places that it is about.")
    chain: list[str] = required("The lineage, nearest first; empty if direct.")
    missing: list[MissingPlace] = required("What would decide an unknown.")
    policy: RulePlace | None = required("Where the rule is written.")
    records: Records | None = required("Numbers, for rules on records.")
    fingerprint: str = required("What stays the same when lines move.")
    waiver: str | None = required("The id of the waiver that excuses it.")
    docs: str | None = required("Where the rule is explained.")


class Obligation(Shape):
    """A duty that comes with a yes."""

    dataset: str = required("The id of the dataset.")
    duty: str = required("What must be done.")
    license: str | None = required("The licence that asks for it.")
    text: str = required("The text to copy, or what to do, in words.")


class Waiver(Shape):
    """A waiver that the run knew, and what it was worth on the report's day."""

    id: str = required("Its id.")
    rule: str = required("The rule that it is about.")
    dataset: str | None = required("The dataset that it is for.")
    use: str | None = required("The use that it is for.")
    reason: str = required("Why.")
    owner: str = required("Who asked for it and answers for it.")
    approved_by: str = required("Who granted it.")
    starts: str = required("The first day with it.")
    expires: str = required("The first day without it.")
    state: Annotated[str, one_of("waiver_state")] = required("What it was worth.")
    path: str = required("The file that it stands in.")
    line: Position = required("The line, from 1.")


class Baseline(Shape):
    """A baseline hides the findings that it knows."""

    path: str = required("Its file.")
    written: str = required("The day it was written.")
    hidden: Count = required("Findings that it hides.")
    settled: Count = required("Findings in it that are no more.")


class Report(Shape):
    """A report is sorted and deterministic."""

    version: Version = required("The version of this format.")
    tool: Tool = required("What wrote it.")
    as_of: Day = required("The day as of which everything was judged.")
    policy: PolicyInForce = required("The policy in force.")
    summary: Summary = required("The run in numbers.")
    documents: list[CheckedDocument] = required("What was checked.")
    findings: list[Finding] = required("What was found, waived findings too.")
    obligations: list[Obligation] = required("What must be done where the answer is yes.")
    waivers: list[Waiver] = required("The waivers of the run.")
    baseline: Baseline | None = required("The baseline that hides known findings; null without one.")
