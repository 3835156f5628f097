"""`policylint notice`: the attributions and notices that the licences ask for, ready to ship."""

from __future__ import annotations

from policylint.commands.terminal import complain, out, save, today
from policylint.discover import discover
from policylint.errors import PolicylintError
from policylint.facts.common import Item, World
from policylint.facts.obligations import PASSED_ON, duties, holder
from policylint.facts.terms import effective
from policylint.lean import TYPE_CHECKING
from policylint.project import lineage_of
from policylint.reporters.style import safe
from policylint.shapes.check import UNSAID
from policylint.sheets import Store
from policylint.worlds import entries

if TYPE_CHECKING:
    from policylint.facts.common import Sheet
    from policylint.findings import Span
    from policylint.lineage import Lineage

FORMATS = ("text", "markdown")


def run(paths: tuple[str, ...], output: str | None, form: str) -> int:
    """Write the notice; 1 if something that a licence asks for is not stated, 3 if there is no dataset."""
    if form not in FORMATS:
        raise PolicylintError(f"--format is one of {', '.join(FORMATS)}, not `{form}`")
    store = Store({})
    lineage = lineage_of(store, ())
    sheets: dict[str, Sheet] = {}
    broken = False
    for found in discover(paths, (), "."):
        loaded = store.load(found.path, found.kind)
        if loaded.kind is not None and loaded.sheet is None:
            complain(f"{loaded.path}: cannot be read; `policylint check` says why")
            broken = True
        for sheet in _datasheets(loaded.sheet, lineage):
            sheets[sheet.document.path] = sheet
    if not sheets:
        complain("no datasheet was found")
        return 1 if broken else 3
    lacking = [text for sheet in sheets.values() for text in _lacking(sheet)]
    for text in lacking:
        complain(text)
    text = "\n".join(filter(None, (_notice(sheets[path], form) for path in sorted(sheets))))
    if output is None:
        out(text)
    else:
        save(output, text)
    return 1 if lacking or broken else 0


def _datasheets(sheet: Sheet | None, lineage: Lineage) -> list[Sheet]:
    """The sheet itself, or those that a use declaration names by their files."""
    if sheet is None or sheet.kind == "datasheet":
        return [] if sheet is None else [sheet]
    loaded = [lineage.target(entry).sheet for entry in entries(sheet)]
    return [one for one in loaded if one is not None and one.kind == "datasheet"]


def _world(sheet: Sheet) -> World:
    return World(Item(sheet.value, sheet, ""), (), None, "create", today(), {})


def _lacking(sheet: Sheet) -> list[str]:
    world = _world(sheet)
    found = effective(world)
    path = sheet.document.path
    if found is None:
        return [f"{path}: the licences are not stated"]
    parts = [part for part, terms in found.own if "attribution" in terms.requires and holder(part, world) is None]
    places = [(_span(sheet, part.item.pointer), part.item.child("license").value) for part in parts]
    return [
        f"{path}:{span.line}:{span.column}: {safe(str(text))} asks for its holder's name: state `holder`"
        for span, text in places
    ]


def _span(sheet: Sheet, pointer: str) -> Span:
    origin = sheet.origin(pointer)
    return sheet.document.span(origin) if isinstance(origin, str) else origin


def _notice(sheet: Sheet, form: str) -> str:
    """The notice of one dataset: its title, then for each licence the line to copy, and what else it asks for."""
    world = _world(sheet)
    found = effective(world)
    asked = [duties(part, terms, world) for part, terms in found.own] if found is not None else []
    parts = [tuple(safe(text) for duty, text in one if duty in ("attribution", *PASSED_ON)) for one in asked]
    parts = list(dict.fromkeys(filter(None, parts)))
    if not parts:
        return ""
    name = sheet.value.get("name", UNSAID)
    title = safe(name if isinstance(name, str) else sheet.id or sheet.document.path)
    if form == "markdown":
        return f"## {title}\n\n" + "".join(f"- {first}\n{_below(rest, '  - ')}" for first, *rest in parts)
    return f"{title}\n{'=' * len(title)}\n\n" + "".join(f"{first}\n{_below(rest, '  ')}" for first, *rest in parts)


def _below(lines: list[str], mark: str) -> str:
    return "".join(f"{mark}{line}\n" for line in lines)
