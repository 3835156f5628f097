"""Fragments of documents, and what rules come to on them: as values, and once more as the YAML that is shown."""

from __future__ import annotations

import yaml

from policylint.advisories.registry import Advisory, Registry, index_of
from policylint.documents import Document, read
from policylint.documents.node import Node
from policylint.facts.common import Item, Link, Sheet, World
from policylint.lean import TYPE_CHECKING, NamedTuple
from policylint.policy.judge import judge
from policylint.policy.testing import findings, outcome_of
from policylint.policy.witness.domains import AS_OF, SHEET, USE
from policylint.shapes.check import UNSAID, check_fragment, settle_people

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from policylint.policy.compile import Compiled

Outcomes = tuple[str, ...]


class Fragments(NamedTuple):
    """A datasheet, a use, the sheets that its sources lead to (by path), advisories (by id), and the day.

    What says `unknown` is not said.
    """

    datasheet: dict[str, Any]
    use: dict[str, Any] | None = None
    sheets: dict[str, dict[str, Any]] = {}  # noqa: RUF012 - a default that nobody changes
    advisories: dict[str, dict[str, Any]] = {}  # noqa: RUF012 - as above
    as_of: str = AS_OF


def size(shown: Fragments) -> int:
    """How much fragments say."""
    return sum(_count(one) for one in (shown.datasheet, shown.use or {}, shown.sheets, shown.advisories))


def _count(value: Any) -> int:
    if isinstance(value, dict):
        return sum(_count(one) for one in value.values())
    return 1 + sum(_count(one) for one in value if isinstance(one, dict)) if isinstance(value, list) else 1


def written(value: Any) -> str:
    """A fragment as YAML."""
    text: str = yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=100)
    return text


def outcomes_on(compiled: Sequence[Compiled], shown: Fragments, moment: str) -> Outcomes:
    """What each rule comes to on fragments, as values; a rule has one outcome: the worst of its items'."""
    return _outcomes(compiled, _world(_as_values(shown), moment, shown.as_of))


def read_back(compiled: Sequence[Compiled], shown: Fragments, moment: str) -> Outcomes | None:
    """What each rule comes to on the fragments as YAML; None if that is not valid."""
    world = world_read(shown, moment)
    return None if world is None else _outcomes(compiled, world)


def world_read(shown: Fragments, moment: str) -> World | None:
    """The world of the fragments as YAML; None if that is not valid."""
    sheet, use = _read(shown.datasheet, SHEET), _read(shown.use or {}, USE)
    sheets = {path: _read(value, SHEET, path) for path, value in shown.sheets.items()}
    known = [_read(value, "advisory", name) for name, value in shown.advisories.items()]
    if sheet is None or use is None or None in sheets.values() or None in known:
        return None
    others = {path: one for path, one in sheets.items() if one is not None}
    advisories = tuple(one for one in known if one is not None)
    return _world(_Read(sheet, None if shown.use is None else use, others, advisories), moment, shown.as_of)


def places_on(compiled: Sequence[Compiled], shown: Fragments, moment: str) -> list[list[str]] | None:
    """Where the findings of each rule are on the fragments as YAML; None if that is not valid."""
    world = world_read(shown, moment)
    if world is None:
        return None
    found = [findings(rule, list(judge(rule, world)), world) for rule in compiled]
    return [sorted(f"{one.outcome} at {one.place.pointer or 'the root'}" for one in ours) for ours in found]


def _outcomes(compiled: Sequence[Compiled], world: World) -> Outcomes:
    return tuple(outcome_of(judge(rule, world)) for rule in compiled)


class _Read(NamedTuple):
    """Fragments as typed documents; an advisory's document is named by its id."""

    sheet: Sheet
    use: Sheet | None
    sheets: Mapping[str, Sheet]
    advisories: tuple[Sheet, ...]


def _as_values(shown: Fragments) -> _Read:
    return _Read(
        _typed_sheet(shown.datasheet),
        None if shown.use is None else Sheet(_typed(shown.use), _NOWHERE, USE),
        {path: _typed_sheet(value, path) for path, value in shown.sheets.items()},
        tuple(Sheet(_typed(one), _named(name), "advisory") for name, one in shown.advisories.items()),
    )


def _typed_sheet(fragment: dict[str, Any], path: str = "") -> Sheet:
    value = _typed(fragment)
    settle_people(value)
    return Sheet(value, _named(path), SHEET)


def _typed(value: Any) -> Any:
    """A value as the walk over a document types it: what says `unknown` is not said."""
    if isinstance(value, dict):
        return {key: _typed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_typed(one) for one in value]
    return UNSAID if value == "unknown" else value


def _named(path: str) -> Document:
    return Document(path, "", None, ()) if path else _NOWHERE


_NOWHERE = Document("", "", None, ())


def _read(value: dict[str, Any], kind: str, path: str = "") -> Sheet | None:
    document = read(written(value).encode(), path or f"witness.{kind}.yaml")
    if not isinstance(document.root, Node):
        return None
    checked = check_fragment(document, document.root, kind)
    return None if checked.problems else Sheet(checked.value, document, kind, checked.origins)


def _world(given: _Read, moment: str, as_of: str) -> World:
    root = Item(given.sheet.value, given.sheet, "")
    uses: tuple[Item, ...] | None
    if given.use is None:
        intended = root.child("uses").child("intended")
        uses, entry = None if intended.value is UNSAID else tuple(intended.children()), None
    else:
        use = Item(given.use.value, given.use, "")
        uses, entry = (use,), next(iter(use.child("datasets").children()), None)
    checked = SHEET if given.use is None else USE
    known = [Advisory(one.document.path, one.value) for one in given.advisories]
    registry = Registry(index_of(known), given=known)
    return World(root, uses, entry, moment, as_of, {}, checked, lambda sheet: _links(sheet, given), lambda: registry)


def _links(sheet: Sheet, given: _Read) -> tuple[Link, ...]:
    """Where `sources` lead: to the other sheets, by path or id."""
    entries = Item(sheet.value, sheet, "").child("sources").children()
    return tuple(Link(entry, _target(entry, given)) for entry in entries)


def _target(entry: Item, given: _Read) -> Sheet | None:
    ref, name = entry.child("ref").value, entry.child("id").value
    by_path = given.sheets.get(ref) if isinstance(ref, str) else None
    return by_path or next((one for one in given.sheets.values() if one.id is not None and one.id in (ref, name)), None)
