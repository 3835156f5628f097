"""Waivers on the findings of a run: which of them excuse one, and what is to be said of the others."""

from __future__ import annotations

from policylint.findings import Finding, Grant, Looked
from policylint.fingerprints import fingerprint
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.policy.files import shipped_rule
from policylint.shapes.check import did_you_mean
from policylint.waivers.standing import EXPIRED, EXPIRING, NOT_STARTED, REFUSED, UNUSED, VOID, Refusal, standing
from policylint.waivers.values import ABSENT, UNREAD, is_long

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from policylint.findings import Place
    from policylint.reach import Reach
    from policylint.waivers.file import Excuse, Malformed, Waiver, WaiverFile
    from policylint.waivers.standing import Authority, Standing
    from policylint.waivers.values import Files

SEVERITIES = {"waiver/expiring": "info", "waiver/not-started": "warning", "waiver/unused": "warning"}
"""What findings about waivers cost; those that are not named are errors."""
_TAKE_OUT = "Take it out: `policylint waiver prune` does."
_MOST_REMARKS = 100
"""Findings of one rule about waivers: a file may have thousands of entries, and each may be wrong."""
_MOST_SHOWN = 5
"""Places and mistakes that one finding shows: an entry may have as many."""

_Print = tuple[str, str]


class Run(NamedTuple):
    """What a run knows when waivers are laid on its findings."""

    as_of: str
    authority: Authority
    reach: Reach
    files: Files


class Applied(NamedTuple):
    """The findings, excused ones with the waiver's id; what there is to say of waivers; and all waivers."""

    findings: tuple[Finding, ...]
    remarks: tuple[Finding, ...]
    grants: tuple[Grant, ...]


class _Case(NamedTuple):
    """A waiver in a run: what it is worth, the findings that it would excuse, and what is to be said of it."""

    waiver: Waiver
    state: str
    excused: frozenset[_Print] = frozenset()
    """The finding that it fits."""
    refusals: tuple[Refusal, ...] = ()
    shown: tuple[Place, ...] = ()


class _Changed(NamedTuple):
    """An excuse that does not hold: where its value is read, and what is there now."""

    excuse: Excuse
    at: Looked
    now: str


def applied(file: WaiverFile, findings: Sequence[Finding], run: Run) -> Applied:
    """Lay the waivers of a file on findings. A waiver that is refused excuses nothing."""
    cases = [_case(waiver, findings, run) for waiver in file.waivers]
    chosen = _chosen(cases)
    cases = [_superseded(one, chosen) for one in cases]
    return Applied(
        tuple(_excused(one, chosen) for one in findings),
        tuple(
            _bounded(
                (
                    *(_of_malformed(file, one) for one in file.malformed),
                    *(one for case in cases for one in _remarks(file, case)),
                )
            )
        ),
        tuple(_grant(file, one) for one in cases),
    )


def _excused(finding: Finding, chosen: dict[_Print, Waiver]) -> Finding:
    waiver = chosen.get(_print(finding)) if finding.policy is not None else None
    return finding if waiver is None or waiver.rule != finding.rule else finding._replace(waiver=waiver.id)


def _chosen(cases: Sequence[_Case]) -> dict[_Print, Waiver]:
    """The waiver of each finding that has one: of several that which lasts longest, so that a renewal takes over."""
    chosen: dict[_Print, Waiver] = {}
    for case in cases:
        for one in case.excused:
            if one not in chosen or case.waiver.expires > chosen[one].expires:
                chosen[one] = case.waiver
    return chosen


def _superseded(case: _Case, chosen: dict[_Print, Waiver]) -> _Case:
    others = [chosen[one] for one in case.excused if chosen[one] is not case.waiver]
    if not others:
        return case
    why = f"{others[0].id} excuses the same finding, and for longer"
    return _Case(case.waiver, UNUSED, refusals=(Refusal("waiver/unused", why, _TAKE_OUT, "id"),))


# one waiver


def _case(waiver: Waiver, findings: Sequence[Finding], run: Run) -> _Case:
    found = standing(waiver, run.as_of, run.authority)
    if not _concerns(waiver, run):
        return _Case(waiver, found.state)
    if not found.counts:
        return _Case(waiver, found.state, refusals=_of_standing(waiver, found))
    return _fitted(waiver, [one for one in findings if one.rule == waiver.rule and one.policy is not None], found, run)


