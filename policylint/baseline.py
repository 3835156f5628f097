"""A baseline: the findings that were there on the day a project began, so that a check speaks of new ones alone.

A finding is known by its fingerprint and its outcome. Hidden is only what somebody may live with for a while: never
what a rule says cannot be waived, never what policylint itself finds.
"""

from __future__ import annotations

import json

from policylint.characters import has_unprintable
from policylint.dates import is_date
from policylint.errors import PolicylintError
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.reading import text_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from typing import Any

    from policylint.findings import Finding
    from policylint.reach import Reach

DEFAULT = ".policylint-baseline.json"
VERSION = 1
PRIVACY = ("biometric", "ccpa", "consent", "ethics", "gdpr", "minor", "retraction", "subject")
"""Areas of rules that protect the people in the data: in a baseline only where somebody asks for it."""

Print = tuple[str, str, str | None]


class Entry(NamedTuple):
    """One finding that is known: what it is of, how it came out, and since when it has been in the baseline."""

    rule: str
    dataset: str | None
    use: str | None
    outcome: str
    file: str | None
    """Of a dataset without an id its file, which alone tells it from others."""
    fingerprint: str
    since: str


class Known(NamedTuple):
    """A baseline as its file has it."""

    path: str
    written: str
    entries: tuple[Entry, ...]


def read(path: str) -> Known:
    """Read a baseline. Raises PolicylintError: one that is broken hides nothing, and nothing is checked with it."""
    try:
        said = json.loads(text_of(path))
    except json.JSONDecodeError as error:
        raise PolicylintError(f"{path}:{error.lineno}:{error.colno}: this is no JSON: {error.msg.lower()}") from None
    except (OSError, ValueError, RecursionError) as error:
        raise PolicylintError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if not isinstance(said, dict) or type(said.get("baseline")) is not int:
        raise PolicylintError(f"{path}: this is no baseline; `policylint baseline write` makes one")
    if said["baseline"] != VERSION:
        raise PolicylintError(
            f"{path}: version {said['baseline']} of baselines is not known; a newer policylint reads it"
        )
    if set(said) != {"baseline", "written", "findings"} or not _is_day(said["written"]):
        raise PolicylintError(f"{path}: a baseline has `baseline`, `written` (a day) and `findings`, and nothing else")
    if not isinstance(said["findings"], list):
        raise PolicylintError(f"{path}: `findings` is a list")
    return Known(path, said["written"], tuple(_entry(path, *one) for one in enumerate(said["findings"], 1)))


def _entry(path: str, number: int, said: Any) -> Entry:
    whole = isinstance(said, dict) and set(said) == set(Entry._fields)
    texts = whole and all(isinstance(said[key], str) for key in ("rule", "outcome", "fingerprint"))
    named = texts and all(said[key] is None or isinstance(said[key], str) for key in ("dataset", "use", "file"))
    if not named or not _is_day(said["since"]):
        raise PolicylintError(f"{path}: finding {number} is not as `policylint baseline write` writes it")
    return Entry(**said)


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 10 and is_date(value)


def to_json(known: Known) -> str:
    """A baseline as text: one line for each finding, sorted, so that a change of it reads well."""
    entries = sorted(known.entries, key=lambda one: tuple(str(part or "") for part in one))
    lines = ",\n".join(f"    {_written(one)}" for one in entries)
    findings = f"[\n{lines}\n  ]" if lines else "[]"
    return f'{{\n  "baseline": {VERSION},\n  "written": "{known.written}",\n  "findings": {findings}\n}}\n'


def _written(entry: Entry) -> str:
    """An entry as JSON, in letters that can be read; in ASCII where one of them could not be shown, or written."""
    return json.dumps(entry._asdict(), ensure_ascii=has_unprintable("".join(filter(None, entry))))


def may_hide(finding: Finding, rules: Mapping[str, dict[str, Any]], *, privacy: bool) -> bool:
    """Whether a finding may be in a baseline: one of a rule that can be waived, and that nobody has waived."""
    if finding.policy is None or finding.waiver is not None or finding.rule not in rules:
        return False
    return bool(rules[finding.rule]["waivable"]) and (privacy or finding.rule.partition("/")[0] not in PRIVACY)


def hidden(known: Known, findings: Iterable[Finding], rules: Mapping[str, dict[str, Any]]) -> frozenset[Finding]:
    """The findings that a baseline has, and may have."""
    there = _prints(known.entries)
    return frozenset(one for one in findings if print_of(one) in there and may_hide(one, rules, privacy=True))


def settled(known: Known, findings: Iterable[Finding], reach: Reach) -> frozenset[Print]:
    """The entries whose findings are gone, or waived by now. What the run did not look at is not settled."""
    looked_for = [
        one
        for one in known.entries
        if (reach.undecided or one.outcome != "unknown") and reach.judged(one.rule, one.dataset, one.use)
    ]
    return _prints(looked_for) - _prints(one for one in findings if one.waiver is None)


class Written(NamedTuple):
    """A baseline to be written, how many findings came in, how many went, and how many new ones stayed out."""

    known: Known
    added: int
    dropped: int
    left: int


def first(path: str, day: str, findings: Iterable[Finding]) -> Written:
    """The baseline of a project that has none."""
    entries = _entries(findings, day)
    return Written(Known(path, day, entries), len(entries), 0, 0)


def renewed(
    known: Known, gone: Collection[Print], findings: Iterable[Finding], day: str, *, accept_new: bool
) -> Written:
    """A baseline without what is gone. It shrinks by itself; it grows only where somebody says so."""
    there = _prints(known.entries)
    new = tuple(one for one in _entries(findings, day) if print_of(one) not in there)
    added = new if accept_new else ()
    kept = (one for one in known.entries if print_of(one) not in gone)
    entries = (*kept, *added)
    written = known.written if entries == known.entries else day
    return Written(Known(known.path, written, entries), len(added), len(gone), len(new) - len(added))


def _entries(findings: Iterable[Finding], day: str) -> tuple[Entry, ...]:
    entries = (Entry(one.rule, one.dataset, one.use, one.outcome, _file(one), one.fingerprint, day) for one in findings)
    return tuple(dict.fromkeys(entries))


def _file(finding: Finding) -> str | None:
    return finding.place.path if finding.dataset is None else None


def print_of(one: Entry | Finding) -> Print:
    """What an entry and its finding share: fingerprint, outcome, and of a dataset without an id the file."""
    return one.fingerprint, one.outcome, one.file if isinstance(one, Entry) else _file(one)


def _prints(known: Iterable[Entry | Finding]) -> frozenset[Print]:
    return frozenset(map(print_of, known))
