"""Waivers first, then the baseline: which findings of a run are excused, and which are not reported."""

from __future__ import annotations

from types import MappingProxyType

from policylint.findings import Baseline, Finding, Grant, said_once
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.reach import Reach
from policylint.waivers.standing import Authority

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from policylint.baseline import Known
    from policylint.policy.in_force import Policy
    from policylint.request import Request
    from policylint.sheets import Store
    from policylint.waivers.file import WaiverFile


class Excusing(NamedTuple):
    """The waivers and the baseline of a run, what may be waived, and how far the run reached."""

    waivers: WaiverFile | None
    baseline: Known | None
    authority: Authority
    reach: Reach
    roots: tuple[str, ...]


class Excused(NamedTuple):
    """The findings to report, those about waivers among them; all waivers; and what the baseline hides."""

    findings: tuple[Finding, ...]
    grants: tuple[Grant, ...]
    baseline: Baseline | None = None
    settled: frozenset[tuple[str, str, str | None]] = frozenset()
    """What the baseline has and the run no longer found (`baseline.print_of`)."""
    waived: Mapping[tuple[str, str], str] = MappingProxyType({})
    """Fingerprint and file of each finding that is waived, told or not → the waiver's id."""


def excusing(policy: Policy, request: Request, selected: Mapping[str, dict[str, Any]]) -> Excusing:
    """What may excuse findings of a run of the `selected` rules. Raises InvalidFileError for a broken waiver file."""
    file, baseline = None, request.baseline
    if request.waiver_file is not None:
        from policylint.waivers.file import read  # noqa: PLC0415 - a baseline alone needs none

        file = read(request.waiver_file)
    datasets = {one.dataset for one in file.waivers} if file is not None else set()
    datasets |= {one.dataset for one in baseline.entries} if baseline is not None else set()
    authority = Authority({plan["id"]: plan for plan in policy.rules}, request.approvers)
    reach = Reach(datasets, selected, undecided=request.unknown != "ignore")
    return Excusing(file, baseline, authority, reach, request.roots)


def excused(
    by: Excusing, findings: Sequence[Finding], repeated: Sequence[Finding], as_of: str, store: Store,
    checked: Iterable[str],
) -> Excused:  # fmt: skip
    """Lay waivers and the baseline on findings.

    `repeated` are those that are not reported beside the same of an earlier
    moment. They are where that one is excused: it may have been the dataset's
    own, and this is one of a use.
    """
    both, remarks, grants = _waived(by, (*findings, *repeated), as_of, store, checked)
    hidden = _hidden(by, both)
    first, later = both[: len(findings)], both[len(findings) :]
    told = {said_once(one) for one in first if one.waiver is None and one not in hidden}
    shown = [one for one in first if one not in hidden]
    open_ = [one for one in later if one.waiver is None and one not in hidden and said_once(one) not in told]
    shown += {(one.fingerprint, one.place.path): one for one in reversed(open_)}.values()
    waived = {(one.fingerprint, one.place.path): one.waiver for one in both if one.waiver is not None}
    done = Excused((*shown, *remarks), grants, waived=waived)
    return done if by.baseline is None else _told(done, by.baseline, both, by.reach, len(hidden.intersection(first)))


def _waived(
    by: Excusing, findings: tuple[Finding, ...], as_of: str, store: Store, checked: Iterable[str]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...], tuple[Grant, ...]]:
    if by.waivers is None:
        return findings, (), ()
    from policylint.waivers.applied import Run, applied  # noqa: PLC0415 - a baseline alone needs none
    from policylint.waivers.values import Files  # noqa: PLC0415 - as above

    known = {*checked, *(one.place.path for one in findings), *(at.file for one in findings for at in one.looked)}
    files = Files(store, by.waivers.path, known, by.roots)
    return applied(by.waivers, findings, Run(as_of, by.authority, by.reach, files))


def _hidden(by: Excusing, findings: Iterable[Finding]) -> frozenset[Finding]:
    if by.baseline is None:
        return frozenset()
    from policylint.baseline import hidden  # noqa: PLC0415 - only with a baseline

    return hidden(by.baseline, findings, by.authority.rules)


def _told(done: Excused, known: Known, findings: Iterable[Finding], reach: Reach, count: int) -> Excused:
    from policylint.baseline import settled  # noqa: PLC0415 - only with a baseline

    gone = settled(known, findings, reach)
    return done._replace(baseline=Baseline(known.path, known.written, count, len(gone)), settled=gone)