def _concerns(waiver: Waiver, run: Run) -> bool:
    """Whether a run has to do with a waiver: it looked at its dataset or its file, or the file is gone."""
    path = run.files.path(waiver.at[0]) if waiver.at is not None else None
    return path is None or run.reach.saw(waiver.dataset) or run.files.is_checked(path) or run.files.is_gone(path)


def _of_standing(waiver: Waiver, found: Standing) -> tuple[Refusal, ...]:
    if found.state == EXPIRED:
        why = f"it has not counted since {waiver.expires}"
        return (Refusal("waiver/expired", why, f"Mend the finding, or decide anew. {_TAKE_OUT}", "expires"),)
    if found.state == NOT_STARTED:
        why = f"it does not count before {waiver.starts}"
        return (Refusal("waiver/not-started", why, "Wait, or correct the days.", "approved_on"),)
    return found.refusals


def _fitted(waiver: Waiver, findings: list[Finding], found: Standing, run: Run) -> _Case:
    """A waiver that is live, on the findings of its rule."""
    about = [one for one in findings if _agrees(waiver.dataset, one.dataset) and _agrees(waiver.use, one.use)]
    reached = _named(waiver, [one for one in about if _stands_at(waiver, one, run.files)], run)
    changed = _changed(waiver, run.files)
    moved = {one.at for one in changed}
    if changed and (reached or any(not moved.isdisjoint(one.looked) for one in about)):
        return _void(waiver, changed, run.files)
    if not reached:
        return _of_another(waiver, findings, run) or _unused(waiver, found, run)
    reached = _told_apart(waiver, reached, run.files)
    strange = _elsewhere(waiver, reached, run.files)
    if strange is not None:
        return _Case(waiver, VOID, refusals=(strange,), shown=tuple(one.place for one in reached[:_MOST_SHOWN]))
    broad = _too_broad(waiver, reached, run.files)
    if broad is not None:
        return _Case(waiver, REFUSED, refusals=(broad,), shown=tuple(one.place for one in reached[:_MOST_SHOWN]))
    soon = f"it counts until {waiver.expires}, and no longer on that day"
    ending = (Refusal("waiver/expiring", soon, "Mend the finding before, or decide anew.", "expires"),)
    return _Case(waiver, found.state, _prints(reached), ending if found.state == EXPIRING else ())


def _changed(waiver: Waiver, files: Files) -> list[_Changed]:
    """The values that are no longer what was excused."""
    found = []
    for excuse in waiver.excuses:
        path = files.path(excuse.file)
        pointer, now = files.value(path, excuse.pointer)
        if not excuse.holds(now):
            found.append(_Changed(excuse, Looked(path, pointer), now))
    return found


def _void(waiver: Waiver, changed: Sequence[_Changed], files: Files) -> _Case:
    more = f"; and {len(changed) - _MOST_SHOWN:,} more" if len(changed) > _MOST_SHOWN else ""
    why = f"what it excuses has changed: {'; '.join(map(_told, changed[:_MOST_SHOWN]))}{more}"
    places = [files.place(one.at) for one in changed[:_MOST_SHOWN]]
    refusal = Refusal("waiver/void", why, f"Mend the finding, or decide anew. {_TAKE_OUT}", "excuses")
    return _Case(waiver, VOID, refusals=(refusal,), shown=tuple(one for one in places if one is not None))


def _told(changed: _Changed) -> str:
    """What was excused and what is there now; long values are not shown."""
    excuse, now = changed.excuse, changed.now
    at = f"`{excuse.pointer or '/'}` of {excuse.file}"
    if now == UNREAD:
        return f"{at} cannot be read"
    if now == ABSENT:
        return f"{at} is not there any more"
    if excuse.said is None or is_long(excuse.said) or is_long(now):
        return f"{at} is another"
    return f"{at} was {excuse.said} and is {now}"


def _agrees(said: str | None, found: str | None) -> bool:
    """Whether a waiver may be meant for what a finding has; one that does not say is too broad, which comes later."""
    return said is None or said == found


def _named(waiver: Waiver, findings: list[Finding], run: Run) -> list[Finding]:
    """Those of the dataset and the use that a waiver says; where it seems to have forgotten to say, all."""
    exact = [one for one in findings if (one.dataset, one.use) == (waiver.dataset, waiver.use)]
    if exact or not findings:
        return exact
    forgotten = waiver.dataset is None or _of_uses(run.authority.rules[waiver.rule])
    return findings if forgotten or run.reach.judged(waiver.rule, waiver.dataset, None) else []


def _of_uses(plan: Mapping[str, Any]) -> bool:
    """Whether each finding of a rule has a use. That of another rule has none where the dataset is judged alone."""
    return plan["moments"] == ["consume"] or any(listed is None for _, listed in plan["for_each"])


def _stands_at(waiver: Waiver, finding: Finding, files: Files) -> bool:
    assert waiver.at is not None, "one that does not say is refused"
    file, pointer = waiver.at
    path = files.path(file)
    return path == finding.place.path and files.item(path, pointer) == finding.place.pointer


def _prints(findings: Sequence[Finding]) -> frozenset[_Print]:
    return frozenset(map(_print, findings))


def _print(finding: Finding) -> _Print:
    """What tells a finding from others; the file beside its fingerprint, since a dataset may have no id."""
    return finding.fingerprint, finding.place.path


def _told_apart(waiver: Waiver, findings: list[Finding], files: Files) -> list[Finding]:
    """Of several findings at one place that which rests on exactly the values that a waiver binds, if there is one."""
    if len(_prints(findings)) == 1:
        return findings
    bound = _bound(waiver, files)
    return [one for one in findings if frozenset(one.looked) == bound] or findings


def _bound(waiver: Waiver, files: Files) -> frozenset[Looked]:
    """The values that a waiver binds, as this run has them."""
    paths = [(files.path(one.file), one.pointer) for one in waiver.excuses]
    return frozenset(Looked(path, files.value(path, pointer)[0]) for path, pointer in paths)


def _too_broad(waiver: Waiver, reached: Sequence[Finding], files: Files) -> Refusal | None:
    """Why a waiver could excuse more than somebody looked at."""
    first = reached[0]
    for name, said, found in (("dataset", waiver.dataset, first.dataset), ("use", waiver.use, first.use)):
        if said is None and found is not None:
            return Refusal("waiver/over-broad", f"it does not say for which {name}", f"Add `{name}: {found}`.", name)
    if len(_prints(reached)) > 1:
        why = f"it fits {len(_prints(reached))} findings, and a waiver excuses one"
        return Refusal("waiver/over-broad", why, "Mend all but one of them.", "at")
    must = _decisive(first)
    if must is not None and must not in _bound(waiver, files):
        why = f"it does not bind the value that decides: `{must.pointer}` of {must.file}"
        return Refusal("waiver/over-broad", why, "Add it to `excuses`.", "excuses")
    return None


def _elsewhere(waiver: Waiver, reached: Sequence[Finding], files: Files) -> Refusal | None:
    """Why a finding is not the one that somebody excused: it rests on other files, as of two datasets of one id."""
    looked = {at.file for one in reached for at in one.looked}
    strange = sorted({at.file for at in _bound(waiver, files)} - looked)
    if not strange:
        return None
    why = f"what it excuses stands in {strange[0]}, on which the finding does not rest any more"
    return Refusal("waiver/void", why, f"Mend the finding, or decide anew. {_TAKE_OUT}", "excuses")


def _of_another(waiver: Waiver, findings: Sequence[Finding], run: Run) -> _Case | None:
    """A waiver of a dataset that the run did not see, at the place of a finding: that is of another dataset."""
    if run.reach.saw(waiver.dataset):
        return None
    other = next((one.dataset for one in findings if _stands_at(waiver, one, run.files)), None)
    if other is None:
        return None
    why = f"it excuses nothing: the finding at its place is of the dataset `{other}`"
    return _Case(waiver, UNUSED, refusals=(Refusal("waiver/unused", why, f"Correct it. {_TAKE_OUT}", "dataset"),))


def _decisive(finding: Finding) -> Looked | None:
    """The value that a waiver of a finding must bind: that at which it stands, else the first that was looked at."""
    stands = Looked(finding.place.path, finding.place.pointer)
    return stands if stands in finding.looked else next(iter(finding.looked), None)


def _unused(waiver: Waiver, found: Standing, run: Run) -> _Case:
    """A waiver that fits no finding: unused, if its rule was asked, nobody has such a rule, or its file is gone."""
    assert waiver.at is not None, "one that does not say is refused"
    path = run.files.path(waiver.at[0])
    known = waiver.rule in run.authority.rules or shipped_rule(waiver.rule) is not None
    judged = run.reach.undecided and run.reach.judged(waiver.rule, waiver.dataset, waiver.use)
    if known and not judged and not run.files.is_gone(path):
        return _Case(waiver, found.state)
    why, remedy = "it excuses nothing: no finding fits it", _TAKE_OUT
    if not known:
        near = did_you_mean(waiver.rule, sorted(run.authority.rules))
        why = f"it excuses nothing: no rule in force is called {waiver.rule}"
        remedy = f"Did you mean `{near}`?" if near else remedy
    return _Case(waiver, UNUSED, refusals=(Refusal("waiver/unused", why, remedy, "id" if known else "rule"),))


# what is said


def _bounded(remarks: Iterable[Finding]) -> Iterator[Finding]:
    """The first of each rule, and then one that says how many more there are."""
    of_rules: dict[str, list[Finding]] = {}
    for one in remarks:
        of_rules.setdefault(one.rule, []).append(one)
    for found in of_rules.values():
        yield from found[:_MOST_REMARKS]
        beyond = found[_MOST_REMARKS:]
        if beyond:
            why = f"{len(beyond):,} more finding{'' if len(beyond) == 1 else 's'} of this rule, from here on"
            place = beyond[0].place._replace(message=why)
            yield beyond[0]._replace(
                message=why, remedy="Mend those that are listed first.", place=place, related=(), dataset=None, use=None
            )


def _remarks(file: WaiverFile, case: _Case) -> Iterator[Finding]:
    waiver = case.waiver
    for one in case.refusals:
        message = f"waiver {waiver.id}: {one.message}"
        place = _place(file, f"{waiver.pointer}/{one.key}", message)
        yield Finding(
            one.rule, SEVERITIES.get(one.rule, "error"), "fail", message, one.remedy, place, waiver.dataset, waiver.use,
            case.shown, fingerprint=fingerprint(one.rule, waiver.dataset, waiver.use, waiver.id, None, one.key),
        )  # fmt: skip


def _of_malformed(file: WaiverFile, entry: Malformed) -> Finding:
    first, *others = entry.problems
    name = f"waiver {entry.id}" if entry.id is not None else "a waiver"
    more = "" if not others else f", and {len(others):,} more mistake{'' if len(others) == 1 else 's'}"
    message = f"{name} counts for nothing: {first.message}{more}"
    place = _place(file, first.pointer, message)._replace(span=first.span)
    related = tuple(_place(file, one.pointer, one.message)._replace(span=one.span) for one in others[:_MOST_SHOWN])
    return Finding(
        "waiver/malformed", "error", "fail", message, first.remedy, place, related=related,
        fingerprint=fingerprint("waiver/malformed", None, None, entry.id or entry.pointer, None, first.message),
    )  # fmt: skip


def _place(file: WaiverFile, pointer: str, message: str) -> Place:
    """A key of an entry, or the entry's id where the key is not there."""
    root = file.document.root
    entry = pointer.split("/")[1]
    standing_ = file.document.place(pointer, message)
    lacking = root is not None and root.value[int(entry)].get(pointer.rpartition("/")[2]) is None
    return file.document.place(f"/{entry}/id", message)._replace(pointer=f"/{entry}") if lacking else standing_


def _grant(file: WaiverFile, case: _Case) -> Grant:
    one = case.waiver
    return Grant(
        one.id, one.rule, one.dataset, one.use, one.reason, one.owner, one.approved_by, one.starts, one.expires,
        case.state, file.path, file.document.span(f"{one.pointer}/id").line,
    )  # fmt: skip
